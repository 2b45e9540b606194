"""The resident's slips and parcels; another home's do not exist here."""

from __future__ import annotations

from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from markupsafe import Markup

from anju.domains.access.queries import homes_of
from anju.domains.goods import actions
from anju.domains.goods import queries as goods
from anju.domains.goods.models import Slip
from anju.domains.passes import queries as passes
from anju.domains.people.queries import current_owners
from anju.kernel.refusals import Refusal

from ..doors import resident_page, sent

PARTIES = ("owner", "tenant")


@resident_page
def index(request: HttpRequest) -> HttpResponse:
    """What waits for my word, my slips, and the form for a new one."""
    return _index(request)


def _index(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    me = request.actor.person
    homes = homes_of(request.scope, me)
    is_owner = current_owners(request.scope).filter(person=me, dwelling__in=homes).exists()
    mine = goods.slips_for(request.scope, me)
    context = {
        "homes": homes, "party": request.POST.get("party") or ("owner" if is_owner else "tenant"), "refusal": refusal, "given": request.POST, "occasions": goods.OCCASIONS,
        "parties": [one for one in goods.PARTIES if one[0] in PARTIES],
        "asked": [_asked(one) for one in mine if one.state == "asked" and one.is_owner_asked and one.owner_agrees is None and one.asked_by_id != me],
        "rows": [(one, goods.SlipState[one.state]) for one in mine],
    }  # fmt: skip
    return render(request, "resident/goods.html", context, status=422 if refusal else 200)


def _asked(one: Slip) -> dict:
    return {"one": one, "lines": goods.lines_of(one)}


@require_POST
@resident_page
def ask(request: HttpRequest) -> HttpResponse:
    _made, refusal = sent(request, actions.ask_release.spec, request.scope)
    return _index(request, refusal) if refusal else redirect("my_goods")


def _mine(request: HttpRequest, pk: UUID) -> Slip:
    found = next((one for one in goods.slips_for(request.scope, request.actor.person) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


@require_POST
@resident_page
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    _made, refusal = sent(request, actions.answer_release.spec, _mine(request, pk))
    return _index(request, refusal) if refusal else redirect("my_goods")


@resident_page
def slip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One slip with its code for the gate, once it is stamped."""
    one = _mine(request, pk)
    is_mine = one.asked_by_id == request.actor.person or one.dwelling_id in {home.pk for home in homes_of(request.scope, request.actor.person)}
    code = passes.code_of(one.permit) if one.state in goods.AT_GATE and is_mine else ""
    context = {"slip": one, "state": goods.SlipState[one.state], "lines": goods.lines_of(one), "code": _drawn(code) if code else ""}
    return render(request, "resident/slip.html", context)


def _drawn(code: str) -> Markup:
    return Markup(segno.make(code, error="m", micro=False).svg_inline(omitsize=True, border=4, svgclass="pass-code", lineclass=None))


@resident_page
def parcels(request: HttpRequest) -> HttpResponse:
    """What the gatehouse keeps for my homes, with the code for each."""
    mine = goods.parcels_for(request.scope, request.actor.person)
    rows = [{"one": one, "state": goods.ParcelState[one.state], "code": goods.code_of(one) if one.state == "kept" else ""} for one in mine]
    return render(request, "resident/parcels.html", {"rows": rows})
