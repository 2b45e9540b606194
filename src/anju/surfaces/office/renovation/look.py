"""A look at a site on a phone: one line after the other, three large buttons each, a photo, sent once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from anju.domains.places.models import Place
from anju.domains.renovation import actions
from anju.domains.renovation import queries as renovation
from anju.kernel.refusals import Refusal

from ...doing import done
from ..doors import office_page
from .file import project_of


@office_page(permission=actions.visit_site.spec.name)
def visit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The daily round of a dwelling, with or without a permit."""
    dwelling = Place.objects.filter(scope=request.scope, pk=pk, kind__in=("dwelling", "shop")).first()
    if dwelling is None:
        raise Http404
    project = renovation.running_at(dwelling)
    if request.method != "POST":
        return _form(request, "daily", dwelling, project)
    given = {"dwelling": str(dwelling.pk), "reading_mm": request.POST.get("reading_mm", ""), **_said(request)}
    outcome = done(actions.visit_site.spec, request.scope, request, given)
    if isinstance(outcome, Refusal):
        return _form(request, "daily", dwelling, project, outcome)
    messages.success(request, _("Recorded. %(count)s lines are not in order.") % {"count": len(outcome.faults)})
    return redirect("renovation_file", project.pk) if project else redirect("renovation_board")


@office_page(permission=actions.accept_works.spec.name)
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first or second acceptance, whichever is next."""
    project = project_of(request, pk)
    kind = "second" if project.state == "accepted" else "first"
    if request.method != "POST":
        return _form(request, kind, project.dwelling, project)
    outcome = done(actions.accept_works.spec, project, request, _said(request))
    if isinstance(outcome, Refusal):
        return _form(request, kind, project.dwelling, project, outcome)
    messages.success(request, _("Accepted."))
    return redirect("renovation_file", project.pk)


def _said(request: HttpRequest) -> dict:
    answers = {name.removeprefix("line."): value for name, value in request.POST.items() if name.startswith("line.")}
    return {"answers": answers, "photos": request.FILES.getlist("photos"), "test": request.POST.get("test", ""), "note": request.POST.get("note", "")}


def _form(request: HttpRequest, kind: str, dwelling: Place, project, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "kind": kind, "dwelling": dwelling, "project": project, "lines": renovation.lines_of(kind), "choices": renovation.ANSWERS, "given": request.POST, "refusal": refusal,
        "book": renovation.book_in_force(request.scope),
    }  # fmt: skip
    return render(request, "renovation/look.html", context, status=422 if refusal else 200)
