"""How devices stood at an earlier moment, told by the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from anju.kernel.models import Entry, Scope

from .. import events
from ..models import Device

SERVING = ("in_service", "under_service")
_AWAITED = ("awaited", "never_seen")
_TOLD = {
    events.DeviceLost.name: lambda told: (told["online"], told["reason"]),
    events.DeviceStandingChanged.name: lambda told: (told["online"], told["reason"]),
    events.DeviceReturned.name: lambda told: (told["online"], ""),
    events.DeviceAdded.name: lambda told: _AWAITED if told["state"] == "in_service" else None,
    events.DeviceCommissioned.name: lambda told: _AWAITED,
    events.DevicePutBack.name: lambda told: _AWAITED,
    events.DeviceTakenOut.name: lambda told: ("under_service", "maintenance"),
    events.DevicePutInStore.name: lambda told: None,
    events.DeviceRetired.name: lambda told: None,
}


@dataclass(frozen=True)
class Stood:
    online: str
    reason: str
    since_at: datetime | None


def stood_at(scope: Scope, at: datetime) -> Iterator[tuple[Device, Stood]]:
    """The devices in service at a moment with their standing then; what did not change since stands as it is. Three queries."""
    devices = list(Device.objects.filter(scope=scope).order_by("number"))
    changed = [one.pk for one in devices if one.online_since is None or one.online_since > at]
    told = _told_by(scope, changed, at)
    for device in devices:
        if device.pk in told:
            yield device, told[device.pk]
        elif device.pk not in changed and device.state in SERVING:
            yield device, Stood(device.online, device.reason, device.online_since)


def _told_by(scope: Scope, devices: list[UUID], at: datetime) -> dict[UUID, Stood]:
    """What the last row about each of these devices up to the moment says; nothing for one that was not in service."""
    rows = Entry.objects.filter(scope=scope, subject_type="devices.device", subject_id__in=devices, name__in=_TOLD, at__lte=at)
    last = rows.order_by().values("subject_id").annotate(last=Max("id")).values_list("last", flat=True)
    found = {}
    for entry in Entry.objects.filter(pk__in=list(last)):
        if (standing := _TOLD[entry.name](entry.payload)) is not None:
            found[entry.subject_id] = Stood(*standing, entry.at)
    return found
