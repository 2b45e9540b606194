"""Leave is asked for, decided by somebody else, and makes the shifts free that fall into it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.people import actions as people
from anju.domains.people.queries import STAFF, Holding
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import queries
from ..codes import LEADERS, LEAVES
from ..events import LeaveAsked, LeaveDecided, LeaveWithdrawn
from ..models import Leave
from ..rules import attending as rules
from .holding import held, leads, nobody

DECIDERS = (*LEADERS, "headquarters")


@action(title=_("Ask for leave"), posts=STAFF, event=LeaveAsked, offline=True)
def ask_leave(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=LEAVES)],
    start_at: Annotated[datetime, Field(_("Start"))],
    end_at: Annotated[datetime, Field(_("End"))],
    reason: Annotated[str, Field(_("Reason"), max_length=200)],
    by: Actor,
    at: datetime | None = None,
) -> Leave | Refusal:
    """Ask not to work for some time. Nothing changes before it is approved."""
    if no := nobody(by):
        return no
    open_ones = Leave.objects.filter(scope=scope, person_id=by.person, state__in=("asked", "approved"), start_at__lt=end_at, end_at__gt=start_at)
    if no := rules.may_ask_leave(start_at=start_at, end_at=end_at, at=at, overlaps=open_ones.exists(), reason=reason):
        return no
    one = Leave(scope=scope, person_id=by.person, kind=kind, start_at=start_at, end_at=end_at, reason=reason.strip(), asked_at=at)
    one.save()
    announce(LeaveAsked(leave=one.id, of_person=by.person, kind=kind, start_at=start_at, end_at=end_at, reason=one.reason), subject=one, person=by.person)
    return one


@action(title=_("Decide on the leave"), posts=DECIDERS, event=LeaveDecided, allowed_from=("asked",), second_to=("workforce.ask_leave",))
def decide_leave(
    leave: Leave,
    *,
    is_approved: Annotated[bool, Field(_("Approved"))] = False,
    note: Annotated[str, Field(_("Note"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Leave | Refusal:
    """Approve or refuse. Approved leave releases the shifts in it, which then need a stand-in; nobody decides his own."""
    one, terms = held(leave), queries.terms_of(leave.scope)
    is_proxy = terms.leave_approver_id is not None and by.person != terms.leave_approver_id
    no = nobody(by) or rules.may_decide_leave(
        state=one.state, is_own=by.person == one.person_id, is_proxy=is_proxy, note=note, approver=str(terms.leave_approver or "")
    )
    if no:
        return no
    one.state, one.decided_by_id, one.decided_at = "approved" if is_approved else "refused", by.person, at
    one.is_proxy, one.decision_note = is_proxy, note.strip()
    one.save(update_fields=["state", "decided_by", "decided_at", "is_proxy", "decision_note"])
    released = _release(one, by, at) if is_approved else 0
    if isinstance(released, Refusal):
        return released
    event = LeaveDecided(leave=one.id, of_person=one.person_id, is_approved=is_approved, is_proxy=is_proxy, released=released, note=one.decision_note)
    announce(event, subject=one, person=one.person_id)
    return one


def _release(one: Leave, by: Actor, at: datetime) -> int | Refusal:
    held_then = Holding.objects.filter(scope=one.scope, person_id=one.person_id, state="published", start_at__lt=one.end_at, end_at__gt=max(one.start_at, at))
    rows = list(held_then.order_by("start_at")[:200])
    for holding in rows:
        released = people.release_post(holding, reason=one.get_kind_display(), by=by, at=at)
        if isinstance(released, Refusal):
            return released
    return len(rows)


@action(title=_("Withdraw the leave"), posts=STAFF, event=LeaveWithdrawn, allowed_from=("asked", "approved"), offline=True, confirm=True)
def withdraw_leave(leave: Leave, *, by: Actor, at: datetime | None = None) -> Leave | Refusal:
    """Take the wish back. Shifts that were released meanwhile are given out anew by the leader."""
    one = held(leave)
    no = rules.may_withdraw(is_own=by.person == one.person_id, leads=leads(by, one.scope), is_over=one.state not in ("asked", "approved") or one.end_at <= at)
    if no:
        return no
    one.state = "withdrawn"
    one.save(update_fields=["state"])
    announce(LeaveWithdrawn(leave=one.id, of_person=one.person_id), subject=one)
    return one
