from __future__ import annotations

from copy import copy
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import PlaceAdded, PlaceChanged, PlaceMoved, PlaceReopened, PlaceRetired
from ..kinds import CHOICES, default_name
from ..models import Place
from .growth import carry_along, descendants, latest, lock_tree, placed

PLANNERS = ("project_manager", "security_manager", "headquarters")
_ADDABLE = [choice for choice in CHOICES if choice[0] != "community"]


@action(title=_("Add a place"), posts=PLANNERS, event=PlaceAdded)
def add_place(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=_ADDABLE)],
    code: Annotated[str, Field(_("Code"), max_length=20)],
    parent: Annotated[Place | None, Field(_("Stands in"))] = None,
    name: Annotated[str, Field(_("Name"), max_length=80)] = "",
    floor: Annotated[int | None, Field(_("Floor"), minimum=-20, maximum=200)] = None,
    area_m2: Annotated[Decimal | None, Field(_("Area (m²)"), minimum=0, maximum=9_999_999)] = None,
    is_key: Annotated[bool, Field(_("Key location"))] = False,
    grid: Annotated[Place | None, Field(_("Grid"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Place | Refusal:
    """Add a place to the tree; without a parent it stands in the community itself."""
    lock_tree(scope)
    parent = latest(parent) if parent else Place.objects.filter(scope=scope, kind="community").first()
    if no := _is_here(scope, parent) or _may_grid(scope, grid) or rules.may_stand(kind, parent.kind if parent else ""):
        return no
    if no := rules.may_be_coded(code, taken=_is_taken(scope, parent, kind, code), where=str(parent or scope)):
        return no
    place = Place(scope=scope, kind=kind, code=code, parent=parent, name=name or default_name(kind, code), floor=floor)
    place.area_m2, place.is_key, place.grid = area_m2, is_key, grid
    placed(place, under=parent).save()
    announce(PlaceAdded(place=place.id, parent=parent.id if parent else None, kind=kind, called=place.full_name), subject=place)
    return place


def _is_taken(scope: Scope, parent: Place | None, kind: str, code: str) -> bool:
    return Place.objects.filter(scope=scope, parent=parent, kind=kind, code=code).exists()


def _is_here(scope: Scope, parent: Place | None) -> Refusal | None:
    if parent is not None and parent.scope_id != scope.id:
        return Refusal("places.elsewhere", _("That place belongs to another community. Choose one of this community."))
    if parent is not None and parent.state == "retired":
        return Refusal("places.parent_retired", _("The place it stands in is retired. Reopen that one first."))
    return None


def _may_grid(scope: Scope, grid: Place | None) -> Refusal | None:
    if grid is None:
        return None
    if not scope.path.startswith(grid.scope.path):
        return Refusal("places.elsewhere", _("That place belongs to another community. Choose one of this community."))
    if grid.kind != "grid":
        return Refusal("places.not_a_grid", _("“%(place)s” is not a grid. Choose a grid."), place=str(grid))
    return None


@action(title=_("Change a place"), posts=PLANNERS, event=PlaceChanged, allowed_from=("in_use",))
def change_place(
    place: Place,
    *,
    code: Annotated[str | None, Field(_("Code"), max_length=20)] = None,
    name: Annotated[str | None, Field(_("Name"), max_length=80)] = None,
    floor: Annotated[int | None, Field(_("Floor"), minimum=-20, maximum=200)] = None,
    area_m2: Annotated[Decimal | None, Field(_("Area (m²)"), minimum=0, maximum=9_999_999)] = None,
    is_key: Annotated[bool | None, Field(_("Key location"))] = None,
    grid: Annotated[Place | None, Field(_("Grid"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Place | Refusal:
    """Change what is known about a place; what is not given stays as it is. A new name is carried to all places in it."""
    was = copy(latest(place))
    given = {"code": code, "name": name, "floor": floor, "area_m2": area_m2, "is_key": is_key, "grid": grid}
    changed = sorted(key for key, value in given.items() if value is not None and value != getattr(place, key))
    if not changed:
        return Refusal("places.nothing_changed", _("Nothing was changed."))
    if no := _may_change(place, given, changed):
        return no
    for key in changed:
        setattr(place, key, given[key])
    placed(place, under=place.parent if place.kind != "community" else None).save()
    carry_along(descendants(was), was=was, now=place)
    announce(PlaceChanged(place=place.id, changed=changed, is_key=place.is_key, called=place.full_name), subject=place)
    return place


def _may_change(place: Place, given: dict, changed: list[str]) -> Refusal | None:
    if "code" in changed:
        taken = _is_taken(place.scope, place.parent, place.kind, given["code"])
        if no := rules.may_be_coded(given["code"], taken=taken, where=str(place.parent or place.scope)):
            return no
    if {"code", "name"} & set(changed) and (no := rules.may_rewrite(descendants(place).count())):
        return no
    return _may_grid(place.scope, given["grid"])


@action(title=_("Move a place"), posts=PLANNERS, event=PlaceMoved, allowed_from=("in_use",))
def move_place(
    place: Place, *, parent: Annotated[Place, Field(_("Stands in"))], by: Actor, at: datetime | None = None
) -> Place | Refusal:
    """Let a place, with all that stands in it, stand somewhere else."""
    was, parent = copy(latest(place)), latest(parent)
    size = descendants(place).count()
    if no := _is_here(place.scope, parent) or rules.may_move(path=place.path, to_path=parent.path, size=size):
        return no
    if no := rules.may_stand(place.kind, parent.kind):
        return no
    if no := rules.may_be_coded(place.code, taken=_is_taken(place.scope, parent, place.kind, place.code), where=str(parent)):
        return no
    place.parent = parent
    placed(place, under=parent).save()
    carry_along(descendants(was), was=was, now=place)
    announce(PlaceMoved(place=place.id, parent=parent.id, was=was.parent_id), subject=place)
    return place


@action(title=_("Retire a place"), posts=PLANNERS, event=PlaceRetired, confirm=True, allowed_from=("in_use",))
def retire_place(
    place: Place, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None
) -> Place | Refusal:
    """Take a place out of use. It keeps its history and its code."""
    children = Place.objects.filter(parent=latest(place), state="in_use").count()
    if no := rules.may_retire(kind=place.kind, state=place.state, children=children):
        return no
    place.state = "retired"
    place.save(update_fields=["state"])
    announce(PlaceRetired(place=place.id, reason=reason), subject=place)
    return place


@action(title=_("Reopen a place"), posts=PLANNERS, event=PlaceReopened, allowed_from=("retired",))
def reopen_place(place: Place, *, by: Actor, at: datetime | None = None) -> Place | Refusal:
    """Put a retired place into use again."""
    parent_in_use = latest(place).parent is None or place.parent.state == "in_use"
    if no := rules.may_reopen(state=place.state, is_parent_in_use=parent_in_use):
        return no
    place.state = "in_use"
    place.save(update_fields=["state"])
    announce(PlaceReopened(place=place.id), subject=place)
    return place
