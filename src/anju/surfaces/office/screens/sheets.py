"""The empty table for an import."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from anju.kernel.importing import sheets as import_sheets
from anju.kernel.screens import Screen

from ..doors import office_page
from .opening import must_hold, must_see


@require_GET
@office_page
def template(request: HttpRequest, screen: Screen) -> HttpResponseBase:
    must_see(request, screen)
    spec = screen.spec("importing")
    if spec is None:
        raise Http404
    must_hold(request, spec)
    return FileResponse(import_sheets.template(spec), as_attachment=True, filename=f"{spec.title}.xlsx")
