"""The statement of a day: its rows are taken in, by hand or from the provider's own file, and held against what stands here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import DayReconciled, StatementRowDropped, StatementRowTaken
from ..kinds import DESK, STATEMENT_CHOICES, STATEMENT_WAYS
from ..models import Merchant, Payment, Reconciliation, Refund, StatementLine
from ..models.matching import ENTERED_SORTS
from ..money import fen_of, yuan
from ..rules import matching
from ..rules.statements import Booking, Row, booked
from .holding import held, today_of
from .matching import differs

WayInput = Annotated[str, Field(_("Provider"), choices=STATEMENT_CHOICES)]
MOST_DAYS_APART = 31
"""A transfer is booked here when somebody finds it in the bank's list."""
SumInput = Annotated[Decimal | None, Field(_("Sum (yuan)"))]


@action(title=_("Take in a row of a statement"), posts=DESK, event=StatementRowTaken)
def take_statement_row(
    scope: Scope,
    *,
    way: WayInput,
    on: Annotated[date, Field(_("Day of the statement"))],
    sort: Annotated[str, Field(_("Payment or refund"), choices=ENTERED_SORTS)] = "pay",
    order_number: Annotated[str, Field(_("Order number"), max_length=64, help=_("Of a refund: the number of the refund."))],
    amount: Annotated[Decimal, Field(_("Sum (yuan)"))],
    provider_number: Annotated[str, Field(_("Provider's number"), max_length=64)] = "",
    by: Actor,
    at: datetime | None = None,
) -> StatementLine | Refusal:
    """One row of a statement, entered by hand; a row is taken in once."""
    fen, order_number = fen_of(amount), order_number.strip().strip("`")
    if way not in STATEMENT_WAYS or sort not in dict(ENTERED_SORTS) or fen is None or fen <= 0 or not order_number or on > today_of(scope, at):
        return Refusal("charges.bad_row", _("Not taken in: a row needs its order number, a sum above nothing with at most two decimals, and a day that was."))
    return _take(scope, way, on, Booking(sort, order_number, fen, 0), provider_number.strip().strip("`"), "", at)


@action(title=_("Take in a row of a file"), posts=DESK, event=StatementRowTaken)
def take_file_row(
    scope: Scope,
    *,
    way: WayInput,
    on: Annotated[date, Field(_("Day of the statement"))],
    status: Annotated[str, Field(_("Kind of booking"), max_length=40, help=_("Payment, refund, fee or other; money in or money out."))] = "",
    order_number: Annotated[str, Field(_("Order number"), max_length=64)] = "",
    amount: SumInput = None,
    provider_number: Annotated[str, Field(_("Provider's number"), max_length=64)] = "",
    refund_number: Annotated[str, Field(_("Number of the refund"), max_length=64)] = "",
    refund_amount: Annotated[Decimal | None, Field(_("Sum of the refund (yuan)"))] = None,
    refund_status: Annotated[str, Field(_("State of the refund"), max_length=40)] = "",
    credit: Annotated[Decimal | None, Field(_("Money in (yuan)"), help=_("In a bank's book: credit."))] = None,
    debit: Annotated[Decimal | None, Field(_("Money out (yuan)"), help=_("In a bank's book: debit."))] = None,
    fee: Annotated[Decimal | None, Field(_("Provider's fee (yuan)"))] = None,
    balance: Annotated[Decimal | None, Field(_("Balance afterwards (yuan)"))] = None,
    line_number: Annotated[str, Field(_("Serial number of the row"), max_length=64)] = "",
    told_merchant: Annotated[str, Field(_("Merchant number"), max_length=40)] = "",
    memo: Annotated[str, Field(_("Text of the booking"), max_length=2000)] = "",
    by: Actor,
    at: datetime | None = None,
) -> StatementLine | Refusal:
    """One row of a statement as its provider or bank writes it: what it books is told from its kind and its sums. A row is taken in once."""
    if way not in STATEMENT_WAYS or on > today_of(scope, at):
        return Refusal("charges.day_to_come", _("Not taken in: choose the provider, and a day that was."))
    known = set(Merchant.objects.filter(scope=scope, way=way).values_list("merchant_id", flat=True)) if told_merchant else set()
    if known and told_merchant not in known:
        return Refusal("charges.other_merchant", _("Not taken in: it belongs to merchant %(number)s, which is not set up in this community."), number=told_merchant)
    sums = {"amount": amount, "refund_amount": refund_amount, "credit": credit, "debit": debit, "balance": balance}
    row = booked(
        Row(
            way=way, on=on, status=status, order_number=order_number, refund_number=refund_number, line_number=line_number, provider_number=provider_number,
            refund_status=refund_status, fee=_rounded(fee), **{name: None if sum_ is None else fen_of(sum_) for name, sum_ in sums.items()},
        )
    )  # fmt: skip
    if isinstance(row, Refusal):
        return row
    return _take(scope, way, on, row, row.number if way == "transfer" else provider_number or row.number, memo[:120], at)


def _rounded(fee: Decimal | None) -> int | None:
    """A provider reckons its fee finer than to the fen."""
    return None if fee is None else fen_of(round(fee, 2))


def _take(scope: Scope, way: str, on: date, row: Booking, provider_number: str, memo: str, at: datetime) -> StatementLine | Refusal:
    known = StatementLine.objects.filter(scope=scope, way=way, sort=row.sort, order_number=row.number[:64]).first()
    if known is not None and known.amount_fen != row.fen:
        text = _("Not taken in: %(number)s stands here already with %(here)s yuan, and this row says %(there)s. Ask the provider which is right.")
        return Refusal("charges.row_differs", text, number=row.number, here=yuan(known.amount_fen), there=yuan(row.fen))
    if known is not None:
        return Refusal("charges.row_taken", _("Not taken in again: this row was taken in before."))
    line = StatementLine.objects.create(
        scope=scope, way=way, on=on, sort=row.sort, order_number=row.number[:64], amount_fen=row.fen, fee_fen=row.fee_fen, provider_number=provider_number[:64],
        memo=memo, taken_at=at,
    )  # fmt: skip
    if Reconciliation.objects.filter(scope=scope, way=way, on=on).exists():
        _compare(scope, way, on, [line], {}, at)
    announce(StatementRowTaken(way=way, on=on, sort=row.sort, amount_fen=row.fen), subject=line)
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
    way: WayInput,
    on: Annotated[date, Field(_("Day of the statement"))],
    by: Actor,
    at: datetime | None = None,
) -> Reconciliation | Refusal:
    """Hold a day of a statement against what came in here: matched, missing here, missing there, different. Fees and other bookings are summed."""
    if on >= today_of(scope, at):
        return Refusal("charges.day_not_over", _("Not reconciled: that day is not over yet."))
    if Reconciliation.objects.filter(scope=scope, way=way, on=on).exists():
        return Refusal("charges.day_reconciled_already", _("Not reconciled again: this day was reconciled already."))
    ours, lines = _ours(scope, way, on), list(StatementLine.objects.filter(scope=scope, way=way, on=on).order_by("id"))
    if not lines and not ours:
        return Refusal("charges.nothing_to_reconcile", _("Nothing to reconcile: neither the statement nor this community has anything on that day."))
    theirs, result = _compare(scope, way, on, lines, ours, at)
    taken = {line.pk for line in theirs.values()}
    fees = sum(line.fee_fen for line in lines) + sum(line.amount_fen for line in lines if line.sort == "fee")
    others = [line.amount_fen for line in lines if line.sort == "other" and line.pk not in taken]
    sums = {
        "ours_fen": sum(_signed(key[0], one.amount_fen) for key, one in ours.items()), "theirs_fen": sum(_signed(key[0], abs(line.amount_fen)) for key, line in theirs.items()),
        "fee_fen": fees, "other_fen": sum(others),
    }  # fmt: skip
    done = Reconciliation.objects.create(scope=scope, way=way, on=on, rows=len(lines), others=len(others), **result.counts, by_id=by.person, at=at, **sums)
    announce(DayReconciled(way=way, on=on, rows=done.rows, others=done.others, **result.counts, **sums), subject=done)
    return done


Key = tuple[str, str]
"""Payment or refund, and the number both sides know it by."""


def _compare(scope: Scope, way: str, on: date, lines: list[StatementLine], ours: dict[Key, Payment | Refund], at: datetime) -> tuple[dict[Key, StatementLine], matching.Matched]:
    """What became of each row, and a difference for each that does not agree."""
    elsewhere = _of_other_days(scope, way, on, [line for line in lines if line.sort != "fee"])
    known = elsewhere | ours
    theirs = _keyed(way, lines, known)
    mine = ours | {key: one for key, one in elsewhere.items() if key in theirs}
    result = matching.match({key: one.amount_fen for key, one in mine.items()}, {key: abs(line.amount_fen) for key, line in theirs.items()})
    for key, line in theirs.items():
        line.result = result.of[key]
    StatementLine.objects.bulk_update(theirs.values(), ["result"], batch_size=200)
    _write_differences(scope, way, on, result, mine, theirs, at)
    return theirs, result


def _keyed(way: str, lines: list[StatementLine], known: dict[Key, Payment | Refund]) -> dict[Key, StatementLine]:
    """The rows that are to be compared. Two programs hide a refund: banks among all money that goes out, Alipay's account under the number of the order."""
    keys: dict[Key, StatementLine] = {}
    by_order: dict[tuple[str, int], Key] = {(one.payment.order_number, one.amount_fen): key for key, one in known.items() if key[0] == "refund"}
    for line in lines:
        key = (line.sort, line.order_number)
        if line.sort == "other" and way == "transfer" and line.amount_fen < 0 and ("refund", line.order_number) in known:
            key = ("refund", line.order_number)
        elif line.sort == "refund" and key not in known:
            key = by_order.get((line.order_number, line.amount_fen), key)
        if key[0] in ("pay", "refund") and key not in keys:
            keys[key] = line
    return keys


def _signed(sort: str, fen: int) -> int:
    return -fen if sort == "refund" else fen


def _number_of(way: str, one: Payment | Refund) -> Key:
    if isinstance(one, Payment):
        return ("pay", one.provider_number if way == "transfer" else one.order_number)
    return ("refund", one.provider_number if way == "transfer" else one.number)


def _ours(scope: Scope, way: str, on: date) -> dict[Key, Payment | Refund]:
    start, end = clock.day_bounds(scope, on)
    paid = Payment.objects.filter(scope=scope, way=way, state="settled", settled_at__gte=start, settled_at__lt=end)
    back = Refund.objects.filter(scope=scope, way=way, state="done", done_at__gte=start, done_at__lt=end).select_related("payment")
    return {_number_of(way, one): one for one in (*paid, *back)}


def _of_other_days(scope: Scope, way: str, on: date, lines: list[StatementLine]) -> dict[Key, Payment | Refund]:
    """What the statement has on this day and we have another: money around midnight, transfers booked later, refunds still on their way."""
    if not lines:
        return {}
    reach = timedelta(days=MOST_DAYS_APART if way == "transfer" else 1)
    start, end = clock.day_bounds(scope, on)
    numbers = [line.order_number for line in lines]
    field = "provider_number__in" if way == "transfer" else "order_number__in"
    paid = Payment.objects.filter(scope=scope, way=way, state="settled", settled_at__gte=start - reach, settled_at__lt=end + reach, **{field: numbers})
    of_refund = Q(provider_number__in=numbers) if way == "transfer" else Q(number__in=numbers) | Q(payment__order_number__in=numbers)
    back = Refund.objects.filter(of_refund, scope=scope, way=way, state__in=("sent", "done")).select_related("payment")
    return {_number_of(way, one): one for one in (*paid, *back)}


def _write_differences(scope: Scope, way: str, on: date, result: matching.Matched, ours: dict, theirs: dict, at: datetime) -> None:
    told = _told_elsewhere(scope, way, [key[1] for key, kind in result.of.items() if kind == "missing_there"])
    for key, kind in result.of.items():
        if kind == "matched" or key[1] in told:
            continue
        mine, line = ours.get(key), theirs.get(key)
        known = mine or (Payment.objects.filter(scope=scope, way=way, order_number=key[1]).first() if key[0] == "pay" and way != "transfer" else None)
        payment, refund = (known, None) if key[0] == "pay" else (None, mine)
        differs(
            scope, kind, way, at, on=on, order_number=key[1], provider_number=line.provider_number if line else mine.provider_number, payment=payment, refund=refund,
            ours_fen=_signed(key[0], mine.amount_fen) if mine else None, theirs_fen=_signed(key[0], abs(line.amount_fen)) if line else None,
        )  # fmt: skip


def _told_elsewhere(scope: Scope, way: str, orders: list[str]) -> set[str]:
    """Order numbers that the statement of a neighbouring day holds."""
    return set(StatementLine.objects.filter(scope=scope, way=way, order_number__in=orders, result="matched").values_list("order_number", flat=True)) if orders else set()
