"""The file of one renovation: what is planned against the rulebook, who said yes, workers, rounds with photos, violations, deposit, neighbours."""

from __future__ import annotations

from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from markupsafe import Markup

from anju.domains.passes import queries as passes
from anju.domains.passes.actions import print_pass
from anju.domains.renovation import queries as renovation
from anju.domains.renovation.models import Inspection, Paper, Project, Violation
from anju.domains.renovation.screens import ProjectScreen
from anju.domains.renovation.states import ProjectState, ViolationState, WorkerState
from anju.kernel import clock, downloads
from anju.kernel.refusals import Refusal
from anju.kernel.screens import detail, registry

from ..doors import office_page

SEE = ProjectScreen().permission
COLOURS = {"refused": "red", "condition": "yellow", "advice": "blue", "ok": "green"}
SHOWN = 30
STEPS = ("applied", "reviewed", "approved", "agreed", "under_way", "accepted", "closed")


def project_of(request: HttpRequest, pk: UUID) -> Project:
    """The renovation in view; another community's does not exist."""
    found = Project.objects.filter(scope=request.scope, pk=pk).select_related("scope", "dwelling", "applicant", "permit", "deposit", "neighbours_notice").first()
    if found is None:
        raise Http404
    return found


@office_page(permission=SEE)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    project = project_of(request, pk)
    visits = list(Inspection.objects.filter(scope=request.scope, project=project).select_related("by").order_by("-at", "-due_at")[:SHOWN])
    violations = Violation.objects.filter(scope=request.scope, project=project).order_by("-found_at")[:SHOWN]
    context = {
        "project": project, "state": ProjectState[project.state], "works": [(one, COLOURS[one.verdict]) for one in project.found], "details": _details(project),
        "steps": [(code, ProjectState[code], STEPS.index(code) <= _reached(project)) for code in STEPS], "buttons": _buttons(request, project),
        "workers": [(one, WorkerState[one.state], one._meta.get_field("name").mask(one.name)) for one in renovation.workers_of(project)],
        "visits": visits, "violations": [(one, ViolationState[one.state]) for one in violations], "papers": renovation.papers_of(project),
        "moved": renovation.moved_since(project) if project.state in renovation.RUNNING else [], "book": renovation.book_in_force(request.scope), "book_words": renovation.book_in_words(project.book_version),
    }  # fmt: skip
    return render(request, "renovation/file.html", context)


def _reached(project: Project) -> int:
    return STEPS.index("under_way") if project.state == "stopped" else STEPS.index(project.state) if project.state in STEPS else -1


def _details(project: Project) -> list[str]:
    """What the applicant wrote beside the works he chose."""
    words = [one.detail for one in project.planned if one.detail]
    return words + [_("deepest drilling %(mm)s mm") % {"mm": one.depth_mm} for one in project.planned if one.depth_mm]


def _buttons(request: HttpRequest, project: Project) -> list:
    return detail.buttons_of(registry[ProjectScreen.name], project, request.rights)


@office_page(permission=SEE)
def photo(request: HttpRequest, pk: UUID, blob: UUID) -> HttpResponse:
    """A photo of a visit, or a paper of the file: only through the record it belongs to."""
    project = project_of(request, pk)
    visits = Inspection.objects.filter(scope=request.scope, project=project).values_list("photos", flat=True)
    is_paper = Paper.objects.filter(scope=request.scope, project=project, file=blob).exists()
    if not is_paper and str(blob) not in {one for photos in visits for one in photos}:
        raise Http404
    return downloads.response(blob, by=request.actor)


@office_page(permission=print_pass.spec.name)
def permit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The construction permit to hang at the door: what is allowed, what never is, hours of noise, depth, and a code that any gate can check."""
    project = project_of(request, pk)
    if project.permit is None:
        raise Http404
    printed = print_pass(project.permit, layout="a4", by=request.actor)
    if isinstance(printed, Refusal):
        return render(request, "renovation/unprinted.html", {"project": project, "refusal": printed}, status=422)
    book = renovation.book_in_force(request.scope)
    context = {
        "project": project, "permit": project.permit, "code": _drawn(passes.code_of(project.permit)), "hours": renovation.hours_text(book), "book": book, "printed_at": clock.now(),
        "bans": [renovation.WORKS[code] for code in renovation.BANS], "works": [one for one in project.found if one.verdict != "ok"], "layout": "a4",
        "book_words": renovation.book_in_words(project.book_version),
    }  # fmt: skip
    return render(request, "renovation/permit.html", context)


def _drawn(code: str) -> Markup:
    return Markup(segno.make(code, error="m", micro=False).svg_inline(omitsize=True, border=4, svgclass="pass-code", lineclass=None))
