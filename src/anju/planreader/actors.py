"""Who does it: role words, verbatim, where the sentence names its actor plainly."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import one_of, table

_BROAD = {"专人"}


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    data = table("actors")
    role = rf"(?P<who>{data['modifiers']}(?:{one_of(data['heads'])}))"
    quantity = r"(?:\s*\d+\s*(?:人|名))?"
    return (
        re.compile(rf"(?:由|安排|指定|指派|派|设立?|配备|聘请)\s*(?:\d+\s*名|[一两二三]名)?{role}"),
        re.compile(rf"(?:^|[,::;。、|(凡如]\s*|24小时){role}(?=\s*{quantity}[,]?{data['after']})"),
        re.compile(rf"(?P<who>{data['modifiers']}(?:{one_of(data['heads'])}))(?=\s*[::]?\s*(?:\d+|[一二两三四五六七八九十])\s*(?:人|名))"),
        re.compile(rf"\d+\s*名(?P<who>{data['modifiers']}(?:{one_of(data['heads'])}))"),
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
