"""Who does it: role words, verbatim, where the sentence names its actor plainly."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import one_of, table

_COUNT = r"(?:\d+(?:\s*-\s*\d+)?|[一二两三四五六七八九十]{1,2}(?:到|至)?[一二两三四五六七八九十]?)\s*(?:人|名|位)"
_START = r"(?:^|[,::;。、|()“”\"\s])(?:凡|如|则|请|其中)?(?:所有|全体|全部)?\s*"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    data = table("actors")
    heads = rf"(?:{one_of(data['heads'])}){{1,3}}"
    letter = rf"(?:(?!{data['breaks']})[\u4e00-\u9fffA-Za-z])"
    role = rf"(?P<who>{letter}{{0,10}}?{heads})"
    counted = rf"(?=\s*:?\s*(?:不少于|至少|不得少于)?\s*{_COUNT})"
    return (
        re.compile(rf"(?:由|安排|指定|指派|派出?|聘请|组织|召集)\s*(?:{_COUNT})?{role}(?![的岗]|培训|会议|演练)"),
        re.compile(rf"{_START}{role}(?=,?{data['after']})"),
        re.compile(rf"(?:{_START}|设立?|配备|配置|安排|增设|至少){role}{counted}"),
        re.compile(rf"{_COUNT}(?:的|以上的?)?(?:专职|兼职)?(?P<who>{letter}{{0,6}}?{heads})"),
        re.compile(r"24小时(?P<who>专人)"),
    )


def read_actors(folded: str, verbatim: str, *, start: int = 0) -> list[str]:
    """Role words as they stand in `verbatim`, in the order of the words, each once."""
    spans = {found.span("who") for pattern in _patterns() for found in pattern.finditer(folded, start)}
    kept = [span for span in spans if not any(_inside(span, other) for other in spans)]
    actors: list[str] = []
    for begin, end in sorted(kept):
        if (words := verbatim[begin:end]) not in actors:
            actors.append(words)
    return actors


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]
