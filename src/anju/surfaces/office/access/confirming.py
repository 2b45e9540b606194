"""The front desk's list: whoever waits at a gate for its word, slips to be stamped, what the squad leaders handed over, owners to be called."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.access import actions as access_actions
from anju.domains.access import queries as access
from anju.domains.goods import actions as goods_actions
from anju.domains.goods import queries as goods
from anju.kernel.refusals import Refusal

from ...doing import pressed
from ..doors import office_page
from .desk import _waiting

STAMP = goods_actions.stamp_release.spec.name
VERBS = {
    "answer": (access_actions.answer_for_host, access.Visit), "ask": (access_actions.ask_host, access.Visit), "stamp": (goods_actions.stamp_release, goods.Slip),
    "owner": (goods_actions.note_owner_word, goods.Slip), "decline": (goods_actions.decline_release, goods.Slip), "file": (goods_actions.file_slips, goods.SlipBatch),
}  # fmt: skip


@office_page(permission=STAMP)
def page(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    waiting = [_waiting(one) for one in access.at_the_gate(request.scope) if one.state in ("waiting", "denied")]
    slips = [{"one": one, "lines": goods.lines_of(one), "seals": [seal for seal in goods.SEALS if seal[0] in goods.SEALS_OF[one.party]]} for one in goods.asked_slips(request.scope)]
    context = {
        "waiting": waiting, "slips": slips, "refusal": refusal, "label": access.category_label,
        "batches": list(goods.batches(request.scope).filter(state="collected").select_related("leader", "handed_by")[:12]),
    }  # fmt: skip
    return render(request, "access/confirming.html", context, status=422 if refusal else 200)


@require_POST
@office_page(permission=STAMP)
def act(request: HttpRequest, verb: str, pk: UUID) -> HttpResponse:
    """One press at the desk; a no stands on the page with its sentence."""
    spec, outcome = pressed(request, VERBS, verb, pk)
    if isinstance(outcome, Refusal):
        return _page(request, outcome)
    messages.success(request, _("Done: %(what)s.") % {"what": spec.title})
    return redirect("confirmations")
