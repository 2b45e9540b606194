from __future__ import annotations

from django.db.models import QuerySet

from anju.domains.people.queries import ROLES, Membership, Person
from anju.kernel.models import Scope

from ..models import WorkTerms

STAFF = tuple(code for code, role in ROLES.items() if role.surface in ("guard", "office", "control_room"))


def terms_of(scope: Scope) -> WorkTerms:
    """The community's own terms of work, or the usual ones (not saved)."""
    return WorkTerms.objects.filter(scope=scope).first() or WorkTerms(scope=scope)


def colleagues() -> QuerySet[Person]:
    """Everybody in view who holds a working role, by name: whom a form offers."""
    working = Membership.everywhere.filter(role__in=STAFF, ended_at=None).values("person_id")
    return Person.objects.filter(pk__in=working).order_by("name", "pk")
