"""Which numbers of times are owed and which only set something else off: 连续两次不合格的, 发现一次扣5分, 上月共检查27次."""

from __future__ import annotations

import re

from .tokens import Token, codes, words_before, words_of

_MISHAPS = re.compile("投诉|事故|违[纪章规反停]|差错|失误|警告|脱岗|迟到|旷工|缺席|火灾|案件|返修|故障|误报|困人")
#: 全年两次以上排名末位的: how often it must not happen.
_DISGRACE = re.compile(
    r"(?:及?以上)?(?:排名|位列|被|受到|考核|不|未|低于|倒数|垫底)[^,。;]{0,16}的(?:[,;]|[^,。;]{0,8}[,;])"
    r"|(?:记[^,。;]{1,3})?者|[登上得][^,。;]{0,4}[榜旗]|不予"
)
#: 年内有2次评为不合格的社区: what befell somebody within a year.
_SPAN = re.compile(
    r"(?:全年|年内|年度内?|一年之?内?中?|每年度?)(?:里|[^,。;]{0,4}(?:考[核评]|检查|评比|督查|测评))?中?(?:有|累计|出现|因[^,。;]{2,8})?$"
)
#: 一年内两次考核为C级的不得连任: the case, and what comes of it.
_CASE = re.compile(
    r"[^,。;]{1,16}的[^。;]{0,24}(?:取消|不得|不予|不再|清出|责令|约谈|列入|通报|扣|罚|免|降|撤|停|退|淘汰|一票否决)"
)
_BEFELL = re.compile(
    r"(?:及?以上)?(?:检查|考核|综合|评[为定]){0,2}(?:不[合达及称]|未|低于|末位|[黄红]牌|被|受到?|获|得[黄红]|排[名末在]|(?:进入|处于)[后末倒]|批评|警告|处罚|评[为定]|不良|无故|拒不|倒数|为差)"
)
#: 一次缴纳, 分两次付清, 补考一次, 警告一次: how something is done, or what is granted or imposed once.
_IMPOSED = re.compile(
    r"(?:补考|补课|补发|返工|告知|通知|约谈|续签|缴[纳费]|付清|结[清算]|拨付|免于|减免|延期|表决|处罚|虚报|谎报|警告|奖励|补偿|交齐|核定|申[诉辩]|复议|准予|允许)[^,。;]{0,2}$"
)
_AT_ONCE = re.compile(r"(?:缴|交[纳齐清]|付[清款]|结清|一结|核定|拨付|清除费|表决|报价|补[考偿]|通知|告知|处罚)")
#: 爽约三次冻结账号, 查到一次即解除合同: what follows upon so many times.
_CONSEQUENCE = re.compile(
    r"(?:,|[^,。;]{0,5})(?:即|则|就)?(?:记过|劝退|清退|辞退|开除|除名|解除|取消|列入|拉黑|[停待下]岗|降级|没收|罚|扣|按弃权|卷铺盖|冻结|锁定|升级|退出|诫勉|处分|黑名单|移[交送])"
    r"|[^,。;]{0,5}的(?:提请|取消|予以|给予|责令|一律|直接|约谈)|(?:约谈)?(?:无效|无果|不改|不到|未改|才)"
)
#: 上月共调阅录像27次, 参加了两次考试: what has been.
_PAST = re.compile(r"[^为除]了(?!解)|上个?月|上周|去年|上年|上学期|今年以来|截至|先后$")
#: 培训一次 within a sentence may be owed once; 一次超时 at its beginning is each time.
_EACH_TIME = ("一次", "一趟", "一回")
#: 连续误报三次, 累计违停满3次, 被贴单三次: what is counted up.
_COUNTED_UP = re.compile(r"(?:连续|连(?=[呼敲拨输叫])|累计|被(?![服褥子单套困]))[\u4e00-\u9fff]{1,4}$|(?:评为|获得?)[^,。;]{1,10}$")
#: 三次以上五次以下, 停发奖金.
_BETWEEN = re.compile(r"c[ab]\.?c[ab]")
_TRIGGERS = (
    "累计", "连续", "申请", "给予", "予以", "处以", "享有", "享受", "接到", "发现", "出现", "发生", "迟到", "旷工", "违反", "违规", "违纪", "缺席", "缺勤", "请假", "投诉", "经", "受到", "收到", "获得", "荣获", "不达标", "不合格", "不到位", "警告", "记过", "嘉奖", "等功", "只能延", "允许",
)  # fmt: skip


def is_condition(tokens: list[Token], at: int) -> bool:
    """连续两次不合格的, 发现一次扣5分, 超过3次: the number triggers something else."""
    before = tokens[at - 1] if at else None
    if is_mishap(tokens, at):
        return True
    if _BETWEEN.match(codes(tokens)[at:]) or _BETWEEN.match(codes(tokens)[max(0, at - 2) :]) and at > 1:
        return True
    if before and (before.code in "GLPx^v" and before.words != "公示" or words_before(tokens, at, 2).endswith(_TRIGGERS)):
        return True
    if _COUNTED_UP.search(words_before(tokens, at, 4)) or before and _is_odd(before):
        return True
    rest = codes(tokens)[at + 1 :]
    if befell_within_span(tokens, at):
        return True
    if _DISGRACE.match(words_of(tokens[at + 1 : at + 4])):
        return True
    if re.search(r"e[^,sx]*$", codes(tokens)[:at]) and not re.match(r"s", rest):
        return False
    if re.match(r"[.,]?s|as", rest) or re.match(r"a[.]", rest) and _is_case(tokens, at):
        return True
    if _IMPOSED.search(words_before(tokens, at, 2)) or _AT_ONCE.match(words_of(tokens[at + 1 : at + 3])):
        return True
    return _ends_as_condition(tokens, at) or _has_consequence(tokens, at) or _has_been(tokens, at)


def befell_within_span(tokens: list[Token], at: int) -> bool:
    """年内两次被通报, and 年内两次考核为C级的不得连任: a number of cases, and the span in which they are counted."""
    if not _SPAN.search(words_before(tokens, at, 3)):
        return False
    return bool(_BEFELL.match(words_of(tokens[at + 1 : at + 4])) or _CASE.match(words_of(tokens[at + 1 :])))


def _is_odd(before: Token) -> bool:
    """5000公里一次 depends on the way gone, 记嘉奖一次 is a reward."""
    return before.code == "q" and before.value[1] == "km" or before.code == "s" and before.words in ("奖", "记")


def _is_case(tokens: list[Token], at: int) -> bool:
    """三次以上的小区: who has it so often; not 一年两次以上的培训."""
    return bool(re.match(r"的|者", tokens[at + 2].words)) and codes(tokens)[at - 1 : at] not in ("e", "d")


def is_mishap(tokens: list[Token], at: int) -> bool:
    """投诉不超过2次 counts what should not happen: a target, not a schedule."""
    before = words_before(tokens, at, 3)
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
            r"(?:的|者|时)$|^(?:以上)?(?:不(?![少低])|未|违|拒|被|受到|无故|迟到|旷工|缺勤|警告|投诉)", following
        )
    )


def _has_consequence(tokens: list[Token], at: int) -> bool:
    """查到一次即解除合同, and at the beginning of a part 一次超时扣200元: each time."""
    if _CONSEQUENCE.match(words_of(tokens[at + 1 : at + 5])):
        return True
    begins = codes(tokens)[at - 1 : at] in ("", ",", ":")
    goes_on = re.search("e[^;]*c[^,]*,$", codes(tokens)[:at])  # 每天两次清扫,一次冲洗
    return begins and not goes_on and tokens[at].words in _EACH_TIME and codes(tokens)[at + 1 : at + 2] == "."


def _has_been(tokens: list[Token], at: int) -> bool:
    before = words_of(tokens[:at])
    return not re.search("[ey]", codes(tokens)[:at]) and bool(_PAST.search(before))
