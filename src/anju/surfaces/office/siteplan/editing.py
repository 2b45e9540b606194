"""P06: the drawing is uploaded, laid on the ground and published; places are put on it by mouse, finger, keyboard or numbers."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.places import actions
from anju.domains.places import queries as places
from anju.domains.places.models import Drawing, Place, SitePlan
from anju.domains.places.states import DrawingState
from anju.kernel.refusals import Refusal

from ...doing import done
from ..doors import office_page
from .scene import scene_of
from .showing import EDIT, frame, plan_in_view, rights_of

_LAYING = ("calibrate_drawing", "adopt_scale", "align_drawing", "carry_calibration", "publish_drawing", "discard_drawing")
_MOST_TEXT = 40_000


@office_page(permission=EDIT)
def page(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """The newest drawing of a plan, what is on it and what is not yet."""
    return _page(request, plan_in_view(request, pk))


def _page(request: HttpRequest, plan: SitePlan | None, refusal: Refusal | None = None) -> HttpResponse:
    if plan is None:
        context = {**frame(request, None), "refusal": refusal, "sites": _sites(request)}
        return render(request, "siteplan/upload.html", context, status=422 if refusal else 200)
    drawing = places.newest_drawing(plan)
    scene = scene_of(plan, drawing, rights_of(request))
    return render(
        request, "siteplan/edit.html",
        {
            **frame(request, scene), "drawing": drawing, "refusal": refusal, "is_laid": bool(drawing and drawing.metres_per_px),
            "trouble": places.trouble_sentence(drawing.trouble, drawing.notes) if drawing and drawing.trouble else "",
            "versions": [(one, DrawingState[one.state]) for one in places.versions_of(plan)], "loose": _loose(scene), "drawn": list(places.drawn_on(plan)),
            "ground": places.ground_of(plan, apart_from=drawing) if drawing else None, "sites": _sites(request),
        },
        status=422 if refusal else 200,
    )  # fmt: skip


def _sites(request: HttpRequest) -> list[Place]:
    """Where floors may have plans of their own."""
    return list(places.by_kind(request.scope, "building", "garage"))


def _loose(scene) -> list[tuple[str, list]]:
    """(layer, things not yet placed): the places, then what the layers of later rooms bring."""
    found = [("places", [places.Loose(str(one.pk), str(one), one.get_kind_display()) for one in places.unplaced(scene.plan)])]
    found += [(layer.name, list(layer.loose(scene.plan.scope, scene.plan))) for layer in scene.layers if layer.loose]
    return [(name, things) for name, things in found if things]


@require_POST
@office_page(permission=actions.upload_drawing.spec.name)
def upload(request: HttpRequest) -> HttpResponse:
    """Take a drawing in; it is read in the background."""
    plan = plan_in_view(request, _uuid(request.POST.get("plan")))
    file = request.FILES.get("source")
    if file is None:
        return _page(request, plan, Refusal("places.no_file", _("Nothing was uploaded: choose a file first.")))
    given = {name: request.POST[name] for name in ("place", "floor", "page") if request.POST.get(name)}
    drawing = done(actions.upload_drawing.spec, request.scope, request, {**given, "source": file})
    if isinstance(drawing, Refusal):
        return _page(request, plan, drawing)
    return redirect("site_plan_edit", drawing.plan_id)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None


@require_POST
@office_page(permission=EDIT)
def lay(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Set the scale of a drawing, lay it over another, publish or discard it."""
    drawing = Drawing.objects.filter(pk=pk, scope=request.scope).select_related("plan__place", "plan__scope", "scope").first()
    if drawing is None or verb not in _LAYING:
        raise Http404
    spec = getattr(actions, verb).spec
    asked = {one.name for one in spec.inputs}
    outcome = done(spec, drawing, request, {name: value for name, value in request.POST.items() if value and name in asked})
    if isinstance(outcome, Refusal):
        return _page(request, drawing.plan, outcome)
    messages.success(request, _("Done: %(action)s") % {"action": spec.title})
    return redirect("site_plan_edit", drawing.plan_id)


@require_POST
@office_page(permission=EDIT)
def put(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put something on the plan where it was dropped on the picture, or by metres that were typed."""
    plan = plan_in_view(request, pk)
    layer, _dot, key = request.POST.get("thing", "").partition(":")
    subject, spec = _subject(request, layer, key)
    points = _points(request.POST.get("points", ""))
    if request.POST.get("unit") == "picture" and points is not None:
        points = _on_the_ground(plan, points)
    if points is None:
        return _page(request, plan, Refusal("places.no_points", _("Nothing was placed: give points such as 12.5,30 and set the scale of the drawing first.")))
    shape = {"type": request.POST.get("type", "point"), "points": points}
    outcome = done(spec, subject, request, {"shape": shape, "plan": plan})
    return _page(request, plan, outcome) if isinstance(outcome, Refusal) else redirect("site_plan_edit", plan.pk)


def _subject(request: HttpRequest, layer: str, key: str):
    """What is placed, and the action that places it."""
    declared = places.layer(layer)
    spec = declared.placing.spec if declared is not None and declared.placing is not None else actions.draw_place.spec
    found = spec.subject.objects.filter(pk=_uuid(key), scope=request.scope).select_related("scope").first()
    if found is None:
        raise Http404
    return found, spec


def _points(text: str) -> list[list[float]] | None:
    """[[x, y], …] from JSON or from “12.5,30 14,30”; None where it is neither."""
    if not 0 < len(text) <= _MOST_TEXT:
        return None
    try:
        given = json.loads(text) if text.lstrip().startswith("[") else [pair.split(",") for pair in text.replace("，", ",").replace(";", " ").split()]
        return [[float(x), float(y)] for x, y in given]
    except (ValueError, TypeError, RecursionError):
        return None


def _on_the_ground(plan: SitePlan, points: list[list[float]]) -> list[list[float]] | None:
    drawing = places.newest_drawing(plan)
    laid = places.calibration_of(drawing) if drawing else None
    return [list(laid.to_ground((x, y))) for x, y in points] if laid else None


@require_POST
@office_page(permission=actions.lift_place.spec.name)
def lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a place off the plan."""
    plan = plan_in_view(request, pk)
    place = Place.objects.filter(pk=_uuid(request.POST.get("place")), scope=request.scope).select_related("scope").first()
    if place is None:
        raise Http404
    done = actions.lift_place(place, by=request.actor)
    return _page(request, plan, done) if isinstance(done, Refusal) else redirect("site_plan_edit", plan.pk)
