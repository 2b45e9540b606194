"""The clock's verbs: what nobody walked is missed; what was raised for a time ends; and where guards were is erased after thirty days."""

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

from ..events import RoundMissed, TrackRecorded, TracksErased
from ..models import Round, RoundPoint, Scan, Track
from ..rules.scanning import is_position
from .holding import WALKERS, about, held_round
from .walking import count

KEPT_DAYS, CHUNK = 30, 200
MOST_POINTS, LONGEST = 2000, timedelta(hours=14)


@action(title=_("Close what is over"), posts=(), event=RoundMissed)
def close_round(round: Round, *, by: Actor, at: datetime | None = None) -> Round | Refusal:
    """A round whose time is over: points that nobody visited are missed; one that nobody began is missed as a whole."""
    one = held_round(round)
    if one.state not in ("planned", "running") or one.ends_at > at:
        return Refusal("patrol.not_over", _("Not closed: this round is not over, or it was closed before."))
    waiting = RoundPoint.objects.filter(round=one, state="waiting")
    is_begun = one.state == "running"
    if is_begun and not waiting.exists() and one.ends_at + timedelta(hours=24) > at:
        return Refusal("patrol.not_over", _("Not closed: this round is not over, or it was closed before."))
    waiting.update(state="missed")
    if not is_begun or one.ends_at + timedelta(hours=24) <= at:
        one.state = "missed"
    count(one, list(RoundPoint.objects.filter(round=one)))
    one.save()
    announce(RoundMissed(**about(one), points=one.point_count, missed=one.missed_count, is_begun=is_begun), subject=one)
    return one


@action(title=_("Keep the track"), posts=WALKERS, event=TrackRecorded, offline=True, allowed_from=("running", "finished"))
def record_track(
    round: Round,
    *,
    start_at: Annotated[datetime, Field(_("Start"))],
    points: Annotated[dict, Field(_("Positions (JSON): {\"at\": [[seconds, latitude, longitude, metres], …]}"))],
    by: Actor,
    at: datetime | None = None,
) -> Track | Refusal:
    """Keep where the phone was during one's own round. What was measured off post, or outside the round, is left out and never stored."""
    one = held_round(round)
    if one.started_at is None or one.guard_id != by.person or by.person is None:
        return Refusal("patrol.not_your_track", _("Not kept: a track belongs to the guard of a round that has begun."))
    rows = _rows(points)
    if rows is None or not rows or len(rows) > MOST_POINTS:
        return Refusal("patrol.bad_track", _("Not kept: a track has 1 to %(most)s positions."), most=MOST_POINTS)
    on_post = _on_post(one, by, start_at)
    kept = [row for row in rows if any(begin <= start_at + timedelta(seconds=row[0]) < end for begin, end in on_post)]
    if not kept:
        return Refusal("patrol.off_post", _("Not kept: all of it was measured off post or outside the round."))
    made = Track(
        scope=one.scope, round=one, person_id=by.person, start_at=start_at, received_at=clock.now(), points=kept, left_out=len(rows) - len(kept),
        erase_on=clock.local(one.scope, start_at).date() + timedelta(days=KEPT_DAYS),
    )  # fmt: skip
    made.save()
    announce(TrackRecorded(track=made.pk, round=one.pk, points=len(kept), left_out=made.left_out), subject=one)
    return made


def _rows(points: Any) -> list[list[float]] | None:
    try:
        rows = [[float(part) for part in row] for row in points["at"]]
    except (KeyError, TypeError, ValueError):
        return None
    is_good = all(len(row) == 4 and 0 <= row[0] < LONGEST.total_seconds() and is_position(row[1], row[2]) and 0 <= row[3] < 1_000_000 for row in rows)
    return rows if is_good else None


def _on_post(one: Round, by: Actor, start_at: datetime) -> list[tuple[datetime, datetime]]:
    """When the guard was on a post during the round: a break is no time on post."""
    begin, end = one.started_at, one.finished_at or start_at + LONGEST
    there = Presence.objects.filter(scope=one.scope, person=by.person, since_at__lt=end).order_by("since_at")
    spans = [(max(begin, each.since_at), min(end, each.until_at or end)) for each in there]
    return [(since, until) for since, until in spans if since < until]


@action(title=_("Erase old tracks"), posts=(), event=TracksErased)
def erase_tracks(scope: Scope, *, by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """Destroy the positions of guards that are older than thirty days, at most 200 of each at a time; distances stay."""
    today = clock.local(scope, at).date()
    tracks = list(Track.objects.filter(scope=scope, erase_on__lte=today).order_by("erase_on").values_list("pk", flat=True)[:CHUNK])
    old = at - timedelta(days=KEPT_DAYS)
    scans = list(Scan.objects.filter(scope=scope, at__lt=old, latitude__isnull=False).values_list("pk", flat=True)[:CHUNK])
    if not tracks and not scans:
        return Refusal("patrol.nothing_to_erase", _("Nothing is older than thirty days."))
    Track.objects.filter(pk__in=tracks).delete()
    Scan.objects.filter(pk__in=scans).update(latitude=None, longitude=None)
    announce(TracksErased(tracks=len(tracks), positions=len(scans)), subject=scope)
    return scope
