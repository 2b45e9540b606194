"""我的培训: what I owe, signing in with the code on the wall, my exams, results and certificates. Made for a phone."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anju.domains.training import actions
from anju.domains.training import queries as training
from anju.domains.training.states import AttendanceState, CertificateState, PaperState
from anju.kernel import clock
from anju.kernel.refusals import Refusal

from ..asked import record_id, whole_number
from ..doors import office_page

SIGN = actions.sign_in.spec
PHONE = "anju_phone"
YEAR = 366 * 86_400


def _with_phone(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The phone keeps a number of its own, by which two people on one phone are told apart."""
    if PHONE not in request.COOKIES:
        answer.set_cookie(PHONE, secrets.token_urlsafe(24), max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return answer


@never_cache
@office_page(permission=SIGN.name)
def page(request: HttpRequest) -> HttpResponse:
    return shown(request)


def shown(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    """The page as it stands, with what was refused just now."""
    scope, person, now = request.scope, request.actor.person, clock.now()
    today = clock.today(scope)
    taken = training.Enrolment.objects.filter(scope=scope, person_id=person, state="running").select_related("course", "scope", "mentor") if person else []
    context = {
        "coming": training.sessions_for(scope, person, on=today)[:4] if person else [], "refusal": refusal, "today": today, "states": PaperState, "certificate_states": CertificateState,
        "exams": [_exam(exam, papers) for exam, papers in training.exams_for(scope, person, at=now)] if person else [],
        "courses": [(one, training.progress(one), [(one.course.title_of(code), dict(training.WAYS)[way]) for code, way in training.progress(one).still[:8]]) for one in taken],
        "papers": list(training.papers_of(scope, person)[:10]) if person else [], "attendance_states": AttendanceState,
        "came": list(training.Attendance.objects.filter(scope=scope, person_id=person, session__state="held").select_related("session").order_by("-session__starts_at")[:8]) if person else [],
        "certificates": list(training.Certificate.objects.filter(scope=scope, person_id=person).exclude(state="withdrawn").order_by("expires_on")) if person else [],
        "plans": list(training.GrowthPlan.objects.filter(scope=scope, person_id=person).order_by("-drawn_on")[:1]) if person else [],
        "hours": training.hours_of(scope, clock.day_bounds(scope, date(today.year, 1, 1))[0], now).get(person, 0),
    }  # fmt: skip
    return _with_phone(request, render(request, "training/mine.html", context, status=422 if refusal else 200))


def _exam(exam: Any, papers: list[Any]) -> dict[str, Any]:
    open_paper = next((one for one in papers if one.state == "sitting"), None)
    is_done = any(one.state in ("passed", "late") for one in papers)
    return {"exam": exam, "papers": papers, "open": open_paper, "left": exam.attempts - len(papers), "may_begin": open_paper is None and not is_done and len(papers) < exam.attempts}


@never_cache
@office_page(permission=SIGN.name)
def sign_in(request: HttpRequest) -> HttpResponse:
    """What the scanned code opens: which session, and one press to sign in; or eight characters typed from the wall."""
    given = request.POST if request.method == "POST" else request.GET
    pk, code = record_id(given.get("s")), given.get("c", "")[:40]
    sessions = [one for one in training.sessions_for(request.scope, request.actor.person, on=clock.today(request.scope)) if one.state == "open"] if request.actor.person else []
    session = training.Session.objects.select_related("scope", "course", "place").filter(pk=pk, scope=request.scope).first() if pk else None
    refusal = None
    if request.method == "POST":
        if session is None:
            raise Http404
        made = SIGN(session, code=code, device=request.COOKIES.get(PHONE, ""), by=request.actor)
        if not isinstance(made, Refusal):
            messages.success(request, _("Signed in: %(session)s.") % {"session": session.title})
            return redirect("my_training")
        refusal = made
    context = {"session": session, "sessions": sessions, "code": code, "refusal": refusal}
    return _with_phone(request, render(request, "training/sign_in.html", context, status=422 if refusal else 200))


@require_POST
@office_page(permission=actions.hand_in_reflection.spec.name)
def reflect(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rate a session, say what was learnt, sign the commitment."""
    row = training.Attendance.objects.select_related("scope").filter(pk=pk, scope=request.scope, person_id=request.actor.person).first()
    if row is None:
        raise Http404
    given = {"rating": whole_number(request.POST.get("rating"), 0, largest=5), "essay": request.POST.get("essay", "")[:4000], "commits": "commits" in request.POST}
    made = actions.hand_in_reflection(row, **given, by=request.actor)
    return shown(request, made) if isinstance(made, Refusal) else redirect("my_training")


@require_POST
@office_page(permission=actions.take_on_plan.spec.name)
def take_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Agree with one's own plan."""
    plan = training.GrowthPlan.objects.filter(pk=pk, scope=request.scope, person_id=request.actor.person).first()
    if plan is None:
        raise Http404
    made = actions.take_on_plan(plan, by=request.actor)
    return shown(request, made) if isinstance(made, Refusal) else redirect("my_training")
