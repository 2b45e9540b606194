"""The estate: twelve buildings, 1,024 dwellings, and the spaces that people guard and look after."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

NAME = "锦绣花园"
DWELLING_M2 = Decimal("89.50")
COMPANY = "锦绣物业服务有限公司"


@dataclass(frozen=True)
class Building:
    number: int
    units: int
    floors: int
    doors: int

    @property
    def dwellings(self) -> int:
        return self.units * self.floors * self.doors


# Buildings 1 to 8: two units of 12 floors with 4 dwellings a floor (96 each). Buildings 9 to 12: one unit of 16 floors with 4 (64 each).
BUILDINGS = (
    *(Building(number, 2, 12, 4) for number in range(1, 9)),
    *(Building(number, 1, 16, 4) for number in range(9, 13)),
)
DWELLINGS = sum(building.dwellings for building in BUILDINGS)


@dataclass(frozen=True)
class Space:
    """A place beside the dwellings. `inside` names the space it stands in."""

    kind: str
    code: str
    name: str
    inside: str = ""
    floor: int | None = None
    is_key: bool = False


SPACES = (
    Space("gate", "S", "南门"),
    Space("gate", "N", "北门"),
    Space("garage", "B1", "地下车库B1", floor=-1),
    Space("garage", "B2", "地下车库B2", floor=-2, is_key=True),
    Space("control_room", "JK", "监控中心", is_key=True),
    Space("fire_control_room", "XK", "消防控制室", is_key=True),
    Space("pump_room", "SB", "消防水泵房", inside="地下车库B1", floor=-1, is_key=True),
    Space("power_room", "PD", "配电房", inside="地下车库B1", floor=-1, is_key=True),
    Space("fire_lane", "XF", "消防车通道"),
    Space("charging", "CD", "电动自行车充电棚"),
    Space("playground", "HY", "中心花园"),
    Space("perimeter", "E", "东围墙"),
    Space("perimeter", "W", "西围墙"),
    Space("office", "QT", "客户服务中心"),
)


@dataclass(frozen=True)
class Household:
    """Who lives behind a door: an owner or a tenant, and his family."""

    dwelling: int
    members: tuple[str, ...]
    is_rented: bool


def households(rng: random.Random, dwellings: int, new_name: Callable[..., str]) -> list[Household]:
    """A household for nearly every dwelling; on average a little under three people, a few dwellings empty."""
    homes = []
    for index in range(dwellings):
        if rng.random() < 0.04:
            continue
        size = rng.choices((1, 2, 3, 4, 5, 6), weights=(10, 27, 34, 19, 8, 2))[0]
        first = new_name(rng)
        rest = [new_name(rng, first[0]) if rng.random() < 0.6 else new_name(rng) for _ in range(size - 1)]
        homes.append(Household(index, (first, *rest), rng.random() < 0.18))
    return homes
