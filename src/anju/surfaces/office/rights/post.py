"""One role: what it may do, as ticks by room; like another role, back to the default, or with one half of a pair taken away."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from anju.domains.people import actions
from anju.domains.people import queries as people
from anju.kernel import permissions
from anju.kernel.refusals import Refusal

from ..doors import office_page
from . import page


@office_page(permission=page.SEE)
def edit(request, role: str):
    """The ticks of a role; `like` shows those of another role's default as a proposal."""
    if role not in people.ROLES:
        raise Http404
    if request.method == "POST":
        return _asked(request, role)
    return drawn(request, role, None)


def drawn(request, role: str, no: Refusal | None):
    """The page of a role, with what was refused on it."""
    return _drawn(request, role, _proposed(request, role), no)


def _proposed(request, role: str) -> frozenset[str]:
    like = request.GET.get("like", "")
    if like in people.ROLES:
        return frozenset(name for name in permissions.defaults if permissions.by_default(like, name))
    return frozenset(right.name for right in people.matrix(request.scope) if role in right.held)


def _drawn(request, role: str, ticked: frozenset[str], no: Refusal | None):
    rights = people.matrix(request.scope)
    roles = people.role_labels(request.scope)
    rooms = [(room, list(those)) for room, those in groupby(rights, key=lambda one: one.room)]
    more, less = people.differences(request.scope, role)
    context = {
        "role": role, "label": roles[role], "roles": roles, "rooms": rooms, "ticked": ticked, "no": no, "room_name": page.room_name, "more": more, "less": less,
        "like": request.GET.get("like", ""), "reason": request.POST.get("reason", ""), "may_change": permissions.may(request.actor, page.ASK, request.scope),
        "may_try": permissions.may(request.actor, actions.begin_trial.spec.name, request.scope) and people.ROLES[role].surface != "resident",
    }  # fmt: skip
    return render(request, "rights/role.html", context, status=409 if no else 200)


def _asked(request, role: str):
    ticked = frozenset(request.POST.getlist("may")) & frozenset(permissions.defaults)
    held = frozenset(right.name for right in people.matrix(request.scope) if role in right.held and not right.is_everyones)
    everyones = frozenset(right.name for right in people.matrix(request.scope) if right.is_everyones)
    outcome = _ask(request, role, granted=ticked - held - everyones, withdrawn=held - ticked, reason=request.POST.get("reason", ""))
    return _drawn(request, role, ticked, outcome) if isinstance(outcome, Refusal) else _told(request, outcome)


@require_POST
@office_page(permission=page.SEE)
def reset(request, role: str):
    """Back to what the role holds by default."""
    if role not in people.ROLES:
        raise Http404
    more, less = people.differences(request.scope, role)
    outcome = _ask(request, role, granted=frozenset(less), withdrawn=frozenset(more), reason=request.POST.get("reason", ""))
    return _drawn(request, role, _proposed(request, role), outcome) if isinstance(outcome, Refusal) else _told(request, outcome)


@require_POST
@office_page(permission=page.SEE)
def keep_apart(request):
    """Take the asking half away from a role that also approves."""
    role, asks = request.POST.get("role", ""), request.POST.get("asks", "")
    if not any((one.post, one.asks) == (role, asks) for one in people.conflicts(request.scope)):
        raise Http404
    outcome = _ask(request, role, granted=frozenset(), withdrawn=frozenset({asks}), reason=gettext("Asking and approving are kept apart"))
    return page.show(request, no=outcome) if isinstance(outcome, Refusal) else _told(request, outcome)


def _ask(request, role: str, *, granted: frozenset[str], withdrawn: frozenset[str], reason: str):
    return actions.ask_rights(request.scope, post=role, granted=sorted(granted), withdrawn=sorted(withdrawn), reason=reason[:200], by=request.actor)


def _told(request, change):
    if change.state == "waiting":
        messages.info(request, gettext("Headquarters must agree before it takes effect. It stands under “Changes of rights”."))
    else:
        messages.info(request, gettext("It takes effect at once, with everybody's next step."))
    return redirect("rights")
