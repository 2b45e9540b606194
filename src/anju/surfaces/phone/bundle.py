"""What a shell must know to work without a network: who, where, what is due, where things are, and what may be entered."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_safe

from anju.domains.cases import queries as cases
from anju.domains.cases.queries import CaseState
from anju.domains.duties import queries as duties
from anju.domains.duties.states import OccurrenceState
from anju.domains.people import queries as people
from anju.domains.places import queries as places
from anju.kernel import clock, keys, permissions
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.phone import running
from anju.kernel.phone.items import milliseconds

from . import posted, rounds
from .entrance import phone_view, said
from .shift import shift_of

SHOWN = 30
MOST_PLACES = 400
HOMES = ("dwelling", "community")
Notices = Callable[[Actor, Scope], list[dict[str, Any]]]
notice_sources: list[Notices] = []
"""Functions (actor, scope) that answer the notices to show, `{title, text, at}` each. A page module adds one when it is loaded."""


@require_safe
@phone_view
def day(request: HttpRequest) -> JsonResponse:
    """Everything for this account in this community. `?phone=` also hands out the phone's key, over HTTPS alone."""
    scope, actor, now = request.scope, request.actor, clock.now()
    held = permissions.posts_of(actor, scope)
    told = {
        "account": {"id": str(actor.id), "name": actor.name},
        "scope": {"id": str(scope.id), "name": scope.name, "zone": scope.zone},
        "server_ms": milliseconds(now),
        "csrf": get_token(request),
        "surfaces": people.surfaces_of(held),
        "actions": running.offline_actions(scope, actor),
        "post": _post(actor, now),
        "post_phone": posted.told(request),
        "shift": shift_of(actor, scope, now),
        "round": rounds.told(actor, scope, now),
        "duties": [_duty(one) for one in duties.today_for(actor.person, held, scope, now)[:SHOWN]],
        "cases": [_case(one) for one in cases.open_cases(scope, owner=actor.person).select_related("place")[:SHOWN]] if actor.person else [],
        "reports": [_case(one) for one in cases.reported_by(scope, actor.person)[:SHOWN]] if actor.person else [],
        "places": _places(scope, actor),
        "notices": [one for source in notice_sources for one in source(actor, scope)],
        "desk_phone": os.environ.get("ANJU_DESK_PHONE", ""),
        "radio_channel": os.environ.get("ANJU_RADIO_CHANNEL", ""),
    }
    try:
        return JsonResponse({**told, **_key(request)})
    except ValueError:
        return said(400, "phone.not_json", "")


def _key(request: HttpRequest) -> dict[str, str]:
    """The key of this account's queue on this phone: the same whenever he signs in again, another one for everybody else."""
    wanted = request.GET.get("phone", "")
    is_private = request.is_secure() or request.get_host().partition(":")[0] in ("localhost", "127.0.0.1")
    if not wanted or not is_private:
        return {}
    salt = request.actor.id.bytes + UUID(wanted).bytes
    return {"key": base64.b64encode(keys.derived("phone queue", salt)).decode()}


def _post(actor: Actor, now: Any) -> dict[str, Any] | None:
    person = people.Person.objects.filter(pk=actor.person).first() if actor.person else None
    holding = people.holding_of(person, now) if person else None
    if holding is None:
        return None
    presence = people.presence_of(person)
    return {
        "id": str(holding.post_id),
        "name": holding.post.name,
        "place": str(holding.post.place_id) if holding.post.place_id else None,
        "shift": str(holding.shift or ""),
        "is_present": presence is not None and presence.post_id == holding.post_id,
    }


def _duty(one: Any) -> dict[str, Any]:
    duty, state = one.duty, OccurrenceState[one.state]
    return {
        "id": str(one.id),
        "title": duty.title,
        "place": str(duty.place_id) if duty.place_id else None,
        "opens_ms": milliseconds(one.opens_at),
        "due_ms": milliseconds(one.due_at),
        "state": state.label,
        "colour": state.colour,
        "checklist": duty.checklist,
        "needs_photo": "photo" in duty.evidence,
        "needs_signature": "signature" in duty.evidence,
        "is_continuous": one.is_continuous,
    }


def _case(one: Any) -> dict[str, Any]:
    state = CaseState[one.state]
    return {"id": str(one.id), "number": one.number, "title": one.title, "place": str(one.place or ""), "state": state.label, "colour": state.colour,
            "opened_ms": milliseconds(one.opened_at), "due_ms": one.due_at and milliseconds(one.due_at)}  # fmt: skip


def _places(scope: Scope, actor: Actor) -> list[dict[str, str]]:
    """Where things can happen: for people who only live here their own homes and what all share, else all but homes."""
    person = people.Person.objects.filter(pk=actor.person).first() if actor.person else None
    homes = people.dwellings_of(person, scope) if person else {}
    mine = [{"id": str(pk), "name": name} for pk, name in homes.items()]
    shared = places.in_use(scope).exclude(kind__in=HOMES).values_list("pk", "full_name")[:MOST_PLACES]
    return mine + [{"id": str(pk), "name": name} for pk, name in shared]
