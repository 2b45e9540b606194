"""Fold the many ways of writing one character into one, position for position.

The reader looks at the folded text and quotes from the verbatim one, so folding must never change
the length: full width becomes half width, traditional characters become simplified ones, and the
dashes and tildes between two figures become "-".
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_DASHES = "‐‑‒–—―−－﹣~～∼〜"
_SPACES = "\t\u00a0\u2002\u2003\u2009\u3000\ufeff\u200b"
_MARKS = {"︰": ":", "∶": ":", "﹕": ":", "﹪": "%", "﹐": ",", "、": "、", "○": "〇", "×": "x", "╱": "/", "∕": "/", "㎡": "㎡"}


@cache
def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= _simplified()
    table |= {ord(dash): "-" for dash in _DASHES} | {ord(space): " " for space in _SPACES}
    return table | {ord(mark): plain for mark, plain in _MARKS.items()}


def _simplified() -> dict[int, str]:
    """The one-to-one part of OpenCC's traditional to simplified dictionary."""
    source = resources.files("opencc").joinpath("dictionary/TSCharacters.txt").read_text("utf-8")
    pairs = (line.split() for line in source.splitlines() if line.strip())
    return {ord(pair[0]): pair[1] for pair in pairs if len(pair) > 1 and len(pair[0]) == len(pair[1]) == 1}


def fold(text: str) -> str:
    """`text` in simplified characters and half width, of exactly the same length."""
    return text.translate(_table())


#: Four characters in a row that each stand alone: 每 月 组 织.
_SPACED = re.compile(r"(?:[\u4e00-\u9fff\d] ){4}")
_GAPS = re.compile(r"(?<=[\u4e00-\u9fff%]) +(?=[\u4e00-\u9fff\d])|(?<=\d) +(?=[\u4e00-\u9fff])")
#: 12 月底前, 50 处 and 14:00 之前 are set with a space around the figure.
_AROUND_FIGURES = re.compile(r"(?<=[\u4e00-\u9fff]) (?=\d)|(?<=[\d%]) (?=[\u4e00-\u9fff])|(?<=\d:) (?=\d\d)")


#: 每小时不超过5公里, 时速5公里: kilometres of which the words before say that they are a speed.
_KILOMETRES = r"\d{1,3}\s*(?:公里|千米|km)(?![/每时])"
_PER_HOUR = re.compile(rf"每小时(\D{{0,6}}{_KILOMETRES})")
_SPEED = re.compile(rf"((?:[时车限]速|速度)\D{{0,12}}{_KILOMETRES})")


def name_speeds(folded: str) -> str:
    """The unit of a speed behind its figure, where the grammar looks for units."""
    return _SPEED.sub(r"\1/小时", _PER_HOUR.sub(r"\1/小时", folded))


def close_gaps(folded: str) -> str:
    """A line that is set with a space behind every character, or around its figures, without them."""
    return (_GAPS if _SPACED.search(folded) else _AROUND_FIGURES).sub("", folded)
