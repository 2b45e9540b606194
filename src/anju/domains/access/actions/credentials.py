"""Credentials are issued against papers, revoked at once, reported lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person
from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.masking import plain_plate
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import CredentialIssued, CredentialRevoked
from ..gathering import digest_of, lives_in
from ..kinds import CREDENTIALS, DESK, GATE, category_choices
from ..models import Credential
from ..rules import office as rules
from .ground import elsewhere

KEEP_DAYS = 90


@action(title=_("Issue a credential"), posts=DESK, event=CredentialIssued)
def issue_credential(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=CREDENTIALS)],
    secret: Annotated[str, Field(_("Number"), max_length=64, help=_("Of the card, phone, code or plate; it is kept as a digest and never shown again."))],
    category: Annotated[str, Field(_("Category"), choices=category_choices)] = "resident",
    holder: Annotated[Person | None, Field(_("Holder"))] = None,
    holder_name: Annotated[str, Field(_("Holder's name"), max_length=60, personal=True)] = "",
    dwelling: Annotated[Place | None, Field(_("Dwelling"))] = None,
    lanes: Annotated[list[Place] | None, Field(_("Further places"), help=_("Beside the main gates and the own unit's door."))] = None,
    ends_at: Annotated[datetime | None, Field(_("Valid until"))] = None,
    checked: Annotated[str, Field(_("Papers checked"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Credential | Refusal:
    """Give somebody a card, code, phone or plate that opens the main gates and his own unit; a resident's rests on checked papers."""
    digest = digest_of(kind, secret)
    is_taken = Credential.objects.filter(scope=scope, kind=kind, digest=digest, state="active").exists()
    no = elsewhere(scope, dwelling, *(lanes or ())) or rules.may_issue(
        kind=kind, secret=secret, category=category, has_holder=bool(holder or holder_name.strip()), has_home=dwelling is not None, checked=checked, is_taken=is_taken
    )
    if no or (ends_at is not None and ends_at <= at):
        return no or Refusal("access.ends_before", _("Not issued: it would be over before it begins. Choose a later end."))
    if category == "resident" and holder is not None and not lives_in(scope, holder, dwelling):
        return Refusal("access.not_at_home", _("Not issued: the directory does not know this person in this dwelling. Add the residency first."))
    one = Credential(
        scope=scope, kind=kind, category=category, holder=holder, holder_name=holder_name or (holder.name if holder else ""), dwelling=dwelling, digest=digest,
        tail=secret.strip()[-4:] if kind != "pin" else "", plate=plain_plate(secret) if kind == "plate" else "", lanes=[str(place.pk) for place in lanes or ()], starts_at=at, ends_at=ends_at, checked=checked,
        issued_by_id=by.person,
    )  # fmt: skip
    one.save()
    announce(
        CredentialIssued(credential=one.pk, kind=kind, category=category, dwelling=dwelling and dwelling.pk, checked=checked), subject=one, person=one.holder_id
    )
    return one


ReasonInput = Annotated[str, Field(_("Reason"), max_length=200)]


@action(title=_("Revoke"), posts=DESK, event=CredentialRevoked, confirm=True, allowed_from=("active",), linkable=True)
def revoke_credential(credential: Credential, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Credential | Refusal:
    """It opens nothing any more, from the next decision on."""
    return _end(credential, "revoked", because="moved_out" if by.is_system else "hand", reason=reason, at=at)


@action(title=_("Report lost"), posts=(*DESK, *GATE), event=CredentialRevoked, confirm=True, allowed_from=("active",), offline=True)
def report_credential_lost(credential: Credential, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Credential | Refusal:
    """It is gone; nobody comes in with it any more."""
    return _end(credential, "lost", because="lost", reason=reason, at=at)


def _end(credential: Credential, state: str, *, because: str, reason: str, at: datetime) -> Credential | Refusal:
    one = Credential.objects.select_for_update().get(pk=credential.pk)
    if one.state != "active":
        return Refusal("access.ended_already", _("Nothing to do: this credential opens nothing any more."))
    if no := rules.reason_told(reason):
        return no
    one.state, one.ended_at, one.end_reason = state, at, reason.strip()
    one.personal_erase_on = clock.local(one.scope, at).date() + timedelta(days=KEEP_DAYS)
    one.save()
    announce(CredentialRevoked(credential=one.pk, kind=one.kind, category=one.category, because=because, reason=reason), subject=one)
    return one
