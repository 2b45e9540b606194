"""By when, for how long, kept how long, between which hours and dates."""

from __future__ import annotations

import re
from typing import NamedTuple

from .durations import Day, Length, iso
from .schedules import is_day_count, is_length_as_period
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
_RECORDS = re.compile(r"(?:录像|视频|记录|数据|资料|档案|台账|日志)(?:时间|期限|期)?(?:应当?|必?须|要)?\D{2,4}$")
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
_UNTIL = re.compile(r"(?:延长|推迟|延续|延后|工作|营业|开放|持续|坚持|值守|坚守)(?:至|到)$")
#: 请假三天以内的由班长批准: who may grant it depends on the length.
_ABSENT = re.compile(r"(?:离岗|停用|转岗|休假|请假|病假|事假|闲置|从业|工作|居住|旷工|离开|停产|停工|缺勤|任职|空置)(?:达|满)?$")
_LEAVE = re.compile(r"假")
_GRANTED = re.compile(r"[^,。;]{0,12}(?:批准|审批|审核|签批|同意|核准|准假|请假|申请)")
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
        if token.code == "o" and times.deadline is None:
            times = times._replace(deadline=token.value.iso)
        if token.code != "d":
            continue
        role = _role(tokens, at)
        if role and getattr(times, role) is None:
            times = times._replace(**{role: _stated(token.value, role)})
            if role == "retention":
                times = times._replace(retention_bound=_retention_bound(tokens, at))
    return times


def _stated(length: Length, role: str) -> str:
    """Of a range, a deadline is its end: 1-3天内."""
    return iso(length.high, length.unit) if role == "deadline" and length.high else length.iso


def _role(tokens: list[Token], at: int) -> str | None:
    """What the length at `at` is: named by the nearest cue before it, then by what follows."""
    shape = codes(tokens)
    after = shape[at + 1 : at + 2]
    cues = _cues(tokens, at)
    if _is_baseline(tokens, at):
        return None
    if "A" in cues or re.match(r"[>.]?[cm]", shape[at + 1 :]) or _counts(tokens, at):
        return None
    if after == "i" and at and tokens[at - 1].code == "B" and len(tokens[at - 1].words) > 1:
        return "duration"
    if after == "i":
        return None if _counts_cases(tokens, at) else "duration" if _is_ban(tokens, at) else "deadline"
    if "R" in cues or _follows(tokens, at, "R"):
        return "retention"
    if "H" in cues:
        return "deadline"
    if "<" in cues:
        return _limited(tokens, at, cues)
    if ">" in cues and is_of_records(tokens, at):
        return "retention"
    if lasts(tokens, at):
        return "duration"
    if after == "a" and _ABSENT.search(tokens[at - 1].words):
        return None
    if ">" in cues and tokens[at].value.unit in "STHDWM" and not _has_served(tokens, at):
        return "duration"
    if "B" in cues and tokens[at].value.unit in "DWMQY":
        return "duration"
    if re.search("[PN]", cues) and after not in ("f", "T"):
        return "deadline" if _is_owed(cues) else "duration"
    return _unmarked(tokens, at, cues)


def _is_baseline(tokens: list[Token], at: int) -> bool:
    """由10分钟缩短到5分钟: where it starts from."""
    return bool(at and re.search("[由从][^,。;]{0,4}$", tokens[at - 1].words)) and bool(
        re.match(r"\.?[\^v]\.?r", codes(tokens)[at + 1 :])
    )


def lasts(tokens: list[Token], at: int) -> bool:
    """保修期不低于两年: how long a thing that has a name lasts, though it says years."""
    return tokens[at].value.unit == "Y" and bool(re.search(r"[PN]\.?>$", codes(tokens)[:at]))


def is_of_records(tokens: list[Token], at: int) -> bool:
    """门禁记录不低于180天: how long they are kept."""
    return bool(_RECORDS.search("".join(token.words for token in tokens[max(0, at - 3) : at])))


def _counts(tokens: list[Token], at: int) -> bool:
    return is_day_count(tokens, at) or is_length_as_period(tokens, at)


def _has_served(tokens: list[Token], at: int) -> bool:
    """工作满两年: a condition."""
    return tokens[at - 1].words in ("满", "年满")


def _is_owed(cues: str) -> bool:
    """整改期限, 到场时间, and 质保期内维修响应不超过: what is owed stands nearer than what lasts."""
    return "E" in cues and ("P" not in cues or cues.index("E") < cues.index("P"))


def _counts_cases(tokens: list[Token], at: int) -> bool:
    """一年内两次, 一个年度内累计: the span in which something is counted."""
    following = "".join(token.words for token in tokens[at + 2 : at + 5])
    if at and tokens[at - 1].words.endswith(("请假", "休假", "病假", "事假")):
        return True
    return bool(
        re.match(r"i\.?>?c", codes(tokens)[at + 1 :])
        or re.match(
            r"\)?(?:累计|发生|受到|出现|连续|被|有|免费|不收费|的(?!时间)|迟到|早退|旷工|缺勤|请假|违反|违规|最高|收费|封顶|[脱离空]岗|达到)",
            following,
        )
        or (_LEAVE.search("".join(token.words for token in tokens[:at])) and _GRANTED.match(following))
    )


def _limited(tokens: list[Token], at: int, cues: str) -> str | None:
    if _is_owed(cues) or _follows(tokens, at, "E"):
        return "deadline"
    if (
        re.search("[PN]", cues)
        or re.search("(?:工作|休息|加班|离岗|作业|值班|上班)$", tokens[at - 2].words)
        or _COURSE.search(_around(tokens, at))
    ):
        return "duration"
    return "deadline" if tokens[at].value.unit in "HTSD" else "duration"


def _unmarked(tokens: list[Token], at: int, cues: str) -> str | None:
    if _COURSE.search(_around(tokens, at)) and tokens[at].value.unit != "Y":
        return "duration"
    owed = re.match(r"\.?E", codes(tokens)[at + 1 :]) and tokens[at + 1].end - tokens[at].end <= 4
    return "deadline" if owed and tokens[at].value.unit in "TSH" else None


def _is_ban(tokens: list[Token], at: int) -> bool:
    """五年内不得参加: a ban, unless something is owed first."""
    told = re.search("[BE]", codes(tokens)[at + 2 : at + 6])
    return bool(told) and told.group() == "B"


def _cues(tokens: list[Token], at: int) -> str:
    """The codes of the marks close before the length, within its part of the sentence."""
    cues = ""
    for token in reversed(tokens[:at]):
        is_cell_before = token.words == "|" and token.end >= tokens[at].start - 1
        if tokens[at].start - token.end > _REACH or token.code in ",d" and not is_cell_before:
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
        before = "".join(token.words for token in tokens[max(0, at - 2) : at])
        if token.code == "t":
            windows.append(_open_ended(_of_evening(token.value, before), after, before))
        elif token.code == "D" and before.endswith(_NOT_LATER) and len(token.value) == 1:
            windows.append([None, _last(token.value[0], exact=True)])
        elif token.code == "D" and (window := _dates(token.value, after)):
            windows.append(window)
        elif token.code == "Q":
            windows.append([f"{token.value * 3 - 2:02d}", f"{token.value * 3:02d}"])
    return [w for n, w in enumerate(windows) if w not in windows[:n]]


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
        return [_first(days[0]), _last(days[1])]
    day = days[0]
    if after == "f":
        last = _last(day, exact=True)
        return None if last == "XX" else [None, last]
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
