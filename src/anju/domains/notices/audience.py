"""Who belongs to an audience at a moment, what can reach them, and what the text would give away about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from anju.domains.people import queries as people
from anju.domains.places.queries import Place
from anju.kernel.models import Scope

from .codes import HOMES
from .models import Channel
from .rules import Audience, usable_ways


@dataclass(frozen=True)
class Reach:
    """One person of an audience, with the ways that can reach him."""

    person: UUID
    ways: list[str]
    is_on_duty: bool


def people_of(scope: Scope, audience: Audience, at: datetime) -> list[UUID]:
    """The persons of an audience, each once, in the order of their ids."""
    found: set[UUID] = set()
    if "on_duty" in audience.groups:
        found |= on_duty(scope, at)
    for role in (*audience.roles, *(people.STAFF if "staff" in audience.groups else ())):
        found |= set(people.people_with_role(scope, role).values_list("pk", flat=True))
    if audience.places or set(audience.groups) & set(HOMES):
        found |= _at_home(scope, audience)
    if audience.persons:
        found |= set(people.Person.objects.filter(pk__in=audience.persons).values_list("pk", flat=True))
    return sorted(found)


def radio_for(scope: Scope, persons: Iterable[UUID], words: str) -> str:
    """The words for the radio, where anybody among the persons works here and so hears it. Nobody is looked for where there are none."""
    return words if words and not people.staff_of(scope).isdisjoint(persons) else ""


def on_duty(scope: Scope, at: datetime) -> set[UUID]:
    return {one.person.pk for one in people.on_duty(scope, at)}


def _at_home(scope: Scope, audience: Audience) -> set[UUID]:
    """Owners and residents of the places named, or of all; with places alone it is both."""
    wanted = [each for each in HOMES if each in audience.groups] or HOMES
    where = Q()
    if audience.places:
        where = Q(pk__in=[])
        for path in Place.objects.filter(scope=scope, pk__in=audience.places).values_list("path", flat=True):
            where |= Q(dwelling__path__startswith=path)
    found: set[UUID] = set()
    for group, rows in (("owners", people.current_owners), ("residents", people.current_residents)):
        if group in wanted:
            found |= set(rows(scope).filter(where).values_list("person_id", flat=True))
    return found


def channels_for(scope: Scope, level: int, *ways: str) -> list[Channel]:
    """The connected channels that carry a level, the preferred first."""
    rows = Channel.objects.filter(scope=scope, state="in_use").order_by("position", "name")
    return [one for one in rows if level in one.levels and (not ways or one.way in ways)]


def reaches(scope: Scope, persons: Sequence[UUID], *, level: int, ladder: Iterable[str], at: datetime) -> list[Reach]:
    """What can reach each of these persons. Four queries."""
    connected = {one.way for one in channels_for(scope, level)}
    with_account = set(people.Account.everywhere.filter(person_id__in=persons, is_active=True).values_list("person_id", flat=True))
    with_phone = set(people.Person.everywhere.filter(pk__in=persons).exclude(phone_index="").values_list("pk", flat=True))
    standing = on_duty(scope, at)
    return [
        Reach(one, usable_ways(ladder, has_account=one in with_account, has_phone=one in with_phone, connected=connected), one in standing)
        for one in persons
    ]


def names_near(scope: Scope) -> Iterable[str]:
    """The names that a text of this community must not hold: of its people and of the company's."""
    return people.Person.everywhere.filter(scope_id__in=[scope.id, scope.parent_id]).exclude(name="").values_list("name", flat=True)
