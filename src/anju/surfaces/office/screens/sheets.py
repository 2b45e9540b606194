"""A list as a table for Excel or WPS, and the empty table for an import."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from anju.kernel import clock
from anju.kernel.importing import sheets as import_sheets
from anju.kernel.refusals import Refusal
from anju.kernel.screens import Screen, export_list, sheet

from ..doors import office_page
from .opening import must_hold, must_see


@require_POST
@office_page
def export(request: HttpRequest, screen: Screen) -> HttpResponseBase:
    """The rows that the page's filters leave. It is noted who took them, before they leave."""
    must_see(request, screen)
    if not screen.exporting:
        raise Http404
    must_hold(request, export_list.spec)
    file, rows = sheet.workbook(screen, request.GET, by=request.actor, where=request.scope)
    noted = export_list(request.scope, screen=screen.name, rows=rows, by=request.actor)
    if isinstance(noted, Refusal):
        return render(request, "errors/forbidden.html", {"why": str(noted)}, status=403)
    day = clock.today(request.scope)
    return FileResponse(file, as_attachment=True, filename=f"{screen.title}_{day:%Y%m%d}.xlsx")


@require_GET
@office_page
def template(request: HttpRequest, screen: Screen) -> HttpResponseBase:
    must_see(request, screen)
    spec = screen.spec("importing")
    if spec is None:
        raise Http404
    must_hold(request, spec)
    return FileResponse(import_sheets.template(spec), as_attachment=True, filename=f"{spec.title}.xlsx")
