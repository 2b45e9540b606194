"""What somebody sees of himself and of the squad he answers for: points with reasons, warnings, and the way to appeal."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.scores import actions
from anju.domains.scores import queries as scores
from anju.domains.scores.states import AppealState, ConsequenceState, PointsState
from anju.kernel import clock, downloads, permissions
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal
from anju.kernel.screens import form

from ...doing import unusable
from ..asked import record_id
from ..doors import office_page
from .board import SEE

APPEAL, ACCEPT = actions.file_appeal.spec, actions.accept_consequence.spec
SHOWS = Actor.system("scores.photo")
"""Hands the photo out once this page has decided who may see it: the one concerned holds no permission on sheets."""
STATES = {"consequence": ConsequenceState, "points": PointsState}


@office_page(permission=APPEAL.name)
def page(request: HttpRequest) -> HttpResponse:
    """Everything on record about himself, the newest first."""
    return _page(request)


def _page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    subjects = scores.subjects_of(request.scope, request.actor.person)
    context = {"own": [_own(request, subject) for subject in subjects], "refusal": refusal, "given": request.POST}
    return render(request, "scores/mine.html", context, status=422 if refusal else 200)


def _own(request: HttpRequest, subject: scores.Subject) -> dict:
    today, appeals = clock.today(request.scope), scores.appeals_by_target(subject)
    things = [
        {
            "kind": kind, "thing": one, "until": scores.appeal_until(one), "appeal": appeals.get(one.pk), "lines": [(mark, scores.moved(mark)) for mark in scores.marked_down(one)] if kind == "result" else [],
            "state": STATES[kind][one.state] if kind in STATES else None, "may_appeal": scores.may_still_appeal(one, today) and one.pk not in appeals,
            "may_accept": kind == "consequence" and one.state == "announced" and not scores.CONSEQUENCES[one.kind].is_good,
        }
        for kind, one in scores.on_record(subject)
    ]  # fmt: skip
    accounts = [scores.account(subject, scheme, today.year) for scheme in scores.schemes_of(subject)]
    return {"subject": subject, "things": things, "accounts": accounts, "states": AppealState}


@require_POST
@office_page(permission=APPEAL.name)
def appeal(request: HttpRequest) -> HttpResponse:
    """Say what is wrong with one of these; somebody without a part in it hears it."""
    subject = next((one for one in scores.subjects_of(request.scope, request.actor.person) if one.pk == record_id(request.POST.get("subject"))), None)
    if subject is None:
        raise Http404
    filled = form.ActionForm(APPEAL, subject)
    made = filled.run(request.POST, request.actor)
    if made is None:
        return _page(request, filled.refusal or unusable(APPEAL, filled.errors))
    messages.success(request, _("Appeal %(number)s is filed. Somebody who had no part in it answers it.") % {"number": made.number})
    return redirect("my_scores")


@require_POST
@office_page(permission=ACCEPT.name)
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Agree with a warning."""
    one = scores.Consequence.objects.select_related("subject", "scheme", "scope").filter(pk=pk, scope=request.scope).first()
    if one is None or one.subject not in scores.subjects_of(request.scope, request.actor.person):
        raise Http404
    outcome = ACCEPT(one, by=request.actor)
    if isinstance(outcome, Refusal):
        return _page(request, outcome)
    return redirect("my_scores")


@office_page(permission=APPEAL.name)
def photo(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The photo of a mark: for those who read sheets, and for the one it is held against once the round is closed."""
    mark = scores.Mark.objects.select_related("photo", "sheet__round", "sheet__subject").filter(pk=pk, scope=request.scope).exclude(photo=None).first()
    if mark is None:
        raise Http404
    is_reader = permissions.may(request.actor, SEE, request.scope) or mark.sheet.scorer_id == request.actor.person
    is_concerned = mark.sheet.round.state != "open" and mark.sheet.subject in scores.subjects_of(request.scope, request.actor.person)
    if not is_reader and not is_concerned:
        raise Http404
    return downloads.response(mark.photo_id, by=SHOWS)
