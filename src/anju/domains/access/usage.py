"""How the gates are used: smart access month by month, what passes each lane, and which garage doors are missing. It reads; it writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q

from anju.domains.devices.queries import Device
from anju.domains.places.queries import Place, by_kind
from anju.kernel import clock
from anju.kernel.models import Scope

from .models import Lane, Passage, Visit

SMART = ("card", "qr", "nfc", "face", "fingerprint")


@dataclass(frozen=True)
class Month:
    """Entries of residents by card, code or phone, of all entries of residents and their relatives in a month."""

    first: date
    smart: int
    of: int

    @property
    def percent(self) -> float | None:
        return 100 * self.smart / self.of if self.of else None


def smart_by_month(scope: Scope, *, months: int = 6) -> list[Month]:
    """The last months, the present one last."""
    firsts = [clock.today(scope).replace(day=1)]
    while len(firsts) < months:
        firsts.insert(0, (firsts[0] - timedelta(days=1)).replace(day=1))
    return [_month(scope, first) for first in firsts]


def _month(scope: Scope, first: date) -> Month:
    start, _end = clock.day_bounds(scope, first)
    end, _end = clock.day_bounds(scope, (first + timedelta(days=32)).replace(day=1))
    came = Q(outcome="allowed") | Q(is_released=True)
    rows = Passage.objects.filter(came, scope=scope, at__gte=start, at__lt=end, category="resident", direction="in")
    counted = rows.aggregate(of=Count("pk"), smart=Count("pk", filter=Q(credential__kind__in=SMART)))
    relatives = Visit.objects.filter(scope=scope, category="relative", entered_at__gte=start, entered_at__lt=end).count()
    return Month(first, counted["smart"], counted["of"] + relatives)


def is_rising(months: list[Month]) -> bool | None:
    """Whether each month's rate is at least the one before; None with fewer than two months that count."""
    rates = [one.percent for one in months if one.percent is not None]
    return all(later >= earlier for earlier, later in pairwise(rates)) if len(rates) > 1 else None


@dataclass(frozen=True)
class Throughput:
    """What passed a lane since a moment: how many, in its fullest hour, and the mean seconds from decision to having passed."""

    lane: Lane
    passed: int
    fullest: int
    seconds: float | None


def throughput(scope: Scope, *, start: datetime, end: datetime) -> list[Throughput]:
    """Each lane, people and cars apart. Three queries."""
    rows = Passage.objects.filter(Q(outcome="allowed") | Q(is_released=True), scope=scope, at__gte=start, at__lt=end)
    took = ExpressionWrapper(F("passed_at") - F("at"), output_field=DurationField())
    counted = {row["lane"]: row for row in rows.order_by().values("lane").annotate(passed=Count("pk"), took=Avg(took))}
    fullest: dict[Any, int] = {}
    hours: dict[tuple[Any, datetime], int] = {}
    for lane, at in rows.order_by().values_list("lane", "at").iterator(chunk_size=2000):
        hour = (lane, at.replace(minute=0, second=0, microsecond=0))
        hours[hour] = hours.get(hour, 0) + 1
        fullest[lane] = max(fullest.get(lane, 0), hours[hour])
    lanes = Lane.objects.filter(scope=scope).select_related("place").order_by("traffic", "name")
    return [_through(lane, counted.get(lane.pk), fullest.get(lane.pk, 0)) for lane in lanes]


def _through(lane: Lane, row: dict[str, Any] | None, fullest: int) -> Throughput:
    took = row["took"] if row else None
    return Throughput(lane, row["passed"] if row else 0, fullest, took.total_seconds() if took is not None else None)


@dataclass(frozen=True)
class GarageDoor:
    """The door between a building and its garage: the controlled lane there, and a camera that sees it."""

    building: Place
    lane: Lane | None
    camera: Device | None

    @property
    def is_whole(self) -> bool:
        return self.lane is not None and self.lane.device_id is not None and self.camera is not None


def garage_doors(scope: Scope) -> list[GarageDoor]:
    """Every building with the controlled door on its lowest floor, if there is one. Three queries."""
    lanes = list(Lane.objects.filter(scope=scope, traffic="people", place__floor__lt=0).select_related("place"))
    cameras = list(Device.objects.filter(scope=scope, kind="camera").exclude(state__in=("spare", "retired")).select_related("place")) if lanes else []
    found = []
    for building in by_kind(scope, "building"):
        lane = next((one for one in lanes if one.place.path.startswith(building.path)), None)
        camera = next((one for one in cameras if lane and one.place_id == lane.place_id), None)
        found.append(GarageDoor(building, lane, camera))
    return found
