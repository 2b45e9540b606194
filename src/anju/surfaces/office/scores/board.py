"""Who is still to be scored this month: one press opens the sheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.scores import actions
from anju.domains.scores import queries as scores
from anju.domains.scores.screens import RoundScreen
from anju.kernel import clock, permissions
from anju.kernel.refusals import Refusal
from anju.kernel.screens import form

from ...doing import unusable
from ..asked import record_id
from ..doors import office_page

SEE = RoundScreen().permission
BEGIN, OPEN = actions.open_sheet.spec, actions.open_round.spec


@office_page(permission=SEE)
def page(request: HttpRequest) -> HttpResponse:
    """The open rounds with everybody on their lists, and the schemes whose round of this period is not open yet."""
    return _page(request)


def _page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    today, person = clock.today(request.scope), request.actor.person
    may_open = permissions.may(request.actor, OPEN.name, request.scope)
    context = {
        "rounds": [{"round": one, "rows": scores.to_score(one, person), "is_over": one.last_on < today} for one in scores.open_rounds(request.scope)],
        "unopened": scores.without_round(request.scope, today) if may_open else [],
        "may_score": permissions.may(request.actor, BEGIN.name, request.scope), "refusal": refusal,
    }  # fmt: skip
    return render(request, "scores/board.html", context, status=422 if refusal else 200)


@require_POST
@office_page(permission=BEGIN.name)
def begin(request: HttpRequest) -> HttpResponse:
    """Open a sheet for one of the round and go to it; one that is open already is gone on with."""
    round_ = scores.Round.objects.select_related("scheme", "scope").filter(pk=record_id(request.POST.get("round")), scope=request.scope).first()
    if round_ is None:
        raise Http404
    filled = form.ActionForm(BEGIN, round_)
    made = filled.run(request.POST, request.actor)
    if made is None:
        return _page(request, filled.refusal or unusable(BEGIN, filled.errors))
    return redirect("scoring_sheet", made.pk)


@require_POST
@office_page(permission=OPEN.name)
def open_round(request: HttpRequest) -> HttpResponse:
    """Begin the period of a scheme."""
    scheme = scores.Scheme.objects.filter(pk=record_id(request.POST.get("scheme")), scope=request.scope).first()
    if scheme is None:
        raise Http404
    made = OPEN(scheme, by=request.actor)
    if isinstance(made, Refusal):
        return _page(request, made)
    messages.success(request, _("Open for scoring: %(round)s") % {"round": made.title})
    return redirect("scoring")
