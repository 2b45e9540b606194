"""Between which hours and dates: 8:00-12:00, 10月底前, 九月上旬, 早六点开晚十点锁."""

from __future__ import annotations

import re

from .durations import Day
from .tokens import Token, codes, words_before, words_of

Window = list[str | None]

#: What has happened, the line of a signature, and the day a notice was given out tell no time of a duty.
_TOLD = re.compile(
    r"同比|环比|教训深刻|(?:暴露|反映)出|共(?:查获|查处|接待|接到|处理|排查)|[^,;。]{0,6}日?印发$|(?:发布|印发)日期|会议听取|"
    r"[时分点]结束。?$|(?:走访|召开|推行|查获|处理|通报|撞坏|保住)了"
)
_COMPARED = ("大于", "小于", "高于", "低于", "等于", "跨")
_MOVED = ("提前到", "提前至")
_AND = ("、", "和", "及", "与")
_REACHED = re.compile(r"[^,;。]{0,8}(?:率|清零|达到|满意度)")
#: 12月22日17时前, 4月26日下班前: before the day is over.
_BY_HOUR = re.compile(r"\s?(?:[^,;。]{0,4}\d{1,2}(?::\d\d|[时点]半?)|[^,;。]{0,4}[一二三四五六七八九十]{1,3}[时点]半?|下班)(?:之|以)?前")
_OPENS = re.compile(r"(?:准时)?(?:开(?!始|展|会|工)|启)[^,;。]{0,4}[,、]?$")
_SHUTS = re.compile(r"(?:准时)?[关锁闭]")
_FROM = re.compile(r"[从自由][^,;。]{0,2}$")
_UP_TO = re.compile(r"(?:起|开始)?,?[^,;。、]{0,3}[到至]")
_LAST_DAY = {
    "01": "31",
    "02": "28",
    "03": "31",
    "04": "30",
    "05": "31",
    "06": "30",
    "07": "31",
    "08": "31",
    "09": "30",
    "10": "31",
    "11": "30",
    "12": "31",
}
_DECADES = {"上旬": ("01", "10"), "中旬": ("11", "20"), "下旬": ("21", "31")}
_NOT_LATER = (
    "至",
    "到",
    "截至",
    "截止",
    "截止到",
    "截止至",
    "不迟于",
    "不晚于",
    "不得迟于",
    "不得晚于",
    "最迟",
    "最晚",
    "截止日期为",
    "截止时间为",
    "截止日期:",
    "截止时间:",
)
#: 延长至22时, 营业到21点: up to then.
_UNTIL = re.compile(r"(?:延长|推迟|延续|延后|延|工作|营业|开放|持续|坚持|值守|坚守|带班|值班|午休|午睡|巡逻|守|陪)(?:至|到)$")


def read_windows(tokens: list[Token]) -> list[Window]:
    """Every window of clock times or dates, in the order of the words."""
    if _TOLD.search(words_of(tokens)):
        return []
    found: list[tuple[int, Window]] = []
    for at in range(len(tokens)):
        if not (window := _window(tokens, at)):
            continue
        if found and _goes_on(tokens, *found[-1], at, window):
            found[-1] = (at, [found[-1][1][0], window[1]])
        else:
            found.append((at, window))
    windows = [window for _, window in found]
    return [w for n, w in enumerate(windows) if w not in windows[:n]]


def _window(tokens: list[Token], at: int) -> Window | None:
    token = tokens[at]
    after = codes(tokens)[at + 1 : at + 2]
    before = words_before(tokens, at, 2)
    if token.code == "t":
        if before.endswith(_COMPARED) or _is_of_day(tokens, at):
            return None
        return _open_ended(_of_evening(token.value, before), after, before)
    if token.code == "Q":
        if after == "f":
            month = f"{token.value * 3:02d}"
            return [None, f"{month}-{_LAST_DAY[month]}"]
        return [f"{token.value * 3 - 2:02d}", f"{token.value * 3:02d}"]
    return _dated(tokens, at, before) if token.code == "D" else None


def _dated(tokens: list[Token], at: int, before: str) -> Window | None:
    days = _of_month(tokens, at)
    if not days:
        return None
    following = words_of(tokens[at + 1 : at + 4])
    after = "f" if _BY_HOUR.match(following) else codes(tokens)[at + 1 : at + 2]
    if tokens[at].words in ("年底", "到年底", "至年底") and after != "f" and not before.endswith("每年"):
        #: 年底总结 names no day; what must be reached has the end of the year as its limit.
        return [None, "12-31"] if tokens[at].words != "年底" or _REACHED.match(following) else None
    if before.endswith(_NOT_LATER) and not before.endswith(_MOVED) and len(days) == 1:
        return [None, _last(days[0], exact=True)]
    return _dates(days, after)


def _of_month(tokens: list[Token], at: int) -> list[Day]:
    """3月5日、20日: the second day is of the same month."""
    days = tokens[at].value
    if days[0].month != "XX" or not at or tokens[at - 1].words not in _AND:
        return days
    #: 1号、3号公寓 are no days.
    is_next = tokens[at - 2].code == "D"
    return [day._replace(month=tokens[at - 2].value[-1].month) for day in days] if is_next else []


def _is_of_day(tokens: list[Token], at: int) -> bool:
    """5月6日12点前: the date says it; a span of hours is told beside it."""
    return at > 0 and tokens[at - 1].code == "D" and len(tokens[at].value) == 1


def _goes_on(tokens: list[Token], last: int, begun: Window, at: int, window: Window) -> bool:
    """从早八点半坐到下午五点, 早六点开晚十点锁: two moments that bound one window."""
    if tokens[last].code != tokens[at].code or begun[1] not in (None, begun[0]) or not begun[0]:
        return False
    between = words_of(tokens[last + 1 : at])
    if _OPENS.match(between):
        following = words_of(tokens[at + 1 : at + 3])
        return window[0] == window[1] and bool(_SHUTS.match(following))
    before = words_before(tokens, last, 2)
    return bool(_FROM.search(before) and _UP_TO.fullmatch(between))


def _of_evening(times: list[str], before: str) -> list[str]:
    """每晚11点 is 23:00, 每晚七点至九点 19:00 to 21:00."""
    first = times[0]
    if before.endswith(("每晚", "每晚上", "每夜")) and "06:00" <= first < "12:00":
        return [f"{int(time[:2]) + 12}{time[2:]}" if first <= time < "12:00" else time for time in times]
    return list(times)


def _open_ended(ends: list[str], after: str, before: str) -> Window:
    if len(ends) == 2:
        return list(ends)
    if after == "f" or before.endswith(_NOT_LATER[2:]) or _UNTIL.search(before) or "超过" in before[-6:]:
        return [None, ends[0]]
    return [ends[0], None] if after == "T" else [ends[0], ends[0]]


def _dates(days: list[Day], after: str) -> Window | None:
    if len(days) == 2:
        return _span(*days)
    day = days[0]
    if after == "f":
        last = _last(day, exact=True)
        return None if last == "XX" else [None, last]
    if after == "T":
        return [_first(day), None]
    if day.month == "XX" and not day.day and day.part not in _DECADES:
        return None
    return [_first(day), _last(day)]


def _span(first: Day, last: Day) -> Window:
    """4月中旬至6月底 is as wide as its months; 12月16日至年底 ends with its day."""
    if first.day or first.month == "XX":
        return [_first(first), _last(last, exact=last.month == "12")]
    return [_written(first, ""), _written(last, last.day)]


def _first(day: Day) -> str:
    return _written(day, day.day or _decade(day)[0])


def _last(day: Day, *, exact: bool = False) -> str:
    last_day = _LAST_DAY.get(day.month, "31")
    if decade := _decade(day)[1]:
        return _written(day, decade)
    is_end = day.part in ("底", "末") and (exact or day.month == "XX") or day.part == "下旬" and exact
    return _written(day, last_day if is_end and not day.day else day.day)


def _decade(day: Day) -> tuple[str, str]:
    """每月上旬 is its ten days; 6月中旬 is read as its month, as 6月底 is."""
    return _DECADES.get(day.part, ("", "")) if day.month == "XX" else ("", "")


def _written(day: Day, of_month: str) -> str:
    parts = [day.year if of_month else "", day.month, of_month]
    return "-".join(part for part in parts if part)
