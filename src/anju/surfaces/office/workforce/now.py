"""Where everybody stands now, what is wrong, and which slots of the coming days lack people."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from anju.domains.workforce import queries as workforce
from anju.domains.workforce.models import Finding
from anju.domains.workforce.queries import Standing
from anju.kernel import clock

from ..doors import office_page

SEE = "workforce.see_post_findings"
DAYS = 7
KINDS, LEAVES = dict(workforce.codes.FINDINGS), dict(workforce.codes.LEAVES)
COLOURS = {"kept": "green", "away": "yellow", "relief": "blue", "wrong": "red", "pool": "grey"}


@office_page(permission=SEE)
def page(request: HttpRequest) -> HttpResponse:
    """Every post now, and the coming week slot by slot."""
    scope, now = request.scope, clock.now()
    today = clock.today(scope)
    slots = workforce.coverage(scope, today, today + timedelta(days=DAYS - 1))
    open_ones = list(workforce.open_findings(scope))
    seasons = workforce.hours_on(scope, today)
    rows = [_row(one, open_ones) | {"hours": seasons.get(one.now.post.pk)} for one in workforce.standing_at(scope, now)]
    told = [{"one": one, "kind": KINDS[one.kind], "address": reverse("office:record", args=["post_findings", one.pk])} for one in open_ones]
    counted = {"slots": len(slots), "short": sum(one.short > 0 for one in slots), "surplus": sum(one.surplus > 0 for one in slots), "tired": sum(bool(one.tired) for one in slots)}
    context = {
        "rows": rows, "told": told, "counted": counted, "days": DAYS, "wrong_slots": [one for one in slots if one.short or one.surplus or one.tired][:300],
        "candidates": reverse("stand_ins"), "on_leave": list(workforce.leave_at(scope, now).order_by("end_at")), "kinds": LEAVES,
        "starts": workforce.shift_starts(scope, today),
    }  # fmt: skip
    return render(request, "workforce/now.html", context)


def _row(one: Standing, open_ones: list[Finding]) -> dict:
    wrong = [KINDS[each.kind] for each in one.wrong]
    wrong = list(dict.fromkeys([*wrong, *(KINDS[found.kind] for found in open_ones if found.post_id == one.now.post.pk)]))
    kind = "wrong" if wrong else "relief" if one.reliefs else "away" if one.away else "pool" if one.is_pool else "kept"
    return {"one": one, "wrong": wrong, "kind": kind, "colour": COLOURS[kind], "people": one.now.people, "away": one.away, "reliefs": one.reliefs}
