"""Kind and domain of a unit, weighed from its features with the weights that tools/train_reader.py learned.

`weights.tsv` holds one feature a line: its name, its weights for kinds and its weights for domains. A weight is the
letter of the class and a whole number, `c12` or `f-7`. The first line says for which sentences the weights are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from .features import Features
from .lexicon import KINDS, table

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: What a weight of 1 in the file is worth.
STEP = 0.02
#: How much a character, a gram, a sign and a point of the lexicon count; a unit's characters share theirs, as do its grams.
CHARACTER, GRAM, SIGN, POINT = 2.8, 4.0, 0.4, 4.0
BIAS = "*"
_WEIGHT = re.compile(r"([a-zA-Z])(-?\d+)")

Weights = dict[str, list[tuple[int, int]]]


class Model(NamedTuple):
    made_of: str
    kinds: Weights
    domains: Weights


def domain_names() -> tuple[str, ...]:
    return tuple(table("domains"))


@cache
def model() -> Model:
    head, *rows = resources.files(__package__).joinpath("weights.tsv").read_text("utf-8").splitlines()
    kinds: Weights = {}
    domains: Weights = {}
    for row in rows:
        name, for_kinds, for_domains = row.split("\t")
        for weights, stated in ((kinds, for_kinds), (domains, for_domains)):
            if stated:
                weights[name] = [(LETTERS.index(letter), int(number)) for letter, number in _WEIGHT.findall(stated)]
    return Model(head.split()[-1], kinds, domains)


def values(shown: Features) -> Iterator[tuple[str, float]]:
    """Every feature under its name in the file, with how much of it there is."""
    yield BIAS, 0.5
    share = CHARACTER / math.sqrt(len(shown.characters) or 1)
    for character in shown.characters:
        yield character, share
    share = GRAM / math.sqrt(len(shown.grams) or 1)
    for gram in shown.grams:
        yield gram, share
    for sign in shown.signs:
        yield f"+{sign}", SIGN
    for name, points in shown.points.items():
        yield f"#{name}", points * POINT


def weigh_kinds(shown: Features) -> dict[str, float]:
    return _sum(shown, model().kinds, KINDS)


def weigh_domains(shown: Features) -> dict[str, float]:
    return _sum(shown, model().domains, domain_names())


def _sum(shown: Features, weights: Weights, names: tuple[str, ...]) -> dict[str, float]:
    sums = [0.0] * len(names)
    for name, amount in values(shown):
        for at, weight in weights.get(name, ()):
            sums[at] += weight * amount
    return dict(zip(names, (total * STEP for total in sums), strict=True))


def chances(sums: dict[str, float]) -> dict[str, float]:
    """The sums read as logarithms of chances, which are 1 together."""
    most = max(sums.values())
    grown = {name: math.exp(total - most) for name, total in sums.items()}
    whole = sum(grown.values())
    return {name: part / whole for name, part in grown.items()}
