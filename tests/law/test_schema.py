"""Foreign keys point to earlier rooms, as strings, without reverse names: an earlier room's record knows nothing of later ones."""

from __future__ import annotations

import ast
from pathlib import Path

from .code import PACKAGE, Module, dotted, modules, rooms

KEYS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
GROUND = {"kernel", "auth", "contenttypes"}


def loose_keys(package: Path) -> list[str]:
    """Keys with a reverse name, to a class instead of a name, or to a later room."""
    return [f"{module.place}:{call.lineno} {fault}" for module in modules(package) if module.room for call in module.calls() if (fault := _fault(module, call, package))]


def _fault(module: Module, call: ast.Call, package: Path) -> str | None:
    if dotted(call.func).rpartition(".")[2] not in KEYS:
        return None
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    target = call.args[0] if call.args else named.get("to")
    if not (isinstance(target, ast.Constant) and isinstance(target.value, str)):
        return "names its target by class: use the string \"room.Model\"" if _is_of_another_room(module, dotted(target or ast.Constant(None))) else None
    room = target.value.partition(".")[0] if "." in target.value else module.room
    if room == module.room:
        return None
    reverse = named.get("related_name")
    if not (isinstance(reverse, ast.Constant) and reverse.value == "+"):
        return f"to {target.value} has a reverse name: give it related_name=\"+\""
    order = rooms(package)
    if room not in GROUND and (room not in order or order.index(room) > order.index(module.room)):
        return f"to {target.value} points upward: {room} comes after {module.room} in ROOMS"
    return None


def _is_of_another_room(module: Module, name: str) -> bool:
    """Whether a class was imported from another room; one of the room's own may be named as it is."""
    return any(one.name == name.partition(".")[0] and one.parts[:2] == ("anju", "domains") and one.parts[2] != module.room for one in module.imports)


def test_the_package_keeps_it():
    assert loose_keys(PACKAGE) == []


def test_planted_faults_are_found(plant):
    package = plant(
        "domains/people/models.py",
        "from django.db import models; from anju.domains.places.models import Place\n"
        "class Person(models.Model):\n"
        "    home = models.ForeignKey('places.Place', models.PROTECT)\n"
        "    case = models.ForeignKey('cases.Case', models.PROTECT, related_name='+')\n"
        "    place = models.ForeignKey(Place, models.PROTECT, related_name='+')\n"
        "    boss = models.ForeignKey('self', models.PROTECT)\n"
        "    home_of = models.ForeignKey(Person, models.PROTECT)\n"
        "    where = models.ForeignKey('places.Place', models.PROTECT, related_name='+')\n",
    )
    assert [offence.partition(" ")[0] for offence in loose_keys(package)] == [f"domains/people/models.py:{line}" for line in (3, 4, 5)]
