"""Many looks at one plate, one verdict: a number, or none where the looks do not agree well enough."""

from __future__ import annotations

from dataclasses import dataclass, field

from anju.plates import vote

from .grammar import ROWS
from .plates import Reading

ENOUGH_LOOKS = 2
LEAST_SURENESS = 0.95


@dataclass(frozen=True)
class Verdict:
    """`text` is "" where the vote abstains: then a person reads `candidate` and the picture. `looks` counts readings, `agreeing` those alike."""

    text: str
    candidate: str
    kind: str
    sureness: float
    looks: int
    agreeing: int

    @property
    def is_accepted(self) -> bool:
        return bool(self.text)


NOTHING_SEEN = Verdict("", "", "", 0.0, 0, 0)


@dataclass
class Vote:
    """The readings of one plate while it passes: `add` each, ask for `verdict` at any time.

    Three sure looks are the fewest that reach LEAST_SURENESS, and two of them must by themselves read the same.
    """

    least_sureness: float = LEAST_SURENESS
    enough_looks: int = ENOUGH_LOOKS
    readings: list[Reading] = field(default_factory=list)

    def add(self, reading: Reading) -> None:
        self.readings.append(reading)

    def verdict(self) -> Verdict:
        if not self.readings:
            return NOTHING_SEEN
        found = vote([one.look for one in self.readings], rows=ROWS, certain=self.least_sureness, enough=self.enough_looks)
        return Verdict(found.plate.text if found.plate else "", found.best, found.kind, found.sure, found.looks, found.agreeing)
