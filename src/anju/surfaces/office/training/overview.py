"""The training plan of a year, month by month, and the matrix of who has what."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.measures import queries as figures
from anju.domains.people.queries import STAFF, people_with_role, role_labels
from anju.domains.training import actions
from anju.domains.training import queries as training
from anju.domains.training.screens import SessionScreen
from anju.domains.training.states import SessionState
from anju.kernel import clock, permissions
from anju.kernel.refusals import Refusal

from ..asked import whole_number
from ..doors import office_page
from ..screens.forms import create_by

SEE = SessionScreen().permission
ADOPT = actions.adopt_course.spec
FIGURES = ("training.coverage", "training.pass_rate", "training.certified_on_duty", "training.induction")
MOST_PEOPLE, MOST_SESSIONS = 120, 1500


@office_page(permission=SEE)
def plan(request: HttpRequest) -> HttpResponse:
    """A row a programme (and one for what was called for itself), a column a month; a session is done, late, planned or cancelled."""
    return _plan(request)


def _plan(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    scope, now = request.scope, clock.now()
    year = whole_number(request.GET.get("year"), clock.today(scope).year, largest=2200) or clock.today(scope).year
    year = min(max(year, 2000), 2200)
    start, _end = clock.day_bounds(scope, date(year, 1, 1))
    _start, end = clock.day_bounds(scope, date(year, 12, 31))
    rows: dict[Any, dict[str, Any]] = {}
    for one in training.sessions_between(scope, start, end).select_related("programme__duty", "course")[:MOST_SESSIONS]:
        key = one.programme_id or one.kind
        row = rows.setdefault(key, {"title": one.programme.title if one.programme_id else one.get_kind_display(), "programme": one.programme, "months": defaultdict(list)})
        local = clock.local(scope, one.starts_at)
        row["months"][local.month].append({"session": one, "day": local.day, "state": SessionState[one.state], "is_late": one.state in ("planned", "open") and one.ends_at < now})
    known = {course.code for course in training.Course.objects.filter(scope=scope)}
    context = {
        "year": year, "rows": sorted(rows.values(), key=lambda row: (row["programme"] is None, row["title"])), "figures": _figures(scope, year), "refusal": refusal,
        "library": [one for code, one in training.templates().items() if code not in known] if permissions.may(request.actor, ADOPT.name, scope) else [],
        "today": clock.today(scope),
    }  # fmt: skip
    return render(request, "training/plan.html", context, status=422 if refusal else 200)


def _figures(scope: Any, year: int) -> list[dict[str, Any]]:
    """Each with its parts: numerator, denominator, and how much of it a device (甲) or a second person (乙) vouches for."""
    today = clock.today(scope)
    last = min(date(year, 12, 31), max(today, date(year, 1, 1)))
    found = [figures.value(scope, name, figures.Period(date(year, 1, 1), last)) for name in FIGURES]
    return [{"figure": one, "value": None if one.value is None else float(one.value)} for one in found]


@office_page(permission=actions.note_session.spec.name)
def note(request: HttpRequest) -> HttpResponse:
    """Training that was part of a meeting or a briefing, entered as held."""
    return create_by(request, SessionScreen(), actions.note_session.spec)


@require_POST
@office_page(permission=ADOPT.name)
def adopt(request: HttpRequest) -> HttpResponse:
    """Take a course over from the library."""
    made = ADOPT(request.scope, template=request.POST.get("template", "")[:40], by=request.actor)
    if isinstance(made, Refusal):
        return _plan(request, made)
    messages.success(request, _("“%(course)s” is in use. Plan a programme for it.") % {"course": made.title})
    return redirect(f"/courses/{made.pk}/")


@office_page(permission=SEE)
def matrix(request: HttpRequest) -> HttpResponse:
    """Everybody of a role (or of all), with courses and certificates: what is there, ends soon, or is missing."""
    scope, today = request.scope, clock.today(request.scope)
    labels = role_labels(scope)
    role = request.GET.get("role", "") if request.GET.get("role", "") in STAFF else ""
    people = {one.pk: one for each in ((role,) if role else STAFF) for one in people_with_role(scope, each)}
    shown = sorted(people.values(), key=lambda one: one.name)[:MOST_PEOPLE]
    courses = list(training.Course.objects.filter(scope=scope, state="in_use").order_by("title"))
    if role:
        courses = [one for one in courses if role in one.roles]
    kinds = _kinds(scope, shown, role)
    cells = training.matrix(scope, today, people=shown, courses=courses, kinds=kinds)
    year_start: datetime = clock.day_bounds(scope, date(today.year, 1, 1))[0]
    context = {
        "role": role, "roles": [(code, labels[code]) for code in STAFF], "people": shown, "cells": cells, "hours": training.hours_of(scope, year_start, clock.now()),
        "columns": [(one.code, one.title, f"/courses/{one.pk}/") for one in courses] + [(kind, training.KINDS[kind], f"/certificates/?kind={kind}") for kind in kinds],
        "said": {"completed": _("Done"), "running": _("Under way"), "failed": _("Not passed"), "open": _("Still open"), "none": "", "valid": _("Valid"), "expiring": _("Ends soon"), "expired": _("Has ended")},
        "colours": {"completed": "green", "valid": "green", "running": "blue", "open": "grey", "failed": "red", "expired": "red", "expiring": "yellow"}, "is_cut": len(people) > len(shown),
    }  # fmt: skip
    return render(request, "training/matrix.html", context)


def _kinds(scope: Any, people: list[Any], role: str) -> list[str]:
    """The certificates that these people hold or their posts ask for."""
    held = training.Certificate.objects.filter(scope=scope, person__in=people).exclude(state="withdrawn").values_list("kind", flat=True)
    asked = training.Requirement.objects.filter(scope=scope, is_used=True).exclude(kind="")
    return sorted(set(held) | set((asked.filter(role=role) if role else asked).values_list("kind", flat=True)))
