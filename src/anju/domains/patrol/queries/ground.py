"""Which places are on a route, and which never are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from anju.domains.places.queries import KINDS, Place, in_use
from anju.kernel.models import Scope

from .. import facts, grounds
from ..models import Checkpoint, Route, Zoning

TO_PATROL = (
    "building", "grounds", "gate", "garage", "lobby", "stairway", "roof", "perimeter", "road", "fire_lane", "pump_room", "power_room",
    "fire_station", "charging", "playground", "green", "pool", "refuse", "parking",
)  # fmt: skip
"""What patrols must pass: public areas, buildings, garages, equipment rooms, fire lanes, green belts, the fence. Homes, shops and offices are left alone."""


@dataclass
class Covered:
    """A kind of place: all that stand in the register, and for each the routes that pass it."""

    kind: str
    label: Any
    places: list[tuple[Place, list[str]]] = field(default_factory=list)

    @property
    def uncovered(self) -> list[Place]:
        return [place for place, routes in self.places if not routes]

    @property
    def is_never_visited(self) -> bool:
        return len(self.uncovered) == len(self.places)


def coverage(scope: Scope) -> list[Covered]:
    """The register of places against the routes that rounds are planned on: a place counts as passed when a point stands at it or in it. Four queries."""
    lines = facts.rows_of(facts.standing(scope))
    routes = {row.route_id: row.route for row in lines} or {one.pk: one for one in Route.objects.filter(scope=scope, state="in_use", newest__isnull=False).select_related("newest")}
    passed: dict[UUID, list[str]] = {}
    for route in routes.values():
        for point in facts.points_of(route.newest.points):
            passed.setdefault(point, []).append(route.name)
    paths = [(place, passed[point]) for point, place in Checkpoint.objects.filter(scope=scope, pk__in=passed).values_list("pk", "place__path")]
    found: dict[str, Covered] = {}
    for place in in_use(scope).filter(kind__in=TO_PATROL):
        names = sorted({name for path, names in paths if path.startswith(place.path) for name in names})
        found.setdefault(place.kind, Covered(place.kind, KINDS[place.kind].label)).places.append((place, names))
    return sorted(found.values(), key=lambda each: (not each.uncovered, TO_PATROL.index(each.kind)))


def is_zoning_outdated(zones: Zoning) -> bool:
    """Whether area, buildings or risk points have changed since these zones were drawn."""
    return zones.inputs.get("digest") != grounds.inputs(grounds.of(zones.scope))["digest"]


def points_on(scope: Scope) -> list[Checkpoint]:
    """The points in use, in the order of their numbers."""
    return list(Checkpoint.objects.filter(scope=scope, state="in_use").select_related("place", "plan").order_by("code"))
