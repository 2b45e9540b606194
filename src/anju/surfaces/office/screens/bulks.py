"""One action on the rows that were ticked, or on all that the filter leaves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from anju.kernel.screens import Screen, bulk, form

from ..doors import office_page
from .opening import must_hold, must_see


@require_POST
@office_page
def page(request: HttpRequest, screen: Screen, verb: str) -> HttpResponse:
    """First the action's form with the number of records, then what came of it, each refusal by its record."""
    must_see(request, screen)
    spec = next((one for one in screen.specs("bulk") if one.verb == verb), None)
    if spec is None:
        raise Http404
    must_hold(request, spec)
    everything = QueryDict(request.POST.get("filter", "")) if request.POST.get("all") else None
    ids = bulk.chosen(screen, request.POST.getlist("id"), everything)
    if not ids:
        return redirect("office:list", screen.name)
    filled = form.ActionForm(spec, request.scope)
    context = {"screen": screen, "form": filled, "ids": ids, "most": bulk.MOST}
    if "go" not in request.POST and (spec.inputs or spec.needs_confirmation):
        return render(request, "screens/bulk.html", {**context, "fields": filled.fields(None)})
    outcome = bulk.run(screen, spec, ids, form.raw_inputs(spec, request.POST), request.actor)
    if outcome.errors:
        filled.errors = outcome.errors
        return render(request, "screens/bulk.html", {**context, "fields": filled.fields(request.POST)}, status=422)
    return render(request, "screens/bulk_done.html", {**context, "outcome": outcome})
