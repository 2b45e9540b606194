"""Charging: one charge at a time, or a month for all dwellings of a place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person, current_owners
from anju.domains.places.queries import Place, by_kind, dwellings_of
from anju.kernel.actions import Field, action, announce, announce_many
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.ids import new_id
from anju.kernel.jobs import enqueue
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import BillingEnded, BillingStarted, ChargeFellOverdue, ChargeIssued
from ..kinds import APPROVERS, BILLERS, DESK, MONTHLY
from ..models import BillingRun, Charge, ChargeLine, Tariff
from ..pricers import lines_by_basis
from ..rules import deciding as rules
from ..rules.pricing import Line, Use, price
from .holding import (
    about_charge,
    held,
    held_charges,
    lines_of,
    numbers,
    owner_of,
    price_of,
    published,
    set_standing,
    terms_of,
    today_of,
)

HOMES = ("dwelling", "shop")


def _tariffs() -> Any:
    return Tariff.objects.filter(state="in_use").order_by("name")


def _monthly() -> Any:
    return _tariffs().filter(basis__in=MONTHLY)


def _blocks() -> Any:
    return Place.objects.filter(kind__in=("community", "building", "unit"), state="in_use")


TariffInput = Annotated[Tariff, Field(_("Fee item"), query=_tariffs)]
PlaceInput = Annotated[Place | None, Field(_("Dwelling or place"))]
FromInput = Annotated[date | None, Field(_("Period from"))]
UntilInput = Annotated[date | None, Field(_("Period until"))]


@dataclass
class Wish:
    """One charge as somebody wants it."""

    tariff: Tariff
    place: Place | None = None
    payer: Person | None = None
    payer_name: str = ""
    plate: str = ""
    quantity: Decimal | None = None
    period_from_on: date | None = None
    period_until_on: date | None = None
    entered_at: datetime | None = None
    left_at: datetime | None = None
    facts: dict[str, Any] | None = None
    due_on: date | None = None
    title: str = ""
    consent: Any = None
    basis_label: str = ""
    basis_link: str = ""


@action(title=_("Charge"), posts=BILLERS, event=ChargeIssued, linkable=True)
def issue_charge(
    scope: Scope,
    *,
    tariff: TariffInput,
    place: PlaceInput = None,
    payer: Annotated[Person | None, Field(_("Payer"), help=_("Empty: the owner."))] = None,
    payer_name: Annotated[str, Field(_("Payer's name"), max_length=60, personal=True)] = "",
    plate: Annotated[str, Field(_("Plate"), max_length=12, personal=True)] = "",
    quantity: Annotated[Decimal | None, Field(_("Quantity"), help=_("Pieces or units; for a fee by area it is empty: the dwelling's own."))] = None,
    period_from_on: FromInput = None,
    period_until_on: UntilInput = None,
    entered_at: Annotated[datetime | None, Field(_("Entered at time"))] = None,
    left_at: Annotated[datetime | None, Field(_("Left at time"))] = None,
    facts: Annotated[dict | None, Field(_("Facts of the measure"), required=False)] = None,
    due_on: Annotated[date | None, Field(_("Pay by"))] = None,
    title: Annotated[str, Field(_("For what"), max_length=120)] = "",
    consent: Annotated[File | None, Field(_("Signed consent"), accept=("image/", "application/pdf"))] = None,
    basis_label: Annotated[str, Field(_("Because of"), max_length=200)] = "",
    basis_link: Annotated[str, Field(_("Link to the basis"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Charge | Refusal:
    """Bill something by the price that is in force, with every step of the sum explained."""
    given = {name: value for name, value in locals().items() if name in Wish.__dataclass_fields__}
    wish = Wish(**given)
    tariff = wish.tariff = Tariff.objects.filter(pk=tariff.pk).first() or tariff
    if no := _not_here(scope, wish):
        return no
    if wish.period_from_on and Charge.objects.filter(scope=scope, tariff=tariff, place=place, period_from_on=period_from_on, amount_fen__gt=0).exists():
        return _billed_before()
    priced = _priced(wish, published(tariff), at)
    if isinstance(priced, Refusal):
        return priced
    wish.payer = wish.payer or owner_of(place)
    (number,) = numbers(scope, "B", at)
    charge = _charge(scope, wish, priced, number, days=terms_of(scope).days_to_pay, by=by, at=at)
    charge.save()
    ChargeLine.objects.bulk_create(lines_of(charge, priced))
    announce(_issued(charge, len(priced)), subject=charge, person=charge.payer_id)
    return charge


@issue_charge.many
def issue_charges(scope: Scope, rows: list[dict[str, Any]], *, by: Actor, at: datetime) -> list[Charge | Refusal]:
    """Many charges of few tariffs at once: prices, owners and what was billed before are looked up together."""
    wishes = [Wish(**row) for row in rows]
    fresh = Tariff.objects.in_bulk({wish.tariff.pk for wish in wishes})
    for wish in wishes:
        wish.tariff = fresh.get(wish.tariff.pk, wish.tariff)
    prices = {tariff: published(tariff) for tariff in {wish.tariff for wish in wishes}}
    billed, owners = _billed(scope, wishes), _owners(scope, wishes)
    days, outcomes, good = terms_of(scope).days_to_pay, [], []
    for wish in wishes:
        key = (wish.tariff.pk, wish.place and wish.place.pk, wish.period_from_on)
        no = _not_here(scope, wish) or (_billed_before() if wish.period_from_on and key in billed else None)
        priced = no or _priced(wish, prices[wish.tariff], at)
        wish.payer = wish.payer or owners.get(wish.place and wish.place.pk)
        billed.add(key)
        outcomes.append(priced if isinstance(priced, Refusal) else wish)
        if not isinstance(priced, Refusal):
            good.append((wish, priced))
    made = [
        (_charge(scope, wish, priced, number, days=days, by=by, at=at), priced)
        for (wish, priced), number in zip(good, numbers(scope, "B", at, len(good)) if good else [], strict=True)
    ]
    Charge.objects.bulk_create([charge for charge, _lines in made])
    ChargeLine.objects.bulk_create([line for charge, lines in made for line in lines_of(charge, lines)])
    announce_many([(_issued(charge, len(lines)), charge) for charge, lines in made], person=lambda charge: charge.payer_id)
    done = iter(made)
    return [one if isinstance(one, Refusal) else next(done)[0] for one in outcomes]


def _billed(scope: Scope, wishes: list[Wish]) -> set[tuple]:
    asked = Q(tariff__in={wish.tariff.pk for wish in wishes}, place__in={wish.place.pk for wish in wishes if wish.place}, period_from_on__in={wish.period_from_on for wish in wishes})
    return set(Charge.objects.filter(asked, scope=scope, amount_fen__gt=0).values_list("tariff_id", "place_id", "period_from_on"))


def _owners(scope: Scope, wishes: list[Wish]) -> dict[Any, Person]:
    rows = current_owners(scope).filter(dwelling__in=[wish.place.pk for wish in wishes if wish.place]).order_by("share", "-pk")
    return {row.dwelling_id: row.person for row in rows}


def _billed_before() -> Refusal:
    return Refusal("charges.billed_before", _("Not charged again: this fee was billed for this dwelling and period already."))


def _not_here(scope: Scope, wish: Wish) -> Refusal | None:
    if wish.tariff.scope_id != scope.id or (wish.place is not None and wish.place.scope_id != scope.id):
        return Refusal("charges.other_place", _("Not charged: something of another community was named."))
    return rules.may_bill(state=wish.tariff.state, kind=wish.tariff.kind, needs_consent=wish.tariff.needs_consent, has_consent=wish.consent is not None)


def _priced(wish: Wish, versions: list, at: datetime) -> list[Line] | Refusal:
    quantity = wish.quantity
    if wish.tariff.basis == "area" and quantity is None:
        quantity = wish.place.area_m2 if wish.place is not None else None
        if quantity is None:
            return Refusal("charges.no_area", _("Not charged: the dwelling has no area on record. Add it to the dwelling, or give the quantity."))
    on = today_of(wish.tariff, wish.entered_at or at)
    use = Use(
        on=on, quantity=Decimal(1) if quantity is None else quantity, from_on=wish.period_from_on, until_on=wish.period_until_on,
        entered_at=wish.entered_at, left_at=wish.left_at, facts=wish.facts or {},
    )  # fmt: skip
    return price([price_of(version, wish.tariff.basis) for version in versions], use, lines_by_basis())


def _charge(scope: Scope, wish: Wish, lines: list[Line], number: str, *, days: int, by: Actor, at: datetime) -> Charge:
    today = today_of(scope, at)
    charge = Charge(
        id=new_id(), scope=scope, number=number, tariff=wish.tariff, kind=wish.tariff.kind, title=wish.title or _title(wish), place=wish.place, payer=wish.payer,
        payer_name=wish.payer_name or (wish.payer.name if wish.payer else ""), plate=wish.plate, period_from_on=wish.period_from_on,
        period_until_on=wish.period_until_on, due_on=wish.due_on or today + timedelta(days=days), amount_fen=sum(line.amount_fen for line in lines),
        issued_at=at, issued_by_id=by.person, consent=wish.consent, basis_label=wish.basis_label, basis_link=wish.basis_link, created_at=at, state="due",
    )  # fmt: skip
    set_standing(charge, today=today)
    return charge


def _title(wish: Wish) -> str:
    """The item with its month, or its period."""
    first, last = wish.period_from_on, wish.period_until_on
    if first is None or last is None:
        return wish.tariff.name
    is_month = first.day == 1 and (last + timedelta(days=1)).day == 1 and (first.year, first.month) == (last.year, last.month)
    return f"{wish.tariff.name} {first:%Y-%m}" if is_month else f"{wish.tariff.name} {first:%Y-%m-%d}/{last:%m-%d}"


def _issued(charge: Charge, lines: int) -> ChargeIssued:
    return ChargeIssued(**about_charge(charge), tariff=charge.tariff_id, number=charge.number, lines=lines, has_consent=charge.consent_id is not None)


@action(title=_("Bill a month"), posts=DESK, event=BillingStarted)
def start_billing(
    scope: Scope,
    *,
    tariff: Annotated[Tariff, Field(_("Fee item"), query=_monthly)],
    place: Annotated[Place, Field(_("For the dwellings of"), query=_blocks)],
    period_from_on: Annotated[date, Field(_("Period from"))],
    period_until_on: Annotated[date, Field(_("Period until"))],
    by: Actor,
    at: datetime | None = None,
) -> BillingRun | Refusal:
    """Bill a period to every dwelling of a place; a dwelling that was billed before is left out and said."""
    if tariff.scope_id != scope.id or place.scope_id != scope.id or tariff.basis not in MONTHLY:
        return Refusal("charges.not_monthly", _("Not billed: only a fee by the month of this community is billed to all dwellings."))
    if no := rules.may_bill(state=tariff.state, kind=tariff.kind, needs_consent=tariff.needs_consent, has_consent=False):
        return no
    trial = price([price_of(version, tariff.basis) for version in published(tariff)], Use(on=period_from_on, from_on=period_from_on, until_on=period_until_on))
    if isinstance(trial, Refusal):
        return trial
    homes = len(homes_of(place))
    run = BillingRun.objects.create(
        scope=scope, tariff=tariff, place=place, period_from_on=period_from_on, period_until_on=period_until_on, dwellings=homes, started_at=at, started_by_id=by.person,
    )  # fmt: skip
    event = BillingStarted(tariff=tariff.pk, place=place.pk, period_from_on=period_from_on, period_until_on=period_until_on, dwellings=homes)
    announce(event, subject=run)
    enqueue("charges.bill_dwellings", str(run.pk))
    return run


def homes_of(place: Place) -> list[Place]:
    """The dwellings that are billed for a place: those in it."""
    return list(by_kind(place.scope, *HOMES) if place.kind == "community" else dwellings_of(place))


@action(title=_("End the billing"), posts=DESK, event=BillingEnded)
def end_billing(
    run: BillingRun,
    *,
    billed: Annotated[int, Field(_("Charges made"), minimum=0)],
    amount_fen: Annotated[int, Field(_("Sum"), minimum=0)],
    left_out: Annotated[list[str] | None, Field(_("Left out"), required=False)] = None,
    by: Actor,
    at: datetime | None = None,
) -> BillingRun | Refusal:
    """Note what a billing came to; the background does this by itself."""
    run = held(run)
    if not by.is_system:
        return Refusal("charges.billing_ends_itself", _("Not done: a billing ends by itself. Wait a moment and look again."))
    if run.state != "running":
        return Refusal("charges.answered_already", _("Not done: this was answered already. Look at it again."))
    run.state, run.billed, run.amount_fen, run.left_out, run.ended_at = "done", billed, amount_fen, (left_out or [])[:200], at
    run.save()
    announce(BillingEnded(billed=billed, left_out=len(left_out or []), amount_fen=amount_fen), subject=run)
    return run


@action(title=_("Note as overdue now"), posts=APPROVERS, event=ChargeFellOverdue)
def mark_overdue(scope: Scope, *, charge: Annotated[Charge, Field(_("Charge"))], by: Actor, at: datetime | None = None) -> Charge | Refusal:
    """Its day has passed and something is still owed; the clock does this by itself."""
    (found,) = held_charges(scope, [charge.pk]) or [None]
    if found is None or found.state not in ("due", "part_paid") or found.due_on >= today_of(scope, at):
        return Refusal("charges.not_overdue", _("Not done: nothing of this charge is overdue."))
    found.state = "overdue"
    found.save(update_fields=["state"])
    announce(ChargeFellOverdue(**about_charge(found)), subject=found)
    return found


@mark_overdue.many
def mark_many_overdue(scope: Scope, rows: list[dict[str, Any]], *, by: Actor, at: datetime) -> list[Charge | Refusal]:
    """The charges of a chunk at once."""
    today = today_of(scope, at)
    found = {one.pk: one for one in held_charges(scope, [row["charge"].pk for row in rows]) if one.state in ("due", "part_paid") and one.due_on < today}
    for one in found.values():
        one.state = "overdue"
    Charge.objects.bulk_update(found.values(), ["state"])
    announce_many([(ChargeFellOverdue(**about_charge(one)), one) for one in found.values()])
    refused = Refusal("charges.not_overdue", _("Not done: nothing of this charge is overdue."))
    return [found.get(row["charge"].pk, refused) for row in rows]
