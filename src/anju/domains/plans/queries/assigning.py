"""Who the plan's sentences are given to."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from anju.domains.people.queries import ROLES, Person, people_with_role
from anju.kernel.models import Scope

from ..models import Clause, Plan
from .living import confirmed

STAFF = tuple(code for code, role in ROLES.items() if role.surface in ("guard", "office", "control_room"))


def staff_of(scope: Scope) -> QuerySet[Person]:
    """Everybody who works here today."""
    ids = {person.pk for role in STAFF for person in people_with_role(scope, role)}
    return Person.objects.filter(pk__in=ids).order_by("name")


def roles_above(role: str) -> list[str]:
    """The roles whose holders may fill a post of this role."""
    return [code for code, one in ROLES.items() if role in one.stands_in_for]


def unassigned(plan: Plan) -> QuerySet[Clause]:
    """Sentences in force without a squad, an employee or a day."""
    return confirmed(plan).filter(Q(squad=None) | Q(assignee=None) | Q(due_on=None))


def assigned_to(person: Person) -> QuerySet[Clause]:
    """What the plans in force give to somebody, the next day first."""
    found = Clause.objects.filter(assignee=person, plan__state="active").select_related("plan", "squad")
    return found.order_by("due_on", "position")
