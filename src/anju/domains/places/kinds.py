"""The kinds of places: what each is called, and under which others it may stand. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """`under` holds the kinds of parent allowed; "" allows none. `naming` makes a name from a code where nobody gave one."""

    label: Any
    under: tuple[str, ...]
    naming: str = ""


_COMMUNITY = ("community",)
_HOUSE = ("building", "unit")
_ANY = ("community", "building", "unit", "garage", "grounds")

KINDS: dict[str, Kind] = {
    "province": Kind(_("Province"), ("",)),
    "city": Kind(_("City"), ("", "province")),
    "district": Kind(_("District"), ("", "city")),
    "street": Kind(_("Street"), ("", "district")),
    "neighbourhood": Kind(_("Neighbourhood"), ("", "street")),
    "grid": Kind(_("Grid"), ("", "street", "neighbourhood", "community")),
    "community": Kind(_("Community"), ("", "district", "street", "neighbourhood")),
    "building": Kind(_("Building"), _COMMUNITY, "{}栋"),
    "unit": Kind(_("Unit"), ("building",), "{}单元"),
    "dwelling": Kind(_("Dwelling"), _HOUSE, "{}"),
    "shop": Kind(_("Shop"), ("community", *_HOUSE), "商铺{}"),
    "grounds": Kind(_("Outdoor area"), _COMMUNITY),
    "gate": Kind(_("Gate"), ("community", "building", "garage")),
    "lane": Kind(_("Lane"), ("gate", "garage"), "{}号车道"),
    "garage": Kind(_("Garage"), ("community", "building")),
    "lift": Kind(_("Lift"), (*_HOUSE, "garage"), "{}号电梯"),
    "lobby": Kind(_("Lobby"), _HOUSE),
    "stairway": Kind(_("Stairway"), _HOUSE),
    "roof": Kind(_("Roof"), _HOUSE),
    "perimeter": Kind(_("Perimeter section"), _COMMUNITY),
    "road": Kind(_("Road"), _COMMUNITY),
    "fire_lane": Kind(_("Fire lane"), _COMMUNITY),
    "pump_room": Kind(_("Pump room"), _ANY),
    "power_room": Kind(_("Power distribution room"), _ANY),
    "control_room": Kind(_("Control room"), _ANY),
    "fire_control_room": Kind(_("Fire control room"), _ANY),
    "fire_station": Kind(_("Micro fire station"), _ANY),
    "charging": Kind(_("Charging point for e-bikes"), _ANY),
    "playground": Kind(_("Playground"), ("community", "grounds")),
    "green": Kind(_("Green area"), ("community", "grounds")),
    "pool": Kind(_("Pool"), ("community", "grounds")),
    "refuse": Kind(_("Refuse point"), _ANY),
    "office": Kind(_("Office"), _ANY),
    "room": Kind(_("Room"), _ANY),
    "parking": Kind(_("Parking area"), ("community", "garage", "grounds")),
}

CHOICES = [(code, kind.label) for code, kind in KINDS.items()]
REGIONS = ("province", "city", "district", "street", "neighbourhood", "grid")


def default_name(kind: str, code: str) -> str:
    """The name of a place that was given only a code: a building "3" is 3栋, a gate "S" is S."""
    return (KINDS[kind].naming or "{}").format(code)
