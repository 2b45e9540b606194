"""Turn a folded sentence into typed tokens. The productions are patterns over their codes.

Every token has a one-letter code, so that a production is a regular expression over the string of
codes. Numbers are never alone: `c` is a count of times, `d` a length of time, `q` a quantity with
its unit, `%` a percentage, `n` a bare Arabic figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from . import durations
from .lexicon import one_of, table
from .numbers import HAN, PLAIN, RANGE, Span, read_span

NUMERALS = "零一二两三四五六七八九十百"
UNIT_ENDS = "半年月日天周时钟分秒次底初旬号点%人度期"

_IDIOMS = [
    r"第(?:%(n)s)(?:时间|责任人|道|次|批|届|阶段|位|个|名|条|章|款|节|期|步|线|者|方|类|学期|轮)?" % {"n": PLAIN},
    r"[一二两三四五六七八九十](?![年月日周季天])[\u4e00-\u9fff]{1,2}[一二双两三四五六七八九十][\u4e00-\u9fff](?=制|管理|核|原则|要求|机制|档|[\"”》』」])",
    r"[一两每][车人户岗店楼村事案物校企园巷院路]一(?!次|遍|轮|回)[\u4e00-\u9fff]",
    r"[“\"](?:[一二两三四五六七八九十](?:(?![次遍年月日周季天])[^”\"]){1,12})[”\"]", r"一次性", r"十分(?!钟|之)", r"一[些定律般致直样旦并切贯味心同体线时]", r"[统唯单专]一",
    r"之一", r"百[姓货科年]", r"万[一能无事]", r"千[方家]", r"\b1(?:10|19|20|22)\b", r"\b12345\b", r"(?<!\d)\d{5,}[-\d]*(?![\d.]*\s*(?:元|平|米|㎡|人|户|个|万))",
    r"[一二三四五六七八九]个?(?:方面|点|要求|原则|环节|关键|特点|重点)", r"二维码", r"一次(?=合格|通过|验收|成活|到位|办结|告知|处理不)", r"(?:春秋|冬春|夏秋|秋冬|冬夏)[两二]季", r"二次(?=供水|装修|污染|加压|利用|搬运|伤害|事故|开发|转运)", r"三[防包违乱合同]", r"四害", r"双百", r"[五十]一(?:期间|节|长假|黄金周)",
    r"(?:19|20)(?:\d\d|[xX*〇oO]{2})\s*(?:年度?|版|级|届)(?!\s*\d)(?!底|末|初|终)", r"\d{1,4}\s*(?:号(?!前|之前|以前|至|-)|班(?!次)|版|楼|#|栋楼|层|级|届)", r"[一二三四五六七八九十]+(?:级|号|楼|层|届|期工程)",
    r"(?:根据|结合|总结|汇总|按照|依据|对照|通报|分析|回顾)(?:本|上)?每个?(?:半个?)?(?:周|月|日|季度|年|天)",
    r"\d+\s*[/]\s*\d+(?!\s*次)", r"[a-zA-Z]+[-\d.]*\d[a-zA-Z\d]*", r"\d+[a-zA-Z]{2,}(?!/)(?<!km)(?<!mm)(?<!cm)(?<!min)(?<!MPa)",
    r"(?:近|过去|最近|前|上|这|那|历经|从事|工作了?)\s*(?:%(n)s)\s*(?:多|余)?(?:个?月|年|周|天|个季度)(?:来|以来|间|中|内)?" % {"n": PLAIN},
    r"半年来", r"(?:%(n)s)\s*(?:多|余)?个?(?:年|月)(?:来|以来)" % {"n": PLAIN},
]
_TRIGGER = (
    r"每(?:少|多|发现|有|缺|增加|增|超过?|低|高|出现|发生|差|欠|漏|降低|提高|下降|上升|减少|满|迟到?|晚|逾期|损坏|丢失|违反|接到|查到|检查出)"
    rf"(?:{RANGE})?\s*(?:%|个百分点|人次|[次天日月年户人名个处项起条例件宗块份分元辆台间栋盏]|小时|分钟)?"
)
_ZERO = [
    r"[“\"'‘]?零[”\"'’]?\s*(?:容忍(?P<never>))?(?:重大|一般|责任|安全|刑事|治安|火灾|有效|重特大|较大|生产|消防|上访|违规|违法|违纪|返|延)*"
    r"(?:事故|投诉|故障|案件|火灾|伤亡|发案|差错|失误|隐患|违规|上访|缺陷|舞弊|盗窃|灾害|事件|纠纷|目标|死亡|发生|增长|拖欠|工伤|违章|脱岗|缺岗|漏检|死角)",
    r"无(?:任何)?(?:重[大特]+|较大|特大|恶性|责任|安全|刑事|治安|火灾|消防|有效|人员|生产|盗窃|群体性?|交通|工伤|重伤|治安刑事)"
    r"[^,;。、]{0,10}?(?:事故|案件|火灾|火警|伤亡|投诉|事件|责任|发案|灾害|纠纷)",
    r"(?:不|未|没有)(?:发生|出现)(?:一起|1起|任何)?(?:重[大特]+|较大|特大|恶性|责任|安全责任|重特大)[^,;。、]{0,12}?(?:事故|案件|火灾|伤亡|事件)",
    r"(?:投诉|事故|案件|故障|差错|伤亡|发案|发生)[率数量次]*(?:为|降至|降为|控制在|是)?(?:零|0|〇)(?![\d.%])",
]
_CONTINUOUS = (
    r"(?<!超过|少于|低于|至少|提前|高于|大于|期为|不到)(?:7\s*[xX*]\s*)?(?:24|二十四|廿四)\s*个?(?:小时|h|H)(?:全天候?|不间断|不间歇|不停)*(?!\s*(?:内|之内|以内|以上|以下|前|后|一次|\d))"
    r"|全天候|不间断|不间歇|全天(?!候)|全时段|昼夜(?:不停|不断|值班|值守|巡逻)"
)


@dataclass(slots=True, frozen=True)
class Token:
    code: str
    words: str
    start: int
    end: int
    value: Any = None


@cache
def _measure() -> dict[str, str]:
    """Every unit word -> its canonical name."""
    return {word: name for name, words in table("measures")["unit"].items() for word in words}


@cache
def _grammar() -> re.Pattern[str]:
    marks = table("marks")
    time, units = durations.UNIT, one_of(_measure())
    times = one_of(table("measures")["times"]["words"])
    parts = {
        "zero": "|".join(_ZERO), "every": durations.EVERY, "quarter": r"第?[一二三四1-4]季度(?:末|底)?(?!.?[一二两\d]次)",
        "trigger": _TRIGGER, "continuous": _CONTINUOUS, "clock": durations.CLOCK, "date": durations.DATE,
        "skip": "|".join(_IDIOMS),
        "percent": rf"百分之(?:{PLAIN})(?:\s*(?:-|到|至)\s*百分之(?:{PLAIN}))?|百分百|(?:{RANGE})\s*%|(?:{PLAIN})\s*%\s*(?:-|到|至)\s*(?:{PLAIN})\s*%"
                   rf"|(?:{RANGE})个?百分点|[一二三四五六七八九]成(?!立|为|果|效|员|绩|本|功|熟)",
        "rate": rf"(?:{RANGE})\s*(?:{times})\s*(?:/|每)\s*(?:{PLAIN})?\s*个?(?:{time})|(?:{RANGE})?\s*个?(?:半?{time})\s*/\s*次",
        "count": rf"(?:{RANGE})\s*(?:{times})(?!性)",
        "length": rf"(?:半个?\s*(?:{time})|(?:{RANGE})\s*(?:多|余)?(?:个半)?\s*(?:{time})(?:半(?!年|月))?)(?!级|龄|代|历)",
        "quantity": rf"(?:{RANGE})\s*(?:多|余|几)?\s*(?:{units})(?!别(?!扣)|分|之|份证|合)|半(?:{units})(?=$|[,;。])",
        "verbal": rf"(?<=[年度月周日天季、班])[一二两三四](?=普查|抽查|检查|巡查|排查|演练|督查|考核|评比|培训|活动|例会|会商|调度|通报|总结|小结|汇报|清扫|清理|清运|公示|公布|排名|走访|研判|保养|维护|盘点|清|扫|查|巡|评|报|检|练|会|训)",
        "number": r"(?<![\dA-Za-z.])-?\d+(?:\.\d+)?(?:\s*-\s*\d+(?:\.\d+)?)?",
        "mark": "|".join(_mark_pattern(row["words"]) for row in marks.values()),
        "stop": r"[,;:|]|[、]|[()\[\]【】]|[。!?]",
    }
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in parts.items()))


def _mark_pattern(words: list[str]) -> str:
    """A single character is a mark only next to a figure: 满 in 满6分, not in 满意."""
    long, short = [w for w in words if len(w) > 1], [w for w in words if len(w) == 1]
    near = rf"(?:{one_of(short)})(?=\s*[\d半{NUMERALS}])|(?<=[\d{UNIT_ENDS}])(?:{one_of(short)})(?![部容外控勤涵心环台期])" if short else "(?!)"
    return f"(?:{one_of(long)}|{near})" if long else f"(?:{near})"


@cache
def _marks() -> dict[str, str]:
    return {word: code for code, row in table("marks").items() for word in row["words"]}


def tokenise(folded: str, *, start: int = 0) -> list[Token]:
    """The tokens of a folded sentence from `start` on; what is between them has the code "."."""
    tokens, at = [], start
    for found in _grammar().finditer(folded, start):
        if found.end() == found.start():
            continue
        token = _token(found)
        if token.code == ".":
            continue
        if found.start() > at:
            tokens.append(Token(".", folded[at : found.start()], at, found.start()))
        tokens.append(token)
        at = found.end()
    if at < len(folded):
        tokens.append(Token(".", folded[at:], at, len(folded)))
    return tokens


def _token(found: re.Match[str]) -> Token:
    name = next(name for name in _READERS if found[name] is not None)
    words = found[name]
    code, value = _READERS[name](words)
    return Token(code, words, found.start(), found.end(), value)


def _percent(words: str) -> tuple[str, Any]:
    if words in ("百分百",):
        return "%", Span(100)
    if words.endswith("成"):
        return "%", Span(read_span(words[:-1]).low * 10)
    return "%", read_span(re.sub(r"百分之|个?百分点|%|\s", "", words))


def _quantity(words: str) -> tuple[str, Any]:
    found = re.match(rf"(?P<number>半|{RANGE})\s*(?:多|余|几)?\s*(?P<unit>.+)", words)
    number = Span(0.5) if found["number"] == "半" else read_span(found["number"])
    return "q", (number, _measure()[found["unit"].strip()])


def _count(words: str) -> tuple[str, Any]:
    return "c", read_span(re.match(RANGE, words).group())


def _mark(words: str) -> tuple[str, Any]:
    return _marks()[words], None


_READERS = {
    "zero": lambda words: (".", None) if "容忍" in words else ("0", None),
    "every": lambda words: ("e", durations.read_every(words)),
    "quarter": lambda words: ("Q", "一二三四".find(words.strip("第")[0]) + 1 or int(words.strip("第")[0])),
    "trigger": lambda words: ("x", None),
    "continuous": lambda words: ("C", None),
    "clock": lambda words: ("t", durations.read_clock(words)),
    "date": lambda words: ("D", durations.read_date(words)),
    "skip": lambda words: ("_", None),
    "percent": _percent,
    "rate": lambda words: ("c", durations.read_rate(words)),
    "count": _count,
    "length": lambda words: ("d", durations.read_length(words)),
    "quantity": _quantity,
    "verbal": lambda words: ("m", read_span(words)),
    "number": lambda words: ("n", read_span(words.lstrip("-"))),
    "mark": _mark,
    "stop": lambda words: ({"、": "l", "(": "(", "[": "(", "【": "(", ")": ")", "]": ")", "】": ")"}.get(words, ","), None),
}


def codes(tokens: list[Token]) -> str:
    """One letter per token, the text the productions match."""
    return "".join(token.code for token in tokens)


__all__ = ["HAN", "Token", "codes", "tokenise"]
