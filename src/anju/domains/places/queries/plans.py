"""Reading plans, their drawings, and what lies on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from anju.kernel.models import Scope

from ..kinds import KINDS, REGIONS
from ..models import Drawing, Place, PlanSign, SitePlan
from ..rules import Calibration, Zone
from ..states import SignState

GROUND_KINDS = ("grounds", "green", "playground", "road", "fire_lane", "parking", "charging", "refuse", "pool")
"""Kinds whose areas are ground that somebody should watch."""
_INSIDE_A_HOUSE = ("unit", "dwelling", "shop", "lift", "lobby", "stairway", "roof")
_ON_THE_SITE = tuple(kind for kind in KINDS if kind not in (*REGIONS, "community", *_INSIDE_A_HOUSE))
_ON_A_FLOOR = tuple(kind for kind in KINDS if kind not in (*REGIONS, "community", "building", "unit", "dwelling"))


def plans_of(scope: Scope) -> list[SitePlan]:
    """The plan of the community first, then the floors of its buildings and garages."""
    plans = SitePlan.objects.filter(scope=scope).select_related("place", "scope")
    return sorted(plans, key=lambda plan: (plan.place.kind != "community", plan.place.ordering, -plan.floor))


def site_plan(scope: Scope) -> SitePlan | None:
    return SitePlan.objects.filter(scope=scope, place__kind="community").select_related("place", "scope").first()


def versions_of(plan: SitePlan) -> QuerySet[Drawing]:
    """All drawings of a plan, the newest first."""
    return Drawing.objects.filter(plan=plan).select_related("plan", "source", "picture").order_by("-version")


def shown_drawing(plan: SitePlan) -> Drawing | None:
    """What everybody sees."""
    return versions_of(plan).filter(state="published").first()


def newest_drawing(plan: SitePlan) -> Drawing | None:
    """What is being worked on: the newest that was not set aside."""
    return versions_of(plan).filter(state__in=("reading", "ready", "unreadable", "published")).first()


def calibration_of(drawing: Drawing) -> Calibration | None:
    if drawing.metres_per_px is None:
        return None
    return Calibration(drawing.metres_per_px, drawing.turn_deg, drawing.left_m, drawing.bottom_m)


def ground_of(plan: SitePlan, *, apart_from: Drawing) -> Drawing | None:
    """The drawing through which the plan's ground is known: the published one, else the newest that was laid on it."""
    laid = Drawing.objects.filter(plan=plan, metres_per_px__isnull=False).exclude(pk=apart_from.pk).exclude(state="discarded")
    return laid.filter(state="published").first() or laid.order_by("-version").first()


def with_shape(scope: Scope) -> QuerySet[Place]:
    return Place.objects.filter(scope=scope, state="in_use", shape__isnull=False).order_by("ordering")


def drawn_on(plan: SitePlan) -> QuerySet[Place]:
    """Places in use that are drawn on a plan, in natural order."""
    return with_shape(plan.scope).filter(drawn_on=plan)


def unplaced(plan: SitePlan) -> QuerySet[Place]:
    """Places in use that lie on no plan yet and belong on this one, key locations first."""
    open_ones = Place.objects.filter(scope=plan.scope, state="in_use", shape__isnull=True)
    if plan.place.kind == "community":
        return open_ones.filter(kind__in=_ON_THE_SITE).order_by("-is_key", "ordering")
    inside = open_ones.filter(kind__in=_ON_A_FLOOR, path__startswith=plan.place.path).exclude(pk=plan.place_id)
    return inside.filter(Q(floor=plan.floor) | Q(floor=None)).order_by("-is_key", "ordering")


@dataclass(frozen=True)
class Spots:
    """Where things stand on one plan: by the id of a place, its own shape or that of the nearest place around it."""

    shapes: dict[UUID, dict[str, Any]]
    paths: dict[UUID, tuple[UUID, ...]]

    def of(self, place: UUID | None) -> dict[str, Any] | None:
        if place is None:
            return None
        for each in (place, *reversed(self.paths.get(place, ()))):
            if each in self.shapes:
                return self.shapes[each]
        return None


def spots_on(plan: SitePlan, places: Iterable[UUID]) -> Spots:
    """Where these places stand on a plan. Two queries."""
    wanted = {place for place in places if place is not None}
    shapes = dict(drawn_on(plan).values_list("pk", "shape"))
    paths = Place.objects.filter(pk__in=wanted - set(shapes)).values_list("pk", "path") if wanted - set(shapes) else ()
    return Spots(shapes, {pk: tuple(UUID(hex=part) for part in path.strip("/").split("/")[:-1]) for pk, path in paths})


def zones_on(plan: SitePlan) -> tuple[list[Zone], list[tuple[tuple[float, float], ...]]]:
    """The ground that should be watched (areas, and the perimeter as lines), and the outlines of the buildings on it."""
    zones, built = [], []
    for place in drawn_on(plan):
        points = tuple((float(x), float(y)) for x, y in place.shape["points"])
        if place.kind == "building" and place.shape["type"] == "area":
            built.append(points)
        elif place.kind == "perimeter" and place.shape["type"] == "line":
            zones.append(Zone(str(place.pk), str(place), points, is_line=True))
        elif place.kind in GROUND_KINDS and place.shape["type"] == "area":
            zones.append(Zone(str(place.pk), str(place), points))
    return zones, built


@dataclass(frozen=True)
class SignAt:
    """What hangs at an entrance, and whether it is what is published now."""

    gate: Place
    sign: PlanSign | None
    state: Any


def signs_of(scope: Scope) -> list[SignAt]:
    """Every gate of the community with the newest plan that was hung there. Two queries."""
    gates = Place.objects.filter(scope=scope, state="in_use", kind="gate", parent__kind="community").order_by("ordering")
    newest = {sign.gate_id: sign for sign in PlanSign.objects.filter(scope=scope).select_related("drawing__plan").order_by("hung_at", "pk")}
    return [SignAt(gate, sign := newest.get(gate.pk), _sign_state(sign)) for gate in gates]


def _sign_state(sign: PlanSign | None) -> Any:
    if sign is None:
        return SignState.missing
    return SignState.current if sign.drawing.state == "published" else SignState.outdated
