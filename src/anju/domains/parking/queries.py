"""Public questions about parking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from anju.domains.access.queries import homes_of, lives_in
from anju.domains.devices.queries import Device
from anju.domains.people.queries import Person
from anju.domains.places.queries import Place, by_kind
from anju.kernel import clock
from anju.kernel.masking import plain_plate
from anju.kernel.models import Scope

from .billing import accrued_fen, quoted, tariff_of, unpaid
from .kinds import CHECK_RESULTS, HOUSEHOLD, VEHICLES, VIOLATIONS
from .models import Bay, CarCheck, Coupon, Policy, Right, Sign, Stay, Vehicle, Violation, Zone
from .occupancy import Room, rooms
from .rules.deciding import REPEATS, is_short, ratio
from .sentences import say
from .states import HALF, HERE, StayState, VehicleState, ViolationState

__all__ = [
    "Bay", "CHECK_RESULTS", "CarCheck", "Coupon", "HALF", "HERE", "Policy", "Right", "Room", "Sign", "Stay", "StayState", "Supply", "VEHICLES", "VIOLATIONS", "Vehicle", "VehicleState", "Violation",
    "ViolationState", "Zone", "bay_of_sensor", "cars_inside", "costs_more", "coupons_of", "find_by_plate", "fixed_share", "half_stays", "my_stays", "my_vehicles", "open_violations", "owed_fen", "owed_now", "owed_stays",
    "quoted", "ran_over", "repeat_offenders", "rights_of_gone", "rooms", "said", "signs_in_order", "supply", "tariff_of", "unpaid", "vouchers_out", "zone_of_device",
]  # fmt: skip
SHOWN = 40
AROUND = timedelta(days=90)


def cars_inside(scope: Scope) -> QuerySet[Stay]:
    """The cars that came in and did not go out, the longest first."""
    return Stay.objects.filter(scope=scope, state__in=HERE).select_related("vehicle", "bay", "zone", "dwelling", "voucher").order_by("entered_at")


def half_stays(scope: Scope) -> QuerySet[Stay]:
    """Stays of which one half is missing."""
    return Stay.objects.filter(scope=scope, state__in=HALF).select_related("vehicle").order_by("-created_at")


def owed_stays(scope: Scope) -> QuerySet[Stay]:
    """Cars that left and whose charge is not paid whole: for the desk. No gate asks this."""
    owes = Q(charge__paid_fen__lt=F("charge__amount_fen")) | Q(prepaid__paid_fen__lt=F("prepaid__amount_fen"))
    return Stay.objects.filter(owes, scope=scope, state="left").select_related("charge", "prepaid", "vehicle", "dwelling").order_by("-left_at")


def owed_fen(rows: QuerySet[Stay]) -> int:
    """Fen that these stays owe together."""
    sums = rows.aggregate(billed=Sum("charge__amount_fen"), paid=Sum("charge__paid_fen"), ahead=Sum("prepaid__amount_fen"), ahead_paid=Sum("prepaid__paid_fen"))
    return sum((sums[name] or 0) * sign for name, sign in (("billed", 1), ("paid", -1), ("ahead", 1), ("ahead_paid", -1)))


def owed_now(stay: Stay) -> int:
    """Fen to be taken for a stay: what was billed and not paid, and what came since."""
    return sum(one.owed_fen for one in unpaid(stay)) + accrued_fen(stay, clock.now())


def costs_more(stay: Stay) -> bool:
    return accrued_fen(stay, clock.now()) > 0


def ran_over(scope: Scope, *, at: datetime) -> list[Stay]:
    return list(Stay.objects.filter(scope=scope, state="inside", until_at__lte=at).select_related("scope", "bay", "zone", "dwelling", "vehicle").order_by("until_at")[:200])


def vouchers_out(scope: Scope) -> QuerySet[Stay]:
    """Temporary parking passes that were not handed back though the car is gone."""
    return Stay.objects.filter(scope=scope, state="left", voucher__isnull=False, voucher_back_at=None).select_related("voucher").order_by("-left_at")


def open_violations(scope: Scope) -> QuerySet[Violation]:
    return Violation.objects.filter(scope=scope).exclude(state="settled").select_related("zone", "bay", "place", "vehicle", "photo").order_by("-at")


def repeat_offenders(scope: Scope, *, at: datetime, least: int = REPEATS) -> list[tuple[str, int]]:
    """(plate, times) of those seen so often in the last 90 days, the most first."""
    rows = Violation.objects.filter(scope=scope, at__gt=at - AROUND).exclude(plate="")
    return list(rows.order_by().values_list("plate").annotate(times=Count("pk")).filter(times__gte=least).order_by("-times", "plate")[:SHOWN])


@dataclass(frozen=True)
class Supply:
    """Spaces against dwellings and registered cars, of a community or of one of its parts."""

    place: Place | None
    spaces: int
    dwellings: int
    vehicles: int

    @property
    def ratio(self) -> float | None:
        return ratio(self.spaces, self.dwellings)

    @property
    def is_short(self) -> bool:
        return is_short(self.spaces, self.vehicles)


def supply(scope: Scope) -> list[Supply]:
    """For the community and each of its phases (garages and grounds with dwellings beside them): spaces, dwellings, cars of households."""
    spaces: Counter[UUID] = Counter()
    for zone in Zone.objects.filter(scope=scope, vehicle_class="car", state="in_use").select_related("place"):
        spaces[zone.place_id] += zone.capacity
    cars = Vehicle.objects.filter(scope=scope, state="known", vehicle_class="car", kind__in=HOUSEHOLD)
    whole = Supply(None, sum(spaces.values()), by_kind(scope, "dwelling").count(), cars.count())
    parts = []
    for part in Place.objects.filter(scope=scope, pk__in=spaces).select_related("parent"):
        above = part.parent if part.parent and part.parent.kind != "community" else None
        if above is not None:
            inside = {"path__startswith": above.path}
            homes = by_kind(scope, "dwelling").filter(**inside)
            parts.append(Supply(above, spaces[part.pk], homes.count(), cars.filter(dwelling__path__startswith=above.path).count()))
    return [whole, *parts]


def fixed_share(scope: Scope) -> tuple[int, int]:
    """(cars of households with a bay of their own, all cars of households)."""
    cars = Vehicle.objects.filter(scope=scope, state="known", vehicle_class="car", kind__in=HOUSEHOLD)
    bound = Right.objects.filter(scope=scope, state="active", bay__isnull=False, vehicle__in=cars).count()
    return bound, cars.count()


def signs_in_order(scope: Scope) -> tuple[int, int]:
    rows = Sign.objects.filter(scope=scope)
    return rows.filter(state="good").count(), rows.count()


def find_by_plate(scope: Scope, typed: str) -> list[Stay]:
    """Cars inside by their plate or its end, as people remember it: three characters at least."""
    plate = plain_plate(typed)[:12]
    rows = cars_inside(scope).filter(Q(plate=plate) | Q(plate__endswith=plate)) if len(plate) >= 3 else Stay.objects.none()
    return list(rows[:10])


def my_vehicles(scope: Scope, person: UUID) -> QuerySet[Vehicle]:
    """The cars of somebody and of the homes he lives in or owns."""
    mine = Q(holder=person) | Q(dwelling__in=homes_of(scope, person))
    return Vehicle.objects.filter(mine, scope=scope).exclude(state="ended").select_related("dwelling", "scope").order_by("-registered_at")


def my_stays(scope: Scope, person: UUID) -> QuerySet[Stay]:
    """The stays of one's cars, and of visiting cars that go to one's home, the newest first."""
    mine = Q(vehicle__holder=person) | Q(dwelling__in=homes_of(scope, person))
    return Stay.objects.filter(mine, scope=scope).select_related("vehicle", "bay", "zone", "zone__place", "charge", "prepaid", "dwelling", "scope").order_by("-entered_at")


def coupons_of(scope: Scope, person: UUID) -> QuerySet[Coupon]:
    """The coupons that one's homes gave and that still count, or were used, the newest first."""
    return Coupon.objects.filter(scope=scope, dwelling__in=homes_of(scope, person)).select_related("stay").order_by("-given_at")


def said(lines: Iterable) -> list[tuple[str, int]]:
    """Lines of a quote as sentences with their sums."""
    return [(say(one.fen, {"what": one.what, **one.facts}), one.fen) for one in lines]


def rights_of_gone(scope: Scope, person: UUID, dwelling: UUID) -> list[Right]:
    """Rights of somebody who does not live in or own the dwelling any more."""
    gone, home = Person.objects.filter(pk=person).first(), Place.objects.filter(pk=dwelling).first()
    if lives_in(scope, gone, home):
        return []
    return list(Right.objects.filter(scope=scope, state="active", vehicle__holder=person, vehicle__dwelling=dwelling).select_related("scope", "vehicle", "permit"))


def bay_of_sensor(device: Device) -> Bay | None:
    return Bay.objects.filter(scope=device.scope_id, sensor=device).select_related("scope", "zone").first()


def zone_of_device(device: Device) -> Zone | None:
    """The zone of the place at which a device stands."""
    return Zone.objects.filter(scope=device.scope_id, place=device.place_id, speed_kmh__gt=0).select_related("scope", "place").order_by("name").first() if device.place_id else None


def due_rights(scope: Scope, *, at: datetime) -> list[Right]:
    """Rights whose last day is over."""
    today = clock.local(scope, at).date()
    return list(Right.objects.filter(scope=scope, state="active", ends_on__lt=today).select_related("scope", "vehicle", "permit")[:200])
