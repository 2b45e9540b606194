"""Rosters: who has which shift on which day. `solve` finds one, `faults_of` says what the labour law makes of one, `against` what stands against a wish."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .lawful import Fault, Stint, Terms, faults_of, heads_needed, is_night, most_overtime, norm_minutes
from .problem import Breach, Cover, Person, Problem, Roster, Shift, Solution, Wish
from .rules import breaches_of, changes, cost_of, unmet
from .turning import Turning, turning

if TYPE_CHECKING:
    from .engine import solve
    from .why import Reason, against

__all__ = [
    "Breach", "Cover", "Fault", "Person", "Problem", "Reason", "Roster", "Shift", "Solution", "Stint", "Terms", "Turning", "Wish",
    "against", "breaches_of", "changes", "cost_of", "faults_of", "heads_needed", "is_night", "most_overtime", "norm_minutes", "solve", "turning", "unmet",
]  # fmt: skip

_NEEDING_THE_SOLVER = {"solve": ".engine", "against": ".why", "Reason": ".why"}


def __getattr__(name: str) -> Any:
    """The solver's library and what it brings with it is a third of the start of the whole product: only who solves loads it."""
    if name in _NEEDING_THE_SOLVER:
        return getattr(import_module(_NEEDING_THE_SOLVER[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
