"""What happens to plans."""

from __future__ import annotations

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
