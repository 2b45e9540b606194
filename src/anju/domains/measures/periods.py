"""Periods of the calendar: pure arithmetic on dates."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, order=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends no earlier than it begins")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=offset) for offset in range(self.length))

    @property
    def length(self) -> int:
        """Days."""
        return (self.last - self.first).days + 1


def day(on: date) -> Period:
    return Period(on, on)


def week(on: date) -> Period:
    """From Monday to Sunday."""
    monday = on - timedelta(days=on.weekday())
    return Period(monday, monday + timedelta(days=6))


def of(kind: str, on: date) -> Period:
    """The day, week, month, quarter, half or year that holds `on`."""
    if kind in ("day", "week"):
        return day(on) if kind == "day" else week(on)
    months = MONTHS[kind]
    month = (on.month - 1) // months * months + 1
    end = month + months - 1
    return Period(date(on.year, month, 1), date(on.year, end, monthrange(on.year, end)[1]))


def before(period: Period) -> Period:
    """The period of the same sort that ends the day before this one begins; for a free span, one of the same length."""
    last = period.first - ONE_DAY
    for kind in ("week", *MONTHS):
        if of(kind, period.first) == period:
            return of(kind, last)
    return Period(last - timedelta(days=period.length - 1), last)


def parts(kind: str, period: Period) -> list[Period]:
    """The days, weeks, months … of `kind` that the period touches, in order."""
    found, on = [], period.first
    while on <= period.last:
        piece = of(kind, on)
        found.append(piece)
        on = piece.last + ONE_DAY
    return found
