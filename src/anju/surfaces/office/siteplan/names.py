"""Whose names are written on the drawn plan, by the rules of the map (frontend/islands/siteplan/plan.ts): the uppermost first, none on another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .scene import Thing

Box = tuple[float, float, float, float]
CROWD = 30
"""More things of a layer are a crowd: of these only posts and trouble have their names on the whole plan."""
_RANK = {"area": 0, "line": 1, "point": 2}
_NOTABLE, _NARROW, _BESIDE = 3, 0.6, 1.2


def named(things: Sequence[Thing], size: float) -> set[str]:
    """The keys of the things whose names fit, written `size` points high."""
    crowd = {layer for layer, count in Counter(thing.layer.name for thing in things).items() if count > CROWD}
    taken: dict[str, Box] = {}
    for thing in sorted(things, key=_rank, reverse=True):
        if _rank(thing) < _NOTABLE and thing.layer.name in crowd:
            continue
        box = _box(thing, size)
        if not any(_overlap(box, other) for other in taken.values()):
            taken[thing.key] = box
    return set(taken)


def _rank(thing: Thing) -> int:
    return _RANK[thing.type] + (1 if thing.mark.sign == "disc" else 0) + (5 if thing.is_abnormal else 0)


def _box(thing: Thing, size: float) -> Box:
    x, y = thing.middle
    wide = sum(size if sign > "\u2e80" else size * _NARROW for sign in str(thing.mark.label))
    left, bottom = (x + size * _BESIDE, y) if thing.type == "point" else (x - wide / 2, y + size * _BESIDE)
    return left, bottom - size * 0.7, left + wide, bottom + size * 0.7


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
