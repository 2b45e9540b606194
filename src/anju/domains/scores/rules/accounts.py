"""Running points: how a year opens, what a deduction crosses, how long a suspension lasts, when somebody may be filed again."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

ZERO = Decimal(0)
LONGEST_WAIT_DAYS = 366


def opening(base: Decimal, before: Decimal | None, *, carry: str, cap: Decimal = ZERO) -> Decimal:
    """The balance a year begins with. `before` is last year's balance, None where there was no account."""
    if before is None or carry == "none":
        return base
    surplus = before - base
    return base + (min(surplus, cap) if carry == "capped" else surplus)


def balance(start: Decimal, booked: Iterable[Decimal], *, lowest: Decimal | None = None) -> Decimal:
    value = start + sum(booked, ZERO)
    return value if lowest is None else max(lowest, value)


def crossed(before: Decimal, after: Decimal, thresholds: Sequence[tuple[Decimal, Decimal | None]]) -> list[int]:
    """Which thresholds (from, and less than) the points deducted came to between two moments, by their place in the list."""
    return [
        number
        for number, (at, until) in enumerate(thresholds)
        if after >= at and (until is None or after < until) and not (before >= at and (until is None or before < until))
    ]


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_suspension(start: date, months: int) -> date:
    """Its last day; the turn of the year does not shorten it."""
    return add_months(start, months) - timedelta(days=1)


def next_eligible(start: date, nth: int, ladder: Sequence[int]) -> date | None:
    """When somebody struck off for the nth time may be filed again; None is never. 0 in the ladder, or beyond it, is never."""
    months = ladder[nth - 1] if 0 < nth <= len(ladder) else 0
    return add_months(start, months) if months else None


def working_days_after(day: date, count: int, is_working: Callable[[date], bool]) -> date:
    """The last day of a term of so many working days that begins the day after."""
    left = count
    for offset in range(1, LONGEST_WAIT_DAYS):
        then = day + timedelta(days=offset)
        left -= is_working(then)
        if left <= 0:
            return then
    return day + timedelta(days=LONGEST_WAIT_DAYS)
