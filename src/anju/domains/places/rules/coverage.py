"""How much of the zones somebody or something sees: areas in square metres, lines in metres, and the strips that nobody sees. Pure.

The ground is cut into rows of `row_m`; on each row zones and ranges are intervals, which are joined and cut exactly.
Walls do not hide anything here: the ranges are what people entered.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

Point = tuple[float, float]
Interval = tuple[float, float]
MOST_ROWS = 2000
FINEST_ROW_M = 0.5
_STEP_M = 0.5


@dataclass(frozen=True)
class Zone:
    """An area (closed ring of points) or, with `is_line`, a line that should be seen."""

    key: str
    name: str
    points: tuple[Point, ...]
    is_line: bool = False


@dataclass(frozen=True)
class Reach:
    """A circle of sight, or a sector: `heading_deg` clockwise from the top of the plan, `width_deg` from edge to edge."""

    x: float
    y: float
    radius_m: float
    heading_deg: float | None = None
    width_deg: float | None = None


@dataclass(frozen=True)
class Share:
    """Seen of all, in m² (or m for lines)."""

    key: str
    name: str
    seen: float
    whole: float
    is_line: bool = False

    @property
    def percent(self) -> float | None:
        return 100 * self.seen / self.whole if self.whole > 0 else None


@dataclass(frozen=True)
class Coverage:
    """`areas` counts ground that lies in several zones once. `gaps` are unseen rectangles: left, bottom, right, top."""

    zones: tuple[Share, ...]
    areas: Share
    lines: Share
    gaps: tuple[tuple[float, float, float, float], ...]
    row_m: float


def coverage(zones: Iterable[Zone], reaches: Iterable[Reach], *, apart_from: Iterable[tuple[Point, ...]] = ()) -> Coverage:
    """What of the zones lies in any reach. Ground in `apart_from` (buildings) counts for neither."""
    zones, reaches, built = list(zones), list(reaches), list(apart_from)
    areas = [zone for zone in zones if not zone.is_line and len(zone.points) >= 3]
    row_m, rows = _rows(areas)
    sums = {zone.key: [0.0, 0.0] for zone in areas}
    total, gaps = [0.0, 0.0], []
    for y in rows:
        seen = _joined([part for reach in reaches for part in _reach_on_row(reach, y)])
        closed = _joined([part for ring in built for part in _ring_on_row(ring, y)])
        here: list[Interval] = []
        for zone in areas:
            open_ground = _without(_joined(_ring_on_row(zone.points, y)), closed)
            here += open_ground
            _count(sums[zone.key], open_ground, seen, row_m)
        here = _joined(here)
        _count(total, here, seen, row_m)
        gaps += [(left, y - row_m / 2, right, y + row_m / 2) for left, right in _without(here, seen)]
    shares = [_line_share(zone, reaches) if zone.is_line else Share(zone.key, zone.name, *sums[zone.key]) for zone in zones if zone.is_line or zone.key in sums]
    lines = [share for share in shares if share.is_line]
    along = Share("", "", sum(share.seen for share in lines), sum(share.whole for share in lines), is_line=True)
    return Coverage(tuple(shares), Share("", "", *total), along, tuple(_stacked(gaps)), row_m)


def _rows(areas: list[Zone]) -> tuple[float, list[float]]:
    """The height of a row, and the middle of each."""
    heights = [y for zone in areas for _x, y in zone.points]
    if not heights:
        return FINEST_ROW_M, []
    low, high = min(heights), max(heights)
    count = min(MOST_ROWS, max(1, math.ceil((high - low) / FINEST_ROW_M)))
    row_m = (high - low) / count if high > low else FINEST_ROW_M
    return row_m, [low + (number + 0.5) * row_m for number in range(count)]


def _ring_on_row(ring: Iterable[Point], y: float) -> list[Interval]:
    """Where a closed ring covers the row at y, by the even-odd rule."""
    points = list(ring)
    cuts = sorted(
        a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
        for a, b in zip(points, points[1:] + points[:1], strict=True)
        if (a[1] <= y < b[1]) or (b[1] <= y < a[1])
    )
    return list(zip(cuts[::2], cuts[1::2], strict=False))


def _reach_on_row(reach: Reach, y: float) -> list[Interval]:
    rest = reach.radius_m**2 - (y - reach.y) ** 2
    if rest <= 0:
        return []
    half = math.sqrt(rest)
    chord = (reach.x - half, reach.x + half)
    if reach.heading_deg is None or reach.width_deg is None or reach.width_deg >= 360:
        return [chord]
    if reach.width_deg <= 180:
        return _wedge(reach, chord, y, reach.heading_deg, reach.width_deg)
    rear = _wedge(reach, chord, y, reach.heading_deg + 180, 360 - reach.width_deg)
    return _without([chord], rear)


def _wedge(reach: Reach, chord: Interval, y: float, heading: float, width: float) -> list[Interval]:
    """The part of a chord inside a convex wedge: two half planes through the standpoint."""
    left, right = chord
    for edge, side in ((heading - width / 2, 1), (heading + width / 2, -1)):
        across_x, across_y = side * math.cos(math.radians(edge)), -side * math.sin(math.radians(edge))
        offset = -across_y * (y - reach.y)
        if abs(across_x) < 1e-12:
            if offset > 0:
                return []
        elif across_x > 0:
            left = max(left, reach.x + offset / across_x)
        else:
            right = min(right, reach.x + offset / across_x)
    return [(left, right)] if left < right else []


def _joined(parts: list[Interval]) -> list[Interval]:
    joined: list[Interval] = []
    for left, right in sorted(parts):
        if joined and left <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(right, joined[-1][1]))
        elif right > left:
            joined.append((left, right))
    return joined


def _without(whole: list[Interval], cut: list[Interval]) -> list[Interval]:
    """`whole` minus `cut`, both joined."""
    left_over = []
    for left, right in whole:
        at = left
        for begin, end in cut:
            if end <= at or begin >= right:
                continue
            if begin > at:
                left_over.append((at, begin))
            at = max(at, end)
        if at < right:
            left_over.append((at, right))
    return left_over


def _count(sums: list[float], ground: list[Interval], seen: list[Interval], row_m: float) -> None:
    whole = sum(right - left for left, right in ground)
    unseen = sum(right - left for left, right in _without(ground, seen))
    sums[0] += (whole - unseen) * row_m
    sums[1] += whole * row_m


def sees(reach: Reach, point: Point) -> bool:
    east, north = point[0] - reach.x, point[1] - reach.y
    if math.hypot(east, north) > reach.radius_m:
        return False
    if reach.heading_deg is None or reach.width_deg is None or (east == 0 and north == 0):
        return True
    off = abs((math.degrees(math.atan2(east, north)) - reach.heading_deg + 180) % 360 - 180)
    return off <= reach.width_deg / 2 + 1e-9


def _line_share(zone: Zone, reaches: list[Reach]) -> Share:
    """A line is walked in steps of half a metre; the middle of each step is seen or not."""
    seen = whole = 0.0
    for a, b in zip(zone.points, zone.points[1:], strict=False):
        length = math.dist(a, b)
        steps = max(1, math.ceil(length / _STEP_M))
        for number in range(steps):
            part = (number + 0.5) / steps
            middle = (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
            seen += length / steps if any(sees(reach, middle) for reach in reaches) else 0.0
        whole += length
    return Share(zone.key, zone.name, seen, whole, is_line=True)


def _stacked(gaps: list[tuple[float, float, float, float]]) -> list[tuple[float, float, float, float]]:
    """Rows whose strip begins and ends where the one below does become one rectangle."""
    done, open_ones = [], {}
    for left, bottom, right, top in gaps:
        key = (round(left, 3), round(right, 3))
        below = open_ones.pop(key, None)
        if below is not None and abs(below[3] - bottom) < 1e-6:
            open_ones[key] = (left, below[1], right, top)
        else:
            if below is not None:
                done.append(below)
            open_ones[key] = (left, bottom, right, top)
    return [*done, *open_ones.values()]
