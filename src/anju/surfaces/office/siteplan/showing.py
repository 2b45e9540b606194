"""P05: the plan as everybody sees it, live; and the picture of a drawing."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from anju.domains.places import queries as places
from anju.domains.places.actions import draw_place, hang_plan
from anju.domains.places.models import Drawing, SitePlan
from anju.domains.places.screens import PlaceScreen
from anju.kernel import clock, downloads, permissions

from ..doors import office_page
from .hours import hours_of
from .scene import Scene, scene_of

SEE = PlaceScreen().permission
EDIT = draw_place.spec.name


def plan_in_view(request: HttpRequest, pk: UUID | None) -> SitePlan | None:
    """The plan of an address, or that of the community; one of another community does not exist."""
    if pk is None:
        return places.site_plan(request.scope)
    plan = SitePlan.objects.filter(pk=pk, scope=request.scope).select_related("place", "scope").first()
    if plan is None:
        raise Http404
    return plan


def rights_of(request: HttpRequest) -> frozenset[str] | None:
    return permissions.rights_of(request.actor, request.scope)


@office_page(permission=SEE)
def page(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """The published drawing with everything on it, the abnormal first; beside it the same as a table."""
    plan = plan_in_view(request, pk)
    hours = hours_of(request)
    scene = scene_of(plan, places.shown_drawing(plan), rights_of(request), at=hours.at, asked=request.GET.getlist("show")) if plan else None
    for layer in scene.layers if scene and scene.is_shown and hours.at is None else ():
        if layer.looked is not None:
            layer.looked(request.scope, request.actor)
    lifted = places.stood_at(plan.scope, hours.at).lifted if plan and hours.at else []
    context = {**frame(request, scene), "now": hours.at or clock.now(), "hours": hours, "lifted": lifted, "signs": _signs(request, plan)}
    return render(request, "siteplan/page.html", context)


def _signs(request: HttpRequest, plan: SitePlan | None) -> list[places.SignAt]:
    """What hangs at the entrances; it concerns the plan of the community alone."""
    return places.signs_of(request.scope) if plan is not None and plan.place.kind == "community" else []


def frame(request: HttpRequest, scene: Scene | None) -> dict:
    """What every page of the site plan needs."""
    may_edit = permissions.may(request.actor, EDIT, request.scope)
    may_hang = permissions.may(request.actor, hang_plan.spec.name, request.scope)
    return {"may_hang": may_hang, "scene": scene, "plan": scene.plan if scene else None, "plans": places.plans_of(request.scope), "may_edit": may_edit}


@office_page(permission=SEE)
def picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The picture of a drawing: a published one for all who see the plan, any other for those who work on it."""
    drawing = Drawing.objects.filter(pk=pk, scope=request.scope).first()
    if drawing is None or drawing.picture_id is None:
        raise Http404
    if drawing.state not in ("published", "replaced") and not permissions.may(request.actor, EDIT, request.scope):
        raise Http404
    return downloads.response(drawing.picture_id, by=request.actor, original=True)
