"""What happened to those who work here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from anju.kernel.events import Words, event


@dataclass(frozen=True, kw_only=True)
class AboutFile:
    file: UUID
    channel: str


@event("workforce.applied")
class Applied(AboutFile):
    role: str


@event("workforce.test_recorded")
class TestRecorded(AboutFile):
    test: str
    is_passed: bool


@event("workforce.applicant_scored")
class ApplicantScored(AboutFile):
    criterion: str
    points: int


@event("workforce.threshold_set")
class ThresholdSet:
    criterion: str
    points: int


@event("workforce.applicant_vetted")
class ApplicantVetted(AboutFile):
    is_passed: bool
    note: Words = ""


@event("workforce.hired")
class Hired(AboutFile):
    of_person: UUID
    role: str
    on: date


@event("workforce.contract_renewed")
class ContractRenewed(AboutFile):
    from_on: date
    until_on: date | None = None


@event("workforce.made_regular")
class MadeRegular(AboutFile):
    of_person: UUID
    on: date


@event("workforce.staff_noted")
class StaffNoted(AboutFile):
    note: UUID
    kind: str
    to_post: UUID | None = None


@event("workforce.departed")
class Departed(AboutFile):
    """Roles and shifts here are gone; with `is_signed_off` the account too."""

    of_person: UUID
    on: date
    roles: int
    shifts: int
    is_signed_off: bool
    reason: Words = ""


@event("workforce.mentor_paired")
class MentorPaired:
    mentoring: UUID
    of_person: UUID
    mentor: UUID
    tasks: int


@event("workforce.task_signed")
class TaskSigned:
    mentoring: UUID
    of_person: UUID
    number: int
    left: int


@event("workforce.mentoring_judged")
class MentoringJudged:
    mentoring: UUID
    of_person: UUID
    is_passed: bool
    result: Words = ""


@event("workforce.pledge_issued")
class PledgeIssued:
    pledge: UUID
    of_person: UUID
    year: int
    title: Words = ""


@event("workforce.pledge_signed")
class PledgeSigned:
    pledge: UUID
    of_person: UUID
    year: int
