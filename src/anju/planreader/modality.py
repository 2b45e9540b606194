"""Does a unit ask anything of anybody? Headings, preambles, past facts and slogans do not."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import table

_HEADING_LENGTH, _OUTLINED_LENGTH = 26, 40
_INLINE_LENGTH, _PIECE_LENGTH = 13, 8
_OUTLINE = re.compile(r"[一二三四五六七八九十](?:[、.)]|是)")
_MODAL = re.compile("必须|应当|应该|不得|严禁|禁止|不准|要有|须(?!知)")
_ENDS = re.compile(r"[。;!?]$")


@cache
def _cues(name: str) -> list[tuple[float, re.Pattern[str]]]:
    return [(weight, re.compile(pattern)) for weight, pattern in table("modality")[name]["cues"]]


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(table("modality")["heading"]["endings"] + r"\s*(?:\([^()]*\))?\s*[::]?$")


def weigh(name: str, body: str) -> float:
    """The sum of the cues named "none" or "duty" that `body` carries."""
    return sum(weight for weight, pattern in _cues(name) if pattern.search(body))


def is_heading(body: str, *, marked: str, figures: bool) -> bool:
    """A short line without a full stop that names a topic. `marked` is its list number or #."""
    words = body.rstrip(" :")
    if _is_inline_heading(body, marked, figures=figures):
        return True
    if (
        figures
        and not marked.lstrip().startswith("#")
        or _ENDS.search(body)
        or len(words) > (_OUTLINED_LENGTH if _OUTLINE.search(marked) else _HEADING_LENGTH)
    ):
        return False
    if not words or "#" in marked or "篇" in marked or "章" in marked:
        return True
    if _OUTLINE.search(marked) and not re.search(r"[:|]", words) and not _MODAL.search(words):
        return True
    if re.search(r"[,:|]", words) or _MODAL.search(words):
        return False
    if body.endswith(":"):
        return True
    return bool(_heading().search(body)) and (bool(marked) or len(words) <= 14)


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
    duty = max(weigh("duty", body), weigh("duty", rest) if rest else 0)
    told = weigh("none", body)
    return (
        duty + (2.0 if figures else 1.2 if hours else 0.0) - told - (1.5 if len(body) < 6 and not figures else 0) - 0.5
    )
