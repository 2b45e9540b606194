"""How the boxes stand, who decides at which lane, and the paper list of the night."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.access.models import Lane
from anju.domains.devices.states import Online
from anju.domains.edges import actions, queries
from anju.domains.edges.screens import EdgeScreen
from anju.domains.edges.states import EdgeState
from anju.domains.places.models import Place
from anju.kernel import clock, permissions
from anju.kernel.refusals import Refusal

from ...doing import done
from ..doors import office_page

SEE = EdgeScreen().permission
SET = actions.set_ways.spec.name
DRAW = actions.draw_up_paper.spec.name


@office_page(permission=SEE)
def page(request: HttpRequest) -> HttpResponse:
    """Every box with its last word, and every lane with its written order."""
    return _page(request)


def _page(request: HttpRequest, *, refusal: Refusal | None = None, about: UUID | None = None) -> HttpResponse:
    boxes = [_box(edge) for edge in queries.edges_of(request.scope)]
    lanes = queries.lanes_standing(request.scope)
    gates = sorted({one.lane.place for one in lanes if one.lane.place.kind == "gate"}, key=lambda gate: (gate.ordering, gate.name))
    today = clock.today(request.scope)
    context = {
        "boxes": boxes, "lanes": lanes, "ways": queries.WAYS, "labels": dict(queries.WAYS), "may_set": permissions.may(request.actor, SET, request.scope),
        "may_draw": permissions.may(request.actor, DRAW, request.scope), "papers": [(gate, queries.paper_on(gate, today)) for gate in gates], "refusal": refusal, "about": about,
    }  # fmt: skip
    return render(request, "edges/boxes.html", context, status=422 if refusal else 200)


def _box(edge: queries.Edge) -> dict:
    contact = edge.device.contact
    return {"edge": edge, "state": EdgeState[edge.state], "online": Online[edge.device.online], "contact": contact, "skew_s": round((edge.skew_ms or 0) / 1000)}


@require_POST
@office_page(permission=SET)
def order(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write who decides at a lane, in the order of the four choices."""
    lane = Lane.objects.select_related("scope", "place").filter(scope=request.scope, pk=pk).first()
    if lane is None:
        raise Http404
    outcome = done(actions.set_ways.spec, lane, request, {"ways": [way for way in request.POST.getlist("ways") if way]})
    if isinstance(outcome, Refusal):
        return _page(request, refusal=outcome, about=lane.pk)
    messages.success(request, _("Done: %(what)s.") % {"what": actions.set_ways.spec.title})
    return redirect("gate_boxes")


@office_page(permission=DRAW)
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tonight's list of a gate, to be printed; POST draws it up anew."""
    gate = Place.objects.select_related("scope").filter(scope=request.scope, pk=pk, kind="gate").first()
    if gate is None:
        raise Http404
    if request.method == "POST":
        outcome = actions.draw_up_paper(gate, by=request.actor)
        return _page(request, refusal=outcome, about=gate.pk) if isinstance(outcome, Refusal) else redirect("gate_paper", pk=gate.pk)
    found = queries.paper_on(gate, clock.today(request.scope))
    rows = [{**row, "from": parse_datetime(row["from"]), "until": parse_datetime(row["until"])} for row in found.rows] if found else []
    return render(request, "edges/paper.html", {"gate": gate, "paper": found, "rows": rows, "now": clock.now()})
