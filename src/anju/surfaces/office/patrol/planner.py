"""The planner's page: which places no route passes, how often each point is visited by band, and what an observer could learn."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anju.domains.patrol import queries as patrol
from anju.domains.patrol.actions import publish_scheme
from anju.domains.patrol.models import SchemeLine
from anju.domains.patrol.screens import CheckpointScreen, SchemeScreen
from anju.kernel import clock, permissions

from ..asked import record_id
from ..doors import office_page

SEE_PLAN, SEE_POINTS = SchemeScreen().permission, CheckpointScreen().permission
PERIODS = (7, 30)
KEPT_SECONDS = 6 * 3600
ATTACKS = (5, 10, 20)


@office_page(permission=SEE_PLAN)
def page(request: HttpRequest) -> HttpResponse:
    """The plan in force line by line, frequencies against what is asked, places that are left out, and both planners side by side."""
    scope = request.scope
    standing = patrol.standing(scope)
    lines = list(SchemeLine.objects.filter(scheme=standing).select_related("route__newest", "post", "scope", "scheme").order_by("band")) if standing else []
    chosen = next((line for line in lines if line.pk == record_id(request.GET.get("line"))), None)
    covered = patrol.coverage(scope)
    context = {
        "standing": standing, "lines": lines, "frequencies": patrol.frequencies(scope) if standing else [], "covered": covered, "bands": patrol.BANDS,
        "uncovered": sum(len(one.uncovered) for one in covered), "chosen": chosen, "compared": _compared(request, chosen) if chosen else None, "attacks": ATTACKS,
        "tight": [told for line in lines if line.mode == "random" or line == chosen for told in _tight(request, line)],
        "may_publish": permissions.may(request.actor, publish_scheme.spec.name, scope),
        "outdoors": patrol.outdoors(scope, clock.today(scope)),
        "coming": patrol.next_rounds(scope, clock.now()),
    }  # fmt: skip
    return render(request, "patrol/planner.html", context)


def _tight(request: HttpRequest, line: SchemeLine) -> list[dict]:
    """What leaves this line no choice, in words that a page can say; nothing where it has one."""
    key, seed = _version_of(line)
    if (told := cache.get(f"tight-{key}")) is None:
        found = patrol.advice(line, clock.today(request.scope) + timedelta(days=1), seed=seed)
        names = {str(one.pk): str(one) for one in patrol.points_on(request.scope)}
        relaxed = [(names.get(one.point, ""), one.minutes, one.enough_minutes) for one in found.relaxed]
        broken = [names.get(point, "") for point in found.broken]
        told = [] if found.is_free else [{"line": str(line.pk), "broken": broken, "relaxed": relaxed, "lap": found.lap_minutes, "guard_helps": found.guard_helps}]
        cache.set(f"tight-{key}", told, KEPT_SECONDS)
    return [{**one, "line": line} for one in told]


def _version_of(line: SchemeLine) -> tuple[str, int]:
    """What its figures are kept under, and a seed: both change with the line, its route, and the points' intervals."""
    intervals = sorted((str(point.pk), str(point.intervals)) for point in patrol.points_on(line.scope))
    facts = f"{line.pk} {line.every_minutes} {line.route.newest_id} {line.scheme_id} {intervals}"
    digest = hashlib.sha256(facts.encode()).hexdigest()
    return f"patrol-planners-{digest}", int(digest[:8], 16)


def _compared(request: HttpRequest, line: SchemeLine) -> list[dict]:
    """Entropy and the attacker's chance for both ways of planning this line; worked out once for each version of it."""
    day = clock.today(request.scope)
    key, seed = _version_of(line)
    if (told := cache.get(key)) is None:
        measured = patrol.compared(line, day + timedelta(days=1), seed=seed)
        told = [{"name": name, "entropy": one.entropy, "chances": [one.chance(minutes) for minutes in ATTACKS]} for name, one in measured.items()]
        cache.set(key, told, KEPT_SECONDS)
    return told


@office_page(permission=SEE_POINTS)
def heat(request: HttpRequest) -> HttpResponse:
    """Every point with its visits by band over the last days: executed frequency, the ratio of dark to day, against the time before."""
    days = next((each for each in PERIODS if str(each) == request.GET.get("days")), PERIODS[0])
    last = clock.today(request.scope)
    first = last - timedelta(days=days - 1)
    rows = patrol.visits(request.scope, first, last)
    most = max((row.total for row in rows), default=0) or 1
    shown = [{"row": row, "share": row.total / most, "denser": row.point.focus in ("garage", "corner", "high_risk"), "uneven": patrol.irregular(request.scope, row.point, first, last)} for row in rows]
    told = {"rows": shown, "days": days, "periods": PERIODS, "bands": patrol.BANDS, "findings": patrol.findings(request.scope, first, last)}
    labels = {**patrol.FINDINGS, **{code: label for code, (label, *_rest) in patrol.CHECKS.items()}, **patrol.UNCIVIL}
    return render(request, "patrol/heat.html", {**told, "labels": labels})
