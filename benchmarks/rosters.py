"""Six public shift scheduling instances, 60 s on two cores each: the product's engine and a plain CP-SAT model, in one run, by turns.

The plain model is the same rules given to CP-SAT with two workers and left alone. Costs are reckoned by `curtois.checked_cost`, which
raises where a rule is broken: a figure stands only for a feasible roster.
"""

from __future__ import annotations

from collections.abc import Iterator

from ortools.sat.python import cp_model

from anju.planners.rosters import Roster, solve
from anju.planners.rosters.model import Model

from .curtois import BEST_KNOWN, checked_cost, problem_of, sections_of
from .figures import Figure
from .instances import folder

SECONDS = 60


def measure() -> Iterator[Figure]:
    gaps: dict[str, list[float]] = {"ours": [], "plain": []}
    for number, best in BEST_KNOWN.items():
        sections = sections_of(folder("rostering") / f"Instance{number}.txt")
        problem = problem_of(sections)
        for who, roster in (("ours", solve(problem, SECONDS).roster), ("plain", _plain(problem))):
            gaps[who].append(100 * (checked_cost(sections, roster) / best - 1))
        yield Figure(f"instance {number}: cost {best * (1 + gaps['ours'][-1] / 100):.0f} of {best}, plain {best * (1 + gaps['plain'][-1] / 100):.0f}; gap", "%", gaps["ours"][-1], "<= 2")
    ours, plain = (sum(each) / len(each) for each in gaps.values())
    yield Figure("mean gap to the best known rosters", "%", ours, "<= 0.5", plain, "plain CP-SAT")


def _plain(problem) -> Roster:
    model = Model(problem)
    model.minimise()
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = SECONDS
    solver.parameters.num_workers = 2
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise ValueError("the plain model found no roster")
    return model.value(solver)
