"""Whether a period that is said twice is one duty or two: 每天巡查,每天不少于三次; 每天开门,每天清扫一次."""

from __future__ import annotations

import re

from .counts import Schedule
from .tokens import Token, codes, since_comma, words_of

_SAYS_NO_WORK = re.compile(
    "坚持|做到|必须|应当?|要求|保证|确保|原则上|一般|进行|开展|组织|实行|次数|频次|其中|工作|安全|卫生|[共各均须要且并也还再的地由对在]"
)
#: Whose period it is: 地毯 in 地毯每天更换.
_MATTER = re.compile(rf"[\u4e00-\u9fff]{{2}}$(?<!{'|'.join('做到 坚持 要求 按照 实行 并于 应当 其中 街道 必须'.split())})")


def is_said_again(bare: Schedule, found: list[Schedule], tokens: list[Token]) -> bool:
    """每天巡查,每天不少于三次 is one duty; 每周陪餐一次,菜价每周公示 are two: the second names a matter of its own."""
    same = [other for other in found if other.count is not None and other.period == bare.period]
    return bare.count is None and bool(same) and not all(_is_other_work(bare, counted, tokens) for counted in same)


def _is_other_work(bare: Schedule, counted: Schedule, tokens: list[Token]) -> bool:
    """每天开门,每天清扫一次: each has a period of its own, and the later of the two says for what."""
    if None in (counted.named_at, bare.named_at) or counted.named_at == bare.named_at:
        return False
    counted_part = _part(tokens, counted.counted_at or counted.named_at)
    if bare.named_at > counted.named_at:
        matter = _matter(tokens, bare.named_at)
        return bool(matter) and matter not in words_of(counted_part)
    if len(tokens[bare.named_at].words) == 1 or tokens[counted.named_at].code != "e":  # 月检|每月启动一次; 每天冲洗,早晚各一次
        return False
    said, work = words_of(_part(tokens, bare.named_at)), _work(counted_part)
    return len(work) > 1 and not any(work[at : at + 2] in said for at in range(len(work) - 1))


def _work(part: list[Token]) -> str:
    """What is to be done, without how often: 清扫楼道 in 楼道每天至少清扫一次."""
    return _SAYS_NO_WORK.sub("", words_of([token for token in part if token.code == "."]))


def _matter(tokens: list[Token], at: int) -> str | None:
    """The end of the words in front of a period: 地毯 of 地毯每天更换. 日产日清 says how clean it is to be."""
    if at == 0 or tokens[at].code != "e" or tokens[at].words == "日产日清" or tokens[at - 1].code != ".":
        return None
    named = _MATTER.search(tokens[at - 1].words)
    return named and named[0]


def _part(tokens: list[Token], at: int) -> list[Token]:
    """What is said between the commas around a token."""
    last = codes(tokens).find(",", at)
    return since_comma(tokens, at) + tokens[at : last if last >= 0 else None]
