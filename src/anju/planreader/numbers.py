"""Numbers as Chinese plans write them: 95, 九十五, 1.5万, 两三, 一到两, 百分之三十, 半."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from .clause import Number, tidy

_FORMAL = "壹贰叁肆伍陆柒捌玖"
DIGITS = (
    {c: n for n, c in enumerate("零一二三四五六七八九")}
    | {"〇": 0, "两": 2, "俩": 2, "双": 2}
    | {c: n for n, c in enumerate(_FORMAL, start=1)}
)
TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
BIG = {"万": 10_000, "亿": 100_000_000}

# Lengths are bounded so that no text, however odd, makes the expressions slow.
ARABIC = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
_HAN_WHOLE = r"[零〇一二两三四五六七八九十百千]{1,12}"
_FORMAL_WHOLE = rf"[{_FORMAL}](?:[拾佰仟]零?[{_FORMAL}]?){{0,4}}"
HAN = rf"(?:{_HAN_WHOLE}(?:万[零〇一二两三四五六七八九十百千]{{2,8}})?(?:点[零〇一二三四五六七八九]{{1,6}})?|{_FORMAL_WHOLE})"
#: Of 1000千克 and 5千瓦 the 千 belongs to the unit.
PLAIN = rf"(?:(?:{ARABIC})|{HAN})(?:[百万亿]|千(?![克瓦米帕伏卡])){{0,3}}"

#: One number, or two that bound a range: 2-3, 一到两, 三至五. Adjacent numerals (两三) are one match.
RANGE = rf"(?:{PLAIN})(?:\s*(?:-+|到|至|或)\s*(?:{PLAIN}))?"

_BETWEEN = re.compile(r"\s*(?:-+|到|至|或)\s*")
_NEIGHBOURS = re.compile(r"(.*?)([一二两三四五六七八九])([二两三四五六七八九])$")


class Span(NamedTuple):
    """A number read from the words; `high` is None unless the words give a range."""

    low: Number
    high: Number | None = None


def read_span(words: str) -> Span:
    """A number or range. Raises ValueError when `words` is neither."""
    parts = _BETWEEN.split(words.strip())
    if len(parts) == 2:
        return _ranged(*parts)
    if near := _approximate(parts[0]):
        return near
    return Span(read_number(parts[0]))


def _ranged(first: str, second: str) -> Span:
    low, high = read_number(first), read_number(second)
    size = BIG.get(second[-1:], 1)
    if first[-1:] not in BIG and low * size < high:
        low = low * size
    return Span(low, high) if low < high else Span(low)


def _approximate(words: str) -> Span | None:
    """两三 -> 2 to 3, 十五六 -> 15 to 16."""
    found = _NEIGHBOURS.fullmatch(words)
    if not found:
        return None
    head, low, high = found.groups()
    if DIGITS[high] != DIGITS[low] + 1 or (head and head[-1] not in TENS):
        return None
    base = read_number(head) if head else 0
    return Span(base + DIGITS[low], base + DIGITS[high])


def read_number(words: str) -> Number:
    """One number in Arabic or Chinese figures or both. Raises ValueError when it is none."""
    words = words.strip().replace(",", "")
    if not words:
        raise ValueError("no number in an empty text")
    if words[-1] in BIG and len(words) > 1:
        return tidy(Decimal(str(read_number(words[:-1]))) * BIG[words[-1]])
    if words[-1] in TENS and words[0].isascii() and words[0].isdigit():
        return tidy(Decimal(str(read_number(words[:-1]))) * TENS[words[-1]])
    if words.isascii():
        return tidy(Decimal(words)) if re.fullmatch(r"\d+(?:\.\d+)?", words) else _refuse(words)
    return _han(words)


def _han(words: str) -> Number:
    whole, _, fraction = words.partition("点")
    if fraction:
        return tidy(Decimal(f"{_han(whole)}.{''.join(str(_digit(c)) for c in fraction)}"))
    for mark, size in sorted(BIG.items(), key=lambda item: -item[1]):
        if mark in whole:
            head, _, tail = whole.partition(mark)
            rest = _han(tail.lstrip("零〇")) if tail.strip("零〇") else 0
            return (_han(head) if head else 1) * size + rest * (size // 10 if len(tail) == 1 else 1)
    return _below_ten_thousand(whole)


def _below_ten_thousand(words: str) -> int:
    if not any(c in TENS for c in words):
        return int("".join(str(_digit(c)) for c in words)) if words else _refuse(words)
    total, pending, last = 0, None, 10
    for char in words:
        if char in TENS:
            last = TENS[char]
            total += (1 if pending is None else pending) * last
            pending = None
        else:
            last = 10 if _digit(char) == 0 else last
            pending = _digit(char)
    return total + (pending or 0) * last // 10


def _digit(char: str) -> int:
    return DIGITS[char] if char in DIGITS else _refuse(char)


def _refuse(words: str) -> int:
    raise ValueError(f"not a number: {words!r}")


def to_han(number: int) -> str:
    """A whole number below 10000 in Chinese figures; 12 -> 十二."""
    if not 0 <= number < 10_000:
        raise ValueError(f"{number} is not between 0 and 9999")
    if number < 10:
        return "零一二三四五六七八九"[number]
    out, rest = "", number
    for mark, size in (("千", 1000), ("百", 100), ("十", 10)):
        digit, rest = divmod(rest, size)
        if digit:
            out += "零一二三四五六七八九"[digit] + mark
        elif out and rest and not out.endswith("零"):
            out += "零"
    out += "零一二三四五六七八九"[rest] if rest else ""
    return out[1:] if out.startswith("一十") else out
