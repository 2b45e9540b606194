"""Lengths, frequencies, clock times and dates: how they are written and what they mean in ISO 8601."""

from __future__ import annotations

import re
from typing import NamedTuple

from .clause import Number, tidy
from .lexicon import one_of, table
from .numbers import PLAIN, RANGE, Span, read_number, read_span

_NAMES = {word: code for code, words in table("measures")["time"].items() for word in words}
UNIT = one_of(_NAMES)
_WEEKDAY = r"(?:[一二三四五六日天](?!次|遍|轮|回|个|期|到两|至两|检查|巡查|例会|查|评|汇报|总结|通报|公示|排名|清扫|清理|调度|培训|演练)|[1-6](?!\\d|[次遍轮天日个至到-]))"

EVERY = (
    rf"(?:每|逐|按)(?P<half>半)个?(?:年|月)|每半个?(?:小时|天|日)|每隔?(?:{RANGE})?\s*(?:{UNIT})(?:度(?=[^,。;]))?(?:(?<=周){_WEEKDAY}(?:、{_WEEKDAY})*)?"
    r"|每个(?:年度|学期|班次)|每(?:学期|学年|期|班次|班(?!级|组|主)|上班|旬)|逐(?:月|日|年|季|周)|按(?:月|季度?|年度?|周|日|旬)(?=[^,;。]*[^,;。\s])"
    r"|隔日|隔天|每(?:晚上?|夜|早|周末|双月)"
    # A period without 每: 月不少于2次, 周检查、月评比, 全年组织演练2次, 年度预算.
    r"|(?<![\d每个本当上下半一二两三四五六七八九十])(?:年|月|周|日|季度?)(?=(?:不少于|至少|不低于)[\d一二两三四五六七八九十])"
    r"|(?:(?<=[,、。:\s“\"])|^)(?:日|周|旬|月|季度?|年)(?=巡[查逻视]|检查|评比|考核|通报|调度|例会|督查|小结|点评|排名|研判|会商|抽查|自查|普查|汇总)"
    rf"|(?<![\d每个本当上下半几数多全今明去往节假平近即次作生休值末一二两三四五六七八九十])(?:日|周|月|季度?)(?=例会|评比|考核|通报|碰头会)|每逢周(?:{_WEEKDAY}|末)|每双周"
    r"|(?:天天|日日|周周|月月|年年)(?=[^,;。、\s])|日产日清|(?<![上下前后近大这])半年(?:度)?(?=检查|考核|评比|总结|通报|小结|测评|报表|述职)|(?<![\d每本当上下全])(?:月|季|年|周)报(?=表|制|[,、;。])"
    r"|(?<![\d一二三四每本上下])季度(?=[\u4e00-\u9fff]{0,3}(?:考核|检查|评比|例会|通报))"
    rf"|(?:全年|年内|本年度)(?=[^,;。]{{0,20}}(?:{PLAIN})次)|年度?(?=预算|审计)|年度(?=考核|检查|评比|评选|体检|演练|审核)|(?:月度|季度)(?=考核|检查|评比|评选|例会|总结|通报|抽查|测评|培训|会议|报表|报告|之星|绩效)|年终(?=总结|考核|评比|检查|考评|评优)|年(?=检(?![查测修]))"
)
_LITERAL_PERIODS = {"学期": None, "期": None, "学年": None, "班次": "shift", "班": "shift", "上班": "shift", "个班次": "shift",
                    "旬": "P10D", "晚": "P1D", "晚上": "P1D", "夜": "P1D", "早": "P1D", "周末": "P1W", "双月": "P2M", "双周": "P2W", "全年": "P1Y", "年内": "P1Y",
                    "本年度": "P1Y", "年终": "P1Y", "年度": "P1Y", "季": "P3M", "季度": "P3M"}

_HOUR_WORD = r"(?:清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜间|夜里|凌晨|早|晚)?"
_HOUR_MARK = r"(?:时(?!间|段|期|刻|许)|点(?!位|名|检|评|多|[零一二三四五六七八九]\D))"
_CLOCK_ONE = rf"(?:次日|翌日|第二天|当日|当天)?\s*{_HOUR_WORD}\s*(?:(?:[01]?\d|2[0-4])\s*[::]\s*[0-5]\d(?!\d)|(?:[01]?\d|2[0-4]|{PLAIN}){_HOUR_MARK}\s*(?:半|整|(?:[0-5]\d|{PLAIN})分(?!钟|之)|[0-5]\d(?!\d))?)"
CLOCK = rf"{_CLOCK_ONE}(?:\s*(?:-+|到|至)\s*{_CLOCK_ONE})?|(?<!\d)(?:[01]?\d|2[0-4])\s*-\s*{_CLOCK_ONE}"

_YEAR = r"(?:(?:19|20)(?:\d\d|[xX*〇oO]{2})\s*[年./-]\s*|今年|明年|本年|当年|次年|来年)"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[12]\d|3[01]|0?[1-9]|二十[一-九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_PART = r"(?:份)?(?:上旬|中旬|下旬|底|初|末|中)?"
_DATE_ONE = rf"(?:{_YEAR})?\s*(?:{_MONTH}\s*月\s*{_DAY}\s*[日号]|(?<![每\d一二两三四五六七八九十个半]){_MONTH}\s*月(?!度|报|结|卡|检|考|经|至少|内|[一二两三四](?=[普抽检巡排演督考评培])|(?:\d|{PLAIN}){{1,2}}[次遍]){_PART})|(?:19|20)\d\d\s*[./-]\s*(?:1[0-2]|0?[1-9])\s*[./-]\s*(?:[12]\d|3[01]|0?[1-9])"
DATE = (
    rf"(?:{_DATE_ONE})\s*(?:-+|起?到|起?至)\s*(?:{_DATE_ONE}|{_DAY}[日号])|(?:{_DATE_ONE})|(?<![\d月]){_MONTH}\s*(?:-|到|至)\s*{_MONTH}月(?!度)(?:份)?"
    rf"|(?:{_YEAR}|[每至到])?年底|{_YEAR}?年(?:末|终)(?=前)|(?<=每月)(?:的)?(?:{_DAY}[日号](?:\s*(?:-|到|至)\s*{_DAY}[日号])?|上旬|中旬|下旬|初|底|末)|(?:当月|次月|下月|本月|月)(?:的)?(?:{_DAY}[日号]|底|末|初|上旬|中旬|下旬)"
)


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
        return Length(0.5, _NAMES[words.lstrip("半").lstrip("个")])
    found = re.fullmatch(rf"(?P<number>{RANGE})(?:多|余)?(?P<half>个半)?(?P<unit>{UNIT})(?P<more>半)?", words)
    span = read_span(found["number"])
    extra = 0.5 if found["half"] or found["more"] else 0
    return Length(span.low + extra, _NAMES[found["unit"]], span.high)


def read_rate(words: str) -> tuple[Span, str]:
    """2次/月 -> (2, P1M), 半年/次 -> (1, P6M)."""
    if words.endswith("次"):
        length = words.rstrip("次").rstrip("/ ")
        return Span(1), (read_length(length) if re.match(rf"半|{RANGE}", length) else Length(1, _NAMES[length])).iso
    found = re.search(rf"(?:/|每)\s*(?P<number>{PLAIN})?\s*个?(?P<unit>{UNIT})$", words)
    amount = read_number(found["number"]) if found["number"] else 1
    return read_span(re.match(RANGE, words).group()), iso(amount, _NAMES[found["unit"]])


def read_every(words: str) -> str | None:
    """The period of 每季度, 每2小时, 每半年, 逐月, 每班; None for a school term."""
    words = re.sub(r"\s", "", words).removesuffix("报")
    if words == "日产日清" or len(words) == 2 and words[0] == words[1]:
        words = words[0]
    if words in ("隔日", "隔天"):
        return "P2D"
    rest = re.sub(r"^(?:每逢|每个?隔?|逐|按)", "", words)
    if rest in _LITERAL_PERIODS:
        return _LITERAL_PERIODS[rest]
    rest = re.sub(rf"(?<=周){_WEEKDAY}(?:、{_WEEKDAY})*$", "", rest)
    rest = re.sub(r"(?<=[年月])度$", "", rest)
    if rest.startswith("半"):
        rest = rest.removesuffix("度")
        return Length(0.5, _NAMES[rest[1:].lstrip("个")]).iso
    if rest in _NAMES or f"个{rest}" in _NAMES:
        return iso(1, _NAMES.get(rest) or _NAMES[f"个{rest}"])
    length = read_length(rest)
    return iso(length.amount + (1 if "隔" in words and length.unit == "D" else 0), length.unit)


def read_clock(words: str) -> list[str]:
    """One or two times as HH:MM; 下午 and 晚 move to the second half of the day."""
    parts = re.split(r"\s*(?:-+|到|至)\s*", re.sub(r"\s", "", words))
    late = bool(re.match(r"下午|傍晚|晚|夜", parts[0]))
    times = [_clock_one(part, late=late and n == 0 or _is_late(part)) for n, part in enumerate(parts)]
    if len(times) == 2 and late and times[1] < times[0] and "次" not in parts[1] and "凌" not in parts[1] and times[1] < "12:00":
        hour = int(times[1][:2]) + 12
        times[1] = f"{hour:02d}{times[1][2:]}" if re.match(r"下午", parts[0]) else times[1]
    return times


def _is_late(part: str) -> bool:
    return bool(re.search(r"下午|傍晚|晚|夜", part))


def _clock_one(part: str, *, late: bool) -> str:
    found = re.search(rf"(?P<hour>\d+|{PLAIN})(?:[::时点])?(?P<minute>半|整|\d+|(?:{PLAIN})分)?", re.sub(r"^\D*?(?=[\d零一二两三四五六七八九十])", "", part))
    hour, minute = int(read_number(found["hour"])), found["minute"] or "0"
    minutes = {"半": 30, "整": 0}.get(minute) if minute in ("半", "整") else int(read_number(minute.rstrip("分")))
    if late and hour < 12 and not (hour < 6 and "下午" not in part):
        hour += 12
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
    month = re.search(rf"({_MONTH})月", words)
    day = re.search(rf"({_DAY})[日号]$", words)
    part = re.search(r"(上旬|中旬|下旬|底|初|末|中)$", words)
    return Day(
        year[1] if year else "",
        f"{int(read_number(month[1])):02d}" if month else "XX",
        f"{int(read_number(day[1])):02d}" if day else "",
        part[1] if part else "",
    )
