"""By when, for how long, kept how long."""

from __future__ import annotations

import re
from typing import NamedTuple

from .counts import is_day_count, is_length_as_period, says_by_when
from .durations import Length, iso
from .tokens import Token, codes, words_before, words_of

_REACH = 14
_RECORDS = re.compile(r"(?:录像|视频|记录|数据|资料|档案|台账|日志)(?:时间|期限|期)?(?:应当?|必?须|要)?\D{2,4}$")
#: 请假三天以内的由班长批准: who may grant it depends on the length.
_ABSENT = re.compile(r"(?:离岗|停用|转岗|休假|请假|病假|事假|闲置|从业|工作|居住|旷工|离开|停产|停工|缺勤|任职|空置)(?:达|满)?$")
_LEAVE = re.compile(r"假")
_GRANTED = re.compile(r"[^,。;]{0,12}(?:批准|审批|审核|签批|同意|核准|准假|请假|申请)")
_COURSE = re.compile(r"培训|训练|学习|集训|课程|试用|实习|公示|观察|军训|测试期|试运行")

#: 停岗学习三天, 张榜7天, 会议15分钟: a doing or a state, its object, and how long it lasts.
_LASTING = re.compile(
    r"(?:停[批运驾岗职产学课飞业止停]|暂停|禁[赛入驾]|待岗|离岗|冻结|锁定|调离|张榜|贴榜|展示|公示|张贴|补训|见习|跟[班岗师]|带教|帮带|帮教|整顿|派驻|驻点|挂职|陪园|疗?休养|"
    r"锻炼|回放|播放?|浸泡|静置|作用|保持|煮沸?|蒸|通风|排风|放水|闭水|蓄水|试[机车水跑]|放电|断电|盘车|带载|空载|冷喷|开会|练习|加练|演练|朗读|诵读|[早晨]读|读书|晨会|"
    r"例会|[班队课][前后]会|会议|辅导|值守|课间|听课|休息|活动|晨训|教育|讨论|宣讲|讲解|劳动)[^,;。、:\d]{0,6}$"
)
#: 试行期两年, 质保五年: the name says how long.
_TERM = re.compile(r"(?:(?<![长近前延到逾限后短同按中假本定整学临])期|质保|保修|包换|(?:婚|产|丧|育儿|护理|探亲)假)(?:限)?(?:为|是|:|共)?$|[早晚操]各$|每届$|合同(?:一般|原则上)?(?:为|签)$")
#: 十分钟晨会, 7天整改期.
_LASTS_SO = re.compile(r"(?![后前内])的?[^,;。、:的\d]{0,4}?(?:晨会|例会|班会|碰头会|讨论|模拟|技能课|大课|整改期|冷静期|宽限期|阅读|反思|复盘)|有效|免费")
#: 24小时更换, 三个工作日答复, 急修15分钟到.
_SOON = re.compile(
    r"(?:就|即|必须?|须|要|能|全部|电话|人员)?(?:到(?=[,;。、)]|[场岗位格])|回[电复访应音话拨]|给(?:出|予)?(?:结论|答复|说法|回音|方案)|拿出|答复|办[结完]|销号|反馈|解[救决]|关断|"
    r"修[复好毕]|清[完走运空]|更换|补[齐换]|上架|发[放出]|赔付|赶到|抵达|接[听警单通]|处置|处理(?!期)|装通|疏通|恢复|出[警动]|送达|见面|复测|归还|回头看|注销|检修完|扫[完通]|上门|整改(?!期)|上桌)"
)
_NOT_SOON = re.compile(r"(?:每|第|前|连续|近|满|共|用|约|隔|超时?|逾期|迟到|晚|再|试用|培训|花|耗)$")
#: 存三年, 录像留30天, 留样冷藏48小时.
_KEPT = re.compile(
    r"(?:录像|影像|图像|视频|存根|单据|记录|台账|档案|资料|数据|凭证|样品?|像)[^,;。]{0,8}(?:(?<![停滞逗居拘扣])留像?|存|保管期限分?)(?:满|足|够)?$|"
    r"(?:^|[,;、后])续?存(?:满|足)?$|录存$|留样[^;。]{0,24}冷藏$|(?:档案|记录|台账)[^;。]{0,24}记满$"
)
_DISCARDED = re.compile(r"[之以]?后?(?:方可|才能|方能|不得)[^,;。]{0,4}销毁")
#: 每次8分钟以内, 汇报每人5分钟内.
_EACH_TIME = re.compile(r"(?:每[次场人]|时长|用时|发言)$")
#: 停留不超过15分钟, 连续工作不超过4小时 bound a state; 最迟不超过两天 is a deadline.
_AT_LATEST = re.compile(r"最[迟晚长]|从[^,;。]{1,12}[到至][^,;。]{1,12}|完毕")
#: 迟到5分钟内扣10元, 两年内发生三次的: a case, and no duty.
_CASE = re.compile(r"内(?:扣|罚|到岗为)|内[^,;。]{2,16}(?:的|者)(?=[,;])")


#: 服务合同一般不超过三年.
_CONTRACT = re.compile("(?:合同|协议)[^,。;]{0,4}[,]?[^,。;]{0,4}$")
#: 三年不得入围.
_BARRED = re.compile("不[得予再准]|禁止|暂停|停止|取消")


class Times(NamedTuple):
    deadline: str | None = None
    retention: str | None = None
    retention_bound: str | None = None
    duration: str | None = None


def read_times(tokens: list[Token]) -> Times:
    """The first deadline, retention and duration that the words state."""
    times = Times()
    for at, token in enumerate(tokens):
        if token.code == "o" and times.deadline is None:
            times = times._replace(deadline=token.value.iso)
        if token.code != "d":
            continue
        role = _role(tokens, at)
        if role and getattr(times, role) is None:
            times = times._replace(**{role: _stated(token.value, role)})
            if role == "retention":
                times = times._replace(retention_bound=_retention_bound(tokens, at))
    return times


def _stated(length: Length, role: str) -> str:
    """Of a range, a deadline is its end: 1-3天内."""
    return iso(length.high, length.unit) if role == "deadline" and length.high else length.iso


def _role(tokens: list[Token], at: int) -> str | None:
    """What the length at `at` is: named by the nearest cue before it, then by what follows."""
    shape = codes(tokens)
    after = shape[at + 1 : at + 2]
    cues = _cues(tokens, at)
    if _is_baseline(tokens, at):
        return None
    if "A" in cues or re.match(r"[>.]?[cm]", shape[at + 1 :]) or _counts(tokens, at):
        return None
    if after == "i" and at and tokens[at - 1].code == "B" and len(tokens[at - 1].words) > 1:
        return "duration"
    if _is_case(tokens, at, cues):
        return None
    if re.search("[晚迟]于", words_before(tokens, at, 4)[-8:]):
        return "deadline"
    if after == "i" and (_EACH_TIME.search(words_before(tokens, at, 4)) or _behind(tokens, at).startswith("内有效")):
        return "duration"
    if after == "i":
        return None if _counts_cases(tokens, at) else "duration" if _is_ban(tokens, at) else "deadline"
    if _KEPT.search(words_before(tokens, at, 4)) or _DISCARDED.match(_behind(tokens, at)):
        return "retention"
    if "R" in cues or _follows(tokens, at, "R"):
        return "retention"
    if "H" in cues:
        return "deadline"
    if "<" in cues:
        return _limited(tokens, at, cues)
    if ">" in cues and is_of_records(tokens, at):
        return "retention"
    if lasts(tokens, at):
        return "duration"
    if after == "a" and _ABSENT.search(tokens[at - 1].words):
        return None
    if ">" in cues and tokens[at].value.unit in "STHDWM" and not _has_served(tokens, at):
        return "duration"
    if "B" in cues and tokens[at].value.unit in "DWMQY":
        return "duration"
    if re.search("[PN]", cues) and after not in ("f", "T"):
        return "deadline" if _is_owed(cues) else "duration"
    return _unmarked(tokens, at, cues)


def _is_case(tokens: list[Token], at: int, cues: str) -> bool:
    """睡眠不足6小时, 合同终止前60日, 误差不超过5秒, 一年内被投诉两次的."""
    if cues[:1] in ("L", "G") or re.search("误差", words_before(tokens, at, 4)):
        return True
    if words_before(tokens, at, 4).endswith("前") and codes(tokens)[at + 1 : at + 2] not in ("i", "f"):
        return tokens[at].value.unit in "HTD"
    found = _CASE.match(_behind(tokens, at))
    return bool(found) and (found.group()[1] in "扣罚到" or tokens[at].value.unit in "YM" and not _is_ban(tokens, at))


def _behind(tokens: list[Token], at: int) -> str:
    return words_of(tokens[at + 1 : at + 6])


def _is_baseline(tokens: list[Token], at: int) -> bool:
    """由10分钟缩短到5分钟: where it starts from."""
    return bool(at and re.search("[由从][^,。;]{0,4}$", tokens[at - 1].words)) and bool(
        re.match(r"\.?[\^v]\.?r", codes(tokens)[at + 1 :])
    )


def lasts(tokens: list[Token], at: int) -> bool:
    """保修期不低于两年: how long a thing that has a name lasts, though it says years."""
    return tokens[at].value.unit == "Y" and bool(re.search(r"[PN]\.?>$", codes(tokens)[:at]))


def is_of_records(tokens: list[Token], at: int) -> bool:
    """门禁记录不低于180天: how long they are kept."""
    return bool(_RECORDS.search(words_before(tokens, at, 3)))


def _counts(tokens: list[Token], at: int) -> bool:
    return is_day_count(tokens, at) or is_length_as_period(tokens, at)


def _has_served(tokens: list[Token], at: int) -> bool:
    """工作满两年: a condition."""
    return tokens[at - 1].words in ("满", "年满")


def _is_owed(cues: str) -> bool:
    """整改期限, 到场时间, and 质保期内维修响应不超过: what is owed stands nearer than what lasts."""
    return "E" in cues and ("P" not in cues or cues.index("E") < cues.index("P"))


def _counts_cases(tokens: list[Token], at: int) -> bool:
    """一年内两次, 一个年度内累计: the span in which something is counted."""
    following = words_of(tokens[at + 2 : at + 5])
    if says_by_when(tokens, at):
        return False
    if at and tokens[at - 1].words.endswith(("请假", "休假", "病假", "事假")):
        return True
    return bool(
        re.match(r"i\.?>?c", codes(tokens)[at + 1 :]) and not words_before(tokens, at, 4).endswith("后")
        or re.match(
            r"\)?(?:累计|发生|受到|出现|连续|被|有|免费|不收费|的(?!时间)|迟到|早退|旷工|缺勤|请假|违反|违规|最高|收费|封顶|[脱离空]岗|达到)",
            following,
        )
        or (_LEAVE.search(words_of(tokens[:at])) and _GRANTED.match(following))
    )


def _limited(tokens: list[Token], at: int, cues: str) -> str | None:
    if _CONTRACT.search(words_of(tokens[:at])) and codes(tokens)[at + 1 : at + 2] != "i":
        return "duration"
    if _is_owed(cues) or _follows(tokens, at, "E"):
        return "deadline"
    if (
        re.search("[PN]", cues)
        or re.search("(?:工作|休息|加班|离岗|作业|值班|上班)$", tokens[at - 2].words)
        or _COURSE.search(_around(tokens, at))
    ):
        return "duration"
    return "deadline" if _AT_LATEST.search(words_before(tokens, at, 4)) or codes(tokens)[at + 1 : at + 2] == "i" else "duration"


def _unmarked(tokens: list[Token], at: int, cues: str) -> str | None:
    before, behind = words_before(tokens, at, 4), _behind(tokens, at)
    after = codes(tokens)[at + 1 : at + 2]
    takes_years = tokens[at].value.unit == "Y" and tokens[at].value.amount >= 1
    if after == "B" and tokens[at].value.unit in "WMQY" and _BARRED.match(behind) and not before.endswith("连续"):
        return "duration"
    if _COURSE.search(_around(tokens, at)) and not takes_years:
        return "duration"
    if _TERM.search(before) and "E" not in cues and after not in ("a", "f"):
        return "duration"
    if _LASTING.search(before) and after != "f" and (not takes_years or before.endswith(("禁赛", "禁入"))):
        return "duration"
    if _LASTS_SO.match(behind) and not takes_years and not _NOT_SOON.search(before):
        return "duration"
    if before.endswith("连续") and re.match("[,、]?每", behind):
        return "duration"
    if _SOON.match(behind) and tokens[at].value.unit in "STHDW" and not _NOT_SOON.search(before):
        return "deadline"
    owed = re.match(r"\.?E", codes(tokens)[at + 1 :]) and tokens[at + 1].end - tokens[at].end <= 4
    return "deadline" if owed and tokens[at].value.unit in "TSH" else None


def _is_ban(tokens: list[Token], at: int) -> bool:
    """五年内不得参加: a ban, unless something is owed first."""
    part = codes(tokens)[at + 2 : at + 7].lstrip(",").partition(",")[0]
    if re.match("内不[受接]", _behind(tokens, at)):
        return True
    told = re.search("[BE]", part)
    return bool(told) and told.group() == "B"


def _cues(tokens: list[Token], at: int) -> str:
    """The codes of the marks close before the length, within its part of the sentence."""
    cues = ""
    for token in reversed(tokens[:at]):
        is_cell_before = token.words == "|" and token.end >= tokens[at].start - 1
        if tokens[at].start - token.end > _REACH or token.code in ",d" and not is_cell_before:
            break
        cues += token.code
    return cues


def _follows(tokens: list[Token], at: int, code: str) -> bool:
    for token in tokens[at + 1 :]:
        if token.start - tokens[at].end > 8 or token.code in ",d":
            return False
        if token.code == code:
            return True
    return False


def _around(tokens: list[Token], at: int) -> str:
    return "".join(t.words for t in tokens[max(0, at - 2) : at + 3] if t.code in ".PE")


def _retention_bound(tokens: list[Token], at: int) -> str | None:
    after = codes(tokens)[at + 1 : at + 2]
    if after == "a" or re.search(r"[>r]", _cues(tokens, at)):
        return "min"
    return "max" if after == "b" or "<" in _cues(tokens, at) else None
