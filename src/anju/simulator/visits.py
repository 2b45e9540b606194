"""People who look whether the plan's sentences are lived: managers by spot checks, the committee and the street office now and then."""

from __future__ import annotations

from datetime import date
from functools import partial
from random import Random

from anju.domains.people.queries import Person
from anju.domains.plans import actions as plans
from anju.domains.plans.queries import Clause, confirmed, in_force
from anju.kernel import clock

from .world import World

CHECKABLE = ("policy", "pass_policy")
FOUND_WANTING = 0.006


def expect(world: World, day: date) -> None:
    """Two spot checks by a manager on a working day; monthly one visit of the committee and one of the street office."""
    lot = world.lot("visits", day)
    visitors: list[tuple[float, Person]] = []
    if day.isoweekday() <= 5:
        visitors += [(lot.uniform(9, 17), person) for person in _managers(world, lot)]
    if day.day in (6, 20) and world.cast.residents:
        visitors += [(16.5, world.cast.residents[0])]
    if day.day in (11, 25) and "street_office" in world.cast.outsiders:
        visitors += [(10.5, world.cast.outsiders["street_office"])] * 2
    for hour, person in visitors:
        at = world.moment(day, hour)
        if at >= clock.now():
            world.plan(at, partial(_check, world, person, Random(lot.random())))


def _managers(world: World, lot: Random) -> list[Person]:
    return [world.cast.staff[lot.choice(("security_manager", "team_leader"))][0] for _ in range(2)]


def _check(world: World, person: Person, lot: Random) -> None:
    clauses = _checkable(world)
    if clauses:
        passed = lot.random() >= FOUND_WANTING
        note = "现场查看，与计划一致" if passed else "当班人员说不清要求，已当场讲解"
        world.act(plans.record_spot_check, lot.choice(clauses), is_passed=passed, note=note, by=person)


def _checkable(world: World) -> list[Clause]:
    plan = in_force().first()
    return list(confirmed(plan).filter(becomes__in=CHECKABLE).select_related("plan", "scope")) if plan is not None else []
