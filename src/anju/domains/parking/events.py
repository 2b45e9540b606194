"""What happened in parking. Plates stand in the records, never in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anju.kernel.events import Words, event


@dataclass(frozen=True, kw_only=True)
class AboutZone:
    zone: UUID
    use: str
    vehicle_class: str
    spaces: int


@event("parking.zone_added")
class ZoneAdded(AboutZone):
    place: UUID


@event("parking.zone_changed")
class ZoneChanged(AboutZone):
    is_open: bool
    speed_kmh: int


@event("parking.bay_added")
class BayAdded:
    bay: UUID
    zone: UUID
    kind: str


@event("parking.bay_changed")
class BayChanged:
    """`because` is hand, sensor or stay; `free` spaces are left in its zone."""

    bay: UUID
    zone: UUID
    kind: str
    is_taken: bool
    because: str
    free: int


@event("parking.sign_added")
class SignAdded:
    sign: UUID
    kind: str
    place: UUID


@event("parking.sign_checked")
class SignChecked:
    sign: UUID
    kind: str
    state: str


@dataclass(frozen=True, kw_only=True)
class AboutVehicle:
    vehicle: UUID
    kind: str
    vehicle_class: str
    dwelling: UUID | None = None


@event("parking.vehicle_registered")
class VehicleRegistered(AboutVehicle):
    state: str


@event("parking.vehicle_checked")
class VehicleChecked(AboutVehicle):
    paper: Words = ""


@event("parking.vehicle_refused")
class VehicleRefused(AboutVehicle):
    reason: Words = ""


@event("parking.vehicle_ended")
class VehicleEnded(AboutVehicle):
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class AboutRight:
    """`priority` is the turn in which its kind is served, 1 first."""

    right: UUID
    vehicle: UUID
    kind: str
    bay: UUID | None = None
    ends_on: date
    priority: int


@event("parking.right_given")
class RightGiven(AboutRight):
    permit: UUID
    paper: str


@event("parking.right_ended")
class RightEnded(AboutRight):
    because: str


@event("parking.month_billed")
class MonthBilled(AboutRight):
    charge: UUID
    period_from_on: date
    period_until_on: date


@dataclass(frozen=True, kw_only=True)
class AboutStay:
    """`kind` of its vehicle, "" for an unknown car; `zone` where it is known."""

    stay: UUID
    kind: str
    zone: UUID | None = None
    state: str


@event("parking.stay_opened")
class StayOpened(AboutStay):
    passage: UUID | None = None
    entered_at: datetime


@event("parking.stay_closed")
class StayClosed(AboutStay):
    """`amount_fen` of the further charge made at the exit; `free_by` where there was none. Whether it is paid is no matter here."""

    passage: UUID | None = None
    left_at: datetime
    minutes: int
    amount_fen: int = 0
    free_by: str = ""
    charge: UUID | None = None
    is_mended: bool = False


@event("parking.stay_mended")
class StayMended(AboutStay):
    """A missing half was put right: `half` entry or exit."""

    half: str
    entered_at: datetime
    left_at: datetime
    amount_fen: int = 0
    charge: UUID | None = None
    reason: Words = ""


@event("parking.stay_dropped")
class StayDropped(AboutStay):
    reason: Words = ""


@event("parking.stay_ran_over")
class StayRanOver(AboutStay):
    until_at: datetime
    notice: UUID | None = None


@event("parking.visitor_received")
class VisitorReceived(AboutStay):
    """A visiting car has its voucher, its place, somebody who guides it, and knows what it costs."""

    voucher: UUID | None = None
    bay: UUID | None = None
    guide: UUID | None = None
    is_told: bool
    consent: str
    until_at: datetime | None = None
    purpose: Words = ""


@event("parking.voucher_taken_back")
class VoucherTakenBack(AboutStay):
    voucher: UUID


@event("parking.car_placed")
class CarPlaced(AboutStay):
    bay: UUID | None = None


@event("parking.car_found")
class CarFound(AboutStay):
    bay: UUID | None = None


@event("parking.stay_prepaid")
class StayPrepaid(AboutStay):
    charge: UUID
    amount_fen: int
    paid_until_at: datetime


@event("parking.fee_taken")
class FeeTaken(AboutStay):
    charge: UUID
    payment: UUID
    way: str
    amount_fen: int


@event("parking.coupon_given")
class CouponGiven:
    coupon: UUID
    minutes: int
    dwelling: UUID | None = None


@event("parking.price_proposed")
class ParkingPriceProposed:
    tariff: UUID
    version: UUID
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class AboutPolicy:
    policy: UUID
    covers: str
    starts_on: date


@event("parking.policy_proposed")
class PolicyProposed(AboutPolicy):
    title: Words = ""


@event("parking.policy_agreed")
class PolicyAgreed(AboutPolicy):
    pass


@event("parking.policy_ended")
class PolicyEnded(AboutPolicy):
    was: str


@dataclass(frozen=True, kw_only=True)
class AboutViolation:
    violation: UUID
    kind: str
    zone: UUID | None = None
    place: UUID | None = None
    repeat: int


@event("parking.violation_recorded")
class ViolationRecorded(AboutViolation):
    """`speed_kmh` and `limit_kmh` where it was measured."""

    speed_kmh: int = 0
    limit_kmh: int = 0
    has_photo: bool
    words: Words = ""


@event("parking.owner_told")
class OwnerTold(AboutViolation):
    way: str
    minutes: int
    answer: str = ""
    notice: UUID | None = None


@event("parking.violation_settled")
class ViolationSettled(AboutViolation):
    outcome: str
    minutes: int
    case: UUID | None = None
    words: Words = ""


@event("parking.removal_asked")
class RemovalAsked(AboutViolation):
    removal: str
    case: UUID
    words: Words = ""


@event("parking.car_checked")
class CarChecked:
    """`is_on_own`: False where it stands on somebody else's bay."""

    check: UUID
    result: str
    bay: UUID | None = None
    is_overnight: bool
    is_on_own: bool
    is_told: bool
    words: Words = ""


@event("parking.check_told")
class CheckTold:
    check: UUID
    result: str
    way: str
    answer: str = ""
