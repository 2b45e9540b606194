"""Word documents (.docx, .docm, .dotx): paragraphs with Word's own numbers, tables, text boxes, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

from .archive import open_archive, read_xml
from .blocks import Block, Parsed
from .messages import Refused, warning
from .word_numbering import Numbering
from .word_styles import Styles, heading_level, list_of
from .word_table import table_rows
from .word_xml import COMPATIBILITY, child, is_on, tag, transitional, value

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
#: Deleted or moved away text, the fallback twin of a text box, the reading above a character, field codes.
_LEFT_OUT = {
    tag("del"), tag("moveFrom"), tag("instrText"), tag("delText"), tag("rt"), COMPATIBILITY + "Fallback",
    tag("pPr"), tag("rPr"), tag("sdtPr"), tag("txbxContent"),
}
_BREAKS = {tag("br"), tag("cr")}


def read_word(data: bytes) -> Parsed:
    with open_archive(data) as archive:
        return _Reader(archive).parsed()


def main_part(archive: ZipFile) -> str | None:
    """The path of the part that holds the text, as the package itself states it."""
    relations = read_xml(archive, "_rels/.rels")
    for relation in [] if relations is None else relations.iter(_RELATIONSHIP):
        target = relation.get("Target", "").lstrip("/")
        if relation.get("Type", "").endswith("/officeDocument") and target in archive.namelist():
            return target
    return "word/document.xml" if "word/document.xml" in archive.namelist() else None


class _Reader:
    def __init__(self, archive: ZipFile) -> None:
        part = main_part(archive)
        root = None if part is None else read_xml(archive, part)
        folder = (part or "").rpartition("/")[0]
        self._archive, self._folder = archive, folder
        self._body = None if root is None else child(transitional(root), "body")
        if self._body is None:
            raise Refused("not_a_document")
        self._numbering = Numbering(self._part("numbering.xml"))
        self._styles = Styles(self._part("styles.xml"))
        self._notes = {kind: self._notes_of(kind) for kind in ("footnote", "endnote")}
        self._parsed = Parsed([])
        self._line = 0

    def parsed(self) -> Parsed:
        self._read(self._body)
        if any(entry.endswith("vbaProject.bin") for entry in self._archive.namelist()):
            self._parsed.warnings.append(warning("macros"))
        if next(self._body.iter(tag("ins"), tag("del"), tag("moveTo"), tag("moveFrom")), None) is not None:
            self._parsed.warnings.append(warning("changes_accepted"))
        if pictures := sum(1 for e in self._body.iter("{*}blip", "{*}imagedata")):
            if not self._parsed.blocks:
                raise Refused("pictures_only")
            self._parsed.warnings.append(warning("pictures_skipped", count=pictures))
        return self._parsed

    def _part(self, leaf: str) -> etree._Element | None:
        root = read_xml(self._archive, f"{self._folder}/{leaf}".lstrip("/"))
        return None if root is None else transitional(root)

    def _notes_of(self, kind: str) -> dict[str, etree._Element]:
        root = self._part(f"{kind}s.xml")
        return {} if root is None else {e.get(tag("id"), ""): e for e in root.findall(tag(kind))}

    def _read(self, container: etree._Element) -> None:
        for element in container:
            if element.tag == tag("p"):
                self._read_paragraph(element)
            elif element.tag == tag("tbl"):
                self._read_table(element)
            elif element.tag not in _LEFT_OUT:
                self._read(element)

    def _read_paragraph(self, paragraph: etree._Element) -> None:
        properties = child(paragraph, "pPr")
        style = self._styles.style(value(child(properties, "pStyle")))
        list_id, level = list_of(properties)
        level = (style.list_level or 0) if level is None else level
        words = "".join(_words(paragraph))
        number, is_item = "", False
        if words.strip():
            number, is_item = self._numbering.number(list_id or style.list_id, level)
        if style.is_title and not self._parsed.title:
            self._parsed.title = words.strip()
        heading = heading_level(properties) or style.heading or (1 if style.is_title else 0)
        for text in filter(str.strip, words.split("\n")):
            self._line += 1
            block = Block(text, self._line, number=number, heading=heading, is_item=is_item)
            block.is_noise = style.is_contents
            self._parsed.add(block)
            number, heading, is_item = "", 0, False
        self._read_beside(paragraph)

    def _read_beside(self, paragraph: etree._Element) -> None:
        """What hangs on a paragraph: text boxes and notes."""
        for box in paragraph.iter(tag("txbxContent")):
            above = set(box.iterancestors(tag("txbxContent"), COMPATIBILITY + "Fallback"))
            if not above:
                self._read(box)
        for kind, notes in self._notes.items():
            for reference in paragraph.iter(tag(f"{kind}Reference")):
                note = notes.pop(reference.get(tag("id"), ""), None)
                if note is not None:
                    self._read(note)

    def _read_table(self, table: etree._Element) -> None:
        for row in table_rows(table, _cell_text):
            self._line += 1
            if len(row.cells) == 1 or len(set(filter(None, row.cells))) == 1:
                text = next(filter(None, row.cells), "")
                self._parsed.add(Block(text, self._line))
            else:
                self._parsed.add(Block(row.text, self._line, columns=row.columns, cells=row.cells))
        for paragraph in table.iter(tag("p")):
            self._read_beside(paragraph)


def _words(element: etree._Element) -> Iterator[str]:
    """The text that a reader of the finished page sees, with ``\\n`` for forced line ends."""
    for part in element:
        if part.tag == tag("t"):
            yield part.text or ""
        elif part.tag == tag("tab"):
            yield " "
        elif part.tag in _BREAKS:
            yield "\n"
        elif part.tag == tag("noBreakHyphen"):
            yield "-"
        elif part.tag == tag("r") and is_on(child(part, "rPr", "vanish")):
            continue
        elif part.tag not in _LEFT_OUT:
            yield from _words(part)


def _cell_text(cell: etree._Element) -> str:
    """The paragraphs of a cell in one line; a break between them ends a sentence."""
    said = ""
    for paragraph in cell.iter(tag("p")):
        words = re.sub(r"\s*\n\s*", " ", "".join(_words(paragraph))).strip()
        if words and said:
            said += words if said.endswith(tuple("。；;！？：:，,、")) else "，" + words
        else:
            said += words
    return said
