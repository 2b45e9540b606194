"""The board of reports: what is missing first; and what was published, for owners and residents."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from anju.domains.plans import actions, queries
from anju.domains.plans.models import Report
from anju.domains.plans.screens import READ_PUBLISHED, SEE_REPORTS
from anju.domains.plans.states import Punctuality, ReportState
from anju.kernel import clock, permissions
from anju.kernel.refusals import Refusal

from ...doing import done
from ..doors import office_page

SHOWN = 200
ORDER = ("missing", "due", "coming", "late", "in_time")


@office_page(permission=SEE_REPORTS)
def page(request: HttpRequest) -> HttpResponse:
    """Every report with its deadline; a POST drafts one by hand."""
    refusal = None
    if request.method == "POST":
        refusal = _drafted(request)
        if isinstance(refusal, Report):
            return redirect("report", refusal.pk)
    kind = request.GET.get("kind", "")
    kind = kind if kind in queries.KINDS else ""
    now = clock.now()
    lines = queries.board(request.scope, at=now, kind=kind, limit=SHOWN)
    counts = Counter(line.punctuality for line in lines)
    context = {
        "rows": [{"report": line.report, "kind": line.report.about.title, "state": ReportState[line.report.state], "punctuality": Punctuality[line.punctuality]} for line in lines],
        "counts": [(Punctuality[code], counts[code]) for code in ORDER],
        "kinds": queries.kind_choices(),
        "chosen": kind,
        "may_draft": permissions.may(request.actor, actions.draft_report.spec.name, request.scope),
        "today": clock.today(request.scope),
        "refusal": refusal,
        "given": request.POST,
    }
    return render(request, "reports/board.html", context, status=422 if refusal else 200)


def _drafted(request: HttpRequest) -> Report | Refusal:
    return done(actions.draft_report.spec, request.scope, request, {name: request.POST.get(name, "") for name in ("kind", "on")})


@office_page(permission=READ_PUBLISHED)
def published(request: HttpRequest) -> HttpResponse:
    """What was published, the newest first: for everybody who lives or works here."""
    found = Report.objects.filter(scope=request.scope).exclude(published_at=None).order_by("-published_at")[:SHOWN]
    return render(request, "reports/published.html", {"reports": found})
