"""For the gateways: whose key it is, for whom it may speak, and what waits for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from ..models import Command, Credential, Device


@dataclass(frozen=True)
class KeyHolder:
    """A device with its key's digest, and the devices that it may speak for: itself, and those behind it by number."""

    device: UUID
    scope: UUID
    number: str
    state: str
    key_digest: str
    behind: dict[str, tuple[UUID, str]]


def key_holder(device: UUID) -> KeyHolder | None:
    """Who holds the key of this device, whatever the scope in view: a message is the first thing anybody knows of its sender."""
    found = Device.everywhere.filter(pk=device).select_related("credential").first()
    if found is None or not found.credential.key_digest:
        return None
    rows = Device.everywhere.filter(gateway=found, scope=found.scope_id).values_list("number", "pk", "state")
    behind = {number: (pk, state) for number, pk, state in rows}
    return KeyHolder(found.pk, found.scope_id, found.number, found.state, found.credential.key_digest, behind)


def key_digests(devices: Iterable[UUID]) -> dict[UUID, str]:
    """The digest of each device's own key, for a box that knows the device by it; one without a key is left out."""
    return dict(Credential.objects.filter(pk__in=list(devices)).exclude(key_digest="").values_list("pk", "key_digest"))


def by_serial(serial: str, *, dialect: str) -> Device | None:
    """The device of this serial number that speaks this dialect; none where two communities claim the same."""
    found = list(Device.everywhere.filter(serial=serial, dialect=dialect).exclude(state="retired").select_related("scope", "credential")[:2]) if serial else []
    return found[0] if len(found) == 1 else None


def speaking(dialect: str) -> QuerySet[Device]:
    """Every device of every community that speaks a dialect, but retired ones: for a gateway that serves the installation."""
    return Device.everywhere.filter(dialect=dialect).exclude(state="retired").select_related("scope").order_by("pk")


def token_holder(digest: str) -> Device | None:
    """The device for which an enrolment token was made."""
    credential = Credential.everywhere.filter(token_digest=digest).first() if digest else None
    return credential and Device.everywhere.select_related("scope").filter(pk=credential.pk).first()


def open_commands(device: UUID, *, at: datetime) -> QuerySet[Command]:
    """What a device, or a gateway for those behind it, may fetch now: the oldest first. Enter its scope before."""
    is_free = Q(state="waiting") | Q(state="taken", leased_until__lte=at)
    mine = Q(device=device) | Q(device__gateway=device)
    return Command.objects.filter(is_free, mine, expires_at__gt=at).select_related("device").order_by("sent_at", "id")
