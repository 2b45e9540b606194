"""One plate from several looks: frames of one passing car, and several readers of one frame. Character by character, and nothing where they do not agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from .grammar import Plate, fitted, plain

CERTAIN = 0.62
"""Of the weight at one place the winner needs this much; two readers that differ everywhere agree on nothing."""
SURE = 0.9
"""A single look counts alone from this confidence on."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one reader saw in one frame. `sure` is its confidence from 0 to 1, of the whole or of each character."""

    text: str
    sure: float | Sequence[float] = 1.0

    def weight(self, at: int) -> float:
        if isinstance(self.sure, int | float):
            return min(max(float(self.sure), 0.0), 1.0)
        return min(max(float(self.sure[at]), 0.0), 1.0) if at < len(self.sure) else 0.0


@dataclass(frozen=True, slots=True)
class Vote:
    """What the looks agree on. `plate` is None where they do not; `text` marks each place that is in doubt with a question mark; `sure` is the weakest place's share."""

    plate: Plate | None
    text: str
    sure: float


def vote(looks: Iterable[Look], *, certain: float = CERTAIN, alone: float = SURE) -> Vote:
    """The plate of several looks. Looks of another length than most are left out; a place without a clear winner makes the whole unread."""
    usable = [(plain(one.text), one) for one in looks]
    usable = [(text, one) for text, one in usable if text]
    if not usable:
        return Vote(None, "", 0.0)
    lengths: defaultdict[int, list[float]] = defaultdict(list)
    for text, one in usable:
        lengths[len(text)].append(fsum(one.weight(at) for at in range(len(text))) / len(text))
    length = max(sorted(lengths), key=lambda one: fsum(lengths[one]))
    weight, of_all = fsum(lengths[length]), fsum(one for each in lengths.values() for one in each)
    kept = [(text, one) for text, one in usable if len(text) == length]
    shares, letters = [], []
    for at in range(length):
        letter, share = _winner([(text[at], one.weight(at)) for text, one in kept])
        shares.append(share)
        letters.append(letter if share >= certain else "?")
    sure = min(shares) * weight / of_all if of_all else 0.0
    text = "".join(letters)
    is_enough = len(kept) > 1 or min(kept[0][1].weight(at) for at in range(length)) >= alone
    plate = fitted(text) if "?" not in text and is_enough and sure >= certain else None
    return Vote(plate, plate.text if plate else text, round(sure, 3))


def _winner(said: list[tuple[str, float]]) -> tuple[str, float]:
    """The character with the most weight, and its share of it. Of equals the first in the alphabet, so that the answer never depends on the order."""
    weights: defaultdict[str, list[float]] = defaultdict(list)
    for letter, weight in said:
        weights[letter].append(weight)
    total = fsum(weight for _letter, weight in said)
    if not total:
        return "?", 0.0
    letter = max(sorted(weights), key=lambda one: fsum(weights[one]))
    return letter, fsum(weights[letter]) / total
