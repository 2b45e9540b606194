"""By when, for how long, kept how long, between which hours and dates."""

from __future__ import annotations

import re
from typing import NamedTuple

from .durations import Day, Length
from .schedules import is_day_count
from .tokens import Token, codes

Window = list[str | None]

_REACH = 14
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
_COURSE = re.compile(r"培训|训练|学习|集训|课程|试用|实习|公示|观察|军训|测试期|试运行")


class Times(NamedTuple):
    deadline: str | None = None
    retention: str | None = None
    retention_bound: str | None = None
    duration: str | None = None


def read_times(tokens: list[Token]) -> Times:
    """The first deadline, retention and duration that the words state."""
    times = Times()
    for at, token in enumerate(tokens):
        if token.code != "d":
            continue
        role = _role(tokens, at)
        if role and getattr(times, role) is None:
            times = times._replace(**{role: token.value.iso})
            if role == "retention":
                times = times._replace(retention_bound=_retention_bound(tokens, at))
    return times


def _role(tokens: list[Token], at: int) -> str | None:
    """What the length at `at` is: named by the nearest cue before it, then by what follows."""
    length: Length = tokens[at].value
    shape = codes(tokens)
    after = shape[at + 1 : at + 2]
    cues = _cues(tokens, at)
    if "A" in cues or re.match(r"[>.]?[cm]", shape[at + 1 :]) or is_day_count(tokens, at):
        return None
    if "R" in cues or _follows(tokens, at, "R") and after != "i":
        return "retention"
    if after == "i" and _counts_cases(tokens, at):
        return None
    if after == "i":
        return "duration" if _is_ban(tokens, at, cues) else "deadline"
    if "<" in cues:
        return _limited(tokens, at, cues)
    if "P" in cues or "B" in cues and length.unit in "DWMQY":
        return "duration"
    return _unmarked(tokens, at, cues)


def _counts_cases(tokens: list[Token], at: int) -> bool:
    """一年内两次, 一个年度内累计: the span in which something is counted."""
    following = "".join(token.words for token in tokens[at + 2 : at + 5])
    return bool(re.match(r"i\.?>?c", codes(tokens)[at + 1 :]) or re.match("累计|发生|受到|出现|连续|被|有", following))


def _limited(tokens: list[Token], at: int, cues: str) -> str | None:
    if "P" in cues or _COURSE.search(_around(tokens, at)):
        return "duration"
    return "deadline" if "E" in cues or _follows(tokens, at, "E") or tokens[at].value.unit in "HTSD" else "duration"


def _unmarked(tokens: list[Token], at: int, cues: str) -> str | None:
    if _COURSE.search(_around(tokens, at)) and tokens[at].value.unit != "Y":
        return "duration"
    if (
        tokens[at].value.unit in "TSH"
        and re.match(r"\.?E", codes(tokens)[at + 1 :])
        and tokens[at + 1].end - tokens[at].end <= 4
    ):
        return "deadline"
    if "E" in cues and tokens[at].value.unit in "TSH" and re.search(r"时间|时限", _around(tokens, at)):
        return "deadline"
    return None


def _is_ban(tokens: list[Token], at: int, cues: str) -> bool:
    following = tokens[at + 2 : at + 6]
    return any(t.code == "B" for t in following) and not any(t.code == "E" for t in following[:2])


def _cues(tokens: list[Token], at: int) -> str:
    """The codes of the marks close before the length, within its part of the sentence."""
    cues = ""
    for token in reversed(tokens[:at]):
        if tokens[at].start - token.end > _REACH or token.code in ",d":
            break
        cues += token.code
    return cues


def _follows(tokens: list[Token], at: int, code: str) -> bool:
    for token in tokens[at + 1 :]:
        if token.start - tokens[at].end > 8 or token.code in ",d":
            return False
        if token.code == code:
            return True
    return False


def _around(tokens: list[Token], at: int) -> str:
    return "".join(t.words for t in tokens[max(0, at - 2) : at + 3] if t.code in ".PE")


def _retention_bound(tokens: list[Token], at: int) -> str | None:
    after = codes(tokens)[at + 1 : at + 2]
    if after == "a" or re.search(r"[>r]", _cues(tokens, at)):
        return "min"
    return "max" if after == "b" or "<" in _cues(tokens, at) else None


def read_windows(tokens: list[Token]) -> list[Window]:
    """Every window of clock times or dates, in the order of the words."""
    windows: list[Window] = []
    for at, token in enumerate(tokens):
        after = codes(tokens)[at + 1 : at + 2]
        if token.code == "t":
            windows.append(_open_ended(list(token.value), after))
        elif token.code == "D" and at and tokens[at - 1].words in ("至", "到") and len(token.value) == 1:
            windows.append([None, _last(token.value[0], exact=True)])
        elif token.code == "D" and (window := _dates(token.value, after)):
            windows.append(window)
        elif token.code == "Q":
            windows.append([f"{token.value * 3 - 2:02d}", f"{token.value * 3:02d}"])
    return [w for n, w in enumerate(windows) if w not in windows[:n]]


def _open_ended(ends: list[str], after: str) -> Window:
    if len(ends) == 2:
        return list(ends)
    if after == "f":
        return [None, ends[0]]
    return [ends[0], None] if after == "T" else [ends[0], ends[0]]


def _dates(days: list[Day], after: str) -> Window | None:
    if len(days) == 2:
        return [_first(days[0]), _last(days[1])]
    day = days[0]
    if after == "f":
        return [None, _last(day, exact=True)]
    if after == "T":
        return [_first(day), None]
    if day.month == "XX" and not day.day and day.part not in _DECADES:
        return None
    return [_first(day), _last(day)]


def _first(day: Day) -> str:
    if day.month == "XX" and day.part in _DECADES:
        return f"XX-{_DECADES[day.part][0]}"
    return _written(day, day.day)


def _last(day: Day, *, exact: bool = False) -> str:
    if day.month == "XX" and (day.part in _DECADES or day.part in ("底", "末")):
        return f"XX-{_DECADES.get(day.part, ('', '31'))[1]}"
    if exact and not day.day and day.part in ("底", "末", "下旬"):
        return _written(day, _LAST_DAY[day.month])
    return _written(day, day.day)


def _written(day: Day, of_month: str) -> str:
    parts = [day.year if of_month else "", day.month, of_month]
    return "-".join(part for part in parts if part)
