"""Rosters published a week ahead, people going on post and off it, and now and then one who does not come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from anju.domains.people import actions as people
from anju.domains.people.queries import Named, Person, against, holding_of, holdings_on, shifts_of
from anju.kernel import clock

from . import rosters
from .verbs import must
from .world import World

ROWS = 180
AWAY = 0.004
LATE = 0.008
HANDED_OVER = ("南门岗",)
ONE_DAY = timedelta(days=1)
_WHY_AWAY = ("发烧请病假", "家中急事请假", "路上车辆故障，未到岗")


def publish(world: World, days: list[date]) -> None:
    """The security manager publishes the roster of some days."""
    manager = world.cast.staff["security_manager"][0]
    shifts = _shifts(world)
    turns = [turn for day in days if not holdings_on(world.scope, day).exists() for turn in rosters.turns_on(day)]
    unfit = against(world.scope, [Named(world.cast.of_turn(turn), world.cast.posts[turn.post.name], *turn.span(world.zone)) for turn in turns])
    rows = [
        {"post": world.cast.posts[turn.post.name].pk, "person": world.cast.of_turn(turn).pk, "shift": shifts[turn.post.pattern.name, turn.shift], "on": turn.on}
        for place, turn in enumerate(turns)
        if place not in unfit
    ]
    for start in range(0, len(rows), ROWS):
        must(people.publish_holdings(world.scope, rows=rows[start : start + ROWS], by=world.cast.actor(manager)))


def _shifts(world: World) -> dict[tuple[str, str], object]:
    patterns = {post.pattern_id: post.pattern for post in world.cast.posts.values() if post.pattern_id}
    return {(pattern.name, shift.name): shift.pk for pattern in patterns.values() for shift in shifts_of(pattern)}


def come_and_go(world: World, day: date) -> None:
    """Plan who comes and goes on a day, by the turns of that day, of the night before and of the next morning."""
    start, end = world.moment(day, 0), world.moment(day, 24)
    for turn in (turn for near in (day - ONE_DAY, day, day + ONE_DAY) for turn in rosters.turns_on(near)):
        for at, do in _of_turn(world, turn):
            if start <= at < end and at >= clock.now():
                world.plan(at, do)


def set_right(world: World) -> None:
    """When the simulation takes over: who should be on post now comes, who should have gone goes."""
    now = clock.now()
    today = world.local(now).date()
    turns = [turn for day in (today - ONE_DAY, today) for turn in rosters.turns_on(day)]
    running = {world.cast.of_turn(turn).pk: turn for turn in turns if turn.span(world.zone)[0] <= now < turn.span(world.zone)[1]}
    for person in [one for role in world.cast.staff.values() for one in role]:
        turn, post = running.get(person.pk), world.present.get(person.pk)
        if post and (turn is None or turn.post.name != post):
            world.act(people.leave_post, world.cast.posts[post], left_for="end_of_shift", by=person)
            world.present.pop(person.pk)
        if turn is not None:
            _come(world, turn, person)


def _of_turn(world: World, turn: rosters.Turn) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """One comes some minutes early and goes when the next one is there; or stays away, and another stands in."""
    begins, ends = turn.span(world.zone)
    person = world.cast.of_turn(turn)
    lot = world.lot("turn", person.employee_number, turn.on)
    if turn.role == "guard" and lot.random() < AWAY:
        yield begins + timedelta(minutes=20), lambda: _stand_in(world, turn, person)
        yield ends - timedelta(minutes=2), lambda: _go(world, turn, world.stand_ins.pop(turn, person))
    else:
        yield begins - early_by(world, turn, person), lambda: _come(world, turn, person)
        yield ends - timedelta(minutes=2), lambda: _go(world, turn, person)


def early_by(world: World, turn: rosters.Turn, person: Person) -> timedelta:
    """How long before his shift somebody comes: at posts that are handed over a quarter of an hour, now and then too late for that, rarely after it began."""
    lot = world.lot("early", person.employee_number, turn.on)
    if turn.role == "guard" and lot.random() < LATE:
        return -timedelta(minutes=lot.randint(4, 22))
    if turn.post.name in HANDED_OVER:
        return timedelta(minutes=lot.randint(9, 13) if lot.random() < 0.08 else lot.randint(16, 21))
    return timedelta(minutes=lot.randint(3, 14))


def _come(world: World, turn: rosters.Turn, person: Person) -> None:
    if person.pk in world.present:
        return
    if world.act(people.take_post, world.cast.posts[turn.post.name], by=person):
        world.present[person.pk] = turn.post.name


def _go(world: World, turn: rosters.Turn, person: Person) -> None:
    if world.present.get(person.pk) == turn.post.name:
        world.act(people.leave_post, world.cast.posts[turn.post.name], left_for="end_of_shift", by=person)
        world.present.pop(person.pk, None)


def step_away(world: World, person: Person, *, left_for: str, note: str) -> None:
    """Somebody leaves his post in the middle of a shift."""
    post = world.present.pop(person.pk, None)
    if post:
        world.act(people.leave_post, world.cast.posts[post], left_for=left_for, note=note, by=person)


def come_back(world: World, person: Person, post: str) -> None:
    if person.pk not in world.present and world.act(people.take_post, world.cast.posts[post], by=person):
        world.present[person.pk] = post


def _stand_in(world: World, turn: rosters.Turn, person: Person) -> None:
    """Nobody came: the squad leader releases the shift and names somebody of a resting squad."""
    leader, relief, held = world.anyone("squad_leader", "team_leader"), _rested(world, turn), holding_of(person)
    if leader is None or relief is None or held is None:
        return
    world.act(people.release_post, held, reason=world.lot("why", person.employee_number, turn.on).choice(_WHY_AWAY), by=leader)
    post = world.cast.posts[turn.post.name]
    if world.act(people.assign_post, post, person=relief, start_at=clock.now(), end_at=turn.span(world.zone)[1], by=leader):
        world.stand_ins[turn] = relief
        _come(world, turn, relief)


def _rested(world: World, turn: rosters.Turn) -> Person | None:
    """A guard who has the whole day off and the next one too, so that he has his eleven hours before and after."""
    on = turn.on
    for number in range(rosters.IN_SQUADS):
        squad = rosters.squad_of("guard", number)
        if rosters.shift_of(squad, on) is None and rosters.shift_of(squad, on + timedelta(days=1)) is None:
            person = world.cast.staff["guard"][number]
            if person.pk not in world.present:
                return person
    return None
