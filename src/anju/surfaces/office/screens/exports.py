"""A list as a table for Excel or WPS: at once while it is short, else by a job, whose file only who asked may fetch."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from anju.kernel import downloads
from anju.kernel.exporting.actions import begin_export, may_fetch
from anju.kernel.models import Export
from anju.kernel.models.exports import ExportState
from anju.kernel.refusals import Refusal
from anju.kernel.screens import Screen, export_list, listing, sheet

from ..doors import office_page
from .columns import chosen_in
from .opening import must_hold, must_see

RECENT = 10


@office_page
def start(request: HttpRequest, screen: Screen) -> HttpResponseBase:
    """The rows that the page's filters leave. It is noted who took them, before they leave. A GET shows the long tables of before."""
    _must_take(request, screen)
    if request.method != "POST":
        recent = [(one, ExportState[one.state]) for one in _own(request, screen).order_by("-created_at")[:RECENT]]
        return render(request, "exports/recent.html", {"screen": screen, "recent": recent})
    columns = chosen_in(request, screen)
    if listing.total(screen, request.GET, most=sheet.MOST_AT_ONCE + 1) > sheet.MOST_AT_ONCE:
        begun = begin_export(request.scope, screen=screen.name, filters=request.GET.urlencode(), columns=columns, by=request.actor)
        return _refused(request, begun) if isinstance(begun, Refusal) else redirect("office:export_page", screen.name, begun.pk)
    file, rows = sheet.workbook(screen, request.GET, columns=columns, by=request.actor, where=request.scope)
    if isinstance(noted := export_list(request.scope, screen=screen.name, rows=rows, by=request.actor), Refusal):
        return _refused(request, noted)
    return FileResponse(file, as_attachment=True, filename=sheet.file_name(screen, request.scope))


@require_GET
@office_page
def page(request: HttpRequest, screen: Screen, pk: UUID) -> HttpResponse:
    """How far a long table is, and where to fetch it."""
    export = _found(request, screen, pk)
    context = {"screen": screen, "export": export, "state": ExportState[export.state], "may_fetch": may_fetch(request.actor, export)}
    is_working = context["is_working"] = export.state == "running"
    if request.headers.get("HX-Request") != "true":
        return render(request, "exports/page.html", context)
    # htmx gets the whole page as soon as there is nothing more to watch.
    return render(request, "exports/_progress.html", context) if is_working else HttpResponse(headers={"HX-Redirect": request.path})


@require_POST
@office_page
def fetch(request: HttpRequest, screen: Screen, pk: UUID) -> HttpResponseBase:
    """Hand the file to who asked for it; the ledger notes it first."""
    export = _found(request, screen, pk)
    if not may_fetch(request.actor, export):
        raise Http404
    if isinstance(noted := export_list(request.scope, screen=screen.name, rows=export.position, by=request.actor), Refusal):
        return _refused(request, noted)
    return downloads.response(export.table_id, by=request.actor, original=True, download=True)


def _must_take(request: HttpRequest, screen: Screen) -> None:
    must_see(request, screen)
    if not screen.exporting:
        raise Http404
    must_hold(request, export_list.spec)


def _own(request: HttpRequest, screen: Screen) -> QuerySet[Export]:
    return Export.objects.filter(screen=screen.name, account_id=request.actor.id)


def _found(request: HttpRequest, screen: Screen, pk: UUID) -> Export:
    """An export of somebody else does not exist."""
    _must_take(request, screen)
    export = _own(request, screen).select_related("scope").filter(pk=pk).first()
    if export is None:
        raise Http404
    return export


def _refused(request: HttpRequest, no: Refusal) -> HttpResponse:
    return render(request, "errors/forbidden.html", {"why": str(no)}, status=403)
