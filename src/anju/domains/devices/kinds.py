"""Kinds of devices and what each can do. Rooms above register their own with `register_kind`. Pure.

Fire equipment is read and never commanded (消防设备只监不控): a fire kind that names a command is refused at registration.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SYSTEMS: dict[str, Any] = {
    "video": _("Video surveillance"),
    "access": _("Access control"),
    "vehicle": _("Vehicles and barriers"),
    "perimeter": _("Perimeter alarm"),
    "fire": _("Fire protection"),
    "patrol": _("Guard patrol"),
    "lift": _("Lifts"),
    "equipment": _("Water and power"),
    "charging": _("E-bike charging"),
    "network": _("Network"),
}

COMMANDS: dict[str, Any] = {
    "restart": _("Restart"),
    "set_clock": _("Set the clock"),
    "take_picture": _("Take a picture"),
    "open_once": _("Open once"),
    "stop_charging": _("Stop charging"),
    "send_records": _("Send the stored records"),
}
"""Every command there is. None of them locks a door or holds a person, and none takes a text that a device would run."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What devices of a kind are and can do.

    `prefix` begins their numbers. `report_s` is how often one says something when all is well, `commands` what it can be told,
    `readings` the values it sends with their unit. `is_supervised`: the authority (公安技防) approves its product and its installation.
    `is_tested`: it goes live only after a passed commissioning test. `is_gateway`: it speaks for others.
    """

    code: str
    label: Any
    system: str
    prefix: str
    report_s: int = 60
    commands: tuple[str, ...] = ()
    readings: tuple[tuple[str, str], ...] = ()
    is_supervised: bool = False
    is_tested: bool = False
    is_gateway: bool = False

    @property
    def is_fire(self) -> bool:
        return self.system == "fire"


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> Kind:
    """Add a kind. Raises ValueError where it contradicts another or the law on fire equipment."""
    if kind.code in _kinds or any(other.prefix == kind.prefix for other in _kinds.values()):
        raise ValueError(f"the kind {kind.code!r} or its prefix is registered twice")
    if kind.system not in SYSTEMS or not set(kind.commands) <= set(COMMANDS) or not 1 <= kind.report_s <= 86_400:
        raise ValueError(f"the kind {kind.code!r} names a system, a command or a period that there is not")
    if kind.is_fire and kind.commands:
        raise ValueError(f"the kind {kind.code!r} is fire equipment: it is read and never commanded")
    if len(kind.code) > 24 or not kind.code.isascii():
        raise ValueError(f"the code {kind.code!r} does not fit")
    _kinds[kind.code] = kind
    return kind


def kind_of(code: str) -> Kind:
    """The registered kind; KeyError when there is none."""
    return _kinds[code]


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


def kind_choices() -> list[tuple[str, Any]]:
    return [(kind.code, kind.label) for kind in _kinds.values()]


def kinds_of_system(system: str) -> list[str]:
    return [kind.code for kind in _kinds.values() if kind.system == system]


_CARE = ("restart", "set_clock")

for _kind in (
    Kind(code="gateway", label=_("Gateway"), system="network", prefix="GW", commands=_CARE, is_gateway=True),
    Kind(code="camera", label=_("Camera"), system="video", prefix="CAM", commands=(*_CARE, "take_picture"), is_supervised=True, is_tested=True),
    Kind(code="recorder", label=_("Video recorder"), system="video", prefix="NVR", commands=_CARE, readings=(("disk_free", "%"),), is_supervised=True, is_tested=True),
    Kind(code="door_controller", label=_("Door controller"), system="access", prefix="DC", commands=(*_CARE, "open_once"), is_tested=True),
    Kind(code="turnstile", label=_("Turnstile"), system="access", prefix="TS", commands=(*_CARE, "open_once"), is_tested=True),
    Kind(code="face_reader", label=_("Face reader"), system="access", prefix="FR", commands=_CARE, is_supervised=True, is_tested=True),
    Kind(code="intercom", label=_("Intercom"), system="access", prefix="IC", commands=_CARE),
    Kind(code="barrier", label=_("Barrier"), system="vehicle", prefix="BAR", commands=(*_CARE, "open_once")),
    Kind(code="plate_camera", label=_("Plate camera"), system="vehicle", prefix="LPR", commands=(*_CARE, "take_picture", "open_once"), is_supervised=True, is_tested=True),
    Kind(code="perimeter_detector", label=_("Perimeter detector"), system="perimeter", prefix="PD", commands=_CARE, is_supervised=True),
    Kind(code="help_point", label=_("Help point"), system="perimeter", prefix="HP", commands=_CARE),
    Kind(code="fire_panel", label=_("Fire alarm panel"), system="fire", prefix="FP"),
    Kind(code="smoke_detector", label=_("Smoke detector"), system="fire", prefix="SD", readings=(("battery", "%"),)),
    Kind(code="heat_detector", label=_("Heat detector"), system="fire", prefix="HD", readings=(("temperature", "°C"),)),
    Kind(code="hydrant_sensor", label=_("Hydrant pressure sensor"), system="fire", prefix="HS", readings=(("pressure", "MPa"),)),
    Kind(code="fire_pump", label=_("Fire pump"), system="fire", prefix="XB", readings=(("pressure", "MPa"),)),
    Kind(code="patrol_reader", label=_("Patrol reader"), system="patrol", prefix="PR", commands=("set_clock", "send_records"), is_supervised=True),
    Kind(code="lift", label=pgettext_lazy("device", "Lift"), system="lift", prefix="LT", readings=(("floor", ""), ("speed", "m/s"))),
    Kind(code="pump", label=_("Water pump"), system="equipment", prefix="WP", readings=(("pressure", "MPa"), ("current", "A"))),
    Kind(code="climate_sensor", label=_("Temperature and humidity sensor"), system="equipment", prefix="TH",
         readings=(("temperature", "°C"), ("humidity", "%"))),
    Kind(code="leak_sensor", label=_("Water leak sensor"), system="equipment", prefix="WL", readings=(("leak", ""),)),
    Kind(code="ebike_charger", label=_("E-bike charger"), system="charging", prefix="CH", commands=(*_CARE, "stop_charging"),
         readings=(("power", "W"), ("temperature", "°C"))),
):  # fmt: skip
    register_kind(_kind)
