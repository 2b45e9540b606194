"""What points are given or taken: 计4分, 扣0.5分, 一等奖10分、二等奖8分, 80分及格."""

from __future__ import annotations

import re

from .comparing import Target, operator, spread, text_before, text_behind
from .numbers import Span
from .tokens import Token, codes, words_of

_NEAR = 10
#: How many tokens are looked back over.
_FAR = 20
#: Who reaches so many points has passed.
_PASSED = re.compile(r"\s*(?:为|算|方为?|才算?|即为?|以上)?(?:及格|合格|优秀|良好|达标|通过|过关|过线|优良|入围)")
#: 扣完10分为止.
_NO_MORE = re.compile(r"\s*(?:为止|止|为限|为上限)")
#: 扣班级团体分10分, 一等奖10分, 每条3分, 基础分100分.
_GIVEN = re.compile(
    r"(?:[扣罚][^,。;、\d]{1,14}|(?<![参增添])加(?![强大快装固入工班])[^,。;、\d]{1,8}|等?奖[^,。;、\d]{0,3}"
    r"|(?<![^,。;、\d])每(?![日天周月年])[^,。;、\d]{1,6}|满分|基[础本]分|起评分|加分项?|恢复|各)$"
)
#: What points are given or taken for.
_EARNED = re.compile(r"(?:获得|获|受到|荣获|被)[^,。;:]{1,14}$")
_WHOLE = re.compile(r"总分|满分|合计|共$")
_NEXT = re.compile(r"[,、][^,。;:、]{0,8}")


def is_points(token: Token) -> bool:
    return token.code == "q" and token.value[1] == "分"


def read_points(tokens: list[Token], at: int, given: int | None) -> list[Target]:
    """计4分 and 扣0.5分 are worth stating; 垃圾处理30分 in front of a sentence is a heading's total.

    `given` is where points were given last.
    """
    span: Span = tokens[at].value[0]
    if op := operator(tokens, at):
        return spread(span, "分", op)
    if _PASSED.match(text_behind(tokens, at)):
        return spread(span, "分", ">=")
    if not (_is_given(tokens, at) or span.high is not None or _is_next(tokens, at, given)):
        return []
    return spread(span, "分", "<=" if _NO_MORE.match(text_behind(tokens, at)) else "=")


def _is_given(tokens: list[Token], at: int) -> bool:
    before = codes(tokens[max(0, at - _FAR) : at])
    if re.search(r"[s^vx][.]?$|x[.s]*$", before) and _close(tokens, at) or re.search(r"s\.?(?:q[l.]?){1,6}$", before):
        return True
    return _is_tariff(tokens, at) or bool(_GIVEN.search(text_before(tokens, at)))


def _is_next(tokens: list[Token], at: int, given: int | None) -> bool:
    """国家级加3分,省级2分: told in one row."""
    if given is None:
        return False
    if _WHOLE.search(text_before(tokens, given)):
        return False
    between = tokens[given + 1 : at]
    return "q" not in codes(between) and bool(_NEXT.fullmatch(words_of(between)))


def _is_tariff(tokens: list[Token], at: int) -> bool:
    """2分/次, 95%以上:10分, 受到表彰:5分: worth so much each, of a row of a table."""
    if at + 1 < len(tokens) and re.match(r"\s*/\s*[次项处条起人户天例个件]", tokens[at + 1].words):
        return True
    if not (at > 1 and tokens[at - 1].code == ":"):
        return False
    return tokens[at - 2].code in "%qab" or bool(_EARNED.search(tokens[at - 2].words))


def _close(tokens: list[Token], at: int) -> bool:
    mark = next(t for t in reversed(tokens[max(0, at - _FAR) : at]) if t.code in "s^vx")
    return tokens[at].start - mark.end <= _NEAR
