"""What a gate desk must know to register people without a network: its lanes, the categories and their fields, and every home by its numbers."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from anju.domains.access import actions
from anju.domains.access import queries as access
from anju.domains.edges import queries as edges
from anju.domains.places.queries import by_kind
from anju.kernel import permissions

from .entrance import phone_view, said

MOST_HOMES = 20_000
_NUMBERS = re.compile(r"\d+")


@require_safe
@phone_view
def gate(request: HttpRequest) -> JsonResponse:
    """For whoever may register a visit. A home is found by its numbers as the guard types them: 3-2-1502."""
    if not permissions.may(request.actor, actions.register_visit.spec.name, request.scope):
        return said(403, "phone.no_gate", "")
    words = dict(edges.WAYS)
    policies = access.rules_in_force(request.scope).policies
    homes = by_kind(request.scope, "dwelling", "shop").values_list("pk", "full_name")[:MOST_HOMES]
    told: dict[str, Any] = {
        "lanes": [{"id": str(one.pk), "name": one.name} for one in access.gates_first(access.lanes_of(request.scope)) if one.traffic == "people"],
        "ways": [[one.lane.name, " → ".join(str(words[way]) for way in one.ways if way != "server")] for one in sorted(edges.lanes_standing(request.scope), key=lambda one: access.is_inside(one.lane))],
        "categories": [{"code": code, "label": str(label), "fields": list(policies[code].fields) if code in policies else []} for code, label in access.WALK_INS],
        "strangers": [{"code": code, "label": str(label)} for code, label in access.STRANGERS if code != "resident"],
        "homes": [[str(pk), "-".join(_NUMBERS.findall(name)) or name] for pk, name in homes],
    }
    return JsonResponse(told)
