"""What the watch notes: lost, returned, or standing otherwise. Only the clock does it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..events import DeviceLost, DeviceReturned, DeviceStandingChanged
from ..models import Device
from ..rules.standing import losses_with, step
from ..states import REASONS, Online
from .holding import about, held

OnlineInput = Annotated[str, Field(pgettext_lazy("device", "Online"), choices=Online.choices)]
ReasonInput = Annotated[str, Field(pgettext_lazy("device", "Reason"), choices=REASONS)]


@action(title=_("Note the loss"), posts=(), event=DeviceLost)
def note_lost(device: Device, *, online: OnlineInput, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Device | Refusal:
    """Note that a device is gone, and why."""
    device = held(device)
    if no := _not_this_step(device, online, "lost"):
        return no
    before = tuple(datetime.fromisoformat(each) for each in device.recent_losses)
    losses = losses_with(before, at)
    device.online, device.reason, device.online_since, device.lost_at = online, reason, at, at
    device.recent_losses = [each.isoformat() for each in losses]
    device.save(update_fields=["online", "reason", "online_since", "lost_at", "recent_losses"])
    told = {"last_contact_at": device.contact.last_contact_at, "is_repeated": len(losses) > 1}
    announce(DeviceLost(**about(device), online=online, reason=reason, **told), subject=device)
    return device


@action(title=_("Note the return"), posts=(), event=DeviceReturned)
def note_returned(device: Device, *, online: OnlineInput, reason: ReasonInput = "", by: Actor, at: datetime | None = None) -> Device | Refusal:
    """Note that a device is back, and how long it was away."""
    device = held(device)
    if no := _not_this_step(device, online, "returned"):
        return no
    minutes = int((at - device.lost_at).total_seconds() // 60) if device.lost_at else 0
    told = {"reason": device.reason, "lost_at": device.lost_at, "minutes": minutes}
    device.online, device.reason, device.online_since, device.lost_at = online, reason, at, None
    device.save(update_fields=["online", "reason", "online_since", "lost_at"])
    announce(DeviceReturned(**about(device), online=online, **told), subject=device)
    return device


@action(title=_("Note the standing"), posts=(), event=DeviceStandingChanged)
def note_changed(device: Device, *, online: OnlineInput, reason: ReasonInput = "", by: Actor, at: datetime | None = None) -> Device | Refusal:
    """Note that a device stands otherwise without being lost or returned."""
    device = held(device)
    if no := _not_this_step(device, online, "changed"):
        return no
    before = device.online
    device.online, device.reason = online, reason
    if before != online:
        device.online_since = at
    device.save(update_fields=["online", "reason", "online_since"])
    announce(DeviceStandingChanged(**about(device), online=online, before=before, reason=reason), subject=device)
    return device


def _not_this_step(device: Device, online: str, wanted: str) -> Refusal | None:
    if device.state == "in_service" and step(device.online, online) == wanted:
        return None
    return Refusal("devices.not_that_step", _("Not noted: the device does not stand where this could have happened."))
