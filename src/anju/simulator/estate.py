"""The estate: twelve buildings, 1,024 dwellings, and the spaces that people guard and look after."""

from __future__ import annotations

import random
from dataclasses import dataclass

# Buildings 1 to 8: two units of 12 floors with 4 dwellings a floor (96 each). Buildings 9 to 12: one unit of 16 floors with 4 (64 each).
BUILDINGS = [(number, 2, 12, 4) for number in range(1, 9)] + [(number, 1, 16, 4) for number in range(9, 13)]
DWELLINGS = sum(units * floors * doors for _, units, floors, doors in BUILDINGS)

SPACES = (
    ("gate", "南门"),
    ("gate", "北门"),
    ("garage", "地下车库B1"),
    ("garage", "地下车库B2"),
    ("room", "监控中心"),
    ("room", "消防控制室"),
    ("pump_room", "消防水泵房"),
    ("power_room", "配电房"),
    ("playground", "中心花园"),
    ("wall", "东围墙"),
    ("wall", "西围墙"),
)


@dataclass(frozen=True)
class Household:
    """Who lives behind a door: an owner or a tenant, and his family."""

    dwelling: int
    members: tuple[str, ...]
    is_rented: bool


def households(rng: random.Random, dwellings: int, new_name) -> list[Household]:
    """A household for nearly every dwelling; on average a little under three people, a few dwellings empty."""
    homes = []
    for index in range(dwellings):
        if rng.random() < 0.04:
            continue
        size = rng.choices((1, 2, 3, 4, 5, 6), weights=(10, 24, 34, 20, 9, 3))[0]
        first = new_name(rng)
        rest = [new_name(rng, first[0]) if rng.random() < 0.6 else new_name(rng) for _ in range(size - 1)]
        homes.append(Household(index, (first, *rest), rng.random() < 0.18))
    return homes
