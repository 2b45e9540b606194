"""What the law asks of a residential community, and which of it a plan leaves out. Pure but for its one data file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Statute:
    """One statutory duty. `cover` are groups of words; `confidence` is S, S*, G or U as in the data file."""

    id: str
    rule: str
    article: str
    zh: str
    en: str
    value: str
    applies: str
    evidence: str
    confidence: str
    domain: str
    period: str
    cover: tuple[tuple[str, ...], ...]

    @property
    def is_unchecked(self) -> bool:
        """The text of the law was not read for this row: the screen says 待核."""
        return self.confidence in ("G", "U")

    @property
    def is_demand(self) -> bool:
        """Whether a plan can promise it; rows that only state a penalty or a definition cannot be left out."""
        return bool(self.cover)

    def is_covered_by(self, text: str) -> bool:
        """Whether a sentence speaks of this duty: it holds one word of every group."""
        return all(any(word in text for word in group) for group in self.cover)


@cache
def statutes() -> tuple[Statute, ...]:
    """All statutory duties of the data file, in its order."""
    table = tomllib.loads((Path(__file__).parent / "statutes.toml").read_text(encoding="utf-8"))
    return tuple(
        Statute(id=key, cover=tuple(tuple(group) for group in row.pop("cover")), **row) for key, row in table.items()
    )


def left_out(sentences: Iterable[str]) -> list[Statute]:
    """The statutory duties of which none of the sentences speaks, in the order of the data file."""
    texts = list(sentences)
    return [s for s in statutes() if s.is_demand and not any(s.is_covered_by(text) for text in texts)]
