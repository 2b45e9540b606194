"""When a reading agrees with a label: the leniencies of the label set, field by field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .clause import FIGURES, Clause

Label = dict[str, Any]
Entry = Any

GROUPS = ("schedule", "target", "time", "change", "continuous", "who")
_TIMES = ("deadline", "retention", "duration")


class Tally(NamedTuple):
    """How many entries were read rightly, read wrongly and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def plus(self, other: Tally) -> Tally:
        return Tally(*(a + b for a, b in zip(self, other, strict=True)))


def states_figures(label: Label) -> bool:
    return any(label.get(name) for name in FIGURES)


def kind_agrees(label: Label, clause: Clause) -> bool:
    return clause.kind in label["kind"]


def domain_agrees(label: Label, clause: Clause) -> bool:
    return clause.domain in label["domain"] or (clause.kind == "none" and "none" in label["kind"])


def is_rightly_left_out(label: Label, clause: Clause) -> bool:
    """A unit that may be `none` and was read as none owes no fields."""
    return "none" in label["kind"] and clause.kind == "none"


def tally(group: str, label: Label, clause: Clause) -> Tally:
    """Compare one group of fields of a label with a reading."""
    due, read = _entries(group, label), _entries(group, clause.as_json())
    if group == "who":
        return _who(due, read)
    return _match(due, read, _SAME.get(group, _equal), spared=_is_spared(group, label, clause))


def _who(due: list[str], read: list[str]) -> Tally:
    """Actors are labelled only where plain, so a further actor is no fault."""
    if not due:
        return Tally()
    right = sum(1 for name in due if name in read)
    return Tally(right, int(bool(read) and not right), len(due) - right)


def _match(due: list[Entry], read: list[Entry], same: Callable[[Entry, Entry], bool], *, spared: bool) -> Tally:
    left, right = list(read), 0
    for entry in due:
        found = next((other for other in left if same(entry, other)), None)
        if found is not None:
            left.remove(found)
            right += 1
    return Tally(right, len(left), 0 if spared else len(due) - right)


def _is_spared(group: str, label: Label, clause: Clause) -> bool:
    """Whether what is missing was optional, or stands as a course length beside a target in days."""
    names = {
        "schedule": {"count", "period", "schedules"},
        "target": {"op", "value", "targets"},
        "time": {*_TIMES, "window"},
    }
    if names.get(group, set()) & set(label.get("optional", ())):
        return True
    course = label.get("unit") == "d" and label.get("duration")
    return bool(course) and (group == "target" and bool(clause.duration) or group == "time" and clause.unit == "d")


def _entries(group: str, row: Label) -> list[Entry]:
    if group == "schedule":
        single = {name: row[name] for name in ("count", "period", "bound") if row.get(name)}
        stated = row.get("schedules") or ([single] if single.keys() - {"bound"} else [])
        return [{k: v for k, v in entry.items() if k in ("count", "period", "bound")} for entry in stated]
    if group == "target":
        single = {name: row[name] for name in ("op", "value", "unit", "op_alt") if name in row}
        stated = [dict(entry) for entry in row.get("targets") or ([single] if "op" in row else [])]
        if "op_alt" in row and stated:
            stated[0].setdefault("op_alt", row["op_alt"])
        return stated
    if group == "time":
        windows = row.get("windows") or ([row["window"]] if row.get("window") else [])
        return [(name, row[name]) for name in _TIMES if row.get(name)] + [("window", tuple(w)) for w in windows]
    if group == "change":
        return list(row.get("baseline_changes") or ([row["baseline_change"]] if row.get("baseline_change") else []))
    if group == "who":
        return list(row.get("whos") or ([row["who"]] if row.get("who") else []))
    return [True] if row.get(group) else []


def _equal(due: Entry, read: Entry) -> bool:
    return due == read


def _same_schedule(due: Entry, read: Entry) -> bool:
    if "count" not in due and read.get("count") == 1:
        return due.get("period") == read.get("period")
    return due == read


def _same_target(due: Entry, read: Entry) -> bool:
    if (due["value"], due.get("unit")) != (read["value"], read.get("unit")):
        return False
    ops = {due["op"], *_listed(due.get("op_alt"))}
    if (due["value"], due.get("unit")) == (100, "%") and ops & {"=", ">="}:
        ops |= {"=", ">="}
    return read["op"] in ops


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


_SAME: dict[str, Callable[[Entry, Entry], bool]] = {"schedule": _same_schedule, "target": _same_target}
