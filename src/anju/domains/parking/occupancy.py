"""How full a zone is: what its sensors and guards saw, or what came in and did not leave, whichever is more."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from anju.kernel.models import Scope

from .models import Bay, Stay, Zone
from .states import HERE


@dataclass(frozen=True)
class Room:
    """A zone with its spaces and how many are taken."""

    zone: Zone
    spaces: int
    taken: int

    @property
    def free(self) -> int:
        return max(0, self.spaces - self.taken)


def taken_in(zone: Zone, *, but: Stay | None = None) -> int:
    """Spaces taken in a zone, without one car that is to be put there."""
    stays = Stay.objects.filter(scope=zone.scope_id, zone=zone, state__in=HERE).exclude(pk=but.pk if but else None).count()
    bays = Bay.objects.filter(scope=zone.scope_id, zone=zone, state="taken").exclude(pk=but.bay_id if but else None).count()
    return max(stays, bays)


def rooms(scope: Scope) -> list[Room]:
    """Every zone in use where one may park, by name. Three queries."""
    stays = dict(Stay.objects.filter(scope=scope, state__in=HERE, zone__isnull=False).order_by().values_list("zone").annotate(Count("pk")))
    bays = dict(Bay.objects.filter(scope=scope, state="taken").order_by().values_list("zone").annotate(Count("pk")))
    zones = [one for one in Zone.objects.filter(scope=scope, state="in_use").select_related("place").order_by("name") if not one.is_forbidden]
    return [Room(one, one.capacity, max(stays.get(one.pk, 0), bays.get(one.pk, 0))) for one in zones]
