"""The squad leader has next month's roster drafted, so that whoever looks finds one to publish."""

from __future__ import annotations

from datetime import timedelta

from anju.domains.workforce import actions as workforce
from anju.domains.workforce.queries import roster_ahead
from anju.kernel import clock

from .world import World

SECONDS = 20


def draft_next_month(world: World) -> None:
    """Once a month; refused where the first days are published already, and then there is nothing to do."""
    today = world.local(clock.now()).date()
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    if not roster_ahead(world.scope, first):
        leader = world.cast.staff["squad_leader"][0]
        workforce.draft_roster(world.scope, first_on=first, last_on=last, seconds=SECONDS, by=world.cast.actor(leader))
