"""Who the plan's sentences are given to."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from anju.domains.people.queries import ROLES, Person

from ..models import Clause, Plan
from .living import confirmed


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
