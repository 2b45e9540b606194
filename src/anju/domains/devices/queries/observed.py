"""What devices said."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.db.models import QuerySet

from anju.kernel import clock, keys

from ..models import Credential, Device, Observation
from ..observations.partitions import KEEP_DAYS


def last_observations(device: Device, *, most: int = 20) -> list[Observation]:
    """The newest messages of a device, by its own count. Looks back day by day until there are enough."""
    day, found = clock.now().date() + timedelta(days=1), []
    for _back in range(KEEP_DAYS + 2):
        rows = Observation.objects.filter(day=day, scope_id=device.scope_id, device_id=device.pk).order_by("-number")
        found += rows[: most - len(found)]
        if len(found) >= most:
            break
        day -= timedelta(days=1)
    return found


def observations_between(device: Device, start: datetime, end: datetime, *, kind: str = "") -> QuerySet[Observation]:
    """What a device said from one moment to another, in the order of its own time."""
    days = [start.date() + timedelta(days=number) for number in range((end.date() - start.date()).days + 1)]
    rows = Observation.objects.filter(day__in=days, scope_id=device.scope_id, device_id=device.pk, at__gte=start, at__lt=end)
    return (rows.filter(kind=kind) if kind else rows).order_by("at", "number")


def login_of(device: Device) -> tuple[str, str] | None:
    """The user name and password with which a gateway signs in to the device; for gateways alone, never for a page."""
    from ..actions.keys import login_key

    credential = Credential.objects.get(pk=device.credential_id)
    if not credential.secret:
        return None
    user, password = json.loads(keys.opened(bytes(credential.secret), login_key(device)))
    return user, password
