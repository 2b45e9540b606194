"""Adding up what folds yield. Sums form a commutative group, so neither order nor lateness of events can change them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from anju.kernel import clock, ledger
from anju.kernel.measures import Count, Measure
from anju.kernel.models import Entry, Scope


class Sums(NamedTuple):
    """Whole numbers: numerator, denominator, and the proofs of grade A, B and C."""

    numerator: int = 0
    denominator: int = 0
    grade_a: int = 0
    grade_b: int = 0
    grade_c: int = 0

    def __add__(self, other: Iterable[int]) -> Sums:  # type: ignore[override]
        return Sums(*(mine + its for mine, its in zip(self, other, strict=True)))

    @classmethod
    def of(cls, count: Count, shape: str) -> Sums:
        proofs = count.proofs
        if proofs is None:
            proofs = count.numerator if shape == "count" else count.denominator
        grades = (proofs if count.grade == grade else 0 for grade in "ABC")
        return cls(count.numerator, count.denominator, *grades)


ZERO = Sums()
Key = tuple[str, date]
"""Dimension and local day."""


@dataclass(frozen=True)
class Placed:
    """One count, put into its day."""

    entry: Entry
    dimension: str
    day: date
    sums: Sums


def placed(measure: Measure, entries: Iterable[Entry], scope: Scope) -> list[Placed]:
    """What the measure makes of these rows."""
    return [piece for _name, piece in _read([measure], entries, scope)]


def sums_of(measures: Collection[Measure], entries: Iterable[Entry], scope: Scope, *, days: Container[date] | None = None) -> dict[str, dict[Key, Sums]]:
    """The sums of each measure, by its name; with `days` only of those. Each row is opened once, however many measures hear of it."""
    found: dict[str, dict[Key, Sums]] = {measure.name: {} for measure in measures}
    for name, piece in _read(measures, entries, scope):
        if days is None or piece.day in days:
            _add(found[name], piece)
    return found


def _read(measures: Collection[Measure], entries: Iterable[Entry], scope: Scope) -> Iterator[tuple[str, Placed]]:
    hearing: dict[str, list[Measure]] = defaultdict(list)
    for measure in measures:
        for name in measure.event_names:
            hearing[name].append(measure)
    for entry in entries:
        if entry.name in hearing:
            event = ledger.event_of(entry)
            for measure in hearing[entry.name]:
                for count in measure.fold(event):
                    yield measure.name, Placed(entry, count.dimension, _day(count.when, entry, scope), Sums.of(count, measure.shape))


def _day(when: Any, entry: Entry, scope: Scope) -> date:
    if isinstance(when, date) and not isinstance(when, datetime):
        return when
    return clock.local(scope, when or entry.device_at or entry.at).date()


def added(pieces: Iterable[Placed]) -> dict[Key, Sums]:
    """The pieces summed by dimension and day."""
    sums: dict[Key, Sums] = {}
    for piece in pieces:
        _add(sums, piece)
    return sums


def _add(sums: dict[Key, Sums], piece: Placed) -> None:
    key = (piece.dimension, piece.day)
    sums[key] = sums.get(key, ZERO) + piece.sums
