"""How often: 每年至少两次, 半年一次, 每周2天, 一到两次, 每季度两普查、一抽查, 24小时."""

from __future__ import annotations

import re
from typing import Any

from .numbers import Span
from .tokens import Token, codes

Schedule = dict[str, Any]

_BOUNDS = {">": "min", "<": "max", "G": "min", "r": "min"}
#: A length that stands where a period does: 半年一次, 一个月不少于两次, 一年内至少两次.
_LENGTH_AS_PERIOD = re.compile(r"d(?=i?[>.]{0,3}c|m)")
_REACH = 18
_MISHAPS = re.compile("投诉|事故|违[纪章规反]|差错|失误|警告|脱岗|迟到|旷工|缺席|火灾|案件|返修|故障")
#: 早晚各一次 is twice.
_EACH = [
    (re.compile(r"(?:早晚|早、晚|上下午|上、下午|春秋|[两二]季)[^,;。]{0,6}各"), 2),
    (re.compile(r"早、?中、?晚[^,;。]{0,6}各"), 3),
]


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
    if token.code == "e":
        return (token.value,)
    if token.code == "d" and _LENGTH_AS_PERIOD.match(codes(tokens), at) and not _is_bound(tokens, at):
        return (token.value.iso,) if _next_is_near(tokens, at) else None
    return None


def _next_is_near(tokens: list[Token], at: int) -> bool:
    ahead = next(n for n in range(at + 1, len(tokens)) if tokens[n].code in "cm")
    return tokens[ahead].start - tokens[at].end <= 10 and not _is_condition(tokens, ahead)


def _is_bound(tokens: list[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].code in "PAB"


def _times(tokens: list[Token], at: int, current: Schedule | None) -> Span | None:
    """The number of times at this token, or None when it counts something else."""
    token = tokens[at]
    if token.code == "m":
        return token.value if current is not None else None
    if is_day_count(tokens, at):
        return Span(token.value.amount, token.value.high)
    if token.code != "c" or _is_condition(tokens, at):
        return None
    return token.value if isinstance(token.value, Span) else token.value[0]


def is_day_count(tokens: list[Token], at: int) -> bool:
    """每周2天: two times a week. Hours are a length and no count."""
    token = tokens[at]
    if token.code != "d" or token.value.unit != "D" or not re.search(r"e\.?>?$", codes(tokens)[:at]):
        return False
    period = next(t for t in reversed(tokens[:at]) if t.code == "e")
    if codes(tokens)[at - 1] == ">":
        return period.value == "P1W"
    return period.value in ("P1W", "P1M", "P3M", "P1Y") and token.start - period.end <= 4


def _is_condition(tokens: list[Token], at: int) -> bool:
    """连续两次不合格的, 发现一次扣5分, 超过3次: the number triggers something else."""
    before = tokens[at - 1] if at else None
    if is_mishap(tokens, at):
        return True
    if before and (
        before.code in "GPx" or before.words.endswith(("累计", "连续", "发现", "出现", "发生", "迟到", "旷工", "违反"))
    ):
        return True
    rest = codes(tokens)[at + 1 :]
    if re.search(r"e[^,sx]*$", codes(tokens)[:at]) and not re.match(r"s", rest):
        return False
    if re.match(r"[.,]?s", rest) or re.match(r"a[.]", rest) and re.match(r"的|者", tokens[at + 2].words):
        return True
    return _ends_as_condition(tokens, at)


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
    return bool(re.search(r"(?:的|者|时)$|^(?:以上)?(?:不合格|未|不达标)", following))


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
    words = "".join(token.words for token in tokens[max(0, at - 4) : at])
    return next((times for pattern, times in _EACH if pattern.search(words)), 1)


def _bound(tokens: list[Token], at: int) -> str:
    if at + 1 < len(tokens) and tokens[at + 1].code == "a":
        return "min"
    if at + 1 < len(tokens) and tokens[at + 1].code in "bi":
        return "max"
    for token in reversed(tokens[:at]):
        if token.code in _BOUNDS and tokens[at].start - token.end <= _REACH:
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
