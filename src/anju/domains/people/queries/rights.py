"""Who holds which role where. These functions decide what a view may be, so they read past it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Q, QuerySet, Value

from anju.kernel import clock, permissions
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

from ..models import Account, Membership, Ownership, Person, Residency
from ..models.terms import current
from ..roles import STAFF

Role = tuple[UUID, str]

# What `_roles` asks through the ORM for many persons, said in plain SQL for the one who acts: every page and every action asks it.
_HELD_ON = "person_id = %s AND ended_at IS NULL AND since_on <= %s AND (until_on IS NULL OR until_on >= %s) AND scope_id"
_POSTS = f"""
SELECT role FROM people_membership WHERE {_HELD_ON} IN ({{above}})
UNION SELECT 'owner' FROM people_ownership WHERE {_HELD_ON} = %s
UNION SELECT 'resident' FROM people_residency WHERE {_HELD_ON} = %s"""
_WITH_ACCOUNT = "SELECT role FROM ({posts}) AS held WHERE EXISTS (SELECT 1 FROM people_account WHERE id = %s AND person_id = %s AND is_active)"


def lineage(scope: Scope) -> list[UUID]:
    """The ids of the scopes from the top down to this one, read from its path."""
    return [UUID(hex=part) for part in scope.path.strip("/").split("/")]


def posts_of(actor: Actor, scope: Scope) -> frozenset[str]:
    """The roles that a signed-in actor holds in a scope or above it on the scope's business date. One query."""
    if actor.kind != "account" or actor.person is None:
        return frozenset()
    database = connections[DEFAULT_DB_ALIAS]
    key = (lambda id: id) if database.features.has_native_uuid_field else (lambda id: id and id.hex)
    above = [key(id) for id in lineage(scope)]
    on = database.ops.adapt_datefield_value(clock.today(scope))
    whose, here = [key(actor.person), on, on], key(scope.id)
    statement = _WITH_ACCOUNT.format(posts=_POSTS.format(above=", ".join(["%s"] * len(above))))
    with database.cursor() as cursor:
        cursor.execute(statement, [*whose, *above, *whose, here, *whose, here, key(actor.id), key(actor.person)])
        return frozenset(role for (role,) in cursor.fetchall())


def roles_of(scope: Scope, persons: Iterable[UUID], *, on: date | None = None) -> dict[UUID, frozenset[str]]:
    """The roles that these persons hold in a scope or above it, by person id. One query."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for person, role in _roles(Q(person_id__in=list(persons)), scope, on or clock.today(scope)):
        found[person].add(role)
    return {person: frozenset(roles) for person, roles in found.items()}


def _roles(whose: Q, scope: Scope, on: date) -> QuerySet:
    """(person id, role) rows: memberships in the scope and above, and what follows from homes in the scope itself."""
    at_home = whose & Q(scope_id=scope.id) & current(on)
    members = Membership.everywhere.filter(whose & Q(scope_id__in=lineage(scope)) & current(on)).values_list("person_id", "role")
    owners = Ownership.everywhere.filter(at_home).annotate(of=Value("owner")).values_list("person_id", "of")
    residents = Residency.everywhere.filter(at_home).annotate(of=Value("resident")).values_list("person_id", "of")
    return members.union(owners, residents)


def people_with_role(scope: Scope, role: str, *, on: date | None = None) -> QuerySet[Person]:
    """Everybody who holds a role in the scope or above it on a day (today if none is given), by name."""
    day = on or clock.today(scope)
    members = Membership.everywhere.filter(current(day), scope_id__in=lineage(scope), role=role).values("person_id")
    fits = Q(pk__in=members)
    for derived, home in (("owner", Ownership), ("resident", Residency)):
        if role == derived:
            fits |= Q(pk__in=home.everywhere.filter(current(day), scope_id=scope.id).values("person_id"))
    return Person.everywhere.filter(fits).order_by("name", "pk")


def working_here(*scopes: Scope, on: date | None = None) -> QuerySet[Person]:
    """Everybody in view who holds a working role on a day (today) in one of these scopes or above it, by name; without scopes, in those in view.

    A form offers it as it stands: `Field(query=working_here)`.
    """
    working = _working(scopes or Scope.objects.filter(pk__in=view.current()), on)
    return Person.objects.filter(pk__in=working.values("person_id")).order_by("name", "pk")


def staff_of(scope: Scope) -> set[UUID]:
    """Who works here today, in the scope or above it, also of whom nothing else is in view."""
    return set(_working([scope], None).values_list("person_id", flat=True))


def _working(scopes: Iterable[Scope], on: date | None) -> QuerySet[Membership]:
    holds = Q(pk__in=[])
    for scope in scopes:
        holds |= current(on or clock.today(scope)) & Q(scope_id__in=lineage(scope))
    return Membership.everywhere.filter(holds, role__in=STAFF)


def scopes_with_roles(person: UUID) -> list[tuple[Scope, str]]:
    """Each scope in which a person holds a role today, with the role; one row a role."""
    found: list[tuple[Scope, str]] = []
    for home, derived in ((Membership, None), (Ownership, "owner"), (Residency, "resident")):
        for term in home.everywhere.filter(person_id=person, ended_at=None).select_related("scope"):
            day = clock.today(term.scope)
            if term.since_on <= day and (term.until_on is None or term.until_on >= day):
                found.append((term.scope, derived or term.role))
    return list(dict.fromkeys(found))


def scopes_of(account: Account) -> QuerySet[Scope]:
    """The organisations and communities that an account may enter: where its person holds a role, and all below."""
    if not account.is_active or account.person_id is None:
        return Scope.objects.none()
    reach = Q(pk__in=[])
    for scope, _role in scopes_with_roles(account.person_id):
        reach |= Q(path__startswith=scope.path)
    return Scope.objects.filter(reach).order_by("kind", "name", "pk")


def communities_of(account: Account) -> QuerySet[Scope]:
    """The communities that an account may enter, by name: what the switcher offers."""
    return scopes_of(account).filter(kind="community")


def may_enter(actor: Actor, scope: Scope) -> bool:
    """Whether the actor holds any role in the scope or above it."""
    return bool(permissions.posts_of(actor, scope))
