"""How much: 达到95%以上, 不少于2人, 计4分, 零投诉, 降低15%."""

from __future__ import annotations

import re
from typing import Any

from .clause import Number, tidy
from .durations import Length
from .lexicon import table
from .numbers import Span
from .schedules import is_issue_count, is_mishap
from .times import is_of_records, lasts
from .tokens import Token, codes

Target = dict[str, Any]

_PREFIX = {">": ">=", "<": "<=", "G": ">", "L": "<", "r": ">="}
_SUFFIX = {"a": ">=", "b": "<=", "i": "<=", "z": "="}
_NEAR = 10
#: 达到全镇道路总长的80%: a share of something that is named between.
_FAR = 24
#: 达到全镇道路总长的80%: what is reached is a share of something that is named between.
_FAR = 20
_RATE_WORDS = re.compile(r"率|满意度|满意|比例|覆盖|合格|通过|占比|比重|知晓|签约|达标|面积")
_SET_UP = re.compile(
    r"争创|争取|开工|设[置立]?|配[备置齐]?|安排|建[立成设]?|打造|创建|培育|评[选出比]?|完成|新增|增[设加]|组织|种植|安装|成立|开展|发放|招[聘募]|限|表彰|补充|实现|购置|各|抽[查取]|栽[植种]|补[植种栽]|改造|新建|扩建|修[建缮]|拆除|整治|硬化|绿化|帮扶|救助|走访|抽取|选取|选派|推荐|聘请|确定|建成|培养|评定|征集|发展|慰问|招录|发布|编[印发]|制作|悬挂|张贴|投放|更换|添置|购买|投入"
)
#: 建筑面积12万平方米, 共有保安32人: what there is, not what there shall be.
#: What may stand farther in front of the number.
_BUILT = re.compile(r"(?:改造|新建|扩建|建设|建成|完成|开工|安装|种植|培育|创建|打造|新增|评选|成立|整治|拆除)[^,。;了过的]*$")
#: 每个村有2名, 应有一名: what there must be.
_OWED = re.compile(r"(?:(?:每个|确保|保证|应当|必须|要求)[^,。;]{0,8}|[应须要需]|至少)有$")
#: What points are given or taken for.
_EARNED = re.compile(r"(?:获得|获|受到|荣获|被)[^,。;:]{1,14}$")
_FACT = re.compile(r"面积[约为]?$|(?:全长|总长|总投资|占地|现有|共有|已有|目前有|已|了)[^,。;]{0,6}$")


def read_targets(tokens: list[Token]) -> list[Target]:
    """Every target in the order of the words. Zero targets are named once a sentence."""
    found: list[Target] = []
    shape = codes(tokens)
    scoring = bool(re.search(r"[s<>GLr^v].{0,2}q|xq|xs", shape)) and any(_is_points(t) for t in tokens)
    for at, token in enumerate(tokens):
        if token.code in "%qn" and not is_issue_count(tokens, at):
            found.extend(_amount(tokens, at, scoring=scoring))
        elif token.code == "d":
            found.extend(_length(tokens, at))
        elif (
            token.code == "c"
            and isinstance(token.value, Span)
            and is_mishap(tokens, at)
            and (op := operator(tokens, at)) in ("<", "<=")
        ):
            found.extend(_spread(token.value, "次", op))
    if "0" in shape:
        found.insert(0 if shape.find("0") < _first_amount(shape) else len(found), {"op": "=", "value": 0, "unit": "次"})
    return found


def _first_amount(shape: str) -> int:
    found = re.search(r"[%qnd]", shape)
    return found.start() if found else len(shape)


def _is_points(token: Token) -> bool:
    return token.code == "q" and token.value[1] == "分"


def _amount(tokens: list[Token], at: int, *, scoring: bool) -> list[Target]:
    token = tokens[at]
    if token.code == "%":
        if _change_sign(tokens, at) or _is_baseline(tokens, at):
            return []
        return _spread(token.value, "%", ">" if token.words.startswith("过") else operator(tokens, at) or "=")
    if token.code == "n":
        return _listed(tokens, at) or _lost_percent(tokens, at)
    span, unit = token.value
    if unit == "分":
        return _points(tokens, at, span)
    if scoring and unit != "元":
        return []
    if unit == "人" and _follows_with(tokens, at, "死亡|伤亡|重伤|受伤|事故"):
        return []
    op = operator(tokens, at) or _bare_operator(tokens, at, unit)
    if unit == "人" and at and tokens[at - 1].words.endswith(("前", "后")):
        unit = token.words[-1]
    return _spread(span, unit, op) if op else []


def _is_baseline(tokens: list[Token], at: int) -> bool:
    """由85%提高到95%: where it starts from."""
    return bool(at and re.search("[由从][^,。;]{0,6}$", tokens[at - 1].words)) and bool(
        re.match(r"\.?[\^v]\.?r", codes(tokens)[at + 1 :])
    )


def _spread(span: Span, unit: str, op: str) -> list[Target]:
    """A range is two targets: from the lower figure to the higher one."""
    if span.high is None:
        return [{"op": op, "value": tidy(span.low), "unit": unit}]
    return [{"op": ">=", "value": tidy(span.low), "unit": unit}, {"op": "<=", "value": tidy(span.high), "unit": unit}]


def operator(tokens: list[Token], at: int) -> str | None:
    """The comparison around the amount at `at`, or None when there is no comparator."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    before = _comparator_before(tokens, at)
    if before and before.code == "L":
        return "<"
    if after and after.code in "ab":
        return _SUFFIX[after.code]
    if before and before.code == "r" and _falls(tokens, at):
        return "<="
    if after and after.code in "iz" and not (before and before.code in "><GL"):
        return _SUFFIX[after.code]
    return _PREFIX[before.code] if before else None


def _comparator_before(tokens: list[Token], at: int) -> Token | None:
    between, depth = "", 0
    for token in reversed(tokens[:at]):
        depth += (token.code == ")") - (token.code == "(")
        reach = _FAR if token.code == "r" and tokens[at].code == "%" and tokens[at - 1].words.endswith("的") else _NEAR
        if tokens[at].start - token.end > reach and token.code in _PREFIX or token.code == "," or depth < 0:
            return None
        if depth or token.code == "(":
            continue
        if token.code in _PREFIX:
            #: 照度不足的区域增设路灯10盏 compares no lamps.
            return None if token.code in "LG" and "的" in between else token
        between = token.words
        if token.code not in ".s0Al_":
            return None
    return None


def _falls(tokens: list[Token], at: int) -> bool:
    """降低到, 压缩至: what is reached is a ceiling."""
    return bool(re.search(r"v\.?r$", codes(tokens)[:at]))


def _lost_percent(tokens: list[Token], at: int) -> list[Target]:
    """满意率达到95以上: a rate whose % sign got lost."""
    before = "".join(t.words for t in tokens[max(0, at - 3) : at])
    op = operator(tokens, at)
    span = tokens[at].value
    if not op or not _RATE_WORDS.search(before) or not 1 <= span.low <= 100 or _change_sign(tokens, at):
        return []
    return _spread(span, "%", op)


def _listed(tokens: list[Token], at: int) -> list[Target]:
    """分别奖励1000、800、500元: the unit stands behind the last figure."""
    found = re.match(r"n(?:ln)*lq", codes(tokens)[at:])
    if not found:
        return []
    unit = tokens[at + found.end() - 1].value[1]
    return _spread(tokens[at].value, unit, operator(tokens, at) or "=") if unit in ("元", "分") else []


def _points(tokens: list[Token], at: int, span: Span) -> list[Target]:
    """计4分 and 扣0.5分 are worth stating; 垃圾处理30分 in front of a sentence is a heading's total."""
    op = operator(tokens, at)
    before = codes(tokens)[:at]
    if op:
        return _spread(span, "分", op)
    if re.search(r"[s^vx][.]?$|x[.s]*$", before) and _close(tokens, at) or span.high is not None:
        return _spread(span, "分", "=")
    if re.search(r"s[.]?q[l.]?$", before) or _is_tariff(tokens, at):
        return _spread(span, "分", "=")
    return []


def _is_tariff(tokens: list[Token], at: int) -> bool:
    """2分/次, 95%以上:10分, 受到表彰:5分: worth so much each, of a row of a table."""
    if at + 1 < len(tokens) and re.match(r"\s*/\s*[次项处条起人户天例个件]", tokens[at + 1].words):
        return True
    if not (at > 1 and tokens[at - 1].code == ":"):
        return False
    return tokens[at - 2].code in "%qab" or bool(_EARNED.search(tokens[at - 2].words))


def _follows_with(tokens: list[Token], at: int, words: str) -> bool:
    return bool(re.match(rf"(?:以上)?(?:{words})", "".join(token.words for token in tokens[at + 1 : at + 3])))


def _close(tokens: list[Token], at: int) -> bool:
    mark = next(t for t in reversed(tokens[:at]) if t.code in "s^vx")
    return tokens[at].start - mark.end <= _NEAR


def _bare_operator(tokens: list[Token], at: int, unit: str) -> str | None:
    """Without a comparator: staff and physical measures are fixed, other things only where something is set up."""
    words = tokens[at].words
    arabic = words[0].isdigit()
    before = tokens[at - 1].words if at else ""
    if before.endswith(("前", "后")) and words[-1] in "名位":
        return "="
    if before.endswith(("每", "第", "某", "任何", "另", "同", "有", "唯")) and not _OWED.search(before[-12:]):
        return None
    if _FACT.search(before[-10:]):
        return None
    if unit in table("measures")["staff"]["units"]:
        return (
            "="
            if not re.match(r"一[人位]", words)
            or tokens[at - 1 : at]
            and tokens[at - 1].code == "."
            and _SET_UP.search(before[-6:])
            else None
        )
    if unit in table("measures")["physical"]["units"]:
        return "=" if (arabic or unit in ("元", "倍")) else None
    if arabic and tokens[at].value[0].high is not None and unit not in "部路面":
        return "="
    begun = _SET_UP.search(before[-8:]) or _BUILT.search(before[-16:])
    return "=" if arabic and (begun or _is_next_of_list(tokens, at)) else None


def _is_next_of_list(tokens: list[Token], at: int) -> bool:
    """安装摄像头80个、道闸6套: the verb stands in front of the first."""
    listed = re.search(r"\.(?:qll?\.?)+$", codes(tokens)[:at])
    if not listed or listed.start() + 2 > at or tokens[at - 1].code not in ".l":
        return False
    first = tokens[listed.start()].words
    return bool(_SET_UP.search(first[-8:]) or _BUILT.search(first[-16:]))


def _length(tokens: list[Token], at: int) -> list[Target]:
    """提前15分钟 is a lead time, 五年以上 a condition, 不少于一周的培训 the least length of a course."""
    length: Length = tokens[at].value
    shape = codes(tokens)
    if at and (tokens[at - 1].words.endswith("最后") or re.search(r"d\.$", shape[:at]) and tokens[at - 1].words == "的"):
        return []
    if re.search(r"A[.>]{0,2}$", shape[:at]) or length.unit in "DM" and shape[at + 1 : at + 2] == "f":
        weeks = length.unit == "W"
        return [{"op": ">=", "value": tidy(length.amount * (7 if weeks else 1)), "unit": _unit_name(length.unit)}]
    context = "".join(t.words for t in tokens[max(0, at - 3) : at + 3])
    op = operator(tokens, at)
    if op == ">=" and re.search(r"培训|训练|学习|课程", context) and length.unit in "DW":
        return [{"op": op, "value": tidy(length.amount * (7 if length.unit == "W" else 1)), "unit": "d"}]
    if op == ">" and length.unit == "T":
        return [{"op": op, "value": tidy(length.amount), "unit": "min"}]
    if op == ">=" and length.unit == "Y" and not _is_kept(tokens, at) and not lasts(tokens, at):
        return [{"op": op, "value": tidy(length.amount), "unit": "年"}]
    return []


def _is_kept(tokens: list[Token], at: int) -> bool:
    return is_of_records(tokens, at) or bool(re.search(r"R[.>rsPN]{0,4}$", codes(tokens)[:at]))


def _unit_name(unit: str) -> str:
    return {"T": "min", "H": "h", "D": "d", "W": "d", "M": "月", "Y": "年", "Q": "季度", "S": "s"}[unit]


def read_changes(tokens: list[Token]) -> list[Number]:
    """Signed percentages against today: 降低15% -> -15, 上调百分之十到百分之三十 -> 10 and 30."""
    changes: list[Number] = []
    for at, token in enumerate(tokens):
        if token.code in "%" and (sign := _change_sign(tokens, at)):
            changes.extend(sign * tidy(part) for part in token.value if part is not None)
    return changes


def _change_sign(tokens: list[Token], at: int) -> int:
    for token in reversed(tokens[:at]):
        if tokens[at].start - token.end > 5 or token.code in "r,(<>":
            return 0
        if token.code in "^v":
            return 1 if token.code == "^" else -1
    return 0
