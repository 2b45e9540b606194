"""One figure, and the fair way to get it: ours and the peer by turns, the median of at least five pairs."""

from __future__ import annotations

import operator
import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass

PAIRS = 5
COMPARISONS = {">=": operator.ge, "<=": operator.le}


@dataclass(frozen=True)
class Figure:
    """`goal` is a comparison such as ">= 0.35", of the ratio ours/peer, or of `ours` itself where there is no peer."""

    figure: str
    unit: str
    ours: float
    goal: str
    peer: float | None = None
    peer_name: str = ""

    @property
    def ratio(self) -> float | None:
        return None if self.peer is None else self.ours / self.peer

    @property
    def is_met(self) -> bool:
        sign, _, value = self.goal.partition(" ")
        return COMPARISONS[sign](self.ours if self.ratio is None else self.ratio, float(value))

    def as_json(self, command: str) -> dict:
        row = asdict(self) | {"ratio": self.ratio, "met": self.is_met, "command": command}
        return {key: row[key] for key in ("figure", "unit", "ours", "peer", "peer_name", "ratio", "goal", "met", "command")}


def by_turns(ours: Callable[[], float], peer: Callable[[], float], *, pairs: int = PAIRS) -> tuple[float, float]:
    """The medians of both, measured alternately after one unmeasured turn each. Each callable returns its own figure."""
    ours(), peer()
    measured = [(ours(), peer()) if turn % 2 == 0 else (peer(), ours())[::-1] for turn in range(pairs)]
    return statistics.median(pair[0] for pair in measured), statistics.median(pair[1] for pair in measured)
