"""What providers tell, notice by notice. What does not agree is shown until a person settles it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import MismatchSettled, NoticeTaken
from ..kinds import APPROVERS
from ..models import Merchant, Mismatch, Payment, ProviderNotice, Refund
from ..models.matching import SETTLEMENTS
from ..money import MOST_FEN
from ..rules import deciding
from ..rules.paying import outcome_of_notice
from .holding import held, number
from .receipts import issue_receipt
from .refunding import finish
from .settling import settle

OUTCOMES = (("paid", _("Payment received")), ("not_paid", _("Not paid")), ("refunded", _("Refund confirmed")), ("refund_failed", _("Refund failed")))


@action(title=_("Take in a provider's notice"), posts=(), event=NoticeTaken)
def take_notice(
    merchant: Merchant,
    *,
    notice_id: Annotated[str, Field(_("Notice"), max_length=64)],
    outcome: Annotated[str, Field(_("What became of it"), choices=OUTCOMES)],
    order_number: Annotated[str, Field(_("Order number"), max_length=64)],
    told_merchant: Annotated[str, Field(_("Merchant number"), max_length=40)],
    amount_fen: Annotated[int, Field(_("Sum"), minimum=0, maximum=MOST_FEN)] = 0,
    provider_number: Annotated[str, Field(_("Provider's number"), max_length=64)] = "",
    refund_number: Annotated[str, Field(_("Number of the refund"), max_length=64)] = "",
    by: Actor,
    at: datetime | None = None,
) -> ProviderNotice | Refusal:
    """Book what a provider told, once; the gateway has checked its signature. What does not fit becomes a difference, nothing is dropped."""
    if not by.is_system:
        return Refusal("charges.by_provider_only", _("Not taken in: only a signed message of the provider does this."))
    merchant = held(merchant)
    if ProviderNotice.objects.filter(scope=merchant.scope_id, merchant=merchant, notice_id=notice_id).exists():
        return Refusal("charges.told_before", _("Nothing new: the provider told this before."))
    notice = ProviderNotice(
        scope=merchant.scope, merchant=merchant, notice_id=notice_id, order_number=order_number, provider_number=provider_number, amount_fen=amount_fen, at=at
    )
    is_same = told_merchant == merchant.merchant_id
    if outcome in ("refunded", "refund_failed"):
        _take_refund(notice, outcome, refund_number, is_same, at)
    else:
        _take_payment(notice, outcome, is_same, by=by, at=at)
    notice.save()
    event = NoticeTaken(notice=notice.pk, way=merchant.way, outcome=notice.outcome, payment=notice.payment_id, refund=notice.refund_id, told_fen=amount_fen)
    announce(event, subject=notice)
    return notice


def _take_payment(notice: ProviderNotice, outcome: str, is_same: bool, *, by: Actor, at: datetime) -> None:
    rows = Payment.objects.select_for_update().filter(scope=notice.scope, way=notice.merchant.way, order_number=notice.order_number)
    payment = notice.payment = rows.first() if is_same else None
    if outcome == "not_paid":
        notice.outcome = "not_paid"
        return
    notice.outcome = outcome_of_notice(
        state=payment.state if payment else None, asked_fen=payment.amount_fen if payment else 0, told_fen=notice.amount_fen, is_same_merchant=is_same,
        is_same_transaction=payment is not None and payment.provider_number == notice.provider_number,
    )  # fmt: skip
    if notice.outcome == "settled":
        settle(payment, at=at, provider_number=notice.provider_number)
        issue_receipt(payment, by=by, at=at)
    elif notice.outcome != "repeated":
        if payment is not None and payment.state in ("open", "closed"):
            payment.state = "mismatch"
            payment.save()
        differs(
            notice.scope, notice.outcome, notice.merchant.way, at, order_number=notice.order_number, provider_number=notice.provider_number, payment=payment,
            ours_fen=payment.amount_fen if payment else None, theirs_fen=notice.amount_fen,
        )  # fmt: skip


def _take_refund(notice: ProviderNotice, outcome: str, refund_number: str, is_same: bool, at: datetime) -> None:
    """A refund is done once, however late or often it is told; a failure never undoes one that was done."""
    refund = Refund.objects.select_for_update().filter(scope=notice.scope, number=refund_number, way=notice.merchant.way).first() if is_same else None
    notice.refund = refund
    if refund is None or refund.state not in ("approved", "sent", "failed", "done"):
        notice.outcome = "unknown_refund"
        differs(notice.scope, "unknown_order", notice.merchant.way, at, order_number=refund_number, provider_number=notice.provider_number, theirs_fen=-notice.amount_fen)
    elif refund.state == "done":
        notice.outcome = "repeated"
    elif outcome == "refund_failed":
        refund.state, refund.trouble, notice.outcome = "failed", notice.provider_number[:200], "refund_failed"
        refund.save()
    elif notice.amount_fen != refund.amount_fen:
        notice.outcome = "wrong_amount"
        differs(
            notice.scope, "wrong_amount", notice.merchant.way, at, order_number=refund_number, provider_number=notice.provider_number, refund=refund,
            ours_fen=-refund.amount_fen, theirs_fen=-notice.amount_fen,
        )  # fmt: skip
    else:
        finish(refund, at=at, provider_number=notice.provider_number)
        notice.outcome = "refund_done"


def differs(scope: Scope, kind: str, way: str, at: datetime, **more: Any) -> Mismatch:
    return Mismatch.objects.create(scope=scope, kind=kind, way=way, found_at=at, on=more.pop("on", None) or clock.local(scope, at).date(), **more)


@action(title=_("Settle the difference"), posts=APPROVERS, event=MismatchSettled, allowed_from=("open",))
def settle_mismatch(
    mismatch: Mismatch,
    *,
    settlement: Annotated[str, Field(_("How it was settled"), choices=SETTLEMENTS)],
    note: Annotated[str, Field(_("Note"), max_length=200)],
    place: Annotated[Place | None, Field(_("For the balance of"), help=_("Only for money that belongs to no payment here."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Mismatch | Refusal:
    """Say what became of money that did not agree: booked as it came, sent back, or an error put right; with a note."""
    payment = held(mismatch.payment) if mismatch.payment_id else None
    mismatch = held(mismatch)
    if no := deciding.told(note) or deciding.waiting(mismatch.state, "open"):
        return no
    if settlement not in dict(SETTLEMENTS) or (place is not None and place.scope_id != mismatch.scope_id):
        return Refusal("charges.bad_settlement", _("Not settled: choose how, and a dwelling of this community."))
    if settlement == "booked":
        booked = _book(mismatch, payment, place, by=by, at=at)
        if isinstance(booked, Refusal):
            return booked
        mismatch.payment = booked
    elif payment is not None and payment.state == "mismatch":
        payment.state, payment.closed_at = "closed", payment.closed_at or at
        payment.save()
    mismatch.state, mismatch.settlement, mismatch.note, mismatch.settled_by_id, mismatch.settled_at = "settled", settlement, note, by.person, at
    mismatch.save()
    event = MismatchSettled(kind=mismatch.kind, settlement=settlement, found_at=mismatch.found_at, payment=mismatch.payment_id, theirs_fen=mismatch.theirs_fen, note=note)
    announce(event, subject=mismatch)
    return mismatch


def _book(mismatch: Mismatch, payment: Payment | None, place: Place | None, *, by: Actor, at: datetime) -> Payment | Refusal:
    """Money that came is booked as it came: on the payment it was meant for, else onto the balance of a dwelling."""
    if not mismatch.theirs_fen or mismatch.theirs_fen <= 0 or mismatch.kind in ("wrong_merchant", "missing_there"):
        return Refusal("charges.nothing_came", _("Not booked: no money came to this community by it. Settle it in another way."))
    if payment is None or payment.state == "settled":
        if place is None:
            return Refusal("charges.whose_money", _("Not booked: say for the balance of which dwelling it is."))
        taken = Payment.objects.filter(scope=mismatch.scope_id, way=mismatch.way, order_number=mismatch.order_number[:32]).exists()
        payment = Payment(
            scope=mismatch.scope, number=number(mismatch.scope, "P", at), way=mismatch.way, place=place, opened_at=at, opened_by_id=by.person, wanted=[],
            order_number=f"M{mismatch.pk.hex[:31]}" if taken or not mismatch.order_number else mismatch.order_number[:32],
        )  # fmt: skip
    elif payment.state not in ("mismatch", "open", "closed"):
        return Refusal("charges.nothing_came", _("Not booked: no money came to this community by it. Settle it in another way."))
    if mismatch.provider_number and Payment.objects.filter(scope=mismatch.scope_id, way=mismatch.way, provider_number=mismatch.provider_number).exclude(pk=payment.pk).exists():
        return Refusal("charges.booked_already", _("Not booked: this money was booked already, on another payment."))
    payment.amount_fen = mismatch.theirs_fen
    payment.place = payment.place or place
    payment.save()
    settle(payment, at=at, provider_number=mismatch.provider_number)
    issue_receipt(payment, by=by, at=at)
    return payment
