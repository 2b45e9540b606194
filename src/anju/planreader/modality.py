"""Does a unit ask anything of anybody? Headings, preambles, past facts and slogans do not."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import table

_HEADING_LENGTH = 26
_ENDS = re.compile(r"[。;!?]$")


@cache
def _cues(name: str) -> list[tuple[float, re.Pattern[str]]]:
    return [(weight, re.compile(pattern)) for weight, pattern in table("modality")[name]["cues"]]


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(table("modality")["heading"]["endings"] + r"\s*[::]?$")


def weigh(name: str, body: str) -> float:
    """The sum of the cues named "none" or "duty" that `body` carries."""
    return sum(weight for weight, pattern in _cues(name) if pattern.search(body))


def is_heading(body: str, *, marked: str, figures: bool) -> bool:
    """A short line without a full stop that names a topic. `marked` is its list number or #."""
    words = body.rstrip(" ::")
    if figures and not marked.lstrip().startswith("#") or _ENDS.search(body) or len(words) > _HEADING_LENGTH:
        return False
    if not words or "#" in marked or "篇" in marked or "章" in marked:
        return True
    if re.search(r"[,:|]", words):
        return False
    if body.endswith(":"):
        return True
    return bool(_heading().search(body)) and (bool(marked) or len(words) <= 14)


def obligation(body: str, *, figures: bool) -> float:
    """Above zero: the unit asks for something. Below: it tells, explains or exhorts."""
    first, _, rest = body.partition(":")
    duty = max(weigh("duty", body), weigh("duty", rest) if rest else 0)
    return duty + (2.0 if figures else 0.0) - weigh("none", body) - (1.5 if len(body) < 6 and not figures else 0) - 0.5
