"""What stands in the register and whether it is there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import QuerySet

from anju.domains.places.queries import Place
from anju.kernel.models import Scope

from ..kinds import SYSTEMS, kind_of, kinds_of_system
from ..models import Device
from ..states import GONE, PRESENT


@dataclass
class Fleet:
    """The devices of one system that are in service: how many, how many are there, and which are not."""

    system: str
    counts: Counter[str] = field(default_factory=Counter)
    gone: list[Device] = field(default_factory=list)
    last_contact_at: object = None

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def kinds(self) -> list[str]:
        return kinds_of_system(self.system)

    @property
    def present(self) -> int:
        return sum(self.counts[state] for state in PRESENT)


def in_service(scope: Scope) -> QuerySet[Device]:
    return Device.objects.filter(scope=scope, state="in_service").select_related("place", "gateway", "contact").order_by("number")


def of_system(scope: Scope, system: str) -> QuerySet[Device]:
    return in_service(scope).filter(kind__in=kinds_of_system(system))


def devices_at(place: Place, *kinds: str) -> QuerySet[Device]:
    """What stands in a place and below it, of these kinds or of all."""
    rows = Device.objects.filter(scope=place.scope_id, place__path__startswith=place.path).exclude(state="retired")
    return (rows.filter(kind__in=kinds) if kinds else rows).select_related("place").order_by("number")


def gone_now(scope: Scope) -> QuerySet[Device]:
    """What should be there and is not, the longest away first."""
    return in_service(scope).filter(online__in=GONE).order_by("lost_at", "number")


def fleet(scope: Scope) -> list[Fleet]:
    """Every system that has devices, in the order of the systems. One query."""
    found = {code: Fleet(code) for code in SYSTEMS}
    for device in Device.objects.filter(scope=scope, state__in=("in_service", "under_service")).select_related("place", "contact").order_by("number"):
        one = found[kind_of(device.kind).system]
        one.counts[device.online] += 1
        if device.online in GONE:
            one.gone.append(device)
        if (at := device.contact.last_contact_at) and (one.last_contact_at is None or at > one.last_contact_at):
            one.last_contact_at = at
    return [one for one in found.values() if one.total]
