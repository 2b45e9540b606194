"""When fixed rounds start, when each point of a round is due, and what became of a point by the clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

Span = tuple[datetime, datetime]
_CLEAR = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def is_span(text: object) -> bool:
    """Whether it is a stretch of the day such as 06:45-07:15."""
    return isinstance(text, str) and _CLEAR.fullmatch(text) is not None and text[:5] < text[6:]


def clear_of(texts: Iterable[str]) -> list[tuple[time, time]]:
    return [(time.fromisoformat(text[:5]), time.fromisoformat(text[6:])) for text in texts]


def fixed_starts(band: Span, every_minutes: int, *, blocked: Sequence[Span] = ()) -> list[datetime]:
    """Starts on the grid of the band, moved behind whatever is blocked; every start lies within the band."""
    start, end = band
    found: list[datetime] = []
    step = timedelta(minutes=every_minutes)
    at = start
    while at < end:
        moved = _behind(at, blocked)
        if moved < end and (not found or moved > found[-1]):
            found.append(moved)
        at += step
    return found


def _behind(at: datetime, blocked: Sequence[Span]) -> datetime:
    """The first moment from `at` at which no blocked stretch is running."""
    for start, end in sorted(blocked):
        if start <= at < end:
            at = end
    return at


@dataclass(frozen=True)
class Window:
    """When a point is due: `expected` by the walking times, give or take the tolerance."""

    expected: datetime
    due_from: datetime
    due_until: datetime


def windows(start: datetime, walks: Iterable[int], *, tolerance_minutes: int) -> list[Window]:
    """The window of each point of a round; `walks` are the minutes from the point before."""
    found, at, tolerance = [], start, timedelta(minutes=tolerance_minutes)
    for minutes in walks:
        at += timedelta(minutes=minutes)
        found.append(Window(at, max(at - tolerance, start - tolerance), at + tolerance))
    return found


def stands(at: datetime, due_from: datetime, due_until: datetime) -> str:
    """What a visit at a moment is: done in time, early or late."""
    return "early" if at < due_from else "late" if at > due_until else "done"


def gaps(spans: Iterable[Span], whole: Span, *, longest_minutes: int) -> list[Span]:
    """The stretches of `whole` longer than allowed in which no span lies. A round covers its hour from start to end."""
    longest = timedelta(minutes=longest_minutes)
    start, end = whole
    found, at = [], start
    for begin, finish in sorted(spans):
        if begin - at > longest:
            found.append((at, min(begin, end)))
        at = max(at, finish)
    if end - at > longest:
        found.append((at, end))
    return found


def irregularity(moments: Sequence[datetime]) -> float:
    """How uneven the intervals between visits are: their standard deviation over their mean; 0 is a clockwork."""
    steps = [(b - a).total_seconds() for a, b in zip(moments, moments[1:], strict=False)]
    if len(steps) < 2 or not (mean := sum(steps) / len(steps)):
        return 0.0
    return (sum((step - mean) ** 2 for step in steps) / len(steps)) ** 0.5 / mean
