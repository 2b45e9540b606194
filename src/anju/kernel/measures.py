"""Measures, declared: what is counted, from which events, and into which day. The room `measures` keeps the sums.

A fold looks at one event and says what it adds (or, for a correction, takes away), where, and with which strength of proof. Sums do
not depend on the order in which events arrive, so a late event simply changes the day it speaks of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

SHAPES = ("rate", "count", "mean")
GRADES = ("A", "B", "C")


@dataclass(frozen=True, kw_only=True)
class Count:
    """What one event adds to one day of one dimension.

    A rate has numerator and denominator, a count only a numerator, a mean a sum and a number of samples. All are whole numbers in the
    smallest unit (pieces, minutes, cents). `when` is a moment, or a business date; by default the event's own time. `grade` says how
    strong the proof is (A a device or an outside party, B a second person, C the doer's own word), `proofs` how many there are: by
    default the denominator, or the pieces of a count.
    """

    numerator: int = 0
    denominator: int = 0
    dimension: str = ""
    when: datetime | date | None = None
    grade: str = ""
    proofs: int | None = None


Fold = Callable[[Any], Iterable[Count]]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A declared figure. Raise `version` whenever the fold changes: the figure is then counted anew from the ledger."""

    name: str
    title: Any
    definition: Any
    shape: str
    unit: Any
    events: tuple[type, ...]
    fold: Fold
    version: int = 1
    more_is_better: bool = True

    @property
    def event_names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(event.name for event in self.events))


registry: dict[str, Measure] = {}


def measure(
    name: str,
    *,
    title: Any,
    definition: Any,
    events: tuple[type, ...],
    shape: str = "rate",
    unit: Any = "",
    version: int = 1,
    more_is_better: bool = True,
) -> Callable[[Fold], Fold]:
    """Declare the function below as the fold of the figure `name` (`room.figure`); it yields a `Count` for each thing an event adds."""
    if shape not in SHAPES:
        raise ValueError(f"the shape of {name} is one of {SHAPES}")

    def declare(fold: Fold) -> Fold:
        registry[name] = Measure(
            name=name,
            title=title,
            definition=definition,
            shape=shape,
            unit=unit,
            events=events,
            fold=fold,
            version=version,
            more_is_better=more_is_better,
        )
        return fold

    return declare
