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


def squeezed(text: str) -> str:
    """Folded and without blanks, as passages of different copies of a text are compared."""
    return re.sub(r"\s", "", fold(text))
