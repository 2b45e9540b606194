"""Procedures and their checks, peak plans, the epidemic mode, faces and fingerprints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anju.kernel.events import Words, event


@event("access.procedure_set")
class ProcedureSet:
    procedure: UUID
    kind: str
    document: UUID
    version: int
    steps: int


@event("access.procedure_checked")
class ProcedureChecked:
    check: UUID
    kind: str
    version: int
    of_person: UUID
    kept: int
    of: int
    note: Words = ""


@dataclass(frozen=True, kw_only=True)
class AboutPeak:
    plan: UUID
    occasion: str
    version: int


@event("access.peak_planned")
class PeakPlanned(AboutPeak):
    """A version counts from now on; `replaces` is the number of the one before, 0 for none."""

    extra: int
    replaces: int = 0


@event("access.peak_plan_dropped")
class PeakPlanDropped(AboutPeak):
    why: Words = ""


@event("access.peak_rostered")
class PeakRostered(AboutPeak):
    """So many people were added to the roster of a day, so many are still missing."""

    run: UUID
    on: date
    named: int
    short: int


@event("access.peak_switched_on")
class PeakSwitchedOn(AboutPeak):
    run: UUID
    named: int
    ends_at: datetime


@event("access.queue_counted")
class QueueCounted(AboutPeak):
    run: UUID
    people: int
    cars: int


@event("access.peak_switched_off")
class PeakSwitchedOff(AboutPeak):
    run: UUID
    minutes: int
    longest_people: int
    longest_cars: int


@event("access.epidemic_switched_on")
class EpidemicSwitchedOn:
    mode: UUID
    asks: list[str]
    asks_home: list[str]
    word_for: list[str]
    until_at: datetime
    reason: Words = ""


@event("access.epidemic_switched_off")
class EpidemicSwitchedOff:
    """`because` is time or hand."""

    mode: UUID
    because: str
    checks: int
    reason: Words = ""


@event("access.entry_checked")
class EntryChecked:
    mode: UUID
    passage: UUID
    check: UUID
    passed: list[str]
    failed: list[str]
    may_go: bool


@event("access.body_use_proposed")
class BodyUseProposed:
    use: UUID
    kind: str
    purpose: Words = ""


@event("access.body_use_agreed")
class BodyUseAgreed:
    use: UUID
    kind: str


@event("access.body_use_ended")
class BodyUseEnded:
    """`ended` references stopped opening with it."""

    use: UUID
    kind: str
    ended: int
