"""A plate as it leaves the press: ground, frame line, characters, bolts and the dirt of the road, seen straight from the front."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .kinds import KINDS, WHITE, YELLOW, Kind

PX_PER_MM = 0.5
_RASTER = 160


@dataclass(frozen=True)
class Face:
    """Where the glyphs come from. `stroke` thickens, in thousandths of the glyph's height; the files are font files."""

    chinese: str
    latin: str
    chinese_index: int = 0
    latin_index: int = 0
    stroke: int = 0


def draw(text: str, kind: str, face: Face, rng: np.random.Generator) -> np.ndarray:
    """BGR, uint8, 0.5 px a millimetre: 220x70 for one row, 220x110 for two, 240x70 for new energy."""
    layout = KINDS[kind]
    width, height = (round(side * PX_PER_MM) for side in layout.size)
    plate = _ground(layout, width, height)
    if layout.line:
        cv2.rectangle(plate, (2, 2), (width - 3, height - 3), _ink(layout), 1, cv2.LINE_AA)
    for sign, box in zip(text, layout.boxes, strict=True):
        _stamp(plate, _glyph(sign, face), box, (40, 30, 200) if sign in layout.red and layout.red else layout.ink, rng)
    if layout.dot:
        cv2.circle(plate, (round(layout.dot[0] * PX_PER_MM), round(layout.dot[1] * PX_PER_MM)), 2, _ink(layout), -1, cv2.LINE_AA)
    _bolts(plate, rng)
    return _wear(plate, rng)


def centres(kind: str) -> np.ndarray:
    """(characters, 2): the middle of each character as a fraction of the plate's width and height."""
    layout = KINDS[kind]
    return np.array([((x + width / 2) / layout.size[0], (y + height / 2) / layout.size[1]) for x, y, width, height in layout.boxes])


def _ink(layout: Kind) -> tuple[int, int, int]:
    return layout.ink


def _ground(layout: Kind, width: int, height: int) -> np.ndarray:
    plate = np.empty((height, width, 3), np.float32)
    plate[:] = layout.ground
    if layout.name == "green_small":
        fade = np.linspace(0, 1, height, dtype=np.float32)[:, None, None] ** 0.8
        plate[:] = np.array(WHITE, np.float32) * (1 - fade) + np.array(layout.ground, np.float32) * fade
    if layout.name == "green_large":
        plate[:, : round(132 * PX_PER_MM)] = YELLOW
    return plate


@lru_cache(maxsize=20_000)
def _glyph(sign: str, face: Face) -> np.ndarray:
    """Coverage 0..1 of one character, cut to its ink."""
    path, index = (face.latin, face.latin_index) if sign.isascii() else (face.chinese, face.chinese_index)
    font = ImageFont.truetype(path, _RASTER, index=index)
    canvas = Image.new("L", (_RASTER * 2, _RASTER * 2))
    ImageDraw.Draw(canvas).text((_RASTER // 2, _RASTER // 4), sign, font=font, fill=255, stroke_width=round(face.stroke * _RASTER / 1000))
    return np.asarray(canvas.crop(canvas.getbbox()), np.float32) / 255


def _stamp(plate: np.ndarray, glyph: np.ndarray, box: tuple[float, float, float, float], ink: tuple[int, int, int], rng: np.random.Generator) -> None:
    """The glyph stretched to its box; a narrow one (most faces' 1) keeps about its own width. Presses are off by up to half a millimetre."""
    x, y, width, height = box
    natural = glyph.shape[1] / glyph.shape[0]
    used = width if natural > 0.5 else max(natural * height * 0.8, width * 0.3)
    columns, rows = max(round(used * PX_PER_MM), 3), round(height * PX_PER_MM)
    left = round((x + (width - used) / 2) * PX_PER_MM + rng.uniform(-0.4, 0.4))
    top = round(y * PX_PER_MM + rng.uniform(-0.4, 0.4))
    cover = cv2.resize(glyph, (columns, rows), interpolation=cv2.INTER_AREA)[:, :, None]
    place = plate[top : top + rows, left : left + columns]
    place[:] = place * (1 - cover) + np.array(ink, np.float32) * cover


def _bolts(plate: np.ndarray, rng: np.random.Generator) -> None:
    if rng.random() < 0.3:
        return
    height, width = plate.shape[:2]
    shade = float(rng.uniform(70, 210))
    for x in (0.22, 0.78):
        for y in (0.08, 0.92)[: rng.integers(1, 3)]:
            cv2.circle(plate, (round(width * x), round(height * y)), 3, (shade, shade, shade), -1, cv2.LINE_AA)


def _wear(plate: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Fading, a slant of light, splashes of mud."""
    height, width = plate.shape[:2]
    plate = plate * rng.uniform(0.85, 1.08, size=3).astype(np.float32) + rng.uniform(-8, 12)
    slope = np.linspace(rng.uniform(0.8, 1), rng.uniform(0.8, 1.1), width, dtype=np.float32)[None, :, None]
    plate *= slope
    for _ in range(rng.integers(0, 3)):
        spot = (int(rng.integers(width)), int(rng.integers(height)))
        mud = plate.copy()
        cv2.circle(mud, spot, int(rng.integers(2, 9)), tuple(float(value) for value in rng.uniform(60, 130, size=3)), -1)
        plate = plate + (mud - plate) * np.float32(rng.uniform(0.1, 0.4))
    return np.clip(plate, 0, 255).astype(np.uint8)
