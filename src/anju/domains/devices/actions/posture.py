"""What is known of a device's protection: entered by whoever checked it, or said by the device itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..events import PostureChecked
from ..models import Device, Posture
from ..models.standing import PASSWORDS, PROTOCOLS
from ..queries.posture import findings_of
from ..rules import posture as rules
from ..rules import register
from .holding import MANAGERS, about, held

PasswordInput = Annotated[str, Field(_("Password"), choices=PASSWORDS)]
ProtocolInput = Annotated[str, Field(_("Protocol"), choices=PROTOCOLS)]
PortsInput = Annotated[list[int] | None, Field(_("Open ports"), required=False, help=_("What answers on the network, such as 23 or 80."))]
FromInput = Annotated[date | None, Field(_("Certificate from"))]
UntilInput = Annotated[date | None, Field(_("Certificate until"))]
FirmwareInput = Annotated[str, Field(_("Firmware"), max_length=40, help=_("Empty: as before."))]


@action(title=_("Write down a check"), posts=("engineer", *MANAGERS), event=PostureChecked, allowed_from=("new", "spare", "in_service", "under_service"))
def write_check(
    device: Device,
    *,
    password: PasswordInput,
    protocol: ProtocolInput,
    open_ports: PortsInput = None,
    certificate_from_on: FromInput = None,
    certificate_until_on: UntilInput = None,
    firmware: FirmwareInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Device | Refusal:
    """Write down how a device is protected, as somebody found it on site."""
    given = {"password": password, "protocol": protocol, "open_ports": open_ports or [], "certificate_from_on": certificate_from_on, "certificate_until_on": certificate_until_on}
    return _record(device, given, firmware.strip(), at=at, by_device=False)


@action(title=_("Take in what the device says"), posts=(), event=PostureChecked)
def report_posture(
    device: Device,
    *,
    password: PasswordInput = "unknown",
    protocol: ProtocolInput = "unknown",
    open_ports: PortsInput = None,
    certificate_from_on: FromInput = None,
    certificate_until_on: UntilInput = None,
    firmware: FirmwareInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Device | Refusal:
    """Take in what a device or its gateway says about its protection."""
    given = {"password": password, "protocol": protocol, "open_ports": open_ports or [], "certificate_from_on": certificate_from_on, "certificate_until_on": certificate_until_on}
    return _record(device, given, firmware.strip(), at=at, by_device=True)


def _record(device: Device, given: dict, firmware: str, *, at: datetime, by_device: bool) -> Device | Refusal:
    device = held(device)
    if no := register.may_move(device.state, device.state, allowed=device.state != "retired"):
        return no
    if no := rules.may_record(**{name: given[name] for name in ("open_ports", "certificate_from_on", "certificate_until_on")}):
        return no
    if firmware and not register.FIRMWARE.fullmatch(firmware):
        return Refusal("devices.bad_firmware", _("Not recorded: a firmware version has letters, digits and dots only, 40 at most."))
    posture = Posture.objects.select_for_update().get(pk=device.posture_id)
    for name, value in given.items():
        setattr(posture, name, value)
    posture.open_ports, posture.checked_at = sorted(set(posture.open_ports)), at
    posture.save()
    if firmware and firmware != device.firmware:
        device.firmware = firmware
        device.save(update_fields=["firmware"])
    device.posture = posture
    found = findings_of(device, at=at)
    told = {"password": posture.password, "protocol": posture.protocol, "open_ports": posture.open_ports, "certificate_until_on": posture.certificate_until_on}
    announce(PostureChecked(**about(device), **told, score=rules.score(found), findings=found, by_device=by_device), subject=device)
    return device
