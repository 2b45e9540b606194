"""How a pass lasts longer, is made anew, or ends before or at its time."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..events import (
    PassDiscarded,
    PassExpired,
    PassExtended,
    PassOverdue,
    PassPrinted,
    PassReissued,
    PassReportedLost,
    PassRevoked,
)
from ..kinds import LAYOUTS, LEADERS, STAFF
from ..models import Custody, Pass, PassItem, PassUse
from ..rules import office as rules
from ..states import ENDED, VALID
from .asking import ISSUERS, reason_told
from .holding import about, end, held

ReasonInput = Annotated[str, Field(_("Reason"), max_length=200)]


@action(title=_("Extend"), posts=ISSUERS, event=PassExtended, allowed_from=VALID)
def extend_pass(
    permit: Pass, *, until: Annotated[datetime, Field(_("New end"))], reason: ReasonInput, by: Actor, at: datetime | None = None
) -> Pass | Refusal:
    """Let it count longer, within the longest time of its kind; its paper is made anew."""
    permit = held(permit)
    no = rules.may_extend(permit.about, permit.state, starts_at=permit.starts_at, ends_at=permit.ends_at, until=until, at=at)
    if no := no or reason_told(reason):
        return no
    before, overdue_at = permit.ends_at, permit.overdue_at
    permit.ends_at, permit.overdue_at, permit.issue = until, None, permit.issue + 1
    permit.state = "out" if permit.state == "overdue" else permit.state
    permit.save()
    Custody.objects.filter(scope=permit.scope_id, permit=permit, back_at=None).update(due_at=until)
    announce(PassExtended(**about(permit), ended_before_at=before, overdue_at=overdue_at, reason=reason), subject=permit)
    return permit


@action(title=_("Revoke"), posts=ISSUERS, event=PassRevoked, confirm=True, linkable=True, allowed_from=VALID)
def revoke_pass(permit: Pass, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Pass | Refusal:
    """End it before its time, with the reason; from now on no gate lets it through."""
    permit = held(permit)
    if no := rules.may_revoke(permit.about, permit.state) or reason_told(reason):
        return no
    end(permit, "revoked", at=at, reason=reason)
    permit.save()
    announce(PassRevoked(**about(permit), reason=reason), subject=permit)
    return permit


@action(title=_("Report lost"), posts=STAFF, event=PassReportedLost, confirm=True, offline=True, allowed_from=VALID)
def report_lost(permit: Pass, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Pass | Refusal:
    """The pass, the key or the thing is gone; nobody gets through with it any more."""
    permit = held(permit)
    if no := rules.may_end(permit.state) or reason_told(reason):
        return no
    end(permit, "lost", at=at, reason=reason)
    permit.save()
    announce(PassReportedLost(**about(permit), reason=reason), subject=permit)
    return permit


@action(title=_("Make the paper anew"), posts=ISSUERS, event=PassReissued, allowed_from=VALID)
def reissue_pass(permit: Pass, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Pass | Refusal:
    """Make the paper anew, for one that was spoilt or copied; the old paper counts no more."""
    permit = held(permit)
    if no := rules.may_end(permit.state) or reason_told(reason):
        return no
    permit.issue += 1
    permit.save()
    announce(PassReissued(**about(permit), issue=permit.issue, reason=reason), subject=permit)
    return permit


@action(title=_("Print"), posts=ISSUERS, event=PassPrinted)
def print_pass(
    permit: Pass, *, layout: Annotated[str, Field(_("Paper"), choices=LAYOUTS)], by: Actor, at: datetime | None = None
) -> Pass | Refusal:
    """Put it on paper, with the holder's name; the ledger keeps who printed it."""
    permit = held(permit)
    if layout not in dict(LAYOUTS):
        return Refusal("passes.unknown_paper", _("Not printed: choose A4, A6 or the 80 mm receipt."))
    if no := rules.may_end(permit.state):
        return no
    announce(PassPrinted(**about(permit), layout=layout), subject=permit)
    return permit


@action(title=_("Note as overdue"), posts=LEADERS, event=PassOverdue)
def note_overdue(permit: Pass, *, by: Actor, at: datetime | None = None) -> Pass | Refusal:
    """Its time is over and it did not come back; the clock does this by itself."""
    permit = held(permit)
    if no := rules.may_note_overdue(permit.state, ends_at=permit.ends_at, at=at):
        return no
    permit.state, permit.overdue_at = "overdue", permit.ends_at
    permit.save()
    announce(PassOverdue(**about(permit), key=permit.key.pk if permit.key else None, holder=permit.holder_id, post=permit.out_post_id), subject=permit)
    return permit


@action(title=_("Let it expire"), posts=LEADERS, event=PassExpired)
def expire_pass(permit: Pass, *, by: Actor, at: datetime | None = None) -> Pass | Refusal:
    """Its time is over and nothing is owed back; the clock does this by itself."""
    permit = held(permit)
    if no := rules.may_expire(permit.state, ends_at=permit.ends_at, at=at):
        return no
    before = permit.state
    end(permit, "expired", at=at)
    permit.save()
    announce(PassExpired(**about(permit), state_before=before), subject=permit)
    return permit


@action(title=_("Discard the record"), posts=("project_manager", "security_manager"), event=PassDiscarded, confirm=True, allowed_from=ENDED)
def discard_pass(permit: Pass, *, by: Actor, at: datetime | None = None) -> Pass | Refusal:
    """After its time of keeping: things, checks and personal data go, the number and this deed stay."""
    permit = held(permit)
    no = rules.person_needed(by.person)
    if no := no or rules.may_discard(permit.state, kept_until_on=permit.kept_until_on, today=clock.local(permit.scope, at).date()):
        return no
    items, _each = PassItem.objects.filter(scope=permit.scope_id, permit=permit).delete()
    checks, _each = PassUse.objects.filter(scope=permit.scope_id, permit=permit).delete()
    permit.state = "discarded"
    permit.holder = permit.photo = permit.signature = None
    permit.holder_name = permit.holder_phone = permit.plate = permit.company = permit.purpose = permit.checked = permit.end_reason = ""
    permit.details = {}
    permit.save()
    event = PassDiscarded(**about(permit), number=permit.number, kept_until_on=permit.kept_until_on, items=items, checks=checks)
    announce(event, subject=permit)
    return permit
