"""Parcels at the gatehouse: received on a slot, fetched with a code."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.goods import actions
from anju.domains.goods import queries as goods
from anju.domains.goods.models import Parcel
from anju.kernel import clock
from anju.kernel.refusals import Refusal

from ...doing import done
from ..doors import office_page
from .desk import gates_of, home_of

RECEIVE = actions.receive_parcel.spec.name


@office_page(permission=RECEIVE)
def page(request: HttpRequest) -> HttpResponse:
    """What lies where and for how long; a new one is written down in one line."""
    if request.method != "POST":
        return _page(request)
    home = home_of(request)
    if isinstance(home, Refusal):
        return _page(request, home)
    given = {name: request.POST.get(name, "") for name in ("gate", "slot", "company", "name", "phone")} | {"dwelling": home and str(home.pk), "photo": request.FILES.get("photo")}
    outcome = done(actions.receive_parcel.spec, request.scope, request, given)
    if isinstance(outcome, Refusal):
        return _page(request, outcome)
    told = _("the household was told") if outcome.notice_id else _("nobody there can be told by message: telephone")
    messages.success(request, _("%(number)s on slot %(slot)s; %(told)s.") % {"number": outcome.number, "slot": outcome.slot, "told": told})
    return redirect("parcel_desk")


def _page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    gates, gate = gates_of(request)
    now = clock.now()
    rows = [{"one": one, "hours": int((now - one.at).total_seconds() // 3600)} for one in goods.parcels_here(request.scope)]
    return render(request, "goods/parcels.html", {"rows": rows, "gates": gates, "gate": gate, "refusal": refusal, "given": request.POST}, status=422 if refusal else 200)


@require_POST
@office_page(permission=RECEIVE)
def hand_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = Parcel.objects.select_related("scope").filter(pk=pk).first()
    if one is None:
        raise Http404
    given = {name: request.POST.get(name, "") for name in ("code", "fetched_by")} | {"signature": request.FILES.get("signature")}
    outcome = done(actions.hand_out_parcel.spec, one, request, given)
    if isinstance(outcome, Refusal):
        return _page(request, outcome)
    messages.success(request, _("%(number)s was handed out.") % {"number": outcome.number})
    return redirect("parcel_desk")
