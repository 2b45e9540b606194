"""What stands against a wish: the rules, covers and other wishes that cannot all be had together with it."""

from __future__ import annotations

from dataclasses import dataclass

from ortools.sat.python import cp_model

from .model import Model
from .problem import Problem, Roster, Wish
from .rules import unmet

SECONDS = 5.0


@dataclass(frozen=True)
class Reason:
    """`kind`: rule, wish or cover. `name`: the rule; `person` and `day` where it is about one; `shift` for covers and wishes."""

    kind: str
    name: str
    person: str = ""
    day: int | None = None
    shift: str | None = None


def against(problem: Problem, roster: Roster, wish: Wish) -> list[Reason] | None:
    """The reasons why `wish` is not met in `roster`: things it fights with, of which one has to give way. Empty: it could be met at no loss.

    Asked is a roster that meets it, keeps every rule, fills every cover as well as `roster` does and meets the same person's other wishes
    that are met. None where no answer was found in time.
    """
    reasons: dict[int, Reason] = {}
    literals: dict[Reason, cp_model.IntVar] = {}

    def guard(rule: str, person: str, day: int | None, shift: str | None = None, kind: str = "rule"):
        reason = Reason(kind, rule, person, day, shift)
        if reason not in literals:
            literals[reason] = building.new_bool_var(str(reason))
            reasons[literals[reason].index] = reason
        return literals[reason]

    building = cp_model.CpModel()
    model = Model(problem, cp=building, guard=lambda rule, person, day: guard(rule, person, None), has_costs=False)
    _demand(model, wish, None)
    for cover in problem.covers:
        had = sum(row[cover.day] == cover.shift for row in roster.values())
        on = sum(model.on(person.id, cover.day, cover.shift) for person in problem.people)
        building.add(on >= min(had, cover.needed)).only_enforce_if(guard("cover", "", cover.day, cover.shift, "cover"))
    missed = set(unmet(problem, roster))
    for other in problem.wishes:
        if other.person == wish.person and other != wish and other not in missed:
            _demand(model, other, guard("wish", other.person, other.day, other.shift, "wish"))
    building.add_assumptions(list(literals.values()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = SECONDS, 1
    status = solver.solve(building)
    if status == cp_model.INFEASIBLE:
        return [reasons[index] for index in solver.sufficient_assumptions_for_infeasibility()]
    return [] if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def _demand(model: Model, wish: Wish, guard: cp_model.IntVar | None) -> None:
    has = 1 - model.at_work(wish.person, wish.day) if wish.shift is None else model.on(wish.person, wish.day, wish.shift)
    bound = model.cp.add(has == int(wish.wants))
    if guard is not None:
        bound.only_enforce_if(guard)
