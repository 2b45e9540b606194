"""Where guards on shift were and are, and who looked at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from anju.domains.people.queries import Person, Presence
from anju.kernel import clock
from anju.kernel.models import Entry, Scope

from ..events import PositionsSeen, TrackSeen
from ..models import Checkpoint, Round, Track
from ..rules import tracks as rules

FRESH = timedelta(minutes=10)
MOST_LOOKS = 50


@dataclass(frozen=True)
class Position:
    """The last that the phone of somebody on post told; `spot` in metres on the plan of the community, where it can be known."""

    person: Person
    post: str
    at: datetime
    accuracy_m: int
    spot: tuple[float, float] | None
    plan: UUID | None


def positions(scope: Scope, at: datetime | None = None) -> list[Position]:
    """Who stands on a post now and told a position in the last ten minutes; nobody on a break, nobody off shift. Three queries."""
    moment = at or clock.now()
    there = {one.person_id: one for one in Presence.objects.filter(scope=scope, until_at=None).select_related("post", "person")}
    newest: dict[UUID, tuple[datetime, list[float]]] = {}
    for track in Track.objects.filter(scope=scope, person__in=there, start_at__gte=moment - rules.LONGEST).order_by("start_at"):
        told_at = track.start_at + timedelta(seconds=track.points[-1][0])
        if told_at >= max(moment - FRESH, there[track.person_id].since_at):
            newest[track.person_id] = (told_at, track.points[-1])
    if not newest:
        return []
    plan, laid = laid_on_plan(scope)
    return [
        Position(there[key].person, there[key].post.name, told_at, round(row[3]), laid.to_plan(row[1], row[2]) if laid else None, plan)
        for key, (told_at, row) in newest.items()
    ]


def laid_on_plan(scope: Scope) -> tuple[UUID | None, rules.Laid | None]:
    """The plan on which most points lie whose position on the earth is known too, and how the earth lies on it."""
    known = Checkpoint.objects.filter(scope=scope, state="in_use", plan__isnull=False, x_m__isnull=False, latitude__isnull=False)
    rows = list(known.values_list("plan", "latitude", "longitude", "x_m", "y_m"))
    if not rows:
        return None, None
    plans = [row[0] for row in rows]
    plan = max(plans, key=plans.count)
    return plan, rules.laid([row[1:] for row in rows if row[0] == plan])


def flat(home: tuple[float, float]) -> Callable[[float, float], tuple[float, float]]:
    """Turns (latitude, longitude) into metres east and north of home."""

    def metres(latitude: float, longitude: float) -> tuple[float, float]:
        spot = rules.flat(home, latitude, longitude)
        return spot.real, spot.imag

    return metres


def own_tracks(scope: Scope, person: UUID) -> QuerySet[Track]:
    """What is kept of where somebody was, newest first."""
    return Track.objects.filter(scope=scope, person=person).select_related("round").order_by("-start_at")


def tracks_of(round: Round) -> list[Track]:
    """The pieces of a round's track, in the order of time."""
    return list(Track.objects.filter(round=round).select_related("person").order_by("start_at"))


def looks_at(scope: Scope, person: UUID) -> list[tuple[datetime, Any]]:
    """When somebody's position or track was looked at in the last thirty days, and under which account; newest first."""
    since = clock.now() - timedelta(days=rules.KEPT_DAYS)
    rows = Entry.objects.filter(scope=scope, name__in=(PositionsSeen.name, TrackSeen.name), at__gte=since).order_by("-id")[:500]
    mine = [one for one in rows if str(person) in one.payload.get("people", ()) or one.payload.get("of_person") == str(person)]
    return [(one.at, one.actor_id) for one in mine[:MOST_LOOKS]]


def was_noted(scope: Scope, account: UUID, people: list[UUID], at: datetime) -> bool:
    """Whether this account's look at all these people was written down within the last ten minutes: a page that stays open is one look."""
    rows = Entry.objects.filter(scope=scope, name=PositionsSeen.name, actor_id=account, at__gt=at - FRESH).values_list("payload", flat=True)
    return {str(one) for one in people} <= {one for payload in rows for one in payload["people"]}
