"""P04 今日: one page, ordered by the post of who looks."""

from __future__ import annotations

from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from markupsafe import Markup

from anju.domains.cases import queries as cases
from anju.domains.duties import queries as duties
from anju.domains.duties.states import OccurrenceState
from anju.domains.people import queries as people
from anju.domains.plans import queries as plans
from anju.domains.plans.states import LiveState
from anju.kernel import clock, permissions

from ..doors import office_page
from ..plans import words
from ..sharing import drawn

MANAGERS = frozenset({"security_manager", "project_manager", "team_leader", "headquarters", "street_office", "auditor"})
AT_HOME = frozenset({"owner", "resident"})
"""Who lives here and does not work here finds his pages on the phone's page, on any screen."""
SHOWN = 12


@office_page
def today(request):
    """Managers see the plan in danger first, everyone else his own list first."""
    now, scope = clock.now(), request.scope
    held = permissions.posts_of(request.actor, scope)
    if held and held <= AT_HOME:
        return redirect("phone:resident")
    labels = people.role_labels(scope)
    mine = [_item(one, labels) for one in duties.today_for(request.actor.person, held, scope, now)[:SHOWN]]
    context = {"mine": mine, "now": now, "to_confirm": _to_confirm(request, held), "is_at_home": bool(held & AT_HOME), "is_part": request.headers.get("HX-Request") == "true"}
    manager = ""
    if held & MANAGERS:
        manager = drawn(request, "manager", lambda: render_to_string("today/_manager.html", _manager(scope, now, labels), request))
    return render(request, "today/page.html", {**context, "manager": Markup(manager)})


def _manager(scope, now, labels) -> dict:
    due = [_item(one, labels) for one in duties.due_and_late(scope, clock.local(scope, now).date())]
    late = [one for one in due if one["state"] in ("missed", "partly")]
    endangered = [row for plan in plans.in_force() for row in plans.in_danger(plans.live(plan, at=now))]
    return {
        "danger": [
            {"clause": row.clause, "state": LiveState[row.state], "progress": words.progress(row.state, row.standing)} for row in endangered[:SHOWN]
        ],
        "danger_count": len(endangered),
        "late": late[:SHOWN],
        "late_count": len(late),
        "due": [one for one in due if one not in late][:SHOWN],
        "due_count": len(due) - len(late),
        "posts": [_post(one) for one in people.posts_at(scope, now)],
        "cases": [_case(one) for one in cases.overdue(scope, at=now)[:SHOWN]],
        "open_cases": cases.open_cases(scope).count(),
    }


def _item(one, labels) -> dict:
    return {
        "id": one.id,
        "title": one.duty.title,
        "who": one.assignee or one.duty.post or labels.get(one.duty.role, one.duty.role),
        "due_at": one.due_at,
        "state": OccurrenceState[one.state],
        "count": f"{one.done_count}/{one.owed}" if one.owed > 1 else "",
    }


def _post(now) -> dict:
    people_there = [{"name": one.person.name, "is_present": one.is_present} for one in now.people]
    colour = "green" if now.present >= now.needed else "red" if not now.present else "orange"
    return {"name": now.post.name, "needed": now.needed, "present": now.present, "people": people_there, "colour": colour}


def _case(one) -> dict:
    return {"number": one.number, "title": one.title, "due_at": one.due_at, "owner": one.owner}


def _to_confirm(request, held) -> list[dict]:
    """What waits for a second person, where this person may be it."""
    if not permissions.may(request.actor, "duties.confirm_performance", request.scope):
        return []
    waiting = duties.waiting_for_second(request.scope, not_by=request.actor.person)[:SHOWN]
    return [{"id": one.id, "occurrence": one.occurrence_id, "title": one.occurrence.duty.title, "who": one.person, "at": one.device_at} for one in waiting]
