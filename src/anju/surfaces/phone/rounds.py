"""The guard's round, as his phone carries it: the points with their windows and items, and what went wrong with a scan.

An unpredictable round travels whole, so that it can be walked without a network; the page shows its next two points only.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from anju.domains.patrol import queries as patrol
from anju.domains.workforce.queries import GEAR
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.phone.items import milliseconds

SHOWN_AHEAD = 2
MOST_POINTS = 120


def told(actor: Actor, scope: Scope, now: Any) -> dict[str, Any] | None:
    """The round that is his now or next; None where none is."""
    one = patrol.mine(scope, actor.person, now)
    if one is None:
        return None
    points = list(patrol.RoundPoint.objects.filter(round=one).exclude(state="dropped").select_related("checkpoint").order_by("position")[:MOST_POINTS])
    faults = patrol.last_fault(scope, [point.checkpoint_id for point in points])
    ways = _ways([point.checkpoint_id for point in points])
    state = patrol.RoundState[one.state]
    return {
        "id": str(one.pk), "number": one.number, "title": one.title, "is_running": one.state == "running", "state": state.label, "colour": state.colour,
        "starts_ms": milliseconds(one.starts_at), "ends_ms": milliseconds(one.ends_at), "shown_ahead": SHOWN_AHEAD if one.is_random else MOST_POINTS,
        "needs_gear": [str(dict(GEAR)[kind]) for kind in one.scheme.gear] if one.scheme_id else [], "points": [_point(point, faults, ways) for point in points], "refused": _refused(one),
    }  # fmt: skip


def _point(point: Any, faults: dict[UUID, Any], ways: dict[UUID, list[str]]) -> dict[str, Any]:
    place, fault, state = point.checkpoint, faults.get(point.checkpoint_id), patrol.PointState[point.state]
    return {
        "id": str(point.pk), "checkpoint": str(place.pk), "code": place.code, "name": place.name, "place": str(place.place_id), "position": point.position,
        "from_ms": milliseconds(point.due_from), "until_ms": milliseconds(point.due_until), "state": point.state, "state_label": str(state.label), "colour": state.colour,
        "is_answered": point.answered_at is not None, "items": [{"key": item["key"], "wording": patrol.wording_of(item)} for item in point.checklist],
        "ways": ways.get(place.pk, []), "latitude": place.latitude, "longitude": place.longitude, "last_fault": _fault(fault),
    }  # fmt: skip


def _ways(points: list[UUID]) -> dict[UUID, list[str]]:
    """How the tags of each point are read."""
    found: dict[UUID, list[str]] = {}
    for point, way in patrol.Tag.objects.filter(checkpoint__in=points, state="in_use").values_list("checkpoint", "way").distinct():
        found.setdefault(point, []).append(way)
    return found


def _fault(fault: Any) -> str:
    """What was wrong here the last time, and whether it is settled."""
    if fault is None:
        return ""
    state = fault.case.get_state_display() if fault.case_id else fault.get_state_display()
    return f"{fault.text} · {state}"


def _refused(one: Any) -> list[dict[str, str]]:
    """Scans of this round that did not count, newest first."""
    rows = patrol.Scan.objects.filter(round=one, state="refused").order_by("-at")[:3]
    return [{"code": row.code, "sentence": str(patrol.REFUSED[row.code]) % {"metres": row.distance_m}, "at_ms": milliseconds(row.at)} for row in rows]
