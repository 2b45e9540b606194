"""A figure as it is shown: value, numerator, denominator, strength of proof, and whether it can be trusted yet. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from .periods import Period
from .sums import Sums

FEW = 30
"""Below this many samples the count is shown beside the rate."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`value` is exact: percent for rates, the average for means, pieces for counts; None when there is nothing to divide by."""

    measure: str
    title: Any
    definition: Any
    shape: str
    unit: Any
    more_is_better: bool
    period: Period
    dimension: str = ""
    sums: Sums = Sums()
    is_observed: bool = True
    is_settled: bool = True
    is_trusted: bool = True

    @property
    def value(self) -> Fraction | None:
        if self.shape == "count":
            return Fraction(self.sums.numerator) if self.is_observed else None
        if self.sums.denominator <= 0:
            return None
        ratio = Fraction(self.sums.numerator, self.sums.denominator)
        return ratio * 100 if self.shape == "rate" else ratio

    @property
    def is_small(self) -> bool:
        return self.shape != "count" and 0 < self.sums.denominator < FEW

    @property
    def strong_share(self) -> Fraction | None:
        """The share of proofs of grade A and B among all graded ones, in percent."""
        graded = self.sums.grade_a + self.sums.grade_b + self.sums.grade_c
        return Fraction((self.sums.grade_a + self.sums.grade_b) * 100, graded) if graded > 0 else None

    @property
    def text(self) -> str:
        """As people read it; a rate is never rounded up to its goal."""
        if self.value is None:
            return _("No data")
        if self.shape == "count":
            return f"{self.sums.numerator:,}"
        shown = f"{rounded(self.value)}{'%' if self.shape == 'rate' else ''}"
        return f"{shown}({self.sums.numerator}/{self.sums.denominator})" if self.is_small else shown


def rounded(value: Fraction, places: str = "0.1") -> Decimal:
    """Cut, not rounded, so that 99.96 does not read as 100."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(places), ROUND_DOWN)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One weighted part of an index: its figure, and its score from 0 to 100."""

    item: str
    weight: Fraction
    figure: Figure
    score: Fraction | None


@dataclass(frozen=True, kw_only=True)
class Composite:
    """An index as it stands: None as long as one part has no data, and then `missing` says which."""

    title: str
    version: int
    period: Period
    parts: tuple[Part, ...]

    @property
    def missing(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.score is None)

    @property
    def value(self) -> Fraction | None:
        if self.missing or not self.parts:
            return None
        return sum((part.weight * part.score for part in self.parts), Fraction(0)) / sum(
            part.weight for part in self.parts
        )

    @property
    def is_trusted(self) -> bool:
        return all(part.figure.is_trusted for part in self.parts)

    @property
    def text(self) -> str:
        return _("No data") if self.value is None else f"{rounded(self.value)}"


def score(value: Fraction | None, *, best: Fraction, worst: Fraction) -> Fraction | None:
    """Where a value lies between the worst (0) and the best (100), held to that range."""
    if value is None:
        return None
    return max(Fraction(0), min(Fraction(100), (value - worst) / (best - worst) * 100))


def reaches(value: Fraction, op: str, goal: Fraction) -> bool:
    """Whether a value satisfies `ge`, `le` or `eq`."""
    return {"ge": value >= goal, "le": value <= goal, "eq": value == goal}[op]
