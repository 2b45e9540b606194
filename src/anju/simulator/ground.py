"""Where everything of the estate stands, in metres, and the drawings of it that a designer would hand over as DXF."""

from __future__ import annotations

import io
from dataclasses import dataclass

import ezdxf
from ezdxf.document import Drawing
from ezdxf.enums import TextEntityAlignment

WIDTH, HEIGHT = 240.0, 180.0
Box = tuple[float, float, float, float]
Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Put:
    """The shape of a place, and how far somebody on post there sees."""

    type: str
    points: Points
    radius_m: int = 0
    heading_deg: int | None = None
    width_deg: int | None = None


def corners(box: Box) -> Points:
    left, bottom, right, top = box
    return ((left, bottom), (right, bottom), (right, top), (left, top))


def _row(first: int, bottom: float, lefts: tuple[float, ...], width: float, height: float) -> dict[int, Box]:
    return {first + turn: (left, bottom, left + width, bottom + height) for turn, left in enumerate(lefts)}


BUILDINGS: dict[int, Box] = {
    **_row(1, 28, (26, 70, 134, 178), 36, 14),
    **_row(5, 62, (26, 70, 134, 178), 36, 14),
    **_row(9, 128, (34, 78, 142, 186), 20, 20),
}
ROADS: tuple[Box, ...] = ((12, 12, 228, 19), (12, 161, 228, 168), (12, 12, 19, 168), (221, 12, 228, 168))
LAWNS: tuple[Box, ...] = ((26, 46, 106, 58), (134, 46, 214, 58), (26, 118, 106, 124), (134, 118, 214, 124))
LANE: Box = (115, 4, 125, 176)
GARDEN: Box = (26, 84, 110, 114)
SHED: Box = (184, 88, 214, 98)
GARAGE_DOORS: tuple[Box, ...] = ((20, 150, 30, 158), (210, 150, 220, 158))

SPACES: dict[str, Put] = {
    "南门": Put("point", ((120, 4),), 45),
    "北门": Put("point", ((120, 176),), 45),
    "地下车库B1": Put("point", ((25, 154),)),
    "监控中心": Put("point", ((140, 22),)),
    "消防控制室": Put("point", ((154, 22),)),
    "客户服务中心": Put("point", ((96, 22),), 15),
    "消防车通道": Put("area", corners(LANE)),
    "电动自行车充电棚": Put("area", corners(SHED)),
    "中心花园": Put("area", corners(GARDEN), 38),
    "东围墙": Put("line", ((236, 4), (236, 176)), 60, 270, 180),
    "西围墙": Put("line", ((4, 4), (4, 176))),
}
"""What is left out here stands among the things not yet placed: the fire pump room, the second basement."""

GARAGE = "地下车库B1"
BASEMENT: dict[str, Put] = {"配电房": Put("area", corners((60, 8, 76, 20)))}
BASEMENT_ROOMS: dict[str, Box] = {"水泵房": (4, 8, 20, 20), "配电房": (60, 8, 76, 20), "车道": (24, 2, 56, 10)}
_TREES = [(x, y) for y in (52.0, 121.0) for x in (30, 40, 50, 60, 70, 80, 90, 100, 138, 148, 158, 168, 178, 188, 198, 208)]


def site() -> bytes:
    """The community's plan: wall, roads, lane, lawns, trees as blocks, buildings with their numbers, garage entries."""
    drawing, model = _begun()
    drawing.blocks.new("TREE").add_circle((0, 0), 1.6, dxfattribs={"layer": "GREEN"})
    for spot in _TREES:
        model.add_blockref("TREE", spot, dxfattribs={"layer": "GREEN"})
    _frames(model, "WALL", ((4, 4, WIDTH - 4, HEIGHT - 4),))
    _frames(model, "ROAD", (*ROADS, LANE))
    _frames(model, "GREEN", (*LAWNS, GARDEN))
    _frames(model, "HOUSE", (*BUILDINGS.values(), SHED))
    _frames(model, "GARAGE", GARAGE_DOORS)
    model.add_circle((68, 99), 9, dxfattribs={"layer": "GREEN"})
    for left, bottom, right, top in GARAGE_DOORS:
        model.add_line((left, bottom), (right, top), dxfattribs={"layer": "GARAGE"})
    _titled(model, "锦绣花园总平面图", (172, 170), 5)
    return _written(drawing)


def basement() -> bytes:
    """The first basement: walls, columns, lane and the rooms of the machines."""
    drawing, model = _begun()
    _frames(model, "WALL", ((0, 0, 80, 50),))
    _frames(model, "HOUSE", tuple(BASEMENT_ROOMS.values()))
    for x in range(8, 80, 8):
        for y in (26, 36, 46):
            _frames(model, "WALL", ((x - 0.4, y - 0.4, x + 0.4, y + 0.4),))
    for name, (left, bottom, _right, _top) in BASEMENT_ROOMS.items():
        _titled(model, name, (left + 1, bottom + 1), 2)
    return _written(drawing)


def _begun() -> tuple[Drawing, object]:
    drawing = ezdxf.new("R2010", units=6)
    for name, colour in (("WALL", 7), ("ROAD", 8), ("GREEN", 3), ("HOUSE", 5), ("GARAGE", 30), ("TEXT", 7)):
        drawing.layers.add(name, color=colour)
    return drawing, drawing.modelspace()


def _frames(model, layer: str, boxes: tuple[Box, ...]) -> None:
    for box in boxes:
        model.add_lwpolyline(corners(box), close=True, dxfattribs={"layer": layer})


def _titled(model, text: str, at: tuple[float, float], height: float) -> None:
    model.add_text(text, height=height, dxfattribs={"layer": "TEXT"}).set_placement(at, align=TextEntityAlignment.LEFT)


def _written(drawing: Drawing) -> bytes:
    """Without the hour of writing, so that the same estate has the same file."""
    out = io.StringIO()
    before, ezdxf.options.write_fixed_meta_data_for_testing = ezdxf.options.write_fixed_meta_data_for_testing, True
    try:
        drawing.write(out)
    finally:
        ezdxf.options.write_fixed_meta_data_for_testing = before
    return out.getvalue().encode()
