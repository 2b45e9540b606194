"""What a unit shows of itself: the features from which kind and domain are weighed.

Three groups: `grams`, characters and pairs of characters, each once; `signs`, what the lexicon and the grammar found, present
or not; `points`, the sums of the lexicon, scaled. A sign is named by the pattern that found it, so that a corrected
pattern loses its own weight and no other.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from typing import Any, NamedTuple

from . import classify, modality
from .lexicon import table

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_BLANKS = re.compile(r"\s+")
_READ = 400
_MARKS = {
    "part": re.compile(r"第.{1,3}[章节篇部编]|^#|篇"),
    "article": re.compile(r"第.{1,4}条"),
    "outline": re.compile(r"[一二三四五六七八九十]{1,3}[、.]"),
    "outlined": re.compile(r"\([一二三四五六七八九十]{1,3}\)"),
    "first": re.compile(r"[一二三四五六七八九十](?:是|要)"),
    "number": re.compile(r"\d"),
}
_SHAPES = {
    "stop": re.compile(r"。$"),
    "semicolon": re.compile(r";$"),
    "colon": re.compile(r":$"),
    "open": re.compile(r"[^。;:!?]$"),
    "exclaimed": re.compile(r"[!?]$"),
    "label": re.compile(r"^[^,:。;]{2,20}:\s*(?=\S)"),
    "comma": re.compile(r","),
    "digit": re.compile(r"\d"),
    "past": re.compile(r"[了过]"),
    "score": re.compile(r"\d+分\)?$"),
}
_HALF, _KIND_SCALE, _ASKED_SCALE, _MOST_ASKED = 14.0, 6.0, 4.0, 1.5
_LENGTHS = (6, 10, 15, 22, 35, 60)


class Features(NamedTuple):
    grams: frozenset[str]
    signs: frozenset[str]
    points: dict[str, float]


def features(body: str, marked: str, figures: dict[str, Any], context: tuple[str, ...] = ()) -> Features:
    """`body` is folded and without its list number, which is `marked`; `context` are the folded headings above it."""
    signs = {*_shape(body), *_numbered(marked), *_stated(figures), *_found(body)}
    if modality.is_heading(body, marked=marked, figures=bool(figures.keys() - {"windows", "period", "schedules"})):
        signs.add("heading")
    if modality.is_table_head(body):
        signs.add("table head")
    return Features(grams(body), frozenset(signs), _points(body, figures, context))


def grams(body: str) -> frozenset[str]:
    """Characters and pairs of them: 巡 and 费 say in any word what a unit is about. Every figure counts as 0."""
    text = _BLANKS.sub("", _DIGITS.sub("0", body))[:_READ]
    return frozenset(text) | {text[at : at + 2] for at in range(len(text) - 1)}


def _shape(body: str) -> list[str]:
    length = sum(len(body) > limit for limit in _LENGTHS)
    return [name for name, pattern in _SHAPES.items() if pattern.search(body)] + [f"length {length}"]


def _numbered(marked: str) -> list[str]:
    return [f"mark {name}" for name, pattern in _MARKS.items() if pattern.search(marked.strip())] or ["mark none"]


def _stated(figures: dict[str, Any]) -> list[str]:
    signs = [name for name in figures if name not in ("targets", "windows", "bound")]
    signs += [f"unit {target['unit']}" for target in figures.get("targets", ())]
    signs += [f"op {target['op']}" for target in figures.get("targets", ())]
    ends = [end or "" for window in figures.get("windows", ()) for end in window]
    signs += ["hours"] if any(":" in end for end in ends) else ["dates"] if ends else []
    return [f"states {sign}" for sign in signs] or ["states nothing"]


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    rows = [(f"kind {kind}", cue) for kind, row in table("kinds").items() for _, cue in row["cues"]]
    rows += [(name, cue) for name in ("none", "duty") for _, cue in table("modality")[name]["cues"]]
    return [(f"{name} {zlib.crc32(cue.encode()):08x}", re.compile(cue)) for name, cue in rows]


def _found(body: str) -> list[str]:
    return [name for name, pattern in _patterns() if pattern.search(body)]


def _points(body: str, figures: dict[str, Any], context: tuple[str, ...]) -> dict[str, float]:
    domains = classify.domain_scores(body) or classify.heading_scores(context)
    kinds, headings = classify.kind_scores(body, figures), classify.heading_points(context)
    points = {f"domain {name}": score / (score + _HALF) for name, score in domains.items()}
    points |= {f"kind {name}": (score + headings.get(name, 0.0)) / _KIND_SCALE for name, score in kinds.items()}
    hours = any(":" in (end or "") for window in figures.get("windows", ()) for end in window)
    asked = modality.obligation(body, figures=bool(figures.keys() - {"windows"}), hours=hours)
    asked = (asked - headings.get("none", 0.0)) / _ASKED_SCALE
    return points | {"obligation": max(-_MOST_ASKED, min(_MOST_ASKED, asked))}
