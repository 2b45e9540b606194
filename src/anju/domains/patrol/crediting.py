"""Which regular work a round proves."""

from __future__ import annotations

from typing import Any

from anju.domains.duties import queries as duties
from anju.domains.people.queries import roles_of
from anju.domains.places.queries import Place

from .models import Round, RoundPoint
from .states import VISITED

NOT_NOW = ("duties.already_done", "duties.not_open_yet", "duties.paused", "duties.needs_presence", "duties.too_late")
LEADING = ("guard", "squad_leader", "team_leader")


def slots_of(one: Round) -> list[Any]:
    """The slots of regular work of the kind “patrol round” that were open when the round ended, that guards owe, and whose place it passed.

    What a leader owes is proven by a leader who walks himself. A slot without a place is served by any round that visited all its points; each round proves one slot of a duty.
    """
    visited = RoundPoint.objects.filter(round=one, state__in=VISITED).values_list("checkpoint__place", flat=True)
    paths = list(Place.objects.filter(pk__in=list(visited)).values_list("path", flat=True))
    is_whole = one.visited_count == one.point_count
    walker = roles_of(one.scope, [one.guard_id]).get(one.guard_id, frozenset()) if one.guard_id else frozenset()
    found: dict[Any, Any] = {}
    slots = duties.to_be_done(one.scope, one.finished_at, now=one.finished_at).filter(duty__category="round", is_continuous=False)
    for slot in slots:
        duty = slot.duty
        role = duty.post.role if duty.post_id else duty.role
        passes = is_whole if duty.place_id is None else any(path.startswith(duty.place.path) for path in paths)
        if passes and (role == "guard" or (role in LEADING and role in walker)):
            found.setdefault(duty.pk, slot)
    return list(found.values())
