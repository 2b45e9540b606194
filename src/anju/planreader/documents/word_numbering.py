"""The numbers that Word writes in front of paragraphs, which stand in no paragraph's text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from .word_xml import child, tag, value

_DEEPEST = 9
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "ideographTraditional", "japaneseCounting",
    "japaneseDigitalTenThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "ideographDigital",
}
_CHINESE_LEGAL = {"chineseLegalSimplified", "japaneseLegal", "ideographLegalTraditional"}
_CIRCLED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}


@dataclass(slots=True)
class Level:
    """One level of a list: its format, its text such as 第%1条, and where it starts."""

    format: str = "decimal"
    text: str = "%1."
    start: int = 1
    restarts_after: int | None = None
    is_legal: bool = False
    is_apart: bool = True


@dataclass(slots=True)
class _List:
    levels: dict[int, Level]
    overrides: dict[int, int] = field(default_factory=dict)
    abstract: str = ""


class Numbering:
    """Counts through a document; ask once per paragraph, in order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._seen_overrides: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def number(self, list_id: str, level: int) -> tuple[str, bool]:
        """(the rendered number, whether the paragraph is a list item at all); bullets have no number."""
        found = self._lists.get(list_id)
        if found is None or level not in found.levels:
            return "", False
        definition = found.levels[level]
        counters = self._counters.setdefault(found.abstract, {})
        self._count(list_id, found, level, counters)
        if definition.format in ("bullet", "none") and "%" not in definition.text:
            return "", definition.format == "bullet"
        number = self._rendered(found, definition, counters)
        return (number + " " if definition.is_apart and number[-1:].isalnum() else number), True

    def _count(self, list_id: str, found: _List, level: int, counters: dict[int, int]) -> None:
        start = found.levels[level].start
        if level in found.overrides and (list_id, level) not in self._seen_overrides:
            self._seen_overrides.add((list_id, level))
            counters.pop(level, None)
            start = found.overrides[level]
        counters[level] = counters[level] + 1 if level in counters else start
        for deeper in [at for at in counters if at > level]:
            limit = found.levels[deeper].restarts_after if deeper in found.levels else None
            if limit is None or level < limit:
                del counters[deeper]

    @staticmethod
    def _rendered(found: _List, definition: Level, counters: dict[int, int]) -> str:
        def place(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            level = found.levels.get(at, Level())
            style = "decimal" if definition.is_legal else level.format
            return counted(counters.get(at, level.start), style)

        return re.sub(r"%([1-9])", place, definition.text)

    def _load(self, root: etree._Element) -> None:
        abstract: dict[str, dict[int, Level]] = {}
        for element in root.findall(tag("abstractNum")):
            levels = {_level_of(lvl): _level(lvl) for lvl in element.findall(tag("lvl"))}
            abstract[element.get(tag("abstractNumId"), "")] = levels
        for element in root.findall(tag("num")):
            base = value(child(element, "abstractNumId"))
            numbered = _List(dict(abstract.get(base, {})), abstract=base)
            for override in element.findall(tag("lvlOverride")):
                at = _level_of(override)
                if (start := child(override, "startOverride")) is not None:
                    numbered.overrides[at] = _integer(value(start), 1)
                if (own := child(override, "lvl")) is not None:
                    numbered.levels[at] = _level(own)
            self._lists[element.get(tag("numId"), "")] = numbered


def _level_of(element: etree._Element) -> int:
    return min(max(_integer(element.get(tag("ilvl"), "0"), 0), 0), _DEEPEST)


def _level(element: etree._Element) -> Level:
    restart = child(element, "lvlRestart")
    return Level(
        format=value(child(element, "numFmt"), "decimal"),
        text=value(child(element, "lvlText"))[:40],
        start=_integer(value(child(element, "start")), 1),
        restarts_after=None if restart is None else _integer(value(restart), 0),
        is_legal=child(element, "isLgl") is not None,
        is_apart=value(child(element, "suff")) != "nothing",
    )


def _integer(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else otherwise


def counted(number: int, style: str) -> str:
    """A count in one of Word's number formats; formats that plans do not use appear as digits."""
    if style in _CHINESE and 0 < number < 10_000:
        return _in_chinese(number, "low").removeprefix("一") if 10 <= number < 20 else _in_chinese(number, "low")
    if style in _CHINESE_LEGAL and 0 < number < 10_000:
        return _in_chinese(number, "up")
    if style in _CIRCLED and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    if style in ("lowerLetter", "upperLetter") and 0 < number <= 780:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman") and 0 < number < 400:
        roman = _roman(number)
        return roman.lower() if style == "lowerRoman" else roman
    if style == "decimalZero":
        return f"{number:02d}"
    return str(number)


def _in_chinese(number: int, figures: str) -> str:
    import cn2an  # takes half a second to load, and few documents are numbered so

    return cn2an.an2cn(number, figures)


def _roman(number: int) -> str:
    letters = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for worth, letter in letters:
        written += letter * (number // worth)
        number %= worth
    return written
