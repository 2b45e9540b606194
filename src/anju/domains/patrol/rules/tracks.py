"""What a phone tells of where it was: which positions can be true, which of them were on shift, and where they lie on the plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .scanning import JUMP_M_PER_S, is_position, metres_between

KEPT_DAYS = 30
MOST_POINTS, LONGEST = 2000, timedelta(hours=14)
AHEAD = timedelta(minutes=5)
VAGUE_M = 500
"""A position vaguer than this says nothing about where somebody is in a community."""
Row = list[float]
Span = tuple[datetime, datetime]


def read_rows(points: Any) -> list[Row] | None:
    """`{"at": [[seconds, latitude, longitude, metres], …]}` in the order of time; None where anything in it cannot be a position."""
    try:
        rows = [[float(part) for part in row] for row in points["at"]]
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    if not rows or len(rows) > MOST_POINTS or not all(_is_row(row) for row in rows):
        return None
    return sorted(rows)


def _is_row(row: Row) -> bool:
    return len(row) == 4 and 0 <= row[0] < LONGEST.total_seconds() and is_position(row[1], row[2]) and 0 <= row[3] < 1_000_000


def is_timely(start_at: datetime, rows: Sequence[Row], now: datetime) -> bool:
    """Not of tomorrow, and not so old that it would have been erased."""
    return now - timedelta(days=KEPT_DAYS) <= start_at and start_at + timedelta(seconds=rows[-1][0]) <= now + AHEAD


def on_shift(start_at: datetime, rows: Sequence[Row], spans: Sequence[Span]) -> list[Row]:
    """What was measured while the guard stood on a post, and not too vaguely."""
    return [row for row in rows if row[3] <= VAGUE_M and any(begin <= start_at + timedelta(seconds=row[0]) < end for begin, end in spans)]


def jumps(rows: Sequence[Row]) -> int:
    """How many positions nobody reaches from the one before, the vagueness of both taken off."""
    return sum(_is_jump(before, after) for before, after in zip(rows, rows[1:], strict=False))


def _is_jump(before: Row, after: Row) -> bool:
    metres = metres_between((before[1], before[2]), (after[1], after[2])) - before[3] - after[3]
    return metres / max(after[0] - before[0], 1.0) > JUMP_M_PER_S


@dataclass(frozen=True)
class Laid:
    """How positions on the earth lie on a plan: metres of the plan = turn * (east + i north) + shift, around `home`."""

    home: tuple[float, float]
    turn: complex
    shift: complex

    def to_plan(self, latitude: float, longitude: float) -> tuple[float, float]:
        spot = self.turn * flat(self.home, latitude, longitude) + self.shift
        return spot.real, spot.imag


def laid(known: Sequence[tuple[float, float, float, float]]) -> Laid | None:
    """The turn, scale and shift that fit points known on both (latitude, longitude, x, y) best; None for fewer than two places."""
    if len(known) < 2:
        return None
    home = (known[0][0], known[0][1])
    earth = [flat(home, latitude, longitude) for latitude, longitude, _x, _y in known]
    plan = [complex(x, y) for _latitude, _longitude, x, y in known]
    middle, there = sum(earth) / len(earth), sum(plan) / len(plan)
    spread = sum(abs(one - middle) ** 2 for one in earth)
    if spread < 1:
        return None
    turn = sum((one - middle).conjugate() * (other - there) for one, other in zip(earth, plan, strict=True)) / spread
    return Laid(home, turn, there - turn * middle)


def flat(home: tuple[float, float], latitude: float, longitude: float) -> complex:
    """Metres east and north of home."""
    metre = 111_195
    return complex((longitude - home[1]) * metre * math.cos(math.radians(home[0])), (latitude - home[0]) * metre)
