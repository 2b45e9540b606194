"""What happened to cars at their lanes."""

from __future__ import annotations

from uuid import UUID

from anju.kernel.events import Words, event

from .lanes import AtLane


@event("access.lane_camera_fitted")
class LaneCameraFitted(AtLane):
    device: UUID
    direction: str
    maker: str
    way: str


@event("access.lane_camera_removed")
class LaneCameraRemoved(AtLane):
    device: UUID


@event("access.lane_limited")
class LaneLimited(AtLane):
    keeps_out: str


@event("access.car_seen")
class CarSeen(AtLane):
    """A camera saw a car. `look` counts the looks at the same car; `became_read` at the one by which it was read."""

    sighting: UUID
    direction: str
    look: int
    became_read: bool
    how: str
    sure: int
    code: str
    may_go: bool
    command: UUID | None = None


@event("access.car_let_in")
class CarLetIn(AtLane):
    """A guard saw to a car that was not known. `was_misread`: he typed another plate than the camera had read without doubt."""

    sighting: UUID
    passage: UUID
    how: str
    was_misread: bool
    seconds: int
    said_for: Words = ""


@event("access.car_sent_on")
class CarSentOn(AtLane):
    sighting: UUID
    seconds: int
    reason: Words = ""


@event("access.car_left")
class CarLeft(AtLane):
    """It waited, and drove away by itself."""

    sighting: UUID


@event("access.car_pictured")
class CarPictured(AtLane):
    sighting: UUID


@event("access.plate_rate_fell")
class PlateRateFell(AtLane):
    """Of the last `seen` cars the camera read clearly fewer than in the month before; rates in percent."""

    camera: UUID
    seen: int
    rate: int
    rate_before: int


@event("access.emergency_written_up")
class EmergencyWrittenUp(AtLane):
    """What an emergency service came for, written down when it was over."""

    passage: UUID
    minutes_later: int
    words: Words = ""
