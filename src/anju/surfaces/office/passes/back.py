"""What was lent comes back: thing by thing is counted, and how each looks is written beside it."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from anju.domains.passes import queries as passes
from anju.domains.passes.actions import return_items
from anju.domains.passes.models import Pass
from anju.domains.passes.states import PassState
from anju.kernel.actions import requested
from anju.kernel.refusals import Refusal
from anju.kernel.screens.form import request_key

from ...doing import done
from ..doors import office_page
from .desk import _permit


@office_page(permission=return_items.spec.name)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A key or a permit comes back with one press; things are counted, and what is missing stays owed."""
    permit = _permit(pk)
    if request.method != "POST":
        return _page(request, permit)
    lines = _owed(permit)
    given = {"note": _note(request, lines)} | ({"counts": _counts(request, lines)} if lines else {})
    with requested(request_key(request.actor, return_items.spec, request.POST.get("request", "")[:64] or secrets.token_hex(16))):
        outcome = done(return_items.spec, permit, request, given)
    if isinstance(outcome, Refusal):
        return _page(request, _permit(pk), outcome)
    missing = "、".join(f"{one.name} × {one.quantity - one.returned}" for one in _owed(outcome))
    messages.success(request, _("Taken back. Still owed: %(things)s.") % {"things": missing} if missing else _("Taken back; nothing is owed any more."))
    return redirect("office:record", "passes", permit.pk)


def _owed(permit: Pass) -> list:
    return [one for one in passes.items_of(permit) if one.returned < one.quantity]


def _counts(request: HttpRequest, lines: list) -> dict:
    """What was typed, by position; nothing and nought say that none came back. What is no number is left to the action to refuse."""
    typed = {str(one.position): request.POST.get(f"n{one.position}", "").strip()[:9] for one in lines}
    numbers = {position: int(text) if text.isascii() and text.isdigit() else text for position, text in typed.items()}
    return {position: number for position, number in numbers.items() if number not in ("", 0)}


def _note(request: HttpRequest, lines: list) -> str:
    """How each thing looks, by its name, then what is said of all."""
    each = {one.name: " ".join(request.POST.get(f"look{one.position}", "").split()) for one in lines}
    said = [_("%(thing)s: %(look)s") % {"thing": name, "look": look} for name, look in each.items() if look]
    return "；".join(filter(None, (*said, request.POST.get("note", "").strip())))


def _page(request: HttpRequest, permit: Pass, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "permit": permit, "state": PassState[permit.state], "lines": _owed(permit), "refusal": refusal, "may": permit.state in return_items.spec.allowed_from,
        "name": str(permit.holder) if permit.holder_id else permit._meta.get_field("holder_name").mask(permit.holder_name or permit.plate),
        "looks": [_("undamaged"), _("damaged"), _("damaged, repaired"), _("parts missing")], "request_id": request.POST.get("request") or secrets.token_hex(16),
    }  # fmt: skip
    return render(request, "passes/back.html", context, status=422 if refusal else 200)
