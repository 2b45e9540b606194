"""Certificates: recorded, seen by a second person, renewed, warned of, ended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import Person, roles_of
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.personal import retention_ends_on
from anju.kernel.refusals import Refusal

from ..events import (
    CertificateAdded,
    CertificateExpired,
    CertificateRenewed,
    CertificateVerified,
    CertificateWarned,
    CertificateWithdrawn,
)
from ..kinds import CERTIFICATES, KINDS, MANAGERS, TRAINERS, WARNINGS
from ..models import Certificate
from ..rules import certificates as rules
from . import telling

NumberInput = Annotated[str, Field(_("Certificate no."), max_length=40, personal=True)]
IssuedInput = Annotated[date, Field(_("Issued on"))]
ExpiresInput = Annotated[date | None, Field(_("Expires on"), help=_("Leave it empty where the paper has no end."))]
FileInput = Annotated[File | None, Field(_("File"), accept=("image/", "application/pdf"))]
ReasonInput = Annotated[str, Field(_("Reason"), max_length=200)]


def held(one: Certificate) -> Certificate:
    """The certificate as it stands now, locked until the transaction ends."""
    return Certificate.objects.select_for_update(of=("self",)).select_related("scope", "person").get(pk=one.pk)


def about(one: Certificate) -> dict[str, Any]:
    return {"certificate": one.pk, "holder": one.person_id, "kind": one.kind, "expires_on": one.expires_on}


def not_staff(scope: Scope, person: Person) -> Refusal | None:
    """Only who holds a role here can be certified, trained or examined here."""
    if roles_of(scope, [person.pk]).get(person.pk):
        return None
    return Refusal("training.not_here", _("Not done: this person holds no post in this community. Choose somebody of this community."))


@action(title=_("Record a certificate"), posts=TRAINERS, event=CertificateAdded)
def add_certificate(
    scope: Scope,
    *,
    person: Annotated[Person, Field(_("Holder"))],
    kind: Annotated[str, Field(_("Kind"), choices=CERTIFICATES)],
    number: NumberInput,
    issued_on: IssuedInput,
    expires_on: ExpiresInput = None,
    issuer: Annotated[str, Field(pgettext_lazy("certificate", "Issued by"), max_length=60)] = "",
    file: FileInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Certificate | Refusal:
    """Enter somebody's certificate with its number and its end; a second person then sees the original."""
    is_double = Certificate.objects.filter(scope=scope, kind=kind, number=number.strip()).exclude(state="withdrawn").exists()
    today = clock.local(scope, at).date()
    no = rules.may_record(kind=kind, known=KINDS, number=number, issued_on=issued_on, expires_on=expires_on, today=today, is_double=is_double)
    if no := no or not_staff(scope, person):
        return no
    one = Certificate(
        scope=scope, person=person, kind=kind, number=number.strip(), issuer=issuer, issued_on=issued_on, expires_on=expires_on, file=file, recorded_by_id=by.person,
        state="expired" if expires_on is not None and expires_on < today else "valid",
    )  # fmt: skip
    one.save()
    announce(CertificateAdded(**about(one), has_file=file is not None), subject=one)
    return one


@action(title=_("Confirm the original"), posts=TRAINERS, event=CertificateVerified, allowed_from=("valid", "expiring", "expired"), second_to=("training.add_certificate",))
def verify_certificate(certificate: Certificate, *, by: Actor, at: datetime | None = None) -> Certificate | Refusal:
    """Say that you saw the original and that number and dates are right."""
    one = held(certificate)
    if no := rules.may_verify(state=one.state, by=by.person, holder=one.person_id, recorded_by=one.recorded_by_id):
        return no
    one.verified_by_id, one.verified_at = by.person, at
    one.save()
    announce(CertificateVerified(**about(one), verified_by=by.person), subject=one)
    return one


@action(title=_("Renew the certificate"), posts=TRAINERS, event=CertificateRenewed, allowed_from=("valid", "expiring", "expired"))
def renew_certificate(
    certificate: Certificate,
    *,
    issued_on: IssuedInput,
    expires_on: ExpiresInput = None,
    file: FileInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Certificate | Refusal:
    """Enter the new dates of the same certificate; the original must be seen again."""
    one = held(certificate)
    if one.state == "withdrawn":
        return rules.withdrawn()
    today, before = clock.local(one.scope, at).date(), one.expires_on
    if no := rules.may_record(kind=one.kind, known=KINDS, number=one.number, issued_on=issued_on, expires_on=expires_on, today=today, is_double=False):
        return no
    one.issued_on, one.expires_on, one.file, one.state = issued_on, expires_on, file or one.file, "valid"
    one.recorded_by_id, one.verified_by, one.verified_at, one.warned_days = by.person, None, None, None
    one.save()
    announce(CertificateRenewed(**about(one), ended_before_on=before), subject=one)
    return one


@action(title=_("Warn of its end"), posts=MANAGERS, event=CertificateWarned, allowed_from=("valid", "expiring"))
def warn_certificate(certificate: Certificate, *, by: Actor, at: datetime | None = None) -> Certificate | Refusal:
    """Tell its holder and the managers that it ends in 30 or 7 days; the clock does this by itself."""
    one = held(certificate)
    today = clock.local(one.scope, at).date()
    step = None if one.state == "withdrawn" else rules.warning_due(one.expires_on, one.warned_days, today, WARNINGS)
    if step is None:
        return Refusal("training.no_warning_due", _("Not sent: no warning is due for this certificate now."))
    one.warned_days, one.state = step, "expiring"
    one.save()
    left = (one.expires_on - today).days
    title = _("%(kind)s ends in %(days)s days") % {"kind": KINDS[one.kind], "days": left}
    text = _("It ends on %(day)s. Who lacks it afterwards is not put on the roster. Renew it and show the original.") % {"day": one.expires_on}
    telling.tell(one.scope, title=title, text=text, persons=[one.person_id], roles=MANAGERS, link=f"/certificates/{one.pk}/", at=at)
    announce(CertificateWarned(**about(one), days_left=left), subject=one)
    return one


@action(title=_("Note its end"), posts=MANAGERS, event=CertificateExpired, allowed_from=("valid", "expiring"))
def expire_certificate(certificate: Certificate, *, by: Actor, at: datetime | None = None) -> Certificate | Refusal:
    """Its last day is over; the clock does this by itself."""
    one = held(certificate)
    if one.state not in ("valid", "expiring") or one.expires_on is None or one.expires_on >= clock.local(one.scope, at).date():
        return Refusal("training.still_valid", _("Not done: its last day is not over."))
    one.state = "expired"
    one.save()
    title = _("%(kind)s has ended") % {"kind": KINDS[one.kind]}
    text = _("It ended on %(day)s. Its holder is not put on the roster until the new one is recorded.") % {"day": one.expires_on}
    telling.tell(one.scope, title=title, text=text, persons=[one.person_id], roles=MANAGERS, link=f"/certificates/{one.pk}/", at=at)
    announce(CertificateExpired(**about(one)), subject=one)
    return one


@action(title=_("Withdraw the certificate"), posts=MANAGERS, event=CertificateWithdrawn, confirm=True, allowed_from=("valid", "expiring", "expired"))
def withdraw_certificate(certificate: Certificate, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Certificate | Refusal:
    """Take a certificate out of the register: revoked, lost, or entered by mistake."""
    one = held(certificate)
    if one.state == "withdrawn":
        return rules.withdrawn()
    if not reason.strip():
        return rules.reason_needed()
    one.state, one.end_reason = "withdrawn", reason
    one.number_erase_on = retention_ends_on("identity_number", clock.local(one.scope, at).date())
    one.save()
    announce(CertificateWithdrawn(**about(one), reason=reason), subject=one)
    return one
