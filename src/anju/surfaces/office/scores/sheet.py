"""A whole sheet on one page: type how many findings, why, take the photo, hand in. What is left empty was in order."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from anju.domains.scores import actions
from anju.domains.scores import queries as scores
from anju.kernel.refusals import Refusal

from ...doing import done
from ..doors import office_page

MARK, HAND_IN = actions.score_item.spec, actions.submit_sheet.spec
ASKED = ("quantity", "level", "given", "value", "reason")
FIGURE = {"give": "given", "rate": "value"}
"""What is typed for an item; findings are counted where nothing else is said."""


@office_page(permission=MARK.name)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The scorer's own open sheet. Everybody else reads the record's page."""
    sheet = scores.Sheet.objects.select_related("round", "scheme", "subject", "scope").filter(pk=pk, scope=request.scope, scorer=request.actor.person).first()
    if sheet is None or request.actor.person is None:
        raise Http404
    if request.method != "POST" or sheet.state != "open":
        return _page(request, sheet)
    refused = _mark_all(request, sheet)
    if not refused and request.POST.get("verb") == "hand_in":
        outcome = done(HAND_IN, sheet, request, {"opinion": request.POST.get("opinion", "")})
        if not isinstance(outcome, Refusal):
            messages.success(request, _("Handed in: %(subject)s, %(points)s points.") % {"subject": sheet.subject, "points": f"{outcome.points.normalize():f}"})
            return redirect("scoring")
        refused[""] = outcome
    return _page(request, sheet, refused) if refused else redirect("scoring_sheet", pk)


def _mark_all(request: HttpRequest, sheet: scores.Sheet) -> dict[Any, Refusal]:
    """Mark what was typed or changed; returns what was refused, by item."""
    marks, refused = scores.marks_of(sheet), {}
    for item in scores.items_to_score(sheet.scheme):
        given = {name: request.POST.get(f"{name}.{item.pk}", "").strip() for name in ASKED}
        photo = request.FILES.get(f"photo.{item.pk}")
        if photo is None and given == _held(marks.get(item.pk)):
            continue
        outcome = done(MARK, sheet, request, {**given, "quantity": given["quantity"] or 0, "item": item.pk, "photo": photo})
        if isinstance(outcome, Refusal):
            refused[item.pk] = outcome
    return refused


def _held(mark: Any) -> dict[str, str]:
    """What the page shows of a mark, as it comes back when nobody changed it."""
    if mark is None:
        return dict.fromkeys(ASKED, "")
    return {name: _plain(getattr(mark, name)) for name in ASKED}


def _plain(value: Any) -> str:
    if value in (None, 0, ""):
        return ""
    return value if isinstance(value, str) else f"{value:f}".rstrip("0").rstrip(".") if not isinstance(value, int) else str(value)


def _page(request: HttpRequest, sheet: scores.Sheet, refused: dict[Any, Refusal] | None = None) -> HttpResponse:
    refused, marks = refused or {}, scores.marks_of(sheet)
    rows = [_row(request, item, marks.get(item.pk), refused.get(item.pk)) for item in scores.items_to_score(sheet.scheme)]
    context = {
        "sheet": sheet, "rows": rows, "levels": scores.LEVELS, "refusal": refused.get("") or next(iter(refused.values()), None), "is_open": sheet.state == "open",
        "opinion": request.POST.get("opinion", sheet.opinion),
    }  # fmt: skip
    return render(request, "scores/sheet.html", context, status=422 if refused else 200)


def _row(request: HttpRequest, item: scores.Item, mark: Any, refusal: Refusal | None) -> dict[str, Any]:
    typed = {name: request.POST.get(f"{name}.{item.pk}", "") for name in ASKED} if refusal else _held(mark)
    return {"item": item, "mark": mark, "typed": typed, "refusal": refusal, "figure": FIGURE.get(item.shape, "quantity")}
