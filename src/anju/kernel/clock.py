"""The only place that asks what time it is.

Times are aware UTC datetimes; every scope has its zone, and a business date is computed here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from .models import Scope

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """The present moment, or the frozen one, in UTC."""
    return _frozen.get() or datetime.now(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Hold the clock at `at` (aware) for this thread or task: tests and the simulator's history live on it."""
    if at.tzinfo is None:
        raise ValueError("a frozen clock needs a time zone")
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


def zone(scope: Scope) -> ZoneInfo:
    return ZoneInfo(scope.zone)


def local(scope: Scope, at: datetime) -> datetime:
    """`at` as the wall clock of the scope shows it."""
    return at.astimezone(zone(scope))


def today(scope: Scope) -> date:
    """The business date of the scope at this moment."""
    return local(scope, now()).date()


def day_bounds(scope: Scope, day: date) -> tuple[datetime, datetime]:
    """The half-open UTC interval [start, end) that the scope calls `day`; 23 or 25 hours where clocks change."""
    there = zone(scope)
    start = datetime.combine(day, time(), there)
    end = datetime.combine(day + timedelta(days=1), time(), there)
    return start.astimezone(UTC), end.astimezone(UTC)


def machine() -> datetime:
    """The machine's own time, which a frozen clock does not hold: for leases, seals and time-outs, never for what people read."""
    return datetime.now(UTC)
