"""What the archive holds and lacks by class and year, and one household one file."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from anju.domains.documents import actions
from anju.domains.documents import queries as documents
from anju.domains.documents.states import YearState
from anju.domains.people import queries as people
from anju.domains.places import queries as places
from anju.kernel import clock, permissions

from ..asked import whole_number
from ..doors import office_page

SEE = "documents.see_documents"
DAYS_AHEAD = 90


@office_page(permission=SEE)
def page(request: HttpRequest) -> HttpResponse:
    """Every class with what is missing this year, who owes it, and what waits for somebody."""
    scope, today = request.scope, clock.today(request.scope)
    year = whole_number(request.GET.get("year", "")) or today.year
    if not documents.FIRST_YEAR <= year <= today.year + 1:
        raise Http404
    covered = documents.coverage(scope, year, today=today)
    years = {one.klass_id: one for one in documents.YearOfClass.objects.filter(scope=scope, year=year)}
    labels = people.role_labels(scope)
    rows = [_row(one, years.get(one.klass.pk), labels) for one in covered]
    groups = [(name, sorted(each, key=lambda row: -row["covered"].lacking)) for name, each in groupby(rows, key=lambda row: row["klass"].group)]
    context = {
        "groups": sorted(groups, key=lambda one: all(row["covered"].is_complete for row in one[1])),
        "year": year, "years": range(today.year, today.year - 4, -1), "waiting": _waiting(scope, today),
        "needed": sum(one.needed for one in covered), "held": sum(one.held for one in covered), "full": sum(one.is_complete for one in covered), "all": len(covered),
        **_rights(request),
    }  # fmt: skip
    return render(request, "documents/overview.html", context)


def _row(one: documents.Coverage, year: Any, labels: dict[str, str]) -> dict[str, Any]:
    keepers = "、".join(str(each) for each in (one.klass.keeper, one.klass.second_keeper) if each)
    missing = [{"need": need, "owes": labels.get(need.piece.owed_role, "") or keepers, "more": need.lacking - len(need.missing)} for need in one.missing]
    is_ready = one.is_complete and one.needed > 0 and year is None
    return {"klass": one.klass, "covered": one, "missing": missing, "keepers": keepers, "year": year, "state": YearState[year.state] if year else None, "is_ready": is_ready}


def _waiting(scope: Any, today: Any) -> dict[str, int]:
    return {
        "to_approve": documents.Document.objects.filter(scope=scope, state__in=("submitted", "revising")).count(),
        "drafts": documents.late_drafts(scope, on=today).count(),
        "loans_asked": documents.Loan.objects.filter(scope=scope, state="asked").count(),
        "loans": documents.late_loans(scope, on=today).count(),
        "readings": documents.late_readings(scope, on=today).count(),
        "reviews": documents.review_due(scope, on=today).count(),
        "past": documents.past_keeping(scope, on=today).count(),
        "soon": documents.expiring(scope, on=today, days=DAYS_AHEAD).count(),
    }


def _rights(request: HttpRequest) -> dict[str, bool]:
    named = {"may_file": actions.file_document, "may_load": actions.load_classes, "may_arrange": actions.begin_arranging, "may_list": actions.list_disposal}
    return {name: permissions.may(request.actor, action.spec.name, request.scope) for name, action in named.items()}


@office_page(permission=SEE)
def households(request: HttpRequest) -> HttpResponse:
    """The files of one building's dwellings, floor by floor; the first building where none is chosen."""
    buildings = list(places.by_kind(request.scope, "building"))
    chosen = _chosen(buildings, request.GET.get("building", ""))
    floors = documents.households(request.scope, chosen) if chosen else []
    homes = [one for floor in floors for one in floor.households]
    context = {
        "buildings": buildings, "chosen": chosen, "floors": floors, "homes": len(homes), "full": sum(one.is_complete for one in homes),
        "is_ready": documents.DocumentClass.objects.filter(scope=request.scope, state="in_use", file_of="dwelling").exists(), **_rights(request),
    }  # fmt: skip
    return render(request, "documents/households.html", context)


def _chosen(buildings: list[Any], asked: str) -> Any:
    if not asked:
        return buildings[0] if buildings else None
    try:
        found = next((one for one in buildings if one.pk == UUID(asked)), None)
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found
