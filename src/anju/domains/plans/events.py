"""What happens to plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from anju.kernel.events import Words, event


@event("plans.source_received")
class SourceReceived:
    source: UUID
    sha256: str
    size_bytes: int
    lines: int
    name: Words = Words("")


@event("plans.plan_drafted")
class PlanDrafted:
    plan: UUID
    source: UUID
    year: int
    version: int
    title: Words = Words("")


@event("plans.clauses_proposed")
class ClausesProposed:
    plan: UUID
    first: int
    last: int
    actionable: int


@event("plans.clause_reviewed")
class ClauseReviewed:
    clause: UUID
    plan: UUID
    review: str
    becomes: str
    revision: int
    merged_into: UUID | None = None


@event("plans.clauses_confirmed")
class ClausesConfirmed:
    plan: UUID
    clauses: list[UUID]


@event("plans.clause_realised")
class ClauseRealised:
    clause: UUID
    plan: UUID
    becomes: str
    duty: UUID | None = None
    target: UUID | None = None


@event("plans.plan_activated")
class PlanActivated:
    plan: UUID
    version: int
    clauses: int
    replaces: UUID | None = None


@event("plans.plan_set_aside")
class PlanSetAside:
    plan: UUID


@event("plans.spot_check_recorded")
class SpotCheckRecorded:
    spot_check: UUID
    clause: UUID
    is_passed: bool
    grade: str
    note: Words = Words("")


@event("plans.reminder_sent")
class ReminderSent:
    clause: UUID
    role: str


@event("plans.statute_answered")
class StatuteAnswered:
    statute: str
    applies: bool
    reason: Words = Words("")


@event("plans.features_answered")
class FeaturesAnswered:
    absent: list[str]
    statutes: list[str]


@event("plans.clause_assigned")
class ClauseAssigned:
    """A sentence was given to a squad and an employee, to be done by a day."""

    clause: UUID
    plan: UUID
    squad: UUID
    assignee: UUID
    due_on: date


@event("plans.assignments_announced")
class AssignmentsAnnounced:
    plan: UUID
    clauses: int
    people: int


@event("plans.motion_recorded")
class MotionRecorded:
    motion: UUID
    received_on: date
    number: Words = Words("")
    title: Words = Words("")


@event("plans.motion_linked")
class MotionLinked:
    clause: UUID
    motion: UUID


@event("plans.report_terms_set")
class ReportTermsSet:
    kind: str
    is_on: bool
    due_days: int
    due_time: time


@dataclass(frozen=True, kw_only=True)
class AboutReport:
    """Which report: its kind and the days it covers."""

    report: UUID
    kind: str
    first_on: date
    last_on: date


@event("plans.report_drafted")
class ReportDrafted(AboutReport):
    due_at: datetime
    owner: UUID | None = None


@event("plans.report_text_written")
class ReportTextWritten(AboutReport):
    section: str
    revision: int
    text: Words = Words("")


@event("plans.report_remarked")
class ReportRemarked(AboutReport):
    remark: UUID
    section: str
    text: Words = Words("")


@event("plans.remark_settled")
class RemarkSettled(AboutReport):
    remark: UUID


@event("plans.gap_explained")
class GapExplained(AboutReport):
    key: str
    reason: Words = Words("")


@event("plans.report_composed")
class ReportComposed(AboutReport):
    """The figures were gathered: `entry` is the ledger row they stand at, `digest` the hash of the content."""

    entry: int
    digest: str
    gaps: int


@event("plans.report_sent")
class ReportSent(AboutReport):
    digest: str


@event("plans.report_approved")
class ReportApproved(AboutReport):
    digest: str


@event("plans.report_sent_back")
class ReportSentBack(AboutReport):
    reason: Words = Words("")


@event("plans.report_submitted")
class ReportSubmitted(AboutReport):
    due_at: datetime
    is_late: bool
    entry: int
    digest: str
    receiver: Words = Words("")


@event("plans.report_received")
class ReportReceived(AboutReport):
    received_at: datetime
    grade: str
    received_by: Words = Words("")
    receipt: Words = Words("")


@event("plans.report_published")
class ReportPublished(AboutReport):
    where: Words = Words("")


@event("plans.report_missed")
class ReportMissed(AboutReport):
    """Its deadline passed and it was not handed in."""

    due_at: datetime


@event("plans.goal_set")
class GoalSet(AboutReport):
    goal: UUID
    target: UUID
    carried: str = ""


@event("plans.papers_asked")
class PapersAsked(AboutReport):
    """Somebody asked for the report as Word and PDF."""


@event("plans.papers_advanced")
class PapersAdvanced(AboutReport):
    step: str


@event("plans.papers_made")
class PapersMade(AboutReport):
    word: UUID
    pdf: UUID
