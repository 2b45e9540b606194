"""What is out: the hooks of the key cabinet, and everything that is owed back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anju.domains.passes import queries as passes
from anju.domains.passes.actions import add_key, lend_key, return_items
from anju.domains.passes.states import PassState
from anju.kernel import clock, permissions

from ..doors import office_page
from .desk import SEE

SHOWN = 200


@office_page(permission=SEE)
def page(request: HttpRequest) -> HttpResponse:
    """The cabinet as it hangs: which key is out, with whom, until when; overdue in red."""
    now = clock.now()
    hooks = [{"hook": one, "is_overdue": one.is_overdue(now), "out": [(each, each.due_at <= now) for each in one.out]} for one in passes.cabinet(request.scope)]
    out = sum(len(one["out"]) for one in hooks)
    late = sum(is_late for one in hooks for _each, is_late in one["out"])
    return render(request, "passes/cabinet.html", {"hooks": hooks, "out": out, "late": late, **_rights(request)})


def _rights(request: HttpRequest) -> dict[str, bool]:
    named = {"may_lend": lend_key, "may_take": return_items, "may_add": add_key}
    return {name: permissions.may(request.actor, action.spec.name, request.scope) for name, action in named.items()}


@office_page(permission=SEE)
def out(request: HttpRequest) -> HttpResponse:
    """Keys, tools and passes that are owed back, the longest overdue first: for the handover and for whoever goes after them."""
    now = clock.now()
    found = list(passes.out_at_handover(request.scope, at=now)[: SHOWN + 1])
    rows = [{"one": one, "state": PassState[one.state], "is_late": one.ends_at <= now, "name": _name(one)} for one in found[:SHOWN]]
    late = sum(row["is_late"] for row in rows)
    return render(request, "passes/out.html", {"rows": rows, "late": late, "is_more": len(found) > SHOWN, **_rights(request)})


def _name(one) -> str:
    """Staff by name; others masked."""
    return str(one.holder) if one.holder_id else one._meta.get_field("holder_name").mask(one.holder_name or one.plate)
