"""What a community may or may not have, asked once, so that the law's duties about it are not asked one by one. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .statutes import Statute, statutes


@dataclass(frozen=True)
class Feature:
    """One thing of a community. A statutory duty is about it when one of `words` stands in what the duty applies to."""

    code: str
    label: Any
    words: tuple[str, ...]

    def is_about(self, statute: Statute) -> bool:
        return any(word in statute.applies for word in self.words)


FEATURES = (
    Feature("own_guards", _("Guards employed by the property company itself"), ("employs guards itself",)),
    Feature("contracted_guards", _("Guards of a contracted guard company"), ("guards are contracted",)),
    Feature("lifts", _("Lifts"), ("lift",)),
    Feature("high_rise", _("High-rise buildings (residential above 27 m)"), ("high-rise",)),
    Feature("facade", _("Facades with insulation"), ("insulated facade",)),
    Feature("car_park", _("A closed or underground car park"), ("closed car park",)),
    Feature("control_room", _("A control room"), ("control room",)),
    Feature("face_gates", _("Gates that know faces"), ("face gates",)),
    Feature("water", _("Secondary water supply with tanks or pumps"), ("secondary supply", "tanks on site", "drinking water")),
    Feature("sewage", _("Septic tanks or sewage wells"), ("septic", "confined space", "manholes")),
    Feature("sprinkler", _("Sprinklers, water or foam systems"), ("sprinkler", "water/foam")),
    Feature("smoke_control", _("Mechanical smoke control"), ("smoke control",)),
    Feature("transformer", _("An own transformer room"), ("transformer",)),
    Feature("charging", _("Places where e-bikes are parked or charged"), ("e-bikes",)),
    Feature("fuel", _("A gas or fuel store"), ("gas station",)),
    Feature("shops", _("Shops or a public car park inside"), ("shops",)),
    Feature("crowds", _("A place where crowds gather, or a key unit of fire safety"), ("key unit", "gathering place", "key target")),
    Feature("patrol_readers", _("Electronic patrol"), ("electronic patrol",)),
    Feature("committee", _("An owners' committee"), ("committee",)),
    Feature("network", _("Own network services, or a link to a platform"), ("network operator", "platform")),
)
_BY_CODE = {feature.code: feature for feature in FEATURES}


def feature_of(code: str) -> Feature | None:
    return _BY_CODE.get(code)


def unfit_without(absent: Collection[str]) -> dict[str, Feature]:
    """The statutory duties that do not apply where these features are absent, each with the first feature it is about."""
    found: dict[str, Feature] = {}
    for code in sorted(absent):
        feature = _BY_CODE[code]
        for statute in statutes():
            if feature.is_about(statute):
                found.setdefault(statute.id, feature)
    return found
