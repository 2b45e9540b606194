"""Ranks: equal points share one, and how far apart a field lies."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def ranked(points: Mapping[Hashable, Decimal | None], how: str = "standard") -> dict[Hashable, int]:
    """The rank of each that has points, best first; `dense` leaves no number out after a tie, `standard` does."""
    scored = {key: value for key, value in points.items() if value is not None}
    values = sorted(scored.values(), reverse=True)
    if how == "dense":
        place = {value: number for number, value in enumerate(dict.fromkeys(values), start=1)}
    else:
        place = {}
        for number, value in enumerate(values, start=1):
            place.setdefault(value, number)
    return {key: place[value] for key, value in scored.items()}


def is_uniform(values: Sequence[Decimal]) -> bool:
    """Three or more that all came to the same: then nothing was told apart."""
    return len(values) >= 3 and len(set(values)) == 1


def spread(values: Sequence[Decimal]) -> tuple[Decimal | None, Decimal | None]:
    """The average and the standard deviation."""
    if not values:
        return None, None
    mean = sum(values, Decimal(0)) / len(values)
    variance = sum(((value - mean) ** 2 for value in values), Decimal(0)) / len(values)
    return mean.quantize(CENT, ROUND_HALF_UP), variance.sqrt().quantize(CENT, ROUND_HALF_UP)


def pairs(order: Sequence[Hashable]) -> list[tuple[Hashable, Hashable]]:
    """The best with the last, the second with the last but one, and so on; who stands in the middle goes without."""
    return [(order[number], order[-1 - number]) for number in range(len(order) // 2)]
