"""What may be done with vehicles, rights, bays, stays and violations. No fact here says whether somebody paid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..kinds import APPROVED, HOUSEHOLD, OF_USE, OUTCOMES, PAPERS, PRIORITY, RIGHT_ENDS, VIOLATIONS, WITHOUT_CAR

PLATE = re.compile(r"[一-鿿A-Z0-9]{4,10}")
LONGEST_RIGHT = timedelta(days=5 * 366)
REPEATS = 3
"""From so many violations in 90 days on a plate is a repeat offender."""


def told(reason: str) -> Refusal | None:
    return None if reason.strip() else Refusal("parking.reason_needed", _("Not done: give the reason."))


def plate_fits(plate: str) -> Refusal | None:
    """Loosely: learners, diplomats, mopeds and foreign plates stand at a gate as well."""
    if PLATE.fullmatch(plate) and any(one.isdigit() for one in plate):
        return None
    return Refusal("parking.bad_plate", _("Not recorded: a plate has 4 to 10 characters, letters and digits, such as 京A12345."))


def may_register(*, kind: str, has_holder: bool, has_home: bool, company: str, is_taken: bool) -> Refusal | None:
    if is_taken:
        return Refusal("parking.plate_taken", _("Not registered: this plate is registered already. End the earlier entry first."))
    if kind in HOUSEHOLD and not (has_holder and has_home):
        return Refusal("parking.holder_needed", _("Not registered: a household's car needs its holder and the dwelling."))
    if kind in ("company", "freight", "engineering") and not company.strip():
        return Refusal("parking.company_needed", _("Not registered: write whose vehicle it is, the company's name."))
    return None


def may_check(state: str, *, registered_by: UUID | None, by: UUID | None) -> Refusal | None:
    if state != "asked":
        return Refusal("parking.checked_already", _("Not done: this vehicle does not wait for a check."))
    if by is None or by == registered_by:
        return Refusal("parking.second_person", _("Not done: somebody else than who entered it checks the papers."))
    return None


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A right as it is asked for. `waiting_before`: vehicles of a higher turn that wait for a bay of this kind."""

    kind: str
    state: str
    paper: str
    paper_number: str
    starts_on: date
    ends_on: date
    today: date
    has_right: bool = False
    bay_kind: str = ""
    is_own_bay: bool = False
    is_bay_taken: bool = False
    waiting_before: int = 0


def may_give(wish: Wish) -> Refusal | None:
    """A right rests on a paper; a bay goes to its owner, and a bay for rent first to the cars of owners and their families."""
    if wish.state != "known":
        return Refusal("parking.not_known", _("Not given: the vehicle is not registered, or its papers were not checked yet."))
    if wish.kind in APPROVED:
        return Refusal("parking.needs_approval", _("Not given: freight, engineering and other outside vehicles come in by an approved pass for the day."))
    if wish.paper not in dict(PAPERS) or not wish.paper_number.strip():
        return Refusal("parking.paper_needed", _("Not given: write the number of the contract or agreement on which it rests."))
    if wish.has_right:
        return Refusal("parking.has_right", _("Not given: this vehicle has a right already. End it first."))
    if wish.ends_on < max(wish.starts_on, wish.today) or wish.ends_on - wish.starts_on > LONGEST_RIGHT:
        return Refusal("parking.bad_time", _("Not given: it must end after it begins, not in the past, and within five years."))
    return _bay_fits(wish)


def _bay_fits(wish: Wish) -> Refusal | None:
    if wish.bay_kind == "owned" and not wish.is_own_bay:
        return Refusal("parking.not_your_bay", _("Not given: this bay belongs to somebody else. Name the vehicle of its owner or of the same dwelling."))
    if wish.bay_kind in ("visitor", "accessible", "shared", "charging"):
        return Refusal("parking.bay_for_all", _("Not given: visitor, accessible and shared bays belong to nobody."))
    if wish.is_bay_taken and wish.bay_kind != "owned":
        return Refusal("parking.bay_given", _("Not given: another vehicle has this bay. Choose a free one."))
    if wish.bay_kind == "rented" and wish.waiting_before:
        return Refusal("parking.others_first", _("Not given: %(count)s cars of owners and their families wait for a bay. They come first."), count=wish.waiting_before)
    return None


def turn_of(kind: str) -> int:
    return PRIORITY.get(kind, 9)


def may_end(state: str, reason: str) -> Refusal | None:
    if state != "active":
        return Refusal("parking.ended_already", _("Not done: this right has ended already."))
    if reason not in dict(RIGHT_ENDS):
        return Refusal("parking.bad_end", _("Not ended: choose a reason from the list. There is none about money."))
    return None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What decides whether a stay costs something. `others_on_bay`: further cars under a right to the same bay that were inside first."""

    kind: str = ""
    vehicle_class: str = "car"
    has_right: bool = False
    others_on_bay: int = 0
    has_policy: bool = False


def free_by(standing: Standing) -> str:
    """Why a stay is free, "" where the tariff says. One bay makes one car free: a second one under the same bay pays by the hour."""
    if standing.kind == "special":
        return "special"
    if standing.has_right and not standing.others_on_bay:
        return "right"
    return "policy" if standing.has_policy else ""


def may_place(*, bay_state: str, zone_state: str, is_forbidden: bool, vehicle_class: str, zone_class: str) -> Refusal | None:
    if is_forbidden:
        return Refusal("parking.forbidden_zone", _("Not assigned: nobody parks in this zone. Choose another."))
    if zone_state != "in_use" or bay_state in ("taken", "closed"):
        return Refusal("parking.no_space", _("Not assigned: this bay or zone is taken or closed. Choose another."))
    if vehicle_class != zone_class:
        return Refusal("parking.other_class", _("Not assigned: this zone is for another class of vehicle."))
    return None


def has_room(*, spaces: int, inside: int) -> Refusal | None:
    if inside < spaces:
        return None
    return Refusal("parking.zone_full", _("Not assigned: all %(spaces)s spaces of this zone are taken. Choose another zone, or ask the visitor to park outside."), spaces=spaces)


def may_mend(*, state: str, wanted: str, entered_at: datetime | None, left_at: datetime | None, at: datetime, reason: str) -> Refusal | None:
    """A missing half is put right with its reason, in the past and in order."""
    if state != wanted:
        return Refusal("parking.nothing_missing", _("Not done: this half of the stay is not missing."))
    if no := told(reason):
        return no
    if entered_at is None or left_at is None or not entered_at <= left_at <= at:
        return Refusal("parking.bad_order", _("Not done: the car came before it left, and both lie in the past."))
    return None


def is_open(state: str) -> Refusal | None:
    return None if state in ("inside", "overstay") else Refusal("parking.not_inside", _("Not done: this car is not inside."))


def may_give_coupon(*, minutes: int, given_this_month: int, quota: int, lives_there: bool) -> Refusal | None:
    if not lives_there:
        return Refusal("parking.not_your_home", _("Not given: only who lives in the dwelling gives its coupons."))
    if not 30 <= minutes <= 24 * 60:
        return Refusal("parking.bad_minutes", _("Not given: a coupon is for half an hour to 24 hours."))
    if given_this_month + minutes > quota:
        return Refusal("parking.quota_used", _("Not given: %(left)s minutes of this month are left for the dwelling."), left=max(0, quota - given_this_month))
    return None


def may_record(*, kind: str, plate: str, has_photo: bool, is_measured: bool) -> Refusal | None:
    if kind not in dict(VIOLATIONS):
        return Refusal("parking.unknown_kind", _("Not recorded: choose what was seen from the list."))
    if not plate and kind not in WITHOUT_CAR:
        return Refusal("parking.plate_needed", _("Not recorded: write the plate."))
    if not has_photo and not is_measured:
        return Refusal("parking.photo_needed", _("Not recorded: take a photo of the car with its plate and the ground."))
    return None


def kind_for(*, zone_use: str, bay_kind: str, is_own_bay: bool, has_accessible_right: bool = False) -> str:
    """What standing here is, "" where it is in order."""
    if zone_use in OF_USE:
        return OF_USE[zone_use]
    if bay_kind == "accessible" and not has_accessible_right:
        return "accessible"
    return "foreign_bay" if bay_kind in ("owned", "rented") and not is_own_bay else ""


def is_too_fast(*, speed_kmh: int, limit_kmh: int) -> Refusal | None:
    if not 0 < speed_kmh <= 250:
        return Refusal("parking.bad_speed", _("Not recorded: a speed lies between 1 and 250 km/h."))
    if not limit_kmh:
        return Refusal("parking.no_limit", _("Not recorded: this zone has no speed limit. Set it on the zone first."))
    if speed_kmh <= limit_kmh:
        return Refusal("parking.in_order", _("Nothing to record: %(speed)s km/h lies within the limit of %(limit)s."), speed=speed_kmh, limit=limit_kmh)
    return None


def may_settle(*, state: str, outcome: str, was_told: bool, has_car: bool) -> Refusal | None:
    if state == "settled":
        return Refusal("parking.settled_already", _("Not done: this violation is settled already."))
    if outcome not in dict(OUTCOMES):
        return Refusal("parking.bad_outcome", _("Not settled: the driver was persuaded, or it is reported upward. There is no third way."))
    if outcome == "reported" and has_car and not was_told:
        return Refusal("parking.tell_first", _("Not settled: tell the owner first, or note that nobody was reached."))
    return None


def may_remove(*, removal: str, kind: str, told_at: datetime | None, at: datetime, has_photo: bool, notice_hours: int) -> Refusal | None:
    """Locks are taken down after notice; towing is asked of the traffic police, and never done by the property company."""
    if (removal == "lock") != (kind == "lock"):
        return Refusal("parking.wrong_removal", _("Not asked: a lock is taken down, a car is towed by the traffic police."))
    if not has_photo:
        return Refusal("parking.photo_needed", _("Not recorded: take a photo of the car with its plate and the ground."))
    if told_at is None or at - told_at < timedelta(hours=notice_hours):
        return Refusal("parking.notice_first", _("Not asked: the owner is told first and has %(hours)s hours."), hours=notice_hours)
    return None


def may_approve(proposed_by: UUID | None, by: UUID | None) -> Refusal | None:
    if by is None or by == proposed_by:
        return Refusal("parking.second_person", _("Not done: somebody else than who entered it checks the papers."))
    return None


def ratio(spaces: int, dwellings: int) -> float | None:
    """Spaces for each dwelling."""
    return round(spaces / dwellings, 3) if dwellings else None


def is_short(spaces: int, vehicles: int) -> bool:
    return vehicles > spaces
