"""Sitting an exam: one question at a time, kept on the phone while there is no network, marked when it is handed in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anju.domains.people.queries import find_persons
from anju.domains.places.queries import names_of
from anju.domains.training import actions
from anju.domains.training import queries as training
from anju.domains.training.states import PaperState
from anju.kernel import clock, downloads, vault
from anju.kernel.actors import Actor
from anju.kernel.masking import mask_name
from anju.kernel.refusals import Refusal

from ..doors import office_page
from . import mine

BEGIN, HAND_IN = actions.begin_paper.spec, actions.hand_in_paper.spec
SHOWS = Actor.system("training.picture")
"""Hands the picture out once this page has seen that it belongs to the paper: who sits an exam may not see the bank."""


@require_POST
@office_page(permission=BEGIN.name)
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Draw the paper; the time runs from now."""
    exam = training.Exam.objects.select_related("scope").filter(pk=pk, scope=request.scope).first()
    if exam is None:
        raise Http404
    made = BEGIN(exam, by=request.actor)
    return mine.shown(request, made) if isinstance(made, Refusal) else redirect("exam_paper", made.pk)


def _own(request: HttpRequest, pk: UUID) -> Any:
    """The paper of the one who asks; nobody else's exists."""
    found = training.Paper.objects.select_related("exam__course", "scope", "person").filter(pk=pk, scope=request.scope, person_id=request.actor.person).first()
    if found is None:
        raise Http404
    return found


@never_cache
@office_page(permission=HAND_IN.name)
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The questions while it is being sat, the result once it was marked."""
    one, refusal = _own(request, pk), None
    if request.method == "POST":
        answers = [{"a": [int(place) for place in request.POST.getlist(f"a{number}")[:8] if place.isascii() and place.isdigit() and len(place) < 3]} for number in range(len(one.asked))]
        made = HAND_IN(one, answers=answers, by=request.actor)
        if not isinstance(made, Refusal):
            return redirect("exam_paper", pk)
        refusal, one = made, _own(request, pk)
    if one.state == "sitting":
        context = {"paper": one, "questions": training.shown_paper(one), "refusal": refusal, "seconds": max(0, int((one.due_at - clock.now()).total_seconds()))}
        return render(request, "training/paper.html", context, status=422 if refusal else 200)
    late = max(0, int(((one.received_at or one.due_at) - one.due_at).total_seconds() + 59) // 60)
    context = {"paper": one, "state": PaperState[one.state], "wrong": _wrong(one) if one.state in ("passed", "failed") else [], "refusal": refusal, "late_minutes": late}
    return render(request, "training/result.html", context)


def _wrong(one: Any) -> list[dict[str, Any]]:
    """Each question answered wrong: what was chosen, what is right, the rule behind it."""
    found = []
    for number, (question, chosen, right) in enumerate(training.wrong_of(one)):
        if isinstance(question, dict):
            names = {str(person.pk): mask_name(person.name) for person in find_persons("").filter(pk__in=question["people"])}
            options = [names.get(each, "") for each in question["people"]]
            shown = {"stem": next(iter(names_of([UUID(question["d"])]).values()), ""), "why": ""}
        else:
            options, shown = question.options, {"stem": question.stem, "why": question.why}
        found.append({**shown, "number": number, "chosen": "、".join(options[place] for place in chosen), "right": "、".join(options[place] for place in right)})
    return found


@office_page(permission=HAND_IN.name)
def picture(request: HttpRequest, pk: UUID, question: UUID) -> HttpResponseBase:
    """The picture of a question of one's own paper; one that is broken is missing, and the page says so."""
    one = _own(request, pk)
    found = training.Question.objects.filter(pk=question).exclude(picture=None).first() if any(each.get("q") == str(question) for each in one.asked) else None
    if found is None:
        raise Http404
    try:
        return downloads.response(found.picture_id, by=SHOWS)
    except (OSError, vault.Damaged):
        raise Http404 from None
