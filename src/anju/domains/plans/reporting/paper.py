"""The report as PDF, set by Typst. The template is ours and fixed; everything that people wrote goes in as data and is never read as markup."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from cvttf_NotoSansCJK_Regular import get_TTF_path

from .charts import WIDTH, Drawing, drawn
from .document import Document
from .parts import Part

HERE = Path(__file__).parent
PAGE = HERE / "report.typ"
PICTURE = HERE / "picture.typ"
PIXELS_PER_INCH = 180


@cache
def _fonts() -> Any:
    """One CJK font from a package: a paper looks the same on every machine and never shows empty boxes."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(Path(get_TTF_path()).parent)])


def printed(document: Document) -> bytes:
    """The PDF of a document."""
    data = {
        "title": document.title,
        "facts": document.facts,
        "sections": [{"title": title, "text": text, "parts": [_part(one) for one in parts]} for title, text, parts in document.sections],
        "notes": document.notes,
        "footer": document.footer,
        "mark": document.mark,
    }
    return _set(PAGE, {"data": json.dumps(data, ensure_ascii=False)}, format="pdf")


def picture_of(drawing: Drawing) -> bytes:
    """A chart as PNG, for Word."""
    return _set(PICTURE, {"data": json.dumps(_drawing(drawing), ensure_ascii=False)}, format="png", ppi=PIXELS_PER_INCH)


def _set(template: Path, inputs: dict[str, str], **how: Any) -> bytes:
    return typst.compile(template.read_bytes(), font_paths=_fonts(), sys_inputs=inputs, **how)


def _part(part: Part) -> Part:
    return {**part, "drawing": _drawing(drawn(part))} if part["kind"] == "chart" else part


def _drawing(drawing: Drawing) -> dict[str, Any]:
    labels = [{"x": one.x, "y": one.y, "text": one.text, "anchor": one.anchor, "size": one.size, "colour": one.colour} for one in drawing.labels]
    return {"width": WIDTH, "height": drawing.height, "svg": str(drawing.svg(words=False)), "labels": labels, "alt": drawing.alt}
