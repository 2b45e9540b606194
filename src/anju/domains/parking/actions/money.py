"""Prices by stay, paying ahead, and the fee that a guard takes at the exit. Receipts, refunds and drawers are those of `charges`."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.charges import actions as charges
from anju.domains.charges.queries import Charge, Tariff, fen_of
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import billing
from ..events import FeeTaken, ParkingPriceProposed, PolicyAgreed, PolicyEnded, PolicyProposed, StayPrepaid
from ..kinds import DESK, DWELLERS, MANAGERS, STAFF, VEHICLES
from ..models import Policy, Stay
from ..pricing import BASIS
from ..rules import deciding as rules
from ..states import HERE
from .holding import ReasonInput, about_stay, held
from .visiting import not_yours

TAKERS = (*dict.fromkeys((*DESK, "guard", "squad_leader")),)
WAYS = (("cash", _("Cash")), ("transfer", _("Bank transfer")))


def yuan_input(label: Any) -> Any:
    return Annotated[Decimal, Field(label, help=_("0 for none."))]


@action(title=_("Propose a price by stay"), posts=DESK, event=ParkingPriceProposed)
def propose_parking_price(
    tariff: Tariff,
    *,
    block: Annotated[Decimal, Field(_("Price of a block (yuan)"))],
    block_minutes: Annotated[int, Field(_("Minutes of a block"), minimum=10, maximum=1440)] = 60,
    free_minutes: Annotated[int, Field(_("Free minutes"), minimum=0, maximum=1440)] = 30,
    is_free_deducted: Annotated[bool, Field(_("Free minutes are taken off longer stays"))] = False,
    first_minutes: Annotated[int, Field(_("Minutes of the first period"), minimum=0, maximum=1440)] = 0,
    first: yuan_input(_("Price of the first period (yuan)")) = Decimal(0),
    cap: yuan_input(_("Most for 24 hours (yuan)")) = Decimal(0),
    night_from: Annotated[time | None, Field(_("Night from"))] = None,
    night_until: Annotated[time | None, Field(_("Night until"))] = None,
    night: yuan_input(_("Price of a block at night (yuan)")) = Decimal(0),
    night_cap: yuan_input(_("Most for a night (yuan)")) = Decimal(0),
    holiday: Annotated[Decimal | None, Field(_("Price of a block on days off (yuan)"), help=_("Empty: as on other days."))] = None,
    leave_minutes: Annotated[int, Field(_("Minutes to leave after paying ahead"), minimum=0, maximum=120)] = 15,
    starts_on: Annotated[date, Field(_("Price in force from"))],
    legal_basis: Annotated[str, Field(_("Basis of the price"), max_length=200)],
    by: Actor,
    at: datetime | None = None,
) -> Tariff | Refusal:
    """A new version of a price by stay; somebody else approves it, and it is published before it begins, like every price."""
    if tariff.kind != "parking" or tariff.basis != BASIS:
        return Refusal("parking.other_tariff", _("Not proposed: choose a parking fee that is measured by stay."))
    sums = {"block_fen": block, "first_fen": first, "cap_fen": cap, "night_fen": night, "night_cap_fen": night_cap, **({"holiday_fen": holiday} if holiday is not None else {})}
    fens = {name: fen_of(value) for name, value in sums.items()}
    if any(fen is None or fen < 0 for fen in fens.values()):
        return Refusal("parking.bad_sum", _("Not proposed: sums are yuan with at most two decimals."))
    terms = {
        **fens, "block_minutes": block_minutes, "free_minutes": free_minutes, "is_free_deducted": is_free_deducted, "first_minutes": first_minutes,
        "night_from": _minute(night_from), "night_until": _minute(night_until), "leave_minutes": leave_minutes,
    }  # fmt: skip
    version = charges.propose_price(tariff, price=block, starts_on=starts_on, legal_basis=legal_basis, block_minutes=block_minutes, free_minutes=free_minutes,
                                    daily_cap=cap, terms=terms, by=by, at=at)  # fmt: skip
    if isinstance(version, Refusal):
        return version
    announce(ParkingPriceProposed(tariff=tariff.pk, version=version.pk, starts_on=starts_on), subject=version)
    return tariff


def _minute(at: time | None) -> int:
    return at.hour * 60 + at.minute if at is not None else 0


@action(title=_("Pay ahead"), posts=(*STAFF, *DWELLERS), event=StayPrepaid, allowed_from=HERE)
def prepay_stay(stay: Stay, *, by: Actor, at: datetime | None = None) -> Charge | Refusal:
    """Bill the stay as far as it has come; for some minutes it then leaves without stopping. What comes later is billed at the exit."""
    stay = held(stay)
    if no := rules.is_open(stay.state) or not_yours(stay, by):
        return no
    charge = _billed_now(stay, by=by, at=at)
    if charge is None:
        return _nothing()
    announce(StayPrepaid(**about_stay(stay), charge=charge.pk, amount_fen=charge.amount_fen, paid_until_at=stay.paid_until_at), subject=stay)
    return charge


def _nothing() -> Refusal:
    return Refusal("parking.nothing_to_pay", _("Nothing to pay: this stay costs nothing so far, or was billed a moment ago. Drive out; the bar opens."))


def _billed_now(stay: Stay, *, by: Actor, at: datetime) -> Charge | None:
    """A charge for the stay until now, and the time to leave. Saves the stay; a stay that is free stays open for what comes."""
    charge = billing.bill(stay, at, by=by, at=at)
    stay.free_by = ""
    if charge is not None:
        stay.prepaid, stay.prepaid_fen, stay.paid_until_at = charge, stay.prepaid_fen + charge.amount_fen, at + timedelta(minutes=billing.leave_minutes(stay))
        stay.save()
    return charge


@action(title=_("Take the parking fee"), posts=TAKERS, event=FeeTaken, allowed_from=(*HERE, "left"))
def take_fee(
    stay: Stay,
    *,
    way: Annotated[str, Field(_("Way of payment"), choices=WAYS)] = "cash",
    transfer_number: Annotated[str, Field(_("Number of the transfer"), max_length=64)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Stay | Refusal:
    """At the exit, before or after the car is out: cash goes into the guard's own drawer, the receipt comes at once."""
    stay = held(stay)
    if stay.state in HERE:
        _billed_now(stay, by=by, at=at)
    owed = billing.unpaid(stay)
    if not owed:
        return _nothing()
    payment = charges.take_payment(stay.scope, way=way, charges=owed, provider_number=transfer_number, by=by, at=at)
    if isinstance(payment, Refusal):
        return payment
    announce(FeeTaken(**about_stay(stay), charge=owed[-1].pk, payment=payment.pk, way=way, amount_fen=payment.amount_fen), subject=stay)
    return stay


@action(title=_("Propose a company rule"), posts=(*MANAGERS, "front_desk"), event=PolicyProposed)
def propose_policy(
    scope: Scope,
    *,
    title: Annotated[str, Field(pgettext_lazy("parking", "Rule"), max_length=80)],
    covers: Annotated[str, Field(_("Vehicles"), choices=VEHICLES)],
    paper: Annotated[str, Field(_("Document"), max_length=80)],
    starts_on: Annotated[date, Field(_("From the day"))],
    ends_on: Annotated[date | None, Field(_("Until the day"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Policy | Refusal:
    """A sort of vehicle is to park free, as a paper of the company says, such as the staff's; somebody else agrees."""
    if not title.strip() or not paper.strip() or covers not in dict(VEHICLES) or (ends_on is not None and ends_on < starts_on):
        return Refusal("parking.bad_policy", _("Not proposed: a rule has a name, a document, the vehicles it covers, and ends after it begins."))
    one = Policy(scope=scope, title=title.strip(), covers=covers, paper=paper.strip(), starts_on=starts_on, ends_on=ends_on, proposed_by_id=by.person)
    one.save()
    announce(PolicyProposed(**_about(one), title=title), subject=one)
    return one


@action(title=_("Agree to the rule"), posts=("project_manager", "headquarters"), event=PolicyAgreed, allowed_from=("proposed",), second_to=("parking.propose_policy",))
def agree_policy(policy: Policy, *, by: Actor, at: datetime | None = None) -> Policy | Refusal:
    """From its first day on these vehicles park free."""
    one = held(policy)
    if one.state != "proposed":
        return Refusal("parking.answered_already", _("Not done: this rule was answered already."))
    if no := rules.may_approve(one.proposed_by_id, by.person):
        return no
    one.state, one.agreed_by_id = "active", by.person
    one.save()
    announce(PolicyAgreed(**_about(one)), subject=one)
    return one


@action(title=_("End the rule"), posts=("project_manager", "headquarters"), event=PolicyEnded, confirm=True, allowed_from=("proposed", "active"))
def end_policy(policy: Policy, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Policy | Refusal:
    """It is not agreed to, or over: these vehicles pay by the price again."""
    one = held(policy)
    if one.state not in ("proposed", "active"):
        return Refusal("parking.answered_already", _("Not done: this rule was answered already."))
    if no := rules.told(reason):
        return no
    was, one.state = one.state, "dropped" if one.state == "proposed" else "ended"
    one.ends_on = clock.local(one.scope, at).date() if was == "active" else one.ends_on
    one.save()
    announce(PolicyEnded(**_about(one), was=was), subject=one)
    return one


def _about(one: Policy) -> dict[str, Any]:
    return {"policy": one.pk, "covers": one.covers, "starts_on": one.starts_on}
