"""Taking money: at the desk, by a provider, from the prepaid balance, or by the test payer of a demonstration."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.ids import new_id
from anju.kernel.jobs import enqueue
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import PayCodeNoted, PaymentClosed, PaymentOpened, PaymentSettled, ProviderAsked
from ..kinds import DESK, DESK_WAYS, DWELLERS, PROVIDER_CHOICES
from ..models import Balance, Charge, Deposit, Drawer, Merchant, Payment
from ..money import MOST_FEN, fen_of
from ..rules import paying as rules
from ..sight import may_touch
from ..states import OWING
from .holding import about_payment, held, number
from .receipts import issue_receipt
from .settling import move_balance, settle, settled_event

OPEN_FOR = timedelta(minutes=30)


def _owing() -> Any:
    return Charge.objects.filter(state__in=OWING).order_by("due_on", "number")


def _wanted_deposits() -> Any:
    return Deposit.objects.filter(state="wanted").order_by("number")


ChargesInput = Annotated[list[Charge] | None, Field(_("Bills"), query=_owing)]
DepositsInput = Annotated[list[Deposit] | None, Field(_("Deposits"), query=_wanted_deposits)]
AmountInput = Annotated[Decimal | None, Field(_("Sum (yuan)"), help=_("Empty: all that is owed of what was chosen. What is over becomes prepaid balance."))]
PlaceInput = Annotated[Place | None, Field(_("Dwelling or place"))]
OrderInput = Annotated[str, Field(_("Order number"), max_length=32)]


def _checked(scope: Scope, *, place: Place | None, charges: list[Charge], deposits: list[Deposit], amount: Decimal | None, by: Actor) -> int | Refusal:
    """The sum in fen of a wished payment, or why there can be none."""
    records = [*charges, *deposits, *([place] if place else [])]
    if any(one.scope_id != scope.id for one in records) or any(not may_touch(one, by) for one in (*charges, *deposits)):
        return Refusal("kernel.not_found", _("This record does not exist here. Check the community you are in."))
    charges = list(Charge.objects.filter(scope=scope, pk__in=[one.pk for one in charges]))
    deposits = list(Deposit.objects.filter(scope=scope, pk__in=[one.pk for one in deposits]))
    owed = sum(one.owed_fen for one in charges) + sum(one.amount_fen for one in deposits)
    fen = owed if amount is None else fen_of(amount)
    no = rules.may_take(
        fen=fen, owed_fen=owed, is_all_owed=all(one.owed_fen for one in charges) and all(one.state == "wanted" for one in deposits),
        deposit_fen=sum(one.amount_fen for one in deposits), has_place=place is not None or len({one.place_id for one in (*charges, *deposits)} - {None}) == 1, most_fen=MOST_FEN,
    )  # fmt: skip
    return no or fen


def _new(scope: Scope, *, way: str, fen: int, place: Any, charges: list, deposits: list, order_number: str, by: Actor, at: datetime, **more: Any) -> Payment:
    place = place or next((one.place for one in (*charges, *deposits) if one.place_id), None)
    payment_id = new_id()
    return Payment(
        id=payment_id, scope=scope, number=number(scope, "P", at), way=way, order_number=order_number or f"AJ{payment_id.hex[:30]}", amount_fen=fen, place=place,
        wanted=[str(one.pk) for one in (*charges, *deposits)], opened_at=at, opened_by_id=by.person, created_at=at, **more,
    )  # fmt: skip


def _taken(scope: Scope, way: str, order_number: str) -> Refusal | None:
    found = Payment.objects.filter(scope=scope, way=way, order_number=order_number).first() if order_number else None
    if found is None:
        return None
    return Refusal("charges.order_taken", _("Not taken twice: this order number belongs to payment %(number)s already."), number=found.number)


@action(title=_("Take money"), posts=DESK, event=PaymentSettled)
def take_payment(
    scope: Scope,
    *,
    way: Annotated[str, Field(_("Way of payment"), choices=DESK_WAYS)],
    place: PlaceInput = None,
    charges: ChargesInput = None,
    deposits: DepositsInput = None,
    amount: AmountInput = None,
    payer: Annotated[Person | None, Field(_("Payer"))] = None,
    payer_name: Annotated[str, Field(_("Payer's name"), max_length=60, personal=True)] = "",
    order_number: OrderInput = "",
    provider_number: Annotated[str, Field(_("Number of the transfer"), max_length=64)] = "",
    note: Annotated[str, Field(_("Note"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Payment | Refusal:
    """Take cash or a transfer for what is owed, in parts or ahead; the receipt comes at once."""
    charges, deposits = charges or [], deposits or []
    fen = _checked(scope, place=place, charges=charges, deposits=deposits, amount=amount, by=by)
    if isinstance(fen, Refusal):
        return fen
    drawer = Drawer.objects.select_for_update().filter(scope=scope, cashier=by.person, state="open").first() if way == "cash" else None
    no = rules.may_take_at_desk(way=way, has_drawer=drawer is not None, transfer_number=provider_number) or _taken(scope, way, order_number)
    if no := no or _transferred(scope, way, provider_number):
        return no
    first = next((one.payer for one in (*charges, *deposits) if one.payer_id), None)
    payment = _new(
        scope, way=way, fen=fen, place=place, charges=charges, deposits=deposits, order_number=order_number, by=by, at=at, drawer=drawer, note=note,
        payer=payer or first, payer_name=payer_name or (payer or first).name if payer or first else payer_name, provider_number=provider_number,
    )  # fmt: skip
    payment.save()
    told = settle(payment, at=at, provider_number=provider_number)
    announce(settled_event(payment, told), subject=payment, person=payment.payer_id)
    issue_receipt(payment, by=by, at=at)
    return payment


def _transferred(scope: Scope, way: str, provider_number: str) -> Refusal | None:
    if provider_number and Payment.objects.filter(scope=scope, way=way, provider_number=provider_number).exists():
        return Refusal("charges.transfer_taken", _("Not taken twice: this transfer was booked already."))
    return None


@action(title=_("Open a payment"), posts=(*DESK, *DWELLERS), event=PaymentOpened)
def open_payment(
    scope: Scope,
    *,
    way: Annotated[str, Field(_("Provider"), choices=PROVIDER_CHOICES)],
    place: PlaceInput = None,
    charges: ChargesInput = None,
    deposits: DepositsInput = None,
    amount: AmountInput = None,
    order_number: OrderInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Payment | Refusal:
    """Ask a provider for money: the code to pay by comes from it, and it tells when the money is there."""
    charges, deposits = charges or [], deposits or []
    fen = _checked(scope, place=place, charges=charges, deposits=deposits, amount=amount, by=by)
    if isinstance(fen, Refusal):
        return fen
    merchant = Merchant.objects.filter(scope=scope, way=way, state="on").order_by("created_at").first()
    if merchant is None:
        return Refusal("charges.way_is_off", _("Not opened: this way of payment is not switched on here. Pay at the front desk."))
    if no := _taken(scope, way, order_number):
        return no
    person = Person.objects.filter(pk=by.person).first() if by.person else None
    payment = _new(
        scope, way=way, fen=fen, place=place, charges=charges, deposits=deposits, order_number=order_number, by=by, at=at, merchant=merchant, payer=person,
        payer_name=person.name if person else "", expires_at=at + OPEN_FOR,
    )  # fmt: skip
    payment.save()
    announce(PaymentOpened(**about_payment(payment), merchant=merchant.pk, order_number=payment.order_number), subject=payment, person=payment.payer_id)
    if way != "test":
        enqueue("charges.place_order", str(payment.pk))
    return payment


@action(title=_("Note the code to pay by"), posts=DESK, event=PayCodeNoted)
def note_pay_code(
    payment: Payment,
    *,
    pay_code: Annotated[str, Field(_("Code to pay by"), max_length=512)] = "",
    trouble: Annotated[str, Field(_("Why there is no code"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Payment | Refusal:
    """Keep what the provider answered: the code, or why there is none; the background does this by itself."""
    payment = held(payment)
    if not by.is_system or payment.state != "open":
        return Refusal("charges.not_open", _("Not done: this payment is not open any more."))
    payment.pay_code, payment.trouble = pay_code, trouble
    payment.save()
    announce(PayCodeNoted(**about_payment(payment), is_ready=bool(pay_code), trouble=trouble), subject=payment)
    return payment


@action(title=_("Ask the provider"), posts=DESK, event=ProviderAsked, allowed_from=("open", "closed"))
def ask_provider(payment: Payment, *, by: Actor, at: datetime | None = None) -> Payment | Refusal:
    """Ask at once whether the money came; by itself this is asked every five minutes while the code can be paid."""
    payment = held(payment)
    if payment.state not in ("open", "closed") or not payment.pay_code:
        return Refusal("charges.nothing_to_ask", _("Not asked: no provider holds an open order of this payment."))
    announce(ProviderAsked(**about_payment(payment)), subject=payment)
    enqueue("charges.ask_order", str(payment.pk))
    return payment


@action(title=_("Close unpaid"), posts=DESK, event=PaymentClosed, allowed_from=("open",))
def close_payment(payment: Payment, *, by: Actor, at: datetime | None = None) -> Payment | Refusal:
    """Give up a payment that was not made; money that comes later is shown as a difference, never lost."""
    payment = held(payment)
    if payment.state != "open":
        return Refusal("charges.not_open", _("Not done: this payment is not open any more."))
    payment.state, payment.closed_at = "closed", at
    payment.save()
    announce(PaymentClosed(**about_payment(payment), why="expired" if payment.expires_at and payment.expires_at <= at else "given_up"), subject=payment)
    return payment


@action(title=_("Pay as the test payer"), posts=(*DESK, *DWELLERS), event=PaymentSettled)
def pay_as_test(payment: Payment, *, by: Actor, at: datetime | None = None) -> Payment | Refusal:
    """Pretend that the money came, where a demonstration has its test payer switched on. No money moves."""
    payment = held(payment)
    if payment.way != "test" or not may_touch(payment, by):
        return Refusal("kernel.not_found", _("This record does not exist here. Check the community you are in."))
    if payment.state != "open" or payment.expires_at <= at:
        return Refusal("charges.not_open", _("Not done: this payment is not open any more."))
    if payment.merchant is None or payment.merchant.state != "on":
        return Refusal("charges.way_is_off", _("Not opened: this way of payment is not switched on here. Pay at the front desk."))
    told = settle(payment, at=at, provider_number=f"TEST{payment.pk.hex[:24]}")
    announce(settled_event(payment, told), subject=payment, person=payment.payer_id)
    issue_receipt(payment, by=by, at=at)
    return payment


@action(title=_("Pay from the prepaid balance"), posts=(*DESK, *DWELLERS), event=PaymentSettled)
def pay_from_balance(scope: Scope, *, charge: Annotated[Charge, Field(_("Charge"), query=_owing)], by: Actor, at: datetime | None = None) -> Payment | Refusal:
    """Pay a bill from what was paid ahead for its dwelling, as far as it reaches."""
    if charge.scope_id != scope.id or not may_touch(charge, by):
        return Refusal("kernel.not_found", _("This record does not exist here. Check the community you are in."))
    charge = held(charge)
    balance = Balance.objects.select_for_update().filter(scope=scope, place=charge.place).first() if charge.place_id else None
    fen = min(charge.owed_fen, balance.amount_fen if balance else 0)
    if fen <= 0 or charge.state == "disputed":
        return Refusal("charges.no_balance", _("Not paid: nothing is owed or disputed, or nothing was paid ahead for this dwelling."))
    payment = _new(scope, way="balance", fen=fen, place=charge.place, charges=[charge], deposits=[], order_number="", by=by, at=at, payer=charge.payer, payer_name=charge.payer_name)
    payment.save()
    move_balance(scope, charge.place, -fen, at=at, payment=payment)
    told = settle(payment, at=at)
    announce(settled_event(payment, told), subject=payment, person=payment.payer_id)
    return payment
