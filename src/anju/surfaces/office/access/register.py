"""A walk-in is registered in one short form: the fields of his category alone, and the host is asked at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from anju.domains.access import actions
from anju.domains.access import queries as access
from anju.domains.places.queries import suggest
from anju.kernel.refusals import Refusal

from ...doing import done
from ..doors import office_page
from .desk import _lane

PLAIN = ("name", "identity_number", "identity_check", "phone", "plate", "company", "reason", "escort", "people", "channel")


@office_page(permission=actions.register_visit.spec.name)
def page(request: HttpRequest) -> HttpResponse:
    """Ask for what the category needs; after registration the host is asked where somebody lives there."""
    if request.method != "POST":
        return _form(request)
    home = _home(request)
    if isinstance(home, Refusal):
        return _form(request, home)
    given = {name: request.POST.get(name, "") for name in (*PLAIN, "category")} | {"dwelling": home and str(home.pk), "photo": request.FILES.get("photo")}
    visit = done(actions.register_visit.spec, request.scope, request, given)
    if isinstance(visit, Refusal):
        return _form(request, visit)
    lane = _lane(request)
    if visit.dwelling_id is not None:
        actions.ask_host(visit, lane=lane, by=request.actor)
    answer = redirect("gate_desk")
    answer["Location"] += f"?lane={lane.pk}" if lane else ""
    return answer


def _home(request: HttpRequest):
    """The dwelling as the guard writes it: 3-2-1502."""
    written = request.POST.get("dwelling", "").strip()
    if not written:
        return None
    found = suggest(request.scope, written[:80], kinds=("dwelling", "shop"))
    if found.place is None:
        if not found.close:
            return Refusal("access.unknown_dwelling", _("Not registered: there is no dwelling “%(name)s”. Write building, unit and number such as 3-2-1502."), name=written[:40])
        near = "、".join(found.close[:3])
        return Refusal("access.unknown_dwelling", _("Not registered: there is no dwelling “%(name)s”. Near it: %(near)s."), name=written[:40], near=near)
    return found.place


def _form(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    category = request.POST.get("category") or request.GET.get("category", "visitor")
    policy = access.rules_in_force(request.scope).policies.get(category) or access.rules_in_force(request.scope).policies["visitor"]
    checks = next(one.options for one in actions.register_visit.spec.inputs if one.name == "identity_check")
    context = {
        "category": category, "categories": access.WALK_INS, "fields": policy.fields, "check": policy.check or access.CATEGORIES[category].check if category in access.CATEGORIES else "",
        "given": request.POST, "refusal": refusal, "lane": _lane(request), "checks": checks, "police": access.line_of(request.scope),
    }  # fmt: skip
    return render(request, "access/register.html", context, status=422 if refusal else 200)
