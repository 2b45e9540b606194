"""What zones are drawn from: buildings and spaces with where they lie, their dwellings, area and risk."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

from anju.domains.places import queries as places
from anju.kernel.models import Scope

from .models import Checkpoint
from .rules.zoning import Ground

LEFT_OUT = ("community", "grid", "unit", "dwelling", "shop", "lane", "lift", "lobby", "stairway", "roof", "room", "office")


def of(scope: Scope) -> list[Ground]:
    """Every building and space on its own ground, in natural order."""
    dwellings = Counter(places.building_names(scope).values())
    risks: dict[Any, int] = {}
    for point in Checkpoint.objects.filter(scope=scope, state="in_use").values("place_id", "risk"):
        risks[point["place_id"]] = min(point["risk"], risks.get(point["place_id"], 4))
    found = []
    for place in places.in_use(scope).exclude(kind__in=LEFT_OUT):
        x, y = places.middle_of(place.shape) if place.shape else (None, None)
        found.append(Ground(place.pk, str(place), x, y, dwellings.get(str(place), 0), float(place.area_m2 or 0), risks.get(place.pk, 4)))
    return found


def inputs(grounds: list[Ground]) -> dict[str, Any]:
    """The figures that zones were drawn from, with a digest that changes when one of them does."""
    told = {
        "area_m2": round(sum(one.area_m2 for one in grounds), 1),
        "buildings": sum(one.dwellings > 0 for one in grounds),
        "spaces": sum(one.dwellings == 0 for one in grounds),
        "dwellings": sum(one.dwellings for one in grounds),
        "risk_points": sum(one.risk < 4 for one in grounds),
    }
    facts = [[str(one.id), one.x, one.y, one.dwellings, one.area_m2, one.risk] for one in grounds]
    return {**told, "digest": hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]}
