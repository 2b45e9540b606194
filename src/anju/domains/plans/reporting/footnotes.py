"""Real footnotes for Word, which python-docx does not write: a part of the package, and references in the text."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from lxml import etree

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Footnotes:
    """The notes of one document. A note referred to twice is one footnote; later references repeat its number."""

    def __init__(self, made: Any, texts: list[str]) -> None:
        self.made, self.texts = made, texts
        self.referred: list[int] = []
        self.root = etree.Element(f"{{{SPACE}}}footnotes", nsmap={"w": SPACE})
        for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
            self._special(number, kind)

    def _special(self, number: int, kind: str) -> None:
        note = self._note(number)
        note.set(f"{{{SPACE}}}type", kind)
        run = etree.SubElement(etree.SubElement(note, f"{{{SPACE}}}p"), f"{{{SPACE}}}r")
        etree.SubElement(run, f"{{{SPACE}}}{kind}")

    def _note(self, number: int) -> Any:
        note = etree.SubElement(self.root, f"{{{SPACE}}}footnote")
        note.set(f"{{{SPACE}}}id", str(number))
        return note

    def refer(self, paragraph: Any, numbers: list[int]) -> None:
        """Put the references of these notes behind what the paragraph says."""
        for at, number in enumerate(numbers):
            run = paragraph.add_run("," if at else "")
            run.font.superscript = True
            if number in self.referred:
                run.add_text(str(self.referred.index(number) + 1))
                continue
            self.referred.append(number)
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(len(self.referred)))
            run._r.append(reference)
            self._write(len(self.referred), self.texts[number - 1])

    def _write(self, number: int, text: str) -> None:
        paragraph = etree.SubElement(self._note(number), f"{{{SPACE}}}p")
        spacing = etree.SubElement(etree.SubElement(paragraph, f"{{{SPACE}}}pPr"), f"{{{SPACE}}}spacing")
        for name, value in (("before", "0"), ("after", "0"), ("line", "240"), ("lineRule", "auto")):
            spacing.set(f"{{{SPACE}}}{name}", value)
        mark = self._run(paragraph)
        etree.SubElement(mark[0], f"{{{SPACE}}}vertAlign").set(f"{{{SPACE}}}val", "superscript")
        etree.SubElement(mark, f"{{{SPACE}}}footnoteRef")
        run = self._run(paragraph)
        said = etree.SubElement(run, f"{{{SPACE}}}t")
        said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        said.text = f" {text}"

    def _run(self, paragraph: Any) -> Any:
        """A run in the size of footnotes; its properties come first."""
        run = etree.SubElement(paragraph, f"{{{SPACE}}}r")
        size = etree.SubElement(etree.SubElement(run, f"{{{SPACE}}}rPr"), f"{{{SPACE}}}sz")
        size.set(f"{{{SPACE}}}val", str(int(Pt(9).pt * 2)))
        return run

    def finish(self) -> None:
        """Put the notes into the package. Their numbers follow the text, as Word counts them."""
        package = self.made.part.package
        data = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), TYPE, data, package)
        self.made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
