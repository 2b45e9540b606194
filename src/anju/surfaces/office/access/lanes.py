"""The lane monitor (车道监看): what the camera sees and read, what was decided, whether the bar rose, and the cars that wait for a guard."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.access import actions
from anju.domains.access import queries as access
from anju.domains.access.models import Lane, LaneCamera, Sighting
from anju.domains.devices.queries import Online
from anju.kernel import clock, downloads, glimpses
from anju.kernel.masking import show_plate
from anju.kernel.refusals import Refusal

from ...doing import pressed
from ..doors import office_page

HELP = actions.let_car_in.spec.name
SHOWN_LIVE = ("hikvision", "dahua", "stream")
"""Dialects in which a still can be asked for, and streams."""
VERBS = {"in": (actions.let_car_in, Sighting), "on": (actions.send_car_on, Sighting), "left": (actions.note_car_left, Sighting), "emergency": (actions.let_emergency_in, Lane),
         "opened": (actions.record_opening, Lane)}  # fmt: skip
"""What a button of the monitor does, and to what."""


@office_page(permission=HELP)
def page(request: HttpRequest) -> HttpResponse:
    """A lane as it stands now: the one named, else the first with a camera."""
    return _page(request, _lane(request))


def _lane(request: HttpRequest) -> Lane | None:
    lanes = [one for one in access.lanes_of(request.scope) if one.traffic == "vehicle"]
    wanted = request.POST.get("lane") or request.GET.get("lane", "")
    named = next((one for one in lanes if str(one.pk) == wanted), None)
    with_camera = {one.lane_id for one in access.cameras_of(request.scope)}
    return named or next((one for one in lanes if one.pk in with_camera), lanes[0] if lanes else None)


def _page(request: HttpRequest, lane: Lane | None, *, refusal: Refusal | None = None, refused: UUID | None = None) -> HttpResponse:
    now = clock.now()
    cameras = list(access.cameras_of(request.scope))
    last = access.last_cars(request.scope, lane) if lane else []
    waiting = list(access.waiting_cars(request.scope))
    context = {
        "lane": lane, "lanes": [one for one in access.lanes_of(request.scope) if one.traffic == "vehicle"], "refusal": refusal, "refused": refused,
        "now_seen": _seen(last[0], now) if last else None, "last": [_seen(one, now) for one in last], "cameras": [one for one in cameras if lane and one.lane_id == lane.pk],
        "waiting": [{**_seen(one, now), "near": [show_plate(text) for text in access.plates_near(one)]} for one in waiting], "emergencies": access.EMERGENCIES, "online": Online,
        "live": {one.pk for one in cameras if one.maker in SHOWN_LIVE and one.device.address}, "pace": access.lane_pace(lane, start=clock.day_bounds(request.scope, clock.today(request.scope))[0]) if lane else None, "given": request.POST,
    }  # fmt: skip
    return render(request, "access/lanes.html", context, status=422 if refusal else 200)


def _seen(one: Sighting, now) -> dict:
    passage = one.passage
    is_stuck = access.stuck_bar(one, at=now)
    bar = ("red", _("The bar did not rise")) if is_stuck else _bar(one)
    return {
        "one": one, "plate": show_plate(one.plate or one.read), "letters": access.letters_of(one), "state": access.SightingState[one.state], "is_stuck": is_stuck, "bar": bar,
        "category": access.category_label(passage.category) if passage and passage.category else "", "sentence": access.sentence_for("released" if passage.is_released else passage.code) if passage else "",
        "colour": "green" if passage and passage.may_go else "red" if passage else "orange", "seconds": max(int((now - one.at).total_seconds()), 0),
    }  # fmt: skip


def _bar(one: Sighting) -> tuple[str, str]:
    """(colour, words) of what the bar did, as its contacts told; nothing is assumed."""
    passage = one.passage
    if passage is None or not passage.may_go:
        return "grey", _("The bar stays down")
    if passage.passed_at:
        return "green", _("Through at %(time)s") % {"time": clock.local(one.scope, passage.passed_at).strftime("%H:%M:%S")}
    if passage.opened_at:
        return "green", _("The bar rose")
    return ("orange", _("The bar was not told")) if one.no_command else ("yellow", _("The bar was told to lift"))


@require_POST
@office_page(permission=HELP)
def act(request: HttpRequest, verb: str, pk: UUID) -> HttpResponse:
    """One press at the monitor; a no stands beside the car with its sentence."""
    spec, outcome = pressed(request, VERBS, verb, pk)
    lane = _lane(request)
    if isinstance(outcome, Refusal):
        return _page(request, lane, refusal=outcome, refused=pk)
    messages.success(request, _("Done: %(what)s.") % {"what": spec.title})
    answer = redirect("lane_monitor")
    answer["Location"] += f"?lane={lane.pk}" if lane else ""
    return answer


@office_page(permission=HELP)
def picture(request: HttpRequest, pk: UUID, which: str) -> HttpResponse:
    """The picture of a car, or its plate alone, to who may see the car."""
    one = Sighting.objects.filter(pk=pk).first()
    blob = {"whole": one.picture_id, "plate": one.closeup_id}.get(which) if one else None
    if blob is None:
        raise Http404
    return downloads.response(blob, by=request.actor)


@office_page(permission=HELP)
def live(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The newest picture of a lane's camera, to who may see the lane. That somebody asks is why it is fetched at all; where the camera lies and its login stay here."""
    camera = LaneCamera.objects.filter(scope=request.scope, pk=pk).first()
    if camera is None:
        raise Http404
    glimpses.look_at(camera.device_id)
    found = glimpses.newest(camera.device_id)
    answer = HttpResponse(found[0], content_type="image/jpeg") if found else HttpResponse(status=204)
    answer["Cache-Control"] = "no-store"
    return answer
