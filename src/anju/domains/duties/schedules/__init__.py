"""Schedules: what a promise says about time, and the slots that follow from it. Pure, with no clock of its own."""

from anju.domains.duties.schedules.pieces import Bound, Days, Move, Part, ScheduleError, Shape, YearDay
from anju.domains.duties.schedules.slots import Planned, Slot, admits, occurrences, plan
from anju.domains.duties.schedules.value import Schedule

__all__ = [
    "Bound",
    "Days",
    "Move",
    "Part",
    "Planned",
    "Schedule",
    "ScheduleError",
    "Shape",
    "Slot",
    "YearDay",
    "admits",
    "occurrences",
    "plan",
]
