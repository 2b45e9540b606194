"""Watches that allow no gap: at the end of each shift somebody of the post says from when to when it was kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from anju.domains.duties import actions as duties
from anju.domains.duties.models import Occurrence
from anju.domains.duties.queries import to_be_done
from anju.kernel import clock

from . import rosters
from .world import World

EARLIER = timedelta(minutes=3)


def take_on(world: World, until: datetime) -> None:
    """Plan the records of every watch that begins before a moment."""
    for watch in to_be_done(world.scope, until, now=clock.now()).filter(is_continuous=True):
        if watch.pk in world.known:
            continue
        world.known.add(watch.pk)
        for start, end in spans(world, watch):
            if end - EARLIER >= clock.now():
                world.plan(end - EARLIER, lambda w=watch, s=start, e=end: _record(world, w, s, e))


def spans(world: World, watch: Occurrence) -> list[tuple[datetime, datetime]]:
    """The watch cut at the changes of shift."""
    day = world.local(watch.opens_at).date() - timedelta(days=1)
    cuts = {watch.opens_at, watch.due_at}
    while world.moment(day, 0) < watch.due_at:
        changes = (world.moment(day, rosters_start) for rosters_start in (7, 15, 23))
        cuts |= {at for at in changes if watch.opens_at < at < watch.due_at}
        day += timedelta(days=1)
    ordered = sorted(cuts)
    return [span for pair in zip(ordered, ordered[1:], strict=False) for span in world.script.kept(watch, *pair)]


def _record(world: World, watch: Occurrence, start: datetime, end: datetime) -> None:
    duty = watch.duty
    role = duty.post.role if duty.post_id else duty.role
    watcher = world.anyone(role, "squad_leader", *sorted(rosters.OFFICE_ROLES))
    if watcher is not None:
        world.act(duties.record_presence, watch, starts_at=start, ends_at=end, by=watcher)
