"""What happened to goods at the gates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anju.kernel.events import Words, event


@dataclass(frozen=True, kw_only=True)
class AboutSlip:
    slip: UUID
    permit: UUID
    party: str
    occasion: str
    dwelling: UUID


@event("goods.release_asked")
class ReleaseAsked(AboutSlip):
    is_owner_asked: bool
    notice: UUID | None = None


@event("goods.owner_answered")
class OwnerAnswered(AboutSlip):
    """`way` app is the owner himself; any other is what the desk heard from him."""

    agrees: bool
    way: str
    note: Words = ""


@event("goods.release_stamped")
class ReleaseStamped(AboutSlip):
    seal: str
    notice: UUID | None = None


@event("goods.release_declined")
class ReleaseDeclined(AboutSlip):
    reason: Words = ""


@event("goods.slip_ended")
class SlipEnded(AboutSlip):
    state_before: str


@event("goods.goods_released")
class GoodsReleased(AboutSlip):
    """A slip was held against what was there. `outcome` released lets `pieces` go, `left` may still go; any other let nothing go."""

    check: UUID
    gate: UUID
    outcome: str
    code: str
    pieces: int
    left: int


@event("goods.goods_came_back")
class GoodsCameBack(AboutSlip):
    check: UUID
    pieces: int
    left: int
    is_in_time: bool


@event("goods.goods_checked")
class GoodsChecked:
    """Things without a slip were looked at, in or out."""

    check: UUID
    gate: UUID
    direction: str
    goods_class: str
    class_version: int
    outcome: str
    code: str
    case: UUID | None = None


@event("goods.goods_arrived")
class GoodsArrived:
    check: UUID
    minutes: int


@dataclass(frozen=True, kw_only=True)
class AboutPause:
    pause: UUID
    reason: str
    gate: UUID


@event("goods.release_put_off")
class ReleasePutOff(AboutPause):
    case: UUID | None = None
    things: Words = ""


@event("goods.somebody_told")
class SomebodyTold(AboutPause):
    """`whom` was told; without `notice` by mouth or telephone."""

    whom: str
    seconds: int
    notice: UUID | None = None
    note: Words = ""


@event("goods.pause_ended")
class PauseEnded(AboutPause):
    way: str
    minutes: int
    note: Words = ""


@event("goods.slips_gathered")
class SlipsGathered:
    batch: UUID
    slips: int
    releases: int
    counted: int
    note: Words = ""


@event("goods.slips_filed")
class SlipsFiled:
    batch: UUID
    counted: int


@event("goods.class_set")
class ClassSet:
    goods_class: UUID
    code: str
    version: int


@dataclass(frozen=True, kw_only=True)
class AboutParcel:
    parcel: UUID
    gate: UUID


@event("goods.parcel_received")
class ParcelReceived(AboutParcel):
    notice: UUID | None = None
    slot: Words = ""


@event("goods.parcel_moved")
class ParcelMoved(AboutParcel):
    slot: Words = ""


@event("goods.parcel_handed_out")
class ParcelHandedOut(AboutParcel):
    minutes: int
    proof: str


@event("goods.parcel_sent_back")
class ParcelSentBack(AboutParcel):
    reason: Words = ""


@event("goods.parcel_claimed")
class ParcelClaimed(AboutParcel):
    claim: str
    at_hand: str
    words: Words = ""


@event("goods.parcel_settled")
class ParcelSettled(AboutParcel):
    finding: str
    claimed_at: datetime
    words: Words = ""


@dataclass(frozen=True, kw_only=True)
class AboutResponse:
    response: UUID
    pause: UUID
    gate: UUID


@event("goods.plan_started")
class PlanStarted(AboutResponse):
    """`seconds` after the thing was found; `version` of the written procedure, 0 for the usual steps."""

    seconds: int
    steps: int
    version: int
    case: UUID | None = None


@event("goods.cordon_set")
class CordonSet(AboutResponse):
    radius_metres: int
    cleared: int
    seconds: int


@event("goods.step_done")
class StepDone(AboutResponse):
    number: int
    seconds: int
    note: Words = ""


@event("goods.plan_closed")
class PlanClosed(AboutResponse):
    finding: str
    minutes: int
    cleared_by: Words = ""
