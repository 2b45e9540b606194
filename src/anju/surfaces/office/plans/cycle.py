"""The yearly cycle of a plan on one page: what was promised, done, checked, and changed because of it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.domains.cases import queries as cases
from anju.domains.duties import queries as duties
from anju.domains.plans import queries
from anju.domains.plans.models import Plan
from anju.kernel import clock
from anju.kernel.models import Scope


def steps_of(plan: Plan, scope: Scope) -> list[dict[str, Any]]:
    """Plan, do, check, act: each with lines of a figure, its words and where to look."""
    return [
        {"title": _("Plan"), "lines": _planned(plan)},
        {"title": _("Do"), "lines": _done(plan, scope)},
        {"title": _("Check"), "lines": _checked(plan)},
        {"title": _("Act"), "lines": _acted(plan, scope)},
    ]


def _line(figure: Any, words: str, url: str = "") -> dict[str, Any]:
    return {"figure": figure, "words": words, "url": url}


def _planned(plan: Plan) -> list[dict[str, Any]]:
    counts = queries.review_counts(plan)
    law = reverse("plans:statutes", args=[plan.id])
    return [
        _line(f"{counts.confirmed}/{counts.sentences}", _("sentences are carried out")),
        _line(len(queries.missing_statutes(plan)), _("statutory duties are not in the plan"), law),
    ]


def _done(plan: Plan, scope: Scope) -> list[dict[str, Any]]:
    today = clock.today(scope)
    kept = duties.kept_between(queries.duties_of(queries.confirmed(plan)), today.replace(month=1, day=1), today)
    return [
        _line(f"{kept.on_time}/{kept.owed}", _("times done in time this year")),
        _line(kept.late, _("times done late")),
        _line(kept.missed + kept.partly, _("times missed or partly done")),
    ]


def _checked(plan: Plan) -> list[dict[str, Any]]:
    rows = queries.live(plan, at=clock.now())
    counts = queries.state_counts(rows)
    url = reverse("plans:live", args=[plan.id])
    return [_line(counts["proven"], _("sentences proven"), f"{url}?state=proven"), _line(counts["broken"], _("sentences not proven"), f"{url}?state=broken")]


def _acted(plan: Plan, scope: Scope) -> list[dict[str, Any]]:
    return [
        _line(cases.open_cases(scope).count(), _("cases still open")),
        _line(plan.version, _("versions of this plan"), reverse("plans:difference", args=[plan.id]) if plan.replaces_id else ""),
    ]
