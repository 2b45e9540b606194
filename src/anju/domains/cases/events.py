"""What happened to a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anju.kernel.events import Words, event


@dataclass(frozen=True, kw_only=True)
class About:
    """What every count over cases asks for: which case, of what sort, since when."""

    case: UUID
    kind: str
    category: str = ""
    severity: int
    place: UUID | None = None
    opened_at: datetime


@event("cases.case_opened")
class CaseOpened(About):
    due_at: datetime | None = None
    source: Words = ""
    repeat_of: UUID | None = None
    raised_by_entry: int | None = None
    title: Words = ""


@event("cases.case_accepted")
class CaseAccepted(About):
    first_contact: UUID | None = None
    waited_minutes: int = 0


@event("cases.case_graded")
class CaseGraded(About):
    severity_before: int
    category_before: str = ""
    due_at: datetime | None = None
    overdue_at: datetime | None = None


@event("cases.case_assigned")
class CaseAssigned(About):
    owner: UUID | None = None
    role: str = ""
    due_at: datetime | None = None


@event("cases.work_started")
class WorkStarted(About):
    pass


@event("cases.stage_reached")
class StageReached(About):
    """`minutes` since the opening."""

    state: str
    minutes: int


@event("cases.plan_submitted")
class PlanSubmitted(About):
    pass


@event("cases.stage_approved")
class StageApproved(About):
    approval: UUID
    state: str


@event("cases.stage_refused")
class StageRefused(About):
    approval: UUID
    reason: Words = ""


@event("cases.work_submitted")
class WorkSubmitted(About):
    round: int
    state: str
    is_in_time: bool


@event("cases.recheck_passed")
class RecheckPassed(About):
    recheck: UUID
    round: int


@event("cases.recheck_failed")
class RecheckFailed(About):
    recheck: UUID
    round: int
    reason: Words = ""


@event("cases.return_visited")
class ReturnVisited(About):
    visit: UUID
    outcome: str
    grade: str
    attempt: int
    satisfaction: int | None = None


@event("cases.case_closed")
class CaseClosed(About):
    """Settled: closed, struck off or ended. `is_in_time` compares the finished work with the deadline."""

    state: str
    closed_at: datetime
    is_in_time: bool
    was_counted_overdue: bool
    minutes: int
    grade: str


@event("cases.case_reopened")
class CaseReopened(About):
    """Carries what its closing had counted, so that the count can be taken back."""

    closed_at: datetime
    was_in_time: bool
    was_counted_overdue: bool
    grade: str
    reason: Words = ""


@event("cases.case_dismissed")
class CaseDismissed(About):
    was_repeat: bool
    overdue_at: datetime | None = None
    reason: Words = ""


@event("cases.case_merged")
class CaseMerged(About):
    into: UUID
    was_repeat: bool
    overdue_at: datetime | None = None


@event("cases.case_urged")
class CaseUrged(About):
    times: int


@event("cases.case_escalated")
class CaseEscalated(About):
    """`overdue_at` is the missed deadline, named only by the escalation that found it missed."""

    level: int
    role: str
    stage: str
    overdue_minutes: int
    overdue_at: datetime | None = None


@event("cases.extension_asked")
class ExtensionAsked(About):
    extension: UUID
    due_at: datetime


@event("cases.extension_granted")
class ExtensionGranted(About):
    extension: UUID
    due_at: datetime


@event("cases.extension_refused")
class ExtensionRefused(About):
    extension: UUID


@event("cases.case_linked")
class CaseLinked(About):
    other: UUID
    relation: str


@event("cases.case_transferred")
class CaseTransferred(About):
    transfer: UUID
    answer_due_at: datetime | None = None


@event("cases.transfer_answered")
class TransferAnswered(About):
    transfer: UUID
    minutes: int
    is_in_time: bool


@event("cases.evidence_added")
class EvidenceAdded(About):
    evidence: UUID
    grade: str


@event("cases.note_added")
class NoteAdded(About):
    note: Words = ""


@event("cases.finding_added")
class FindingAdded(About):
    finding: UUID
    finding_kind: str


@event("cases.finding_answered")
class FindingAnswered(About):
    finding: UUID
    answer: UUID


@event("cases.responsibility_found")
class ResponsibilityFound(About):
    """Carries the earlier finding too, so that a correction replaces it in every count."""

    liability: str
    deaths: int
    injured: int
    liability_before: str = ""
    deaths_before: int = 0
    injured_before: int = 0


@event("cases.terms_set")
class TermsSet:
    policy: UUID
    kind: str
