"""Drawings for tests: small pictures, PDF pages and DXF files, good and hostile."""

from __future__ import annotations

import io

import ezdxf
from PIL import Image, ImageDraw
from reportlab.pdfgen import canvas

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(width: int = 400, height: int = 200, kind: str = "PNG") -> bytes:
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((10, 10, width - 10, height - 10), outline="black")
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def pdf(pages: int = 1, *, password: str = "") -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(1190, 842), encrypt=StandardEncryption(password) if password else None)
    for number in range(pages):
        sheet.rect(100, 100, 500 + number, 300)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def dxf(units: int = 6, offset: float = 0.0) -> bytes:
    """A rectangle of 200 by 100 units with a block and a text, its lower left corner at (offset, offset)."""
    document = ezdxf.new("R2010", units=units)
    document.layers.add("hidden").off()
    model = document.modelspace()
    model.add_lwpolyline([(offset + x, offset + y) for x, y in ((0, 0), (200, 0), (200, 100), (0, 100))], close=True)
    model.add_line((-5000, -5000), (5000, 5000), dxfattribs={"layer": "hidden"})
    document.blocks.new("TREE").add_circle((0, 0), 2)
    model.add_blockref("TREE", (offset + 50, offset + 50))
    model.add_text("1栋", dxfattribs={"height": 8}).set_placement((offset + 20, offset + 20))
    return written(document)


def nested(depth: int, each: int) -> bytes:
    """Blocks of blocks: each^depth lines when unfolded."""
    document = ezdxf.new("R2010")
    before = None
    for number in range(depth):
        block = document.blocks.new(f"B{number}")
        for turn in range(each):
            if before is None:
                block.add_line((0, 0), (1, turn))
            else:
                block.add_blockref(before, (turn, 0))
        before = f"B{number}"
    document.modelspace().add_blockref(before, (0, 0))
    return written(document)


def written(document) -> bytes:
    out = io.StringIO()
    document.write(out)
    return out.getvalue().encode()
