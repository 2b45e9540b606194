"""Solve a roster: CP-SAT for a first one, then large-neighbourhood search around it on two threads until the time is over.

Each thread frees some cells of the best roster so far (a few people for the whole period, or all people for some days, more often where it
costs something) and lets CP-SAT find the best values for them while the rest stands. Neighbourhoods grow where they are solved at once
and shrink where they are not. Shaw, "Using constraint programming and local search methods to solve vehicle routing problems", CP 1998.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from random import Random

from ortools.sat.python import cp_model

from .columns import good_start
from .model import Cell, Model
from .problem import Problem, Roster, Solution
from .rules import breaches_of, cost_of, unmet

WORKERS = 2
FIRST_SHARE = 0.08
"""Of the time, at most, for a first roster that keeps every rule."""
PATIENCE_SHARE = 0.4
"""Of the time, at most, for any roster that keeps every rule, where that was not enough: a slow machine must not make it seem that there is none."""
LEAP_SHARE = 0.72
"""Of the time, at most, for column generation."""
STEP_SECONDS = 4.0
Better = Callable[[Solution], None]


def solve(problem: Problem, seconds: float, on_better: Better | None = None, should_stop: Callable[[], bool] | None = None, *, start: Roster | None = None, seed: int = 0) -> Solution:
    """The best roster found in `seconds`; `on_better` is told each better one, and the search ends early when `should_stop` says so.

    Never without a roster: where the rules cannot all be kept, it is the one that breaks them least, with each breach named.
    """
    search = _Search(problem, time.monotonic() + seconds, on_better or (lambda _: None), should_stop or (lambda: False))
    if start is not None:
        search.offer(start)
    search.begin(seconds * FIRST_SHARE, seconds * PATIENCE_SHARE)
    if not search.is_best and not search.best.breaches:
        search.leap(seconds * LEAP_SHARE)
    if not search.is_best:
        threads = [threading.Thread(target=search.improve, args=(Random(f"{seed} {number}"),)) for number in range(WORKERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return search.best


class _Search:
    def __init__(self, problem: Problem, until: float, on_better: Better, should_stop: Callable[[], bool]) -> None:
        self.problem, self.until, self._on_better, self._should_stop = problem, until, on_better, should_stop
        self.best: Solution | None = None
        self.is_soft, self.bound = False, 0
        self._lock = threading.Lock()

    @property
    def is_best(self) -> bool:
        return self.best is not None and self.best.is_best

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.until or self._should_stop()

    def offer(self, roster: Roster, *, is_best: bool = False) -> bool:
        """Take a roster that is no worse than the best; whether it was better."""
        breaches = tuple(breaches_of(self.problem, roster))
        cost = cost_of(self.problem, roster)
        is_best = is_best or (not breaches and cost <= self.bound)
        found = Solution(roster, cost, breaches, is_best, cost if is_best else self.bound)
        with self._lock:
            is_better = self.best is None or _rank(found) < _rank(self.best)
            if is_better or is_best or _rank(found) == _rank(self.best):
                self.best = found
        if is_better or is_best:
            self._on_better(found)
        return is_better

    def begin(self, seconds: float, patience: float) -> None:
        """A first roster by the strict rules: a good one in `seconds`, else any in `patience`; where there is none, by rules that may give way."""
        is_known_impossible = False
        for self.is_soft, limit, is_any in ((False, seconds, False), (False, patience, True), (True, seconds, False)):
            if is_any and is_known_impossible:
                continue
            model = Model(self.problem, is_soft=self.is_soft)
            model.minimise()
            if self.best is not None:
                model.hint(self.best.roster)
            solver = self._solver(min(limit, max(self.until - time.monotonic(), 1.0)), WORKERS)
            solver.parameters.stop_after_first_solution = is_any
            status = solver.solve(model.cp, _Watching(self, model))
            if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                self.offer(model.value(solver), is_best=status == cp_model.OPTIMAL and not self.is_soft and not is_any)
                return
            is_known_impossible = status == cp_model.INFEASIBLE
            if status == cp_model.UNKNOWN and self.best is not None and not self.best.breaches:
                return
        if self.best is None:
            self.offer({person.id: (None,) * self.problem.days for person in self.problem.people})

    def leap(self, seconds: float) -> None:
        """A much better roster, and a bound, by column generation, where the problem is small enough for it."""
        roster, bound = good_start(self.problem, seconds, lambda: self.is_over, self.best.roster)
        self.bound = max(self.bound, math.ceil(bound - 1e-6) if math.isfinite(bound) else 0)
        if roster is not None:
            self.offer(roster)

    def improve(self, random: Random) -> None:
        sizes = dict(NEIGHBOURHOODS)
        while not self.is_over and not self.is_best:
            base = self.best
            kind = random.choice(list(NEIGHBOURHOODS))
            model = Model(self.problem, roster=base.roster, free=kind(self.problem, base.roster, round(sizes[kind]), random), is_soft=self.is_soft)
            model.minimise()
            model.hint(base.roster)
            solver = self._solver(min(STEP_SECONDS, max(self.until - time.monotonic(), 0.1)), 1, random.randrange(2**30))
            status = solver.solve(model.cp, _Watching(self))
            if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                self.offer(model.value(solver))
            sizes[kind] = max(sizes[kind] * (1.08 if status == cp_model.OPTIMAL else 0.93), 2.0)

    def _solver(self, seconds: float, workers: int, seed: int = 0) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = seed
        solver.parameters.linearization_level = 2
        return solver


class _Watching(cp_model.CpSolverSolutionCallback):
    """Offers every roster on the way, and stops the solver when somebody said stop."""

    def __init__(self, search: _Search, model: Model | None = None) -> None:
        super().__init__()
        self._search, self._model = search, model

    def on_solution_callback(self) -> None:
        if self._model is not None:
            self._search.offer(self._model.value(self))
        if self._search.is_over:
            self.stop_search()


def _rank(solution: Solution) -> tuple[int, int]:
    return sum(breach.by if not breach.rule.endswith("minutes") else 1 + breach.by // 60 for breach in solution.breaches), solution.cost


def _some_people(problem: Problem, roster: Roster, count: int, random: Random) -> set[Cell]:
    """Some people for the whole period; those with unmet wishes are likelier."""
    waiting = {wish.person for wish in unmet(problem, roster)}
    ranked = sorted((random.random() ** (0.5 if person.id in waiting else 1.0), person.id) for person in problem.people)
    return {(person, day) for _, person in ranked[-count:] for day in range(problem.days)}


def _some_days(problem: Problem, roster: Roster, count: int, random: Random) -> set[Cell]:
    """All people for some days in a row, around a day that costs something."""
    middle = _costly_day(problem, roster, random)
    start = min(max(middle - random.randrange(count), 0), max(problem.days - count, 0))
    return {(person.id, day) for person in problem.people for day in range(start, min(start + count, problem.days))}


def _a_day_and_people(problem: Problem, roster: Roster, count: int, random: Random) -> set[Cell]:
    """All people around one costly day, and some of them for the whole period: what is short there is paid for elsewhere."""
    middle = _costly_day(problem, roster, random)
    days = range(max(middle - 2, 0), min(middle + 3, problem.days))
    return {(person.id, day) for person in problem.people for day in days} | _some_people(problem, roster, count, random)


def _costly_day(problem: Problem, roster: Roster, random: Random) -> int:
    short = [cover.day for cover in problem.covers if sum(row[cover.day] == cover.shift for row in roster.values()) < cover.needed]
    costly = short * 3 + [wish.day for wish in unmet(problem, roster)]
    return random.choice(costly) if costly and random.random() < 0.8 else random.randrange(problem.days)


NEIGHBOURHOODS = {_some_people: 4.0, _some_days: 5.0, _a_day_and_people: 3.0}
"""Each with the size it begins at."""
