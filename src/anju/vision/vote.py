"""Many looks at one plate, one verdict: a number, or none where the looks do not agree well enough."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from . import grammar
from .plates import Reading

ENOUGH_LOOKS = 2
LEAST_SURENESS = 0.95
# Frames of one passing share their angle, light, dirt and typeface: five of them are worth less than five strangers. Both figures were chosen on
# drawn plates in letters that the reader had never seen: there a softer vote accepts several times as many wrong numbers.
WORTH = 0.3


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

    Chances are multiplied sign by sign (Bayes, softened by WORTH), so that a frame that saw the province well and a frame that saw the last
    digit well make one good number. Three sure looks are the fewest that reach LEAST_SURENESS, and two of them must
    by themselves read the same.
    """

    least_sureness: float = LEAST_SURENESS
    enough_looks: int = ENOUGH_LOOKS
    readings: list[Reading] = field(default_factory=list)

    def add(self, reading: Reading) -> None:
        self.readings.append(reading)

    def verdict(self) -> Verdict:
        if not self.readings:
            return NOTHING_SEEN
        signs = np.sum([one.signs for one in self.readings], axis=0) * WORTH
        kinds = np.sum([one.kinds for one in self.readings], axis=0) * WORTH
        best = grammar.likeliest(signs, kinds)
        agreeing = sum(one.text == best.text for one in self.readings)
        accepted = best.sureness >= self.least_sureness and agreeing >= self.enough_looks
        return Verdict(best.text if accepted else "", best.text, best.kind, best.sureness, len(self.readings), agreeing)
