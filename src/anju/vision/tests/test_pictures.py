"""What devices and phones send: pictures are unpacked, everything else is refused before it costs memory."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from anju.vision import PictureRefused, load_picture
from anju.vision.pictures import LONGEST_SIDE, MOST_BYTES


def packed(size: tuple[int, int], form: str = "JPEG", mode: str = "RGB") -> bytes:
    data = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 200).save(data, form)
    return data.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head)) + struct.pack(">I", 1000) + b"IDAT" + bytes(64)


def refusal_of(data: bytes) -> str:
    with pytest.raises(PictureRefused) as refused:
        load_picture(data)
    return refused.value.code


def test_a_picture_becomes_a_frame_in_blue_green_red():
    frame = load_picture(packed((64, 48), "PNG"))
    assert frame.shape == (48, 64, 3) and frame.dtype == np.uint8
    assert frame[0, 0].tolist() == [0, 0, 255]


@pytest.mark.parametrize("form,mode", [("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "LA"), ("PNG", "1"), ("WEBP", "RGB"), ("BMP", "RGB")])
def test_every_camera_format_becomes_three_colours(form, mode):
    assert load_picture(packed((40, 30), form, mode)).shape == (30, 40, 3)


def test_a_large_picture_is_made_smaller():
    frame = load_picture(packed((5000, 3000)))
    assert max(frame.shape) == LONGEST_SIDE


def test_forty_megabytes_are_refused_unopened(monkeypatch):
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("the picture was opened"))
    assert refusal_of(packed((64, 48)) + bytes(40_000_000)) == "too_many_bytes"
    assert refusal_of(bytes(MOST_BYTES + 1)) == "too_many_bytes"


@pytest.mark.parametrize("size", [(60_000, 60_000), (20_000, 5_000), (2_000_000_000, 1), (5_000, 4_000)])
def test_huge_dimensions_are_refused_before_unpacking(size, monkeypatch):
    monkeypatch.setattr(Image.Image, "convert", lambda *_, **__: pytest.fail("the picture was unpacked"))
    assert refusal_of(png_header(*size)) == "too_many_pixels"


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_that_breaks_off_is_refused(form):
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8))
    data = io.BytesIO()
    noise.save(data, form)
    assert refusal_of(data.getvalue()[: len(data.getvalue()) // 2]) == "cut_off"


@pytest.mark.parametrize("data", [b"", b"GIF89a" + bytes(200), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff", b"%PDF-1.7", bytes(1000)])
def test_what_is_no_picture_is_refused(data):
    assert refusal_of(data) == "not_a_picture"
