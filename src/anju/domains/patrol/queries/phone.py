"""What a guard's phone shows: his round now, what was wrong at a point the last time."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from anju.domains.people.queries import Person, holding_of, presence_of
from anju.kernel.models import Scope

from ..models import Finding, Round

AHEAD, BEHIND = timedelta(hours=8), timedelta(hours=12)


def mine(scope: Scope, person: UUID | None, at: datetime) -> Round | None:
    """The round that somebody walks, or the next one that is his: given to him, or to the post he is on, or to nobody."""
    if person is None:
        return None
    near = Round.objects.filter(scope=scope, executor="guard").select_related("version__route", "scheme")
    running = near.filter(guard=person, state="running", ends_at__gt=at - BEHIND).order_by("starts_at").first()
    if running is not None:
        return running
    post, until = _stands(person, at)
    his = Q(guard=person) | Q(guard=None, starts_at__lt=until) & (Q(post=None) | Q(post=post))
    waiting = near.filter(his, Q(state="planned") | Q(state="missed", started_at=None), starts_at__lt=at + AHEAD, ends_at__gt=at)
    return waiting.order_by("starts_at", "number").first()


def _stands(person: UUID, at: datetime) -> tuple[UUID | None, datetime]:
    """The post somebody is at, and when his shift ends; a round that begins later is somebody else's."""
    who = Person.objects.filter(pk=person).first()
    there, held = (presence_of(who), holding_of(who, at)) if who else (None, None)
    post = there.post_id if there else held.post_id if held else None
    return post, held.end_at if held else at + AHEAD


def last_fault(scope: Scope, points: list[UUID]) -> dict[UUID, Finding]:
    """The newest finding of each point. One query."""
    found: dict[UUID, Finding] = {}
    for one in Finding.objects.filter(scope=scope, checkpoint__in=points).select_related("case").order_by("found_at"):
        found[one.checkpoint_id] = one
    return found

