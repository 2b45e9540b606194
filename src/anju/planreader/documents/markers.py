"""The number at the head of a line: 第三条, 一、, (二), 3、, 1.2, (1), ①, a), 一是, and plain bullets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..numbers import read_number

_HAN_NUMBER = "[一二三四五六七八九十百零〇两]{1,5}"
_UNITS = "米|元|万|亿|倍|小时|分钟|%|％|级|吨|公里|平方|℃|V|A|M|G"
#: style, rank (smaller stands above larger), pattern with the number as group 1
_STYLES: tuple[tuple[str, int, re.Pattern[str]], ...] = tuple(
    (style, rank, re.compile(pattern))
    for style, rank, pattern in (
        ("part", 0, rf"第\s*({_HAN_NUMBER}|\d{{1,3}})\s*(?:编|篇|部分|分册)(?=[\s:：、《]|$)"),
        ("chapter", 1, rf"第\s*({_HAN_NUMBER}|\d{{1,3}})\s*章[\s:：、]*"),
        ("section", 2, rf"第\s*({_HAN_NUMBER}|\d{{1,3}})\s*节(?!日|课)[\s:：、]*"),
        ("article", 5, rf"第\s*({_HAN_NUMBER}|\d{{1,3}})\s*条(?!件)[\s:：、.．]*"),
        ("han", 3, rf"({_HAN_NUMBER})\s*[、.．:：](?!\d)"),
        ("han_paren", 4, rf"[(（]\s*({_HAN_NUMBER})\s*[)）][、.．:：]?"),
        ("multi", 7, rf"(\d{{1,2}}(?:[.．]\d{{1,2}}){{1,4}})(?![\d.．]|\s?(?:{_UNITS}))[、.．\s]?"),
        ("digit", 6, r"(\d{1,3})\s*[、.．。](?!\d)"),
        ("digit_paren", 8, r"[(（]\s*(\d{1,3})\s*[)）][、.．]?"),
        ("digit_half", 8, r"(\d{1,3})\s*[)）]\s?、?"),
        ("circled", 9, r"([①-⑳⑴-⒇⒈-⒛])[、.．]?"),
        ("letter", 10, r"([A-Za-z])(?:[、.．。)）:：□]|\s+(?=[\u4e00-\u9fff]))"),
        ("letter_paren", 10, r"[(（]([A-Za-z])[)）]"),
        ("han_is", 9, r"([一二三四五六七八九十])(?=[是要]\S)"),
    )
)
_BULLET = re.compile(r"(?:[•·●○■□◆◇▪▲★☆➢►✓√※]|[-*+](?=\s))\s*")


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the head of a line; ``end`` is where the words begin."""

    number: str
    style: str
    rank: int
    ordinal: int
    end: int

    @property
    def heads_sections(self) -> bool:
        return self.style in ("part", "chapter", "section", "han", "han_paren")


def bullet_length(line: str) -> int:
    """How many characters of plain bullet stand at the head of a line."""
    found = _BULLET.match(line)
    return found.end() if found and found.end() < len(line) else 0


def marker_of(line: str) -> Marker | None:
    """The number at the head of a line, or None."""
    head = line[:24]
    for style, rank, pattern in _STYLES:
        found = pattern.match(head)
        if found and (ordinal := _ordinal(style, found[1])):
            end = found.end() + (len(line[found.end() :]) - len(line[found.end() :].lstrip()))
            if style == "multi":
                rank += found[1].replace("．", ".").count(".")
                style = f"multi{rank}"
            return Marker(found[0].strip(), style, rank, ordinal, end)
    return None


@lru_cache(maxsize=1024)
def ordinal_of(number: str) -> int:
    """十二 or 12 as 12; 0 when it is no number."""
    try:
        return int(read_number(number))
    except ValueError:
        return 0


def _ordinal(style: str, number: str) -> int:
    if style in ("letter", "letter_paren"):
        return ord(number.lower()) - ord("a") + 1
    if style == "circled":
        first = next(start for start in "⒈⑴①" if number >= start)
        return ord(number) - ord(first) + 1
    if style == "multi":
        return int(re.split("[.．]", number)[-1])
    return ordinal_of(number)
