"""Cut a text into units: what ends at 。！？; or ； outside brackets and quotes, or with its line."""

from __future__ import annotations

import re

from .text import fold

_ENDS = "。!?;"
_OPENING = "([{【《〈「『“‘"
_CLOSING = ")]}】》〉」』”’"
_PARTNER = dict(zip(_CLOSING, _OPENING, strict=True))
_BULLETS = re.compile(r"^[\s•·●○■□◆◇▪▫►▶➢✓√*\-—–+>|]+(?=\D)|^[\s•·●■◆▪►]+")

_HAN_ORDINAL = "[一二三四五六七八九十百零〇]{1,4}"
_NUMBERING = re.compile(
    rf"""\s*(?:
      \#{{1,6}}\s*
    | 第(?:{_HAN_ORDINAL}|\d{{1,3}})(?:章|节|条|款|项|篇|部分|阶段)[\s:、,.]*
    | 篇{_HAN_ORDINAL}[\s:、]*
    | \((?:{_HAN_ORDINAL}|\d{{1,3}}|[a-zA-Z])\)[\s、.,:]*
    | {_HAN_ORDINAL}\s*[、.](?!\d)[\s、]*
    | {_HAN_ORDINAL}(?:是|要)(?=\S)
    | \d{{1,2}}\.(?=(?:1[0-2]|[1-9])月)
    | \d{{1,2}}(?:\.\d{{1,2}}){{1,4}}(?:\s*[、.)]|\s+|(?=[^\W\d]))(?!\s*(?:米|元|分|倍|万|公|千|毫|平|厘|小时|吨|%|km))
    | \d{{1,3}}\s*(?:[)、]|:(?!\d)|\.(?!\d))[\s、.,)]*
    | \d{{1,2}}\s+(?=[^\W\d])(?!\s*(?:米|元|分|倍|万|公里|千|毫|平方|小时|年|月|日|天|次|人|名|个|户|吨|处|岁|km))
    | [a-zA-Z]\s*(?:[)、]|\.(?![a-zA-Z]))[\s、.]*
    | [a-zA-Z]\s+(?=[\u4e00-\u9fff])
    | [①-⑳㈠-㈩⑴-⒇❶-❿][\s、.]*
    )""",
    re.VERBOSE,
)


def cut(text: str) -> list[str]:
    """The units of `text`, verbatim, without leading spaces and bullets, list numbers kept."""
    units = []
    for line in text.splitlines():
        units.extend(_cut_line(line))
    return units


def _cut_line(line: str) -> list[str]:
    folded, closed = fold(line), _closed_brackets(fold(line))
    units, start = [], 0
    for at, char in enumerate(folded):
        if char in _ENDS and not closed[at] and not _continues(folded, at):
            units.append(line[start : at + 1])
            start = at + 1
    units.append(line[start:])
    return [kept for unit in units if (kept := strip_bullet(unit)) and not _only_marks(kept)]


def _closed_brackets(folded: str) -> list[bool]:
    """For each position, whether it lies inside a bracket or quote that closes on this line."""
    inside, stack = [False] * len(folded), []
    for at, char in enumerate(folded):
        if char == '"':
            char = "“" if not any(mark == "“" for _, mark in stack) else "”"
        if char in _OPENING:
            stack.append((at, char))
        elif char in _PARTNER and any(mark == _PARTNER[char] for _, mark in stack):
            start = _unwind(stack, _PARTNER[char])
            inside[start : at + 1] = [True] * (at + 1 - start)
    return inside


def _unwind(stack: list[tuple[int, str]], mark: str) -> int:
    while True:
        start, opened = stack.pop()
        if opened == mark:
            return start


def _continues(folded: str, at: int) -> bool:
    """A run of end marks (?! or 。。) ends with its last one."""
    return at + 1 < len(folded) and folded[at + 1] in _ENDS


def _only_marks(unit: str) -> bool:
    return not any(char.isalnum() for char in unit)


def strip_bullet(unit: str) -> str:
    return _BULLETS.sub("", unit).strip()


def without_number(unit: str) -> str:
    """The unit, verbatim, without its list number and heading marks."""
    return unit[numbering_length(fold(unit)) :].strip()


def numbering_length(folded: str) -> int:
    """How many characters at the start of a folded unit are list numbers and heading marks."""
    end = 0
    while found := _NUMBERING.match(folded, end):
        if found.end() == end or found.end() >= len(folded):
            break
        end = found.end()
    return end
