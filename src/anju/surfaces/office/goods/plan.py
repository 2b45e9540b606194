"""The emergency plan for a suspicious thing, step by step, on the phone of who stands there."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from anju.domains.goods import actions
from anju.domains.goods import queries as goods
from anju.kernel import permissions
from anju.kernel.refusals import Refusal

from ...doing import pressed
from ..doors import office_page
from .desk import CHECK, _waiting

VERBS = {"cordon": (actions.set_cordon, goods.Response), "step": (actions.do_step, goods.Response), "close": (actions.close_plan, goods.Response)}


@office_page(permission=CHECK)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, pk)


def _page(request: HttpRequest, pk: UUID, refusal: Refusal | None = None) -> HttpResponse:
    one = goods.plan_of(request.scope, pk)
    if one is None:
        raise Http404
    context = {
        "one": one, "refusal": refusal, "pause": _waiting(one.pause), "findings": goods.RESPONSE_FINDINGS, "open": one.open_steps,
        "may_close": permissions.may(request.actor, actions.close_plan.spec.name, request.scope), "given": request.POST,
    }  # fmt: skip
    return render(request, "goods/plan.html", context, status=422 if refusal else 200)


@require_POST
@office_page(permission=CHECK)
def act(request: HttpRequest, verb: str, pk: UUID) -> HttpResponse:
    _spec, outcome = pressed(request, VERBS, verb, pk)
    return _page(request, pk, outcome) if isinstance(outcome, Refusal) else redirect("goods_plan", pk)
