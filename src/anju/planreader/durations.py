"""Lengths, frequencies, clock times and dates: how they are written and what they mean in ISO 8601."""

from __future__ import annotations

import re
from typing import NamedTuple

from .clause import Number, tidy
from .lexicon.amounts import TIME_NAMES, TIME_UNIT
from .lexicon.dates import DAY, MONTH, WEEKDAYS
from .numbers import PLAIN, RANGE, Span, read_number, read_span

_LITERAL_PERIODS = {
    "学期": None,
    "期": None,
    "全学期": None,
    "学年": "P1Y",
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
    "个周末": "P1W",
    "一班": "shift",
    "双月": "P2M",
    "单月": "P2M",
    "年": "P1Y",
    "半旬": "P5D",
    "双周": "P2W",
    "单周": "P2W",
    "隔周": "P2W",
    "隔月": "P2M",
    "隔年": "P2Y",
    "隔日": "P2D",
    "隔天": "P2D",
    "全年度": "P1Y",
    "年度内": "P1Y",
    "全年": "P1Y",
    "年内": "P1Y",
    "本年度": "P1Y",
    "年终": "P1Y",
    "年度": "P1Y",
    "季": "P3M",
    "季度": "P3M",
    "月底": "P1M",
    "月末": "P1M",
    "季底": "P3M",
    "季末": "P3M",
    "季度底": "P3M",
    "季度末": "P3M",
}


_LONGEST_YEARS = 100
#: 每隔两天 leaves two days out; 每隔15天 is as often as 每15天.
_FEW_DAYS = 5


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
        return _plain(Length(0.5, TIME_NAMES[words.lstrip("半").lstrip("个")]))
    found = re.fullmatch(rf"(?P<number>{RANGE})(?:多|余)?(?P<half>个半)?(?P<unit>{TIME_UNIT})(?P<more>半)?", words)
    if not found:
        raise ValueError(f"no length of time: {words!r}")
    span = read_span(found["number"])
    if TIME_NAMES[found["unit"]] == "Y" and span.low > _LONGEST_YEARS:
        raise ValueError(f"a year and no length: {words!r}")
    extra = 0.5 if found["half"] or found["more"] else 0
    return _plain(Length(span.low + extra, TIME_NAMES[found["unit"]], span.high))


def _plain(length: Length) -> Length:
    """A quarter of an hour in minutes; everything else as it is."""
    if length.unit != "K":
        return length
    return Length(length.amount * 15, "T", length.high and length.high * 15)


def read_rate(words: str) -> tuple[Span, str]:
    """2次/月 -> (2, P1M), 半年/次 -> (1, P6M)."""
    if re.search(r"/\s*次$", words):
        length = words.rstrip("次").rstrip("/ ").lstrip("每")
        return Span(1), (read_length(length) if re.match(rf"半|{RANGE}", length) else Length(1, TIME_NAMES[length])).iso
    times, _, rest = re.sub(r"\s", "", words).partition(re.search(r"[/每·](?![人户台村栋])", words).group())
    return read_span(re.match(RANGE, times).group()), read_every(f"每{rest}")


def read_every(words: str) -> str | None:
    """The period of 每季度, 每2小时, 每半年, 逐月, 每班; None for a school term."""
    words = re.sub(r"\s", "", words).removesuffix("报").removesuffix("均")
    if words == "日产日清" or len(words) == 2 and words[0] == words[1]:
        words = words[0]
    rest = re.sub(r"^(?:每?逢|每个|每|逐|按|一(?=.))", "", words).removesuffix("有")
    if rest in _LITERAL_PERIODS:
        return _LITERAL_PERIODS[rest]
    skips_one = "隔" in rest and "间隔" not in rest
    rest = re.sub(r"^[间相]?隔|^连续\D*", "", rest)
    rest = re.sub(rf"(?<=[周期拜])(?:{WEEKDAYS})$", "", rest)
    rest = re.sub(r"(?<=[年月])度$", "", rest)
    if rest.startswith("半"):
        rest = rest.removesuffix("度")
        return Length(0.5, TIME_NAMES[rest[1:].lstrip("个")]).iso
    if rest in TIME_NAMES or f"个{rest}" in TIME_NAMES:
        return iso(1, TIME_NAMES.get(rest) or TIME_NAMES[f"个{rest}"])
    length = read_length(rest)
    return iso(length.amount + (1 if skips_one and length.unit == "D" and length.amount < _FEW_DAYS else 0), length.unit)


def read_clock(words: str) -> list[str]:
    """One or two times as HH:MM; 下午 and 晚 move to the second half of the day."""
    words = re.sub(r"\s|\(不?含\)", "", words)
    parts = re.split(r"-+|到|至|(?<=\d)一(?=\d)", words)
    times = [_clock_one(part) for part in parts]
    if len(times) == 2:
        if re.search("下午|中午|晚|夜", parts[0]) and not re.search("次|翌|凌|早|晨|二|上", parts[1]):
            times[1] = _same_half(_clock_one(parts[0], as_said=True), *times)
        times[1] = "24:00" if times[1] == "00:00" and "12" in parts[1].replace("十二", "12") else times[1]
    return times


def _same_half(said: str, begun: str, ended: str) -> str:
    """下午2点到6点 and 晚6点到8点 end later on the same day; 晚10点到6点 goes on into the next."""
    later = f"{int(ended[:2]) + 12:02d}{ended[2:]}"
    return later if said < "13:00" and "12:00" <= begun < later <= "24:00" else ended


def _clock_one(part: str, *, as_said: bool = False) -> str:
    found = re.search(
        rf"(?P<hour>\d+|{PLAIN})(?:[::时点])?(?P<minute>半|整|[一三]刻|\d+|(?:{PLAIN})分?)?",
        re.sub(r"^\D*?(?=[\d零一二两三四五六七八九十])", "", part, count=1),
    )
    hour, minute = int(read_number(found["hour"])), found["minute"] or "0"
    minutes = {"半": 30, "整": 0, "一刻": 15, "三刻": 45}.get(minute)
    if minutes is None:
        minutes = int(read_number(minute.rstrip("分")))
    hour = hour if as_said else _of_day(hour, part)
    if hour > 24 or minutes > 59:
        raise ValueError(f"no time of day: {part!r}")
    return f"{hour:02d}:{minutes:02d}"


def _of_day(hour: int, part: str) -> int:
    """晚8点 is 20, 晚2点 is in the night, 夜里12点 is midnight, 中午1点 is 13."""
    if hour == 12 and re.search("晚|夜", part):
        return 0
    night = 6 if "夜" in part else 4
    is_late = re.search("下午", part) or re.search("傍晚|晚|夜", part) and hour >= night or "中午" in part and hour < 5
    return hour + 12 if is_late and hour < 12 else hour


class Day(NamedTuple):
    """A date as far as the words give it; `part` is 底, 初, 上旬 and the like."""

    year: str = ""
    month: str = "XX"
    day: str = ""
    part: str = ""


def read_date(words: str) -> list[Day]:
    """One or two days of a phrase such as 2024年3月1日至5月31日, 3-5月, 每月10日, 年底."""
    words = re.sub(r"\s", "", words).lstrip("的每")
    if found := re.fullmatch(r"(\d{4}-\d{1,2}-\d{1,2})[至到](\d{4}-\d{1,2}-\d{1,2})", words):
        return [_day(found[1]), _day(found[2])]
    if re.fullmatch(r"(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}", words):
        return [_day(words)]
    if marked := re.fullmatch(r"(\d+)·(\d+)", words):  # 6·26
        return [_day(f"{marked[1]}月{marked[2]}日")]
    parts = [part for part in re.split(r"(?:-+|(?:起|开始)?[到至])", words) if part]
    if len(parts) > 2 or (len(parts) == 2 and re.fullmatch(r"\d{4}", parts[0])):
        return [_day(words)]
    if not re.search(r"[月日号年旬底初末中]$|月份", parts[0]):
        parts[0] += "日" if re.search("[日号]$", parts[-1]) else "月"
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
    words = words.replace("元月", "1月")
    month = re.search(rf"({MONTH})月", words)
    day = re.search(rf"({DAY})[日号]$", words)
    part = re.search(r"(上旬|中旬|下旬|底|初|末|中)$", words)
    return Day(
        year[1] if year else "",
        f"{int(read_number(month[1])):02d}" if month else "XX",
        f"{int(read_number(day[1])):02d}" if day else "",
        part[1] if part else "",
    )
