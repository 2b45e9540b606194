"""How often: 每年至少两次, 半年一次, 每周2天, 一到两次, 每季度两普查、一抽查, 24小时."""

from __future__ import annotations

import re
from typing import Any

from .numbers import Span
from .tokens import Token, codes

Schedule = dict[str, Any]

_BOUNDS = {">": "min", "<": "max", "G": "min", "r": "min"}
#: A length that stands where a period does: 半年一次, 一个月不少于两次, 一年内至少两次.
_LENGTH_AS_PERIOD = re.compile(r"d(?=i?[>.<E]{0,4}c|m)")
_REACH = 18
_NEAR, _FAR = 10, 24
_MISHAPS = re.compile("投诉|事故|违[纪章规反]|差错|失误|警告|脱岗|迟到|旷工|缺席|火灾|案件|返修|故障")
#: 全年两次以上排名末位的: how often it must not happen.
_DISGRACE = re.compile(r"(?:及?以上)?(?:排名|位列|被|受到|考核|不合格|未|低于|倒数|垫底)[^,。;]{0,16}的(?:[,;]|[^,。;]{0,8}[,;])")
#: 三次以上五次以下, 停发奖金.
_BETWEEN = re.compile(r"c[ab]\.?c[ab]")
_COURSE = re.compile("培训|训练|学习|课程|集训|轮训")
#: 间隔不超过两小时, 检测周期为半年: a length that says how often.
_EVERY_SO_OFTEN = re.compile(
    r"间隔(?:时间)?[^,。;]{0,6}$|(?:检[测查修验]|校[验准]|保养|维护|清洗|清掏|巡检|巡查|更换|轮换|测试|消毒|复审|复训|修剪|评价|考核|评定)周期(?:应|一般|原则上)?(?:为|不超过|不得超过|是|:)?$"
)
_TRIGGERS = (
    "累计", "连续", "发现", "出现", "发生", "迟到", "旷工", "违反", "违规", "违纪", "缺席", "缺勤", "请假", "投诉", "经", "受到", "收到", "警告",
)  # fmt: skip
#: 早晚各一次 is twice.
_EACH = [
    (re.compile(r"(?:早、?中、?晚|上午、?下午、?晚上?|三季)[^,;。]{0,6}各"), 3),
    (re.compile(r"(?:春、?夏、?秋、?冬|四季)[^,;。]{0,6}各"), 4),
    (
        re.compile(
            r"(?:早、?晚|上、?下午|上午[、和及]?下午|上、?下半年|上半年[、和及]?下半年|年中[、和及]年[终末底]|前、?后|前[、和及][^,;。]{0,4}后)[^,;。]{0,6}各"
        ),
        2,
    ),
    (re.compile(r"(?:[春夏秋冬]季?[、和及]?[春夏秋冬]季?|[两二]季)[^,;。]{0,6}各"), 2),
]

#: 每周一、三、五各清运一次 is three times.
_WEEKDAYS_EACH = re.compile(
    r"(?:周|星期)(?P<days>[一二三四五六日天](?:[、和及](?:周|星期)?[一二三四五六日天]){1,6})[^,;。]{0,6}各"
)


def read_schedules(tokens: list[Token]) -> list[Schedule]:
    """Every schedule of the sentence in the order of its words, without repetition."""
    found: list[Schedule] = []
    current: Schedule | None = None
    for at, token in enumerate(tokens):
        if period := _period(tokens, at):
            current = {"period": period[0]} if period[0] else {}
            current["_at"] = token.end
            if not _is_round_the_clock(tokens, at):
                found.append(current)
        elif (span := _times(tokens, at, current)) is not None:
            current = _take(found, current, tokens, at, span)
    return _tidy(found)


def is_continuous(tokens: list[Token]) -> bool:
    return any(token.code == "C" for token in tokens)


def _is_round_the_clock(tokens: list[Token], at: int) -> bool:
    return tokens[at].value == "P1D" and "C" in codes(tokens)[at + 1 : at + 3]


def _period(tokens: list[Token], at: int) -> tuple[str | None] | None:
    token = tokens[at]
    if token.code == "e" or token.code == "y" and not _says_itself(tokens, at):
        return (token.value,)
    return (token.value.iso,) if is_length_as_period(tokens, at) else None


def _before(tokens: list[Token], at: int) -> str:
    return "".join(token.words for token in tokens[max(0, at - 4) : at])


def _behind(tokens: list[Token], at: int) -> str:
    return "".join(token.words for token in tokens[at + 1 : at + 3])


def _says_itself(tokens: list[Token], at: int) -> bool:
    """季度考核每年不少于四次: the name is followed by how often."""
    return bool(re.match(r"[^,;]*e", codes(tokens)[at + 1 :]))


def is_length_as_period(tokens: list[Token], at: int) -> bool:
    """半年一次, 一个月不少于两次, 一年内至少对水箱清洗两次: the length says how often."""
    if tokens[at].code == "d" and _EVERY_SO_OFTEN.search(_before(tokens, at)):
        return True
    if tokens[at].code != "d" or not _LENGTH_AS_PERIOD.match(codes(tokens), at) or _is_bound(tokens, at):
        return False
    ahead = next(n for n in range(at + 1, len(tokens)) if tokens[n].code in "cm")
    between = codes(tokens)[at + 1 : ahead]
    reach = _FAR if ">" in between or between.startswith("i") else _NEAR
    return tokens[ahead].start - tokens[at].end <= reach and not _is_condition(tokens, ahead)


def _is_bound(tokens: list[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].code in "PABNH"


def _times(tokens: list[Token], at: int, current: Schedule | None) -> Span | None:
    """The number of times at this token, or None when it counts something else."""
    token = tokens[at]
    if token.code == "m":
        return token.value if current is not None else None
    if is_day_count(tokens, at):
        return Span(token.value.amount, token.value.high)
    if is_issue_count(tokens, at):
        return token.value[0]
    if token.code != "c" or _is_condition(tokens, at):
        return None
    return token.value if isinstance(token.value, Span) else token.value[0]


def is_issue_count(tokens: list[Token], at: int) -> bool:
    """每季度出一期专刊: issues are counted like times where a period stands before them."""
    token = tokens[at]
    return token.code == "q" and token.value[1] == "期" and bool(re.search(r"e[^,;qc]*$", codes(tokens)[:at]))


def is_day_count(tokens: list[Token], at: int) -> bool:
    """每周2天: two times a week. Hours are a length and no count."""
    token = tokens[at]
    if token.code != "d" or token.value.unit != "D" or not re.search(r"e\.?[><]?\.?$", codes(tokens)[:at]):
        return False
    period = next(t for t in reversed(tokens[:at]) if t.code == "e")
    if codes(tokens)[at + 1 : at + 2] == "a":
        return period.value in ("P1W", "P1M") and not _COURSE.search(_before(tokens, at) + _behind(tokens, at))
    if codes(tokens)[at - 1] == ">":
        is_course = bool(_COURSE.search(_before(tokens, at) + _behind(tokens, at)))
        return period.value == "P1W" or period.value == "P1M" and not is_course
    return period.value in ("P1W", "P1M", "P3M", "P1Y") and token.start - period.end <= 4


def _is_condition(tokens: list[Token], at: int) -> bool:
    """连续两次不合格的, 发现一次扣5分, 超过3次: the number triggers something else."""
    before = tokens[at - 1] if at else None
    if is_mishap(tokens, at):
        return True
    if _BETWEEN.match(codes(tokens)[at:]) or _BETWEEN.match(codes(tokens)[max(0, at - 2) :]) and at > 1:
        return True
    if before and (before.code in "GPx^v" and before.words != "公示" or before.words.endswith(_TRIGGERS)):
        return True
    rest = codes(tokens)[at + 1 :]
    if re.search(r"e[^,sx]*$", codes(tokens)[:at]) and not re.match(r"s", rest):
        return bool(_DISGRACE.match("".join(token.words for token in tokens[at + 1 : at + 4])))
    if re.match(r"[.,]?s|as", rest) or re.match(r"a[.]", rest) and _is_case(tokens, at):
        return True
    return _ends_as_condition(tokens, at)


def _is_case(tokens: list[Token], at: int) -> bool:
    """三次以上的小区: who has it so often; not 一年两次以上的培训."""
    return bool(re.match(r"的|者", tokens[at + 2].words)) and codes(tokens)[at - 1 : at] not in ("e", "d")


def is_mishap(tokens: list[Token], at: int) -> bool:
    """投诉不超过2次 counts what should not happen: a target, not a schedule."""
    before = "".join(token.words for token in tokens[max(0, at - 3) : at])
    return bool(_MISHAPS.search(before[-10:])) and "e" not in codes(tokens)[:at]


def _ends_as_condition(tokens: list[Token], at: int) -> bool:
    """两次不合格的, 三次未整改者: up to its comma the words describe a case."""
    following = ""
    for token in tokens[at + 1 :]:
        if token.code == "," or len(following) > 24:
            break
        following += token.words
    return bool(
        re.search(
            r"(?:的|者|时)$|^(?:以上)?(?:不合格|未|不达标|违|拒|被|受到|无故|迟到|旷工|缺勤|警告|投诉)", following
        )
    )


def _take(found: list[Schedule], current: Schedule | None, tokens: list[Token], at: int, span: Span) -> Schedule:
    if tokens[at].code == "c" and not isinstance(tokens[at].value, Span):
        current = {"period": tokens[at].value[1]}
        found.append(current)
    elif current is None or "count" in current:
        current = {key: value for key, value in (current or {}).items() if key == "period"}
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


def _each(tokens: list[Token], at: int) -> int:
    if moments := re.search(r"[tD]f?(?:[.,l]?[tD]f?)+[.E]{0,3}$", codes(tokens)[:at]):
        return len(re.sub("[^tD]", "", moments.group())) if "各" in _before(tokens, at) else 1
    words = "".join(token.words for token in tokens[max(0, at - 6) : at])
    if days := _WEEKDAYS_EACH.search(words):
        return len(re.findall("[一二三四五六日天]", days["days"]))
    return next((times for pattern, times in _EACH if pattern.search(words)), 1)


def _bound(tokens: list[Token], at: int) -> str:
    if at + 1 < len(tokens) and tokens[at + 1].code == "a":
        return "min"
    if at + 1 < len(tokens) and tokens[at + 1].code in "bi":
        return "max"
    for token in reversed(tokens[:at]):
        if token.code in _BOUNDS and token.words not in ("到", "至") and tokens[at].start - token.end <= _REACH:
            return _BOUNDS[token.code]
        if token.code in "c,;" or tokens[at].start - token.end > _REACH:
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
