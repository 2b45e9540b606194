"""Which files are drawings, how a picture lies on the ground, and what may be drawn on it. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

MAX_POINTS = 500
FARTHEST_M = 1e7
LARGEST_PX = 100_000
NEAREST_PX = 10.0
LONGEST_M = 20_000.0
WIDEST_REACH_M = 500
PLANNED = ("community", "building", "unit", "garage")
_PICTURES = ("image/png", "image/jpeg", "image/webp")
Point = tuple[float, float]


def kind_of_file(mime: str, head: bytes) -> str | Refusal:
    """picture, pdf or dxf by the file's own first bytes; anything else is refused with what to do instead."""
    if mime in _PICTURES:
        return "picture"
    if mime == "application/pdf":
        return "pdf"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:4096]
    if b"<svg" in text.lower() or text.startswith(b"<?xml"):
        return Refusal("places.svg_not_taken", _("The drawing was not taken: an SVG file may hold a program. Export it as PDF or PNG and upload that."))
    if head[:4] == b"AC10":
        return Refusal("places.dwg_not_taken", _("The drawing was not taken: DWG is a closed format. Save it as DXF or PDF and upload that."))
    if head.startswith(b"AutoCAD Binary DXF") or _is_text_dxf(text):
        return "dxf"
    return Refusal("places.not_a_drawing", _("The drawing was not taken: a picture (PNG, JPEG, WebP), a PDF or a DXF file is needed."))


def _is_text_dxf(text: bytes) -> bool:
    lines = [line.strip() for line in text.splitlines()[:400]]
    return b"SECTION" in lines and b"0" in lines[:200]


_TROUBLES: dict[str, Any] = {
    "broken": _("The file is damaged and cannot be read. Export it again and upload that."),
    "locked": _("The PDF is protected by a password. Save it without one and upload that."),
    "no_such_page": _("The PDF has only %(pages)s pages. Choose one of them."),
    "too_slow": _("Reading was stopped after %(seconds)s seconds. Leave layers out that are not needed, or export a picture."),
    "too_much": _("Reading needs more memory than a drawing may take. Export a smaller picture."),
    "too_many_entities": _("The drawing holds more than %(limit)s lines and shapes. Leave layers out that are not needed, or export a picture."),
    "too_deep": _("Blocks stand in blocks more than %(limit)s times. Explode them, or export a picture."),
    "empty": _("There is nothing to see on the drawing. Choose another page, or export its model space."),
    "too_many_points": _("The picture has more than %(limit)s million points. Save it smaller and upload that."),
}


def trouble_sentence(code: str, facts: dict[str, Any]) -> Any:
    """Why a drawing could not be read, for people."""
    return _TROUBLES.get(code, _TROUBLES["broken"]) % {"pages": "", "seconds": "", "limit": "", **facts}


@dataclass(frozen=True)
class Calibration:
    """How a picture lies on the ground: a similarity, points up and metres up."""

    metres_per_px: float
    turn_deg: float = 0.0
    left_m: float = 0.0
    bottom_m: float = 0.0

    def to_ground(self, point: Point) -> Point:
        cos, sin = math.cos(math.radians(self.turn_deg)), math.sin(math.radians(self.turn_deg))
        x, y = point[0] * self.metres_per_px, point[1] * self.metres_per_px
        return self.left_m + x * cos - y * sin, self.bottom_m + x * sin + y * cos

    def to_picture(self, point: Point) -> Point:
        cos, sin = math.cos(math.radians(self.turn_deg)), math.sin(math.radians(self.turn_deg))
        x, y = point[0] - self.left_m, point[1] - self.bottom_m
        return (x * cos + y * sin) / self.metres_per_px, (y * cos - x * sin) / self.metres_per_px


def by_distance(first: Point, second: Point, distance_m: float) -> Calibration | Refusal:
    """The scale from two points of the picture whose distance was measured; the ground begins at the picture's lower left corner."""
    apart = math.dist(first, second)
    if no := _may_measure(first, second, apart, distance_m):
        return no
    return Calibration(distance_m / apart)


def by_two_points(first: Point, second: Point, first_m: Point, second_m: Point) -> Calibration | Refusal:
    """The place of a picture on a ground that is known: two of its points are two points of the ground."""
    apart, metres = math.dist(first, second), math.dist(first_m, second_m)
    if no := _may_measure(first, second, apart, metres):
        return no
    scale = metres / apart
    turn = math.degrees(
        math.atan2(second_m[1] - first_m[1], second_m[0] - first_m[0]) - math.atan2(second[1] - first[1], second[0] - first[0])
    )
    turn = (turn + 180) % 360 - 180
    corner = Calibration(scale, turn).to_ground(first)
    return Calibration(scale, turn, first_m[0] - corner[0], first_m[1] - corner[1])


def resized(before: Calibration, width: int, new_width: int) -> Calibration:
    """The same extent drawn anew with another number of points."""
    return Calibration(before.metres_per_px * width / new_width, before.turn_deg, before.left_m, before.bottom_m)


def _may_measure(first: Point, second: Point, apart: float, metres: float) -> Refusal | None:
    numbers = (*first, *second, metres)
    if not all(math.isfinite(number) and abs(number) <= LARGEST_PX for number in numbers) or not 0 < metres <= LONGEST_M:
        return Refusal("places.bad_scale", _("The scale was not set: the distance must be more than 0 and at most %(limit)s m."), limit=int(LONGEST_M))
    if apart < NEAREST_PX:
        return Refusal("places.points_too_near", _("The scale was not set: the two points lie too near to each other. Choose two that are far apart."))
    return None


def may_publish(*, state: str, is_calibrated: bool) -> Refusal | None:
    if state != "ready":
        return Refusal("places.not_ready", _("Not published: this drawing is not waiting to be published."))
    if not is_calibrated:
        return Refusal("places.no_scale", _("Not published: the scale is missing. Choose two points and enter the distance between them."))
    return None


def plan_name(kind: str, place: str, floor: int) -> str:
    """锦绣花园, 地下车库B2, 3栋 12F: the community and a garage by their names, a building by its floor (B1 below the ground)."""
    if kind in ("community", "garage"):
        return place
    return f"{place} {floor}F" if floor >= 0 else f"{place} B{-floor}"


def may_carry_plan(kind: str) -> Refusal | None:
    if kind in PLANNED:
        return None
    return Refusal("places.no_plan_here", _("Only the community, a building or a garage has a plan of its own."))


def may_be_drawn(shape: Any) -> Refusal | None:
    """Whether `shape` is a point, line or area on the ground: {"type", "points": [[x, y], …]}, in metres."""
    needed = {"point": 1, "line": 2, "area": 3}
    kind = shape.get("type") if isinstance(shape, dict) else None
    points = shape.get("points") if isinstance(shape, dict) else None
    if not isinstance(kind, str) or kind not in needed or not isinstance(points, list) or not needed[kind] <= len(points) <= MAX_POINTS:
        return Refusal("places.bad_shape", _("This is not a shape. Draw a point, a line of two points or an area of three, at most %(limit)s."), limit=MAX_POINTS)
    if not all(_is_point(p) for p in points) or (kind == "point" and len(points) != 1):
        return Refusal("places.bad_point", _("A point of the shape is not two numbers. Draw it again."))
    return None


def _is_point(point: Any) -> bool:
    if not isinstance(point, list | tuple) or len(point) != 2:
        return False
    return all(isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v) and abs(v) <= FARTHEST_M for v in point)


def may_watch(*, is_drawn: bool, radius_m: int, heading_deg: int | None, width_deg: int | None) -> Refusal | None:
    """Whether somebody at this place may be said to see so far: a circle, or a sector of a heading and a width."""
    if not is_drawn:
        return Refusal("places.not_drawn", _("Nothing was set: the place does not lie on the plan yet. Put it there first."))
    if not 0 < radius_m <= WIDEST_REACH_M:
        return Refusal("places.bad_reach", _("Nothing was set: a range is 1 to %(limit)s metres."), limit=WIDEST_REACH_M)
    if (heading_deg is None) != (width_deg is None):
        return Refusal("places.half_a_sector", _("Nothing was set: a sector needs a direction and a width. Leave both empty for a circle."))
    return None


def middle_of(shape: dict[str, Any]) -> Point:
    """Where the name of a shape stands: its one point, the middle of a line, the centre of an area."""
    points = [(float(x), float(y)) for x, y in shape["points"]]
    if shape["type"] == "area" and abs(double := _double_area(points)) > 1e-9:
        turns = list(zip(points, points[1:] + points[:1], strict=True))
        x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in turns) / (3 * double)
        y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in turns) / (3 * double)
        return x, y
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def _double_area(points: list[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))
