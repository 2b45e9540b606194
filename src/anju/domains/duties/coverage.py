"""Presence without a gap: stretches in, covered time and measured gaps out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from anju.domains.duties.calendar import Span


@dataclass(frozen=True)
class Coverage:
    """What of a stretch was covered. Gaps within the tolerance are not listed but are not counted as covered either."""

    covered: timedelta
    gaps: tuple[Span, ...]

    @property
    def longest_gap(self) -> timedelta:
        return max((gap.ends_at - gap.starts_at for gap in self.gaps), default=timedelta())


def coverage(
    whole: Span, presences: Iterable[Span], *, until: datetime | None = None, tolerance: timedelta = timedelta()
) -> Coverage:
    """How far the presences cover a stretch, or what has passed of it `until` now. They may overlap and come unsorted."""
    ends_at = min(whole.ends_at, until) if until else whole.ends_at
    seen = Span(whole.starts_at, max(whole.starts_at, ends_at))
    holes = list(_holes(seen, presences))
    missing = sum((hole.ends_at - hole.starts_at for hole in holes), timedelta())
    gaps = tuple(hole for hole in holes if hole.ends_at - hole.starts_at > tolerance)
    return Coverage(seen.ends_at - seen.starts_at - missing, gaps)


def _holes(whole: Span, presences: Iterable[Span]) -> Iterator[Span]:
    reached = whole.starts_at
    for presence in sorted(presences, key=lambda span: span.starts_at):
        if presence.starts_at > reached:
            yield from _hole(reached, min(presence.starts_at, whole.ends_at))
        reached = max(reached, presence.ends_at)
    yield from _hole(reached, whole.ends_at)


def _hole(starts_at: datetime, ends_at: datetime) -> Iterator[Span]:
    if ends_at > starts_at:
        yield Span(starts_at, ends_at)
