"""The register of vehicles, their rights, and the pass that follows from a right."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.access.queries import lives_in
from anju.domains.charges import actions as charges
from anju.domains.charges.queries import Tariff
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

from ..events import (
    MonthBilled,
    RightEnded,
    RightGiven,
    VehicleChecked,
    VehicleEnded,
    VehicleRefused,
    VehicleRegistered,
)
from ..kinds import CLASSES, DESK, DWELLERS, PAPERS, RIGHT_ENDS, VEHICLES
from ..models import Bay, Right, Vehicle
from ..rules import deciding as rules
from .holding import PhotoInput, PlateInput, ReasonInput, about_right, about_vehicle, elsewhere, erase_on, held

SYSTEM = Actor.system("parking")


def _monthly() -> Any:
    return Tariff.objects.filter(state="in_use", kind="parking", basis="fixed").order_by("name")


def _owned_or_rented() -> Any:
    return Bay.objects.filter(kind__in=("owned", "rented")).exclude(state="closed").order_by("code")


@action(title=_("Register a vehicle"), posts=(*DESK, *DWELLERS), event=VehicleRegistered)
def register_vehicle(
    scope: Scope,
    *,
    plate: PlateInput,
    kind: Annotated[str, Field(_("Kind"), choices=VEHICLES)] = "owner",
    vehicle_class: Annotated[str, Field(pgettext_lazy("parking", "Class"), choices=CLASSES)] = "car",
    holder: Annotated[Person | None, Field(pgettext_lazy("parking", "Holder"))] = None,
    holder_name: Annotated[str, Field(pgettext_lazy("parking", "Holder's name"), max_length=60, personal=True)] = "",
    holder_phone: Annotated[str, Field(pgettext_lazy("parking", "Holder's phone"), max_length=20, personal=True)] = "",
    dwelling: Annotated[Place | None, Field(_("Dwelling"))] = None,
    company: Annotated[str, Field(_("Company"), max_length=80)] = "",
    looks: Annotated[str, Field(_("Make and colour"), max_length=60)] = "",
    has_autopay: Annotated[bool, Field(_("Pays at the exit from the prepaid balance"))] = False,
    photo: PhotoInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Vehicle | Refusal:
    """Enter a car. The desk's entry counts at once; a resident's own waits until the desk looked at the papers."""
    plate = plain_plate(plate)
    is_desk = by.is_system or bool(posts_of(by, scope) & set(DESK))
    if not is_desk:
        holder = Person.objects.filter(pk=by.person).first()
        kind = kind if kind in ("owner", "second", "tenant") else "owner"
    if kind not in dict(VEHICLES) or vehicle_class not in dict(CLASSES):
        return Refusal("parking.bad_vehicle", _("Not registered: choose the kind and class from the lists."))
    no = elsewhere(scope, dwelling) or rules.plate_fits(plate) or rules.may_register(
        kind=kind, has_holder=holder is not None, has_home=dwelling is not None, company=company,
        is_taken=Vehicle.objects.filter(scope=scope, plate=plate, state__in=("asked", "known")).exists(),
    )  # fmt: skip
    if no or (not is_desk and not lives_in(scope, holder, dwelling)):
        return no or Refusal("parking.not_your_home_car", _("Not registered: only who lives in the dwelling or owns it enters a car for it."))
    one = Vehicle(
        scope=scope, plate=plate, kind=kind, vehicle_class=vehicle_class, state="known" if is_desk else "asked", holder=holder,
        holder_name=holder_name or (holder.name if holder else ""), holder_phone=holder_phone or (holder.phone if holder else ""), dwelling=dwelling, company=company.strip(),
        looks=looks.strip(), has_autopay=has_autopay, photo=photo, registered_at=at, registered_by_id=by.person, checked_by_id=by.person if is_desk else None,
    )  # fmt: skip
    one.save()
    announce(VehicleRegistered(**about_vehicle(one), state=one.state), subject=one, person=one.holder_id)
    return one


@action(title=_("Papers are in order"), posts=DESK, event=VehicleChecked, allowed_from=("asked",))
def check_vehicle(
    vehicle: Vehicle, *, paper: Annotated[str, Field(_("Papers checked"), max_length=200, help=_("Driving licence of the car, and the proof of the dwelling."))], by: Actor, at: datetime | None = None
) -> Vehicle | Refusal:
    """The desk looked at the papers of what a resident entered."""
    one = held(vehicle)
    if no := rules.may_check(one.state, registered_by=one.registered_by_id, by=by.person) or rules.told(paper):
        return no
    one.state, one.checked_by_id = "known", by.person
    one.save()
    announce(VehicleChecked(**about_vehicle(one), paper=paper), subject=one, person=one.holder_id)
    return one


@action(title=_("Papers are not in order"), posts=DESK, event=VehicleRefused, allowed_from=("asked",))
def refuse_vehicle(vehicle: Vehicle, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Vehicle | Refusal:
    """The papers do not fit; the resident reads why and may enter it again."""
    one = held(vehicle)
    if no := rules.may_check(one.state, registered_by=one.registered_by_id, by=by.person) or rules.told(reason):
        return no
    one.state, one.ended_at, one.end_reason = "refused", at, reason.strip()
    erase_on(one, at)
    one.save()
    announce(VehicleRefused(**about_vehicle(one), reason=reason), subject=one, person=one.holder_id)
    return one


@action(title=pgettext_lazy("vehicle", "End the entry"), posts=DESK, event=VehicleEnded, confirm=True, allowed_from=("known",))
def end_vehicle(vehicle: Vehicle, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Vehicle | Refusal:
    """The car is gone: its right and pass end, and its plate is erased after its time of keeping."""
    one = held(vehicle)
    if one.state != "known":
        return Refusal("parking.not_registered", _("Not done: this vehicle is not registered any more."))
    if no := rules.told(reason):
        return no
    for right in Right.objects.filter(scope=one.scope_id, vehicle=one, state="active").select_related("scope", "vehicle", "permit"):
        _over(right, "sold", by=by, at=at)
    one.state, one.ended_at, one.end_reason = "ended", at, reason.strip()
    erase_on(one, at)
    one.save()
    announce(VehicleEnded(**about_vehicle(one), reason=reason), subject=one, person=one.holder_id)
    return one


@action(title=_("Give a right to park"), posts=DESK, event=RightGiven)
def give_right(
    vehicle: Vehicle,
    *,
    paper: Annotated[str, Field(_("By which paper"), choices=PAPERS)],
    paper_number: Annotated[str, Field(_("Number of the paper"), max_length=60)],
    starts_on: Annotated[date, Field(_("From the day"))],
    ends_on: Annotated[date, Field(_("Until the day"))],
    bay: Annotated[Bay | None, Field(_("Parking bay"), query=_owned_or_rented)] = None,
    tariff: Annotated[Tariff | None, Field(_("Monthly fee"), query=_monthly)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Right | Refusal:
    """A right for a time on a checked contract; its pass opens the gate from its first day on. A bay goes to owners and families first."""
    one = held(vehicle)
    scope, today = one.scope, clock.local(one.scope, at).date()
    if no := elsewhere(scope, bay, tariff):
        return no
    if tariff is not None and (tariff.kind, tariff.basis) != ("parking", "fixed"):
        return Refusal("parking.not_monthly", _("Not given: the fee of a right is a parking fee by the month."))
    wish = rules.Wish(
        kind=one.kind, state=one.state, paper=paper, paper_number=paper_number, starts_on=starts_on, ends_on=ends_on, today=today,
        has_right=Right.objects.filter(scope=scope, vehicle=one, state="active").exists(), bay_kind=bay.kind if bay else "", is_own_bay=bay is not None and _is_own(bay, one),
        is_bay_taken=bay is not None and Right.objects.filter(scope=scope, bay=bay, state="active").exists(), waiting_before=_waiting_before(one) if bay else 0,
    )  # fmt: skip
    if no := rules.may_give(wish):
        return no
    permit = passes.issue_pass(
        scope, kind="vehicle", plate=one.plate, holder=one.holder, holder_name=one.holder_name, place=one.dwelling, company=one.company, purpose=say("Right to park"),
        starts_at=max(at, _midnight(scope, starts_on)), ends_at=_midnight(scope, ends_on + timedelta(days=1)), checked=paper_number, by=SYSTEM, at=at,
    )  # fmt: skip
    if isinstance(permit, Refusal):
        return permit
    right = Right(scope=scope, vehicle=one, bay=bay, paper=paper, paper_number=paper_number.strip(), priority=rules.turn_of(one.kind), tariff=tariff, starts_on=starts_on,
                  ends_on=ends_on, permit=permit, given_by_id=by.person)  # fmt: skip
    right.save()
    announce(RightGiven(**about_right(right), permit=permit.pk, paper=paper), subject=right, person=one.holder_id)
    return right


def _midnight(scope: Scope, day: date) -> datetime:
    return datetime.combine(day, time(0), clock.zone(scope))


def _is_own(bay: Bay, vehicle: Vehicle) -> bool:
    return (bay.holder_id is not None and bay.holder_id == vehicle.holder_id) or (bay.dwelling_id is not None and bay.dwelling_id == vehicle.dwelling_id)


def _waiting_before(vehicle: Vehicle) -> int:
    """Registered cars of an earlier turn, whose household has no right yet: they are asked first."""
    turn = rules.turn_of(vehicle.kind)
    served = Right.objects.filter(scope=vehicle.scope_id, state="active", bay__isnull=False).values("vehicle")
    rows = Vehicle.objects.filter(scope=vehicle.scope_id, state="known", kind__in=[kind for kind, place in rules.PRIORITY.items() if place < turn])
    return rows.exclude(pk__in=served).filter(registered_at__lte=vehicle.registered_at).count()


@action(title=_("End the right"), posts=DESK, event=RightEnded, confirm=True, allowed_from=("active",))
def end_right(right: Right, *, because: Annotated[str, Field(_("Because"), choices=RIGHT_ENDS)], by: Actor, at: datetime | None = None) -> Right | Refusal:
    """The right and its pass end; the car still leaves, and comes in as any visitor's does."""
    one = held(right)
    if no := rules.may_end(one.state, because):
        return no
    _over(one, because, by=by, at=at)
    announce(RightEnded(**about_right(one), because=because), subject=one, person=one.vehicle.holder_id)
    return one


def _over(one: Right, because: str, *, by: Actor, at: datetime) -> None:
    one.state, one.ended_at, one.end_reason = "ended", at, because
    one.save()
    if one.permit_id is not None and one.permit.state == "issued":
        passes.revoke_pass(one.permit, reason=say("The right to park has ended."), by=by, at=at)


@action(title=_("Bill a month of the right"), posts=DESK, event=MonthBilled, allowed_from=("active",))
def bill_right(
    right: Right, *, period_from_on: Annotated[date, Field(_("Period from"))], period_until_on: Annotated[date, Field(_("Period until"))], by: Actor, at: datetime | None = None
) -> Right | Refusal:
    """The monthly fee as a charge of the dwelling; days in which the right did not run yet are not billed."""
    one = held(right)
    if one.state != "active" or one.tariff is None:
        return Refusal("parking.no_monthly_fee", _("Not billed: this right has ended, or costs nothing by the month."))
    first, last = max(period_from_on, one.starts_on), min(period_until_on, one.ends_on)
    vehicle = one.vehicle
    charge = charges.issue_charge(
        one.scope, tariff=one.tariff, place=vehicle.dwelling, payer=vehicle.holder, payer_name=vehicle.holder_name, plate=vehicle.plate, period_from_on=first, period_until_on=last,
        basis_label=one.paper_number, basis_link=f"/parking_rights/{one.pk}/", by=by, at=at,
    )  # fmt: skip
    if isinstance(charge, Refusal):
        return charge
    announce(MonthBilled(**about_right(one), charge=charge.pk, period_from_on=first, period_until_on=last), subject=one, person=vehicle.holder_id)
    return one
