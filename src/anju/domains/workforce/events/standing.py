"""What happened to posts, shifts and attendance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anju.kernel.events import Words, event


@event("workforce.terms_set")
class TermsSet:
    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class AboutFinding:
    finding: UUID
    post: UUID
    kind: str
    source: str
    of_person: UUID | None = None
    since_at: datetime


@event("workforce.finding_raised")
class FindingRaised(AboutFinding):
    """A post was not kept; nothing follows for anybody before it is judged."""


@event("workforce.finding_cleared")
class FindingCleared(AboutFinding):
    minutes: int


@event("workforce.finding_judged")
class FindingJudged(AboutFinding):
    is_upheld: bool
    why: Words = ""


@event("workforce.stepped_away")
class SteppedAway:
    away: UUID
    post: UUID
    of_person: UUID
    kind: str
    due_at: datetime
    is_covered: bool
    reason: Words = ""


@event("workforce.came_back")
class CameBack:
    away: UUID
    post: UUID
    of_person: UUID
    minutes: int
    is_in_time: bool


@event("workforce.relief_taken")
class ReliefTaken:
    relief: UUID
    post: UUID
    of_person: UUID
    relieved: UUID


@event("workforce.relief_given_back")
class ReliefGivenBack:
    relief: UUID
    post: UUID
    of_person: UUID
    relieved: UUID
    minutes: int


@event("workforce.attendance_settled")
class AttendanceSettled:
    """All shifts that began on a date: `due` without those on leave; `came_by_device` of `came` are known from a gate or a scan."""

    on: date
    due: int
    came: int
    came_by_device: int
    late: int
    early: int
    absent: int
    on_leave: int


@event("workforce.attendance_corrected")
class AttendanceCorrected:
    attendance: UUID
    of_person: UUID
    on: date
    before: str
    after: str
    source: str
    reason: Words = ""


@event("workforce.months_drawn_up")
class MonthsDrawnUp:
    month: date
    people: int


@event("workforce.leave_asked")
class LeaveAsked:
    leave: UUID
    of_person: UUID
    kind: str
    start_at: datetime
    end_at: datetime
    reason: Words = ""


@event("workforce.leave_decided")
class LeaveDecided:
    """`released` shifts are without anybody now."""

    leave: UUID
    of_person: UUID
    is_approved: bool
    is_proxy: bool
    released: int = 0
    note: Words = ""


@event("workforce.leave_withdrawn")
class LeaveWithdrawn:
    leave: UUID
    of_person: UUID


@event("workforce.swap_asked")
class SwapAsked:
    swap: UUID
    of_person: UUID
    colleague: UUID
    reason: Words = ""


@event("workforce.swap_answered")
class SwapAnswered:
    swap: UUID
    of_person: UUID
    is_agreed: bool


@event("workforce.swap_decided")
class SwapDecided:
    swap: UUID
    is_approved: bool


@event("workforce.stand_in_called")
class StandInCalled:
    holding: UUID
    post: UUID
    of_person: UUID
    start_at: datetime
    end_at: datetime
    reason: Words = ""


@event("workforce.called_out")
class CalledOut:
    call_out: UUID
    is_drill: bool
    called: int
    target_minutes: int
    title: Words = ""


@event("workforce.mustered")
class Mustered:
    call_out: UUID
    of_person: UUID
    minutes: int
    is_in_time: bool
    is_drill: bool


@event("workforce.call_out_ended")
class CallOutEnded:
    call_out: UUID
    is_drill: bool
    called: int
    came: int
    came_in_time: int
