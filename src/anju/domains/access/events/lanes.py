"""What was decided at lanes, and what their doors did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anju.kernel.events import Words, event


@dataclass(frozen=True, kw_only=True)
class AtLane:
    """Which lane, at which place, for whom it is."""

    lane: UUID
    place: UUID
    traffic: str


@event("access.lane_added")
class LaneAdded(AtLane):
    directions: str


@event("access.lane_changed")
class LaneChanged(AtLane):
    is_open: bool


@event("access.fire_released")
class FireReleased:
    """Every lane stands open until it is ended."""

    lanes: int
    reason: Words = ""


@event("access.lockdown_begun")
class LockdownBegun:
    """Whoever neither lives nor works here waits for a leader's word; no way out is closed."""

    lanes: int
    place: UUID | None
    until_at: datetime
    reason: Words = ""


@event("access.lockdown_ended")
class LockdownEnded:
    """`because`: hand, or time."""

    lanes: int
    because: str


@event("access.fire_release_ended")
class FireReleaseEnded:
    lanes: int
    minutes: int


@event("access.credential_issued")
class CredentialIssued:
    credential: UUID
    kind: str
    category: str
    dwelling: UUID | None = None
    checked: Words = ""


@event("access.credential_revoked")
class CredentialRevoked:
    """`because` is hand, moved_out, lost, or together: what it belongs to ended."""

    credential: UUID
    kind: str
    category: str
    because: str
    reason: Words = ""


@event("access.passage_decided")
class PassageDecided(AtLane):
    """`may_go` at once; what is asked may be released later."""

    passage: UUID
    direction: str
    category: str
    outcome: str
    code: str
    may_go: bool
    credential_kind: str = ""
    rules_version: int


@event("access.passage_taken_in")
class PassageTakenIn(AtLane):
    """A box at the gate decided it at `decided_at`; it is kept as it was decided."""

    passage: UUID
    decided_at: datetime
    direction: str
    category: str
    outcome: str
    code: str
    may_go: bool
    credential_kind: str = ""
    rules_version: int
    edge: str
    is_late: bool


@event("access.movement_taken_in")
class MovementTakenIn(AtLane):
    """What a box at the gate saw at `seen_at`: `what` is opened, passed or released. Without `passage` nobody decided it."""

    what: str
    seen_at: datetime
    passage: UUID | None = None
    opening: UUID | None = None
    cause: str = ""
    is_unexplained: bool = False
    is_after_hours: bool = False
    turn: int = 0
    is_late: bool
    said_for: Words = ""


@event("access.passage_released")
class PassageReleased(AtLane):
    passage: UUID
    category: str
    code: str
    said_for: Words = ""


@event("access.emergency_let_in")
class EmergencyLetIn(AtLane):
    passage: UUID
    kind: str
    notice: UUID | None = None


@event("access.opening_recorded")
class OpeningRecorded(AtLane):
    """`passage` is what it was decided by; without one it is unexplained. `is_known`: the passage says who went."""

    opening: UUID
    cause: str
    passage: UUID | None = None
    is_unexplained: bool
    is_after_hours: bool
    turn: int = 0


@event("access.door_shut")
class DoorShut(AtLane):
    """A door of an interlock stood open for so long."""

    seconds: int


@event("access.doors_interlocked")
class DoorsInterlocked(AtLane):
    """Of two doors one opens only while the other is shut; without `partner` no more."""

    partner: UUID | None = None


@event("access.lane_watched")
class LaneWatched(AtLane):
    """Which camera sees the lane; None for no camera."""

    camera: UUID | None = None


@event("access.gone_through")
class GoneThrough(AtLane):
    """A loop or contact felt somebody pass. Without `passage` he went behind another: an opening of its own that nobody decided."""

    passage: UUID | None = None
    opening: UUID | None = None
    turn: int = 0


@event("access.opening_explained")
class OpeningExplained(AtLane):
    opening: UUID
    opened_at: datetime
    turn: int = 0
    explanation: Words = ""
