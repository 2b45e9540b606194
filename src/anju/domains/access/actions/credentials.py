"""Credentials are issued against papers, revoked at once, reported lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import Person
from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.masking import plain_plate
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import CredentialIssued, CredentialRevoked
from ..gathering import body_is_used, digest_of, lives_in
from ..kinds import BODY, CREDENTIALS, DESK, GATE, category_choices
from ..models import Credential
from ..rules import office as rules
from .ground import elsewhere

KEEP_DAYS = 90
BECAUSE = {"reaction": "moved_out", "access": "together"}
"""Why the product itself ended a credential: its holder moved out, or what it belongs to ended."""


@action(title=_("Issue a credential"), posts=DESK, event=CredentialIssued)
def issue_credential(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=CREDENTIALS)],
    secret: Annotated[str, Field(pgettext_lazy("credential", "Number"), max_length=64, help=_("Of the card, phone, code or plate; it is kept as a digest and never shown again."))],
    category: Annotated[str, Field(_("Category"), choices=category_choices)] = "resident",
    holder: Annotated[Person | None, Field(pgettext_lazy("credential", "Holder"))] = None,
    holder_name: Annotated[str, Field(pgettext_lazy("credential", "Holder's name"), max_length=60, personal=True)] = "",
    dwelling: Annotated[Place | None, Field(_("Dwelling"))] = None,
    lanes: Annotated[list[Place] | None, Field(_("Further places"), help=_("Beside the main gates and the own unit's door."))] = None,
    ends_at: Annotated[datetime | None, Field(_("Valid until"))] = None,
    checked: Annotated[str, Field(_("Papers checked"), max_length=200)] = "",
    car_plate: Annotated[str, Field(_("Plate of the car it also opens for"), max_length=12, help=_("One card for doors and the car lane. Empty: for doors alone."))] = "",
    consent: Annotated[str, Field(_("Signed consent"), max_length=80, help=_("Only for a face or fingerprint."))] = "",
    erase_on: Annotated[date | None, Field(_("Erased in the terminal on"), help=_("Only for a face or fingerprint."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Credential | Refusal:
    """Give somebody a card, code, phone or plate that opens the main gates and his own unit; a resident's rests on checked papers."""
    digest = digest_of(kind, secret)
    is_taken = Credential.objects.filter(scope=scope, kind=kind, digest=digest, state="active").exists()
    no = elsewhere(scope, dwelling, *(lanes or ())) or rules.may_issue(
        kind=kind, secret=secret, category=category, has_holder=bool(holder or holder_name.strip()), has_home=dwelling is not None, checked=checked, is_taken=is_taken,
        body=_body(scope, kind, holder, consent, erase_on, at),
    )  # fmt: skip
    if no or (ends_at is not None and ends_at <= at):
        return no or Refusal("access.ends_before", _("Not issued: it would be over before it begins. Choose a later end."))
    if category == "resident" and holder is not None and not lives_in(scope, holder, dwelling):
        return Refusal("access.not_at_home", _("Not issued: the directory does not know this person in this dwelling. Add the residency first."))
    if car_plate.strip() and (kind != "card" or Credential.objects.filter(scope=scope, kind="tag", digest=digest_of("tag", secret), state="active").exists()):
        return Refusal("access.one_card", _("Not issued: only a card that no car has yet can also open for a car."))
    one = Credential(
        consent=consent.strip(), erase_on=erase_on, scope=scope, kind=kind, category=category, holder=holder, holder_name=holder_name or (holder.name if holder else ""), dwelling=dwelling, digest=digest,
        tail=secret.strip()[-4:] if kind != "pin" else "", plate=plain_plate(secret) if kind == "plate" else "", lanes=[str(place.pk) for place in lanes or ()], starts_at=at, ends_at=ends_at, checked=checked,
        issued_by_id=by.person,
    )  # fmt: skip
    one.save()
    if car_plate.strip():
        _twin(one, secret, car_plate)
    announce(
        CredentialIssued(credential=one.pk, kind=kind, category=category, dwelling=dwelling and dwelling.pk, checked=checked), subject=one, person=one.holder_id
    )
    return one


def _body(scope: Scope, kind: str, holder: Person | None, consent: str, erase_on: date | None, at: datetime) -> rules.Body | None:
    """On what a face or fingerprint of this holder would rest."""
    if kind not in BODY:
        return None
    today = clock.local(scope, at).date()
    others = Credential.objects.filter(scope=scope, holder=holder, state="active").exclude(kind__in=BODY) if holder else Credential.objects.none()
    is_bounded = erase_on is not None and today < erase_on <= today + timedelta(days=366)
    return rules.Body(is_used=body_is_used(scope, kind), consent=consent, is_bounded=is_bounded, has_other_way=others.exists())


def _twin(card: Credential, secret: str, plate: str) -> None:
    """The same card at the lanes for cars (一卡通): its plate is compared with the car that is seen."""
    Credential(
        scope=card.scope, kind="tag", category=card.category, holder=card.holder, holder_name=card.holder_name, dwelling=card.dwelling, digest=digest_of("tag", secret), tail=card.tail,
        plate=plain_plate(plate), lanes=card.lanes, starts_at=card.starts_at, ends_at=card.ends_at, checked=card.checked, issued_by_id=card.issued_by_id, twin=card,
    ).save()  # fmt: skip


ReasonInput = Annotated[str, Field(_("Reason"), max_length=200)]


@action(title=_("Revoke"), posts=DESK, event=CredentialRevoked, confirm=True, allowed_from=("active",), linkable=True)
def revoke_credential(credential: Credential, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Credential | Refusal:
    """It opens nothing any more, from the next decision on."""
    return _end(credential, "revoked", because=BECAUSE.get(by.code, "hand") if by.is_system else "hand", reason=reason, at=at)


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
    for other in _fall_with(one):
        (report_credential_lost if state == "lost" else revoke_credential)(other, reason=reason, by=Actor.system("access"), at=at)
    announce(CredentialRevoked(credential=one.pk, kind=one.kind, category=one.category, because=because, reason=reason), subject=one)
    return one


def _fall_with(one: Credential) -> list[Credential]:
    """What ends with it: the same card at the other lanes, and faces or fingerprints where no other way in is left."""
    rows = Credential.objects.filter(scope=one.scope_id, state="active").select_related("scope")
    same = list(rows.filter(Q(twin=one) | Q(pk=one.twin_id)))
    if one.kind in BODY or one.holder_id is None or rows.filter(holder=one.holder_id).exclude(kind__in=BODY).exclude(pk__in=[each.pk for each in same]).exists():
        return same
    return [*same, *rows.filter(holder=one.holder_id, kind__in=BODY)]
