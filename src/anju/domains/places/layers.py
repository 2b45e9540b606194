"""Layers of the site plan, declared by this room and by later ones: what is drawn, in which colour, and what it watches.

A layer answers with marks; where a mark brings no shape of its own it stands where its place is drawn, or the nearest place around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from anju.kernel.models import Scope

from .models import SitePlan
from .rules import Reach


@dataclass(frozen=True)
class Mark:
    """One thing on the plan.

    key      stays the same while the thing lives
    label    its name; `short` what stands in or beside the sign (a surname, a number)
    sign     disc (a person), wedge (a camera), door, square (an asset), diamond (a hazard), dot, or none for areas and lines
    colour   one of the state colours, or "" for what is normal; `state` the word for it
    shape    {"type", "points"} in metres on `plan` (None: the plan of the community); without it the mark stands at `place`
    reach    what it watches: {"radius_m", "heading_deg", "width_deg"}
    at       since when, or how old what is shown is
    kind     what kind of thing it is, in words
    """

    key: str
    label: Any
    short: str = ""
    sign: str = "dot"
    colour: str = ""
    state: Any = ""
    shape: dict[str, Any] | None = None
    plan: UUID | None = None
    place: UUID | None = None
    reach: dict[str, Any] | None = None
    link: str = ""
    note: Any = ""
    at: datetime | None = None
    kind: Any = ""


@dataclass(frozen=True)
class Loose:
    """Something of a layer that lies on no plan yet."""

    key: str
    label: Any
    kind: Any = ""


@dataclass(frozen=True)
class Layer:
    """`records` names the models whose changes redraw it; `permission` who sees it; `is_watching`: its marks count in the check of coverage.

    `past(scope, at)` answers as it was at a moment of this day, by what the records prove; without it the layer is left out of past hours.
    Where its things are placed by hand, `loose(scope, plan)` names those without a place, and `placing` is the action that takes
    `shape` and `plan`. With `looked(scope, actor)` it is shown only to who asks for it, and that is called to write the look down.
    """

    name: str
    title: Any
    icon: str
    marks: Callable[[Scope], Iterable[Mark]]
    records: tuple[str, ...]
    permission: str = ""
    position: int = 50
    is_shown: bool = True
    is_watching: bool = False
    loose: Callable[[Scope, SitePlan], Iterable[Loose]] | None = None
    placing: Any = None
    past: Callable[[Scope, datetime], Iterable[Mark]] | None = None
    looked: Callable[[Scope, Any], Any] | None = None


_layers: dict[str, Layer] = {}


def add_layer(layer: Layer) -> None:
    """Declare a layer, in a room's `screens.py` or a surface's `urls.py`."""
    _layers[layer.name] = layer


def layers_for(rights: frozenset[str] | None) -> list[Layer]:
    """The layers that somebody with these rights may see, in order."""
    found = [layer for layer in _layers.values() if not layer.permission or rights is None or layer.permission in rights]
    return sorted(found, key=lambda layer: (layer.position, layer.name))


def layer(name: str) -> Layer | None:
    return _layers.get(name)


def reach_at(spot: tuple[float, float], reach: dict[str, Any]) -> Reach:
    """A mark's reach where it stands."""
    return Reach(spot[0], spot[1], reach["radius_m"], reach.get("heading_deg"), reach.get("width_deg"))
