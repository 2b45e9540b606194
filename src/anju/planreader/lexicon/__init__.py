"""The words the grammar knows: TOML tables beside this file, read once, and how phrases are written, by subject.

Who corrects the lexicon edits the tables. The modules hold regular expressions for folded text, an example above each
row. They hold no capturing groups with numbers, so that `tokens` can join them into one expression; of alternatives
the first that fits wins, so their order counts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

KINDS = ("rule", "workflow", "recurring-duty", "record", "kpi", "device", "analytics", "role", "report", "none")

#: Any Chinese character.
HANZI = r"[\u4e00-\u9fff]"
#: The numerals up to ten, for use within a class.
HAN_DIGITS = "一二两三四五六七八九十"


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML table `name`, parsed once per process."""
    return tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))


def one_of(words: Iterable[str]) -> str:
    """A regular expression for any of `words`, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def either(patterns: str) -> str:
    """A regular expression for any of these words or patterns, parted by blanks, tried in their order."""
    return "|".join(patterns.split())


def not_behind(words: str) -> str:
    """A pattern for a place that has none of these words, parted by blanks, in front of it."""
    lengths = sorted({len(word) for word in words.split()})
    return "".join(f"(?<!{'|'.join(re.escape(word) for word in words.split() if len(word) == length)})" for length in lengths)


def _domains() -> tuple[str, ...]:
    return tuple(table("domains"))


def __getattr__(name: str) -> Any:
    if name == "DOMAINS":
        return _domains()
    raise AttributeError(name)
