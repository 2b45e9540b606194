"""Plain text and Markdown: one line of the file is one line of the document."""

from __future__ import annotations

import re

from .blocks import Block, Parsed, row_text
from .markers import bullet_length

_HASHES = re.compile(r"\s*(#{1,6})\s+(?=\S)")
_PIPE_ROW = re.compile(r"\s*\|.*\|\s*$")
_RULE_CELL = re.compile(r"\s*:?-{2,}:?\s*$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,200}?)(?<=\S)\1")
_FENCE = re.compile(r"\s*(```|~~~)")


def read_text(text: str, *, has_emphasis: bool = False) -> Parsed:
    """Blocks of a text; ``# `` headings, ``- `` items and ``|`` tables are understood in any text.

    ``**`` is emphasis only where the file says that it is Markdown: elsewhere it hides a name, as in **市.
    """
    parsed = Parsed([])
    columns: tuple[str, ...] = ()
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if not line.strip() or _FENCE.match(line):
            columns = ()
            continue
        if _PIPE_ROW.match(line):
            cells = _cells(line)
            if all(_RULE_CELL.match(cell) for cell in cells):
                continue
            if not columns and at + 1 < len(lines) and _is_rule(lines[at + 1]):
                columns = cells
                continue
            parsed.add(Block(row_text(cells), at + 1, columns=columns, cells=cells))
            continue
        columns = ()
        block = _block(line, at + 1)
        block.marks = _emphasis(line) if has_emphasis else ()
        parsed.add(block)
    parsed.title = next((b.text[b.skip :].strip() for b in parsed.blocks if b.heading == 1), "")
    return parsed


def _block(line: str, number: int) -> Block:
    hashes = _HASHES.match(line)
    if hashes:
        return Block(line, number, skip=hashes.end(), heading=len(hashes[1]))
    indent = len(line) - len(line.lstrip())
    bullet = bullet_length(line[indent : indent + 40])
    return Block(line, number, skip=indent + bullet if bullet else 0, is_item=bool(bullet))


def _emphasis(line: str) -> tuple[tuple[int, int], ...]:
    return tuple(span for m in _EMPHASIS.finditer(line) for span in ((m.start(), m.start(2)), (m.end(2), m.end())))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _is_rule(line: str) -> bool:
    return bool(_PIPE_ROW.match(line)) and all(_RULE_CELL.match(cell) for cell in _cells(line))
