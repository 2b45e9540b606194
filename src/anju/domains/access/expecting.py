"""Which cars a gate expects: those with a credential, a pass or a booked visit. It reads; it decides nothing and writes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from anju.domains.passes.queries import Pass, valid_at
from anju.kernel.models import Scope

from .models import Credential, LaneCamera, Sighting, Visit
from .states import THERE

EARLY = timedelta(hours=2)
CAR_PASSES = ("temporary_car", "heavy_vehicle", "vehicle")


def car_passes(scope: Scope, at: datetime) -> QuerySet[Pass]:
    return valid_at(scope, at=at, kinds=CAR_PASSES).exclude(plate="")


def car_visits(scope: Scope, at: datetime) -> QuerySet[Visit]:
    """Visits with a plate that were booked for now or agreed to, and those inside."""
    booked = Q(state="invited", expected_at__lte=at + EARLY, until_at__gt=at) | Q(state="agreed", at__gte=at - timedelta(hours=4))
    return Visit.objects.filter(booked | Q(state__in=THERE), scope=scope).exclude(plate="").select_related("dwelling", "host", "scope")


def expected_plates(scope: Scope, at: datetime) -> set[str]:
    """Every plate that may come: for telling a misread from a stranger. Three queries."""
    return {
        *Credential.objects.filter(scope=scope, kind="plate", state="active").exclude(plate="").values_list("plate", flat=True),
        *car_passes(scope, at).values_list("plate", flat=True), *car_visits(scope, at).values_list("plate", flat=True),
    }  # fmt: skip


def pass_of(scope: Scope, plate: str, at: datetime) -> Pass | None:
    """The pass of this car; of several the approval, since it says more."""
    return car_passes(scope, at).filter(plate=plate).order_by("kind", "ends_at").last() if plate else None


def visit_of(scope: Scope, plate: str, at: datetime) -> Visit | None:
    """Whose visit comes in this car: who is expected before who is inside."""
    if not plate:
        return None
    rows = sorted(car_visits(scope, at).filter(plate=plate), key=lambda one: one.state in THERE)
    return rows[0] if rows else None


def plates_read(camera: LaneCamera, start: datetime, end: datetime) -> tuple[int, int]:
    """(cars whose plate the camera read by itself, cars that it saw) from one moment to another."""
    rows = Sighting.objects.filter(scope=camera.scope_id, camera=camera, at__gte=start, at__lt=end).exclude(state="late")
    return rows.exclude(plate="").exclude(how="typed").count(), rows.count()
