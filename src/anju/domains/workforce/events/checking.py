"""What happened at checks, gatherings and handovers."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from anju.kernel.events import Words, event


@event("workforce.checks_drawn")
class ChecksDrawn:
    plan: UUID
    month: date
    checks: int


@event("workforce.random_check_missed")
class RandomCheckMissed:
    random_check: UUID
    post: UUID
    due_at: datetime


@event("workforce.post_checked")
class PostChecked:
    check: UUID
    post: UUID
    of_person: UUID
    kind: str
    kept: int
    of: int
    faults: list[str]


@event("workforce.check_signed")
class CheckSigned:
    """The one who was checked signs; only now the check counts."""

    check: UUID
    post: UUID
    of_person: UUID
    kind: str
    kept: int
    of: int
    checked_at: datetime
    is_disputed: bool
    objection: Words = ""


@event("workforce.gathering_held")
class GatheringHeld:
    gathering: UUID
    kind: str
    held_at: datetime
    expected: int
    came: int
    dress_faults: int
    title: Words = ""


@event("workforce.post_handed_over")
class PostHandedOver:
    handover: UUID
    post: UUID
    of_person: UUID
    has_difference: bool
    open_matters: int


@event("workforce.handover_taken")
class HandoverTaken:
    handover: UUID
    post: UUID
    of_person: UUID
    minutes_early: int
    is_in_time: bool
    has_difference: bool
    objection: Words = ""
