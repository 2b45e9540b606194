"""The slider through the hours of this day: which moment is asked for, and how far it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from anju.kernel import clock

from ..asked import whole_number

STEP = 5
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Hours:
    """`last` is the present in minutes since midnight, `minute` what is shown; `at` is that moment, or None for the present."""

    start: datetime
    last: int
    minute: int
    at: datetime | None


def hours_of(request: HttpRequest) -> Hours:
    """What `?minute=` asks for; what lies ahead, or makes no sense, is the present."""
    now = clock.now()
    start, _end = clock.day_bounds(request.scope, clock.local(request.scope, now).date())
    last = (now - start) // MINUTE // STEP * STEP
    asked = whole_number(request.GET.get("minute"), -1)
    if not 0 <= asked < last:
        return Hours(start, last, last, None)
    return Hours(start, last, asked, start + asked * MINUTE)
