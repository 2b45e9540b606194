"""What a row of a provider's or a bank's statement books: a payment, a refund, a fee, or something of theirs that concerns no bill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

PAID = ("success", "pay", "payment", "交易", "交易付款", "在线支付", "交易收款", "支付")
BACK = ("refund", "revoked", "退款", "交易退款", "转入退款", "撤销", "已撤销")
FEES = ("fee", "收费", "手续费", "服务费", "退费", "收费退还")
OTHERS = ("other", "提现", "充值", "结算", "转出到银行卡")
IN = ("in", "收入", "收", "入", "贷", "贷方", "贷记", "转入", "cr", "c", "credit", "来账")
OUT = ("out", "支出", "付", "支", "出", "借", "借方", "借记", "转出", "dr", "d", "debit", "往账")
UNPAID = ("closed", "notpay", "userpaying", "payerror", "交易关闭", "未支付")
FAILED = ("fail", "failed", "closed", "change", "abnormal", "失败", "退款失败", "退款关闭")


@dataclass(frozen=True)
class Row:
    """A row as the file has it; sums in fen, None where its cell is empty."""

    way: str
    on: date
    status: str = ""
    order_number: str = ""
    refund_number: str = ""
    line_number: str = ""
    provider_number: str = ""
    refund_status: str = ""
    amount: int | None = None
    refund_amount: int | None = None
    credit: int | None = None
    debit: int | None = None
    fee: int | None = None
    balance: int | None = None


@dataclass(frozen=True)
class Booking:
    """`fen` is above nothing for payments and refunds; a fee is what the provider took (below nothing: gave back), other money in or (below nothing) out."""

    sort: str
    number: str
    fen: int
    fee_fen: int


def booked(row: Row) -> Booking | Refusal:
    """What the row means. A row without sum or number, of no known kind, or that moved no money is not taken in."""
    sort = _sort(row)
    if isinstance(sort, Refusal):
        return sort
    fen = _fen(row, sort)
    if not fen or (sort in ("pay", "refund") and fen < 0):
        return Refusal("charges.no_sum", _("Not taken in: this row has no sum above nothing with at most two decimals. Look at its columns of sums."))
    number = _number(row, sort, fen)
    if not number:
        return Refusal("charges.no_number", _("Not taken in: this row has no number that tells it from others. Choose the column of the order or serial number, or of the balance."))
    return Booking(sort, number, fen, row.fee or 0)


def _sort(row: Row) -> str | Refusal:
    word = row.status.strip().casefold()
    if word in UNPAID or (word in BACK and row.refund_status.strip().casefold() in FAILED):
        return Refusal("charges.no_money_moved", _("Not taken in: no money moved by it; the provider says “%(word)s”."), word=row.refund_status or row.status)
    if row.credit and row.debit:
        return Refusal("charges.two_sums", _("Not taken in: this row has a sum in both columns, money in and money out. Match the columns again."))
    for sort, known in (("pay", PAID), ("refund", BACK), ("fee", FEES), ("other", OTHERS)):
        if word in known:
            return sort
    return _directed(row, word)


def _directed(row: Row, word: str) -> str | Refusal:
    """Money in is a payment; money out is a provider's refund only where it says so, for a bank pays salaries too."""
    if row.credit or row.debit:
        is_in = (row.credit or 0) > 0 or (row.debit or 0) < 0
    elif word in (*IN, *OUT):
        is_in = word in IN
    elif not word:
        is_in = (row.amount or 0) >= 0
    else:
        return Refusal("charges.unknown_word", _("Not taken in: “%(word)s” is no kind of booking known here. Match the column of kinds again, or enter the row by hand."), word=row.status)
    return "pay" if is_in else "other"


def _fen(row: Row, sort: str) -> int | None:
    if sort == "pay":
        moved = next((abs(sum_) for sum_ in (row.credit, row.debit) if sum_), None)
        return moved or (abs(row.amount) if row.amount and row.way == "transfer" else row.amount)
    if sort == "refund":
        return next((abs(sum_) for sum_ in (row.refund_amount, row.debit, row.credit, row.amount) if sum_), None)
    moved = next((sum_ for sum_ in (row.credit, -abs(row.debit) if row.debit else None) if sum_), None)
    if moved is None and row.amount:
        moved = -abs(row.amount) if row.status.strip().casefold() in OUT else row.amount
    return None if moved is None else -moved if sort == "fee" else moved


def _number(row: Row, sort: str, fen: int) -> str:
    """What the row is matched by: our order or refund, a bank's own number, else day, sum and balance together."""
    order, line = row.order_number, row.line_number
    numbers = {
        "pay": (line, order, row.provider_number) if row.way == "transfer" else (order, line, row.provider_number),
        "refund": (row.refund_number, order, line) if row.way != "transfer" else (line, row.refund_number, order),
    }.get(sort, (line, order, row.provider_number))  # fmt: skip
    found = next((one.strip() for one in numbers if one.strip() not in ("", "0")), "")
    return found or (f"{row.on:%Y%m%d}/{fen}/{row.balance}" if row.balance is not None else "")
