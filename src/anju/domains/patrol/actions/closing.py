"""The clock's verbs: what nobody walked is missed; what was raised for a time ends; and where guards were is erased after thirty days."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from anju.kernel import clock
from anju.kernel.actions import action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import RoundMissed, TracksErased
from ..models import Round, RoundPoint, Scan, Track
from ..rules.tracks import KEPT_DAYS
from .holding import about, held_round
from .walking import count

CHUNK = 200


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
