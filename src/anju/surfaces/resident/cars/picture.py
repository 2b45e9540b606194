"""Where a car stands as a small drawing: the shapes of the site plan, and a mark at the bay or in its zone."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from anju.domains.parking.models import Stay
from anju.domains.places.queries import Place, drawn_on, middle_of, site_plan

MARGIN = 8.0
MOST_SHAPES = 200


def drawn(stay: Stay) -> Markup:
    """An SVG in metres, north up; empty where nothing is drawn or nobody knows where it stands."""
    spot = _spot(stay)
    plan = site_plan(stay.scope)
    if spot is None or plan is None:
        return Markup("")
    shapes = [one.shape for one in drawn_on(plan)[:MOST_SHAPES] if one.shape["type"] == "area"]
    points = [point for shape in shapes for point in shape["points"]] + [spot]
    left, right = min(x for x, _y in points) - MARGIN, max(x for x, _y in points) + MARGIN
    low, high = min(y for _x, y in points) - MARGIN, max(y for _x, y in points) + MARGIN
    body = Markup("").join(_area(shape, left, high) for shape in shapes)
    mark = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="4" fill="var(--tblr-primary)"/><circle cx="{:.1f}" cy="{:.1f}" r="9" fill="none" stroke="var(--tblr-primary)" stroke-width="1.5"/>')
    x, y = spot[0] - left, high - spot[1]
    return Markup('<svg class="car-plan" viewBox="0 0 {:.1f} {:.1f}" width="100%" role="img" aria-label="{}">{}{}</svg>').format(
        right - left, high - low, str(stay.bay or stay.zone), body, mark.format(x, y, x, y)
    )


def _area(shape: dict[str, Any], left: float, high: float) -> Markup:
    points = " ".join(f"{float(x) - left:.1f},{high - float(y):.1f}" for x, y in shape["points"])
    return Markup('<polygon points="{}" fill="currentColor" fill-opacity="0.08" stroke="currentColor" stroke-opacity="0.4" stroke-width="0.6"/>').format(points)


def _spot(stay: Stay) -> tuple[float, float] | None:
    """The bay's own point, else the middle of the nearest drawn place around its zone."""
    if stay.bay is not None and stay.bay.x is not None and stay.bay.y is not None:
        return stay.bay.x, stay.bay.y
    place: Place | None = stay.zone.place if stay.zone_id else None
    while place is not None:
        if place.shape:
            return middle_of(place.shape)
        place = place.parent
    return None
