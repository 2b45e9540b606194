"""What happened to courses, sessions and trainees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anju.kernel.events import Words, event


@event("training.course_created")
class CourseCreated:
    course: UUID
    code: str
    modules: int
    hours: float
    tier: str = ""


@event("training.course_changed")
class CourseChanged:
    course: UUID
    code: str
    version: int
    modules: int


@event("training.course_retired")
class CourseRetired:
    course: UUID
    code: str


@event("training.material_added")
class MaterialAdded:
    course: UUID
    document: UUID


@event("training.programme_planned")
class ProgrammePlanned:
    programme: UUID
    course: UUID
    duty: UUID
    roles: list[str]
    chosen: int
    minutes: int


@event("training.programme_ended")
class ProgrammeEnded:
    programme: UUID
    reason: Words = ""


@event("training.sessions_planned")
class SessionsPlanned:
    programme: UUID
    sessions: list[UUID]


@dataclass(frozen=True, kw_only=True)
class AboutSession:
    """Which session, of which course (by its code) and kind, and when it begins."""

    session: UUID
    course: str = ""
    kind: str
    starts_at: datetime


@event("training.session_called")
class SessionCalled(AboutSession):
    makes_up: UUID | None = None
    case: UUID | None = None
    title: Words = ""


@event("training.session_opened")
class SessionOpened(AboutSession):
    expected: int


@event("training.signed_in")
class SignedIn(AboutSession):
    of_person: UUID
    is_late: bool


@event("training.attendance_entered")
class AttendanceEntered(AboutSession):
    """Entered by somebody else: `is_backfilled` when the session was over; `state` is present or excused."""

    of_person: UUID
    state: str
    is_backfilled: bool
    was_counted: bool = False
    reason: Words = ""


@event("training.session_held")
class SessionHeld(AboutSession):
    """`scanned` signed in by their own phones; `missed` are those who were expected and did not come."""

    held_at: datetime
    expected: int
    present: int
    scanned: int
    minutes: int
    modules: list[str]
    missed: list[UUID]
    made_up: int = 0
    makes_up: UUID | None = None
    makes_up_starts_at: datetime | None = None
    is_external: bool = False
    credit: str = ""


@event("training.session_cancelled")
class SessionCancelled(AboutSession):
    reason: Words = ""


@event("training.reflection_handed_in")
class ReflectionHandedIn(AboutSession):
    of_person: UUID
    rating: int
    has_essay: bool
    is_committed: bool


@event("training.essay_reviewed")
class EssayReviewed(AboutSession):
    of_person: UUID
    is_accepted: bool
    note: Words = ""


@dataclass(frozen=True, kw_only=True)
class AboutEnrolment:
    enrolment: UUID
    of_person: UUID
    course: str
    started_on: date


@event("training.enrolled")
class Enrolled(AboutEnrolment):
    is_induction: bool
    mentor: UUID | None = None


@event("training.mentor_named")
class MentorNamed(AboutEnrolment):
    mentor: UUID


@event("training.enrolment_completed")
class EnrolmentCompleted(AboutEnrolment):
    is_induction: bool
    ended_on: date


@event("training.enrolment_failed")
class EnrolmentFailed(AboutEnrolment):
    reason: Words = ""


@event("training.enrolment_withdrawn")
class EnrolmentWithdrawn(AboutEnrolment):
    is_induction: bool
    reason: Words = ""


@event("training.module_signed_off")
class ModuleSignedOff:
    """A module was passed or not in one way; a practical one waits for its second assessor (`is_counted` is false)."""

    result: UUID
    of_person: UUID
    course: str
    module: str
    way: str
    is_passed: bool
    is_counted: bool
    score: int | None = None


@event("training.assessment_confirmed")
class AssessmentConfirmed:
    result: UUID
    of_person: UUID
    course: str
    module: str
    is_passed: bool




@event("training.session_moved")
class SessionMoved(AboutSession):
    before_at: datetime
    minutes: int
    reason: Words = ""
