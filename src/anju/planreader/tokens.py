"""Turn a folded sentence into typed tokens. The productions are patterns over their codes.

Every token has a one-letter code, so that a production is a regular expression over the string of
codes. Numbers are never alone: `c` is a count of times, `d` a length of time, `q` a quantity with
its unit, `%` a percentage, `n` a bare Arabic figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from . import durations
from .lexicon import amounts, clock, dates, faults, idioms, one_of, periods, rounds, routines, table
from .numbers import PLAIN, RANGE, Span, read_number, read_span

_NUMERALS = "零一二两三四五六七八九十百千"
#: Marks that stand behind their figure: 以上, 以下, 内, 左右, 前, 后.
_BEHIND = "abizfT"
_UNIT_ENDS = "半年月日天周时钟分秒次底末终初旬号点%人度期份米里元"


@dataclass(slots=True, frozen=True)
class Token:
    code: str
    words: str
    start: int
    end: int
    value: Any = None


@cache
def _measure() -> dict[str, str]:
    """Every unit word -> its canonical name."""
    return {word: name for name, words in table("measures")["unit"].items() for word in words}


@cache
def _grammar() -> re.Pattern[str]:
    """One expression of named alternatives; what stands first wins."""
    parts = {
        "aside": idioms.ASIDE,
        "skip": "|".join(idioms.IDIOMS),
        "lead": dates.LEAD,
        "same_day": dates.SAME_DAY,
        "zero": "|".join(faults.ZERO),
        "rate": amounts.RATE,
        "every": periods.EVERY,
        "named": rounds.NAMED,
        "quarter": dates.QUARTER,
        "trigger": faults.TRIGGER,
        "continuous": clock.CONTINUOUS,
        "clock": clock.CLOCK,
        "date": dates.DATE,
        "percent": amounts.PERCENT,
        "count": amounts.COUNT,
        "length": amounts.LENGTH,
        "quantity": amounts.QUANTITY,
        "verbal": routines.ROUTINE_COUNT,
        "number": amounts.FIGURE,
        "mark": "|".join(_mark_pattern(code, row) for code, row in table("marks").items()),
        "stop": r"[,;:|、()\[\]【】。!?]",
    }
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in parts.items()))


def _mark_pattern(code: str, row: dict[str, list[str]]) -> str:
    """A single character and a word of `near` is a mark only next to a figure: 满 in 满6分, not in 满意."""
    words = row["words"]
    long, short = [w for w in words if len(w) > 1], [w for w in words if len(w) == 1] + row.get("near", [])
    if not short:
        return f"(?:{one_of(long)})"
    if code in _BEHIND:
        near = rf"(?<=[\d{_UNIT_ENDS}])(?:{one_of(short)})(?![部容外控勤涵心环台期线后步草务])"
    else:
        near = rf"(?<![累权测])(?!(?<=[面体容])积)(?:{one_of(short)})(?=\s*[\d半{_NUMERALS}])"
    return f"(?:{one_of(long)}|{near})" if long else f"(?:{near})"


@cache
def _marks() -> dict[str, str]:
    return {word: code for code, row in table("marks").items() for word in row["words"] + row.get("near", [])}


def tokenise(folded: str) -> list[Token]:
    """The tokens of a folded sentence; what is between them has the code "."."""
    tokens, at = [], 0
    for found in _grammar().finditer(folded):
        if found.end() == found.start():
            continue
        if found["aside"]:
            at = found.end()
            continue
        token = _token(found)
        if found.start() > at:
            tokens.append(Token(".", folded[at : found.start()], at, found.start()))
        tokens.append(token)
        at = found.end()
    if at < len(folded):
        tokens.append(Token(".", folded[at:], at, len(folded)))
    return tokens


def _token(found: re.Match[str]) -> Token:
    name = next(name for name in _READERS if found[name] is not None)
    words = found[name]
    try:
        code, value = _READERS[name](words)
    except (ValueError, ZeroDivisionError):  # looks like a figure and is none: 点十千, 99:70, 1/0
        code, value = "_", None
    return Token(code, words, found.start(), found.end(), value)


def _percent(words: str) -> tuple[str, Any]:
    if words in ("百分百",):
        return "%", Span(100)
    if "成" in words:
        low, _, more = words.partition("成")
        return "%", Span(read_span(low).low * 10 + (5 if more == "半" else read_number(more) if more else 0))
    if "半" in words and "成" not in words:
        return "%", Span(50)
    if words.startswith("千分之"):
        return "q", (read_span(words.removeprefix("千分之")), "‰")
    if shared := re.fullmatch(r"(?!百分)(?P<whole>.+)分之(?P<part>.+)|(?P<top>\d+)\s*/\s*(?P<bottom>\d+)", words):
        part, whole = shared["part"] or shared["top"], shared["whole"] or shared["bottom"]
        return "%", Span(round(100 * read_number(part) / read_number(whole), 2))
    return "%", read_span(re.sub(r"百分之|个?百分点|%|\s", "", words))


def _quantity(words: str) -> tuple[str, Any]:
    words = words.replace("(含)", "")
    if words == "双人":
        return "q", (Span(2), "人")
    found = _figure_and_unit().fullmatch(words)
    if not found:
        raise ValueError(f"no quantity: {words!r}")
    if found["low"]:
        return "q", (read_span(f"{found['low']}-{found['high']}"), _measure()[found["each"]])
    number = Span(0.5) if found["number"] == "半" else read_span(found["number"])
    return "q", (number, _measure()[found["unit"]])


@cache
def _figure_and_unit() -> re.Pattern[str]:
    unit = one_of(_measure())
    return re.compile(
        rf"(?P<low>{PLAIN})\s*(?P<each>{unit})\s*(?:-+|到|至)\s*(?P<high>{PLAIN})\s*(?P=each)"
        rf"|(?P<number>半|{RANGE})\s*(?:多|余|几)?\s*(?P<unit>{unit})"
    )


def _count(words: str) -> tuple[str, Any]:
    words = re.sub("(?<=[一二两三四五六七八九])、", "", words)
    return "c", read_span(re.match(RANGE, words).group())


def _mark(words: str) -> tuple[str, Any]:
    return _marks()[words], None


_READERS = {
    "zero": lambda words: ("0", None),
    "every": lambda words: ("e", durations.read_every(words)),
    "named": lambda words: ("y", durations.read_every(words)),
    "quarter": lambda words: ("Q", "一二三四".find(words.strip("第")[0]) + 1 or int(words.strip("第")[0])),
    "trigger": lambda words: ("x", None),
    "continuous": lambda words: ("C", None),
    "clock": lambda words: ("t", durations.read_clock(words)),
    "date": lambda words: ("D", durations.read_date(words)),
    "skip": lambda words: ("_", None),
    "lead": lambda words: ("A", None),
    "same_day": lambda words: ("o", durations.Length(1, "W" if "周" in words else "D")),
    "percent": _percent,
    "rate": lambda words: ("c", durations.read_rate(words)),
    "count": _count,
    "length": lambda words: ("d", durations.read_length(words)),
    "quantity": _quantity,
    "verbal": lambda words: ("m", read_span(words)),
    "number": lambda words: ("n", read_span(words.lstrip("-"))),
    "mark": _mark,
    "stop": lambda words: (_STOPS.get(words, ","), None),
}


_STOPS = {"、": "l", ":": ":", "(": "(", "[": "(", "【": "(", ")": ")", "]": ")", "】": ")"}


def codes(tokens: list[Token]) -> str:
    """One letter per token, the text the productions match."""
    return "".join(token.code for token in tokens)


def words_of(tokens: list[Token]) -> str:
    """What the tokens say, joined as it stands in the text."""
    return "".join(token.words for token in tokens)


def since_comma(tokens: list[Token], at: int) -> list[Token]:
    """The tokens in front of the one at `at`, back to the comma before it."""
    return tokens[codes(tokens)[:at].rfind(",") + 1 : at]


def words_before(tokens: list[Token], at: int, most: int) -> str:
    """What at most so many tokens in front of the one at `at` say, over commas and all."""
    return words_of(tokens[max(0, at - most) : at])
