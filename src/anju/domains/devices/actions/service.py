"""Out for maintenance and back, into the store, and to the scrap."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..events import DevicePutBack, DevicePutInStore, DeviceRetired, DeviceTakenOut
from ..models import Device
from ..rules import register as rules
from ..states import DeviceState
from .holding import KEEPERS, MANAGERS, about, held
from .registering import readiness

ReasonInput = Annotated[str, Field(_("Reason"), max_length=200)]


def _step(device: Device, after: str, *befores: str) -> Refusal | None:
    return rules.may_move(device.state, after, allowed=DeviceState.may(device.state, after) and device.state in befores)


@action(title=_("Take out for maintenance"), posts=(*KEEPERS, "monitor_operator", "fire_operator"), event=DeviceTakenOut, allowed_from=("in_service",))
def take_out(
    device: Device,
    *,
    reason: ReasonInput,
    until: Annotated[datetime | None, Field(_("Back by"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Device | Refusal:
    """Take a device out for maintenance, with the reason, so that its silence is no loss."""
    device = held(device)
    if no := _step(device, "under_service", "in_service") or rules.reason_given(reason):
        return no
    if until is not None and until <= at:
        return Refusal("devices.back_in_the_past", _("Not done: it cannot be back before it went."))
    device.state, device.online, device.reason, device.online_since = "under_service", "under_service", "maintenance", at
    device.service_reason, device.service_until_at = reason, until
    device.save()
    announce(DeviceTakenOut(**about(device), until_at=until, reason=reason), subject=device)
    return device


@action(title=_("Put back into service"), posts=(*KEEPERS, "monitor_operator", "fire_operator"), event=DevicePutBack, allowed_from=("under_service",))
def put_back(
    device: Device, *, note: Annotated[str, Field(_("What was put right"), max_length=200)] = "", by: Actor, at: datetime | None = None
) -> Device | Refusal:
    """Put a device back into service after its maintenance. Whether it is there is seen by its next message."""
    device = held(device)
    if no := _step(device, "in_service", "under_service") or rules.may_go_live(readiness(device), was_running=True):
        return no
    device.state, device.online, device.reason, device.online_since = "in_service", "awaited", "never_seen", at
    device.service_reason, device.service_until_at, device.lost_at, device.recent_losses = "", None, None, []
    device.save()
    announce(DevicePutBack(**about(device), note=note), subject=device)
    return device


@action(title=_("Put into the store"), posts=KEEPERS, event=DevicePutInStore, allowed_from=("new", "under_service"))
def put_in_store(device: Device, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Device | Refusal:
    """Keep a device as a spare."""
    device = held(device)
    if no := _step(device, "spare", "new", "under_service") or rules.reason_given(reason):
        return no
    device.state, device.online, device.reason, device.online_since = "spare", "unused", "", at
    device.is_test_passed = None
    device.save()
    announce(DevicePutInStore(**about(device), reason=reason), subject=device)
    return device


@action(title=_("Retire the device"), posts=MANAGERS, event=DeviceRetired, confirm=True, allowed_from=("new", "spare", "in_service", "under_service"))
def retire_device(device: Device, *, reason: ReasonInput = "", by: Actor, at: datetime | None = None) -> Device | Refusal:
    """Take a device out of use for good. Its key and its login are void; its history stays."""
    device = held(device)
    if no := _step(device, "retired", "new", "spare", "in_service", "under_service") or _still_speaks(device):
        return no
    if device.contact.last_contact_at and (no := rules.reason_given(reason)):
        return no
    device.state, device.online, device.reason, device.online_since = "retired", "unused", "", at
    device.retired_on = clock.local(device.scope, at).date()
    device.save()
    credential = device.credential
    credential.token_digest = credential.key_digest = ""
    credential.secret = None
    credential.save()
    announce(DeviceRetired(**about(device), reason=reason), subject=device)
    return device


def _still_speaks(device: Device) -> Refusal | None:
    if Device.objects.filter(scope=device.scope_id, gateway=device).exclude(state="retired").exists():
        return Refusal("devices.still_speaks_for_others", _("Not retired: other devices speak through this gateway. Give them another one first."))
    return None
