"""A site ready to be planned on: seconds between places, the last moments of every interval, and the stretches in which guards are free."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np

from ..routing import shortest_tour
from .plan import Gap, Guard, Point, Site

NEVER = 10**9
"""A last moment that never comes."""


class Ground:
    """Places are numbered: 0 is the guard room, 1 … n are the points of the site in their order."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.points = site.points
        self.number = {point.id: at for at, point in enumerate(site.points, 1)}
        if len(self.number) != len(site.points):
            raise ValueError("two points have the same id")
        self.seconds = max((guard.end for guard in site.guards), default=0)
        self.walking = self._walking()
        self.service = np.array([0, *(point.service_seconds for point in site.points)], dtype=np.int64)
        self.gaps = [(), *(gaps_of(point, self.seconds) for point in site.points)]

    def _walking(self) -> np.ndarray:
        """At least a second from any place to another, so that no walk stands still in time."""
        return np.maximum(self._stated(), 1 - np.eye(len(self.points) + 1, dtype=np.int64))

    def _stated(self) -> np.ndarray:
        if self.site.walking is not None:
            return np.array(self.site.walking, dtype=np.int64)
        places = np.array([self.site.base, *((point.x, point.y) for point in self.points)], dtype=float)
        metres = np.hypot(*(places[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
        return np.ceil(metres / self.site.metres_per_second).astype(np.int64)

    @cached_property
    def tour(self) -> list[int]:
        """The shortest walk through all points, as numbers of places."""
        between = self.walking + self.service[None, :]
        return shortest_tour(between.tolist())

    def due(self, place: int, visited: int) -> int:
        """The last moment for the next visit of a place visited at this second."""
        ends = (max(visited, gap.start) + 60 * gap.minutes for gap in self.gaps[place] if max(visited, gap.start) + 60 * gap.minutes < gap.end)
        return min(ends, default=NEVER)

    def shortest_gap(self, place: int) -> float:
        """Seconds; infinite where a place has no interval."""
        return min((60 * gap.minutes for gap in self.gaps[place]), default=math.inf)


def gaps_of(point: Point, seconds: int) -> tuple[Gap, ...]:
    """The intervals of a point as stretches of the plan; a single one counts from its last visit before."""
    if point.max_gap_minutes is None:
        return ()
    if isinstance(point.max_gap_minutes, int):
        return (Gap(min(point.visited, 0), seconds, point.max_gap_minutes),)
    return point.max_gap_minutes


def free_stretches(guard: Guard) -> list[tuple[int, int]]:
    """His window without what is blocked, in order."""
    free, at = [], guard.start
    for start, end in sorted(guard.blocked):
        if start > at:
            free.append((at, min(start, guard.end)))
        at = max(at, end)
    return [*free, (at, guard.end)] if at < guard.end else [(start, end) for start, end in free if start < end]
