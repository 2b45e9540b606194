"""What happened at the gates."""

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
    """`because` is hand, moved_out or lost."""

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


@event("access.opening_recorded")
class OpeningRecorded(AtLane):
    """`passage` is what it was decided by; without one it is unexplained. `is_known`: the passage says who went."""

    opening: UUID
    cause: str
    passage: UUID | None = None
    is_unexplained: bool
    is_after_hours: bool
    turn: int = 0


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


@dataclass(frozen=True, kw_only=True)
class AboutVisit:
    visit: UUID
    category: str
    dwelling: UUID | None = None


@event("access.visit_registered")
class VisitRegistered(AboutVisit):
    channel: str
    identity_check: str
    rules_version: int
    reason: Words = ""


@event("access.visitor_invited")
class VisitorInvited(AboutVisit):
    permit: UUID
    until_at: datetime
    people: int


@event("access.invitation_withdrawn")
class InvitationWithdrawn(AboutVisit):
    pass


@event("access.host_asked")
class HostAsked(AboutVisit):
    notice: UUID | None = None
    times: int


@event("access.visit_answered")
class VisitAnswered(AboutVisit):
    """`way` app is the host himself; any other is what somebody of the staff heard from him."""

    agrees: bool
    way: str
    seconds: int
    note: Words = ""


@event("access.visit_vouched")
class VisitVouched(AboutVisit):
    """`as_whom` is control_room or leader."""

    as_whom: str
    note: Words = ""


@event("access.visitor_let_in")
class VisitorLetIn(AboutVisit):
    passage: UUID
    lane: UUID
    seconds: int
    until_at: datetime | None = None


@event("access.visitor_let_out")
class VisitorLetOut(AboutVisit):
    lane: UUID
    minutes: int
    was_overstay: bool


@event("access.visitor_turned_away")
class VisitorTurnedAway(AboutVisit):
    reason: Words = ""


@event("access.visit_overstayed")
class VisitOverstayed(AboutVisit):
    until_at: datetime


@event("access.visit_lapsed")
class VisitLapsed(AboutVisit):
    state_before: str


@event("access.regular_registered")
class RegularRegistered:
    regular: UUID
    category: str
    dwelling: UUID | None = None


@event("access.regular_ended")
class RegularEnded:
    regular: UUID
    category: str
    reason: Words = ""


@event("access.inquiry_recorded")
class InquiryRecorded:
    inquiry: UUID
    kind: str
    outcome: str
    lane: UUID | None = None
    words: Words = ""


@event("access.stranger_spotted")
class StrangerSpotted:
    """Somebody was seen and those on duty were told where; without `notice` nobody could be reached by message."""

    inquiry: UUID
    kind: str
    place: UUID
    notice: UUID | None = None
    words: Words = ""


@event("access.inquiry_closed")
class InquiryClosed:
    inquiry: UUID
    kind: str
    outcome: str
    seconds: int
    words: Words = ""


@event("access.visit_corrected")
class VisitCorrected(AboutVisit):
    """`fields` of what was taken down by `channel` were wrong."""

    channel: str
    fields: int


@event("access.movements_searched")
class MovementsSearched:
    by_what: str
    start: datetime | None = None
    end: datetime | None = None
    purpose: Words = ""
    wanted: Words = ""


@dataclass(frozen=True, kw_only=True)
class AboutWatch:
    entry: UUID
    reason: str
    ends_at: datetime


@event("access.watch_proposed")
class WatchProposed(AboutWatch):
    words: Words = ""


@event("access.watch_agreed")
class WatchAgreed(AboutWatch):
    pass


@event("access.watch_dropped")
class WatchDropped(AboutWatch):
    why: Words = ""


@event("access.watch_appealed")
class WatchAppealed(AboutWatch):
    appeal: Words = ""


@event("access.appeal_answered")
class AppealAnswered(AboutWatch):
    is_kept: bool
    answer: Words = ""


@event("access.watch_ended")
class WatchEnded(AboutWatch):
    """`because` is time or hand."""

    because: str
    why: Words = ""


@event("access.rules_drafted")
class RulesDrafted:
    version: int
    category: str
    reason: Words = ""


@event("access.rules_put_in_force")
class RulesPutInForce:
    version: int
    replaces: int


@event("access.rules_dropped")
class RulesDropped:
    version: int
