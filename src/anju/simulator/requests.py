"""What residents ask for, what happens by itself, and what bodies from outside send down."""

from __future__ import annotations

from datetime import date
from functools import partial
from random import Random

from anju.domains.cases import actions as cases
from anju.domains.people.queries import Person, dwellings_of, residents_of
from anju.domains.places.queries import Place, by_kind
from anju.kernel import clock

from . import told
from .world import World

REPAIRS = ((0, 1, 2, 3, 4), (22, 36, 25, 12, 5))
COMPLAINTS = ((0, 1, 2), (68, 27, 5))
INCIDENTS = ((0, 1), (87, 13))
OUTDOORS = ("gate", "garage", "playground", "charging", "perimeter", "fire_lane")


def expect(world: World, day: date) -> None:
    """Plan what this day brings."""
    lot = world.lot("requests", day)
    for (numbers, weights), ask, hours in (
        (REPAIRS, _repair, (7.7, 19.5)), (COMPLAINTS, _complaint, (8, 19)), (INCIDENTS, _incident, (0, 24)),
    ):  # fmt: skip
        for _ in range(lot.choices(numbers, weights)[0]):
            at = world.moment(day, lot.uniform(*hours))
            if at >= clock.now():
                world.plan(at, partial(ask, world, Random(lot.random())))
    if day.isoweekday() == 2 and lot.random() < 0.3:
        world.plan(max(world.moment(day, 10.2), clock.now()), partial(_task, world, Random(lot.random())))


def ask_now(world: World, number: int) -> None:
    """One request out of its turn, for a community that is being watched."""
    lot = world.lot("asked", clock.now(), number)
    lot.choice((_repair, _repair, _complaint))(world, lot)


def _repair(world: World, lot: Random) -> None:
    category, title = lot.choice(told.REPAIRS)
    _ask(world, "repair", category, title, lot.choices((2, 3, 4), (10, 70, 20))[0], lot)


def _complaint(world: World, lot: Random) -> None:
    category, title = lot.choice(told.COMPLAINTS)
    _ask(world, "complaint", category, title, 2, lot)


def _ask(world: World, kind: str, category: str, title: str, severity: int, lot: Random) -> None:
    """A resident asks by himself where he has an account, else the front desk writes it down for him."""
    if lot.random() < 0.25 and world.cast.residents:
        asker = lot.choice(world.cast.residents)
        homes = list(dwellings_of(asker, world.scope))
        place, by = (Place.objects.get(pk=homes[0]) if homes else None), asker
    else:
        place, asker = _somebody(world, lot)
        by = world.anyone("front_desk", "squad_leader")
    if by is not None:
        world.act(
            cases.open_case, world.scope, kind=kind, title=title, category=category, severity=severity, place=place, reporter=asker,
            source="resident", by=by,
        )  # fmt: skip


def _somebody(world: World, lot: Random) -> tuple[Place, Person | None]:
    doors = by_kind(world.scope, "dwelling")
    place = doors[lot.randrange(doors.count())]
    living = residents_of(place).first()
    return place, living.person if living else None


def _incident(world: World, lot: Random) -> None:
    category, title, severity = lot.choice(told.INCIDENTS)
    place = lot.choice(list(by_kind(world.scope, *OUTDOORS)))
    by = world.anyone("monitor_operator", "squad_leader", "guard")
    if by is not None:
        world.act(cases.open_case, world.scope, kind="incident", title=title, category=category, severity=severity, place=place, source="patrol", by=by)


def _task(world: World, lot: Random) -> None:
    street = world.cast.outsiders.get("street_office")
    if street is not None:
        world.act(cases.open_case, world.scope, kind="task", title=lot.choice(told.TASKS), severity=3, source="street_office", by=street)
