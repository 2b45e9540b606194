"""The state of every system, at the desk and on the wall, and what to fix first."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from markupsafe import Markup

from anju.domains.devices import queries
from anju.domains.devices.models import Device
from anju.domains.devices.screens import DeviceScreen
from anju.domains.devices.states import Online
from anju.kernel import clock
from anju.kernel.models import Entry, Scope

from ..doors import office_page
from . import words

SEE = DeviceScreen().permission
HAPPENINGS = ("devices.device_lost", "devices.device_returned")
SHOWN_GONE, SHOWN_DEVICES, SHOWN_HAPPENINGS, SHOWN_OBSERVATIONS = 12, 40, 12, 30


@office_page(permission=SEE)
def systems(request: HttpRequest) -> HttpResponse:
    """Every system with how many of its devices are there, and those that are not with the reason."""
    return render(request, "devices/systems.html", _state(request.scope))


@office_page(permission=SEE)
def wall(request: HttpRequest) -> HttpResponse:
    """The same for the big screen: large figures, no menu, what happened last at the side."""
    return render(request, "devices/wall.html", {**_state(request.scope), "happenings": _happenings(request.scope), "now": clock.now()})


def _state(scope: Scope) -> dict:
    rows = [{"fleet": one, "title": queries.SYSTEMS[one.system], "gone": [_gone(each) for each in one.gone[:SHOWN_GONE]], "more": len(one.gone) - SHOWN_GONE} for one in queries.fleet(scope)]
    return {"rows": rows, "total": sum(one["fleet"].total for one in rows), "present": sum(one["fleet"].present for one in rows), "online": Online}


def _gone(device: Device) -> dict:
    return {"device": device, "state": Online[device.online], "reason": device.get_reason_display(), "minutes": _minutes(device)}


def _minutes(device: Device) -> int:
    return int((clock.now() - device.lost_at).total_seconds() // 60) if device.lost_at else 0


def _happenings(scope: Scope) -> list[dict]:
    """The last losses and returns, from the ledger."""
    entries = list(Entry.objects.filter(scope=scope, name__in=HAPPENINGS).order_by("-id")[:SHOWN_HAPPENINGS])
    devices = Device.objects.in_bulk({entry.subject_id for entry in entries})
    reasons = dict(queries.REASONS)
    return [
        {"at": entry.at, "device": devices.get(entry.subject_id), "is_lost": entry.name == HAPPENINGS[0], "reason": reasons.get(entry.payload.get("reason", ""), "")}
        for entry in entries
    ]


@office_page(permission=SEE)
def trust(request: HttpRequest) -> HttpResponse:
    """The score of all devices together, and the findings by what they cost altogether, each with what to do."""
    found = queries.trust_of(request.scope, at=clock.now())
    rows = [
        {"title": queries.FINDINGS[code][0], "remedy": queries.FINDINGS[code][1], "devices": devices[:SHOWN_DEVICES], "many": len(devices), "weight": queries.WEIGHTS[code]}
        for code, devices in queries.fix_first(found)
    ]
    worst = sorted(found.scores.items(), key=lambda one: one[1])[:10]
    names = Device.objects.in_bulk([pk for pk, score in worst if score < 100])
    return render(request, "devices/trust.html", {"trust": found, "rows": rows, "worst": [(names[pk], score) for pk, score in worst if pk in names]})


@office_page(permission=SEE)
def observations(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a device said last: a part of its page that fetches itself again."""
    device = Device.objects.select_related("scope", "contact").filter(pk=pk).first()
    if device is None:
        raise Http404
    return render(request, "devices/_observations.html", _said(device))


def _said(device: Device) -> dict:
    rows = [(one, words.message_words(one.kind), words.value_words(device, one.values)) for one in queries.last_observations(device, most=SHOWN_OBSERVATIONS)]
    return {"device": device, "rows": rows, "contact": device.contact}


def said_tab(device: Device) -> Markup:
    """The tab of a device's page."""
    return Markup(render_to_string("devices/_observations.html", _said(device)))


def trust_tab(device: Device) -> Markup:
    """What is wrong with one device and what to do."""
    found = queries.findings_of(device, at=clock.now())
    rows = [{"title": queries.FINDINGS[code][0], "remedy": queries.FINDINGS[code][1], "weight": queries.WEIGHTS[code]} for code in found]
    context = {"device": device, "rows": rows, "score": queries.score(found), "posture": device.posture}
    return Markup(render_to_string("devices/_trust.html", context))
