"""The gate desk (岗亭): one page for checking, registering, asking the host and letting in, by keyboard or finger."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anju.domains.access import actions
from anju.domains.access import queries as access
from anju.domains.access.models import Lane, Passage, Regular, Visit
from anju.domains.access.states import VisitState
from anju.domains.edges import queries as edges
from anju.domains.goods import queries as goods
from anju.kernel import clock, permissions
from anju.kernel.refusals import Refusal
from anju.kernel.screens.shown import short_moment

from ...doing import done, pressed
from ...phone.shells import BUILT
from ..doors import office_page

CHECK = actions.decide_passage.spec.name
VERBS = {
    "in": (actions.let_visit_in, Visit), "out": (actions.let_visit_out, Visit), "ask": (actions.ask_host, Visit), "answer": (actions.answer_for_host, Visit),
    "vouch": (actions.vouch_for_visit, Visit), "away": (actions.turn_visit_away, Visit), "release": (actions.release_passage, Passage),
    "regular": (actions.let_regular_in, Regular), "checks": (actions.record_entry_check, Passage),
    "peak-on": (actions.switch_peak_on, access.PeakRun), "peak-off": (actions.switch_peak_off, access.PeakRun), "queue": (actions.count_queue, access.PeakRun), "emergency": (actions.let_emergency_in, Lane), "opened": (actions.record_opening, Lane),
}  # fmt: skip
"""What a button of the desk does, and to what."""
MONTH = timedelta(days=30)
ANSWERS_WITHIN = 60
"""Seconds that a host has to answer on his phone before the guard is told what else he can do."""
POLICE_COLOURS = {"waiting": "yellow", "clear": "green", "attention": "orange", "by_eye": "grey"}


@office_page(permission=CHECK)
def page(request: HttpRequest) -> HttpResponse:
    """The desk as it stands now, or after something was shown at the chosen lane."""
    lane = _lane(request)
    if request.method != "POST" or lane is None:
        return _page(request, lane)
    outcome = done(actions.decide_passage.spec, lane, request, {name: request.POST.get(name, "") for name in ("direction", "shown", "secret")})
    if isinstance(outcome, Refusal):
        return _page(request, lane, refusal=outcome)
    return _page(request, lane, passage=outcome)


def _lane(request: HttpRequest) -> Lane | None:
    """The lane of this desk: the one named, else the first for people."""
    lanes = access.lanes_of(request.scope)
    wanted = request.POST.get("lane") or request.GET.get("lane", "")
    named = next((one for one in lanes if str(one.pk) == wanted), None)
    return named or next((one for one in lanes if one.traffic == "people" and one.place.kind == "gate"), lanes[0] if lanes else None)


def _page(request: HttpRequest, lane: Lane | None, *, passage: Passage | None = None, refusal: Refusal | None = None) -> HttpResponse:
    typed = request.GET.get("known", "")[:20]
    inside = access.inside_now(request.scope)
    context = _standing(request) | {
        "lane": lane, "lanes": access.gates_first(access.lanes_of(request.scope)), "seen": _seen(passage) if passage else None, "refusal": refusal, "passage": passage,
        "last": [_seen(one) for one in access.last_passages(request.scope, access.lanes_of(request.scope, lane.place))] if lane else [],
        "waiting": _waiting_at(request), "invited": access.invited(request.scope),
        "inside": sum(inside.values()), "overstay": inside["overstay"], "there": list(access.open_visits(request.scope)[:12]),
        "unexplained": access.unexplained(request.scope).filter(on=clock.today(request.scope)).count(), "typed": typed,
        "by_shift": sorted(access.unexplained_by_shift(request.scope, start=clock.now() - MONTH).items(), key=lambda one: one[0], reverse=True)[:30],
        "known": access.regular_like(request.scope, typed) if typed else [], "emergencies": access.EMERGENCIES, "now": clock.now(),
        "may_end_fire": permissions.may(request.actor, actions.end_release.spec.name, request.scope), "may_vouch": permissions.may(request.actor, actions.vouch_for_visit.spec.name, request.scope), "states": VisitState, "label": access.category_label,
        "attention": access.sentence_for("police_attention"), "decides": edges.who_decides(lane) if lane else None,
    }  # fmt: skip
    return render(request, "access/desk.html", context, status=422 if refusal else 200)


def _standing(request: HttpRequest) -> dict:
    """What is switched on here: the mode, the rush of today, a plan that runs for a suspicious thing; and the script of guidance."""
    now, mode = clock.now(), access.mode_on(request.scope)
    checks = dict(access.ENTRY_CHECKS)
    to_check = [_seen(one) for one in access.to_check(request.scope)] if mode else []
    for one in to_check:
        asked = one["one"].facts["lane"]
        one["asked"] = [(code, checks[code]) for code in asked["asks_home" if one["one"].category == "resident" else "asks"] if code in checks]
    soon = now + timedelta(hours=1)
    return {
        "mode": mode, "to_check": to_check, "alarms": goods.plans_running(request.scope), "script": access.procedure_of(request.scope, "guidance"),
        "peaks": [one for one in access.peaks_around(request.scope, at=now) if one.run.state == "on" or (one.run.state == "planned" and one.run.starts_at <= soon)],
    }  # fmt: skip


def _seen(passage: Passage) -> dict:
    name = Passage._meta.get_field("holder_name").mask(passage.holder_name) or passage.plate
    return {
        "one": passage, "at": short_moment()(passage.at), "name": name, "words": _("Let through after asking") if passage.is_released else passage.get_outcome_display(), "colour": "green" if passage.may_go else access.COLOURS[passage.outcome], "sentence": access.sentence_for(passage.code),
        "whom": access.WHOM.get(passage.facts.get("whom", ""), ""), "category": access.category_label(passage.category) if passage.category else "",
    }  # fmt: skip


def _waiting_at(request: HttpRequest) -> list[dict]:
    """Who waits here, each with what must be asked for before he may come in."""
    rows = access.at_the_gate(request.scope)
    asked = access.asked_for(rows)
    return [_waiting(one) | {"must_ask": access.sentence_for(asked[one.pk]) if one.pk in asked else ""} for one in rows]


def _ago(seconds: int) -> str:
    """How long ago the host was asked, as people say it."""
    minutes, rest = divmod(seconds, 60)
    return _("Asked %(minutes)s min %(seconds)s s ago") % {"minutes": minutes, "seconds": rest} if minutes else _("Asked %(seconds)s s ago") % {"seconds": rest}


def _waiting(visit: Visit) -> dict:
    seconds = int((clock.now() - visit.asked_at).total_seconds()) if visit.asked_at and visit.state == "waiting" else None
    host = visit.host.name[:1] + "*" if visit.host_id else ""
    return {"one": visit, "police": POLICE_COLOURS.get(visit.police, ""), "state": VisitState[visit.state], "name": Visit._meta.get_field("name").mask(visit.name), "host": host,
            "ago": "" if seconds is None else _ago(seconds), "is_unanswered": seconds is not None and seconds >= ANSWERS_WITHIN,
            "host_phone": Visit._meta.get_field("host_phone").mask(visit.host_phone)}  # fmt: skip


@login_not_required
@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker with which the desk goes on in the guard's page when the server does not answer; the same for everybody."""
    return HttpResponse((BUILT / "desk_worker.js").read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8")


@require_POST
@office_page(permission=CHECK)
def act(request: HttpRequest, verb: str, pk: UUID) -> HttpResponse:
    """One press on the desk; a no stands on the desk with its sentence."""
    spec, outcome = pressed(request, VERBS, verb, pk)
    lane = _lane(request)
    if isinstance(outcome, Refusal):
        return _page(request, lane, refusal=outcome)
    messages.success(request, _("Done: %(what)s.") % {"what": spec.title})
    answer = redirect("gate_desk")
    answer["Location"] += f"?lane={lane.pk}" if lane else ""
    return answer
