"""The words the grammar knows, as data: TOML tables beside this file, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

KINDS = ("rule", "workflow", "recurring-duty", "record", "kpi", "device", "analytics", "role", "report", "none")


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML table `name`, parsed once per process."""
    return tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))


def one_of(words: Iterable[str]) -> str:
    """A regular expression for any of `words`, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


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
