"""The household's own renovations; another home's does not exist here. What is forbidden is said before anything is filled in."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.charges.states import DepositState
from anju.domains.places.queries import suggest
from anju.domains.renovation import actions
from anju.domains.renovation import queries as renovation
from anju.domains.renovation.models import Project
from anju.domains.renovation.states import ProjectState, ViolationState
from anju.kernel.refusals import Refusal

from ..doors import resident_page, sent

SHOWN = 20
COLOURS = {"refused": "red", "condition": "yellow", "advice": "blue", "ok": "green"}
PRE_WORK = ("applied", "returned")
GIVEN_BY_HOUSEHOLD = ("drawing", "consent", "licence", "test", "other")


@resident_page
def index(request: HttpRequest) -> HttpResponse:
    """My renovations, the form to apply, and what I may tell about others' works."""
    return _index(request)


def _index(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    book = renovation.book_in_force(request.scope)
    mine = list(renovation.of_household(request.scope, request.actor.person)[:SHOWN])
    context = {
        "homes": renovation.homes_of(request.scope, request.actor.person), "rows": [(one, ProjectState[one.state]) for one in mine], "refusal": refusal, "given": request.POST,
        "chosen": request.POST.getlist("works"), "bans": [renovation.WORKS[code] for code in renovation.BANS], "complaints": renovation.COMPLAINTS, "occasions": renovation.OCCASIONS,
        "works": [(code, one) for code, one in renovation.WORKS.items() if book.verdicts[code] != "refused" and code != "other"], "hours": renovation.hours_text(book), "book": book,
    }  # fmt: skip
    return render(request, "resident/renovations.html", context, status=422 if refusal else 200)


@require_POST
@resident_page
def apply(request: HttpRequest) -> HttpResponse:
    made, refusal = sent(request, actions.apply_renovation.spec, request.scope)
    return _index(request, refusal) if refusal else redirect("my_renovation", made.pk)


def _mine(request: HttpRequest, pk: UUID) -> Project:
    found = renovation.of_household(request.scope, request.actor.person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@resident_page
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One renovation: what was found in the plan, where it stands, what comes next."""
    return _one(request, _mine(request, pk))


def _one(request: HttpRequest, project: Project, refusal: Refusal | None = None) -> HttpResponse:
    book = renovation.book_in_force(request.scope)
    context = {
        "project": project, "state": ProjectState[project.state], "found": [(one, COLOURS[one.verdict]) for one in project.found], "refusal": refusal,
        "violations": [(one, ViolationState[one.state]) for one in renovation.open_violations_of(project)], "papers": renovation.papers_of(project),
        "may_add": project.state not in ("closed", "withdrawn"), "kinds": [one for one in renovation.PAPERS if one[0] in GIVEN_BY_HOUSEHOLD],
        "second_on": renovation.second_acceptance_on(project),
        "deposit": DepositState[project.deposit.state] if project.deposit_id else None, "may_change": project.state in PRE_WORK, "chosen": [code for code, _detail, _mm in project.items],
        "may_sign": project.told_at is None and project.state in ("applied", "reviewed", "approved") and project.applicant_id == request.actor.person,
        "bans": [renovation.WORKS[code] for code in renovation.BANS], "works": [(code, each) for code, each in renovation.WORKS.items() if book.verdicts[code] != "refused" and code != "other"],
        "detail": {code: detail for code, detail, _mm in project.items}, "depth": max((mm for _code, _detail, mm in project.items), default=0), "hours": renovation.hours_text(book),
    }  # fmt: skip
    return render(request, "resident/renovation.html", context, status=422 if refusal else 200)


def _after(request: HttpRequest, pk: UUID, spec) -> HttpResponse:
    project = _mine(request, pk)
    _made, refusal = sent(request, spec, project)
    return _one(request, _mine(request, pk), refusal) if refusal else redirect("my_renovation", pk)


@require_POST
@resident_page
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _after(request, pk, actions.change_works.spec)


@require_POST
@resident_page
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _after(request, pk, actions.tell_rules.spec)


@require_POST
@resident_page
def add_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _after(request, pk, actions.add_paper.spec)


@require_POST
@resident_page
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _after(request, pk, actions.withdraw_application.spec)


@require_POST
@resident_page
def complain(request: HttpRequest) -> HttpResponse:
    """Where it is loud is written as people write it: 3-2-1502."""
    written = request.POST.get("home", "")[:80].strip()
    found = suggest(request.scope, written, kinds=("dwelling", "shop")) if written else None
    if found is None or found.place is None:
        return _index(request, Refusal("renovation.unknown_dwelling", _("Not recorded: write the dwelling such as 3-2-1502.")))
    _made, refusal = sent(request, actions.complain_of_works.spec, request.scope, dwelling=str(found.place.pk))
    return _index(request, refusal) if refusal else redirect("my_renovations")


@require_POST
@resident_page
def book(request: HttpRequest) -> HttpResponse:
    _made, refusal = sent(request, actions.book_occasion.spec, request.scope)
    return _index(request, refusal) if refusal else redirect("my_renovations")
