"""How often: 每年至少两次, 半年一次, 每周2天, 一到两次, 每季度两普查、一抽查, 24小时."""

from __future__ import annotations

import re
from typing import Any

from . import moments
from .conditions import is_condition
from .numbers import Span
from .tokens import Token, codes, words_before, words_of

Schedule = dict[str, Any]

_BOUNDS = {">": "min", "<": "max", "G": "min", "r": "min"}
#: A length that stands where a period does: 半年一次, 一个月不少于两次, 一年内至少两次.
_LENGTH_AS_PERIOD = re.compile(r"d(?=i?[>.<E]{0,4}c|m)")
_REACH = 18
#: 10万次循环检修: no plan owes so much.
_NOT_OFTEN = 10_000
_NEAR, _FAR = 10, 24
#: Words that count lessons, rounds and nights count how often only behind a period: 每周一节, 一小时一圈.
_ONLY_IN_PERIOD = ("圈", "节", "讲", "堂", "批次", "批", "晚", "晚上", "夜", "班")
_LESSONS = ("节", "讲", "堂")
_OUTINGS = ("场", "轮", "期", *_ONLY_IN_PERIOD)
_COURSE = re.compile("培训|训练|学习|课程|集训|轮训")
#: 间隔不超过两小时, 检测周期为半年: a length that says how often.
_EVERY_SO_OFTEN = re.compile(
    r"(?<![餐次车])间隔(?:时间)?(?!误差|不[少低小得])[^,。;]{0,6}$|(?:检[测查修验]|校[验准]|保养|维护|清洗|清掏|巡检|巡查|更换|轮换|测试|消毒|复审|复训|修剪|评价|考核|评定)周期(?:应|一般|原则上)?(?:为|不超过|不得超过|是|:)?$"
)


def read_schedules(tokens: list[Token]) -> list[Schedule]:
    """Every schedule of the sentence in the order of its words, without repetition."""
    found: list[Schedule] = []
    current: Schedule | None = None
    for at, token in enumerate(tokens):
        if period := _period(tokens, at):
            current = {"period": period[0]} if period[0] else {}
            current["_at"] = token.end
            if (days := moments.weekdays(token.words)) > 1 and not re.match(r"[^,]*[cm]", codes(tokens)[at + 1 :]):
                current |= {"count": days, "bound": "exact"}
            if not _is_round_the_clock(tokens, at):
                found.append(current)
        elif (span := _times(tokens, at, current)) is not None:
            current = _take(found, current, tokens, at, span)
        elif token.code == "c" and current in found and "count" not in current and _is_span_of_cases(tokens, at):
            found.remove(current)
    return _tidy(found)


def _is_span_of_cases(tokens: list[Token], at: int) -> bool:
    """全年四次上榜的: the year is the span in which something else is counted."""
    period = next((token for token in reversed(tokens[:at]) if token.code == "e"), None)
    return period is not None and bool(re.match("全年|年内|年度内|本年度", period.words)) and is_condition(tokens, at)


def is_continuous(tokens: list[Token]) -> bool:
    return any(token.code == "C" for token in tokens)


def _is_round_the_clock(tokens: list[Token], at: int) -> bool:
    return tokens[at].value == "P1D" and "C" in codes(tokens)[at + 1 : at + 3]


def _period(tokens: list[Token], at: int) -> tuple[str | None] | None:
    token = tokens[at]
    if token.code == "e" or token.code == "y" and not _says_itself(tokens, at):
        return (token.value,)
    return (token.value.iso,) if is_length_as_period(tokens, at) else None


def _behind(tokens: list[Token], at: int) -> str:
    return words_of(tokens[at + 1 : at + 3])


def _says_itself(tokens: list[Token], at: int) -> bool:
    """季度考核每年不少于四次: the name is followed by how often."""
    return bool(re.match(r"[^,;]*e", codes(tokens)[at + 1 :]))


def is_length_as_period(tokens: list[Token], at: int) -> bool:
    """半年一次, 一个月不少于两次, 一年内至少对水箱清洗两次: the length says how often."""
    if tokens[at].code == "d" and _EVERY_SO_OFTEN.search(words_before(tokens, at, 4)):
        return not _behind(tokens, at).startswith(("后", "再"))
    if tokens[at].code != "d" or not _LENGTH_AS_PERIOD.match(codes(tokens), at) or _is_bound(tokens, at):
        return False
    if codes(tokens)[at + 1 : at + 2] == "i" and words_before(tokens, at, 4).endswith("后"):  # 大风后半小时内加巡一次
        return False
    ahead = next(n for n in range(at + 1, len(tokens)) if tokens[n].code in "cm")
    between = codes(tokens)[at + 1 : ahead]
    if tokens[ahead].words.endswith(_LESSONS) and tokens[at].value.unit in "HT":
        return False
    reach = _FAR if ">" in between or between.startswith("i") else _NEAR
    return tokens[ahead].start - tokens[at].end <= reach and not is_condition(tokens, ahead)


def _is_bound(tokens: list[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].code in "PABNH"


def _times(tokens: list[Token], at: int, current: Schedule | None) -> Span | None:
    """The number of times at this token, or None when it counts something else."""
    token = tokens[at]
    if token.code == "m":
        return token.value if current is not None or _implied_period(tokens, at) else None
    if is_day_count(tokens, at):
        return Span(token.value.amount, token.value.high)
    if is_issue_count(tokens, at):
        return token.value[0]
    if token.code != "c" or is_condition(tokens, at):
        return None
    if not isinstance(token.value, Span):
        return token.value[0]
    if token.words.endswith(_ONLY_IN_PERIOD) and (not current or "count" in current or _is_beyond(tokens, at, current)):
        return None
    if current is None and token.words in ("一遍", "一回"):  # gone over once, not every so often
        return None
    span = token.value
    return span if span.low == int(span.low) and span.low < _NOT_OFTEN else None


def _is_beyond(tokens: list[Token], at: int, current: Schedule) -> bool:
    """Whether a comma stands between the period and its number."""
    return any(token.code == "," and token.start >= current.get("_at", 0) for token in tokens[:at])


def is_issue_count(tokens: list[Token], at: int) -> bool:
    """每季度出一期专刊: issues are counted like times where a period stands before them."""
    token = tokens[at]
    return token.code == "q" and token.value[1] == "期" and bool(re.search(r"e[^,;qc]*$", codes(tokens)[:at]))


def is_day_count(tokens: list[Token], at: int) -> bool:
    """每周2天: two times a week. Hours are a length and no count."""
    token = tokens[at]
    if token.code != "d" or token.value.unit != "D" or not re.search(r"e\.?[><]?\.?$", codes(tokens)[:at]):
        return False
    if re.search("(?:假|累计)$", tokens[at - 1].words) or codes(tokens)[at + 1 : at + 2] == "i":
        return False
    period = next(t for t in reversed(tokens[:at]) if t.code == "e")
    if codes(tokens)[at + 1 : at + 2] == "a":
        return period.value in ("P1W", "P1M") and not _COURSE.search(words_before(tokens, at, 4) + _behind(tokens, at))
    if codes(tokens)[at - 1] == ">":
        is_course = bool(_COURSE.search(words_before(tokens, at, 4) + _behind(tokens, at)))
        return period.value == "P1W" or period.value == "P1M" and not is_course
    return period.value in ("P1W", "P1M", "P3M", "P1Y") and token.start - period.end <= 4


def _take(found: list[Schedule], current: Schedule | None, tokens: list[Token], at: int, span: Span) -> Schedule:
    if tokens[at].code == "c" and not isinstance(tokens[at].value, Span):
        current = {"period": tokens[at].value[1], "_at": tokens[at].end}
        found.append(current)
    elif implied := _implied_period(tokens, at):
        current = {"period": implied, "_at": tokens[at].end}
        found.append(current)
    elif current is None or "count" in current or _is_another(tokens, at, current):
        goes_on = current is not None and not _is_another(tokens, at, current)
        current = {key: current[key] for key in ("period", "_at") if key in current} if goes_on else {}
        found.append(current)
    elif current not in found:
        found.append(current)
    current["count"] = int(span.low) * _each(tokens, at)
    current["bound"] = "min" if span.high is not None else _bound(tokens, at)
    if span.high is not None:
        upper = {key: value for key, value in current.items() if key == "period"} | {
            "count": int(span.high),
            "bound": "max",
        }
        found.append(upper)
    return current


def _is_another(tokens: list[Token], at: int, current: Schedule) -> bool:
    """每天刷题100道,考前模考三场: a round of events in another part is none of every day."""
    return tokens[at].words.endswith(_OUTINGS) and "_at" in current and _is_beyond(tokens, at, current)


def _implied_period(tokens: list[Token], at: int) -> str | None:
    """早晚各一次, 早7点、晚5点两次 without a period: every day."""
    part = re.search("[^,]*$", codes(tokens)[:at]).group()
    words = words_of(tokens[at - len(part) : at])
    if not re.search("[ey]", part) and (moments.are_of_day(words) or re.search(r"t(?:[.,l]?t)+[.E]{0,3}$", part)):
        return "P1D"
    return None


def _each(tokens: list[Token], at: int) -> int:
    if clocks := re.search(r"[tD]f?(?:[.,l]?[tD]f?)+[.E]{0,3}$", codes(tokens)[:at]):
        return len(re.sub("[^tD]", "", clocks.group())) if "各" in words_before(tokens, at, 4) else 1
    return moments.told(words_before(tokens, at, 10))


def _bound(tokens: list[Token], at: int) -> str:
    if at + 1 < len(tokens) and tokens[at + 1].code == "a":
        return "min"
    if at + 1 < len(tokens) and tokens[at + 1].code in "bi":
        return "max"
    for n, token in reversed(list(enumerate(tokens[:at]))):
        if tokens[at].start - token.end > _REACH or token.code in "c,;q%":
            return "exact"
        if token.code in _BOUNDS and token.words not in ("到", "至"):
            return _BOUNDS[token.code]
        if token.end == tokens[at].start and re.search("限.?$", token.words):
            return "max"
        if token.code == "d" and not is_length_as_period(tokens, n):
            return "exact"
    return "exact"


def _tidy(found: list[Schedule]) -> list[Schedule]:
    """In the order count, period, bound; a bare period beside a counted one of the same length adds nothing."""
    plain = [{k: s[k] for k in ("count", "period", "bound") if k in s} for s in found]
    counted = {s.get("period") for s in plain if "count" in s}
    kept: list[Schedule] = []
    for schedule in plain:
        if schedule and schedule not in kept and ("count" in schedule or schedule["period"] not in counted):
            kept.append(schedule)
    return kept
