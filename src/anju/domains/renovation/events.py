"""What happened to renovations: applications, sites, workers, violations, damages, material and occasions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anju.kernel.events import Words, event


@event("renovation.rulebook_drafted")
class RulebookDrafted:
    version: int
    reason: Words = ""


@event("renovation.rulebook_put_in_force")
class RulebookPutInForce:
    version: int
    replaces: int


@event("renovation.rulebook_dropped")
class RulebookDropped:
    version: int


@dataclass(frozen=True, kw_only=True)
class About:
    project: UUID
    dwelling: UUID


@event("renovation.application_made")
class ApplicationMade(About):
    """`forbidden` are the works that sent it straight back."""

    state: str
    book: int
    forbidden: list[str]
    channel: str


@event("renovation.application_changed")
class ApplicationChanged(About):
    state: str
    book: int
    forbidden: list[str]


@event("renovation.application_withdrawn")
class ApplicationWithdrawn(About):
    reason: Words = ""


@event("renovation.paper_added")
class PaperAdded(About):
    paper: UUID
    kind: str


@event("renovation.rules_told")
class RulesTold(About):
    """`advised` are the works with a condition or advice that were signed for."""

    book: int
    advised: list[str]
    is_on_paper: bool


@event("renovation.review_passed")
class ReviewPassed(About):
    book: int
    note: Words = ""


@event("renovation.application_returned")
class ApplicationReturned(About):
    reason: Words = ""


@event("renovation.application_approved")
class ApplicationApproved(About):
    hours: int


@event("renovation.agreement_signed")
class AgreementSigned(About):
    deposit: UUID | None = None


@event("renovation.neighbours_told")
class NeighboursTold(About):
    notice: UUID
    counted: int


@event("renovation.permit_issued")
class PermitIssued(About):
    permit: UUID
    devices: int
    rounds: int


@event("renovation.work_allowed_again")
class WorkAllowedAgain(About):
    words: Words = ""


@event("renovation.works_accepted")
class WorksAccepted(About):
    """`kind` is first or second."""

    visit: UUID
    kind: str
    devices: int


@event("renovation.deposit_sent_back")
class DepositSentBack(About):
    deposit: UUID
    refund: UUID


@event("renovation.file_archived")
class FileArchived(About):
    document: UUID


@dataclass(frozen=True, kw_only=True)
class AboutVisit:
    visit: UUID
    dwelling: UUID
    project: UUID | None = None


@event("renovation.site_visited")
class SiteVisited(AboutVisit):
    kind: str
    faults: list[str]
    photos: int
    is_joint: bool
    is_grave: bool
    reading_mm: int | None = None
    note: Words = ""


@event("renovation.visit_planned")
class VisitPlanned(AboutVisit):
    due_at: datetime
    why: Words = ""


@event("renovation.visit_missed")
class VisitMissed(AboutVisit):
    due_at: datetime


@event("renovation.rounds_raised")
class RoundsRaised(About):
    before: int
    rounds: int
    why: Words = ""


@dataclass(frozen=True, kw_only=True)
class AboutViolation:
    violation: UUID
    dwelling: UUID
    project: UUID | None = None
    code: str
    found_at: datetime


@event("renovation.violation_found")
class ViolationFound(AboutViolation):
    case: UUID
    is_grave: bool
    is_ban: bool
    words: Words = ""


@event("renovation.violation_dissuaded")
class ViolationDissuaded(AboutViolation):
    outcome: str
    words: Words = ""


@event("renovation.notice_served")
class NoticeServed(AboutViolation):
    due_on: date
    is_signed: bool
    words: Words = ""


@event("renovation.work_stopped")
class WorkStopped(AboutViolation):
    words: Words = ""


@event("renovation.violation_reported")
class ViolationReported(AboutViolation):
    bodies: list[str]


@event("renovation.put_right_noted")
class PutRightNoted(AboutViolation):
    """`minutes` since it was found."""

    minutes: int
    by_whom: UUID | None = None
    words: Words = ""


@event("renovation.violation_cleared")
class ViolationCleared(AboutViolation):
    hours: int
    is_in_time: bool
    words: Words = ""


@dataclass(frozen=True, kw_only=True)
class AboutWorker:
    worker: UUID
    kind: str
    project: UUID | None = None


@event("renovation.worker_registered")
class WorkerRegistered(AboutWorker):
    permit: UUID


@event("renovation.worker_trained")
class WorkerTrained(AboutWorker):
    topics: int


@event("renovation.worker_permit_live")
class WorkerPermitLive(AboutWorker):
    permit: UUID


@event("renovation.worker_ended")
class WorkerEnded(AboutWorker):
    reason: Words = ""


@event("renovation.breach_recorded")
class BreachRecorded(AboutWorker):
    """`kind` is what was breached."""

    response: str
    words: Words = ""


@dataclass(frozen=True, kw_only=True)
class AboutMaterial:
    material: UUID
    dwelling: UUID
    project: UUID | None = None
    direction: str
    told: list[str]


@event("renovation.material_declared")
class MaterialDeclared(AboutMaterial):
    permit: UUID
    lines: int


@event("renovation.material_checked")
class MaterialChecked(AboutMaterial):
    is_as_declared: bool
    lines: int
    differing: int


@event("renovation.goods_noted")
class GoodsNoted(AboutMaterial):
    is_permitted: bool


@dataclass(frozen=True, kw_only=True)
class AboutDamage:
    damage: UUID
    project: UUID
    place: UUID
    kind: str


@event("renovation.damage_reported")
class DamageReported(AboutDamage):
    case: UUID
    words: Words = ""


@event("renovation.compensation_agreed")
class CompensationAgreed(AboutDamage):
    amount_fen: int
    words: Words = ""


@event("renovation.damage_repaired")
class DamageRepaired(AboutDamage):
    amount_fen: int
    words: Words = ""


@event("renovation.works_complained")
class WorksComplained:
    complaint: UUID
    dwelling: UUID
    project: UUID | None = None
    occasion: UUID | None = None
    kind: str
    case: UUID
    is_in_hours: bool
    words: Words = ""


@dataclass(frozen=True, kw_only=True)
class AboutOccasion:
    occasion: UUID
    kind: str
    dwelling: UUID


@event("renovation.occasion_booked")
class OccasionBooked(AboutOccasion):
    starts_at: datetime
    ends_at: datetime
    words: Words = ""


@event("renovation.occasion_staffed")
class OccasionStaffed(AboutOccasion):
    guards: int
    notice: UUID
    task: Words = ""


@event("renovation.occasion_over")
class OccasionOver(AboutOccasion):
    guards: int
    complaints: int
    result: Words = ""
