"""A pass is scanned or its number typed; the answer is a colour and a sentence, and one press lets its holder through."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.passes import queries as passes
from anju.domains.passes.actions import ask_pass, scan_pass, use_pass
from anju.domains.passes.models import Pass
from anju.domains.passes.states import PassState
from anju.domains.places.queries import by_kind
from anju.kernel import downloads, permissions
from anju.kernel.refusals import Refusal
from anju.kernel.screens import registry

from ...doing import done
from ..doors import office_page
from ..screens.forms import create_by

GATES = ("gate", "lane")
SEE = "passes.see_passes"


@office_page(permission=scan_pass.spec.name)
def page(request: HttpRequest) -> HttpResponse:
    """The field that a scanner types into; after a check the verdict stands beside it."""
    given = {name: request.POST.get(name, request.GET.get(name, "")) for name in ("place", "direction")}
    if request.method != "POST":
        return _page(request, given)
    outcome = done(scan_pass.spec, request.scope, request, {**given, "code": request.POST.get("code", "")})
    if isinstance(outcome, Refusal):
        return _page(request, given, refusal=outcome, status=422)
    return _page(request, given, seen=_seen(outcome, request), code=request.POST.get("code", ""))


def _seen(use, request: HttpRequest) -> dict:
    permit = use.permit
    may_use = permit is not None and use.outcome != "refused" and permissions.may(request.actor, use_pass.spec.name, request.scope)
    return {
        "use": use,
        "colour": passes.COLOURS[use.outcome],
        "sentence": passes.sentence_of(use.code),
        "permit": permit,
        "state": PassState[permit.state] if permit else None,
        "name": Pass._meta.get_field("holder_name").mask(permit.holder_name) if permit else "",
        "plate": permit.plate if permit else "",
        "items": list(passes.items_of(permit)) if permit else [],
        "may_use": may_use,
        "is_out": permit is not None and permit.is_out,
    }


def _page(request: HttpRequest, given: dict, *, seen=None, refusal=None, code: str = "", status: int = 200) -> HttpResponse:
    gates = list(by_kind(request.scope, *GATES))
    context = {"gates": gates, "given": given, "seen": seen, "refusal": refusal, "code": code}
    return render(request, "passes/desk.html", context, status=status)


@require_POST
@office_page(permission=use_pass.spec.name)
def through(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let through what was checked; refused where it was used elsewhere meanwhile."""
    permit = _permit(pk)
    given = {name: request.POST.get(name, "") for name in ("place", "direction", "code")}
    outcome = done(use_pass.spec, permit, request, given)
    if isinstance(outcome, Refusal):
        return _page(request, given, refusal=outcome, status=422)
    messages.success(request, _("%(number)s was let through.") % {"number": permit.number})
    answer = redirect("pass_desk")
    answer["Location"] += f"?place={given['place']}&direction={given['direction']}" if given["place"] or given["direction"] else ""
    return answer


def _permit(pk: UUID) -> Pass:
    """The pass in view; another community's does not exist."""
    found = Pass.objects.select_related("scope", "place", "home", "holder", "issued_by", "key").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@office_page(permission=ask_pass.spec.name)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a pass that somebody else must approve before it is issued."""
    return create_by(request, registry["passes"], ask_pass.spec)


@office_page(permission=SEE)
def photo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The holder's photo: only through the pass it belongs to."""
    permit = _permit(pk)
    if permit.photo_id is None:
        raise Http404
    return downloads.response(permit.photo_id, by=request.actor)
