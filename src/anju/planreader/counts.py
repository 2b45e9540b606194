"""How many times a token says: 两次, 每周2天, 每季度一期, 早晚各一次, and which lengths say how often: 半年一次."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import moments
from .conditions import is_condition
from .numbers import Span
from .tokens import Token, codes, since_comma, words_before, words_of

_BOUNDS = {">": "min", "<": "max", "G": "min", "r": "min"}
#: A length that stands where a period does: 半年一次, 一个月不少于两次, 一年内至少两次.
_LENGTH_AS_PERIOD = re.compile(r"d(?=i?[>.<E]{0,4}c|m)")
_REACH = 18
#: 10万次循环检修: no plan owes so much.
_NOT_OFTEN = 10_000
_NEAR, _FAR = 10, 24
#: Words that count lessons, rounds and nights count how often only behind a period: 每周一节, 一小时一圈.
ONLY_IN_PERIOD = ("圈", "节", "讲", "堂", "批次", "批", "晚", "晚上", "夜", "班")
_LESSONS = ("节", "讲", "堂")
_COURSE = re.compile("培训|训练|学习|课程|集训|轮训")
#: 间隔不超过两小时, 检测周期为半年: a length that says how often.
_EVERY_SO_OFTEN = re.compile(
    r"(?<![餐次车])间隔(?:时间)?(?!误差|不[少低小得])[^,。;]{0,6}$|(?:检[测查修验]|校[验准]|保养|维护|清洗|清掏|巡检|巡查|更换|轮换|测试|消毒|复审|复训|修剪|评价|考核|评定)周期(?:应|一般|原则上)?(?:为|不超过|不得超过|是|:)?$"
)


@dataclass(slots=True, eq=False)
class Schedule:
    """How often, while the tokens are read: `period` is None for a school term and where none is said."""

    period: str | None = None
    count: int | None = None
    bound: str | None = None
    #: Which tokens say its period and its number.
    named_at: int | None = None
    counted_at: int | None = None


def times(tokens: list[Token], at: int, current: Schedule | None) -> Span | None:
    """The number of times at this token, or None when it counts something else."""
    token = tokens[at]
    if token.code == "m":
        return token.value if current is not None or implied_period(tokens, at) else None
    if is_day_count(tokens, at):
        return Span(token.value.amount, token.value.high)
    if is_issue_count(tokens, at):
        return token.value[0]
    if token.code != "c" or is_condition(tokens, at):
        return None
    if not isinstance(token.value, Span):
        return token.value[0]
    if token.words.endswith(ONLY_IN_PERIOD) and (current is None or current.count is not None or is_beyond(tokens, at, current)):
        return None
    if current is None and token.words in ("一遍", "一回"):  # gone over once, not every so often
        return None
    span = token.value
    return span if span.low == int(span.low) and span.low < _NOT_OFTEN else None


def is_issue_count(tokens: list[Token], at: int) -> bool:
    """每季度出一期专刊: issues are counted like times where a period stands before them."""
    token = tokens[at]
    return token.code == "q" and token.value[1] == "期" and bool(re.search(r"e[^,;qc]*$", codes(tokens)[:at]))


def is_day_count(tokens: list[Token], at: int) -> bool:
    """每周2天: two times a week. Hours are a length and no count."""
    token = tokens[at]
    if token.code != "d" or token.value.unit != "D" or not re.search(r"e\.?[><]?\.?$", codes(tokens)[:at]):
        return False
    if re.search("(?:假|累计|逢)$", tokens[at - 1].words) or codes(tokens)[at + 1 : at + 2] == "i":
        return False
    period = next(t for t in reversed(tokens[:at]) if t.code == "e")
    if codes(tokens)[at + 1 : at + 2] == "a":
        return period.value in ("P1W", "P1M") and not _COURSE.search(words_before(tokens, at, 4) + _behind(tokens, at))
    if codes(tokens)[at - 1] == ">":
        is_course = bool(_COURSE.search(words_before(tokens, at, 4) + _behind(tokens, at)))
        return period.value == "P1W" or period.value == "P1M" and not is_course
    return period.value in ("P1W", "P1M", "P3M", "P1Y") and token.start - period.end <= 4


def is_length_as_period(tokens: list[Token], at: int) -> bool:
    """半年一次, 一个月不少于两次, 一年内至少对水箱清洗两次: the length says how often."""
    if tokens[at].code == "d" and _EVERY_SO_OFTEN.search(words_before(tokens, at, 4)):
        return not _behind(tokens, at).startswith(("后", "再"))
    if tokens[at].code != "d" or not _LENGTH_AS_PERIOD.match(codes(tokens), at) or _is_bound(tokens, at):
        return False
    if codes(tokens)[at + 1 : at + 2] == "i" and words_before(tokens, at, 4).endswith("后"):  # 大风后半小时内加巡一次
        return False
    if says_by_when(tokens, at):
        return False
    ahead = next(n for n in range(at + 1, len(tokens)) if tokens[n].code in "cm")
    between = codes(tokens)[at + 1 : ahead]
    if tokens[ahead].words.endswith(_LESSONS) and tokens[at].value.unit in "HT":
        return False
    reach = _FAR if ">" in between or between.startswith("i") else _NEAR
    return tokens[ahead].start - tokens[at].end <= reach and not is_condition(tokens, ahead)


def says_by_when(tokens: list[Token], at: int) -> bool:
    """10日内召开一次会议: by when, and not how often; 三天内至少巡查一次, 一年内检查一次 say how often."""
    if not re.match("di[.E]{0,2}c", codes(tokens)[at:]) or tokens[at].value.unit == "Y":
        return False
    ahead = codes(tokens).index("c", at)
    is_once = tokens[ahead].value == Span(1) and codes(tokens)[ahead + 1 : ahead + 2] not in ("a", "b")
    return is_once and not is_condition(tokens, ahead)


def _is_bound(tokens: list[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].code in "PABNH"


def _behind(tokens: list[Token], at: int) -> str:
    return words_of(tokens[at + 1 : at + 3])


def implied_period(tokens: list[Token], at: int) -> str | None:
    """早晚各一次, 早7点、晚5点两次 without a period: every day. 上、下半年各一次: every year."""
    part = since_comma(tokens, at)
    words = words_of(part)
    if re.search("[ey]", codes(part)):
        return None
    if moments.are_of_day(words) or re.search(r"t(?:[.,l]?t)+[.E]{0,3}$", codes(part)):
        return "P1D"
    return "P1Y" if moments.are_of_year(words) else None


def is_beyond(tokens: list[Token], at: int, current: Schedule) -> bool:
    """Whether a comma stands between the period and its number."""
    return "," in codes(tokens)[(current.named_at or 0) : at]


def each(tokens: list[Token], at: int) -> int:
    """What a number is to be multiplied by: 早、中、晚各一次 says it of three moments."""
    if clocks := re.search(r"[tD]f?(?:[.,l]?[tD]f?)+[.E]{0,3}$", codes(tokens)[:at]):
        return len(re.sub("[^tD]", "", clocks.group())) if "各" in words_before(tokens, at, 4) else 1
    return moments.told(words_of(tokens[codes(tokens)[:at].rfind("c") + 1 : at]))


def bound(tokens: list[Token], at: int) -> str:
    """Whether the number at this token is the least (`min`), the most (`max`) or just so many times (`exact`)."""
    if at + 1 < len(tokens) and tokens[at + 1].code == "a":
        return "min"
    if at + 1 < len(tokens) and (tokens[at + 1].code in "bi" or tokens[at + 1].words.startswith("为限")):
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
