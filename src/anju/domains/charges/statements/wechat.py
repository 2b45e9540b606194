"""WeChat Pay's bill of transactions (交易账单): ALL, SUCCESS and REFUND differ in some columns, their order is not fixed.

Source: pay.weixin.qq.com/docs/merchant/products/bill-download/format-trade.html. A refund stands there from the day on which it was begun,
with the state it had then; a payment that was revoked stands there a second time under its own order number.
"""

from __future__ import annotations

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anju.kernel.tables import Lines, Remark, Table, Unreadable

from .cells import Head, agreed, head_at, must_be_sound, must_have_rows, no_summary, same, same_count, total, words

SUMS = ("订单金额", "应结订单金额", "总金额")
REFUNDED = ("申请退款金额", "退款金额")
SUMMARY = ("总交易单数",)


def read(lines: Lines) -> Table | None:
    """The bill in these lines, None where they are something else. Raises Unreadable for another bill of WeChat's."""
    _refuse_others(lines)
    at = head_at(lines, ("微信订单号",))
    if at is None:
        return None
    must_be_sound(lines)
    head = Head(lines[at][1])
    _must_have_columns(head)
    end = next((index for index in range(at + 1, len(lines)) if words(lines[index][1][0]) in SUMMARY), len(lines))
    rows = head.fitting(lines[at + 1 : end])
    must_have_rows(rows)
    return Table(head.texts, rows, source=_("WeChat Pay: bill of transactions"), mapping=_mapping(head, rows), fixed={"way": "wechat"}, remarks=_remarks(head, rows, lines[end:]))


def _refuse_others(lines: Lines) -> None:
    first = words(lines[0][1][0])
    if "微信支付账单明细" in first:
        raise Unreadable(_now("This is the bill of somebody's own WeChat, not of the community's merchant account. Download 交易账单 at pay.weixin.qq.com."))
    if head_at(lines, ("资金流水单号",)) is not None:
        raise Unreadable(_now("This is WeChat Pay's bill of funds; it does not name the orders. Download 交易账单 of the same day instead."))


def _must_have_columns(head: Head) -> None:
    groups = (("交易时间",), ("商户订单号",), ("交易状态",), (*SUMS, *REFUNDED))
    missing = [group[0] for group in groups if head.column(*group) is None]
    if missing:
        raise Unreadable(_now("This bill of WeChat Pay lacks the columns %(missing)s. Download it again with all columns.") % {"missing": "、".join(missing)})


def _mapping(head: Head, rows: Lines) -> dict[str, int]:
    below = head.column("特约商户号", "子商户号")
    is_below = below is not None and str(rows[0][1][below]) not in ("", "0", "None")
    return head.mapping(
        on=("交易时间",), status=("交易状态",), order_number=("商户订单号",), provider_number=("微信订单号",), amount=SUMS, refund_number=("商户退款单号",),
        refund_amount=REFUNDED, refund_status=("退款状态",), fee=("手续费",), told_merchant=("特约商户号", "子商户号") if is_below else ("商户号",), memo=("商品名称",),
    )  # fmt: skip


def _remarks(head: Head, rows: Lines, summary: Lines) -> tuple[Remark, ...]:
    """The rows against the two lines at the end: heads and figures."""
    if len(summary) < 2:
        return no_summary()
    said = dict(zip(map(words, summary[0][1]), summary[1][1], strict=False))
    state = head.column("交易状态")
    paid = tuple(row for row in rows if words(row[1][state]) == "success")
    asked, settled, old = head.column("订单金额"), head.column("应结订单金额"), head.column("总金额", "应结订单金额")
    checks = [
        same_count(_("Number of rows"), said.get("总交易单数"), len(rows)),
        same(_("Sum of orders"), said.get("订单总金额"), total(paid, asked), total(rows, asked)),
        same(_("Sum to be paid out"), said.get("应结订单总金额"), total(paid, settled), total(rows, settled)),
        same(_("Sum of orders"), said.get("总交易额"), total(paid, old), total(rows, old)),
        same(_("Refunds"), said.get("退款总金额", said.get("总退款金额")), total(rows, head.column("退款金额"))),
        same(_("Refunds asked for"), said.get("申请退款总金额"), total(rows, head.column("申请退款金额"))),
        same(_("Fees"), said.get("手续费总金额"), total(rows, head.column("手续费"))),
    ]
    return agreed(checks, len(rows))
