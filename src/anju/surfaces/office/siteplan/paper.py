"""The plan on A3, and as a picture: what is shown, a bar of metres, the version and the hour."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from anju.domains.places import queries as places
from anju.kernel import clock

from ..doors import office_page
from .scene import scene_of
from .showing import SEE, frame, plan_in_view, rights_of

_BARS_M = (5, 10, 20, 50, 100, 200, 500, 1000)
_BAR_SHARE = 0.2


@office_page(permission=SEE)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One sheet. People are left off paper: it would show where they were, to whoever finds it."""
    plan = plan_in_view(request, pk)
    drawing = places.shown_drawing(plan)
    if drawing is None:
        raise Http404
    rights = rights_of(request)
    layers = [layer.name for layer in places.layers_for(rights) if layer.name != "posts"]
    scene = scene_of(plan, drawing, rights, only=layers)
    metres = drawing.width_px * drawing.metres_per_px
    bar_m = max((length for length in _BARS_M if length <= metres * _BAR_SHARE), default=_BARS_M[0])
    bar = {"metres": bar_m, "px": round(bar_m / drawing.metres_per_px, 1)}
    return render(request, "siteplan/paper.html", {**frame(request, scene), "bar": bar, "printed_at": clock.now()})
