"""What happened to questions, exams and papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anju.kernel.events import Words, event


@event("training.question_added")
class QuestionAdded:
    question: UUID
    course: UUID
    module: str
    kind: str


@event("training.question_retired")
class QuestionRetired:
    question: UUID
    course: UUID
    is_broken: bool = False


@dataclass(frozen=True, kw_only=True)
class AboutExam:
    exam: UUID
    kind: str
    course: str = ""


@event("training.exam_opened")
class ExamOpened(AboutExam):
    questions: int
    minutes: int
    pass_percent: int
    attempts: int
    document: UUID | None = None
    document_version: int = 0


@event("training.exam_closed")
class ExamClosed(AboutExam):
    expected: int
    sat: int
    passed: int
    credit: str = ""


@event("training.paper_begun")
class PaperBegun(AboutExam):
    paper: UUID
    of_person: UUID
    attempt: int
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class AboutMark(AboutExam):
    """`first_on` is the day of the first attempt, on which the person counts; the first marked one counts him, a later one that is passed corrects him."""

    paper: UUID
    of_person: UUID
    attempt: int
    right: int
    asked: int
    is_passed: bool
    is_first: bool
    is_last: bool
    first_on: date


@event("training.paper_handed_in")
class PaperHandedIn(AboutMark):
    """With `seconds_late` it came too late: nothing is marked until the trainer decided."""

    seconds_late: int = 0


@event("training.late_paper_counted")
class LatePaperCounted(AboutMark):
    reason: Words = ""


@event("training.paper_voided")
class PaperVoided(AboutExam):
    paper: UUID
    of_person: UUID
    reason: Words = ""
