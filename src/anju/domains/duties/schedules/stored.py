"""Schedules as JSON: only what differs from the plain case is written, and nothing unknown is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, time
from typing import Any

from anju.domains.duties.schedules.pieces import Bound, Days, Move, Part, ScheduleError, YearDay
from anju.domains.duties.schedules.value import Schedule

_DEFAULTS = {field.name: field.default for field in fields(Schedule)}


def to_json(schedule: Schedule) -> dict[str, Any]:
    """A JSON object that `from_json` reads back as the same schedule."""
    values = {name: getattr(schedule, name) for name in _DEFAULTS}
    return {name: _written(value) for name, value in values.items() if value != _DEFAULTS[name]}


def from_json(stored: Mapping[str, Any]) -> Schedule:
    """The schedule of a JSON object. Raises `ScheduleError` naming the field that cannot be read."""
    if not isinstance(stored, Mapping) or "period" not in stored:
        raise ScheduleError("no_frequency", "period")
    return Schedule(**{name: _read(name, value) for name, value in stored.items() if value is not None})


def _written(value: Any) -> Any:
    if isinstance(value, Part):
        return [value.code, value.count]
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, YearDay) else value


def _read(name: str, value: Any) -> Any:
    reader = _READERS.get(name)
    if reader is None:
        raise ScheduleError("unknown_field", name)
    try:
        return reader(value)
    except (ValueError, TypeError, AttributeError) as fault:
        raise ScheduleError("unreadable", name) from fault


def _whole(value: Any) -> int:
    if isinstance(value, bool) or int(value) != value:
        raise ValueError(value)
    return int(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _year_day(value: str) -> YearDay:
    month, day = value.split("-")
    return YearDay(int(month), int(day))


def _list(item: Callable[[Any], Any]) -> Callable[[Any], tuple]:
    return lambda values: tuple(item(value) for value in values)


def _pair(item: Callable[[Any], Any]) -> Callable[[Any], tuple]:
    def read(values: Any) -> tuple:
        first, last = values
        return (item(first), item(last))

    return read


_READERS: dict[str, Callable[[Any], Any]] = {
    "period": _text,
    "count": _whole,
    "bound": Bound,
    "most": _whole,
    "parts": _list(lambda pair: Part(_text(pair[0]), _whole(pair[1]))),
    "continuous": _flag,
    "anchor_on": date.fromisoformat,
    "hours": _pair(time.fromisoformat),
    "due_by": time.fromisoformat,
    "weekdays": _list(_whole),
    "month_days": _list(_whole),
    "rule": _text,
    "month_part": _pair(_whole),
    "year_part": _pair(_year_day),
    "season": _pair(_year_day),
    "on_days": Days,
    "move": Move,
    "distinct_days": _flag,
    "shifts": _list(_text),
    "starts_on": date.fromisoformat,
    "ends_on": date.fromisoformat,
}
