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
