"""The report as a Word document: real headings, a table of contents field, real footnotes, named Chinese fonts, charts with a description."""

from __future__ import annotations

import io
from typing import Any

from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from .charts import drawn
from .document import Document
from .footnotes import Footnotes
from .paper import picture_of
from .parts import Part

BODY, HEAD, QUOTE = "宋体", "黑体", "仿宋"
LATIN = "Times New Roman"
OTHERS = {"宋体": "SimSun", "黑体": "SimHei", "仿宋": "FangSong"}
"""What Word looks for where a font of this name is missing."""
NUMERALS = "零一二三四五六七八九十"
INDENT = Pt(24)
TEXT_CM = 15.8
"""The width of the text: A4 less its two margins of 2.6 cm."""


def written(document: Document) -> bytes:
    """The .docx of a document. Texts go in as text nodes, so that nothing in them is read as markup or field."""
    made = new_document()
    _page(made)
    _styles(made)
    _fonts(made)
    notes = Footnotes(made, document.notes)
    _front(made, document)
    for at, (title, text, parts) in enumerate(document.sections, 1):
        _heading(made, f"{_numeral(at)}、{title}", 1, f"_Toc{at}")
        for paragraph in text:
            _paragraph(made, paragraph)
        for part in parts:
            _part(made, part, notes)
    _footer(made, document.footer)
    notes.finish()
    made.core_properties.title, made.core_properties.author = document.title, ""
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def _numeral(number: int) -> str:
    return NUMERALS[number] if number <= 10 else f"十{NUMERALS[number - 10]}"


def _page(made: Any) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.5)


def _styles(made: Any) -> None:
    for name, font, size in (("Normal", BODY, 12), ("Heading 1", HEAD, 16), ("Heading 2", HEAD, 14), ("Title", HEAD, 22), ("Caption", QUOTE, 10.5)):
        style = made.styles[name]
        style.font.name, style.font.size = LATIN, Pt(size)
        style.font.color.rgb, style.font.italic = RGBColor(0, 0, 0), False
        _east_asian(style.element.get_or_add_rPr(), font)
    made.styles["Normal"].paragraph_format.line_spacing = 1.4
    made.styles["Normal"].paragraph_format.space_after = Pt(4)
    border = made.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        border.getparent().remove(border)


def _east_asian(properties: Any, font: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind, name in (("eastAsia", font), ("ascii", LATIN), ("hAnsi", LATIN)):
        fonts.set(qn(f"w:{kind}"), name)


def _fonts(made: Any) -> None:
    """Name what stands in for each font, in the document's own table of fonts."""
    part = next(one for one in made.part.package.iter_parts() if str(one.partname) == "/word/fontTable.xml")
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, other in OTHERS.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")


def _front(made: Any, document: Document) -> None:
    title = made.add_paragraph(document.title, style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if document.mark:
        mark = made.add_paragraph(f"（{document.mark}）")
        mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _grid(made, [], [list(fact) for fact in document.facts], numbers=[], notes=None, marks=[])
    _contents(made, [f"{_numeral(at)}、{title}" for at, (title, _text, _parts) in enumerate(document.sections, 1)])


def _contents(made: Any, titles: list[str]) -> None:
    """A table of contents field that Word brings up to date; until then it shows the titles."""
    for at, title in enumerate(titles, 1):
        paragraph = made.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        if at == 1:
            _field_mark(paragraph, "begin")
            _instruction(paragraph, 'TOC \\o "1-1" \\h \\z \\u')
            _field_mark(paragraph, "separate")
        paragraph.add_run(title)
        if at == len(titles):
            _field_mark(paragraph, "end")


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    _field_mark(paragraph, "begin")
    _instruction(paragraph, instruction)
    _field_mark(paragraph, "separate")
    paragraph.add_run(shown)
    _field_mark(paragraph, "end")


def _field_mark(paragraph: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    if kind == "begin":
        mark.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(mark)


def _instruction(paragraph: Any, text: str) -> None:
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {text} "
    paragraph.add_run()._r.append(instruction)


def _heading(made: Any, text: str, level: int, bookmark: str = "") -> None:
    heading = made.add_heading(text, level)
    heading.paragraph_format.keep_with_next = True
    if bookmark:
        for kind, place in (("bookmarkStart", 0), ("bookmarkEnd", len(heading._p))):
            mark = OxmlElement(f"w:{kind}")
            mark.set(qn("w:id"), bookmark.removeprefix("_Toc"))
            if kind == "bookmarkStart":
                mark.set(qn("w:name"), bookmark)
            heading._p.insert(place + (1 if kind == "bookmarkStart" and heading._p.pPr is not None else 0), mark)


def _paragraph(made: Any, text: str) -> Any:
    paragraph = made.add_paragraph(text)
    paragraph.paragraph_format.first_line_indent = INDENT
    return paragraph


def _part(made: Any, part: Part, notes: Footnotes) -> None:
    if part["kind"] == "line":
        notes.refer(_paragraph(made, part["text"]), part["notes"])
    elif part["kind"] == "table":
        _heading(made, part["title"], 2)
        _grid(made, part["head"], part["rows"], numbers=part["numbers"], notes=notes, marks=part["notes"])
    else:
        _chart(made, part)


def _chart(made: Any, part: Part) -> None:
    _heading(made, part["title"], 2)
    _paragraph(made, part["finding"])
    drawing = drawn(part)
    picture = made.add_picture(io.BytesIO(picture_of(drawing)), width=Cm(TEXT_CM))
    described = picture._inline.docPr
    described.set("descr", drawing.alt)
    described.set("title", part["title"])


def _grid(made: Any, head: list[str], rows: list[list[str]], *, numbers: list[int], notes: Footnotes | None, marks: list[list[int]]) -> None:
    if not rows:
        made.add_paragraph("--")
        return
    table = made.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    table.autofit = False
    for at, cells in enumerate(([head] if head else []) + rows):
        row = table.add_row()
        _mark(row, "w:cantSplit")
        is_head = bool(head) and at == 0
        for column, text in enumerate(cells):
            paragraph = row.cells[column].paragraphs[0]
            paragraph.paragraph_format.line_spacing = 1
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(10.5), is_head
            if column in numbers and not is_head:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if is_head:
            _mark(row, "w:tblHeader")
        elif notes is not None:
            notes.refer(row.cells[len(cells) - 1].paragraphs[0], marks[at - bool(head)])
    _widths(table, ([head] if head else []) + rows)
    made.add_paragraph().paragraph_format.line_spacing = 0.6


def _mark(row: Any, name: str) -> None:
    """`w:tblHeader` repeats a row on every page, `w:cantSplit` keeps it on one."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _widths(table: Any, rows: list[list[str]]) -> None:
    """Columns share the text's width by their longest word, narrow ones get a little more; every table is as wide as the text."""
    longest = [min(max(len(row[at]) for row in rows) + 2, 40) for at in range(len(rows[0]))]
    shares = [max(each / sum(longest), 0.12) for each in longest]
    for share, column in zip(shares, table.columns, strict=True):
        width = Cm(TEXT_CM * share / sum(shares))
        column.width = width
        for cell in column.cells:
            cell.width = width


def _footer(made: Any, text: str) -> None:
    paragraph = made.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(f"{text}    ").font.size = Pt(8)
    _field(paragraph, "PAGE", "1")
    paragraph.add_run(" / ").font.size = Pt(8)
    _field(paragraph, "NUMPAGES", "1")
