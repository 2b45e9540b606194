"""Whose movements: looked for by person, dwelling, host, plate or credential, with a purpose that stays in the ledger."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anju.domains.access import actions
from anju.domains.access import queries as access
from anju.domains.access.actions.correcting import SEARCHED
from anju.domains.places.queries import suggest
from anju.kernel import clock
from anju.kernel.masking import plain_plate
from anju.kernel.refusals import Refusal

from ...doing import done
from ..doors import office_page
from .desk import _seen

SEARCH = actions.search_movements.spec.name
MOST, USUAL = 200, timedelta(days=30)


@office_page(permission=SEARCH)
def page(request: HttpRequest) -> HttpResponse:
    """The form; after a search that the ledger keeps, what was found, the newest first."""
    rows, refusal, is_cut = None, None, False
    if request.method == "POST":
        spec = actions.search_movements.spec
        given = {name: request.POST.get(name, "") for name in ("purpose", "by_what", "wanted", "start", "end")}
        outcome = done(spec, request.scope, request, given)
        if isinstance(outcome, Refusal):
            refusal = outcome
        else:
            found = list(_found(request, spec.clean({name: value for name, value in given.items() if value}))[: MOST + 1])
            rows, is_cut = [_seen(one) for one in found[:MOST]], len(found) > MOST
    context = {"rows": rows, "is_cut": is_cut, "refusal": refusal, "given": request.POST, "by": SEARCHED, "most": MOST}
    return render(request, "access/movements.html", context, status=422 if refusal else 200)


def _at_home(request: HttpRequest, wanted: str) -> Q:
    """A dwelling, unit or building as people write it (3-2-1502, 3栋2单元); else whatever name holds the words."""
    place = suggest(request.scope, wanted, kinds=("dwelling", "shop", "unit", "building")).place
    return Q(dwelling__path__startswith=place.path) if place else Q(dwelling__full_name__icontains=wanted)


def _found(request: HttpRequest, given: dict) -> QuerySet[access.Passage]:
    """The passages that fit; without a beginning those of the last thirty days."""
    end = given.get("end") or clock.now()
    rows = access.Passage.objects.filter(scope=request.scope, at__gte=given.get("start") or end - USUAL, at__lte=end)
    wanted = given["wanted"].strip()
    fits = {
        "person": Q(holder_name__icontains=wanted) | Q(holder__name__icontains=wanted),
        "home": _at_home(request, wanted),
        "host": Q(host__name__icontains=wanted),
        "plate": Q(plate__icontains=plain_plate(wanted)),
        "credential": Q(credential__tail__iexact=wanted[-4:]),
    }[given["by_what"]]
    return rows.filter(fits).select_related("lane", "credential", "dwelling", "host", "permit", "visit", "guard").order_by("-at")
