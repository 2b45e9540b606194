"""Cutting the estate into zones of equal weight, from its buildings, its spaces and its risk points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

DWELLING_WEIGHT = 1.0
SPACE_WEIGHT = 20.0
RISK_WEIGHT = {1: 80.0, 2: 40.0, 3: 20.0, 4: 0.0}


@dataclass(frozen=True)
class Ground:
    """A building or space: where it lies (metres on the plan, if drawn), its dwellings, its ground, the worst risk level (1 to 4) at it."""

    id: Any
    name: str
    x: float | None
    y: float | None
    dwellings: int = 0
    area_m2: float = 0.0
    risk: int = 4

    @property
    def weight(self) -> float:
        return SPACE_WEIGHT + self.dwellings * DWELLING_WEIGHT + self.area_m2 / 100 + RISK_WEIGHT[self.risk]


def cut(grounds: Sequence[Ground], zones: int) -> list[list[Ground]]:
    """Contiguous zones of about the same weight: cut across the longer side first, then across each half. What is not drawn comes last."""
    drawn = [one for one in grounds if one.x is not None]
    loose = [one for one in grounds if one.x is None]
    parts = _halved(drawn, zones)
    for one in loose:
        min(parts, key=lambda part: sum(each.weight for each in part)).append(one)
    return parts


def _halved(grounds: list[Ground], zones: int) -> list[list[Ground]]:
    if zones == 1:
        return [list(grounds)]
    width = max((one.x for one in grounds), default=0) - min((one.x for one in grounds), default=0)
    height = max((one.y for one in grounds), default=0) - min((one.y for one in grounds), default=0)
    ordered = sorted(grounds, key=lambda one: (one.x, one.y) if width >= height else (one.y, one.x))
    first = zones // 2
    wanted, taken, cut_at = sum(one.weight for one in ordered) * first / zones, 0.0, 0
    while cut_at < len(ordered) and taken + ordered[cut_at].weight / 2 < wanted:
        taken += ordered[cut_at].weight
        cut_at += 1
    return [*_halved(ordered[:cut_at], first), *_halved(ordered[cut_at:], zones - first)]
