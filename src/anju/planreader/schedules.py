"""How often: 每年至少两次, 半年一次, 每周2天, 一到两次, 每季度两普查、一抽查, 24小时."""

from __future__ import annotations

import re
from typing import Any

from . import counts, moments
from .conditions import befell_within_span, is_condition
from .counts import Schedule
from .numbers import Span
from .restated import is_said_again
from .tokens import Token, codes, since_comma, words_of

_OUTINGS = ("场", "轮", "期", *counts.ONLY_IN_PERIOD)
#: What goes into an appraisal, and of what the words say no more than that it is there.
_INTO = re.compile(r"(?:[参纳列计记汇归折][加入]|作为|按照|迎接|(?<![分行])为|总结(?!和)|不予|在(?!每))[^,。;每]{0,10}$")
_AS_A_PART = re.compile(r"[^,。;]{0,12}(?:依据|参考|挂钩)|[^,。;]{0,6}(?:体系|办法|的?组成部分|的?条件|资料(?!室)|不予|中[^,。;]{0,4}[加减扣]分)")


def read_schedules(tokens: list[Token]) -> list[dict[str, Any]]:
    """Every schedule of the sentence in the order of its words, without repetition: `count`, `period` and `bound` as far as they are said."""
    found: list[Schedule] = []
    current: Schedule | None = None
    for at, token in enumerate(tokens):
        if period := _period(tokens, at):
            if _looks_back(tokens, at) and _complete(found, period[0]):
                continue
            current = Schedule(period[0], named_at=at)
            if (days := moments.weekdays(token.words)) > 1 and not re.match(r"[^,]*[cm]", codes(tokens)[at + 1 :]):
                current.count, current.bound = days, "exact"
            if not _is_round_the_clock(tokens, at):
                found.append(current)
        elif (span := counts.times(tokens, at, current)) is not None:
            current = _take(found, current, tokens, at, span)
            _share(found, current, tokens)
        elif token.code == "c" and current in found and current.count is None and _is_span_of_cases(tokens, at):
            found.remove(current)
    return _tidy(found, tokens)


def _looks_back(tokens: list[Token], at: int) -> bool:
    """巡查不得少于三次,以每日计算; 两次,按月安排: the period stands behind its number."""
    is_behind = tokens[at].words.startswith("按") or tokens[at - 1 : at] != [] and tokens[at - 1].words.endswith(("以", "按"))
    return is_behind and bool(re.match("计(?!划)|执行|安排|掌握", words_of(tokens[at + 1 : at + 3])))


def _complete(found: list[Schedule], period: str | None) -> bool:
    """Give the period to each number that has none yet; whether there was one."""
    lacking = [schedule for schedule in found if schedule.period is None and schedule.count]
    for schedule in lacking:
        schedule.period = period
    return bool(lacking)


def _is_span_of_cases(tokens: list[Token], at: int) -> bool:
    """全年四次上榜的: the year is the span in which something else is counted."""
    if befell_within_span(tokens, at):
        return True
    period = next((token for token in reversed(tokens[:at]) if token.code == "e"), None)
    return period is not None and bool(re.match("全年|年内|年度内|本年度", period.words)) and is_condition(tokens, at)


def is_continuous(tokens: list[Token]) -> bool:
    """24小时, 全天候, 不间断."""
    return any(token.code == "C" for token in tokens)


def _is_round_the_clock(tokens: list[Token], at: int) -> bool:
    return tokens[at].value == "P1D" and "C" in codes(tokens)[at + 1 : at + 3]


def _period(tokens: list[Token], at: int) -> tuple[str | None] | None:
    token = tokens[at]
    if token.code == "e" or token.code == "y" and not (_says_itself(tokens, at) or _is_referred_to(tokens, at)):
        return (token.value,)
    return (token.value.iso,) if counts.is_length_as_period(tokens, at) else None


def _is_referred_to(tokens: list[Token], at: int) -> bool:
    """纳入对镇街的年度考核, 迎接年度检查: something goes into it, or is done for its sake."""
    if tokens[at].words.startswith(("周", "星期")):
        return False
    return bool(_INTO.search(words_of(since_comma(tokens, at))) or _AS_A_PART.match(words_of(tokens[at + 1 : at + 8])))


def _says_itself(tokens: list[Token], at: int) -> bool:
    """季度考核每年不少于四次: the name is followed by how often; not 月报、日报."""
    return bool(re.match(r"(?!\.?le)[^,;]*e", codes(tokens)[at + 1 :]))


def _take(found: list[Schedule], current: Schedule | None, tokens: list[Token], at: int, span: Span) -> Schedule:
    """The schedule that the number at this token belongs to, with the number: the current one or a further one."""
    if tokens[at].code == "c" and not isinstance(tokens[at].value, Span):
        current = Schedule(tokens[at].value[1], named_at=at)
    elif implied := counts.implied_period(tokens, at):
        current = Schedule(implied, named_at=at)
    elif current is None or _is_another(tokens, at, current):
        current = Schedule()
    elif current.count is not None:
        current = Schedule(current.period, named_at=current.named_at)
    if current not in found:
        found.append(current)
    current.count, current.counted_at = int(span.low) * counts.each(tokens, at), at
    current.bound = "min" if span.high is not None else counts.bound(tokens, at)
    if span.high is not None:
        found.append(Schedule(current.period, int(span.high), "max"))
    return current


def _share(found: list[Schedule], counted: Schedule, tokens: list[Token]) -> None:
    """市每季度、县每月、乡镇每半月检查一次: the number holds for each period of the row."""
    row = re.search(r"[ey](?:l\.?[ey])+$", codes(tokens)[: (counted.named_at or 0) + 1])
    for schedule in found:
        if row and schedule.count is None and schedule.named_at >= row.start():
            schedule.count, schedule.bound = counted.count, counted.bound


def _is_another(tokens: list[Token], at: int, current: Schedule) -> bool:
    """每天刷题100道,考前模考三场: a round of events in another part is none of every day, nor is what has a time limit of its own."""
    is_apart = tokens[at].words.endswith(_OUTINGS) or re.search("di[^,;]*$", codes(tokens)[:at])
    return bool(is_apart) and current.named_at is not None and counts.is_beyond(tokens, at, current)


def _tidy(found: list[Schedule], tokens: list[Token]) -> list[dict[str, Any]]:
    """In the order count, period, bound; a bare period beside a counted one of the same length adds nothing, unless it is said of other work."""
    kept: list[dict[str, Any]] = []
    for schedule in found:
        said = {"count": schedule.count, "period": schedule.period, "bound": schedule.bound}
        plain = {name: value for name, value in said.items() if value is not None}
        if plain and plain not in kept and not is_said_again(schedule, found, tokens):
            kept.append(plain)
    return kept
