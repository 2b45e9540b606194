"""What a plan shows to somebody: every mark of every layer he may see, in points of the drawing's picture."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.domains.places import queries as places
from anju.domains.places.models import Drawing, SitePlan

from . import names

ABNORMAL = {"red": 0, "orange": 1, "yellow": 2}
_DIGITS = 1
_SIGNS_ACROSS = 110
Point = tuple[float, float]


@dataclass(frozen=True)
class Thing:
    """A mark where it stands on the picture; without `points` it lies nowhere on this plan."""

    layer: places.Layer
    mark: places.Mark
    type: str = ""
    points: tuple[Point, ...] = ()
    middle: Point | None = None
    ground: Point | None = None
    reach_px: dict[str, Any] | None = None

    @property
    def key(self) -> str:
        return f"{self.layer.name}:{self.mark.key}"

    @property
    def is_placed(self) -> bool:
        return bool(self.points)

    @property
    def is_abnormal(self) -> bool:
        return self.mark.colour in ABNORMAL

    @property
    def points_json(self) -> str:
        return json.dumps(self.points)

    @property
    def reach_json(self) -> str:
        return json.dumps(self.reach_px) if self.reach_px else ""

    def svg_points(self, height: int) -> str:
        """The points as an SVG wants them, counted from the top."""
        return " ".join(f"{x:.1f},{height - y:.1f}" for x, y in self.points)


@dataclass(frozen=True)
class Scene:
    plan: SitePlan
    drawing: Drawing | None
    layers: list[places.Layer]
    things: list[Thing]
    at: datetime | None = None
    silent: tuple[places.Layer, ...] = ()
    """The layers that show something now, and of which nothing is on record for an earlier moment."""
    offered: tuple[places.Layer, ...] = ()
    """The layers that are shown to who asks for them, and were not asked for."""

    @property
    def is_shown(self) -> bool:
        """Whether there is a picture to look at."""
        return self.drawing is not None and self.drawing.picture_id is not None

    @property
    def placed(self) -> list[Thing]:
        return [thing for thing in self.things if thing.is_placed]

    @property
    def sign_px(self) -> float:
        """How high a sign is drawn, in points of the picture."""
        return round(max(self.drawing.width_px, self.drawing.height_px) / _SIGNS_ACROSS, _DIGITS)

    @property
    def named(self) -> set[str]:
        """The keys of the things whose names are written on the plan."""
        return names.named(self.placed, self.sign_px)

    @property
    def nowhere(self) -> list[Thing]:
        """Abnormal or not, what has no place on any plan must not be lost from sight."""
        return [thing for thing in self.things if not thing.is_placed]

    @property
    def abnormal(self) -> list[Thing]:
        return sorted((thing for thing in self.things if thing.is_abnormal), key=lambda thing: ABNORMAL[thing.mark.colour])

    @property
    def records(self) -> list[str]:
        """The models whose changes redraw the page."""
        return sorted({"places.place", "places.drawing", *(record for layer in self.layers for record in layer.records)})

    def of(self, layer: places.Layer) -> list[Thing]:
        """The placed things of a layer, the abnormal first."""
        return sorted((thing for thing in self.placed if thing.layer is layer), key=lambda thing: ABNORMAL.get(thing.mark.colour, 9))


def scene_of(
    plan: SitePlan, drawing: Drawing | None, rights: frozenset[str] | None, *, only: Iterable[str] | None = None, at: datetime | None = None, asked: Iterable[str] = ()
) -> Scene:
    """The layers that somebody with these rights may see, on a drawing of the plan: now, or as they were at a moment; those whose looks are written down only if `asked` for."""
    seen = [layer for layer in places.layers_for(rights) if only is None or layer.name in only]
    known = [layer for layer in seen if layer.looked is None or layer.name in asked]
    layers = [layer for layer in known if at is None or layer.past is not None]
    marks = [(layer, mark) for layer in layers for mark in (layer.marks(plan.scope) if at is None else layer.past(plan.scope, at))]
    laid = places.calibration_of(drawing) if drawing is not None else None
    spots = places.spots_on(plan, (mark.place for _layer, mark in marks if mark.shape is None))
    things = [_thing(plan, laid, spots, layer, mark) for layer, mark in marks]
    silent = tuple(layer for layer in known if layer not in layers and any(layer.marks(plan.scope)))
    return Scene(plan, drawing, layers, [thing for thing in things if thing is not None], at, silent, tuple(layer for layer in seen if layer not in known))


def _thing(plan: SitePlan, laid: places.Calibration | None, spots: places.Spots, layer: places.Layer, mark: places.Mark) -> Thing | None:
    """None for what is drawn on another plan."""
    shape = mark.shape
    if shape is not None and mark.plan is not None and mark.plan != plan.pk:
        return None
    if shape is None and (near := spots.of(mark.place)) is not None:
        shape = {"type": "point", "points": [places.middle_of(near)]}
    elif shape is not None and mark.plan is None and plan.place.kind != "community":
        return None
    if shape is None or laid is None:
        return Thing(layer, mark) if plan.place.kind == "community" else None
    ground = places.middle_of(shape)
    points = tuple(_rounded(laid.to_picture((x, y))) for x, y in shape["points"])
    return Thing(layer, mark, shape["type"], points, _rounded(laid.to_picture(ground)), ground, _reach_px(mark.reach, laid))


def _rounded(point: Point) -> Point:
    return round(point[0], _DIGITS), round(point[1], _DIGITS)


def _reach_px(reach: dict[str, Any] | None, laid: places.Calibration) -> dict[str, Any] | None:
    """The range in points of the picture, its direction as it appears there."""
    if not reach:
        return None
    seen: dict[str, Any] = {"radius": round(reach["radius_m"] / laid.metres_per_px, _DIGITS)}
    if reach.get("heading_deg") is not None:
        seen |= {"heading": round((reach["heading_deg"] + laid.turn_deg) % 360, 1), "width": reach["width_deg"]}
    return seen
