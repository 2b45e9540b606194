"""What happened to places."""

from __future__ import annotations

from uuid import UUID

from anju.kernel.events import Words, event


@event("places.organisation_founded")
class OrganisationFounded:
    organisation: UUID
    of_scope: UUID
    kind: str
    called: Words = ""


@event("places.community_founded")
class CommunityFounded:
    place: UUID
    of_scope: UUID
    called: Words = ""


@event("places.place_added")
class PlaceAdded:
    place: UUID
    parent: UUID | None
    kind: str
    called: Words = ""


@event("places.place_changed")
class PlaceChanged:
    """`changed` names the facts that were changed; `is_key` is the value it has now."""

    place: UUID
    changed: list[str]
    is_key: bool
    called: Words = ""


@event("places.place_drawn")
class PlaceDrawn:
    place: UUID
    points: int


@event("places.place_lifted")
class PlaceLifted:
    """The place does not lie on a plan any more."""

    place: UUID


@event("places.reach_set")
class ReachSet:
    """How far somebody at the place sees; radius 0: nothing is said about it."""

    place: UUID
    radius_m: int
    heading_deg: int | None
    width_deg: int | None


@event("places.drawing_uploaded")
class DrawingUploaded:
    drawing: UUID
    plan: UUID
    plan_version: int
    kind: str


@event("places.drawing_read")
class DrawingRead:
    drawing: UUID
    width_px: int
    height_px: int


@event("places.drawing_given_up")
class DrawingGivenUp:
    """It could not be read; `trouble` says why."""

    drawing: UUID
    trouble: str


@event("places.drawing_calibrated")
class DrawingCalibrated:
    """How the picture lies on the ground was said by `means`: distance, places, file or before."""

    drawing: UUID
    micrometres_per_px: int
    means: str


@event("places.drawing_published")
class DrawingPublished:
    drawing: UUID
    plan: UUID
    replaced: UUID | None


@event("places.plan_hung")
class PlanHung:
    """A version of the plan hangs at an entrance."""

    sign: UUID
    gate: UUID
    drawing: UUID
    plan_version: int


@event("places.drawing_discarded")
class DrawingDiscarded:
    drawing: UUID


@event("places.place_moved")
class PlaceMoved:
    place: UUID
    parent: UUID
    was: UUID | None


@event("places.place_retired")
class PlaceRetired:
    place: UUID
    reason: Words = ""


@event("places.place_reopened")
class PlaceReopened:
    place: UUID


@event("places.floors_laid_out")
class FloorsLaidOut:
    building: UUID
    unit: UUID
    first_floor: int
    last_floor: int
    dwellings: int


@event("places.dwelling_added")
class DwellingAdded:
    """A dwelling was added by the names of its building and unit (the unit is the building where it has none)."""

    place: UUID
    building: UUID
    unit: UUID
