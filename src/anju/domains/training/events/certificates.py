"""What happened to certificates, requirements and rosters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anju.kernel.events import Words, event


@dataclass(frozen=True, kw_only=True)
class AboutCertificate:
    certificate: UUID
    holder: UUID
    kind: str
    expires_on: date | None = None


@event("training.certificate_added")
class CertificateAdded(AboutCertificate):
    has_file: bool


@event("training.certificate_verified")
class CertificateVerified(AboutCertificate):
    verified_by: UUID


@event("training.certificate_renewed")
class CertificateRenewed(AboutCertificate):
    ended_before_on: date | None = None


@event("training.certificate_warned")
class CertificateWarned(AboutCertificate):
    days_left: int


@event("training.certificate_expired")
class CertificateExpired(AboutCertificate):
    pass


@event("training.certificate_withdrawn")
class CertificateWithdrawn(AboutCertificate):
    reason: Words = ""


@event("training.requirement_made")
class RequirementMade:
    requirement: UUID
    kind: str
    course: UUID | None = None
    role: str
    post: UUID | None = None
    is_key: bool
    is_barring: bool


@event("training.requirement_dropped")
class RequirementDropped:
    requirement: UUID
    reason: Words = ""


@event("training.unfit_found")
class UnfitFound:
    """Somebody on the roster lacks what his post asks for; `is_barred`: the entry was taken back."""

    holding: UUID
    post: UUID
    of_person: UUID
    starts_at: datetime
    missing: list[str]
    is_barred: bool


@event("training.finding_settled")
class FindingSettled:
    holding: UUID
    of_person: UUID
    note: Words = ""


@event("training.certificates_counted")
class CertificatesCounted:
    """By name, in the same order: how many needed certificates on the day, how many had them, of how many a second person saw them."""

    on: date
    names: list[str]
    needed: list[int]
    held: list[int]
    verified: list[int]


@dataclass(frozen=True, kw_only=True)
class AboutSupport:
    support: UUID
    of_person: UUID
    kind: str


@event("training.support_asked")
class SupportAsked(AboutSupport):
    hours: int
    fee_cents: int


@event("training.support_approved")
class SupportApproved(AboutSupport):
    hours: int
    fee_cents: int


@event("training.support_refused")
class SupportRefused(AboutSupport):
    reason: Words = ""


@event("training.support_settled")
class SupportSettled(AboutSupport):
    spent_cents: int
    is_obtained: bool
