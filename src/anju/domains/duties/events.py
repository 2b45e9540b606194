"""What happened to regular work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anju.kernel.events import Words, event


@dataclass(frozen=True, kw_only=True)
class AboutSlot:
    """What every count over slots asks for: which one, the business day it counts for, and what became of it by this event.

    `grade` is that of the whole slot; `was_closed` says that its time was over and counted before, so that this corrects it.
    """

    occurrence: UUID
    duty: UUID
    category: str
    on: date
    state: str
    before: str
    grade: str = ""
    grade_before: str = ""
    was_closed: bool = False


@event("duties.duty_created")
class DutyCreated:
    duty: UUID
    category: str
    period: str
    count: int
    role: str = ""
    has_basis: bool = False
    title: Words = ""


@event("duties.duty_changed")
class DutyChanged:
    duty: UUID
    fields: list[str]
    title: Words = ""


@event("duties.duty_rescheduled")
class DutyRescheduled:
    duty: UUID
    period: str
    count: int
    dropped: int


@event("duties.duty_rebased")
class DutyRebased:
    """The sentence that a duty serves was named, changed or taken away."""

    duty: UUID
    has_basis: bool
    label: Words = ""


@event("duties.duty_paused")
class DutyPaused:
    duty: UUID
    reason: Words = ""


@event("duties.duty_resumed")
class DutyResumed:
    duty: UUID


@event("duties.occurrences_planned")
class OccurrencesPlanned:
    """`planned` new slots now stand until the business day `until_on`; `unknown_years` stopped the rest."""

    duty: UUID
    planned: int
    until_on: date
    unknown_years: list[int]


@event("duties.occurrences_opened")
class OccurrencesOpened:
    """The clock went over these: they can be done now, or their time is over (see `duties.occurrence_closed`)."""

    opened: list[UUID]
    closed: list[UUID]


@event("duties.occurrence_closed")
class OccurrenceClosed(AboutSlot):
    """The time of one is over; `state` is done, done_late, partly, missed or excused."""

    owed: int
    on_time: int
    done: int
    due_at: datetime
    longest_gap_seconds: int = 0


@event("duties.duty_performed")
class DutyPerformed(AboutSlot):
    """Somebody did it. `faults` are keys of the checklist, to be looked up in the performance; `proof` is its own grade."""

    performance: UUID
    person: UUID | None
    device_at: datetime
    proof: str
    is_on_time: bool
    is_backfilled: bool
    faults: list[str]
    photos: int
    owed: int
    on_time: int
    done: int


@event("duties.performance_confirmed")
class PerformanceConfirmed(AboutSlot):
    performance: UUID
    confirmed_by: UUID
    proof: str


@event("duties.performance_rejected")
class PerformanceRejected(AboutSlot):
    performance: UUID
    reason: Words = ""


@event("duties.occurrence_excused")
class OccurrenceExcused(AboutSlot):
    reason: Words = ""


@event("duties.occurrence_reassigned")
class OccurrenceReassigned:
    occurrence: UUID
    duty: UUID
    person: UUID
    previous: UUID | None
    due_at: datetime


@event("duties.presence_recorded")
class PresenceRecorded(AboutSlot):
    presence: UUID
    person: UUID | None
    starts_at: datetime
    ends_at: datetime
    covered_seconds: int
    longest_gap_seconds: int


@event("duties.calendar_imported")
class CalendarImported:
    year: int
    days: int
    is_complete: bool
