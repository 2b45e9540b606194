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
    post = _post_of(person, at)
    his = Q(guard=person) | Q(guard=None, post=None) | (Q(guard=None, post=post) if post else Q(pk=None))
    waiting = near.filter(his, Q(state="planned") | Q(state="missed", started_at=None), starts_at__lt=at + AHEAD, ends_at__gt=at)
    return waiting.order_by("starts_at", "number").first()


def _post_of(person: UUID, at: datetime) -> UUID | None:
    who = Person.objects.filter(pk=person).first()
    if who is None:
        return None
    there, held = presence_of(who), holding_of(who, at)
    return there.post_id if there else held.post_id if held else None


def last_fault(scope: Scope, points: list[UUID]) -> dict[UUID, Finding]:
    """The newest finding of each point. One query."""
    found: dict[UUID, Finding] = {}
    for one in Finding.objects.filter(scope=scope, checkpoint__in=points).select_related("case").order_by("found_at"):
        found[one.checkpoint_id] = one
    return found

