from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from anju.kernel import clock
from anju.kernel.actions import Field, action, announce, announce_many, create_many
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal
from anju.kernel.scope import entered

from .. import queries, rules
from ..events import DwellingAdded, FloorsLaidOut
from ..kinds import default_name
from ..models import Place
from .growth import lock_tree, placed
from .tree import PLANNERS, add_place


@action(title=_("Lay out floors of a unit"), posts=PLANNERS, event=FloorsLaidOut)
def lay_out_floors(
    scope: Scope,
    *,
    building: Annotated[str, Field(_("Building"), max_length=20, help=_("Its code, such as 3"))],
    unit: Annotated[str, Field(_("Unit"), max_length=20, help=_("Its code, such as 2"))],
    first_floor: Annotated[int, Field(_("First floor"), minimum=1, maximum=150)] = 1,
    last_floor: Annotated[int, Field(_("Last floor"), minimum=1, maximum=150)],
    dwellings_per_floor: Annotated[int, Field(_("Dwellings per floor"), minimum=1, maximum=50)],
    area_m2: Annotated[Decimal | None, Field(_("Area of each (m²)"), minimum=0, maximum=99_999)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Place | Refusal:
    """Make the dwellings of these floors, and their building and unit where missing; dwellings that stand already are left as they are."""
    lock_tree(scope)
    root = queries.community_of(scope)
    if root is None:
        return Refusal("places.not_a_community", _("Buildings stand only in a community. Go to the community first."))
    if no := rules.may_lay_out(first_floor=first_floor, last_floor=last_floor, dwellings_per_floor=dwellings_per_floor):
        return no
    if no := rules.may_be_coded(building, taken=False, where="") or rules.may_be_coded(unit, taken=False, where=""):
        return no
    house = _standing(root, "building", building)
    entrance = _standing(house, "unit", unit)
    doors = _missing(entrance, first_floor, last_floor, dwellings_per_floor, area_m2)
    if not doors:
        return Refusal("places.all_stand", _("All these dwellings stand already. Choose other floors."))
    Place.objects.bulk_create(doors)
    laid = FloorsLaidOut(building=house.id, unit=entrance.id, first_floor=first_floor, last_floor=last_floor, dwellings=len(doors))
    announce(laid, subject=entrance)
    return entrance


def _standing(parent: Place, kind: str, code: str) -> Place:
    found = Place.objects.filter(scope_id=parent.scope_id, parent=parent, kind=kind, code=code).first()
    if found is None:
        found = placed(Place(scope_id=parent.scope_id, kind=kind, code=code, name=default_name(kind, code), parent=parent), under=parent)
        found.save()
    return found


def _missing(unit: Place, first_floor: int, last_floor: int, per_floor: int, area_m2: Decimal | None) -> list[Place]:
    there = set(Place.objects.filter(scope_id=unit.scope_id, parent=unit, kind="dwelling").values_list("code", flat=True))
    now, made = clock.now(), []
    for floor in range(first_floor, last_floor + 1):
        for number in range(1, per_floor + 1):
            code = rules.dwelling_code(floor, number)
            if code not in there:
                door = Place(scope_id=unit.scope_id, kind="dwelling", code=code, name=code, parent=unit, floor=floor, area_m2=area_m2, created_at=now)
                made.append(placed(door, under=unit))
    return made


def lay_out_buildings(
    scope: Scope,
    *,
    buildings: int,
    units: int,
    floors: int,
    dwellings_per_floor: int,
    first_building: int = 1,
    area_m2: Decimal | None = None,
    by: Actor,
) -> int | Refusal:
    """Lay out `buildings` × `units` × `floors` × `dwellings_per_floor`, each chunk of floors in a transaction of its own.

    Returns the number of dwellings made. May be repeated: what stands already is passed over.
    """
    before = _dwellings(scope)
    chunks = rules.layout(first_building=first_building, buildings=buildings, units=units, floors=floors, dwellings_per_floor=dwellings_per_floor)
    for chunk in chunks:
        done = lay_out_floors(
            scope,
            building=chunk.building,
            unit=chunk.unit,
            first_floor=chunk.first_floor,
            last_floor=chunk.last_floor,
            dwellings_per_floor=dwellings_per_floor,
            area_m2=area_m2,
            by=by,
        )
        if isinstance(done, Refusal) and done.code != "places.all_stand":
            return done
    return _dwellings(scope) - before


def _dwellings(scope: Scope) -> int:
    with entered(scope):
        return Place.objects.filter(kind="dwelling").count()


@action(title=_("Add a dwelling"), posts=(*PLANNERS, "front_desk"), event=DwellingAdded)
def add_dwelling(
    scope: Scope,
    *,
    building: Annotated[str, Field(_("Building"), max_length=40, help=_("As it is called here, such as 3栋"))],
    unit: Annotated[str, Field(_("Unit"), max_length=40, help=_("Empty where the building has no units"))] = "",
    number: Annotated[str, Field(_("Door number"), max_length=20)],
    floor: Annotated[int | None, Field(_("Floor"), minimum=-20, maximum=200)] = None,
    area_m2: Annotated[Decimal | None, Field(_("Area (m²)"), minimum=0, maximum=99_999)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Place | Refusal:
    """Add one dwelling by the names of its building and unit: one row of an import."""
    house = _named(scope, "building", building, None)
    if isinstance(house, Refusal):
        return house
    entrance = _named(scope, "unit", unit, house) if unit else house
    if isinstance(entrance, Refusal):
        return entrance
    made = add_place(scope, kind="dwelling", code=number, parent=entrance, floor=floor, area_m2=area_m2, by=by)
    if isinstance(made, Refusal):
        return made
    announce(DwellingAdded(place=made.id, building=house.id, unit=entrance.id), subject=made)
    return made


def _named(scope: Scope, kind: str, written: str, house: Place | None) -> Place | Refusal:
    """The building or unit of exactly this name or code, or a refusal that names what comes near."""
    there = Place.objects.filter(scope=scope, kind=kind, state="in_use", **({"parent": house} if house else {}))
    by_name = {**{p.code: p for p in there}, **{p.name: p for p in there}}
    if written.strip() in by_name:
        return by_name[written.strip()]
    close = queries.naming.nearest(written, [p.name for p in there], limit=1)
    if close:
        return Refusal("places.did_you_mean", _("There is no “%(written)s” here. Is it “%(close)s”?"), written=written, close=close[0])
    return Refusal("places.no_such_place", _("There is no “%(written)s” here. Add it first."), written=written)


@add_dwelling.many
def add_dwellings(scope: Scope, rows: list[dict[str, Any]], *, by: Actor, at: datetime) -> list[Place | Refusal]:
    """Many rows of a table: buildings, units and door numbers are looked up once, the dwellings written in one statement."""
    lock_tree(scope)
    register = _Register(scope, rows)
    decided = [register.decide(row, at) for row in rows]
    made = [one for one in decided if isinstance(one, Place)]
    create_many(made)
    announce_many([(DwellingAdded(place=one.id, building=register.houses[one.parent_id].id, unit=one.parent_id), one) for one in made])
    return decided


class _Register:
    """What stands in a community, for deciding about many dwellings without asking the database for each."""

    def __init__(self, scope: Scope, rows: list[dict[str, Any]]) -> None:
        self.scope = scope
        self.houses: dict[UUID, Place] = {}
        self._doors: dict[UUID, set[str]] = {}
        self._entrances: dict[tuple[str, str], Place | Refusal] = {}
        written = {(row["building"], row.get("unit", "")) for row in rows}
        standing = Place.objects.filter(scope=scope, state="in_use")
        houses = _by_call(standing.filter(kind="building"), {building for building, _unit in written})
        for house in {house.id: house for house in houses.values()}.values():
            units = _by_call(standing.filter(kind="unit", parent=house), {unit for building, unit in written if houses.get(building) == house})
            self._take_up(house, [building for building, found in houses.items() if found == house], {"": house, **units})

    def _take_up(self, house: Place, calls: list[str], entrances: dict[str, Place]) -> None:
        for unit, entrance in entrances.items():
            self.houses[entrance.id] = house
            self._entrances.update({(call, unit): entrance for call in calls})

    def decide(self, row: dict[str, Any], at: datetime) -> Place | Refusal:
        """The dwelling of a row, not yet saved, or why it cannot be added."""
        entrance = self._entrance(row["building"], row.get("unit", ""))
        if isinstance(entrance, Refusal):
            return entrance
        number, taken = row["number"], self._doors_at(entrance)
        if no := rules.may_stand("dwelling", entrance.kind) or rules.may_be_coded(number, taken=number in taken, where=str(entrance)):
            return no
        taken.add(number)
        door = Place(scope=self.scope, kind="dwelling", code=number, name=default_name("dwelling", number), parent=entrance, created_at=at)
        door.floor, door.area_m2 = row.get("floor"), row.get("area_m2")
        return placed(door, under=entrance)

    def _entrance(self, building: str, unit: str) -> Place | Refusal:
        """Looked up with the rest; what was not found there gets the refusal that names what comes near."""
        if (building, unit) not in self._entrances:
            house = _named(self.scope, "building", building, None)
            found = _named(self.scope, "unit", unit, house) if unit and isinstance(house, Place) else house
            self._entrances[building, unit] = found
            if isinstance(found, Place):
                self.houses[found.id] = house
        return self._entrances[building, unit]

    def _doors_at(self, entrance: Place) -> set[str]:
        if entrance.id not in self._doors:
            there = Place.objects.filter(scope=self.scope, kind="dwelling", parent=entrance)
            self._doors[entrance.id] = set(there.values_list("code", flat=True))
        return self._doors[entrance.id]


def _by_call(places: QuerySet[Place], calls: set[str]) -> dict[str, Place]:
    """Those called so, by name before code."""
    found = list(places.filter(Q(name__in=calls) | Q(code__in=calls)))
    return {call: one for call in calls if (one := next((p for p in found if p.name == call), None) or next((p for p in found if p.code == call), None))}
