"""Who does it: role words, verbatim, where the sentence names its actor plainly."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import one_of, table

_COUNT = (
    r"(?:\d{1,4}(?:\s*-\s*\d{1,4})?|[一二两三四五六七八九十]{1,2}(?:到|至)?[一二两三四五六七八九十]?)\s*(?:人|名|位)"
)
_EVERY = r"每(?:隔|半|两|[一二三四五六七八九十\d]{1,2})?个?(?:天|日|周|月|年|季度?|班|学期|旬|小时|晚)"
_SOON = r"(?:接\S{1,4}后)?(?:在|于)?\d{1,3}(?::\d\d|[点时日天]|分钟|小时|个工作日)[^\d,。;]{0,2}[内前]"
_ALL = r"(?:凡是?|如果?|若|则|请|其中|当(?![班值事日天地]))?(?:所有|全体|全部|广大|每[位名个])?\s*"
_CLAUSE = (
    r"(?:^|[,:;。|()“”\"\s]|"
    + _EVERY
    + r"|(?<=[\u4e00-\u9fff])[时后前内](?![勤续期台面方端间段部务排容])|期间|平时|日常|阶段)"
)


@cache
def _words() -> dict[str, str]:
    """The pieces of the patterns, as regular expressions."""
    data = table("actors")
    verb = "|".join(sorted(data["verbs"], key=len, reverse=True))
    sure = "|".join([*sorted(data["sure"], key=len, reverse=True), _SOON])
    letter = rf"(?:{one_of(data['joins'])}|(?!{data['breaks']})[\u4e00-\u9fffA-Za-z])"
    long = rf"(?:{one_of(data['heads'])}|物业(?!服务|管理|公司|企业|费|小区|项目|人员|用房|合同|[办部处方安保行区]))"
    whole_verbs = "|".join(word for word in data["sure"] + data["verbs"] if re.match("[\u4e00-\u9fff]{2}", word))
    no_verb = rf"(?!人人|[要需将]|(?:{whole_verbs}|{one_of(data['adverbs'])})(?!{'|'.join(data['doers'])}))"
    adverbs = rf"(?:\([^()]{{1,8}}\))?,?(?:\s*(?:{one_of(data['adverbs'])})){{0,3}}\s*"
    return {
        "role": rf"{no_verb}{letter}{{0,12}}?{long}(?:{long}){{0,2}}(?!会|长(?!期)|级|费|证|卡|区(?!域)|权|房|群|意见)",
        "short": rf"{no_verb}{letter}{{1,8}}?(?:{one_of(data['short_heads'])})",
        "sure": rf"{adverbs}(?:{sure})",
        "after": rf"{adverbs}(?:(?:{sure})|(?:{verb})(?!{data['nominal']}))",
        "lead": one_of(data["leads"]),
        "label": one_of(data["labels"]),
    }


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    words = _words()
    role, after, start = words["role"], words["after"], f"{_CLAUSE}{_ALL}"
    counted = rf"(?=\s*:?\s*(?:不少于|至少|不得少于)?\s*{_COUNT})"
    patterns = (
        rf"(?:{words['lead']})\s*(?:{_COUNT})?(?P<who>{role})(?![的岗]|培训|会议|演练)",
        rf"(?:{words['lead']})\s*(?:{_COUNT})?(?P<who>{role})(?={after}|组成|担任|兼任)",
        rf"由(?P<who>{words['short']})(?={words['sure']})",
        rf"{start}(?P<who>{role})(?={after})",
        rf"{start}(?P<who>(?:[\u4e00-\u9fff]{{2,8}}、){{1,6}}[\u4e00-\u9fff]{{2,8}}等(?:有关|相关)?(?:部门|单位))(?={words['sure']})",
        rf"、{_ALL}(?P<who>{role})(?={words['sure']})",
        rf"{start}(?P<who>{words['short']})(?={words['sure']})",
        rf"{start}(?P<who>{role})(?=[为是][^,。;]{{0,14}}(?:责任人|负责人|责任主体|组长|牵头|成员))",
        rf"(?:{start}|、|设立?|配备|配置|安排|增设|至少)(?P<who>{role}){counted}",
        rf"{_COUNT}(?:的|以上的?)?(?P<who>(?:专职|兼职)?{role})",
        rf"(?:^|(?<=\|))\s*(?P<who>{role})\s*(?=\||$)",
        rf"^\s*(?P<who>{role})(?=\s*:\s*(?:主要|全面|具体)?负责)",
        r"(?:24小时|设立?|有|派|指定|安排|由)(?P<who>专人)",
    )
    return tuple(map(re.compile, patterns))


@cache
def _chains() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """责任部门: 保洁部、绿化部 and 由社区居委会、业主委员会共同: lists of actors, and one of them."""
    words = _words()
    role = rf"(?:{words['role']}|{words['short']})"
    several = rf"{role}(?:\s*[、和及与,]\s*{role}){{0,5}}"
    labelled = rf"(?:{words['label']})\s*[::|]\s*(?P<listed>{several})(?=\s*(?:[,;。|)]|$))"
    subjects = rf"(?:{_CLAUSE}{_ALL}|由)(?P<joint>{words['role']}(?:\s*[、和及与]\s*{words['role']}){{1,5}})(?={words['after']})"
    return re.compile(f"{labelled}|{subjects}"), re.compile(rf"(?P<who>{role})(?=\s*(?:[、和及与,]|$))")


def read_actors(folded: str, verbatim: str, *, start: int = 0) -> list[str]:
    """Role words as they stand in `verbatim`, in the order of the words, each once."""
    body, verbatim = folded[start:], verbatim[start:]
    spans = {found.span("who") for pattern in _patterns() for found in pattern.finditer(body)}
    chain, link = _chains()
    for found in chain.finditer(body):
        begin, end = found.span("listed") if found["listed"] else found.span("joint")
        spans |= {part.span("who") for part in link.finditer(body, begin, end)}
    kept = [span for span in spans if not any(_inside(span, other) for other in spans)]
    actors: list[str] = []
    for begin, end in sorted(kept):
        if (words := verbatim[begin:end]) not in actors and words not in table("actors")["labels"]:
            actors.append(words)
    return actors


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]
