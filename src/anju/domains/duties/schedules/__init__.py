"""Schedules: what a promise says about time, and the slots that follow from it. Pure, with no clock of its own."""

from anju.domains.duties.schedules.clauses import from_clause, from_clauses, with_parts
from anju.domains.duties.schedules.pieces import Bound, Days, Move, Part, ScheduleError, Shape, YearDay
from anju.domains.duties.schedules.slots import Planned, Slot, admits, occurrences, plan
from anju.domains.duties.schedules.stored import from_json, to_json
from anju.domains.duties.schedules.value import Schedule
from anju.domains.duties.schedules.words import Phrase, describe

__all__ = [
    "Bound",
    "Days",
    "Move",
    "Part",
    "Phrase",
    "Planned",
    "Schedule",
    "ScheduleError",
    "Shape",
    "Slot",
    "YearDay",
    "admits",
    "describe",
    "from_clause",
    "from_clauses",
    "from_json",
    "occurrences",
    "plan",
    "to_json",
    "with_parts",
]
