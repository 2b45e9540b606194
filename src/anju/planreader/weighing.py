"""Kind and domain of a unit, weighed from its features with the weights that tools/train_reader.py learned.

`weights.tsv` holds one feature a line: its name, its weights for kinds and its weights for domains. A weight is the
letter of the class and a whole number, `c12` or `f-7`. The first line says for which sentences the weights are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from .features import Features
from .lexicon import KINDS, table

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: What a weight of 1 in the file is worth.
STEP = 0.1
#: How much a sign and a point of the lexicon count beside a unit's characters and grams, whose squares are 1 together.
SIGN, POINT = 0.1, 0.3
BIAS = "*"
_WEIGHT = re.compile(r"([a-zA-Z])(-?\d+)")

Weights = list[tuple[int, int]]
Value = tuple[str, float]


class Model(NamedTuple):
    """For whom the weights were learned, and each feature's weights for kinds and for domains as they are written."""

    made_of: str
    written: dict[str, tuple[str, str]]


def domain_names() -> tuple[str, ...]:
    return tuple(table("domains"))


@cache
def model() -> Model:
    head, *rows = resources.files(__package__).joinpath("weights.tsv").read_text("utf-8").splitlines()
    parts = (row.split("\t") for row in rows)
    return Model(head.split()[-1], {name: (kinds, domains) for name, kinds, domains in parts})


@cache
def _weights(name: str) -> tuple[Weights, Weights]:
    """Read when first asked for: most features of the file stand in no sentence of a plan."""
    kinds, domains = model().written.get(name, ("", ""))
    return _read(kinds), _read(domains)


def _read(written: str) -> Weights:
    return [(LETTERS.index(letter), int(number)) for letter, number in _WEIGHT.findall(written)]


def values(shown: Features) -> Iterator[Value]:
    """Every feature under its name in the file, with how much of it there is."""
    yield BIAS, 1.0
    share = 1 / math.sqrt(len(shown.grams) or 1)
    for gram in shown.grams:
        yield gram, share
    for sign in shown.signs:
        yield f"+{sign}", SIGN
    for name, points in shown.points.items():
        yield f"#{name}", points * POINT


def kind_chances(valued: Iterable[Value]) -> dict[str, float]:
    """The chance of each kind to be right, by itself: several may be."""
    return _chances(valued, KINDS, 0)


def domain_chances(valued: Iterable[Value]) -> dict[str, float]:
    return _chances(valued, domain_names(), 1)


def _chances(valued: Iterable[Value], names: tuple[str, ...], which: int) -> dict[str, float]:
    sums = [0.0] * len(names)
    for name, amount in valued:
        for at, weight in _weights(name)[which]:
            sums[at] += weight * amount
    return {name: 1 / (1 + math.exp(-total * STEP)) for name, total in zip(names, sums, strict=True)}
