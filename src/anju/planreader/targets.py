"""How much: 达到95%以上, 不少于2人, 计4分, 零投诉, 降低15%."""

from __future__ import annotations

import re

from .clause import Number, tidy
from .comparing import FORBIDDEN, Target, operator, spread, text_before
from .conditions import is_condition, is_mishap
from .counts import is_issue_count
from .durations import Length
from .lexicon import table
from .numbers import Span
from .points import is_points, read_points
from .times import is_of_records, lasts
from .tokens import Token, codes, words_before, words_of

_RATE_WORDS = re.compile(r"率|满意度|满意|比例|覆盖|合格|通过|占比|比重|知晓|签约|达标|面积")
_SET_UP = re.compile(
    r"争创|争取|开工|设[置立]?|组[成建]|预留|加装|备|培训|配[备置齐]?|安排|建[立成设]?|打造|创建|培育|评[选出比]?|完成|新增|增[设加]|组织|种植|安装|成立|开展|发放|招[聘募]|限|表彰|补充|实现|购置|各|抽[查取]|栽[植种]|补[植种栽]|改造|新建|扩建|修[建缮]|拆除|整治|硬化|绿化|帮扶|救助|走访|抽取|选取|选派|推荐|聘请|确定|建成|培养|评定|征集|发展|慰问|招录|发布|编[印发]|制作|悬挂|张贴|投放|更换|添置|购买|投入"
)
#: What may stand farther in front of the number.
_BUILT = re.compile(r"(?:改造|新建|扩建|建设|建成|完成|开工|安装|种植|培育|创建|打造|新增|评选|成立|整治|拆除)[^,。;了过的]*$")
#: 每个村有2名, 应有一名: what there must be.
_OWED = re.compile(r"(?:(?:每个|确保|保证|应当|必须|要求)[^,。;]{0,8}|[应须要需]|至少)有$")
#: What happened or came is counted afterwards.
_EVENTS = ("次", "人次", "起", "亩", "L")
_CASE_WORDS = re.compile(r"(?:案件|问题|投诉|信访|档案|纠纷)[^,。;]{0,3}$|例$")
#: 去年查处酒驾431起: told, not asked.
_TOLD = re.compile(
    r"(?<![比较与同])(?:去年|上年|上[个一](?:年度?|季度|学期|月)|上季|前[两三几]年)(?!同期|度?的?基础)"
    r"|(?:19|20)(?:\d\d|[xX*]{2})年(?:共|以来|来|度?我|,?[^,;。]{0,8}(?:投入|完成|查处|处理|接待|收到)[^,;。]{0,10}了)|期间,?我|(?<!自)以来|曾"
    r"|(?<!公)[已共](?:建成|完成|查处|查获|整理|登记|维修|处理|解聘|受理|办理|接待|检查|走访|改造|投入)|未造成|了\s*\d"
    r"|概况|保有量|坐落|现有|原有|目前|共有|下?辖\s*\d|建于|先后|[上下]半年共|老毛病|惠及|总建筑?面积|建筑总面积|占地|我们?(?:新上|执教|取消|完成)"
)
_ASKED = re.compile(r"[要应须拟将]|争取|力争|确保|计划|目标[为是:值]|不低于|不少于|不超过|不得|底前|日前|必须|达到?\d+%以上")
_SCORE_WORDS = re.compile(r"得分|评分|成绩|分数|总分")
_FULL_SCORE = 1000
#: As many tokens as a row of figures has.
_ROW = 14
#: As much as stands between the two figures of 由8人增至12人, 由85%逐步提高到95%.
_SHORT = 6
_CASES = {"起": "次", "件": "次"}
#: The name in a row of figures: 车库 in 地面15km/h、车库5km/h.
_NAME = re.compile("(?!其中).{1,6}")
_UNIT_NAMES = {"T": "min", "H": "h", "D": "d", "W": "d", "M": "月", "Y": "年", "Q": "季度", "S": "s"}
_IN_A_ROW = re.compile("(?:连续|累计)$")
#: 迟到30分钟以上, 停水12小时以上: a case by its length.
_GONE_WRONG = re.compile(
    r"(?:迟到|早退|[脱离空]岗|离开|旷工|缺勤|请假|超时|逾期|延误|拖延|中断|[停断][水电气网运]|停用|[空闲]置|困人|无人)[^,。;]{0,3}$"
)
#: 建筑面积12万平方米, 共有保安32人: what there is, not what there shall be.
_FACT = re.compile(r"面积[约为]?$|(?:全长|总长|总投资|占地|现有|共有|已有|目前有|已|了)[^,。;]{0,6}$")


def read_targets(tokens: list[Token]) -> list[Target]:
    """Every target in the order of the words. Zero targets are named once a sentence."""
    found: list[Target] = []
    given = None
    words = words_of(tokens)
    told = bool(_TOLD.search(words)) and not _ASKED.search(words)
    shape = codes(tokens)
    scoring = bool(re.search(r"[s<>GLr^v].{0,2}q|xq|xs", shape)) and any(is_points(t) for t in tokens)
    for at, token in enumerate(tokens):
        if is_points(token):
            points = read_points(tokens, at, given)
            given = at if points and points[0]["op"] == "=" else None
            found.extend(points)
        elif token.code in "%qn" and not is_issue_count(tokens, at):
            found.extend(_amount(tokens, at, scoring=scoring, told=told))
        elif token.code == "d":
            found.extend(_length(tokens, at))
        elif token.code == "c" and isinstance(token.value, Span):
            found.extend(_times(tokens, at))
    if "0" in shape:
        found.insert(0 if shape.find("0") < _first_amount(shape) else len(found), {"op": "=", "value": 0, "unit": "次"})
    return found


def _times(tokens: list[Token], at: int) -> list[Target]:
    """投诉不超过2次 is to be kept, 警告两次以上的 and 连续两次 are cases."""
    op = operator(tokens, at)
    if op is None and tokens[at].words.endswith("次") and _IN_A_ROW.search(text_before(tokens, at)):
        return spread(tokens[at].value, "次", "=")
    is_limit = op in ("<", "<=") and is_mishap(tokens, at)
    is_case = codes(tokens)[at + 1 : at + 2] in ("a", "b") and is_condition(tokens, at)
    return spread(tokens[at].value, "次", op) if is_limit or is_case else []


def _first_amount(shape: str) -> int:
    found = re.search(r"[%qnd]", shape)
    return found.start() if found else len(shape)


def _amount(tokens: list[Token], at: int, *, scoring: bool, told: bool) -> list[Target]:
    token = tokens[at]
    if token.code == "%":
        if _change_sign(tokens, at) or _is_baseline(tokens, at):
            return []
        op = ">" if token.words.startswith("过") else operator(tokens, at) or _shared_operator(tokens, at)
        if not op and (told or token.words.endswith("百分点")):
            return []
        return spread(token.value, "%", op or "=")
    if token.code == "n":
        return _listed(tokens, at) or _lost_percent(tokens, at)
    span, unit = token.value
    if _is_baseline(tokens, at):
        return []
    if span == (0, None):
        return [{"op": operator(tokens, at) if _is_over(tokens, at) else "=", "value": 0, "unit": _CASES.get(unit, unit)}]
    if scoring and unit != "元" and not _is_owed(tokens, at):
        return []
    if unit == "度" and "温" in text_before(tokens, at):
        unit = "℃"
    if unit == "人" and _follows_with(tokens, at, "死亡|伤亡|重伤|受伤|事故"):
        return []
    op = operator(tokens, at) or _shared_operator(tokens, at)
    op = op or (None if told else _bare_operator(tokens, at, unit))
    if unit == "人" and at and tokens[at - 1].words.endswith(("前", "后")):
        unit = token.words[-1]
    return spread(span, unit, op) if op else []


def _is_baseline(tokens: list[Token], at: int) -> bool:
    """由85%提高到95%: where it starts from."""
    if not at or not re.search("[由从][^,。;]{0,8}$", tokens[at - 1].words):
        return False
    rise = re.match(r"\.?[\^v]?\.?r", codes(tokens)[at + 1 :])
    return bool(rise) and tokens[at + rise.end()].start - tokens[at].end <= _SHORT


def _is_over(tokens: list[Token], at: int) -> bool:
    return bool(re.search("[G<L]$", codes(tokens)[:at]))


def _is_owed(tokens: list[Token], at: int) -> bool:
    """不少于15户,每少1户扣0.3分: the first is the duty, the rest what it costs to fail in it."""
    return bool(re.search("[><]$", codes(tokens)[:at]))


def _shared_operator(tokens: list[Token], at: int) -> str | None:
    """知晓率、满意率分别达到90%、95%; 限速地面15km/h、车库5km/h: the comparison stands in front of the first."""
    start = max(0, at - _ROW)
    row = re.search(r"([><r])\.?(?:[q%][l,]\.?){1,4}$", codes(tokens[start:at]))
    if not row or tokens[at - 1].code == "." and not _NAME.fullmatch(tokens[at - 1].words):
        return None
    first = next(n for n in range(start + row.start() + 1, at) if tokens[n].code in "q%")
    if tokens[first].code != tokens[at].code or _unit(tokens[first]) != _unit(tokens[at]):
        return None
    return operator(tokens, first)


def _unit(token: Token) -> str:
    return "%" if token.code == "%" else token.value[1]


def _lost_percent(tokens: list[Token], at: int) -> list[Target]:
    """满意率达到95以上: a rate whose % sign got lost."""
    before = words_before(tokens, at, 3)
    op = operator(tokens, at)
    span = tokens[at].value
    if not op or not _RATE_WORDS.search(before) or not 1 <= span.low <= 100 or _change_sign(tokens, at):
        return _lost_points(tokens, at, op)
    return spread(span, "%", op)


def _lost_points(tokens: list[Token], at: int, op: str | None) -> list[Target]:
    """得分低于85的, 评分90以上."""
    is_score = op and _SCORE_WORDS.search(words_before(tokens, at, 3))
    return spread(tokens[at].value, "分", op) if is_score and tokens[at].value.low <= _FULL_SCORE else []


def _listed(tokens: list[Token], at: int) -> list[Target]:
    """分别奖励1000、800、500元: the unit stands behind the last figure."""
    found = re.match(r"n(?:ln)*lq", codes(tokens)[at:])
    if not found:
        return []
    unit = tokens[at + found.end() - 1].value[1]
    return spread(tokens[at].value, unit, operator(tokens, at) or "=") if unit in ("元", "分") else []


def _follows_with(tokens: list[Token], at: int, words: str) -> bool:
    return bool(re.match(rf"(?:以上)?(?:{words})", words_of(tokens[at + 1 : at + 3])))


def _bare_operator(tokens: list[Token], at: int, unit: str) -> str | None:
    """Without a comparator: staff and physical measures are fixed, other things only where something is set up."""
    words = tokens[at].words
    arabic = words[0].isdigit()
    before = tokens[at - 1].words if at else ""
    if before.endswith(("前", "后")) and words[-1] in "名位":
        return "="
    if before.endswith(("每", "第", "某", "任何", "另", "同", "有", "唯", "一式", "近", "最后")) and not _OWED.search(before[-12:]):
        return None
    if _FACT.search(before[-10:]) and not _BUILT.search(before[-16:]):
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
    if arabic and (begun or _is_next_of_list(tokens, at)):
        return "="
    if arabic:
        return "=" if _stands_behind_its_name(tokens, at) else None
    several = words[0] != "一" and unit != "份"
    if several and _SET_UP.search(before[-3:]):
        return "="
    begun = several and _SET_UP.search(text_before(tokens, at)[-16:]) or _is_next_of_list(tokens, at)
    return "=" if begun and _stands_behind_its_name(tokens, at) else None


def _stands_behind_its_name(tokens: list[Token], at: int) -> bool:
    """对讲机4部、强光手电2支: how many there shall be of each."""
    if not at or tokens[at - 1].code != "." or _unit(tokens[at]) in _EVENTS or _CASE_WORDS.search(tokens[at - 1].words + tokens[at].words):
        return False
    return codes(tokens)[at + 1 : at + 2] in ("", ",", "l", ")")


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
        return [_measured(">=", length)]
    context = words_of(tokens[max(0, at - 3) : at + 3])
    op = operator(tokens, at)
    if op == ">=" and re.search(r"培训|训练|学习|课程", context) and length.unit in "DW":
        return [_measured(op, length)]
    if shape[at + 1 : at + 2] == "a" and length.unit in "THD" and _GONE_WRONG.search(text_before(tokens, at)):
        return [_measured(op, length)]
    if op == ">" and length.unit in "TH" and not FORBIDDEN.search(text_before(tokens, at)):
        is_part_of_hour = length.unit == "H" and length.amount < 1
        return [_measured(op, Length(length.amount * 60, "T") if is_part_of_hour else length)]
    if op == ">=" and length.unit == "Y" and not _is_kept(tokens, at) and not lasts(tokens, at):
        return [_measured(op, length)]
    return []


def _is_kept(tokens: list[Token], at: int) -> bool:
    return is_of_records(tokens, at) or bool(re.search(r"R[.>rsPNH]{0,4}$", codes(tokens)[:at]))


def _measured(op: str | None, length: Length) -> Target:
    """A length as a target; weeks are told in days."""
    days = 7 if length.unit == "W" else 1
    return {"op": op, "value": tidy(length.amount * days), "unit": _UNIT_NAMES[length.unit]}


def read_changes(tokens: list[Token]) -> list[Number]:
    """Signed percentages against today: 降低15% -> -15, 上调百分之十到百分之三十 -> 10 and 30."""
    changes: list[Number] = []
    for at, token in enumerate(tokens):
        if token.code in "%" and (sign := _change_sign(tokens, at)):
            changes.extend(sign * tidy(part) for part in token.value if part is not None)
    return changes


def _change_sign(tokens: list[Token], at: int) -> int:
    for token in reversed(tokens[:at]):
        if tokens[at].start - token.end > 5 or token.code in "r,(<>" or token.code == "." and token.words[0] == "的":
            return 0
        if token.code in "^v":
            return 1 if token.code == "^" else -1
    return 0
