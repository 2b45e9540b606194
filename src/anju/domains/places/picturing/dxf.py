"""A DXF drawing as a picture: the lines, curves, outlines and texts of its model space, on the layers that are switched on.

Blocks are unfolded one part at a time under a budget, so that a block of blocks of blocks stops where the budget ends.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ezdxf import recover
from ezdxf.colors import DXF_DEFAULT_COLORS, int2rgb
from ezdxf.document import Drawing
from ezdxf.entities import DXFGraphic, Hatch, Insert
from ezdxf.path import from_hatch, make_path
from PIL import Image, ImageDraw

from . import fonts, limits
from .child import Refused

_CURVES = {"LINE", "LWPOLYLINE", "POLYLINE", "CIRCLE", "ARC", "ELLIPSE", "SPLINE", "SOLID", "TRACE", "3DFACE"}
_TEXTS = {"TEXT", "MTEXT", "ATTRIB"}
_METRES = {1: 0.0254, 2: 0.3048, 4: 0.001, 5: 0.01, 6: 1.0, 7: 1000.0, 8: 2.54e-8, 10: 0.9144, 14: 0.1, 15: 10.0, 16: 100.0}
_MARGIN = 0.02
_PALE = 600
_NEAREST_TEXT_PX = 6
_STEPS_OF_A_CURVE = 16
Colour = tuple[int, int, int]


@dataclass
class Found:
    """What is to be drawn, in the file's own units."""

    lines: list[tuple[list[tuple[float, float]], Colour]] = field(default_factory=list)
    texts: list[tuple[float, float, float, float, str, Colour]] = field(default_factory=list)
    parts: int = 0
    points: int = 0
    left_out: int = 0

    def count(self, points: int = 0) -> None:
        self.parts += 1
        self.points += points
        if self.parts > limits.DXF_PARTS or self.points > limits.DXF_POINTS:
            raise Refused("too_many_entities", limit=limits.DXF_PARTS)


def picture_of(data: bytes, page: int) -> tuple[Image.Image, float | None, dict[str, Any], bool]:
    document, _auditor = recover.read(io.BytesIO(data))
    found, hidden = Found(), {layer.dxf.name for layer in document.layers if layer.is_off() or layer.is_frozen()}
    _gather(document, document.modelspace(), hidden, found, 0)
    bounds = _bounds(found)
    if bounds is None:
        raise Refused("empty")
    per_unit = limits.DXF_SIDE * (1 - 2 * _MARGIN) / max(bounds[2] - bounds[0], bounds[3] - bounds[1])
    metres = _METRES.get(int(document.header.get("$INSUNITS", 0)))
    notes: dict[str, Any] = {"parts": found.parts, "left_out": found.left_out}
    image = _drawn(found, bounds, per_unit, notes)
    return image, metres / per_unit if metres else None, {key: value for key, value in notes.items() if value}, False


def _gather(document: Drawing, entities: Any, hidden: set[str], found: Found, depth: int) -> None:
    if depth > limits.DXF_DEPTH:
        raise Refused("too_deep", limit=limits.DXF_DEPTH)
    for entity in entities:
        found.count()
        if entity.dxf.get("layer", "0") in hidden or entity.dxf.get("invisible", 0):
            continue
        kind = entity.dxftype()
        if kind == "INSERT":
            for single in _singles(entity, found):
                _gather(document, single.virtual_entities(), hidden, found, depth + 1)
                _gather(document, single.attribs, hidden, found, depth + 1)
        elif kind in _CURVES or kind == "HATCH":
            _outline(document, entity, found)
        elif kind in _TEXTS:
            _text(document, entity, found)
        else:
            found.left_out += 1


def _singles(entity: Insert, found: Found) -> Iterator[Insert]:
    if entity.mcount > limits.DXF_PARTS:
        raise Refused("too_many_entities", limit=limits.DXF_PARTS)
    if entity.block() is None:
        return
    yield from entity.multi_insert() if entity.mcount > 1 else (entity,)


def _outline(document: Drawing, entity: DXFGraphic, found: Found) -> None:
    try:
        paths = list(from_hatch(entity)) if isinstance(entity, Hatch) else [make_path(entity)]
    except (TypeError, ValueError, ZeroDivisionError, ArithmeticError):
        found.left_out += 1
        return
    for path in paths:
        points = [(v.x, v.y) for v in path.approximate(_STEPS_OF_A_CURVE)] if len(path) else []
        found.count(len(points))
        if len(points) >= 2 and all(math.isfinite(x) and math.isfinite(y) for x, y in points):
            found.lines.append((points, _colour(document, entity)))


def _text(document: Drawing, entity: DXFGraphic, found: Found) -> None:
    said = entity.plain_text() if hasattr(entity, "plain_text") else entity.dxf.get("text", "")
    height = float(entity.dxf.get("char_height" if entity.dxftype() == "MTEXT" else "height", 0))
    if not said.strip() or not 0 < height < 1e9 or len(found.texts) >= limits.DXF_TEXTS:
        found.left_out += 1
        return
    at = entity.dxf.insert
    found.texts.append((at.x, at.y, height, float(entity.dxf.get("rotation", 0)), said.strip()[:200], _colour(document, entity)))


def _colour(document: Drawing, entity: DXFGraphic) -> Colour:
    """The entity's own colour, its layer's, or black; what would vanish on white paper becomes grey."""
    if entity.dxf.hasattr("true_color"):
        colour = tuple(int2rgb(entity.dxf.true_color)[:3])
    else:
        number = entity.dxf.get("color", 256)
        if number == 256 and document.layers.has_entry(name := entity.dxf.get("layer", "0")):
            number = document.layers.get(name).color
        colour = tuple(int2rgb(DXF_DEFAULT_COLORS[number])[:3]) if 0 < abs(number) < 256 and abs(number) != 7 else (0, 0, 0)
    return (90, 90, 90) if sum(colour) > _PALE else colour


def _bounds(found: Found) -> tuple[float, float, float, float] | None:
    xs = [x for points, _colour in found.lines for x, _y in points] + [text[0] for text in found.texts]
    ys = [y for points, _colour in found.lines for _x, y in points] + [text[1] for text in found.texts]
    if not xs or not max(max(xs) - min(xs), max(ys) - min(ys)) > 0:
        return None
    return min(xs), min(ys), max(xs), max(ys)


def _drawn(found: Found, bounds: tuple[float, float, float, float], per_unit: float, notes: dict[str, Any]) -> Image.Image:
    margin = limits.DXF_SIDE * _MARGIN
    width = max(1, math.ceil((bounds[2] - bounds[0]) * per_unit + 2 * margin))
    height = max(1, math.ceil((bounds[3] - bounds[1]) * per_unit + 2 * margin))

    def at(x: float, y: float) -> tuple[float, float]:
        return margin + (x - bounds[0]) * per_unit, height - margin - (y - bounds[1]) * per_unit

    notes["corner"] = [bounds[0] - margin / per_unit, bounds[1] - margin / per_unit]
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    for points, colour in found.lines:
        pen.line([at(x, y) for x, y in points], fill=colour, width=3, joint="curve" if len(points) > 2 else None)
    for x, y, tall, turn, said, colour in found.texts:
        size = round(tall * per_unit)
        if size >= _NEAREST_TEXT_PX and not fonts.write(image, at(x, y), said, min(size, 400), turn, colour):
            notes["texts_left_out"] = notes.get("texts_left_out", 0) + 1
    return image
