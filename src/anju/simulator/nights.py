"""The nights before the patrol plan was in force: a leader sends a guard out on a route, every night lately, every third night before that."""

from __future__ import annotations

from datetime import date

from anju.domains.patrol import actions as patrol
from anju.domains.patrol.queries import Route

from . import mishaps, patrolling
from .world import World

LATELY_DAYS, EVERY = 14, 3
# route, post, hours between which the round starts (26 is two in the morning)
SENT = (("R1", "巡逻一岗", (19.6, 21.4)), ("R2", "地下车库岗", (24.6, 28.0)))
LEFT_OUT = frozenset(one.days_ago for one in mishaps.PLANNED if "round" in one.categories)


def expect(world: World, day: date) -> None:
    """Write down the rounds of a night and who walks them; on a day of which a problem tells that nobody patrolled, nobody does."""
    left = world.days_left(day)
    if left <= patrolling.DAYS or any(abs(left - days) <= 1 for days in LEFT_OUT):
        return
    turn, lot = day.toordinal(), world.lot("night", day)
    for number, (code, post, hours) in enumerate(SENT):
        if left <= LATELY_DAYS or turn % (EVERY * len(SENT)) == EVERY * number:
            _send(world, code, post, world.moment(day, lot.uniform(*hours)))


def _send(world: World, code: str, post: str, starts_at) -> None:
    boss = world.cast.staff["security_manager"][0]
    route = Route.objects.filter(scope=world.scope, code=code, newest__isnull=False).select_related("newest").first()
    sent = {"kind": "fixed", "starts_at": starts_at, "post": world.cast.posts.get(post), "by": boss}
    if route is not None and (made := world.act(patrol.add_round, world.scope, route=route, **sent)) is not None:
        patrolling.walk(world, made)
