"""No circle among modules: of two that need each other one hands its part to a third, is given it, or asks for its job by name.

Imports inside functions count, for they hide a circle and do not undo it. What only a type hint names under TYPE_CHECKING counts not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from .code import PACKAGE, Module, dotted, modules

CORE = {"anju.kernel.clock", "anju.kernel.ids", "anju.kernel.records", "anju.kernel.scope", "anju.kernel.models"}
"""What a record is: its number, its hour and its scope are each read from a record. They stand together, and no room is among them."""


def circles(package: Path) -> list[str]:
    """Modules that need each other, each circle once."""
    found = modules(package)
    known = {_name(one) for one in found}
    needs = {_name(one): set(_needed(one, known)) - {_name(one)} for one in found}
    return [" -> ".join([*circle, circle[0]]) for circle in _circles(needs) if not all(_is_core(one) for one in circle)]


def unknown_jobs(package: Path) -> list[str]:
    """Jobs that are asked for and declared nowhere."""
    found = modules(package)
    declared = {f"{one.room or 'kernel'}.{node.name}" for one in found for node in one.tree.body if isinstance(node, ast.FunctionDef) and any(dotted(each) in ("job", "jobs.job") for each in node.decorator_list)}
    return [
        f"{one.place}:{call.lineno} asks for the job {call.args[0].value!r}, which is none"
        for one in found
        for call in one.calls()
        if dotted(call.func) in ("enqueue", "jobs.enqueue") and call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value not in declared
    ]


def _name(module: Module) -> str:
    return ".".join(("anju", *module.parts))


def _is_core(name: str) -> bool:
    return name in CORE or name.startswith("anju.kernel.models.")


def _needed(module: Module, known: set[str]) -> Iterator[str]:
    hints = {line for node in ast.walk(module.tree) if isinstance(node, ast.If) and dotted(node.test).endswith("TYPE_CHECKING") for part in node.body for line in range(part.lineno, part.end_lineno + 1)}
    for one in module.imports:
        if one.line not in hints:
            yield from [name for name in (one.target, one.target.rpartition(".")[0]) if name in known][:1]


def _circles(needs: dict[str, set[str]]) -> Iterator[list[str]]:
    """The shortest way from a module back to itself, for one module of each circle."""
    done: set[str] = set()
    for start in sorted(needs):
        if start not in done and (way := _way_back(start, needs)):
            done |= set(way)
            yield way


def _way_back(start: str, needs: dict[str, set[str]]) -> list[str]:
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop(0)
        for one in sorted(needs[way[-1]]):
            if one == start:
                return way
            if one not in seen:
                seen.add(one)
                ways.append([*way, one])
    return []


@pytest.mark.parametrize("law", [circles, unknown_jobs])
def test_the_package_keeps_it(law):
    assert law(PACKAGE) == []


def test_a_circle_is_found_also_inside_a_function(plant):
    package = plant("domains/cases/jobs.py", "from .actions import close\n")
    (package / "domains" / "cases" / "actions.py").write_text("def close():\n    from . import jobs\n")
    assert circles(package) == ["anju.domains.cases.actions -> anju.domains.cases.jobs -> anju.domains.cases.actions"]
    (package / "domains" / "cases" / "actions.py").write_text("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from . import jobs\n")
    assert circles(package) == []


def test_a_job_that_is_none_is_found(plant):
    package = plant("domains/cases/jobs.py", "from anju.kernel.jobs import job\n@job\ndef close_old(): ...\n")
    (package / "domains" / "cases" / "actions.py").write_text("from anju.kernel.jobs import enqueue\nenqueue('cases.close_old')\nenqueue('cases.close_new')\n")
    assert unknown_jobs(package) == ["domains/cases/actions.py:3 asks for the job 'cases.close_new', which is none"]
