"""Lengths, frequencies, clock times and dates: how they are written and what they mean in ISO 8601."""

from __future__ import annotations

import re
from typing import NamedTuple

from .clause import Number, tidy
from .lexicon.phrases import DAY, MONTH, TIME_NAMES, TIME_UNIT, WEEKDAY
from .numbers import PLAIN, RANGE, Span, read_number, read_span

_LITERAL_PERIODS = {
    "学期": None,
    "期": None,
    "学年": None,
    "班次": "shift",
    "班": "shift",
    "上班": "shift",
    "个班次": "shift",
    "旬": "P10D",
    "晚": "P1D",
    "晚上": "P1D",
    "夜": "P1D",
    "早": "P1D",
    "周末": "P1W",
    "双月": "P2M",
    "双周": "P2W",
    "全年": "P1Y",
    "年内": "P1Y",
    "本年度": "P1Y",
    "年终": "P1Y",
    "年度": "P1Y",
    "季": "P3M",
    "季度": "P3M",
}


class Length(NamedTuple):
    """An amount of one time unit: (2, "W") is two weeks. `high` ends a range, else None."""

    amount: Number
    unit: str
    high: Number | None = None

    @property
    def iso(self) -> str:
        return iso(self.amount, self.unit)


def iso(amount: Number, unit: str) -> str:
    """ISO 8601 of an amount; halves go to the next smaller unit, half a month is 15 days."""
    if unit == "Q":
        return f"P{tidy(amount * 3)}M"
    if amount != int(amount):
        smaller = {"Y": ("M", 12), "M": ("D", 30), "W": ("D", 7), "D": ("H", 24), "H": ("T", 60), "T": ("S", 60)}
        if unit in smaller:
            return iso(tidy(round(amount * smaller[unit][1])), smaller[unit][0])
    amount = tidy(amount)
    return f"PT{amount}{'M' if unit == 'T' else unit}" if unit in "HTS" else f"P{amount}{unit}"


def read_length(words: str) -> Length:
    """两周, 半个月, 一年半, 两个半小时, 3-5天."""
    words = re.sub(r"\s", "", words)
    if words.startswith("半"):
        return Length(0.5, TIME_NAMES[words.lstrip("半").lstrip("个")])
    found = re.fullmatch(rf"(?P<number>{RANGE})(?:多|余)?(?P<half>个半)?(?P<unit>{TIME_UNIT})(?P<more>半)?", words)
    span = read_span(found["number"])
    extra = 0.5 if found["half"] or found["more"] else 0
    return Length(span.low + extra, TIME_NAMES[found["unit"]], span.high)


def read_rate(words: str) -> tuple[Span, str]:
    """2次/月 -> (2, P1M), 半年/次 -> (1, P6M)."""
    if words.endswith("次"):
        length = words.rstrip("次").rstrip("/ ")
        return Span(1), (read_length(length) if re.match(rf"半|{RANGE}", length) else Length(1, TIME_NAMES[length])).iso
    found = re.search(rf"(?:/|每|·)\s*(?P<number>{PLAIN})?\s*个?(?P<unit>{TIME_UNIT})$", words)
    amount = read_number(found["number"]) if found["number"] else 1
    return read_span(re.match(RANGE, words).group()), iso(amount, TIME_NAMES[found["unit"]])


def read_every(words: str) -> str | None:
    """The period of 每季度, 每2小时, 每半年, 逐月, 每班; None for a school term."""
    words = re.sub(r"\s", "", words).removesuffix("报")
    if words == "日产日清" or len(words) == 2 and words[0] == words[1]:
        words = words[0]
    if words in ("隔日", "隔天", "隔周"):
        return "P2W" if words == "隔周" else "P2D"
    rest = re.sub(r"^(?:每逢|每个?隔?|逐|按)", "", words)
    if rest in _LITERAL_PERIODS:
        return _LITERAL_PERIODS[rest]
    rest = re.sub(rf"(?<=周){WEEKDAY}(?:、{WEEKDAY})*$", "", rest)
    rest = re.sub(r"(?<=[年月])度$", "", rest)
    if rest.startswith("半"):
        rest = rest.removesuffix("度")
        return Length(0.5, TIME_NAMES[rest[1:].lstrip("个")]).iso
    if rest in TIME_NAMES or f"个{rest}" in TIME_NAMES:
        return iso(1, TIME_NAMES.get(rest) or TIME_NAMES[f"个{rest}"])
    length = read_length(rest)
    return iso(length.amount + (1 if "隔" in words and length.unit == "D" else 0), length.unit)


def read_clock(words: str) -> list[str]:
    """One or two times as HH:MM; 下午 and 晚 move to the second half of the day."""
    parts = re.split(r"\s*(?:-+|到|至)\s*", re.sub(r"\s", "", words))
    late = bool(re.match(r"下午|傍晚|晚|夜", parts[0]))
    times = [_clock_one(part, late=late and n == 0 or _is_late(part)) for n, part in enumerate(parts)]
    if (
        len(times) == 2
        and late
        and times[1] < times[0]
        and "次" not in parts[1]
        and "凌" not in parts[1]
        and times[1] < "12:00"
    ):
        hour = int(times[1][:2]) + 12
        times[1] = f"{hour:02d}{times[1][2:]}" if re.match(r"下午", parts[0]) else times[1]
    return times


def _is_late(part: str) -> bool:
    return bool(re.search(r"下午|傍晚|晚|夜", part))


def _clock_one(part: str, *, late: bool) -> str:
    found = re.search(
        rf"(?P<hour>\d+|{PLAIN})(?:[::时点])?(?P<minute>半|整|\d+|(?:{PLAIN})分)?",
        re.sub(r"^\D*?(?=[\d零一二两三四五六七八九十])", "", part),
    )
    hour, minute = int(read_number(found["hour"])), found["minute"] or "0"
    minutes = {"半": 30, "整": 0}.get(minute) if minute in ("半", "整") else int(read_number(minute.rstrip("分")))
    if late and hour < 12 and not (hour < 6 and "下午" not in part):
        hour += 12
    if hour > 24 or minutes > 59:
        raise ValueError(f"no time of day: {part!r}")
    return f"{hour:02d}:{minutes:02d}"


class Day(NamedTuple):
    """A date as far as the words give it; `part` is 底, 初, 上旬 and the like."""

    year: str = ""
    month: str = "XX"
    day: str = ""
    part: str = ""


def read_date(words: str) -> list[Day]:
    """One or two days of a phrase such as 2024年3月1日至5月31日, 3-5月, 每月10日, 年底."""
    words = re.sub(r"\s", "", words).lstrip("的每")
    if re.fullmatch(r"(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}", words):
        return [_day(words)]
    parts = [part for part in re.split(r"(?:-+|起?[到至])", words) if part]
    if len(parts) > 2 or (len(parts) == 2 and re.fullmatch(r"\d{4}", parts[0])):
        return [_day(words)]
    if len(parts) == 2 and not re.search(r"[月日号]", parts[0]):
        parts[0] += "月" if parts[1].rstrip("份").endswith("月") else "日"
    days = [_day(part) for part in parts]
    if len(days) == 2 and days[1].month == "XX" and days[0].month != "XX":
        days[1] = days[1]._replace(month=days[0].month)
    if len(days) == 2 and days[0].year and not days[1].year and days[0].month <= days[1].month:
        days[1] = days[1]._replace(year=days[0].year)
    return days


def _day(words: str) -> Day:
    if dotted := re.fullmatch(r"((?:19|20)\d\d)[./-](\d{1,2})[./-](\d{1,2})", words):
        return Day(dotted[1], f"{int(dotted[2]):02d}", f"{int(dotted[3]):02d}")
    year = re.match(r"((?:19|20)\d\d)[年./-]", words)
    if re.search(r"年(?:底|末|终)$", words):
        return Day(year[1] if year else "", "12", "", "底")
    month = re.search(rf"({MONTH})月", words)
    day = re.search(rf"({DAY})[日号]$", words)
    part = re.search(r"(上旬|中旬|下旬|底|初|末|中)$", words)
    return Day(
        year[1] if year else "",
        f"{int(read_number(month[1])):02d}" if month else "XX",
        f"{int(read_number(day[1])):02d}" if day else "",
        part[1] if part else "",
    )
