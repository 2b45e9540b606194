"""What a role may do in a scope: changed with a reason, and by a second person where it is sensitive."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel import permissions
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import queries, roles
from ..events import RightsAsked, RightsConfirmed, RightsRefused
from ..models import RightsChange
from ..rules import rights as rules
from ..states import RightsState

Names = Annotated[list[str], Field(_("Permissions"))]
Reason = Annotated[str, Field(_("Reason"), max_length=200)]


@action(title=_("Change the rights of a role"), posts=("project_manager",), event=RightsAsked)
def ask_rights(
    scope: Scope,
    *,
    post: Annotated[str, Field(_("Role"), choices=roles.CHOICES)],
    granted: Annotated[list[str], Field(_("May do from now on"))] = [],  # noqa: B006 - read only
    withdrawn: Annotated[list[str], Field(_("May no longer do"))] = [],  # noqa: B006 - read only
    reason: Reason,
    by: Actor,
    at: datetime | None = None,
) -> RightsChange | Refusal:
    """Give permissions to a role here or take them away. It takes effect at once; what is sensitive waits for headquarters."""
    Scope.objects.select_for_update().get(pk=scope.pk)
    if not reason.strip():
        return Refusal("people.needs_reason", _("Not saved: say why. The reason stands in the record."))
    wish = wish_for(scope, post, frozenset(granted), frozenset(withdrawn))
    if no := rules.may_change(wish):
        return no
    granted, withdrawn = sorted(wish.granted - wish.held), sorted(wish.withdrawn & wish.held)
    change = RightsChange(scope=scope, post=post, granted=granted, withdrawn=withdrawn, reason=reason.strip(), asked_by_id=by.person, created_at=at)
    waits = any(rules.is_sensitive(name, post=post, pairs=permissions.pairs, dangerous=queries.dangerous()) for name in granted)
    change.state = RightsState.waiting if waits else RightsState.applied
    change.save()
    if not waits:
        _apply(change)
    announce(RightsAsked(change=change.id, post=post, granted=granted, withdrawn=withdrawn, is_waiting=waits, reason=change.reason), subject=change)
    return change


@action(title=_("Agree to the change"), posts=("headquarters",), event=RightsConfirmed, allowed_from=("waiting",), second_to=("people.ask_rights",))
def confirm_rights(change: RightsChange, *, by: Actor, at: datetime | None = None) -> RightsChange | Refusal:
    """Agree as the second person. The role holds its new rights with its next step."""
    change = RightsChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if no := _may_decide(change, by):
        return no
    wish = wish_for(change.scope, change.post, frozenset(change.granted), frozenset(change.withdrawn))
    if no := rules.may_change(wish):
        return no
    _apply(change)
    _decide(change, RightsState.applied, by, at)
    announce(RightsConfirmed(change=change.id, post=change.post), subject=change)
    return change


@action(title=_("Refuse the change"), posts=("headquarters",), event=RightsRefused, allowed_from=("waiting",))
def refuse_rights(change: RightsChange, *, reason: Reason, by: Actor, at: datetime | None = None) -> RightsChange | Refusal:
    """Refuse what was asked for; the role keeps the rights it has."""
    change = RightsChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if no := _may_decide(change, by):
        return no
    _decide(change, RightsState.refused, by, at)
    announce(RightsRefused(change=change.id, post=change.post, reason=reason), subject=change)
    return change


def _may_decide(change: RightsChange, by: Actor) -> Refusal | None:
    is_own = by.person is not None and by.person == change.asked_by_id
    return rules.may_decide(is_waiting=change.state == RightsState.waiting, is_own=is_own)


def _decide(change: RightsChange, state: str, by: Actor, at: datetime) -> None:
    change.state, change.decided_by_id, change.decided_at = state, by.person, at
    change.save(update_fields=["state", "decided_by", "decided_at"])


def _apply(change: RightsChange) -> None:
    permissions.write_grants(change.scope, change.post, dict.fromkeys(change.granted, True) | dict.fromkeys(change.withdrawn, False))


def wish_for(scope: Scope, post: str, granted: frozenset[str], withdrawn: frozenset[str]) -> rules.Wish:
    """The wish with all that it is judged by."""
    holders = permissions.all_holders(scope)
    held = frozenset(name for name, posts in holders.items() if post in posts)
    everyone = frozenset(name for name, posts in holders.items() if permissions.ANYONE in posts)
    return rules.Wish(post, granted, withdrawn, held, frozenset(holders), everyone, frozenset(permissions.pairs))
