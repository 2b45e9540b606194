"""Tables of a Word document: one row is one unit, told with the headings of its columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from .blocks import row_text
from .word_xml import child, is_on, tag, value

_WIDEST = 200
_HEADING_LENGTH = 12
_NEVER_IN_HEADINGS = re.compile(r"[。；，：:\d]")


@dataclass(frozen=True, slots=True)
class Row:
    columns: tuple[str, ...]
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        return row_text(self.cells)


def table_rows(table: etree._Element, text_of: Callable[[etree._Element], str]) -> Iterator[Row]:
    """The rows below the headings; merged cells say in every row what they say in the first."""
    grid = _grid(table, text_of)
    headings, body = split_headings([cells for cells, _ in grid], [marked for _, marked in grid])
    for cells in body:
        if any(cells) and cells != headings:
            yield Row(headings, cells)


def split_headings(
    rows: list[tuple[str, ...]], marked: list[bool]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """(column headings, the other rows): rows marked as headings, else a first row of short words."""
    count = next((at for at, is_heading in enumerate(marked) if not is_heading), len(marked))
    if not count and len(rows) > 1 and _looks_like_headings(rows[0]):
        count = 1
    if not count or count >= len(rows):
        return (), rows
    columns = [list(dict.fromkeys(filter(None, column))) for column in zip(*_squared(rows[:count]), strict=True)]
    return tuple(" ".join(words) for words in columns), rows[count:]


def _squared(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    width = max(map(len, rows))
    return [row + ("",) * (width - len(row)) for row in rows]


def _looks_like_headings(cells: tuple[str, ...]) -> bool:
    words = [cell for cell in cells if cell]
    return (
        len(words) > 1
        and len(words) == len(cells)
        and len(set(words)) == len(words)
        and all(len(word) <= _HEADING_LENGTH and not _NEVER_IN_HEADINGS.search(word) for word in words)
    )


def _grid(table: etree._Element, text_of: Callable[[etree._Element], str]) -> list[tuple[tuple[str, ...], bool]]:
    rows, above = [], {}
    for row in table.iter(tag("tr")):
        if next(row.iterancestors(tag("tbl"))) is not table or child(row, "trPr", "del") is not None:
            continue
        cells, column = [], 0
        for cell in _cells(row):
            width = _span(cell)
            merge = child(cell, "tcPr", "vMerge")
            if merge is not None and value(merge, "continue") == "continue":
                text = above.get(column, "")
            else:
                text = text_of(cell)
            above[column] = text
            cells += [text] + [""] * (width - 1)
            column += width
        rows.append((tuple(cells[:_WIDEST]), is_on(child(row, "trPr", "tblHeader"))))
    return rows


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for cell in row.iter(tag("tc")):
        if next(cell.iterancestors(tag("tr"))) is row:
            yield cell


def _span(cell: etree._Element) -> int:
    width = value(child(cell, "tcPr", "gridSpan"), "1")
    return min(max(int(width), 1), _WIDEST) if width.isdecimal() and len(width) < 6 else 1
