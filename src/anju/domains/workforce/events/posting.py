"""What happened to the establishment, plans and equipment."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from anju.kernel.events import Words, event


@event("workforce.establishment_set")
class EstablishmentSet:
    post: UUID
    before: int
    after: int
    headcount: int
    has_basis: bool
    reason: Words = ""


@event("workforce.season_set")
class SeasonSet:
    post: UUID
    seasons: int


@event("workforce.warning_noted")
class WarningNoted:
    warning: UUID
    kind: str
    colour: str
    source: str
    starts_at: datetime
    ends_at: datetime
    title: Words = ""


@event("workforce.contingency_drawn_up")
class ContingencyDrawnUp:
    contingency: UUID
    posts: int
    called: Words = ""


@event("workforce.contingency_switched_on")
class ContingencySwitchedOn:
    contingency: UUID
    warning: UUID | None = None
    posts: int
    until_at: datetime


@event("workforce.contingency_switched_off")
class ContingencySwitchedOff:
    contingency: UUID
    posts: int
    minutes: int


@event("workforce.gear_added")
class GearAdded:
    gear: UUID
    kind: str


@event("workforce.gear_withdrawn")
class GearWithdrawn:
    gear: UUID
    kind: str
    reason: Words = ""


@event("workforce.gear_issued")
class GearIssued:
    issue: UUID
    gear: UUID
    kind: str
    of_person: UUID
    is_scanned: bool


@event("workforce.gear_returned")
class GearReturned:
    issue: UUID
    gear: UUID
    kind: str
    of_person: UUID
    minutes: int
    condition: Words = ""
