"""The team in figures: establishment beside who is there, recruiting and leaving, rotation, and tasks without anybody."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anju.domains.workforce import queries as workforce
from anju.domains.workforce.queries.staff import expiring_contracts, promotion_candidates, ranking
from anju.domains.workforce.screens.staff import preferred
from anju.kernel import clock

from ..doors import office_page

SEE = "workforce.see_staff_files"
TARGET_ROTATION = 10
RISING = 1.5
_CHANNELS = dict(workforce.codes.CHANNELS)


@office_page(permission=SEE)
def page(request: HttpRequest) -> HttpResponse:
    """One page for whoever answers for the team."""
    scope, today = request.scope, clock.today(request.scope)
    year, before = date(today.year, 1, 1), date(today.year - 1, 1, 1)
    now, last = workforce.attrition(scope, year, today), workforce.attrition(scope, before, year - timedelta(days=1))
    months = _month_ends(today)
    heads = list(zip(months, workforce.headcount(scope, months), strict=True))
    known = heads[next((place for place, (_day, many) in enumerate(heads) if many), len(heads)) :]
    context = {
        "year": today.year, "staffed": workforce.establishment_report(scope), "now": now, "last": last, "is_rising": _is_rising(now, last),
        "funnel": [(_CHANNELS.get(name, ""), one) for name, one in workforce.funnel(scope, year, today).items()], "heads": known,
        "growth": round(known[-1][1] / known[0][1], 1) if len(known) > 1 else None, "rotation": workforce.rotation(scope, today.year), "target": TARGET_ROTATION,
        "uniforms": workforce.uniforms(scope), "unassigned": workforce.unassigned(scope), "idle": workforce.without_task(scope), "without_contract": list(workforce.without_contract(scope, today)[:50]),
        "expiring": list(expiring_contracts(scope, today)[:50]),
        "candidates": [(one, workforce.codes.ROLES[one.next_role].label) for one in promotion_candidates(scope, today)],
        "ranking": [(one, preferred(one.preferences), sum(one.scores.values())) for one in ranking(scope, "guard")[:20]],
    }  # fmt: skip
    return render(request, "workforce/team.html", context)


def _is_rising(now: dict, last: dict) -> bool:
    return bool(now["turnover"] and last["turnover"] is not None and now["turnover"] > RISING * last["turnover"])


def _month_ends(today: date) -> list[date]:
    """The last day of each of the past six months, and today."""
    found, day = [today], today.replace(day=1) - timedelta(days=1)
    while len(found) < 7:
        found.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return found[::-1]
