"""Fire release on a page of its own: for whoever may open every door, also without the gate desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from anju.domains.access import actions
from anju.domains.access import queries as access
from anju.kernel import permissions
from anju.kernel.refusals import Refusal

from ...doing import done
from ..doors import office_page

RELEASE = actions.release_all.spec.name


@office_page(permission=RELEASE)
def page(request: HttpRequest) -> HttpResponse:
    """How the doors stand; open them all, or let the lanes decide again. Whoever pressed it at the desk goes back there."""
    if request.method != "POST":
        return _page(request)
    is_end = request.POST.get("verb") == "end"
    action = actions.end_release if is_end else actions.release_all
    outcome = done(action.spec, request.scope, request, {} if is_end else {"reason": request.POST.get("reason", "")})
    if isinstance(outcome, Refusal):
        return _page(request, outcome)
    return redirect("gate_desk" if request.POST.get("lane") else "gate_fire")


def _page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    lanes = access.lanes_of(request.scope)
    is_on = min((one.released_at for one in lanes if one.released_at), default=None)
    may_end = permissions.may(request.actor, actions.end_release.spec.name, request.scope)
    return render(request, "access/fire.html", {"is_on": is_on, "count": len(lanes), "may_end_fire": may_end, "lane": None, "refusal": refusal}, status=422 if refusal else 200)
