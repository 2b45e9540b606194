"""The one place where money arrives: it is divided among what it was for, and what is left over becomes prepaid balance."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from anju.kernel.models import Scope

from ..events import PaymentSettled
from ..models import Allocation, Balance, BalanceEntry, Charge, Deposit, Payment
from ..rules.dividing import divide
from .holding import about_payment, held_charges, set_standing, today_of


@dataclass
class Settled:
    """How a payment was divided."""

    parts: list[str] = field(default_factory=list)
    balance_fen: int = 0
    deposit_fen: int = 0


def settle(payment: Payment, *, at: datetime, provider_number: str = "") -> Settled:
    """Divide a held payment, oldest wish first. Every fen goes to a charge, a deposit or the balance of the place."""
    ids = [UUID(one) for one in payment.wanted]
    deposits = {one.pk: one for one in Deposit.objects.select_for_update().filter(scope=payment.scope_id, pk__in=ids, state="wanted").order_by("pk")}
    charges = {one.pk: one for one in held_charges(payment.scope, ids)}
    owed = [(each, charges[each].owed_fen if each in charges else deposits[each].amount_fen) for each in ids if each in charges or each in deposits]
    parts, rest = divide(payment.amount_fen, [pair for pair in owed if pair[0] in charges])
    whole, rest = _whole_deposits(rest, [deposits[each] for each, _fen in owed if each in deposits], at)
    told = Settled(balance_fen=rest, deposit_fen=sum(one.amount_fen for one in whole))
    for key, fen in parts:
        _pay(charges[key], fen, at=at)
        told.parts.append(f"{charges[key].kind}:{fen}")
    rows = [Allocation(scope=payment.scope, payment=payment, charge=charges[key], amount_fen=fen, created_at=at) for key, fen in parts]
    rows += [Allocation(scope=payment.scope, payment=payment, deposit=one, amount_fen=one.amount_fen, created_at=at) for one in whole]
    if rest:
        rows.append(Allocation(scope=payment.scope, payment=payment, amount_fen=rest, created_at=at))
        if payment.place is not None:
            move_balance(payment.scope, payment.place, rest, at=at, payment=payment)
    Allocation.objects.bulk_create(rows)
    payment.state, payment.settled_at = "settled", at
    payment.provider_number = provider_number or payment.provider_number
    payment.save()
    return told


def _whole_deposits(rest: int, wanted: list[Deposit], at: datetime) -> tuple[list[Deposit], int]:
    """Deposits that the money reaches whole: a part of a deposit is no deposit."""
    whole = []
    for one in wanted:
        if one.amount_fen <= rest:
            rest -= one.amount_fen
            one.state, one.held_at = "held", at
            one.save()
            whole.append(one)
    return whole, rest


def _pay(charge: Charge, fen: int, *, at: datetime) -> None:
    charge.paid_fen += fen
    set_standing(charge, today=today_of(charge, at))
    charge.save()


def move_balance(scope: Scope, place: Any, fen: int, *, at: datetime, payment: Payment | None = None, refund: Any = None) -> Balance | None:
    """Put something onto the balance of a place, or take it off; None where there is not enough."""
    balance, _made = Balance.objects.select_for_update().get_or_create(scope=scope, place=place)
    if balance.amount_fen + fen < 0:
        return None
    balance.amount_fen += fen
    balance.save(update_fields=["amount_fen"])
    BalanceEntry.objects.create(scope=scope, balance=balance, amount_fen=fen, payment=payment, refund=refund, at=at)
    return balance


def settled_event(payment: Payment, told: Settled) -> PaymentSettled:
    return PaymentSettled(
        **about_payment(payment), parts=told.parts, balance_fen=told.balance_fen, deposit_fen=told.deposit_fen, provider_number=payment.provider_number,
        drawer=payment.drawer_id,
    )  # fmt: skip
