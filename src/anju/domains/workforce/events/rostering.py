"""What happened to rosters."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from anju.kernel.events import event


@event("workforce.roster_drafted")
class RosterDrafted:
    roster: UUID
    first_on: date
    last_on: date
    base: UUID | None = None
    ill: UUID | None = None


@event("workforce.roster_improved")
class RosterImproved:
    roster: UUID
    second: int
    cost: int
    bound: int
    breaches: int


@event("workforce.roster_stopped")
class RosterStopped:
    roster: UUID


@event("workforce.roster_ready")
class RosterReady:
    roster: UUID
    cost: int
    bound: int
    breaches: int
    is_best: bool


@event("workforce.roster_failed")
class RosterFailed:
    roster: UUID


@event("workforce.roster_publishing")
class RosterPublishing:
    roster: UUID


@event("workforce.roster_part_published")
class RosterPartPublished:
    roster: UUID
    rows: int
    is_last: bool


@event("workforce.roster_held_back")
class RosterHeldBack:
    roster: UUID


@event("workforce.roster_discarded")
class RosterDiscarded:
    roster: UUID
