"""From the plain fields that a plan's sentence yields to a schedule."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

from anju.domains.duties.schedules.periods import read_period
from anju.domains.duties.schedules.pieces import Bound, Part, ScheduleError, YearDay
from anju.domains.duties.schedules.value import Schedule

Window = Sequence[str | None]

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_MONTH_DAY = re.compile(r"(?:XX|xx)-(\d{1,2})")
_YEAR_DAY = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def from_clause(
    *,
    count: int | None = None,
    period: str | None = None,
    bound: str | None = None,
    most: int | None = None,
    continuous: bool = False,
    window: Window | None = None,
    **more: Any,
) -> Schedule:
    """A schedule from a sentence's fields (`count`, `period`, `bound`, `continuous`, `window`).

    A window is [start, end] of `HH:MM`, `MM-DD`, `MM`, `XX-DD` (a day of each month) or `YYYY-MM-DD`; an open
    end is None. Dates of the year are when it may be done once a year, and the season of anything more frequent.
    More fields of `Schedule` may be given by name. Raises `ScheduleError`: `no_frequency` when nothing says how often.
    """
    if continuous and not count and not most:
        fields = {"period": period if period == "shift" else "P1D", "continuous": True}
    else:
        fields = {
            "period": period or _period_of(window),
            "count": count or 1,
            "bound": Bound(bound or "exact"),
            "most": most,
        }
    return Schedule(**{**fields, **_window_fields(window, fields["period"]), **more})


def from_clauses(schedules: Sequence[Mapping[str, Any]], **shared: Any) -> list[Schedule]:
    """The schedules of a sentence that names several; "one to two times" (a minimum and a maximum) becomes one."""
    merged: list[dict[str, Any]] = []
    for item in schedules:
        last = merged[-1] if merged else {}
        if item.get("bound") == "max" and last.get("bound") == "min" and last.get("period") == item.get("period"):
            last["most"] = item["count"]
        else:
            merged.append({**item})
    return [from_clause(**{**shared, **item}) for item in merged]


def with_parts(schedule: Schedule, **counts: int) -> Schedule:
    """The same schedule owing several kinds at once, such as full=2, spot=1."""
    return replace(schedule, parts=tuple(Part(code, count) for code, count in counts.items()))


def _period_of(window: Window | None) -> str:
    """A sentence that names only dates is meant once: in those days, or in those days of each year."""
    ends = [end for end in window or () if end]
    if ends and all(_DATE.fullmatch(end) for end in ends):
        return "once"
    if ends and all(_YEAR_DAY.fullmatch(end) for end in ends):
        return "P1Y"
    if ends and all(_MONTH_DAY.fullmatch(end) for end in ends):
        return "P1M"
    raise ScheduleError("no_frequency", "period")


def _window_fields(window: Window | None, period: str) -> dict[str, Any]:
    if not window or not any(window):
        return {}
    start, end = window
    for pattern, fields in ((_CLOCK, _hours), (_MONTH_DAY, _month_part), (_DATE, _days_between)):
        if all(value is None or pattern.fullmatch(value) for value in window):
            return fields(start, end)
    if all(value is None or _YEAR_DAY.fullmatch(value) for value in window):
        return _year_window(start, end, period)
    raise ScheduleError("bad_window", "window")


def _hours(start: str | None, end: str | None) -> dict[str, Any]:
    if start is None:
        return {"due_by": _clock(end)}
    return {"hours": (_clock(start), _clock(end or "24:00"))}


def _clock(text: str) -> time:
    hour, minute = (int(part) for part in text.split(":"))
    try:
        return time(hour % 24 if (hour, minute) == (24, 0) else hour, minute)
    except ValueError as fault:
        raise ScheduleError("bad_window", "window") from fault


def _month_part(start: str | None, end: str | None) -> dict[str, Any]:
    first, last = (int(value[3:]) if value else fallback for value, fallback in ((start, 1), (end, 31)))
    return {"month_part": (first, last)}


def _days_between(start: str | None, end: str | None) -> dict[str, Any]:
    try:
        return {
            "starts_on": date.fromisoformat(start) if start else None,
            "ends_on": date.fromisoformat(end) if end else None,
        }
    except ValueError as fault:
        raise ScheduleError("bad_window", "window") from fault


def _year_window(start: str | None, end: str | None, period: str) -> dict[str, Any]:
    days = (_year_day(start or "01-01", is_end=False), _year_day(end or "12-31", is_end=True))
    unit = read_period(period)
    return {"year_part" if unit and unit.is_a_year_or_more else "season": days}


def _year_day(text: str, *, is_end: bool) -> YearDay:
    month, _, day = text.partition("-")
    return YearDay(int(month), int(day) if day else (_last_of(int(month)) if is_end else 1))


def _last_of(month: int) -> int:
    return 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31
