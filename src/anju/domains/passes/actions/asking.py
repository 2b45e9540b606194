"""From the wish to the valid pass: asked for, approved or refused by another person, issued and signed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.permissions import posts_of
from anju.kernel.refusals import Refusal

from .. import signing, tokens
from ..events import PassApproved, PassAsked, PassIssued, PassRefused
from ..kinds import DESK, DWELLERS, GATE, LEADERS, STAFF
from ..models import Pass
from ..objections import against
from ..rules import office as rules
from . import stating
from .holding import about, end, held
from .stating import save_new, stated, wish_of

ISSUERS = (*dict.fromkeys((*DESK, *GATE, *LEADERS, "engineer")),)


@action(title=_("Ask for a pass"), posts=(*STAFF, *DWELLERS), event=PassAsked, offline=True)
def ask_pass(
    scope: Scope,
    *,
    kind: stating.KindInput,
    holder: stating.HolderInput = None,
    holder_name: stating.NameInput = "",
    holder_phone: stating.PhoneInput = "",
    plate: stating.PlateInput = "",
    company: stating.CompanyInput = "",
    purpose: stating.PurposeInput = "",
    place: stating.PlaceInput = None,
    home: stating.HomeInput = None,
    gates: stating.GatesInput = None,
    starts_at: stating.StartInput = None,
    ends_at: stating.EndInput = None,
    items: stating.ItemsInput = "",
    item_photos: stating.ItemPhotosInput = None,
    checked: stating.CheckedInput = "",
    photo: stating.PhotoInput = None,
    details: stating.DetailsInput = None,
    basis_label: stating.BasisInput = "",
    basis_link: stating.BasisLinkInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Pass | Refusal:
    """Ask for a pass; it counts only after it was issued."""
    made = stated(scope, wish_of(locals()), by=by, at=at)
    if isinstance(made, Refusal):
        return made
    if no := _not_theirs(made.about.asked_by, by, scope):
        return no
    made.state = "asked"
    save_new(made)
    announce(PassAsked(**about(made), purpose=made.purpose), subject=made, person=made.holder_id)
    return made


def _not_theirs(roles: tuple[str, ...], by: Actor, scope: Scope) -> Refusal | None:
    if by.is_system or posts_of(by, scope) & frozenset(roles):
        return None
    return Refusal("passes.not_your_kind", _("Not done: your post has nothing to do with this kind of pass. Ask the front desk."))


@action(title=_("Issue a pass"), posts=ISSUERS, event=PassIssued, linkable=True)
def issue_pass(
    scope: Scope,
    *,
    kind: stating.KindInput,
    holder: stating.HolderInput = None,
    holder_name: stating.NameInput = "",
    holder_phone: stating.PhoneInput = "",
    plate: stating.PlateInput = "",
    company: stating.CompanyInput = "",
    purpose: stating.PurposeInput = "",
    place: stating.PlaceInput = None,
    home: stating.HomeInput = None,
    gates: stating.GatesInput = None,
    starts_at: stating.StartInput = None,
    ends_at: stating.EndInput = None,
    items: stating.ItemsInput = "",
    item_photos: stating.ItemPhotosInput = None,
    checked: stating.CheckedInput = "",
    photo: stating.PhotoInput = None,
    details: stating.DetailsInput = None,
    basis_label: stating.BasisInput = "",
    basis_link: stating.BasisLinkInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Pass | Refusal:
    """Write a pass that needs nobody's approval and issue it at once."""
    made = stated(scope, wish_of(locals()), by=by, at=at)
    if isinstance(made, Refusal):
        return made
    made.state = "asked"
    if no := _not_theirs(made.about.issued_by, by, scope) or rules.may_issue(made.about, made.state, ends_at=made.ends_at, at=at) or against(made, by, at):
        return no
    _sign(made, by=by, at=at)
    save_new(made)
    announce(_issued(made), subject=made, person=made.holder_id)
    return made


@action(title=_("Issue"), posts=ISSUERS, event=PassIssued, allowed_from=("asked", "approved"))
def issue_asked(permit: Pass, *, by: Actor, at: datetime | None = None) -> Pass | Refusal:
    """Issue what was asked for and, where its kind wants it, approved."""
    permit = held(permit)
    if no := _not_theirs(permit.about.issued_by, by, permit.scope) or rules.may_issue(permit.about, permit.state, ends_at=permit.ends_at, at=at) or against(permit, by, at):
        return no
    _sign(permit, by=by, at=at)
    permit.save()
    announce(_issued(permit), subject=permit, person=permit.holder_id)
    return permit


def _sign(one: Pass, *, by: Actor, at: datetime) -> None:
    one.state, one.issued_by_id, one.issued_at = "issued", by.person, at
    one.signed_with = tokens.key_id_of(signing.private_key(one.scope_id).public_key().public_bytes_raw())


def _issued(one: Pass) -> PassIssued:
    return PassIssued(**about(one), signed_with=one.signed_with, uses=one.uses, purpose=one.purpose)


@action(title=_("Approve the pass"), posts=LEADERS, event=PassApproved, allowed_from=("asked",), second_to=("passes.ask_pass",))
def approve_pass(
    permit: Pass, *, note: Annotated[str, Field(_("Note"), max_length=200)] = "", by: Actor, at: datetime | None = None
) -> Pass | Refusal:
    """Say yes to a pass that somebody else asked for."""
    permit = held(permit)
    if no := _may_answer(permit, by):
        return no
    permit.state, permit.approved_by_id, permit.approved_at = "approved", by.person, at
    permit.save()
    announce(PassApproved(**about(permit), note=note), subject=permit)
    return permit


@action(title=_("Refuse the pass"), posts=LEADERS, event=PassRefused, allowed_from=("asked",))
def refuse_pass(
    permit: Pass, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None
) -> Pass | Refusal:
    """Say no to a pass that was asked for, with the reason."""
    permit = held(permit)
    if no := _may_answer(permit, by) or reason_told(reason):
        return no
    end(permit, "refused", at=at, reason=reason)
    permit.save()
    announce(PassRefused(**about(permit), reason=reason), subject=permit)
    return permit


def _may_answer(permit: Pass, by: Actor) -> Refusal | None:
    no = rules.may_answer(permit.state, asked_by=permit.asked_by_id, holder=permit.holder_id, by=by.person)
    return no or _not_theirs(permit.about.approved_by, by, permit.scope)


def reason_told(reason: str) -> Refusal | None:
    return None if reason.strip() else Refusal("passes.reason_needed", _("Not done: give the reason."))
