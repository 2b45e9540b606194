"""Money in whole fen: how it is written for people, in figures and in the capitals of receipts (大写). Pure."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
MOST_FEN = 10**13
"""A hundred milliards of yuan: more is a slip of the hand."""


def yuan(fen: int | None) -> str:
    """1,234.50; nothing for None."""
    if fen is None:
        return ""
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02d}"


def plain(amount: Decimal) -> str:
    """20 and 2.8: without zeros behind the point, and never as 2E+1."""
    return f"{amount.normalize():f}"


def yuan_sign(fen: int | None) -> str:
    """¥1,234.50."""
    return "" if fen is None else f"-¥{yuan(-fen)}" if fen < 0 else f"¥{yuan(fen)}"


def fen_of(amount: Decimal | str) -> int | None:
    """Fen of an amount in yuan with at most two decimals; None for anything else."""
    try:
        value = Decimal(amount) * 100
    except (InvalidOperation, ValueError):
        return None
    if not value.is_finite() or value != value.to_integral_value() or abs(value) > MOST_FEN:
        return None
    return int(value)


def capitals(fen: int) -> str:
    """壹仟贰佰叁拾肆元伍角整: as the Ministry of Finance wants amounts written on receipts."""
    sign, fen = ("负" if fen < 0 else ""), abs(fen)
    whole, jiao, cents = fen // 100, fen // 10 % 10, fen % 10
    said = _whole(whole) + "元" if whole else ""
    if not jiao and not cents:
        return f"{sign}{said or '零元'}整"
    if jiao:
        said += DIGITS[jiao] + "角"
    elif said:
        said += "零"
    return sign + (f"{said}{DIGITS[cents]}分" if cents else f"{said}整")


def _whole(number: int) -> str:
    groups: list[int] = []
    while number:
        number, low = divmod(number, 10_000)
        groups.append(low)
    said, is_gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group == 0:
            is_gap = bool(said)
            continue
        if said and (is_gap or group < 1000):
            said += "零"
        said, is_gap = said + _group(group) + GROUPS[place], False
    return said


def _group(group: int) -> str:
    said, is_gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit == 0:
            is_gap = bool(said)
            continue
        said += ("零" if is_gap else "") + DIGITS[digit] + PLACES[place]
        is_gap = False
    return said
