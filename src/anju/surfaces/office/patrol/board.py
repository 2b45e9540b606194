"""Today's rounds, planned beside actual, hour by hour; and what a reviewer or the control room has to look at."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date

from anju.domains.patrol import queries as patrol
from anju.domains.patrol.models import Finding, Round, Scan
from anju.domains.patrol.screens import RoundScreen
from anju.domains.patrol.states import PointState, RoundState
from anju.kernel import clock

from ..doors import office_page

SEE = RoundScreen().permission
HOUR_PX, BAR_PX = 24, 40


@office_page(permission=SEE)
def page(request: HttpRequest) -> HttpResponse:
    """The rounds of a day with every point, the day's 24 hours, and the alert level of each band."""
    day = _day(request)
    shown = patrol.board(request.scope, day)
    context = {
        "day": day, "before": day - timedelta(days=1), "after": day + timedelta(days=1), "is_today": day == clock.today(request.scope), "rows": [_row(one) for one in shown],
        "bands": patrol.planned_bands(request.scope, day), "hours": _hours(request, day), "completion": patrol.completion(request.scope, day, day),
        "to_review": Scan.objects.filter(scope=request.scope, state="to_review").count(),
        "suspicion": Finding.objects.filter(scope=request.scope, kind="suspicion", state="reported").count(), "alerts": dict(patrol.ALERTS),
    }  # fmt: skip
    return render(request, "patrol/board.html", context)


def _day(request: HttpRequest) -> date:
    try:
        return parse_date(request.GET.get("day", "")) or clock.today(request.scope)
    except ValueError:
        return clock.today(request.scope)


def _row(one) -> dict:
    return {
        "one": one.round, "state": RoundState[one.round.state], "late": one.minutes_late, "points": [(point, PointState[point.state]) for point in one.points],
    }  # fmt: skip


def _hours(request: HttpRequest, day: date) -> dict:
    """The 24 columns: rounds due (light) and walked (full), and the gaps in words."""
    told = patrol.hours(request.scope, day, until=clock.now())
    most = max(1, *told.planned, *told.walked)
    bars = [
        {"hour": hour, "x": HOUR_PX * hour, "planned": BAR_PX * planned // most, "walked": BAR_PX * walked // most, "counts": (planned, walked)}
        for hour, (planned, walked) in enumerate(zip(told.planned, told.walked, strict=True))
    ]
    return {"bars": bars, "width": 24 * HOUR_PX, "height": BAR_PX, "covered": told.covered, "gaps": told.gaps, "planned_gaps": told.planned_gaps}


@office_page(permission=SEE)
def night(request: HttpRequest) -> HttpResponse:
    """The last nights, one a line: rounds planned and walked, points missed, findings."""
    today = clock.today(request.scope)
    rows = []
    for back in range(14):
        day = today - timedelta(days=back)
        rows.append({"day": day, "bands": patrol.planned_bands(request.scope, day), "completion": patrol.completion(request.scope, day, day)})
    missed = Round.objects.filter(scope=request.scope, state="missed", on__gte=today - timedelta(days=14)).count()
    return render(request, "patrol/nights.html", {"rows": rows, "missed": missed})
