"""Rosters: who has which shift on which day. `solve` finds one, `faults_of` says what the labour law makes of one, `against` what stands against a wish."""

from __future__ import annotations

from .engine import solve
from .lawful import Fault, Stint, Terms, faults_of, heads_needed, is_night, most_overtime, norm_minutes
from .problem import Breach, Cover, Person, Problem, Roster, Shift, Solution, Wish
from .rules import breaches_of, changes, cost_of, unmet
from .turning import Turning, turning
from .why import Reason, against

__all__ = [
    "Breach", "Cover", "Fault", "Person", "Problem", "Reason", "Roster", "Shift", "Solution", "Stint", "Terms", "Turning", "Wish",
    "against", "breaches_of", "changes", "cost_of", "faults_of", "heads_needed", "is_night", "most_overtime", "norm_minutes", "solve", "turning", "unmet",
]  # fmt: skip
