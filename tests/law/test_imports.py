"""One direction: project, then surfaces, gateways and simulator, then the rooms in their order, then the kernel.

Siblings never meet. Of an earlier room only `events`, `queries` and `actions` are used; a signature may also name the class of its
record. A page also shows records and their states, which it can read but not write. Libraries know neither Django nor Anju. Whoever needs more announces an event or asks for a query.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from .code import PACKAGE, ROOT, Import, Module, modules, rooms

MAY_IMPORT = {
    "kernel": {"kernel"},
    "planreader": {"planreader"},
    "planners": {"planners"},
    "dialects": {"dialects", "plates"},
    "plates": {"plates"},
    "vision": {"vision", "plates"},
    "domains": {"domains", "kernel", "planners", "planreader", "plates"},
    "gateways": {"gateways", "domains", "kernel", "dialects", "plates", "vision"},
    "surfaces": {"surfaces", "domains", "kernel", "planners", "planreader"},
    "simulator": {"simulator", "domains", "kernel", "dialects", "planners", "planreader", "plates"},
}
LIBRARIES = ("planners", "planreader", "plates", "dialects", "vision")
FACES = {"events", "queries", "actions"}
FACES_FOR = {
    "domains": FACES,
    "surfaces": FACES | {"screens", "models", "states"},
    "simulator": FACES,
    "gateways": FACES | {"rules"},
}


def upward(package: Path) -> list[str]:
    """Imports against the direction of the floors. A test may stand on any floor to look at its own."""
    found = []
    for module in modules(package):
        floor = module.parts[0] if module.parts else ""
        if floor not in MAY_IMPORT:
            continue
        for one in _ours(module):
            if len(one.parts) > 1 and one.parts[1] not in MAY_IMPORT[floor] | {"__version__"}:
                found.append(f"{module.place}:{one.line} imports {one.target}: {floor} is below it")
    return found


def later_rooms(package: Path) -> list[str]:
    """Imports of a room that comes later in ROOMS. Announce an event instead; the later room reacts."""
    order = rooms(package)
    return [
        f"{module.place}:{one.line} imports {one.target}: {module.room} comes before it in ROOMS"
        for module in modules(package, tests=True)
        if module.room in order
        for one in _of_rooms(module)
        if one.parts[2] in order and order.index(one.parts[2]) > order.index(module.room)
    ]


def trespasses(package: Path) -> list[str]:
    """Uses of another room's private files."""
    found = []
    for module in modules(package):
        floor = module.parts[0] if module.parts else ""
        for one in _of_rooms(module):
            if floor not in FACES_FOR or one.parts[2] == module.room or len(one.parts) < 4 or one.parts[3] in FACES_FOR[floor]:
                continue
            if one.parts[3] == "models" and _is_only_annotation(module, one):
                continue
            faces = ", ".join(sorted(FACES_FOR[floor]))
            found.append(f"{module.place}:{one.line} uses {one.target}: only {faces} of a room are for others")
    return found


def unsettled_libraries(package: Path) -> list[str]:
    """Libraries that know Django."""
    return [
        f"{module.place}:{one.line} imports {one.target}: {module.parts[0]} is a library and knows no Django"
        for module in modules(package)
        if module.parts and module.parts[0] in LIBRARIES
        for one in module.imports
        if one.parts[0] == "django"
    ]


def _ours(module: Module) -> list[Import]:
    return [one for one in module.imports if one.parts[0] == "anju"]


def _of_rooms(module: Module) -> list[Import]:
    return [one for one in _ours(module) if one.parts[:2] == ("anju", "domains") and len(one.parts) > 2]


def _is_only_annotation(module: Module, one: Import) -> bool:
    in_annotations = {
        id(name)
        for node in ast.walk(module.tree)
        for annotation in _annotations(node)
        for name in ast.walk(annotation)
    }
    uses = [node for node in ast.walk(module.tree) if isinstance(node, ast.Name) and node.id == one.name]
    return all(id(node) in in_annotations for node in uses)


def _annotations(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
        return [node.annotation]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns:
        return [node.returns]
    return []


@pytest.mark.parametrize("law", [upward, later_rooms, trespasses, unsettled_libraries])
def test_the_package_keeps_it(law):
    assert law(PACKAGE) == []


@pytest.mark.parametrize(
    ("law", "place", "source"),
    [
        (upward, "kernel/clock.py", "from anju.domains.places import queries\n"),
        (upward, "surfaces/office/pages.py", "from anju.simulator import estate\n"),
        (upward, "planreader/words.py", "from anju.kernel import clock\n"),
        (later_rooms, "domains/places/actions.py", "from anju.domains.cases import actions\n"),
        (later_rooms, "domains/places/actions.py", "from ..cases.actions import open_case\n"),
        (trespasses, "domains/cases/rules.py", "from anju.domains.places import rules\n"),
        (trespasses, "domains/cases/queries.py", "from anju.domains.places.models import Place\nPlace.objects.all()\n"),
        (trespasses, "surfaces/office/pages.py", "from anju.domains.cases import rules\n"),
        (trespasses, "simulator/guards.py", "from anju.domains.cases.models import Case\nCase.objects.all()\n"),
        (unsettled_libraries, "planreader/words.py", "def read():\n    from django.db import models\n"),
    ],
)
def test_a_planted_fault_is_found(plant, law, place, source):
    assert len(law(plant(place, source))) == 1


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("domains/cases/actions.py", "from anju.domains.places.models import Place\ndef open_case(place: Place | None): ...\n"),
        ("domains/cases/reactions.py", "from anju.domains.places.events import PlaceAdded\nprint(PlaceAdded)\n"),
        ("domains/cases/tests/test_cases.py", "from anju.domains.places.models import Place\nPlace.objects.all()\n"),
        ("project/settings.py", "from anju.domains.cases.models import Case\nprint(Case)\n"),
    ],
)
def test_what_is_allowed_passes(plant, place, source):
    package = plant(place, source)
    assert [offence for law in (upward, later_rooms, trespasses) for offence in law(package)] == []


def test_import_linter_agrees():
    """The two great contracts again, by a tool that also sees indirect imports."""
    from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS
