"""What devices say, in words: the kinds of messages and the values they carry. What nobody named stays as the device wrote it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.domains.devices.models import Device
from anju.domains.devices.queries import REASONS
from anju.kernel.screens import shown

MESSAGES: dict[str, Any] = {
    "heartbeat": gettext_lazy("Sign of life"),
    "reading": gettext_lazy("Measured values"),
    "status": gettext_lazy("Report of its state"),
    "posture": gettext_lazy("Report of its protection"),
}
VALUES: dict[str, Any] = {
    "temperature": gettext_lazy("Temperature measured"),
    "humidity": gettext_lazy("Humidity"),
    "pressure": gettext_lazy("Pressure"),
    "current": gettext_lazy("Electric current"),
    "power": gettext_lazy("Electric power"),
    "battery": gettext_lazy("Battery"),
    "disk_free": gettext_lazy("Free disk space"),
    "speed": gettext_lazy("Speed"),
    "floor": gettext_lazy("Floor"),
    "leak": gettext_lazy("Water on the floor"),
    "state": gettext_lazy("State"),
}


def message_words(kind: str) -> str:
    return str(MESSAGES.get(kind, kind))


def value_words(device: Device, values: dict[str, Any]) -> str:
    """Each value with its name and unit."""
    units = dict(device.about.readings)
    return _(", ").join(f"{VALUES.get(name, name)} {_said(name, value)} {units.get(name, '')}".rstrip() for name, value in values.items())


def _said(name: str, value: Any) -> str:
    if name == "state":
        return str(dict(REASONS).get(value, value))
    return shown.plain_text(value)
