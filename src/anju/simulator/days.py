"""Time goes by, two hours at a time: what people planned happens, the clock's own work follows, and what was announced is reacted to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import transaction

from anju.kernel import clock, ids
from anju.kernel import scope as view

from . import (
    archive,
    attendance,
    carrying,
    charging,
    driving,
    equipment,
    gates,
    lending,
    matters,
    nights,
    patrolling,
    points,
    renovating,
    requests,
    schooling,
    scoring,
    shifts,
    squads,
    summaries,
    telling,
    visits,
    watches,
    work,
)
from .world import HOUR, World

STRETCH = 2 * HOUR

ONE_DAY = timedelta(days=1)
AfterStretch = Callable[[datetime], None]


def go_by(world: World, start: datetime, end: datetime, after: AfterStretch) -> Iterator[datetime]:
    """Live from one moment to another; yields each moment at which a day is over. `after` does the background's work."""
    moment, world.ends_on = start, world.local(end).date()
    with view.entered(world.scope):
        with clock.frozen(start), ids.seeded(world.lot("ids", start, "begin")):
            begin(world, after)
            equipment.heard_until(world, end)
        while moment < end:
            stop = min(_next_stop(world, moment), end)
            if moment > start and world.local(moment).hour == 0:
                _wake(world, moment)
            _stretch(world, moment, stop, after)
            moment = stop
            if world.local(moment).hour == 0:
                yield moment


def begin(world: World, after: AfterStretch) -> None:
    """Take the community over as it stands now: who is on post, what is owed, what is under way."""
    world.look_around()
    publish_rosters(world)
    attendance.set_right(world)
    after(world.local(clock.now()))
    morning(world)
    work.catch_up_vouching(world)
    matters.look(world)


def _next_stop(world: World, moment: datetime) -> datetime:
    """The next even hour by the wall clock."""
    wall = world.local(moment) + STRETCH
    return wall.replace(hour=wall.hour // 2 * 2, minute=0, second=0, microsecond=0)


def _wake(world: World, moment: datetime) -> None:
    """A day begins; that of the first is part of beginning at all."""
    with ids.seeded(world.lot("ids", moment, "morning")), transaction.atomic(), clock.frozen(moment):
        morning(world)


def _stretch(world: World, start: datetime, stop: datetime, after: AfterStretch) -> None:
    with ids.seeded(world.lot("ids", start)):
        with transaction.atomic():
            for deed in world.due(stop):
                with clock.frozen(max(deed.at, start)):
                    deed.do()
        with clock.frozen(stop):
            after(stop)
            matters.look(world)


def morning(world: World) -> None:
    """What is known when a day begins: the roster, what falls due, who will ask for something, who will visit."""
    today = world.local(clock.now()).date()
    tomorrow = world.moment(today, 24)
    if today.isoweekday() == 4:
        publish_rosters(world)
    attendance.come_and_go(world, today)
    schooling.expect(world, today)
    watches.take_on(world, tomorrow)
    work.take_on(world, tomorrow)
    requests.expect(world, today)
    visits.expect(world, today)
    lending.expect(world, today)
    gates.expect(world, today)
    carrying.expect(world, today)
    archive.expect(world, today)
    summaries.expect(world, today)
    equipment.expect(world, today)
    telling.expect(world, today)
    charging.expect(world, today)
    renovating.expect(world, today)
    driving.expect(world, today)
    scoring.expect(world, today)
    points.expect(world, today)
    shifts.expect(world, today)
    squads.expect(world, today)
    patrolling.expect(world, today)
    nights.expect(world, today)


def publish_rosters(world: World) -> None:
    """The roster stands until the Sunday of next week at least; on Thursdays another week is published."""
    today = world.local(clock.now()).date()
    days = [today + timedelta(days=number) for number in range(-1, 18 - today.isoweekday() % 7)]
    attendance.publish(world, days)
