"""P06: two versions of a drawing on the same ground, side by side and one over the other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from anju.domains.places import queries as places
from anju.domains.places.models import Drawing
from anju.domains.places.states import DrawingState

from ..doors import office_page
from .showing import EDIT, plan_in_view

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Sheet:
    """A drawing as it lies on the ground. In its SVG a unit is a metre and y counts downwards."""

    drawing: Drawing

    @property
    def laid(self) -> places.Calibration | None:
        return places.calibration_of(self.drawing)

    @property
    def standing(self) -> DrawingState:
        return DrawingState[self.drawing.state]

    @property
    def metres(self) -> tuple[float, float] | None:
        """Width and height."""
        scale = self.drawing.metres_per_px
        return (self.drawing.width_px * scale, self.drawing.height_px * scale) if scale else None

    @property
    def matrix(self) -> str:
        """From points of the picture, counted downwards, to metres of the ground."""
        laid = self.laid
        if laid is None:
            return "1 0 0 1 0 0"
        cos, sin = (laid.metres_per_px * turned(math.radians(laid.turn_deg)) for turned in (math.cos, math.sin))
        left, top = laid.to_ground((0, self.drawing.height_px))
        return " ".join(f"{number:.6f}" for number in (cos, -sin, sin, cos, left, -top))

    @property
    def box(self) -> Box:
        """Left, top, right, bottom of its corners."""
        width, height = self.drawing.width_px, self.drawing.height_px
        if self.laid is None:
            return 0.0, 0.0, float(width), float(height)
        corners = [self.laid.to_ground(corner) for corner in ((0, 0), (width, 0), (width, height), (0, height))]
        return min(x for x, _y in corners), -max(y for _x, y in corners), max(x for x, _y in corners), -min(y for _x, y in corners)


@office_page(permission=EDIT)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`?old=` and `?new=` name versions by their number; without them the newest beside the one before it."""
    plan = plan_in_view(request, pk)
    sheets = [Sheet(one) for one in places.versions_of(plan) if one.picture_id]
    new = _chosen(sheets, request.GET.get("new"), 0)
    old = _chosen(sheets, request.GET.get("old"), 1)
    on_one_ground = bool(old and new and old.laid and new.laid)
    boxes = [one.box for one in (old, new) if one]
    context = {"plan": plan, "sheets": sheets, "old": old, "new": new, "is_on_one_ground": on_one_ground, "shared": around(boxes) if boxes else ""}
    return render(request, "siteplan/compare.html", context)


def _chosen(sheets: list[Sheet], number: str | None, place: int) -> Sheet | None:
    """The version of that number, or the one at this place in the list; a version that is not there does not exist."""
    if number is None:
        return sheets[place] if len(sheets) > place else None
    found = next((one for one in sheets if str(one.drawing.version) == number), None)
    if found is None:
        raise Http404
    return found


def around(boxes: list[Box]) -> str:
    """The viewBox around all of them."""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return f"{left:.2f} {top:.2f} {right - left:.2f} {bottom - top:.2f}"
