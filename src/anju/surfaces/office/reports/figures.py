"""P07: every target with its figure, worst first; and one figure with its formula, its sources and the records it is counted from."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from anju.domains.measures import queries as measures
from anju.domains.measures.models import TargetReview
from anju.domains.measures.screens import TargetScreen, picture_of
from anju.domains.measures.states import Standing
from anju.domains.plans import queries
from anju.kernel import clock
from anju.kernel.measures import registry

from ..doors import office_page

SEE = TargetScreen().permission
SHOWN = 100
LONGEST_DAYS = 3700


@office_page(permission=SEE)
def kpis(request: HttpRequest) -> HttpResponse:
    """The targets whose period holds today, worst first, each with its course against the goal."""
    found = measures.dashboard(request.scope)[:SHOWN]
    notes = _notes([one.target.pk for one in found])
    return render(request, "reports/kpis.html", {"rows": [_row(one, notes) for one in found], "now": clock.now()})


def _row(found: measures.Progress, notes: dict) -> dict[str, Any]:
    target, figure = found.target, found.figure
    is_counted = figure is not None and hasattr(figure, "sums")
    return {
        "target": target,
        "state": Standing[found.state],
        "figure": figure,
        "is_counted": is_counted,
        "goal": measures.goal_said(target) if target.value is not None else "",
        "said": measures.narrative(found),
        "picture": picture_of(found),
        "note": notes.get(target.pk),
        "parts": f"{found.done}/{found.parts}" if found.parts else "",
        "strong": measures.rounded(figure.strong_share) if is_counted and figure.strong_share is not None else None,
        "url": address_of(figure.measure, figure.dimension, target.starts_on, target.ends_on) if is_counted else "",
    }


def _notes(targets: list) -> dict:
    """The newest judgement of each target."""
    reviews = TargetReview.objects.filter(target__in=targets).select_related("by").order_by("on", "created_at")
    return {one.target_id: one for one in reviews}


def address_of(measure: str, dimension: str, first_on: date, last_on: date) -> str:
    asked = {"name": measure, "dimension": dimension, "from": first_on.isoformat(), "to": last_on.isoformat()}
    return f"{reverse('figure')}?{urlencode(asked)}"


@office_page(permission=SEE)
def figure(request: HttpRequest) -> HttpResponse:
    """What a figure is made of: numerator and denominator, the shares of proof, its course, and every record with its ledger rows."""
    name, dimension = (request.GET.get(key, "").replace("\x00", "")[:longest] for key, longest in (("name", 80), ("dimension", 100)))
    period = _period(request)
    try:
        found = measures.value(request.scope, name, period, dimension=dimension)
    except KeyError:
        raise Http404 from None
    members = measures.members(request.scope, name, period, dimension=dimension)
    members.sort(key=lambda one: one.numerator >= one.denominator)
    step = "day" if period.length <= 31 else "week" if period.length <= 93 else "month"
    points = measures.series(request.scope, name, period, by=step, dimension=dimension)
    drawn = _drawn(found, points, step)
    context = {
        "figure": found,
        "strong": measures.rounded(found.strong_share) if found.strong_share is not None else None,
        "entry": measures.positions(request.scope).get(name if name in registry else "measures.recorded", 0),
        "events": sorted(registry[name].event_names) if name in registry else [],
        "members": members[:SHOWN],
        "more": max(0, len(members) - SHOWN),
        "points": points,
        "picture": drawn,
        "period": period,
        "is_counted": found.shape == "count",
    }
    return render(request, "reports/figure.html", context)


def _period(request: HttpRequest) -> measures.Period:
    """The days asked for; what makes no sense becomes the running quarter."""
    try:
        first, last = parse_date(request.GET.get("from", "")), parse_date(request.GET.get("to", ""))
    except ValueError:
        first = last = None
    if first is None or last is None or not 0 <= (last - first).days <= LONGEST_DAYS or first.year < 2000 or last.year > 2200:
        return measures.period_of("quarter", clock.today(request.scope))
    return measures.Period(first, last)


def _drawn(found: Any, points: list, step: str) -> Any:
    known = [point.value for point in points if point.value is not None]
    if len(known) < 2:
        return ""
    labels = [f"{point.period.first.month}" if step == "month" else f"{point.period.first:%m-%d}" for point in points]
    unit = "%" if found.shape == "rate" else ""
    values = [None if point.value is None else float(point.value) for point in points]
    finding = _("Between %(low)s and %(high)s") % {"low": measures.rounded(min(known)), "high": measures.rounded(max(known))}
    part = {"shape": "lines", "title": str(found.title), "finding": finding, "labels": labels, "series": [{"name": str(found.title), "values": values}], "unit": unit, "goal": None, "colours": []}
    return queries.drawn(part).svg()
