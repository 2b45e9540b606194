"""The lists and records of parking: stays, vehicles and rights, bays, violations, checks, prices' company rules, signs."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from anju.domains.charges.queries import Tariff, explained, yuan
from anju.kernel import clock
from anju.kernel.refusals import Refusal
from anju.kernel.screens import Screen, Tab, add_verb

from . import actions, queries
from .kinds import DESK, MANAGERS, READERS, STAFF
from .models import Bay, CarCheck, Coupon, Policy, Right, Sign, Stay, Vehicle, Violation, Zone
from .pricing import BASIS
from .states import HERE


def _table(rows: list[tuple[str, int]]) -> Markup:
    lines = Markup("").join(Markup('<tr><td>{}</td><td class="number">{}</td></tr>').format(sentence, yuan(fen)) for sentence, fen in rows)
    foot = Markup('<tr><th>{}</th><th class="number">{}</th></tr>').format(say("Together"), yuan(sum(fen for _sentence, fen in rows)))
    head = Markup('<tr><th>{}</th><th class="number">{}</th></tr>').format(say("How it was computed"), say("Sum (yuan)"))
    return Markup('<table class="table"><thead>{}</thead><tbody>{}</tbody><tfoot>{}</tfoot></table>').format(head, lines, foot)


def why_this_sum(stay: Stay) -> Markup:
    """The lines of what was billed, or of what it would cost now."""
    made = [one for one in (stay.prepaid, stay.charge) if one is not None]
    if made and stay.state not in HERE:
        lines = explained(made)
        return Markup("").join(_table([(line.sentence, line.amount_fen) for line in lines[charge.pk]]) for charge in made)
    quote = queries.quoted(stay, stay.left_at or clock.now()) if stay.entered_at else None
    if quote is None or isinstance(quote, Refusal):
        return Markup("<p>{}</p>").format(str(quote) if quote is not None else stay.get_free_by_display() or say("This stay costs nothing."))
    return _table(queries.said(quote))


def what_to_take(stay: Stay) -> Markup:
    """For who takes the money: the sum on top, how it came about below."""
    owed = queries.owed_now(stay)
    return Markup('<p class="figure-value">¥{}</p>{}<p class="caption"><a href="{}">{}</a></p>').format(
        yuan(owed), why_this_sum(stay), "/my-drawer/", say("Cash goes into your own drawer. Open it at the beginning of the shift.")
    )  # fmt: skip


def has_voucher_out(stay: Stay) -> bool:
    return stay.voucher_id is not None and stay.voucher_back_at is None


class StayScreen(Screen):
    model = Stay
    label = "plate"
    name = "stays"
    title = _("Stays of cars")
    menu = "access"
    icon = "ti-parking"
    position = 20
    posts = READERS
    columns = "at plate state zone bay dwelling entered_at left_at free_by charge"
    filters = "state zone free_by dwelling at"
    search = "plate voucher__number bay__code dwelling__full_name"
    order = "-at"
    quick = ((_("Inside"), "state=inside&state=overstay"), (_("Stays too long"), "state=overstay"), (_("Half of it missing"), "state=no_entry&state=no_exit"))
    facts = (
        "plate state vehicle dwelling permit purpose consent zone bay voucher voucher_back_at guide is_told entered_at until_at left_at free_by coupon_minutes prepaid paid_until_at charge entry exit mended_by mend_reason"
    )
    row = (actions.receive_car, actions.take_fee, actions.take_voucher_back, actions.prepay_stay, actions.place_car, actions.mend_entry, actions.mend_exit, actions.drop_stay, actions.find_car)
    fits: ClassVar = {actions.take_voucher_back.spec.verb: has_voucher_out, actions.take_fee.spec.verb: queries.owed_now, actions.prepay_stay.spec.verb: queries.costs_more}
    before: ClassVar = {actions.take_fee.spec.verb: what_to_take, actions.prepay_stay.spec.verb: why_this_sum}
    tabs = (Tab("why", _("Why this sum"), render=why_this_sum),)
    empty = _("No car came yet. A stay begins when the bar of a car lane opens for a plate.")


class VehicleScreen(Screen):
    model = Vehicle
    label = "plate"
    name = "vehicles"
    title = _("Vehicle register")
    menu = "access"
    icon = "ti-car"
    position = 22
    posts = (*STAFF, "auditor")
    columns = "plate kind vehicle_class holder_name dwelling company state registered_at"
    filters = "state kind vehicle_class dwelling registered_at"
    search = "plate holder_name company dwelling__full_name"
    order = "-registered_at"
    quick = ((_("To be checked by the desk"), "state=asked"),)
    facts = "plate kind vehicle_class state holder holder_name holder_phone dwelling company looks has_autopay photo registered_at registered_by checked_by ended_at end_reason"
    create = actions.register_vehicle
    importing, undoing, key = actions.register_vehicle, actions.end_vehicle, "plate"
    row = (actions.check_vehicle, actions.give_right, actions.refuse_vehicle, actions.end_vehicle)
    tabs = (Tab("rights", _("Rights to park"), screen="parking_rights", via="vehicle"), Tab("stays", _("Stays of cars"), screen="stays", via="vehicle"),
            Tab("violations", _("Parking violations"), screen="parking_violations", via="vehicle"))  # fmt: skip
    empty = _("No vehicle yet. Register them one by one or from a table; residents enter their own on the phone.")


class RightScreen(Screen):
    model = Right
    name = "parking_rights"
    title = _("Rights to park")
    menu = "access"
    minor = True
    icon = "ti-license"
    position = 23
    posts = (*STAFF, "auditor")
    columns = "vehicle state bay paper paper_number priority starts_on ends_on permit"
    filters = "state paper bay ends_on"
    search = "paper_number bay__code"
    order = "-ends_on"
    facts = "vehicle state bay paper paper_number priority tariff starts_on ends_on permit given_by ended_at end_reason"
    row = (actions.bill_right, actions.end_right)
    fits: ClassVar = {actions.bill_right.spec.verb: lambda right: right.tariff_id is not None}
    empty = _("No right yet. Give one on the page of a registered vehicle, against its contract.")


class ZoneScreen(Screen):
    model = Zone
    name = "parking_zones"
    title = _("Parking zones")
    menu = "access"
    minor = True
    icon = "ti-map-2"
    position = 25
    posts = READERS
    columns = "name place vehicle_class use capacity speed_kmh is_garage state"
    filters = "use vehicle_class state place"
    search = "name"
    order = "name"
    facts = "name place vehicle_class use capacity speed_kmh is_garage stay_hours tariff state"
    create, edit = actions.add_zone, actions.change_zone
    tabs = (Tab("bays", _("Parking bays"), screen="parking_bays", via="zone"),)
    empty = _("No zone yet. Divide the garage and the grounds by class of vehicle, and mark where nobody may park.")


class BayScreen(Screen):
    model = Bay
    label = "code"
    name = "parking_bays"
    title = _("Parking bays")
    menu = "access"
    minor = True
    icon = "ti-square-letter-p"
    position = 24
    posts = READERS
    columns = "code zone kind state dwelling changed_at"
    filters = "zone kind state dwelling"
    search = "code dwelling__full_name"
    order = "code"
    quick = ((_("Free bays"), "state=free"),)
    facts = "code zone kind state holder dwelling sensor changed_at x y"
    create, edit = actions.add_bay, actions.change_bay
    importing, key = actions.add_bay, "code"
    row = (actions.sense_bay,)
    empty = _("No bay yet. Add them one by one or from a table.")


class ViolationScreen(Screen):
    model = Violation
    name = "parking_violations"
    title = _("Parking violations")
    menu = "access"
    icon = "ti-car-off"
    position = 26
    label = "number"
    posts = READERS
    columns = "number kind plate zone bay state repeat at told_at outcome"
    filters = "state kind zone outcome at"
    search = "number plate words"
    order = "-at"
    quick = ((_("Not settled"), "state=open&state=told"), (_("Fire lane"), "kind=fire_lane"), (_("Speeding"), "kind=speeding"))
    facts = "number kind state plate vehicle zone bay place words speed_kmh limit_kmh photo repeat at seen_by told_at told_way notice answer answered_at outcome settled_at case"
    create = actions.record_violation
    row = (actions.tell_owner, actions.settle_violation, actions.ask_removal)
    empty = _("No violation yet. Record one with a photo; the owner is told and asked to move the car.")


class CheckScreen(Screen):
    model = CarCheck
    name = "car_checks"
    title = _("Checks of parked cars")
    menu = "access"
    minor = True
    icon = "ti-checklist"
    position = 27
    posts = READERS
    columns = "at plate bay result is_overnight checked_by told_at answer"
    filters = "result is_overnight bay at"
    search = "plate words"
    order = "-at"
    quick = ((_("Not in order"), "result=window&result=lights&result=unlocked&result=damage&result=leak&result=flat"), (_("On another's bay"), "result=wrong_bay"))
    facts = "at plate stay bay result is_overnight words photo checked_by told_at told_way answer"
    create = actions.check_car
    row = (actions.tell_about_check,)
    empty = _("No car was looked at yet. Walk the garage once a day; what is not in order is told to the owner.")


class CouponScreen(Screen):
    model = Coupon
    name = "parking_coupons"
    title = _("Visitor coupons")
    menu = "access"
    minor = True
    icon = "ti-ticket"
    position = 28
    posts = (*DESK, "auditor")
    columns = "plate minutes dwelling given_at ends_at stay"
    filters = "dwelling given_at"
    search = "plate dwelling__full_name"
    order = "-given_at"
    facts = "plate minutes dwelling given_by given_at ends_at stay"
    create = actions.give_coupon
    empty = _("No coupon yet. Residents give them on the phone, the desk for the company.")


class PolicyScreen(Screen):
    model = Policy
    name = "parking_policies"
    title = _("Company rules on parking")
    menu = "access"
    minor = True
    icon = "ti-file-certificate"
    position = 29
    posts = (*MANAGERS, "front_desk", "headquarters", "auditor")
    columns = "title covers paper state starts_on ends_on"
    filters = "state covers"
    search = "title paper"
    order = "-starts_on"
    facts = "title covers paper state starts_on ends_on proposed_by agreed_by"
    create = actions.propose_policy
    row = (actions.agree_policy, actions.end_policy)
    empty = _("No rule yet. Without one staff cars pay like others.")


class SignScreen(Screen):
    model = Sign
    name = "traffic_signs"
    title = _("Traffic signs")
    menu = "access"
    minor = True
    icon = "ti-sign-right"
    position = 30
    posts = (*READERS, "engineer")
    columns = "kind place where text state checked_at checked_by"
    filters = "state kind place"
    search = "where text"
    order = "created_at"
    quick = ((_("Not in good order"), "state=damaged&state=missing"),)
    facts = "kind place where text state checked_at checked_by photo"
    create = actions.add_sign
    row = (actions.check_sign,)
    empty = _("No sign yet. List every sign that the roads and the garage need, then check them.")


def _is_by_stay(tariff: Tariff) -> bool:
    return tariff.kind == "parking" and tariff.basis == BASIS and tariff.state == "in_use"


add_verb("tariffs", actions.propose_parking_price, fits=_is_by_stay, instead_of="propose_price")
