from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel import clock, permissions
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import queries, roles
from ..events import RoleEnded, RoleGranted, RoleNamed
from ..models import Membership, Person, RoleName
from ..rules import homes as terms

GRANTERS = ("project_manager", "headquarters")


@action(title=_("Grant a role"), posts=GRANTERS, event=RoleGranted)
def grant_role(
    scope: Scope,
    *,
    person: Annotated[Person, Field(_("Person"))],
    role: Annotated[str, Field(_("Role"), choices=roles.GRANTABLE)],
    since_on: Annotated[date | None, Field(_("Starts on"))] = None,
    until_on: Annotated[date | None, Field(_("Ends on"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Membership | Refusal:
    """Give a person a role here and in all that lies below. It takes effect with the person's next step."""
    since_on = since_on or clock.local(scope, at).date()
    if not _is_reachable(scope, person):
        return Refusal("people.elsewhere", _("This person belongs to another organisation. Register the person here first."))
    Person.everywhere.select_for_update().get(pk=person.pk)
    if no := _may_give(scope, person, role, by, since_on) or terms.may_last(since_on, until_on):
        return no
    membership = Membership(scope=scope, person=person, role=role, since_on=since_on, until_on=until_on)
    membership.save()
    granted = RoleGranted(membership=membership.id, of_person=person.id, role=role, since_on=since_on, until_on=until_on)
    announce(granted, subject=membership)
    return membership


def _is_reachable(scope: Scope, person: Person) -> bool:
    """People of this scope, of those above and below it, and those who hold a role here already."""
    home = person.scope
    return scope.path.startswith(home.path) or home.path.startswith(scope.path) or Person.objects.filter(pk=person.pk).exists()


def _may_give(scope: Scope, person: Person, role: str, by: Actor, on: date) -> Refusal | None:
    here = Membership.objects.filter(scope=scope, person=person, ended_at=None).exclude(until_on__lt=on)
    given = frozenset(here.values_list("role", flat=True))
    return roles.may_give(
        role,
        granter=frozenset() if by.is_system else permissions.posts_of(by, scope),
        is_system=by.is_system,
        is_self=by.person == person.pk,
        given=given,
        held=given | queries.roles_of(scope, [person.pk], on=on).get(person.pk, frozenset()),
        scope_kind=scope.kind,
    )


@action(title=_("End a role"), posts=GRANTERS, event=RoleEnded, confirm=True)
def end_role(
    membership: Membership, *, reason: Annotated[str, Field(_("Reason"), max_length=200)] = "", by: Actor, at: datetime | None = None
) -> Membership | Refusal:
    """Take a role away at once."""
    membership = Membership.objects.select_for_update(of=("self",)).select_related("scope").get(pk=membership.pk)
    if no := terms.may_end(ended=membership.ended_at is not None) or _may_take_away(membership, by):
        return no
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    ended = RoleEnded(membership=membership.id, of_person=membership.person_id, role=membership.role, reason=reason)
    announce(ended, subject=membership)
    return membership


def _may_take_away(membership: Membership, by: Actor) -> Refusal | None:
    granted_by = roles.ROLES[membership.role].granted_by
    if by.is_system or permissions.posts_of(by, membership.scope) & set(granted_by):
        return None
    return Refusal("people.role_not_yours", _("Only %(who)s may give the role “%(role)s”."), who=roles.labels(granted_by), role=roles.ROLES[membership.role].label)


@action(title=_("Name a role"), posts=GRANTERS, event=RoleNamed)
def name_role(
    scope: Scope,
    *,
    role: Annotated[str, Field(_("Role"), choices=roles.CHOICES)],
    label: Annotated[str, Field(_("Is called"), max_length=20)],
    by: Actor,
    at: datetime | None = None,
) -> RoleName | Refusal:
    """Choose what a role is called here, such as 秩序维护员 for a guard."""
    if role not in roles.ROLES or not label.strip():
        return Refusal("people.needs_name", _("A name is needed."))
    named, _made = RoleName.objects.get_or_create(scope=scope, role=role, defaults={"label": label, "created_at": at})
    named.label = label.strip()
    named.save(update_fields=["label"])
    announce(RoleNamed(role=role, label=named.label), subject=named)
    return named
