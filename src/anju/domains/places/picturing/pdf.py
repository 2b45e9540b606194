"""One page of a PDF as a picture, by pdfium."""

from __future__ import annotations

from typing import Any

import pypdfium2 as pdfium
from PIL import Image

from . import limits
from .child import Refused


def picture_of(data: bytes, page: int) -> tuple[Image.Image, float | None, dict[str, Any], bool]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise Refused("locked" if "password" in str(error).lower() else "broken") from error
    pages = len(document)
    if not 1 <= page <= pages:
        raise Refused("no_such_page", pages=pages)
    sheet = document[page - 1]
    width, height = sheet.get_size()
    if not (1 <= width <= 1e6 and 1 <= height <= 1e6):
        raise Refused("broken")
    image = sheet.render(scale=limits.PDF_SIDE / max(width, height)).to_pil().convert("RGB")
    if image.convert("L").getextrema() == (255, 255):
        raise Refused("empty")
    return image, None, {"pages": pages} if pages > 1 else {}, False
