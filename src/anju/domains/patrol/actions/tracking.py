"""Where guards on shift are: their phones tell it, leaders and the control room may look, and every look is written down."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Presence
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import queries
from ..events import PositionsSeen, TrackRecorded, TrackSeen
from ..models import Round, Track
from ..rules import tracks as rules
from .holding import CONTROL, LEADERS, WALKERS, elsewhere

WATCHERS = tuple(dict.fromkeys((*LEADERS, *CONTROL)))


@action(title=_("Keep the track"), posts=WALKERS, event=TrackRecorded, offline=True)
def record_track(
    scope: Scope,
    *,
    start_at: Annotated[datetime, Field(_("Start"))],
    points: Annotated[dict, Field(_("Positions (JSON): {\"at\": [[seconds, latitude, longitude, metres], …]}"))],
    round: Annotated[Round | None, Field(_("Patrol round"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Track | Refusal:
    """Keep where one's own phone was on shift. What was measured off post, or outside the round, is left out and never stored."""
    if no := elsewhere(scope, round):
        return no
    if by.person is None or (round is not None and (round.started_at is None or round.guard_id != by.person)):
        return Refusal("patrol.not_your_track", _("Not kept: a track belongs to the guard of a round that has begun."))
    rows, now = rules.read_rows(points), clock.now()
    if rows is None:
        return Refusal("patrol.bad_track", _("Not kept: a track has 1 to %(most)s positions."), most=rules.MOST_POINTS)
    if not rules.is_timely(start_at, rows, now):
        return Refusal("patrol.bad_track_time", _("Not kept: it was measured in the future, or more than thirty days ago. Check the phone's clock."))
    kept = rules.on_shift(start_at, rows, _spans(scope, by, start_at, rows, round))
    if not kept:
        return Refusal("patrol.off_post", _("Not kept: all of it was measured off post or outside the round."))
    made = Track(
        scope=scope, round=round, person_id=by.person, start_at=start_at, received_at=now, points=kept, left_out=len(rows) - len(kept), jumps=rules.jumps(kept),
        erase_on=clock.local(scope, start_at).date() + timedelta(days=rules.KEPT_DAYS),
    )  # fmt: skip
    made.save()
    announce(TrackRecorded(track=made.pk, round=round and round.pk, points=len(kept), left_out=made.left_out, jumps=made.jumps), subject=made)
    return made


def _spans(scope: Scope, by: Actor, start_at: datetime, rows: list[Any], round: Round | None) -> list[rules.Span]:
    """When the guard stood on a post: a break is no time on post."""
    begin, end = start_at, start_at + timedelta(seconds=rows[-1][0] + 1)
    if round is not None:
        begin, end = max(begin, round.started_at), min(end, round.finished_at or end)
    there = Presence.objects.filter(scope=scope, person=by.person, since_at__lt=end).exclude(until_at__lte=begin)
    return [(max(begin, each.since_at), min(end, each.until_at or end)) for each in there.order_by("since_at")]


@action(title=_("Look at positions"), posts=WATCHERS, event=PositionsSeen, records_denial=True)
def look_at_positions(scope: Scope, *, by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """Write down whose position is shown to whom; once in ten minutes for the same people."""
    people = [one.person.pk for one in queries.positions(scope, at)]
    if not people:
        return Refusal("patrol.nobody_to_see", _("Nobody on shift has told a position in the last ten minutes."))
    if queries.was_noted(scope, by.id, people, at):
        return Refusal("patrol.noted_already", _("This look was written down within the last ten minutes."))
    announce(PositionsSeen(people=people), subject=scope)
    return scope


@action(title=_("Look at the track"), posts=(*WATCHERS, "auditor"), event=TrackSeen, records_denial=True)
def look_at_track(round: Round, *, by: Actor, at: datetime | None = None) -> Round | Refusal:
    """Write down who looks at the track of a round; its guard sees that on his phone."""
    if not Track.objects.filter(round=round).exists():
        return Refusal("patrol.no_track", _("No track is kept of this round: none was measured, or thirty days are over."))
    announce(TrackSeen(round=round.pk, of_person=round.guard_id), subject=round)
    return round
