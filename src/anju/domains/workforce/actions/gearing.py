"""What people wear and carry: into the register, out against a scan, and back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import STAFF, Person, Post, working_here
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..codes import GEAR, LEADERS, MANAGERS
from ..events import GearAdded, GearIssued, GearReturned, GearWithdrawn
from ..models import Gear, GearIssue
from .holding import foreign, held, leads, nobody


@action(title=_("Add equipment"), posts=(*LEADERS, "headquarters"), event=GearAdded)
def add_gear(
    scope: Scope,
    *,
    code: Annotated[str, Field(_("Code"), max_length=20)],
    kind: Annotated[str, Field(_("Kind"), choices=GEAR)],
    name: Annotated[str, Field(_("Name"), max_length=60)] = "",
    post: Annotated[Post | None, Field(_("Post"), help=_("Where it stays; counted at the handover."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Gear | Refusal:
    """Put a radio, a vest or a uniform with its code into the register."""
    if no := foreign(scope, post):
        return no
    code = code.strip().upper()
    if not code or Gear.objects.filter(scope=scope, code=code).exists():
        return Refusal("workforce.gear_code_taken", _("Not saved: a code is needed that nothing else has."))
    one = Gear(scope=scope, code=code, kind=kind, name=name.strip(), post=post)
    one.save()
    announce(GearAdded(gear=one.id, kind=kind), subject=one)
    return one


@action(title=pgettext_lazy("equipment", "Take out of use"), posts=MANAGERS, event=GearWithdrawn, allowed_from=("stored", "issued"), confirm=True)
def withdraw_gear(gear: Gear, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Gear | Refusal:
    """It is worn out or lost; whoever has it is no longer asked for it."""
    one = held(gear)
    if one.state == "withdrawn":
        return Refusal("workforce.gear_withdrawn", _("This is out of use already."))
    if not reason.strip():
        return Refusal("workforce.reason_needed", _("Not recorded: say why, in a few words."))
    one.state = "withdrawn"
    one.save(update_fields=["state"])
    GearIssue.objects.filter(scope=one.scope_id, gear=one, back_at=None).update(back_at=at, condition=reason[:200])
    announce(GearWithdrawn(gear=one.id, kind=one.kind, reason=reason), subject=one)
    return one


@action(title=_("Issue equipment"), posts=STAFF, event=GearIssued, offline=True)
def issue_gear(
    scope: Scope,
    *,
    code: Annotated[str, Field(_("Code"), max_length=20, help=_("Scan it, or type it."))],
    person: Annotated[Person | None, Field(_("Person"), query=working_here, help=_("Empty: yourself"))] = None,
    is_scanned: Annotated[bool, Field(_("Scanned"))] = False,
    by: Actor,
    at: datetime | None = None,
) -> GearIssue | Refusal:
    """Take something out by its code, for oneself or, as a leader, for somebody. Only what was scanned counts before a round."""
    who = person.pk if person else by.person
    if no := nobody(by):
        return no
    if who != by.person and not leads(by, scope):
        return Refusal("workforce.not_yours", _("Only who it is about, or a leader, may do this."))
    one = Gear.objects.select_for_update().filter(scope=scope, code=code.strip().upper()).first()
    if one is None:
        return Refusal("workforce.gear_unknown", _("Not issued: nothing in the register has this code."))
    if one.state != "stored":
        return Refusal("workforce.gear_out", _("Not issued: it is out, or out of use. Return it first."))
    issue = GearIssue(scope=scope, gear=one, person_id=who, out_at=at, out_by_id=by.person, is_scanned=is_scanned)
    issue.save()
    one.state = "issued"
    one.save(update_fields=["state"])
    announce(GearIssued(issue=issue.id, gear=one.id, kind=one.kind, of_person=who, is_scanned=is_scanned), subject=issue)
    return issue


@action(title=_("Return equipment"), posts=STAFF, event=GearReturned, offline=True)
def return_gear(
    scope: Scope,
    *,
    code: Annotated[str, Field(_("Code"), max_length=20)],
    condition: Annotated[str, Field(_("State of the thing"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> GearIssue | Refusal:
    """Bring something back by its code."""
    issue = GearIssue.objects.select_for_update(of=("self",)).select_related("gear").filter(scope=scope, gear__code=code.strip().upper(), back_at=None).first()
    if issue is None:
        return Refusal("workforce.gear_not_out", _("Not returned: nothing with this code is out."))
    issue.back_at, issue.condition = max(at, issue.out_at), condition
    issue.save(update_fields=["back_at", "condition"])
    issue.gear.state = "stored"
    issue.gear.save(update_fields=["state"])
    minutes = int((issue.back_at - issue.out_at).total_seconds() // 60)
    announce(GearReturned(issue=issue.id, gear=issue.gear_id, kind=issue.gear.kind, of_person=issue.person_id, minutes=minutes, condition=condition), subject=issue)
    return issue
