"""A visiting car is received with a place, a voucher and the price; any car may be placed on a bay and found again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.access.queries import homes_of
from anju.domains.passes import actions as passes
from anju.domains.people.queries import Person
from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.masking import plain_plate
from anju.kernel.models import Scope
from anju.kernel.permissions import posts_of
from anju.kernel.refusals import Refusal

from .. import occupancy
from ..events import CarFound, CarPlaced, CouponGiven, VisitorReceived, VoucherTakenBack
from ..kinds import CONSENTS, DESK, DWELLERS, STAFF
from ..models import Bay, Coupon, Stay, Zone
from ..rules import deciding as rules
from ..states import HERE
from .ground import turn
from .holding import BayInput, PlateInput, PurposeInput, ZoneInput, about_stay, elsewhere, erase_on, held

COUPON_MINUTES_A_MONTH = 20 * 60
"""What a dwelling may give its visitors in a month, unless the company gives more at the desk."""
VISIT = timedelta(hours=24)
SYSTEM = Actor.system("parking")


@action(title=_("Receive a visiting car"), posts=STAFF, event=VisitorReceived, allowed_from=HERE, offline=True)
def receive_car(
    stay: Stay,
    *,
    zone: ZoneInput = None,
    bay: BayInput = None,
    purpose: PurposeInput,
    consent: Annotated[str, Field(_("Agreed to by"), choices=CONSENTS)],
    dwelling: Annotated[Place | None, Field(_("Goes to"))] = None,
    guide: Annotated[Person | None, Field(_("Guided by"), help=_("Who shows the car to its place."))] = None,
    is_told: Annotated[bool, Field(_("Told what it costs and how long it may stay"))] = False,
    hours: Annotated[int, Field(pgettext_lazy("parking", "Hours"), minimum=1, maximum=72)] = 24,
    by: Actor,
    at: datetime | None = None,
) -> Stay | Refusal:
    """Ask the purpose, assign a place with room, name who guides it, tell the price, and hand out the voucher, which comes back at the exit."""
    stay = held(stay)
    if no := elsewhere(stay.scope, zone, bay, dwelling) or rules.is_open(stay.state):
        return no
    zone = bay.zone if bay is not None else zone
    if not purpose.strip() or zone is None:
        return Refusal("parking.purpose_needed", _("Not received: ask the purpose of the visit, and assign a zone or a bay."))
    if consent not in dict(CONSENTS):
        return Refusal("parking.consent_needed", _("Not received: ask the host or the property office first, and write who agreed."))
    if not is_told:
        return Refusal("parking.tell_price", _("Not received: tell the driver what parking costs and how long it may stay, then tick it."))
    if no := _fits(stay, zone, bay):
        return no
    voucher = stay.voucher or passes.issue_pass(
        stay.scope, kind="temporary_car", plate=stay.plate, place=dwelling or stay.dwelling, purpose=purpose, starts_at=at, ends_at=at + min(VISIT, timedelta(hours=hours)), by=SYSTEM, at=at,
    )  # fmt: skip
    if isinstance(voucher, Refusal):
        return voucher
    _put(stay, zone, bay, at)
    longest = min([hours, *([zone.stay_hours] if zone.stay_hours else [])])
    stay.voucher, stay.purpose, stay.dwelling, stay.guide_id = voucher, purpose.strip(), dwelling or stay.dwelling, guide.pk if guide else by.person
    stay.consent, stay.is_told, stay.until_at = consent, True, stay.entered_at + timedelta(hours=longest)
    stay.save()
    announce(
        VisitorReceived(**about_stay(stay), voucher=voucher.pk, bay=stay.bay_id, guide=stay.guide_id, is_told=True, consent=consent, until_at=stay.until_at, purpose=purpose), subject=stay
    )
    return stay


@action(title=_("Take the voucher back"), posts=STAFF, event=VoucherTakenBack, allowed_from=(*HERE, "left"), offline=True)
def take_voucher_back(stay: Stay, *, by: Actor, at: datetime | None = None) -> Stay | Refusal:
    """The paper came back at the exit: it counts no more, and is no longer asked for."""
    stay = held(stay)
    if stay.voucher is None or stay.voucher_back_at is not None:
        return Refusal("parking.no_voucher_out", _("Nothing to do: no parking pass of this stay is out."))
    if stay.voucher.state == "issued":
        passes.revoke_pass(stay.voucher, reason=say("Handed back at the exit."), by=by, at=at)
    stay.voucher_back_at = at
    stay.save()
    announce(VoucherTakenBack(**about_stay(stay), voucher=stay.voucher_id), subject=stay)
    return stay


def _fits(stay: Stay, zone: Zone, bay: Bay | None) -> Refusal | None:
    vehicle_class = stay.vehicle.vehicle_class if stay.vehicle else zone.vehicle_class
    state = "free" if bay is None or stay.bay_id == bay.pk else bay.state
    no = rules.may_place(bay_state=state, zone_state=zone.state, is_forbidden=zone.is_forbidden, vehicle_class=vehicle_class, zone_class=zone.vehicle_class)
    return no or rules.has_room(spaces=zone.capacity, inside=occupancy.taken_in(zone, but=stay))


def _put(stay: Stay, zone: Zone, bay: Bay | None, at: datetime) -> None:
    """The car stands there now; the bay it left is free. Saves the bays."""
    if stay.bay_id is not None and (bay is None or stay.bay_id != bay.pk):
        before = held(stay.bay)
        if before.state == "taken":
            turn(before, False, at)
    stay.zone, stay.bay = zone, bay
    if bay is not None and bay.state == "free":
        turn(held(bay), True, at)


@action(title=_("Note where the car stands"), posts=(*STAFF, *DWELLERS), event=CarPlaced, allowed_from=HERE, offline=True)
def place_car(stay: Stay, *, bay: Annotated[Bay, Field(_("Parking bay"))], by: Actor, at: datetime | None = None) -> Stay | Refusal:
    """By a guard on his round, a camera of the bay, or the holder himself, so that it is found again."""
    stay = held(stay)
    if no := elsewhere(stay.scope, bay) or rules.is_open(stay.state) or not_yours(stay, by):
        return no
    if bay.zone.is_forbidden or bay.state == "closed" or (bay.state == "taken" and Stay.objects.filter(scope=stay.scope_id, bay=bay, state__in=HERE).exclude(pk=stay.pk).exists()):
        return Refusal("parking.no_space", _("Not assigned: this bay or zone is taken or closed. Choose another."))
    _put(stay, bay.zone, bay, at)
    stay.save()
    announce(CarPlaced(**about_stay(stay), bay=bay.pk), subject=stay)
    return stay


def not_yours(stay: Stay, by: Actor) -> Refusal | None:
    """Staff see every car, others their own and those that go to their home."""
    if by.is_system or posts_of(by, stay.scope) & set(STAFF):
        return None
    homes = {one.pk for one in homes_of(stay.scope, by.person)} if by.person else set()
    is_his = stay.vehicle is not None and by.person is not None and stay.vehicle.holder_id == by.person
    if is_his or (stay.dwelling_id is not None and stay.dwelling_id in homes):
        return None
    return Refusal("kernel.not_found", _("This record does not exist here. Check the community you are in."))


@action(title=_("Find the car"), posts=(*STAFF, *DWELLERS), event=CarFound, allowed_from=HERE)
def find_car(stay: Stay, *, by: Actor, at: datetime | None = None) -> Stay | Refusal:
    """Where a parked car stands; who asked is kept, for a plate is somebody's."""
    if no := rules.is_open(stay.state) or not_yours(stay, by):
        return no
    announce(CarFound(**about_stay(stay), bay=stay.bay_id), subject=stay)
    return stay


def _homes() -> Any:
    return Place.objects.filter(kind__in=("dwelling", "shop"), state="in_use").order_by("ordering")


@action(title=_("Give a visitor coupon"), posts=(*DESK, *DWELLERS), event=CouponGiven)
def give_coupon(
    scope: Scope,
    *,
    plate: PlateInput,
    minutes: Annotated[int, Field(_("Minutes"), minimum=30, maximum=1440)] = 120,
    dwelling: Annotated[Place | None, Field(_("Given by dwelling"), query=_homes)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Coupon | Refusal:
    """Parking time for a visitor's car, out of what the dwelling has this month; the desk gives for the company without a dwelling."""
    plate, is_desk = plain_plate(plate), by.is_system or bool(posts_of(by, scope) & set(DESK))
    if no := elsewhere(scope, dwelling) or rules.plate_fits(plate):
        return no
    lives_there = is_desk or (dwelling is not None and by.person is not None and dwelling.pk in {one.pk for one in homes_of(scope, by.person)})
    first = clock.day_bounds(scope, clock.local(scope, at).date().replace(day=1))[0]
    given = sum(Coupon.objects.select_for_update().filter(scope=scope, dwelling=dwelling, given_at__gte=first).values_list("minutes", flat=True)) if dwelling is not None else 0
    quota = COUPON_MINUTES_A_MONTH if dwelling is not None else 10**6
    if no := rules.may_give_coupon(minutes=minutes, given_this_month=given, quota=quota, lives_there=lives_there):
        return no
    one = Coupon(scope=scope, plate=plate, minutes=minutes, dwelling=dwelling, given_by_id=by.person, given_at=at, ends_at=at + timedelta(days=7))
    erase_on(one, one.ends_at)
    stay = Stay.objects.select_for_update().filter(scope=scope, plate=plate, state__in=HERE).first()
    if stay is not None:
        one.stay, stay.coupon_minutes = stay, stay.coupon_minutes + minutes
        stay.save()
    one.save()
    announce(CouponGiven(coupon=one.pk, minutes=minutes, dwelling=dwelling and dwelling.pk), subject=one)
    return one
