"""A bank's statement: every bank has heads of its own, lines above them and sums below. What is proposed here a person corrects once;
the import keeps it for files of the same heads. In a bank's book what comes in stands under credit (贷方)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.tables import Lines, Remark, Table

from .cells import HEAD_WITHIN, Head, agreed, decimal, must_be_sound, must_have_rows, same, same_count, total, words

NAMES = {
    "on": ("交易日期", "记账日期", "入账日期", "日期", "交易时间", "记账时间", "交易日", "date", "transactiondate"),
    "credit": ("贷方发生额", "贷方金额", "贷方", "收入金额", "收入", "存入金额", "转入金额", "贷方交易金额", "credit", "creditamount"),
    "debit": ("借方发生额", "借方金额", "借方", "支出金额", "支出", "支取金额", "转出金额", "借方交易金额", "debit", "debitamount"),
    "amount": ("交易金额", "发生额", "金额", "amount"),
    "status": ("借贷标志", "借贷标识", "借贷方向", "借贷", "借/贷", "收支", "收/支", "收支方向", "收付标志", "交易方向"),
    "line_number": ("交易流水号", "流水号", "银行流水号", "核心流水号", "主机流水号", "交易流水", "回单编号", "交易序号", "凭证号", "reference"),
    "balance": ("账户余额", "余额", "交易后余额", "本次余额", "balance"),
    "memo": ("摘要", "附言", "用途", "交易摘要", "交易附言", "备注", "summary"),
}
HOUSE_OWN = ("支付渠道", "渠道", "provider")
ENDS = ("合计", "总计", "小计", "本页合计", "本期合计", "累计", "承前页", "期初余额", "期末余额", "上期余额", "本期余额", "total")
_IN = re.compile(r"(?:贷方|收入|转入|存入)[^\d借支付收贷]{0,8}?(?:合计|总金额|总额|金额)[^\d借支付收贷]{0,6}?([\d,]+\.\d{2})")
_OUT = re.compile(r"(?:借方|支出|转出|支取)[^\d借支付收贷]{0,8}?(?:合计|总金额|总额|金额)[^\d借支付收贷]{0,6}?([\d,]+\.\d{2})")
_IN_COUNT, _OUT_COUNT = re.compile(r"(?:贷方|收入)(?:总)?笔数\D{0,3}(\d+)"), re.compile(r"(?:借方|支出)(?:总)?笔数\D{0,3}(\d+)")


def read(lines: Lines) -> Table | None:
    """The statement in these lines, None where no line looks like the heads of one."""
    at = next((index for index, (_number, line) in enumerate(lines[:HEAD_WITHIN]) if _is_head(line)), None)
    if at is None:
        return None
    must_be_sound(lines)
    head = Head(lines[at][1])
    mapping = head.mapping(**NAMES)
    if "credit" in mapping or "debit" in mapping:
        mapping.pop("amount", None)
    ends = {number for number, line in lines[at + 1 :] if _is_end(line)}
    rows = tuple(row for row in lines[at + 1 :] if row[0] not in ends)
    must_have_rows(rows)
    around = [row for row in lines if row[0] in ends] + list(lines[:at])
    return Table(head.texts, _padded(rows, len(head.texts)), source=_("Bank statement"), mapping=mapping, fixed={"way": "transfer"}, remarks=_remarks(mapping, rows, around))


def _is_head(line: tuple[Any, ...]) -> bool:
    heads = {words(cell) for cell in line if cell not in (None, "")}
    if heads & set(HOUSE_OWN):
        return False
    known = {name for name, names in NAMES.items() if heads & set(names)}
    return "on" in known and ({"credit", "debit"} <= known or {"amount", "status"} <= known or {"amount", "balance"} <= known)


def _is_end(line: tuple[Any, ...]) -> bool:
    first = next((words(cell) for cell in line if cell not in (None, "")), "")
    return first.startswith(ENDS) or bool(_IN.search(first) or _OUT.search(first) or _IN_COUNT.search(first) or _OUT_COUNT.search(first))


def _padded(rows: Lines, width: int) -> Lines:
    return tuple((number, line + ("",) * (width - len(line))) for number, line in rows)


def _remarks(mapping: dict[str, int], rows: Lines, around: list) -> tuple[Remark, ...]:
    """Sums under the columns (合计), or in a sentence above or below the table."""
    if not {"credit", "debit"} <= mapping.keys():
        return ()
    checks: list[Remark | None] = []
    found = {name: total(rows, mapping[name]) for name in ("credit", "debit")}
    counts = {name: sum(bool(decimal(_at(line, mapping[name]))) for _number, line in rows) for name in found}
    is_told = False
    for _number, line in around:
        text = words("".join(str(cell) for cell in line if cell is not None))
        for name, label, sums, count in (("credit", _("Money in"), _IN, _IN_COUNT), ("debit", _("Money out"), _OUT, _OUT_COUNT)):
            told = sums.search(text)
            under = _at(line, mapping[name]) if words(line[0]).startswith(ENDS[:5]) else None
            said: Decimal | None = decimal(told.group(1)) if told else decimal(under)
            is_told |= said is not None
            checks.append(same(label, said, abs(found[name]), found[name]))
            if numbered := count.search(text):
                checks.append(same_count(label, numbered.group(1), counts[name]))
    return agreed(checks, len(rows)) if is_told else ()


def _at(line: tuple[Any, ...], column: int) -> Any:
    return line[column] if column < len(line) else None
