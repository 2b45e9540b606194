"""From a message at the broker to what it means: the same as of a camera that pushes by HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.dialects import vzenith
from anju.dialects.sighting import Garbled
from anju.domains.devices import queries
from anju.gateways.lane_cameras.hearing import Heard, no_message, take
from anju.gateways.lane_cameras.speaking import LANE_BYTES
from anju.kernel import keys
from anju.kernel import scope as view
from anju.kernel.refusals import Refusal

from .rights import Right


def hear(topic: str, body: bytes) -> tuple[Any, Heard | Refusal]:
    """(the camera's device or None, what follows). The broker let it write here: only a camera with this serial number may."""
    try:
        serial, _name = vzenith.topic_of(topic)
        device = queries.by_serial(serial, dialect="mqtt")
        if device is None or not device.credential.secret or device.state not in ("in_service", "under_service"):
            return None, Refusal("devices.unknown_key", _("This key is unknown or was revoked. Enrol the device anew."))
        if len(body) > LANE_BYTES:
            return device, Refusal("devices.too_large", _("A message has at most %(most)s bytes. Send less at once."), most=LANE_BYTES)
        told = vzenith.read_message(topic, body)
    except Garbled as garbled:
        return None, no_message(garbled)
    return device, take(device.scope_id, device.pk, "vzenith", told)


def rights_now() -> list[Right]:
    """The login of every camera that speaks over MQTT, as the register has it now."""
    made = []
    for device in queries.speaking("mqtt"):
        with view.entered(device.scope):
            login = queries.login_of(device)
        if login is not None and device.serial:
            made.append(Right(device.serial, *login))
    return made


def house_password() -> str:
    """The house's own at its broker: it follows from the master key and is written nowhere else."""
    return keys.derived("mqtt broker").hex()
