"""The port to rooms with a price rule of their own: a room above registers how a measure is laid down, computed and said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from anju.kernel.refusals import Refusal

from .rules.pricing import Line, Price, Use


@dataclass(frozen=True)
class Pricer:
    """`fit` makes the kept terms of a price from what was given, or says what is wrong; `lines` computes; `say` puts a line's facts into words;
    `tell` puts the kept terms of a price into sentences, as they are hung up for everybody."""

    fit: Callable[[Mapping[str, Any]], dict[str, Any] | Refusal]
    lines: Callable[[Price, Use], list[Line] | Refusal]
    say: Callable[[int, Mapping[str, Any]], str]
    tell: Callable[[Mapping[str, Any]], list[str]]


pricers: dict[str, Pricer] = {}


def register_pricer(basis: str, pricer: Pricer) -> None:
    pricers[basis] = pricer


def lines_by_basis() -> dict[str, Callable[[Price, Use], list[Line] | Refusal]]:
    return {basis: one.lines for basis, one in pricers.items()}
