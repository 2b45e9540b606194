"""One's own drawer: who takes cash at a gate begins his shift here, and counts before he sees the sum."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.charges import actions
from anju.domains.charges import queries as charges
from anju.kernel.refusals import Refusal

from ...doing import done
from ..doors import office_page

OPEN, COUNT = actions.open_drawer.spec, actions.count_drawer.spec
SHOWN = 5


@office_page(permission=OPEN.name)
def page(request: HttpRequest) -> HttpResponse:
    """The drawer of this shift, and how the last ones ended. Nobody else's is shown."""
    return _page(request)


def _page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    mine = charges.drawers_of(request.scope, request.actor.person)
    drawer = mine.filter(state="open").first()
    context = {
        "drawer": drawer, "payments": charges.payments_in(drawer) if drawer else 0, "past": [(one, charges.DrawerState[one.state]) for one in mine.exclude(state="open")[:SHOWN]],
        "given": request.POST, "refusal": refusal,
    }  # fmt: skip
    return render(request, "charges/drawer.html", context, status=422 if refusal else 200)


@require_POST
@office_page(permission=OPEN.name)
def begin(request: HttpRequest) -> HttpResponse:
    return _after(request, OPEN, request.scope)


@require_POST
@office_page(permission=COUNT.name)
def count(request: HttpRequest) -> HttpResponse:
    drawer = charges.open_drawer_of(request.scope, request.actor.person)
    if drawer is None:
        return _page(request, Refusal("charges.no_drawer_open", _("Not counted: you have no open drawer.")))
    return _after(request, COUNT, drawer)


def _after(request: HttpRequest, spec, subject) -> HttpResponse:
    outcome = done(spec, subject, request, {one.name: request.POST.get(one.name, "") for one in spec.inputs})
    if isinstance(outcome, Refusal):
        return _page(request, outcome)
    messages.success(request, _("Done: %(action)s") % {"action": spec.title})
    return redirect("my_drawer")
