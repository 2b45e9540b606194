"""Web pages: what a visitor would read, without scripts, styles, menus and hidden parts."""

from __future__ import annotations

import re

from lxml import etree

from . import limits
from .blocks import Block, Parsed, row_text
from .messages import Refused
from .word_table import split_headings

_SILENT = {
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "canvas", "select",
    "textarea", "button", "nav", "rt", "rp", "head",
}
_BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "main", "aside", "ul", "ol", "li", "dl", "dt", "dd", "tr",
    "table", "blockquote", "pre", "figure", "figcaption", "form", "fieldset", "body", "address", "center", "hr", "br",
} | {f"h{n}" for n in range(1, 7)}
_NEVER_CLOSED = {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "wbr"}
_WIDEST = 200
_SPACE = re.compile(r"\s+")


class _Page:
    """Takes the parser's events; holds no tree, so depth and size cost nothing."""

    def __init__(self) -> None:
        self.parsed = Parsed()
        self._words: list[str] = []
        self._silent: list[str] = []
        self._heading = 0
        self._is_item = False
        self._in_title = False
        self._rows: list[tuple[tuple[str, ...], bool]] | None = None
        self._cells: list[str] = []
        self._cell_width = 0
        self._is_head_row = True
        self._tables = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.lower()
        self._in_title = name == "title"
        if name in _SILENT and name not in _NEVER_CLOSED:
            self._silent.append(name)
        elif name == "table":
            self._flush()
            self._tables += 1
            self._rows = [] if self._rows is None else self._rows
        elif self._rows is not None:
            self._start_in_table(name, attributes)
        elif name in _BLOCKS:
            self._flush()
            self._heading = int(name[1]) if re.fullmatch("h[1-6]", name) else 0
            self._is_item = name == "li"

    def _start_in_table(self, name: str, attributes: dict[str, str]) -> None:
        if self._tables == 1 and name == "tr":
            self._end_row()
        elif self._tables == 1 and name in ("td", "th"):
            self._end_cell()
            self._is_head_row = self._is_head_row and name == "th"
            self._cell_width = _width(attributes)
        elif name in _BLOCKS:
            self._words.append(" ")

    def end(self, name: str) -> None:
        name = name.lower()
        self._in_title = False
        if self._silent:
            if name in self._silent:
                del self._silent[self._silent.index(name) :]
        elif name == "table" and self._rows is not None:
            self._tables -= 1
            if self._tables <= 0:
                self._end_table()
        elif self._rows is not None:
            if self._tables == 1 and name in ("td", "th"):
                self._end_cell()
        elif name in _BLOCKS:
            self._flush()

    def data(self, text: str) -> None:
        if self._in_title and not self.parsed.title:
            self.parsed.title = _SPACE.sub(" ", text).strip()
        elif not self._silent:
            self._words.append(text)

    def close(self) -> _Page:
        if self._rows is not None:
            self._end_table()
        self._flush()
        return self

    def _said(self) -> str:
        said = _SPACE.sub(" ", "".join(self._words)).strip()
        self._words = []
        return said

    def _flush(self) -> None:
        if said := self._said():
            self.parsed.add(Block(said, len(self.parsed.blocks) + 1, heading=self._heading, is_item=self._is_item))
        self._heading, self._is_item = 0, False

    def _end_cell(self) -> None:
        said = self._said()
        if self._cell_width:
            self._cells += [said] + [""] * (self._cell_width - 1)
        self._cell_width = 0

    def _end_row(self) -> None:
        self._end_cell()
        if any(self._cells) and self._rows is not None:
            self._rows.append((tuple(self._cells), self._is_head_row))
            if len(self._rows) > limits.LINES:
                raise Refused("too_many_lines", limit=limits.LINES)
        self._cells, self._is_head_row = [], True

    def _end_table(self) -> None:
        self._end_row()
        rows, self._rows, self._tables = self._rows or [], None, 0
        columns, body = split_headings([cells for cells, _ in rows], [head for _, head in rows])
        for cells in body:
            if len(cells) == 1:
                self.parsed.add(Block(cells[0], len(self.parsed.blocks) + 1))
            elif cells != columns:
                line = len(self.parsed.blocks) + 1
                self.parsed.add(Block(row_text(cells), line, columns=columns, cells=cells))


def _width(attributes: dict[str, str]) -> int:
    width = attributes.get("colspan", "1")
    return min(max(int(width), 1), _WIDEST) if re.fullmatch(r"[0-9]{1,4}", width) else 1


def read_web(text: str) -> Parsed:
    """Blocks of a page; its ``<title>`` is the document's title."""
    page = _Page()
    parser = etree.HTMLParser(target=page, no_network=True, huge_tree=False, recover=True)
    try:
        parser.feed(text)
        parser.close()
    except (etree.ParserError, etree.XMLSyntaxError):
        page.close()
    return page.parsed
