"""Checkpoints, tags, zones, routes and patrol plans."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from anju.kernel.events import Words, event


@event("patrol.checkpoint_added")
class CheckpointAdded:
    checkpoint: UUID
    place: UUID
    focus: str


@event("patrol.checkpoint_changed")
class CheckpointChanged:
    checkpoint: UUID
    focus: str
    is_key: bool


@event("patrol.checkpoint_placed")
class CheckpointPlaced:
    checkpoint: UUID
    plan: UUID


@event("patrol.checkpoint_located")
class CheckpointLocated:
    """Where a phone measures it was entered."""

    checkpoint: UUID
    accuracy_m: int


@event("patrol.checklist_set")
class ChecklistSet:
    checkpoint: UUID
    version: int
    items: int


@event("patrol.checkpoint_retired")
class CheckpointRetired:
    """`rounds` had it still ahead of them; there it is dropped."""

    checkpoint: UUID
    rounds: int
    reason: Words = ""


@event("patrol.tag_fitted")
class TagFitted:
    checkpoint: UUID
    tag: UUID
    way: str


@event("patrol.tag_withdrawn")
class TagWithdrawn:
    checkpoint: UUID
    tag: UUID
    reason: Words = ""


@event("patrol.zones_drawn")
class ZonesDrawn:
    zoning: UUID
    number: int
    zones: int
    area_m2: float
    buildings: int
    risk_points: int


@event("patrol.zones_decided")
class ZonesDecided:
    zoning: UUID
    is_approved: bool
    reason: Words = ""


@event("patrol.route_added")
class RouteAdded:
    route: UUID
    name: Words = ""


@event("patrol.route_published")
class RoutePublished:
    """A new version; `rounds` that are under way keep the one they began with."""

    route: UUID
    version: UUID
    number: int
    points: int
    walk_minutes: int
    assessment: UUID | None = None
    rounds: int = 0
    reason: Words = ""


@event("patrol.route_retired")
class RouteRetired:
    route: UUID
    reason: Words = ""


@event("patrol.risk_assessed")
class RiskAssessed:
    assessment: UUID
    checkpoint: UUID
    before: int
    after: int
    assessed_on: date


@event("patrol.route_kept")
class RouteKept:
    assessment: UUID
    checkpoint: UUID
    reason: Words = ""


@event("patrol.scheme_added")
class SchemeAdded:
    scheme: UUID
    kind: str
    name: Words = ""


@event("patrol.line_added")
class LineAdded:
    scheme: UUID
    line: UUID
    band: str
    every_minutes: int
    holiday_every_minutes: int


@event("patrol.line_dropped")
class LineDropped:
    scheme: UUID
    line: UUID


@event("patrol.scheme_published")
class SchemePublished:
    """Rounds a day by band, before and after; `withdrawn` planned rounds of the plan it replaces were taken back."""

    scheme: UUID
    kind: str
    day: float
    night: float
    small: float
    day_before: float = 0
    night_before: float = 0
    small_before: float = 0
    withdrawn: int = 0


@event("patrol.special_switched_on")
class SpecialSwitchedOn:
    activation: UUID
    scheme: UUID
    trigger: str
    rounds_before: float
    rounds_after: float
    note: Words = ""


@event("patrol.special_switched_off")
class SpecialSwitchedOff:
    activation: UUID
    scheme: UUID
    withdrawn: int


@event("patrol.density_raised")
class DensityRaised:
    raised: UUID
    checkpoint: UUID
    cause: str
    before_per_day: float
    after_per_day: float
    until_on: date
    note: Words = ""


@event("patrol.density_lowered")
class DensityLowered:
    raised: UUID
    checkpoint: UUID
    cause: str


@event("patrol.rounds_planned")
class RoundsPlanned:
    on: date
    rounds: int
    points: int
    is_holiday: bool
