"""The comparison around an amount: 达到…以上, 不超过, 以内, 100米内不得."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from .clause import tidy
from .numbers import Span
from .tokens import Token, codes, words_of

Target = dict[str, Any]

_PREFIX = {">": ">=", "<": "<=", "G": ">", "L": "<", "r": ">="}
_SUFFIX = {"a": ">=", "b": "<=", "i": "<=", "z": "=", "<": "<="}
_NEAR = 10
#: 达到全镇道路总长的80%: what is reached is a share of something that is named between.
_FAR = 20
#: What may stand between a comparator and its figure.
_BETWEEN = ".s0Al_PNERB"
#: 距池盖5米以外.
_BEYOND = re.compile(r"\s*(?:以外|之外|开外|外(?![墙部观围来]))")
#: 100米内不得燃放: how far away at least.
_KEPT_FREE = re.compile(r"\s*(?:范围|半径|距离)?(?:以内|之内|内|里)?[^,。;\d]{0,6}?(?:不得|不准|不许|不应|不能|严禁|禁止|禁)")
#: 不得摆放三件以上.
FORBIDDEN = re.compile(r"(?:不得|不准|不能|不许|禁止|严禁)[^的者,;。\d]{0,8}$")
_DISTANCES = ("m", "km")


def spread(span: Span, unit: str, op: str) -> list[Target]:
    """A range is two targets: from the lower figure to the higher one."""
    if span.high is None:
        return [{"op": op, "value": tidy(span.low), "unit": unit}]
    return [{"op": ">=", "value": tidy(span.low), "unit": unit}, {"op": "<=", "value": tidy(span.high), "unit": unit}]


def text_before(tokens: list[Token], at: int) -> str:
    """The words of the same part of the sentence that stand in front of the token."""
    words = ""
    for token in reversed(tokens[max(0, at - 24) : at]):
        if token.code in ",:()" or len(words) > 24:
            break
        words = token.words + words
    return words


def text_behind(tokens: list[Token], at: int) -> str:
    return words_of(tokens[at + 1 : at + 5])


def operator(tokens: list[Token], at: int) -> str | None:
    """The comparison around the amount at `at`, or None when there is no comparator."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    before = _comparator_before(tokens, at)
    if _is_kept_away(tokens, at):
        return ">="
    if before and before.code == "L":
        return "<"
    if after and after.code == "a" and FORBIDDEN.search(text_before(tokens, at)):
        return "<"
    if before and before.words in ("到", "至") and tokens[at].code == "q" and not (after and after.code in "abi"):
        return None if tokens[at].words.startswith("一") else "="
    if after and (after.words.startswith("(不含)") or after.code == "b" and _is_parted(tokens, at)):
        return _SUFFIX[after.code][0]
    if after and (after.code in "ab" or after.words == "封顶"):
        return _SUFFIX[after.code]
    if after and after.words == "起" and tokens[at].code == "q" and tokens[at].value[1] == "元":
        return ">="
    if before and before.code == "r" and _falls(tokens, at):
        return "<="
    if after and after.code in "iz" and not (before and before.code in "><GL"):
        return _SUFFIX[after.code]
    return _PREFIX[before.code] if before else None


def _is_parted(tokens: list[Token], at: int) -> bool:
    """5万平方米以上的, 5万平方米以下的: the figure itself belongs to 以上."""
    return any(token.value == tokens[at].value and behind.code == "a" for token, behind in pairwise(tokens) if token.value)


def _is_kept_away(tokens: list[Token], at: int) -> bool:
    if tokens[at].code != "q" or tokens[at].value[1] not in _DISTANCES:
        return False
    behind = text_behind(tokens, at)
    return bool(_BEYOND.match(behind) or _KEPT_FREE.match(behind))


def _comparator_before(tokens: list[Token], at: int) -> Token | None:
    between, depth = "", 0
    is_taken = False
    for token in reversed(tokens[:at]):
        depth += (token.code == ")") - (token.code == "(")
        reach = _FAR if token.code == "r" and tokens[at].code == "%" and tokens[at - 1].words.endswith("的") else _NEAR
        if tokens[at].start - token.end > reach and token.code in _PREFIX or token.code == "," or depth < 0:
            return None
        if depth or token.code == "(":
            continue
        if token.code == "H" and token.words == "限" and not between:
            return Token("<", token.words, token.start, token.end)
        if token.code in _PREFIX:
            #: 照度低于标准的区域增设路灯10盏 compares no lamps.
            far = "的" in between and tokens[at].code != "%"
            return None if token.code in "LG" and (far or is_taken) else token
        if token.code not in _BETWEEN:
            return None
        #: 未达到扣1分: the points are no limit.
        is_taken = is_taken or token.code == "s" and token.words in "扣减加罚奖"
        between = token.words
    return None


def _falls(tokens: list[Token], at: int) -> bool:
    """降低到, 压缩至: what is reached is a ceiling."""
    return bool(re.search(r"v\.?r$", codes(tokens)[:at]))
