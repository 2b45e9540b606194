"""What is read from a file that people or enemies send: pictures, PDF pages, DXF; and what is refused."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from anju.domains.places import actions
from anju.domains.places.models import Drawing
from anju.domains.places.picturing import child, limits, reading
from anju.kernel import files
from anju.kernel.actors import Actor
from anju.kernel.sniffing import BadFile

from . import samples

SYSTEM = Actor.system("test")


def shown(sheet) -> Image.Image:
    return Image.open(io.BytesIO(sheet.data))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_read(kind):
    sheet = reading.read(samples.picture(kind=kind), "picture")
    assert (sheet.width, sheet.height, sheet.notes, shown(sheet).size) == (400, 200, {}, (400, 200))


def test_a_large_picture_is_reduced_and_says_so():
    sheet = reading.read(samples.picture(9000, 3000), "picture")
    assert (sheet.width, sheet.height, sheet.notes) == (6000, 2000, {"reduced_from": [9000, 3000]})


def bomb(side: int) -> bytes:
    """A PNG of side × side points whose few bytes hold no picture at all: it may not be decoded to be refused."""
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_a_picture_of_too_many_points_is_refused_before_it_is_decoded():
    with pytest.raises(BadFile, match="80"):
        files.checked(bomb(9000), name="plan.png")
    assert reading.read(bomb(9000), "picture") == reading.Unreadable("too_many_points", {"limit": 80})
    assert reading.read(bomb(60000), "picture").code == "too_many_points"


def test_a_turned_photo_is_upright_and_says_nothing_of_its_camera():
    image = Image.new("RGB", (400, 200), "white")
    exif = Image.Exif()
    exif[274], exif[271] = 6, "Camera"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    sheet = reading.read(out.getvalue(), "picture")
    assert ((sheet.width, sheet.height), dict(shown(sheet).getexif())) == ((200, 400), {})


def test_a_page_of_a_pdf_is_read():
    sheet = reading.read(samples.pdf(3), "pdf", page=2)
    assert (sheet.width, sheet.height, sheet.notes) == (5000, 3538, {"pages": 3})
    assert shown(sheet).convert("L").getextrema()[0] < 40


def test_a_pdf_without_that_page_or_with_a_password_is_refused():
    assert reading.read(samples.pdf(1), "pdf", page=2) == reading.Unreadable("no_such_page", {"pages": 1})
    assert reading.read(samples.pdf(1, password="x"), "pdf").code == "locked"
    assert reading.read(b"%PDF-1.7 nothing", "pdf").code == "broken"


def test_a_dxf_is_drawn_with_its_own_scale():
    """200 m across on 96 percent of 4000 points; what lies on a hidden layer does not count."""
    sheet = reading.read(samples.dxf(), "dxf")
    assert (sheet.width, sheet.height, round(sheet.metres_per_px, 9)) == (4000, 2080, round(200 / 3840, 9))
    assert "left_out" not in sheet.notes
    assert round(reading.read(samples.dxf(units=4), "dxf").metres_per_px, 9) == round(0.2 / 3840, 9)
    assert reading.read(samples.dxf(units=0), "dxf").metres_per_px is None
    picture = shown(sheet).convert("L")
    black = [(round(80 + x * 19.2), round(2080 - 80 - y * 19.2)) for x, y in ((100, 0), (200, 50), (52, 50))]
    assert max(picture.getpixel(spot) for spot in black) < 60
    assert picture.getpixel((2800, 500)) == 255


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (samples.nested(10, 2), "too_deep"), (samples.nested(6, 20), "too_many_entities"), (b"0\nSECTION\n2\nENTITIES\n", "empty"),
        (b"0\nSECTION\n2\nENTITIES\n0\nLINE\n10\nx", "broken"), (b"", "empty"),
    ],
    ids=["blocks too deep", "a bomb of blocks", "cut off", "no number", "nothing"],
)  # fmt: skip
def test_a_hostile_dxf_is_refused(data, code):
    answer = reading.read(data, "dxf")
    assert isinstance(answer, reading.Unreadable)
    assert answer.code in (code, "broken", "empty") if code in ("broken", "empty") else answer.code == code


def test_a_dxf_of_a_million_copies_in_one_insert_is_refused():
    import ezdxf

    document = ezdxf.new("R2010")
    document.blocks.new("B").add_line((0, 0), (1, 1))
    document.modelspace().add_blockref("B", (0, 0), dxfattribs={"row_count": 1000, "column_count": 1000, "row_spacing": 1, "column_spacing": 1})
    assert reading.read(samples.written(document), "dxf") == reading.Unreadable("too_many_entities", {"limit": limits.DXF_PARTS})


def test_a_reader_that_asks_for_all_memory_or_time_is_ended(monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 0.01)
    assert reading.read(samples.pdf(), "pdf") == reading.Unreadable("too_slow", {"seconds": 0.01})
    assert reading._answer(b"", -9) == reading.Unreadable("too_much")
    assert reading._answer(b"<html>", 0) == reading.Unreadable("broken")
    head, picture = child.answer("picture", b"not a picture", 1)
    assert (head["refused"], picture) == ("broken", b"")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (samples.SVG, "places.svg_not_taken"), (b"<svg onload='x()'/>", "places.svg_not_taken"), (b"\xef\xbb\xbf <svg/>", "places.svg_not_taken"),
        (b"AC1032\x00\x00", "places.dwg_not_taken"), (b"hello", "places.not_a_drawing"), (b"<html></html>", "places.not_a_drawing"), (b"PK\x03\x04rest", "places.not_a_drawing"),
        (b"GIF89a", "broken"),
    ],
)  # fmt: skip
def test_what_is_no_drawing_is_refused_at_the_door(inside, data, code):
    try:
        no = actions.upload_drawing(inside, source=files.checked(data, name="plan.dxf"), by=SYSTEM)
    except BadFile:
        no = None
    assert (no is None and code == "broken") or no.code == code
    assert Drawing.objects.count() == 0


@pytest.mark.django_db
def test_a_drawing_that_cannot_be_read_says_why_and_is_never_published(inside):
    drawing = actions.upload_drawing(inside, source=files.checked(samples.pdf(2), name="plan.pdf"), page=9, by=SYSTEM)
    drawing = actions.read_in(drawing, by=SYSTEM)
    assert (drawing.state, drawing.trouble, drawing.notes) == ("unreadable", "no_such_page", {"pages": 2})
    assert actions.publish_drawing(drawing, by=SYSTEM).code == "places.not_ready"
    assert actions.calibrate_drawing(drawing, x1=0, y1=0, x2=100, y2=0, distance_m=5, by=SYSTEM).code == "places.not_read"


@pytest.mark.django_db
def test_the_coordinates_of_a_dxf_become_those_of_the_ground(inside):
    """A new export of the same drawing needs no new calibration: its own coordinates say where it lies."""
    def taken_in(data):
        return actions.read_in(actions.upload_drawing(inside, source=files.checked(data, name="plan.dxf"), by=SYSTEM), by=SYSTEM)

    first = actions.adopt_scale(taken_in(samples.dxf(offset=1000)), by=SYSTEM)
    from anju.domains.places import queries

    assert queries.calibration_of(first).to_ground((80, 80)) == pytest.approx((1000, 1000))
    actions.publish_drawing(first, by=SYSTEM)
    gate = actions.add_place(inside, kind="gate", code="S", name="南门", by=SYSTEM)
    actions.draw_place(gate, shape={"type": "point", "points": [[1100, 1000]]}, by=SYSTEM)
    second = actions.adopt_scale(taken_in(samples.dxf(offset=1000)), by=SYSTEM)
    assert queries.calibration_of(second).to_picture((1100, 1000)) == pytest.approx((2000, 80))
    third = taken_in(samples.picture())
    assert actions.adopt_scale(third, by=SYSTEM).code == "places.no_stated_scale"
