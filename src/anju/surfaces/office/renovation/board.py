"""What waits for somebody, which sites were not looked at today, and what stands open against the rulebook."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anju.domains.places.queries import suggest
from anju.domains.renovation import actions
from anju.domains.renovation import queries as renovation
from anju.domains.renovation.models import Inspection, Violation
from anju.domains.renovation.screens import ProjectScreen
from anju.domains.renovation.states import ProjectState, ViolationState
from anju.kernel import clock, permissions

from ..doors import office_page

SEE = ProjectScreen().permission
SHOWN = 40
WAITING = ("applied", "reviewed", "approved", "agreed")


@office_page(permission=SEE)
def page(request: HttpRequest) -> HttpResponse:
    """The board of this community today."""
    now = clock.now()
    today = clock.local(request.scope, now).date()
    (start, end), (month, _end) = clock.day_bounds(request.scope, today), clock.day_bounds(request.scope, today.replace(day=1))
    typed = request.GET.get("home", "")[:80].strip()
    found = suggest(request.scope, typed, kinds=("dwelling", "shop")) if typed else None
    context = {
        "sites": [{"one": one, "state": ProjectState[one.state], "seen": seen, "is_kept": seen >= one.rounds_per_day} for one, seen in renovation.sites_today(request.scope, start, end)],
        "waiting": [(one, ProjectState[one.state]) for one in renovation.open_projects(request.scope).filter(state__in=WAITING)[:SHOWN]],
        "violations": [(one, ViolationState[one.state]) for one in _open_violations(request)[:SHOWN]],
        "planned": Inspection.objects.filter(scope=request.scope, state="planned").select_related("dwelling").order_by("due_at")[:SHOWN],
        "breaches": renovation.breaches_by_company(request.scope, since=month)[:8],
        "found": found, "typed": typed, "now": now, "may_look": permissions.may(request.actor, actions.visit_site.spec.name, request.scope),
        "may_apply": permissions.may(request.actor, actions.apply_renovation.spec.name, request.scope),
    }  # fmt: skip
    return render(request, "renovation/board.html", context)


def _open_violations(request: HttpRequest):
    return Violation.objects.filter(scope=request.scope).exclude(state="cleared").select_related("dwelling", "project").order_by("-stopped_at", "-found_at")
