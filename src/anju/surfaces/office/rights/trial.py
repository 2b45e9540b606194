"""Trying a role: begun on its page, ended by one press on the band of every page."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from anju.domains.people import actions
from anju.domains.people import queries as people
from anju.kernel.refusals import Refusal
from anju.surfaces import trying

from ..doors import office_page
from . import page, post


@require_POST
@office_page(permission=page.SEE)
def begin(request, role: str):
    """See the office as somebody of this role; the ledger says who tried what."""
    if role not in people.ROLES:
        raise Http404
    outcome = actions.begin_trial(request.scope, post=role, by=request.actor)
    if isinstance(outcome, Refusal):
        return post.drawn(request, role, outcome)
    trying.keep(request, role)
    return redirect("/")


@require_POST
@office_page
def end(request):
    """Be oneself again, whatever one may do by now."""
    role = trying.forget(request)
    if not role:
        return redirect("/")
    actions.end_trial(request.scope, post=role, by=request.actor)
    return redirect("role_rights", role)
