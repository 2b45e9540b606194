"""Alipay's details of business (业务明细: orders, refunds by their own number) and of account (账务明细: every movement, fees as rows).

Lines that begin with # stand around the table: account and time before it, counts and sums after it. Seen in files and in descriptions
that merchants published; opendocs.alipay.com calls them trade and signcustomer.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anju.kernel.tables import Lines, Remark, Table, Unreadable

from .cells import Head, agreed, head_at, must_be_sound, must_have_rows, no_summary, same, same_count, total, words

_ACCOUNT = re.compile(r"#账号[:：]?\[?(\d{16})")
_SAID = re.compile(r"#+(交易|退款|收入|支出)合计[:：](\d+)笔[,，](\D*)(-?[\d,]+(?:\.\d+)?)")
BUSINESS, ACCOUNT = ("支付宝交易号", "业务类型"), ("账务流水号", "收入金额")


def read(lines: Lines) -> Table | None:
    """The details in these lines, None where they are something else. Raises Unreadable for a summary of Alipay's or a private bill."""
    notes = ["".join(str(cell) for cell in line if cell is not None).replace(" ", "") for _number, line in lines if _is_note(line)]
    table = tuple(row for row in lines if not _is_note(row[1]))
    _refuse_others(lines, notes)
    is_business = head_at(table, BUSINESS) is not None
    at = head_at(table, BUSINESS if is_business else ACCOUNT)
    if at is None:
        if any("支付宝" in note for note in notes):
            must_be_sound(lines)
            raise Unreadable(_now("This file of Alipay lacks the columns of its details. Download 业务明细 or 账务明细 again with all columns."))
        return None
    must_be_sound(lines)
    head = Head(table[at][1])
    rows = head.fitting(table[at + 1 :])
    must_have_rows(rows)
    account = next((found.group(1) for note in notes if (found := _ACCOUNT.match(note))), "")
    return Table(
        head.texts, rows, source=_("Alipay: details of business") if is_business else _("Alipay: details of account"),
        mapping=_business(head) if is_business else _account(head), fixed={"way": "alipay"} | ({"told_merchant": account} if account else {}),
        remarks=_remarks(head, rows, notes),
    )  # fmt: skip


def _is_note(line: tuple) -> bool:
    return str(line[0] or "").startswith("#")


def _refuse_others(lines: Lines, notes: list[str]) -> None:
    if any("汇总查询" in note for note in notes[:3]):
        raise Unreadable(_now("This is Alipay's summary. Take the file of details (业务明细) out of the same archive."))
    if head_at(lines, ("交易对方", "收/付款方式")) is not None or head_at(lines, ("交易对方", "收/支", "交易订单号")) is not None:
        raise Unreadable(_now("This is the bill of somebody's own Alipay, not of the community's merchant account. Download 业务明细 at b.alipay.com."))


def _business(head: Head) -> dict[str, int]:
    """Sums of refunds are below nothing there; the number of a refund is what we sent with it."""
    return head.mapping(
        on=("完成时间", "创建时间"), status=("业务类型",), order_number=("商户订单号",), provider_number=("支付宝交易号",), amount=("订单金额", "商家实收"),
        refund_number=("退款批次号/请求号", "退款批次号"), fee=("服务费",), memo=("商品名称", "备注"),
    )  # fmt: skip


def _account(head: Head) -> dict[str, int]:
    return head.mapping(
        on=("发生时间", "入账时间"), status=("业务类型", "账务类型"), order_number=("商户订单号",), provider_number=("业务流水号", "支付宝交易号"), line_number=("账务流水号",),
        credit=("收入金额",), debit=("支出金额",), balance=("账户余额",), memo=("商品名称", "备注"),
    )  # fmt: skip


def _remarks(head: Head, rows: Lines, notes: list[str]) -> tuple[Remark, ...]:
    said = {found.group(1): (found.group(2), found.group(3), found.group(4)) for note in notes if (found := _SAID.match(note))}
    if not said:
        return no_summary()
    checks: list[Remark | None] = []
    for kind, (count, what, sum_) in said.items():
        if kind in ("收入", "支出"):
            column = head.column(f"{kind}金额")
            part = tuple(row for row in rows if total((row,), column))
        else:
            column = head.column("商家实收") if "实收" in what else head.column("订单金额")
            state = head.column("业务类型")
            part = tuple(row for row in rows if words(row[1][state]).endswith(kind))
        label = KINDS[kind]
        checks += [same_count(label, count, len(part)), same(label, sum_.lstrip("-"), abs(total(part, column)))]
    return agreed(checks, len(rows))


KINDS = {"交易": _("Payments"), "退款": _("Refunds"), "收入": _("Money in"), "支出": _("Money out")}
