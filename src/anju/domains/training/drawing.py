"""Drawing questions from a seed, and marking what was answered. Pure: the same seed gives the same paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any


@dataclass(frozen=True)
class Pooled:
    """A question as it is drawn: its id, module, and how many options it has; the two words of a right-or-wrong keep their order."""

    id: str
    module: str
    options: int
    keeps_order: bool = False


def draw(pool: Sequence[Pooled], count: int, seed: str) -> list[dict[str, Any]]:
    """`count` questions, as evenly from the modules as the pool allows, each with the order in which its options are shown."""
    lot = Random(seed)
    by_module: dict[str, list[Pooled]] = defaultdict(list)
    for one in sorted(pool, key=lambda each: each.id):
        by_module[one.module].append(one)
    for questions in by_module.values():
        lot.shuffle(questions)
    taken: list[Pooled] = []
    while len(taken) < count and any(by_module.values()):
        for module in sorted(by_module):
            if by_module[module] and len(taken) < count:
                taken.append(by_module[module].pop())
    lot.shuffle(taken)
    return [{"q": one.id, "m": one.module, "order": _order(one, lot)} for one in taken]


def _order(one: Pooled, lot: Random) -> list[int]:
    places = list(range(one.options))
    if not one.keeps_order:
        lot.shuffle(places)
    return places


def draw_homes(homes: Sequence[tuple[str, str, str]], count: int, seed: str, *, choices: int = 4) -> list[dict[str, Any]]:
    """`count` homes of (dwelling, person, name as it is shown) rows, each with its own person among others who live elsewhere and are shown otherwise."""
    lot = Random(seed)
    ordered = sorted(set(homes))
    asked = []
    for dwelling, person, _name in lot.sample(ordered, min(count, len(ordered))):
        taken = {name for home, _one, name in ordered if home == dwelling}
        others = sorted({name: one for _home, one, name in ordered if name not in taken}.values())
        if len(others) >= choices - 1:
            picked, right = lot.sample(others, choices - 1), lot.randrange(choices)
            asked.append({"d": dwelling, "people": [*picked[:right], person, *picked[right:]], "right": right})
    return asked


def is_right(asked: dict[str, Any], right: Sequence[int], answer: Sequence[int]) -> bool:
    """Whether the places that were chosen, as they were shown, are exactly the right ones."""
    if "d" in asked:
        return list(answer) == [asked["right"]]
    return sorted({asked["order"][place] for place in answer if 0 <= place < len(asked["order"])}) == sorted(right) and len(answer) == len(right)
