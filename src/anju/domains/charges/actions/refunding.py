"""Refunds: asked for by one, approved by another, and paid out the way the money came."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.jobs import enqueue
from anju.kernel.refusals import Refusal

from ..events import RefundApproved, RefundAsked, RefundDone, RefundFailed, RefundRefused, RefundSent
from ..kinds import APPROVERS, DESK, DESK_WAYS
from ..models import Allocation, Balance, Deposit, Drawer, Payment, Refund
from ..money import fen_of
from ..rules import deciding
from ..rules.paying import may_refund
from ..rules.pricing import Line
from ..states import UNDER_WAY
from .holding import about_refund, add_line, held, number, set_standing, today_of
from .settling import move_balance

ReasonInput = Annotated[str, Field(_("Reason"), max_length=200)]
NoteInput = Annotated[str, Field(_("Note"), max_length=200)]


def left_of(part: Allocation) -> int:
    """What of a part can still go back: less what was refunded or is on its way, a deposit less its deductions, a balance as far as it stands."""
    under_way = Refund.objects.filter(scope=part.scope_id, part=part, state__in=UNDER_WAY).aggregate(sum=Sum("amount_fen"))["sum"] or 0
    left = part.amount_fen - part.refunded_fen - under_way
    if part.deposit_id:
        return min(left, part.deposit.left_fen - under_way)
    if part.charge_id is None and part.payment.place_id is not None:
        waiting = Refund.objects.filter(scope=part.scope_id, part__payment__place=part.payment.place, part__charge=None, part__deposit=None, state="asked")
        balance = Balance.objects.filter(scope=part.scope_id, place=part.payment.place).first()
        return min(left, (balance.amount_fen if balance else 0) - (waiting.aggregate(sum=Sum("amount_fen"))["sum"] or 0))
    return left


@action(title=_("Ask for a refund"), posts=DESK, event=RefundAsked)
def ask_refund(
    part: Allocation,
    *,
    amount: Annotated[Decimal | None, Field(_("Sum (yuan)"), help=_("Empty: all that can go back."))] = None,
    reason: ReasonInput,
    is_owed_less: Annotated[bool, Field(_("Take it off the charge"), help=_("Else it is owed again."))] = True,
    by: Actor,
    at: datetime | None = None,
) -> Refund | Refusal:
    """Ask that a part of a payment goes back; another person approves it. Never more than was paid."""
    refund = _asked(part, amount, reason, is_owed_less=is_owed_less, by=by, at=at)
    if not isinstance(refund, Refusal):
        announce(RefundAsked(**about_refund(refund), reason=reason), subject=refund)
    return refund


@action(title=_("Hand the deposit back"), posts=DESK, event=RefundAsked, allowed_from=("held",))
def hand_back_deposit(
    deposit: Deposit,
    *,
    amount: Annotated[Decimal | None, Field(_("Sum (yuan)"), help=_("Empty: all that can go back."))] = None,
    reason: ReasonInput,
    by: Actor,
    at: datetime | None = None,
) -> Refund | Refusal:
    """Ask that a deposit goes back to its payer, less only the deductions he agreed to; another person approves it."""
    part = Allocation.objects.filter(scope=deposit.scope_id, deposit=deposit).first()
    if part is None:
        return Refusal("charges.more_than_held", _("Not proposed: not so much of this deposit is held, or it is being handed back."))
    refund = _asked(part, amount, reason, is_owed_less=False, by=by, at=at)
    if not isinstance(refund, Refusal):
        announce(RefundAsked(**about_refund(refund), reason=reason), subject=refund)
    return refund


def _asked(part: Allocation, amount: Decimal | None, reason: str, *, is_owed_less: bool, by: Actor, at: datetime) -> Refund | Refusal:
    """The refund that is asked for, written; or why it cannot be."""
    payment, part = held(part.payment), held(part)
    left = left_of(part)
    fen = left if amount is None else fen_of(amount)
    if no := deciding.told(reason) or may_refund(wanted_fen=fen, left_fen=left, state=payment.state):
        return no
    refund = Refund.objects.create(
        scope=part.scope, number=number(part.scope, "T", at), payment=payment, part=part, way=payment.way, amount_fen=fen, is_owed_less=is_owed_less, reason=reason,
        asked_by_id=by.person, asked_at=at,
    )  # fmt: skip
    if part.deposit_id:
        deposit = held(part.deposit)
        deposit.state = "returning"
        deposit.save()
    return refund


@action(title=_("Approve the refund"), posts=APPROVERS, event=RefundApproved, allowed_from=("asked",))
def approve_refund(refund: Refund, *, note: NoteInput = "", by: Actor, at: datetime | None = None) -> Refund | Refusal:
    """Say yes to a refund that somebody else asked for; a provider is told at once, cash is paid out at the desk."""
    payment, refund = held(refund.payment), held(refund)
    if no := deciding.waiting(refund.state) or deciding.second_person(refund.asked_by_id, by.person, is_system=by.is_system):
        return no
    part = refund.part
    if part.charge_id is None and part.deposit_id is None and payment.place_id and move_balance(refund.scope, payment.place, -refund.amount_fen, at=at, refund=refund) is None:
        return Refusal("charges.balance_used", _("Not approved: the balance was used meanwhile. Ask for less."))
    refund.state, refund.answered_by_id, refund.answered_at, refund.answer_note = "approved", by.person, at, note
    refund.save()
    announce(RefundApproved(**about_refund(refund), note=note), subject=refund)
    if refund.way in ("wechat", "alipay"):
        enqueue("charges.place_refund", str(refund.pk))
    return refund


@action(title=_("Do not approve the refund"), posts=APPROVERS, event=RefundRefused, allowed_from=("asked",))
def refuse_refund(refund: Refund, *, note: NoteInput, by: Actor, at: datetime | None = None) -> Refund | Refusal:
    """Say no to a refund, with the reason."""
    refund = held(refund)
    if no := deciding.waiting(refund.state) or deciding.told(note):
        return no
    refund.state, refund.answered_by_id, refund.answered_at, refund.answer_note = "refused", by.person, at, note
    refund.save()
    if refund.part.deposit_id:
        deposit = held(refund.part.deposit)
        deposit.state = "held"
        deposit.save()
    announce(RefundRefused(**about_refund(refund), note=note), subject=refund)
    return refund


@action(title=_("Pay the refund out"), posts=DESK, event=RefundDone, allowed_from=("approved", "failed"))
def pay_out_refund(
    refund: Refund,
    *,
    way: Annotated[str, Field(_("Way of payment"), choices=DESK_WAYS, required=False, help=_("Empty: the way the money came."))] = "",
    provider_number: Annotated[str, Field(_("Number of the transfer"), max_length=64)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Refund | Refusal:
    """Give the money back at the desk, by transfer, to the balance or by the test payer; a provider's refund only after it failed there."""
    refund = held(refund)
    way = way or refund.way
    if refund.state not in ("approved", "failed") or (refund.way in ("wechat", "alipay") and (refund.state != "failed" or way == refund.way)):
        return Refusal("charges.not_to_pay_out", _("Not paid out: this refund is not approved, done already, or with the provider."))
    drawer = Drawer.objects.select_for_update().filter(scope=refund.scope_id, cashier=by.person, state="open").first() if way == "cash" else None
    if way == "cash" and drawer is None:
        return Refusal("charges.no_drawer", _("Not taken: open your cash drawer first, so that the cash of the shift can be counted."))
    if way == "transfer" and not provider_number.strip():
        return Refusal("charges.transfer_number", _("Not taken: write down the number of the transfer."))
    refund.way, refund.drawer, refund.paid_by_id = way, drawer, by.person
    finish(refund, at=at, provider_number=provider_number)
    announce(done_event(refund), subject=refund)
    return refund


def done_event(refund: Refund) -> RefundDone:
    return RefundDone(**about_refund(refund), provider_number=refund.provider_number, drawer=refund.drawer_id)


def finish(refund: Refund, *, at: datetime, provider_number: str = "") -> None:
    """The money is back with the payer: the part, the payment, and what they were for are less by it. Charge, payment and part are held."""
    payment, part = held(Payment(pk=refund.payment_id)), held(refund.part)
    part.refunded_fen += refund.amount_fen
    payment.refunded_fen += refund.amount_fen
    part.save()
    payment.save()
    if part.charge_id:
        _less_paid(refund, part, at)
    elif part.deposit_id:
        _hand_back(part, refund.amount_fen, at)
    if refund.way == "balance" and payment.place_id:
        move_balance(refund.scope, payment.place, refund.amount_fen, at=at, refund=refund)
    refund.state, refund.done_at, refund.provider_number = "done", at, provider_number or refund.provider_number
    refund.save()


def _less_paid(refund: Refund, part: Allocation, at: datetime) -> None:
    charge = held(part.charge)
    charge.paid_fen -= refund.amount_fen
    if refund.is_owed_less:
        add_line(charge, Line("refund", -refund.amount_fen, {"reason": refund.reason, "refund": refund.number}), today=today_of(charge, at))
    else:
        set_standing(charge, today=today_of(charge, at))
        charge.save()


def _hand_back(part: Allocation, fen: int, at: datetime) -> None:
    deposit = held(part.deposit)
    deposit.returned_fen += fen
    deposit.state = "ended" if deposit.left_fen == 0 else "held"
    deposit.ended_at = at if deposit.left_fen == 0 else None
    deposit.save()


@action(title=_("Send the refund again"), posts=DESK, event=RefundSent, allowed_from=("failed",))
def resend_refund(refund: Refund, *, by: Actor, at: datetime | None = None) -> Refund | Refusal:
    """Try a refund that failed at the provider once more, under the same number, so that it is never paid twice."""
    refund = held(refund)
    if refund.state != "failed" or refund.way not in ("wechat", "alipay"):
        return Refusal("charges.not_failed", _("Not done: this refund did not fail at a provider."))
    refund.state, refund.tries, refund.trouble = "sent", min(refund.tries + 1, 30_000), ""
    refund.save()
    announce(RefundSent(**about_refund(refund), tries=refund.tries), subject=refund)
    enqueue("charges.place_refund", str(refund.pk))
    return refund


@action(title=_("Note the refund as sent"), posts=DESK, event=RefundSent)
def note_refund_sent(refund: Refund, *, by: Actor, at: datetime | None = None) -> Refund | Refusal:
    """The provider took the refund in; the background does this by itself."""
    refund = held(refund)
    if not by.is_system or refund.state != "approved":
        return Refusal("charges.not_to_send", _("Not done: this refund is not on its way to a provider."))
    refund.state, refund.tries = "sent", refund.tries + 1
    refund.save()
    announce(RefundSent(**about_refund(refund), tries=refund.tries), subject=refund)
    return refund


@action(title=_("Note the refund as failed"), posts=DESK, event=RefundFailed)
def note_refund_failed(refund: Refund, *, why: Annotated[str, Field(_("Why it failed"), max_length=200)], by: Actor, at: datetime | None = None) -> Refund | Refusal:
    """The provider did not take the refund; it stays to be sent again or paid out otherwise."""
    refund = held(refund)
    if not by.is_system or refund.state not in ("approved", "sent"):
        return Refusal("charges.not_to_send", _("Not done: this refund is not on its way to a provider."))
    refund.state, refund.trouble = "failed", why
    refund.save()
    announce(RefundFailed(**about_refund(refund), why=why), subject=refund)
    return refund
