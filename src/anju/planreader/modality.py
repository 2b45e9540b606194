"""Does a unit ask anything of anybody? Headings, preambles, past facts and slogans do not."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import one_of, table

_HEADING_LENGTH, _OUTLINED_LENGTH = 26, 40
_INLINE_LENGTH, _PIECE_LENGTH, _SCORED_LENGTH = 13, 8, 14
_WORDS_LENGTH = 6
_DOUBT, _FEW_WORDS, _FAULT, _TOLD = 0.5, 1.5, 3.5, 1.15
_VERB_GAIN, _ACTOR_GAIN = 1.5, 0.8
_OUTLINE = re.compile(r"[一二三四五六七八九十](?:[、.)]|是)")
_MODAL = re.compile("必须|应当|应该|不得|严禁|禁止|不准|要有|须(?!知)")
#: 环境卫生(40分), 宣传发动阶段(4月1日-4月15日): what a heading carries behind its words.
_SCORE = re.compile(
    r"\((?:共|计|满分|总分|合计)?\d{1,4}分\)$|(?<=[\u4e00-\u9fff])(?<!扣)(?<!计)(?<!加)(?<!得)(?<!满)(?<!记)\d{1,3}分$"
    r"|\([^()]{0,12}\d{1,2}月[^()]{0,24}\)$"
)
_ENDS = re.compile(r"[。;!?]$")


@cache
def _cues(name: str) -> list[tuple[float, re.Pattern[str]]]:
    return [(weight, re.compile(pattern)) for weight, pattern in table("modality")[name]["cues"]]


@cache
def _faults() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = table("modality")["faults"]
    return re.compile(rf"(?:{one_of(data['words'])})(?=[,。;]|$)|{data['marks']}"), re.compile(data["guards"])


def _complains(body: str) -> bool:
    """道路狭窄，积水难行。 tells what is wrong and leaves open who is to mend it."""
    fault, guard = _faults()
    return bool(fault.search(body)) and not guard.search(body)


@cache
def _verb() -> re.Pattern[str]:
    data = table("verbs")
    verb = rf"(?:{one_of(data['words'])}|[{data['actions']}][{data['results']}])"
    return re.compile(rf"(?:^|[,:。、;]|[时后前的]\s*,?)(?:{one_of(data['before'])}){{0,3}}{verb}(?![了过着])")


@cache
def _acted() -> re.Pattern[str]:
    """Somebody in office, and what he does: 县政府成立…, 教师按时交…"""
    data = table("verbs")
    verb = rf"(?:{one_of(data['words'])}|[{data['actions']}][{data['results']}])"
    who = one_of(word for word in table("actors")["heads"] if len(word) > 1)
    return re.compile(rf"(?:{who})[^,。;:]{{0,8}}?{verb}(?![了过着])")


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(table("modality")["heading"]["endings"] + r"\s*(?:\([^()]*\))?\s*[::]?$")


def weigh(name: str, body: str) -> float:
    """The sum of the cues named "none" or "duty" that `body` carries."""
    return sum(weight for weight, pattern in _cues(name) if pattern.search(body))


def _asked(body: str) -> float:
    """How much the words ask for. Any verb of doing will do where no cue weighs more."""
    weight = weigh("duty", body)
    if weight < _VERB_GAIN and _verb().search(body):
        return _VERB_GAIN
    if weight < _ACTOR_GAIN and _acted().search(body):
        return _ACTOR_GAIN
    return weight


def is_heading(body: str, *, marked: str, figures: bool) -> bool:
    """A short line without a full stop that names a topic. `marked` is its list number or #."""
    body, scored = _SCORE.subn("", body)
    figures = figures and not scored
    words = body.rstrip(" :")
    if _is_inline_heading(body, marked, figures=figures) or marked and not figures and _is_topic(words.rstrip("。")):
        return True
    if (
        figures
        and not marked.lstrip().startswith("#")
        or _ENDS.search(body)
        or len(words) > (_OUTLINED_LENGTH if _OUTLINE.search(marked) else _HEADING_LENGTH)
    ):
        return False
    if not words or re.search("[#篇章节编]|部分|阶段", marked):
        return True
    if scored and len(words) <= _SCORED_LENGTH and not re.search(r"[,:|]|^(?:未|不|无|有|没|发现)", words):
        return True
    if _OUTLINE.search(marked) and not re.search(r"[:|]", words) and not _MODAL.search(words):
        return True
    if re.search(r"[,:|]", words) or _MODAL.search(words):
        return False
    if body.endswith(":"):
        return True
    return bool(_heading().search(body)) and (bool(marked) or len(words) <= 14)


def _is_topic(words: str) -> bool:
    """奖励制度 and 关于日常事务的建设 name a topic, 做好消防工作 does not."""
    if len(words) > _SCORED_LENGTH or re.search(r"[,:;|]", words) or _MODAL.search(words):
        return False
    return bool(_heading().search(words)) and not _verb().match(words)


def is_table_head(body: str) -> bool:
    """序号 | 考核内容 | 分值: short cells without a figure."""
    cells = [cell.strip() for cell in body.split("|")]
    return len(cells) > 2 and all(len(cell) <= 6 and not re.search(r"\d", cell) for cell in cells)


def _is_inline_heading(body: str, marked: str, *, figures: bool) -> bool:
    """(一)加强组织领导。 and 一是抓队伍建设。 open a paragraph that says what is to be done."""
    if figures or not _OUTLINE.search(marked) or re.search(r"[:|]", body) or _MODAL.search(body):
        return False
    pieces = re.split(r"[,、]", body.rstrip("。"))
    return len(pieces) <= 3 and (
        max(map(len, pieces)) <= _PIECE_LENGTH or len(pieces) == 1 and len(body) <= _INLINE_LENGTH
    )


def obligation(body: str, *, figures: bool, hours: bool = False) -> float:
    """Above zero: the unit asks for something. Below: it tells, explains or exhorts."""
    rest = body.partition(":")[2]
    duty = max(_asked(body), _asked(rest) if rest else 0)
    stated = 2.0 if figures else 1.2 if hours else 0.0
    told = _TOLD * weigh("none", body) + (_FAULT if _complains(body) else 0.0)
    return duty + stated - told - _DOUBT - (_FEW_WORDS if len(body) < _WORDS_LENGTH and not figures else 0.0)
