"""Files for the tests, each made as its program would make it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from docx import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

CHINESE_FONT = "STSong-Light"


def word_bytes(word: WordDocument) -> bytes:
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def word_of(*paragraphs: str) -> bytes:
    word = WordDocument()
    for text in paragraphs:
        word.add_paragraph(text)
    return word_bytes(word)


def add_list(word: WordDocument, list_id: int, levels: Iterable[tuple[str, str]], *, start: int = 1) -> None:
    """Define a list of (number format, text) levels under an id of its own."""
    numbering = word.part.numbering_part.element
    body = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (style, text) in enumerate(levels)
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{list_id}">{body}</w:abstractNum>')
    numbering.insert(0, abstract)
    number = f'<w:num {nsdecls("w")} w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>'
    numbering.append(parse_xml(number))


def add_numbered(word: WordDocument, text: str, list_id: int, level: int = 0) -> None:
    paragraph = word.add_paragraph(text)
    xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(xml))


def paragraph_xml(inner: str) -> bytes:
    """A document of one paragraph with the given runs."""
    word = WordDocument()
    word.add_paragraph()._p.getparent().insert(0, parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"))
    return word_bytes(word)


def with_part(data: bytes, part: str, content: bytes) -> bytes:
    """The same package with one part replaced or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != part:
                new.writestr(entry, old.read(entry))
        new.writestr(part, content)
    return made.getvalue()


def pdf_of(*pages: Iterable[str], password: str | None = None, picture_pages: Iterable[int] = ()) -> bytes:
    """A PDF with one drawn line per string; the named pages (from 1) hold only a picture."""
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE_FONT))
    file = io.BytesIO()
    drawing = canvas.Canvas(file, encrypt=password)
    for number, lines in enumerate(pages, start=1):
        drawing.setFont(CHINESE_FONT, 12)
        for row, line in enumerate(lines):
            drawing.drawString(72, 780 - 18 * row, line)
        if number in picture_pages:
            drawing.drawImage(ImageReader(Image.new("RGB", (40, 40), "grey")), 72, 400)
        drawing.showPage()
    drawing.save()
    return file.getvalue()
