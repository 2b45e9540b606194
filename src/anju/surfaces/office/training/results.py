"""How an exam went: who passed, who is missing, and which questions are too hard."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from anju.domains.people.queries import find_persons
from anju.domains.training import queries as training
from anju.domains.training.screens import ExamScreen
from anju.domains.training.states import ExamState, PaperState
from anju.kernel import clock

from ..doors import office_page

HARD = 0.6
"""Questions that fewer get right are marked."""


@office_page(permission=ExamScreen().permission)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = training.Exam.objects.select_related("scope", "course", "document").filter(pk=pk, scope=request.scope).first()
    if one is None:
        raise Http404
    result = training.exam_result(one, clock.today(request.scope))
    bank = {str(each.pk): each for each in training.Question.objects.filter(pk__in=[key for key in result.questions if key])}
    questions = [
        {"question": bank.get(key), "asked": asked, "right": right, "is_hard": right < asked * HARD, "percent": right * 100 // asked if asked else 0}
        for key, (asked, right) in result.questions.items()
    ]
    context = {
        "exam": one, "state": ExamState[one.state], "result": result, "questions": sorted(questions, key=lambda row: row["percent"]), "states": PaperState,
        "papers": list(training.Paper.objects.filter(exam=one).select_related("person").order_by("person__name", "attempt")[:500]),
        "absent": list(find_persons("").filter(pk__in=set(result.expected) - set(result.sat))), "rate": len(result.passed) * 100 / len(result.sat) if result.sat else None,
    }  # fmt: skip
    return render(request, "training/results.html", context)
