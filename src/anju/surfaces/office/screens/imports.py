"""P45: a table comes in. File, columns, faults, progress, and one button to take it all back."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from anju.kernel import jobs
from anju.kernel.actions import Spec
from anju.kernel.actions import registry as actions
from anju.kernel.importing import actions as verbs
from anju.kernel.importing import cells, sheets, work
from anju.kernel.models import Import
from anju.kernel.models.imports import ImportState
from anju.kernel.refusals import Refusal
from anju.kernel.screens import Screen, form

from ..asked import whole_number
from ..doors import office_page
from .opening import must_hold, must_see

SHOWN_FAULTS = 100
MOST_FAULTS = 20_000
SLICE_SECONDS = 1.5
RECENT = 10


@office_page
def start(request: HttpRequest, screen: Screen) -> HttpResponse:
    """Take the file; the tables that came in before stand below."""
    spec = _importing(request, screen)
    refusal = None
    if request.method == "POST":
        filled = form.ActionForm(verbs.import_table.spec, request.scope)
        given = request.POST.copy()
        given["screen"] = screen.name
        imported = filled.run(given, request.actor, files={"table": request.FILES.getlist("table")})
        if imported is not None:
            return redirect("office:import_page", screen.name, imported.pk)
        refusal = filled.refusal or Refusal("kernel.no_table", next(iter(filled.errors.values())))
    recent = [(one, ImportState[one.state]) for one in _imports(screen).select_related("table").order_by("-created_at")[:RECENT]]
    context = {"screen": screen, "spec": spec, "refusal": refusal, "recent": recent}
    return render(request, "imports/start.html", context, status=422 if refusal else 200)


@office_page
def page(request: HttpRequest, screen: Screen, pk: UUID) -> HttpResponse:
    """Where an import stands; a POST does its next step. `go` works a slice for the page that watches."""
    _importing(request, screen)
    imported = _imports(screen).select_related("scope", "table").filter(pk=pk).first()
    if imported is None:
        raise Http404
    if request.method != "POST":
        return _show(request, screen, imported)
    if request.POST.get("verb", "go") == "go":
        return _show(request, screen, work.work(pk, seconds=SLICE_SECONDS), is_part=request.headers.get("HX-Request") == "true")
    outcome = _step(request, imported)
    if isinstance(outcome, Refusal):
        return _show(request, screen, imported, refusal=outcome)
    if outcome.is_working:
        jobs.enqueue("kernel.carry_on", str(pk))
    return redirect("office:import_page", screen.name, pk)


def _step(request: HttpRequest, imported: Import) -> Import | Refusal:
    verb = request.POST.get("verb")
    if verb == "match":
        chosen = {key.removeprefix("column."): whole_number(value) for key, value in request.POST.items() if key.startswith("column.") and value}
        fixed = {key.removeprefix("fixed."): value for key, value in request.POST.items() if key.startswith("fixed.") and value}
        return verbs.match_columns(imported, mapping=chosen, fixed=fixed, by=request.actor)
    plain = {"confirm": verbs.confirm_import, "give_up": verbs.give_up_import, "undo": verbs.undo_import}
    if verb not in plain:
        raise Http404
    return plain[verb](imported, by=request.actor)


def _show(request: HttpRequest, screen: Screen, imported: Import, *, refusal: Refusal | None = None, is_part: bool = False) -> HttpResponse:
    spec = actions[imported.action]
    is_matching = imported.state == "matching" or (imported.state == "checked" and "match" in request.GET)
    context = {
        "screen": screen,
        "imported": imported,
        "state": ImportState[imported.state],
        "refusal": refusal,
        "is_matching": is_matching,
        "inputs": cells.importable(spec) if is_matching else [],
        "faults": work.faults_of(imported, SHOWN_FAULTS) if not imported.is_working else [],
        "shown_faults": SHOWN_FAULTS,
        "may_undo": imported.state == "done" and imported.done > 0 and screen.spec("undoing") is not None,
    }
    # htmx gets the whole page as soon as there is nothing more to watch.
    if is_part and not imported.is_working:
        return HttpResponse(status=200, headers={"HX-Redirect": request.path})
    return render(request, "imports/_progress.html" if is_part else "imports/page.html", context, status=422 if refusal else 200)


@require_GET
@office_page
def errors(request: HttpRequest, screen: Screen, pk: UUID) -> HttpResponseBase:
    """All faults as a table, to be worked off beside the file."""
    _importing(request, screen)
    imported = _imports(screen).filter(pk=pk).first()
    if imported is None:
        raise Http404
    return FileResponse(sheets.faults(work.faults_of(imported, MOST_FAULTS)), as_attachment=True, filename="errors.xlsx")


def _importing(request: HttpRequest, screen: Screen) -> Spec:
    must_see(request, screen)
    spec = screen.spec("importing")
    if spec is None:
        raise Http404
    must_hold(request, spec)
    must_hold(request, verbs.import_table.spec)
    return spec


def _imports(screen: Screen):
    return Import.objects.filter(screen=screen.name)
