"""The lockdown of the gates: which are locked down, until when, by one press and with a reason; who comes home and who leaves is never stopped."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from anju.domains.access import actions
from anju.domains.access import queries as access
from anju.kernel import permissions
from anju.kernel.refusals import Refusal

from ...doing import done
from ..doors import office_page

LOCK = actions.lock_down.spec.name


@office_page(permission=LOCK)
def page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    is_end = request.POST.get("verb") == "end"
    action = actions.end_lockdown if is_end else actions.lock_down
    given = {} if is_end else {name: value for name in ("reason", "hours", "gate") if (value := request.POST.get(name, "").strip())}
    outcome = done(action.spec, request.scope, request, given)
    return _page(request, outcome) if isinstance(outcome, Refusal) else redirect("gate_lockdown")


def _page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    lanes = access.lanes_of(request.scope)
    locked = [one for one in lanes if one.locked_now]
    gates = {one.place_id: one.place for one in lanes if one.place.kind == "gate"}
    context = {
        "locked": locked, "until": max((one.locked_now for one in locked), default=None), "gates": list(gates.values()), "refusal": refusal,
        "may_end": permissions.may(request.actor, actions.end_lockdown.spec.name, request.scope),
    }  # fmt: skip
    return render(request, "access/lockdown.html", context, status=422 if refusal else 200)
