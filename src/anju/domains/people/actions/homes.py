from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import OwnershipAdded, OwnershipEnded, ResidencyAdded, ResidencyEnded
from ..models import Ownership, Person, Residency
from ..models.terms import current
from ..rules import homes as rules
from ..states import RELATIONS

DESK = ("front_desk", "project_manager")
Since = Annotated[date | None, Field(_("Starts on"))]
Until = Annotated[date | None, Field(_("Ends on"))]


def _is_here(scope: Scope, dwelling: Place, person: Person) -> Refusal | None:
    if dwelling.scope_id != scope.id:
        return Refusal("people.dwelling_elsewhere", _("This dwelling belongs to another community. Choose one of this community."))
    if person.scope_id != scope.id and not Person.objects.filter(pk=person.pk).exists():
        return Refusal("people.elsewhere", _("This person belongs to another organisation. Register the person here first."))
    return None


@action(title=_("Add an ownership"), posts=DESK, event=OwnershipAdded)
def add_ownership(
    scope: Scope,
    *,
    dwelling: Annotated[Place, Field(_("Dwelling"))],
    person: Annotated[Person, Field(_("Owner"))],
    share: Annotated[Decimal, Field(_("Share"), minimum=0, maximum=1, help=_("1 is the whole, 0.5 a half"))] = Decimal(1),
    since_on: Since = None,
    by: Actor,
    at: datetime | None = None,
) -> Ownership | Refusal:
    """Record that a person owns a share of a dwelling. The role of an owner follows from it."""
    if no := _is_here(scope, dwelling, person):
        return no
    since_on = since_on or clock.local(scope, at).date()
    Place.objects.select_for_update().get(pk=dwelling.pk)
    others = Ownership.objects.filter(dwelling=dwelling, ended_at=None).exclude(until_on__lt=since_on)
    is_owner = any(one.person_id == person.pk for one in others)
    if no := rules.may_own(kind=dwelling.kind, share=share, others=[one.share for one in others], is_owner=is_owner):
        return no
    ownership = Ownership(scope=scope, dwelling=dwelling, person=person, share=share, since_on=since_on)
    ownership.save()
    announce(OwnershipAdded(ownership=ownership.id, dwelling=dwelling.id, of_person=person.id, share=str(share)), subject=ownership)
    return ownership


@action(title=_("End an ownership"), posts=DESK, event=OwnershipEnded, confirm=True)
def end_ownership(ownership: Ownership, *, by: Actor, at: datetime | None = None) -> Ownership | Refusal:
    """Record that a person owns the share no more."""
    if no := rules.may_end(ended=ownership.ended_at is not None):
        return no
    ownership.ended_at = at
    ownership.save(update_fields=["ended_at"])
    ended = OwnershipEnded(ownership=ownership.id, dwelling=ownership.dwelling_id, of_person=ownership.person_id)
    announce(ended, subject=ownership)
    return ownership


@action(title=_("Add a resident"), posts=DESK, event=ResidencyAdded)
def add_residency(
    scope: Scope,
    *,
    dwelling: Annotated[Place, Field(_("Dwelling"))],
    person: Annotated[Person, Field(_("Resident"))],
    relation: Annotated[str, Field(_("Relation"), choices=RELATIONS)],
    since_on: Since = None,
    until_on: Until = None,
    by: Actor,
    at: datetime | None = None,
) -> Residency | Refusal:
    """Record that a person lives in a dwelling. The role of a resident follows from it."""
    if no := _is_here(scope, dwelling, person):
        return no
    since_on = since_on or clock.local(scope, at).date()
    Place.objects.select_for_update().get(pk=dwelling.pk)
    lives_there = Residency.objects.filter(dwelling=dwelling, person=person, ended_at=None).exclude(until_on__lt=since_on).exists()
    is_owner = Ownership.objects.filter(current(since_on), dwelling=dwelling, person=person).exists()
    if no := rules.may_live(kind=dwelling.kind, relation=relation, lives_there=lives_there, is_owner=is_owner) or rules.may_last(since_on, until_on):
        return no
    residency = Residency(scope=scope, dwelling=dwelling, person=person, relation=relation, since_on=since_on, until_on=until_on)
    residency.save()
    announce(ResidencyAdded(residency=residency.id, dwelling=dwelling.id, of_person=person.id, relation=relation), subject=residency)
    return residency


@action(title=_("End a residency"), posts=DESK, event=ResidencyEnded, confirm=True)
def end_residency(residency: Residency, *, by: Actor, at: datetime | None = None) -> Residency | Refusal:
    """Record that a person has moved out."""
    if no := rules.may_end(ended=residency.ended_at is not None):
        return no
    residency.ended_at = at
    residency.save(update_fields=["ended_at"])
    ended = ResidencyEnded(residency=residency.id, dwelling=residency.dwelling_id, of_person=residency.person_id)
    announce(ended, subject=residency)
    return residency
