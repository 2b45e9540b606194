"""What providers tell: single notices, and the statement of a day. What does not agree is shown until a person settles it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import DayReconciled, MismatchSettled, NoticeTaken, StatementRowDropped, StatementRowTaken
from ..kinds import APPROVERS, DESK, PROVIDER_CHOICES, PROVIDERS
from ..models import Merchant, Mismatch, Payment, ProviderNotice, Reconciliation, Refund, StatementLine
from ..models.matching import LINE_SORTS, SETTLEMENTS
from ..money import MOST_FEN, fen_of
from ..rules import deciding, matching
from ..rules.paying import outcome_of_notice
from .holding import held, number, today_of
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
        _differs(
            notice.scope, notice.outcome, notice.merchant.way, at, order_number=notice.order_number, provider_number=notice.provider_number, payment=payment,
            ours_fen=payment.amount_fen if payment else None, theirs_fen=notice.amount_fen,
        )  # fmt: skip


def _take_refund(notice: ProviderNotice, outcome: str, refund_number: str, is_same: bool, at: datetime) -> None:
    """A refund is done once, however late or often it is told; a failure never undoes one that was done."""
    refund = Refund.objects.select_for_update().filter(scope=notice.scope, number=refund_number, way=notice.merchant.way).first() if is_same else None
    notice.refund = refund
    if refund is None or refund.state not in ("approved", "sent", "failed", "done"):
        notice.outcome = "unknown_refund"
        _differs(notice.scope, "unknown_order", notice.merchant.way, at, order_number=refund_number, provider_number=notice.provider_number, theirs_fen=-notice.amount_fen)
    elif refund.state == "done":
        notice.outcome = "repeated"
    elif outcome == "refund_failed":
        refund.state, refund.trouble, notice.outcome = "failed", notice.provider_number[:200], "refund_failed"
        refund.save()
    elif notice.amount_fen != refund.amount_fen:
        notice.outcome = "wrong_amount"
        _differs(
            notice.scope, "wrong_amount", notice.merchant.way, at, order_number=refund_number, provider_number=notice.provider_number, refund=refund,
            ours_fen=-refund.amount_fen, theirs_fen=-notice.amount_fen,
        )  # fmt: skip
    else:
        finish(refund, at=at, provider_number=notice.provider_number)
        notice.outcome = "refund_done"


def _differs(scope: Scope, kind: str, way: str, at: datetime, **more: Any) -> Mismatch:
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


@action(title=_("Take in a row of a statement"), posts=DESK, event=StatementRowTaken)
def take_statement_row(
    scope: Scope,
    *,
    way: Annotated[str, Field(_("Provider"), choices=PROVIDER_CHOICES)],
    on: Annotated[date, Field(_("Day of the statement"))],
    sort: Annotated[str, Field(_("Payment or refund"), choices=LINE_SORTS)] = "pay",
    order_number: Annotated[str, Field(_("Order number"), max_length=64, help=_("Of a refund: the number of the refund."))],
    amount: Annotated[Decimal, Field(_("Sum (yuan)"))],
    provider_number: Annotated[str, Field(_("Provider's number"), max_length=64)] = "",
    by: Actor,
    at: datetime | None = None,
) -> StatementLine | Refusal:
    """One row of a provider's file, as it stands there; a row is taken in once."""
    fen, order_number = fen_of(amount), order_number.strip().strip("`")
    if way not in PROVIDERS or fen is None or fen <= 0 or not order_number or on > today_of(scope, at):
        return Refusal("charges.bad_row", _("Not taken in: a row needs its order number, a sum above nothing with at most two decimals, and a day that was."))
    if StatementLine.objects.filter(scope=scope, way=way, sort=sort, order_number=order_number).exists():
        return Refusal("charges.row_taken", _("Not taken in again: this row was taken in before."))
    line = StatementLine.objects.create(
        scope=scope, way=way, on=on, sort=sort, order_number=order_number, amount_fen=fen, provider_number=provider_number.strip().strip("`"), taken_at=at
    )
    announce(StatementRowTaken(way=way, on=on, sort=sort, amount_fen=fen), subject=line)
    return line


@action(title=_("Drop the row"), posts=DESK, event=StatementRowDropped)
def drop_statement_row(line: StatementLine, *, by: Actor, at: datetime | None = None) -> StatementLine | Refusal:
    """Take a row back that was imported by mistake, as long as its day was not reconciled."""
    line = held(line)
    if Reconciliation.objects.filter(scope=line.scope_id, way=line.way, on=line.on).exists():
        return Refusal("charges.day_reconciled", _("Not dropped: the day of this row is reconciled."))
    announce(StatementRowDropped(way=line.way, on=line.on), subject=line)
    StatementLine.objects.filter(scope=line.scope_id, pk=line.pk).delete()
    return line


@action(title=_("Reconcile a day"), posts=DESK, event=DayReconciled)
def reconcile_day(
    scope: Scope,
    *,
    way: Annotated[str, Field(_("Provider"), choices=PROVIDER_CHOICES)],
    on: Annotated[date, Field(_("Day of the statement"))],
    by: Actor,
    at: datetime | None = None,
) -> Reconciliation | Refusal:
    """Hold a day of a provider's statement against what came in here: matched, missing here, missing there, different."""
    if on >= today_of(scope, at):
        return Refusal("charges.day_not_over", _("Not reconciled: that day is not over yet."))
    if Reconciliation.objects.filter(scope=scope, way=way, on=on).exists():
        return Refusal("charges.day_reconciled_already", _("Not reconciled again: this day was reconciled already."))
    ours, theirs = _ours(scope, way, on), list(StatementLine.objects.filter(scope=scope, way=way, on=on).order_by("id"))
    if not theirs and not ours:
        return Refusal("charges.nothing_to_reconcile", _("Nothing to reconcile: neither the statement nor this community has anything on that day."))
    early = _of_other_days(scope, way, [line for line in theirs if (line.sort, line.order_number) not in ours])
    result = matching.match({key: one.amount_fen for key, one in (ours | early).items()}, {(line.sort, line.order_number): line.amount_fen for line in theirs})
    for line in theirs:
        line.result = result.of[line.sort, line.order_number]
    StatementLine.objects.bulk_update(theirs, ["result"], batch_size=200)
    _write_differences(scope, way, on, result, ours | early, {(line.sort, line.order_number): line for line in theirs}, at)
    done = Reconciliation.objects.create(
        scope=scope, way=way, on=on, rows=len(theirs), **result.counts, by_id=by.person, at=at,
        ours_fen=sum(_signed(key[0], one.amount_fen) for key, one in ours.items()), theirs_fen=sum(_signed(line.sort, line.amount_fen) for line in theirs),
    )  # fmt: skip
    announce(DayReconciled(way=way, on=on, rows=done.rows, **result.counts, ours_fen=done.ours_fen, theirs_fen=done.theirs_fen), subject=done)
    return done


def _signed(sort: str, fen: int) -> int:
    return -fen if sort == "refund" else fen


def _ours(scope: Scope, way: str, on: date) -> dict[tuple[str, str], Payment | Refund]:
    start, end = clock.day_bounds(scope, on)
    paid = Payment.objects.filter(scope=scope, way=way, state="settled", settled_at__gte=start, settled_at__lt=end)
    back = Refund.objects.filter(scope=scope, way=way, state="done", done_at__gte=start, done_at__lt=end)
    return {("pay", one.order_number): one for one in paid} | {("refund", one.number): one for one in back}


def _of_other_days(scope: Scope, way: str, lines: list[StatementLine]) -> dict[tuple[str, str], Payment | Refund]:
    """What the statement has on this day and we have a day apart: money around midnight."""
    if not lines:
        return {}
    start, end = clock.day_bounds(scope, lines[0].on)
    start, end = start - timedelta(days=1), end + timedelta(days=1)
    orders = [line.order_number for line in lines]
    paid = Payment.objects.filter(Q(settled_at__gte=start, settled_at__lt=end), scope=scope, way=way, state="settled", order_number__in=orders)
    back = Refund.objects.filter(Q(done_at__gte=start, done_at__lt=end), scope=scope, way=way, state="done", number__in=orders)
    return {("pay", one.order_number): one for one in paid} | {("refund", one.number): one for one in back}


def _write_differences(scope: Scope, way: str, on: date, result: matching.Matched, ours: dict, theirs: dict, at: datetime) -> None:
    told = _told_elsewhere(scope, way, [key[1] for key, kind in result.of.items() if kind == "missing_there"])
    for key, kind in result.of.items():
        if kind == "matched" or key[1] in told:
            continue
        mine, line = ours.get(key), theirs.get(key)
        known = mine or (Payment.objects.filter(scope=scope, way=way, order_number=key[1]).first() if key[0] == "pay" else None)
        payment, refund = (known, None) if key[0] == "pay" else (None, mine)
        _differs(
            scope, kind, way, at, on=on, order_number=key[1], provider_number=line.provider_number if line else mine.provider_number, payment=payment, refund=refund,
            ours_fen=_signed(key[0], mine.amount_fen) if mine else None, theirs_fen=_signed(key[0], line.amount_fen) if line else None,
        )  # fmt: skip


def _told_elsewhere(scope: Scope, way: str, orders: list[str]) -> set[str]:
    """Order numbers that the statement of a neighbouring day holds."""
    return set(StatementLine.objects.filter(scope=scope, way=way, order_number__in=orders, result="matched").values_list("order_number", flat=True)) if orders else set()
