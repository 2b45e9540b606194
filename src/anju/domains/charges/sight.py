"""Whose money somebody may look at: his own, and that of the home he owns or belongs to as family; a tenant does not see his landlord's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q

from anju.domains.people.queries import current_owners, current_residents
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.permissions import posts_of

from .kinds import DWELLERS

BELONGING = ("owner", "family")


def homes_of_person(person: UUID, scope: Scope) -> set[UUID]:
    """The dwellings he owns, or lives in as the owner or his family."""
    owned = current_owners(scope).filter(person=person).values_list("dwelling_id", flat=True)
    lived_in = current_residents(scope).filter(person=person, relation__in=BELONGING).values_list("dwelling_id", flat=True)
    return {*owned, *lived_in}


def his(person: UUID, scope: Scope) -> Q:
    """The rows with a `payer` and a `place` that concern this person: earlier owners' bills are not among them."""
    homes = homes_of_person(person, scope)
    owners = set(current_owners(scope).filter(dwelling__in=homes).values_list("person_id", flat=True))
    return Q(payer=person) | Q(place__in=homes, payer=None) | Q(place__in=homes, payer__in=owners)


def may_touch(record: Any, by: Actor) -> bool:
    """Staff for everybody, others for what concerns them."""
    if by.is_system or posts_of(by, record.scope) - set(DWELLERS):
        return True
    return by.person is not None and type(record).objects.filter(his(by.person, record.scope), pk=record.pk).exists()
