"""A whole document read: every unit with its clause, its headings and its place in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .clause import Clause
from .documents import Document, Kind, Line, document_lines
from .reader import read_unit
from .units import cut


@dataclass(frozen=True)
class Found:
    """One unit: its clause, the line it stands on (counted over the lines given out), and where in the line's text."""

    clause: Clause
    line: Line
    index: int
    start: int
    end: int


def read_document_units(document: Document, *, with_noise: bool = False) -> Iterator[Found]:
    """Every unit in reading order. `clause.text` is in the document's own script, without inserted pinyin."""
    for index, line in enumerate(document_lines(document, with_noise=with_noise)):
        end = 0
        for unit in cut(line.text):
            start = max(line.text.find(unit, end), end)
            end = min(start + len(unit), len(line.text))
            clause = read_unit(unit, context=line.path)
            if _only_heads(line, clause):
                clause = Clause(text=clause.text, path=clause.path, confidence=clause.confidence)
            yield Found(replace(clause, text=line.node.cleaned.verbatim[start:end]), line, index, start, end)


def _only_heads(line: Line, clause: Clause) -> bool:
    """认真做好全年安全工作。 over a list of what that means: the list asks, the heading names it."""
    return line.node.kind is Kind.heading and bool(line.node.children) and not clause.has_figures
