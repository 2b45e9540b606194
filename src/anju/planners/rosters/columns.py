"""Good rows for everybody at once: column generation and a dive.

A linear program chooses among known rows of each person so that cover costs least; its prices tell which row would help most, `pricing`
finds that row, and so on until no row helps (Dantzig and Wolfe 1960; for rosters Burke and Curtois, European Journal of Operational Research
2014). Then people are fixed one by one to the row that the program likes best, while rows are priced anew for the rest: a dive. What earlier
dives priced serves the later ones, which go other ways, until the time is over.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable
from random import Random

import numpy as np
from ortools.linear_solver import pywraplp

from .pricing import LARGEST, Pricer
from .problem import Problem, Roster
from .rules import cost_of

HOPELESS = 100_000.0
SMOOTHING = 0.6
CLOSE = 0.8
WHOLE = 0.99
SURE = 0.6
"""Later dives take any row that is at least so sure as this part of the surest, so that each goes another way."""
Row = tuple[str | None, ...]


class Columns:
    """Rows known so far, and the linear program over them."""

    def __init__(self, problem: Problem, is_over: Callable[[], bool]) -> None:
        self.problem, self._is_over = problem, is_over
        self.pricers = {person.id: Pricer(problem, person) for person in problem.people}
        self.bound, self._steady = -np.inf, None
        self._at = {shift.id: at for at, shift in enumerate(problem.shifts)}
        self._lp = pywraplp.Solver.CreateSolver("GLOP")
        self._rows: dict[tuple[str, Row], pywraplp.Variable] = {}
        self._objective = self._lp.Objective()
        self._objective.SetMinimization()
        self._cover: dict[tuple[int, str], pywraplp.Constraint] = {}
        for cover in problem.covers:
            constraint = self._lp.Constraint(cover.needed, cover.needed)
            self._cover[cover.day, cover.shift] = constraint
            for sign, cost in ((1, cover.under), (-1, cover.over)):
                constraint.SetCoefficient(self._variable(cost), sign)
        self._one = {person.id: self._lp.Constraint(1, 1) for person in problem.people}
        for constraint in self._one.values():
            constraint.SetCoefficient(self._variable(HOPELESS), 1)

    @property
    def is_small(self) -> bool:
        """Whether rows can be priced in good time."""
        return sum(pricer.size for pricer in self.pricers.values()) * self.problem.days < LARGEST * 1000

    @property
    def is_close(self) -> bool:
        """Whether the prices are good enough to go by: the bound is near what the program reaches."""
        self._lp.Solve()
        return self.bound > CLOSE * self._objective.Value()

    def _variable(self, cost: float) -> pywraplp.Variable:
        variable = self._lp.NumVar(0, self._lp.infinity(), "")
        self._objective.SetCoefficient(variable, cost)
        return variable

    def add(self, person: str, row: Row) -> bool:
        if (person, row) in self._rows:
            return False
        variable = self._variable(self._own_cost(person, row))
        self._one[person].SetCoefficient(variable, 1)
        for day, shift in enumerate(row):
            if shift is not None and (day, shift) in self._cover:
                self._cover[day, shift].SetCoefficient(variable, 1)
        self._rows[person, row] = variable
        return True

    def _own_cost(self, person: str, row: Row) -> float:
        own = self.pricers[person].own
        return float(sum(own[day, -1 if shift is None else self._at[shift]] for day, shift in enumerate(row)))

    def grow(self, fixed: frozenset[str] = frozenset(), rounds: int = 1000) -> None:
        """Price rows for everybody who is not fixed until none helps."""
        for _ in range(rounds):
            if self._is_over() or not self._price(fixed):
                return

    def _price(self, fixed: frozenset[str]) -> bool:
        """One round; whether a row was added that helps. Prices are smoothed towards those of the best bound, which halves the rounds."""
        self._lp.Solve()
        prices = np.zeros((self.problem.days, len(self._at)))
        for (day, shift), constraint in self._cover.items():
            prices[day, self._at[shift]] = -constraint.dual_value()
        least = {person: constraint.dual_value() for person, constraint in self._one.items() if person not in fixed}
        smooth = not fixed and self._steady is not None
        tries = [SMOOTHING * self._steady + (1 - SMOOTHING) * prices, prices] if smooth else [prices]
        for used in tries:
            rows = self._rows_for(used, least)
            if rows is None:
                return False
            if not fixed:
                self._look_at_bound(used, rows)
            helpful = [(person, row) for person, (_, row) in rows.items() if self._reduced(person, row, prices, least) < -1e-6]
            if sum(self.add(*each) for each in helpful):
                return True
        return False

    def _rows_for(self, prices: np.ndarray, people: Iterable[str]) -> dict[str, tuple[float, Row]] | None:
        found = {}
        for person in people:
            if self._is_over():
                return None
            best = self.pricers[person].best(prices)
            if best is not None:
                found[person] = best
        return found

    def _look_at_bound(self, prices: np.ndarray, rows: dict[str, tuple[float, Row]]) -> None:
        """Lagrange: everybody's cheapest row, and what the seats are worth at these prices."""
        worth = sum(-prices[cover.day, self._at[cover.shift]] * cover.needed for cover in self.problem.covers)
        bound = worth + sum(cost for cost, _ in rows.values())
        if len(rows) == len(self.pricers) and bound > self.bound:
            self.bound, self._steady = bound, prices

    def _reduced(self, person: str, row: Row, prices: np.ndarray, least: dict[str, float]) -> float:
        return self._own_cost(person, row) + sum(prices[day, self._at[shift]] for day, shift in enumerate(row) if shift is not None) - least[person]

    def dive(self, random: Random, least: float = 1.0) -> Roster | None:
        """Fix everybody to a row, one of the surest first (`least` of the surest, at least), pricing again in between; None when time is over before."""
        roster: Roster = {}
        while len(roster) < len(self.pricers):
            if self._lp.Solve() != pywraplp.Solver.OPTIMAL:
                break
            sure = sorted(((variable.solution_value(), person, row) for (person, row), variable in self._rows.items() if person not in roster), key=lambda each: -each[0])
            if not sure or sure[0][0] < 1e-6:
                break
            whole = [each for each in sure if each[0] > WHOLE]
            for _, person, row in whole or [random.choice([each for each in sure if each[0] >= least * sure[0][0]])]:
                roster[person] = row
                self._rows[person, row].SetLb(1.0)
            self.grow(frozenset(roster), rounds=8)
        for person, row in roster.items():
            self._rows[person, row].SetLb(0.0)
        return roster if len(roster) == len(self.pricers) else None


def good_start(problem: Problem, seconds: float, is_over: Callable[[], bool], known: Roster) -> tuple[Roster | None, float]:
    """The best roster of column generation and dives, and a bound that no roster can go below. `known`: a roster to begin with. Nothing where the problem is too large for it."""
    began, share = time.monotonic(), 0.55

    def is_late() -> bool:
        return is_over() or time.monotonic() > began + seconds * share

    columns = Columns(problem, is_late)
    if not columns.is_small:
        return None, 0.0
    for person, row in known.items():
        columns.add(person, row)
    columns.grow()
    share, best, random = 1.0, None, Random(0)
    for least in itertools.chain((1.0,), itertools.repeat(SURE)) if columns.is_close else ():
        found = columns.dive(random, least)
        if found is not None and (best is None or cost_of(problem, found) < cost_of(problem, best)):
            best = found
        if found is None or is_late() or cost_of(problem, best) <= columns.bound + 1 - 1e-6:
            break
    return best, columns.bound
