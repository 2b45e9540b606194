"""What of the ground nobody watches: the share in square metres, zone by zone, and the rest as a hatch on the plan."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anju.domains.places import queries as places

from ..doors import office_page
from .scene import Scene, Thing, scene_of
from .showing import SEE, frame, plan_in_view, rights_of

_SHOWN_GAPS = 4000


@dataclass(frozen=True)
class Answer:
    """The coverage with what it was counted from."""

    found: places.Coverage
    watchers: list[Thing]
    without_reach: list[Thing]
    gaps: list[list[tuple[float, float]]]

    @property
    def gaps_json(self) -> str:
        return json.dumps(self.gaps)


@office_page(permission=SEE)
def page(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """The check, for the layers that were ticked; with `now` only what is in order at this moment counts."""
    plan = plan_in_view(request, pk)
    if plan is None:
        return render(request, "siteplan/page.html", frame(request, None))
    scene = scene_of(plan, places.shown_drawing(plan) or places.newest_drawing(plan), rights_of(request))
    watching = [layer for layer in scene.layers if layer.is_watching]
    named = set(request.GET.getlist("layer"))
    chosen = [layer for layer in watching if not named or layer.name in named]
    answer = check(scene, chosen, only_now=request.GET.get("now") == "1") if scene.is_shown else None
    context: dict[str, Any] = {"watching": watching, "chosen": chosen, "only_now": request.GET.get("now") == "1", "answer": answer}
    return render(request, "siteplan/coverage.html", {**frame(request, scene), **context})


def check(scene: Scene, layers: list[places.Layer], *, only_now: bool = False) -> Answer:
    """The coverage of the plan's zones by the marks of these layers that have a range."""
    watchers = [thing for thing in scene.placed if thing.layer in layers and thing.mark.reach and not (only_now and thing.is_abnormal)]
    without = [thing for thing in scene.things if thing.layer in layers and not (thing.mark.reach and thing.is_placed)]
    zones, built = places.zones_on(scene.plan)
    found = places.coverage(zones, (places.reach_at(thing.ground, thing.mark.reach) for thing in watchers), apart_from=built)
    return Answer(found, watchers, without, _on_picture(scene, found))


def _on_picture(scene: Scene, found: places.Coverage) -> list[list[tuple[float, float]]]:
    """The gaps as corners on the picture, the largest first where there are very many."""
    laid = places.calibration_of(scene.drawing)
    if laid is None:
        return []
    gaps = sorted(found.gaps, key=lambda gap: (gap[0] - gap[2]) * (gap[3] - gap[1]))[:_SHOWN_GAPS]
    corners = [((left, bottom), (right, bottom), (right, top), (left, top)) for left, bottom, right, top in gaps]
    return [[tuple(round(number, 1) for number in laid.to_picture(corner)) for corner in ring] for ring in corners]
