"""The small words a schedule is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_OWED = 1000


class ScheduleError(ValueError):
    """A schedule that means nothing exact. `code` names the reason, `field` where it lies."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(f"{code}: {field}")
        self.code = code
        self.field = field


class Bound(StrEnum):
    exact = "exact"
    at_least = "min"
    at_most = "max"


class Days(StrEnum):
    """On which days it may be done."""

    any = "any"
    working = "working"
    off = "off"
    holiday = "holiday"


class Move(StrEnum):
    """Where a date goes that falls on a day off."""

    keep = "keep"
    earlier = "earlier"
    later = "later"


class Shape(StrEnum):
    """How slots are cut: inside each day, on single dates, or as stretches of days."""

    daily = "daily"
    dated = "dated"
    tiled = "tiled"


@dataclass(frozen=True)
class Part:
    """One of several things owed in the same slot, such as two full checks and one spot check."""

    code: str
    count: int


@dataclass(frozen=True)
class YearDay:
    """A day of any year. Day 31 is the last day of its month, and so is 29 February in a common year."""

    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"
