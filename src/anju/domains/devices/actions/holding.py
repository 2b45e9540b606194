"""What every verb of this room does first and last."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..kinds import kind_of
from ..models import Device

KEEPERS = ("engineer", "security_manager", "project_manager", "team_leader")
MANAGERS = ("security_manager", "project_manager")
READERS = (*KEEPERS, "monitor_operator", "fire_operator", "squad_leader", "front_desk", "headquarters", "auditor")


def held(device: Device) -> Device:
    """The device as it stands now, locked until the transaction ends."""
    return Device.objects.select_for_update(of=("self",)).select_related("contact", "scope").get(pk=device.pk)


def about(device: Device) -> dict[str, Any]:
    """The fields that every event about a device carries."""
    return {"device": device.id, "kind": device.kind, "system": kind_of(device.kind).system, "place": device.place_id}


def not_here(scope: Scope, *records: Any) -> Refusal | None:
    """A place or a device that is another community's does not exist here."""
    if all(each is None or each.scope_id == scope.pk for each in records):
        return None
    return Refusal("devices.of_another_community", _("Not recorded: the place or the gateway does not belong to this community."))
