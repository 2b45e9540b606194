from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from anju.kernel import clock
from anju.kernel.models import Scope

from ..models import Ownership, Person, Residency
from ..models.terms import current


def _day(record, on: date | None) -> date:
    return on or clock.today(record.scope)


def owners_of(dwelling, *, on: date | None = None) -> QuerySet[Ownership]:
    """Who owns a dwelling, with the shares; persons come along."""
    return Ownership.objects.filter(current(_day(dwelling, on)), dwelling=dwelling).select_related("person").order_by("-share", "pk")


def residents_of(dwelling, *, on: date | None = None) -> QuerySet[Residency]:
    """Who lives in a dwelling; persons come along."""
    return Residency.objects.filter(current(_day(dwelling, on)), dwelling=dwelling).select_related("person").order_by("since_on", "pk")


def dwellings_of(person: Person, scope: Scope) -> dict[UUID, str]:
    """The dwellings that a person owns or lives in, with their full names. Two queries."""
    day, found = clock.today(scope), {}
    for home in (Ownership, Residency):
        rows = home.objects.filter(current(day), scope=scope, person=person)
        found.update(rows.values_list("dwelling_id", "dwelling__full_name"))
    return found


def current_owners(scope: Scope) -> QuerySet[Ownership]:
    """All ownerships of a community today: the electorate."""
    return Ownership.objects.filter(current(clock.today(scope)), scope=scope).select_related("person", "dwelling")


def current_residents(scope: Scope) -> QuerySet[Residency]:
    return Residency.objects.filter(current(clock.today(scope)), scope=scope).select_related("person", "dwelling")


def occupied_on(scope: Scope, on: date) -> set[UUID]:
    """The dwellings in which somebody lived on a day, as it is known now."""
    _start, end = clock.day_bounds(scope, on)
    lasted = Q(until_on=None) | Q(until_on__gte=on)
    stayed = Q(ended_at=None) | Q(ended_at__gte=end)
    return set(Residency.objects.filter(lasted & stayed, scope=scope, since_on__lte=on).values_list("dwelling_id", flat=True))


def moved_in_between(scope: Scope, first_on: date, last_on: date) -> QuerySet[Residency]:
    """Residencies that began within the days."""
    return Residency.objects.filter(scope=scope, since_on__gte=first_on, since_on__lte=last_on)

