"""Every action has a permission, an event, a help sentence, translatable labels, and a test in which it refuses; strangers are always refused."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.utils.functional import Promise

from anju.domains import ROOMS
from anju.kernel import permissions
from anju.kernel import scope as views
from anju.kernel.actions import Spec, registry
from anju.kernel.actors import Actor
from anju.kernel.models import Entry, Scope
from anju.kernel.refusals import Refusal

from .code import PACKAGE, ROOT

REFUSING = re.compile(r"Refusal|refus|\.code\b", re.IGNORECASE)


def declared() -> list[Spec]:
    """Every action of the rooms, in order; the kernel's own tests declare some too, which are not the product's."""
    for room in ROOMS:
        if list((PACKAGE / "domains" / room).glob("actions*")):
            importlib.import_module(f"anju.domains.{room}.actions")
    return [spec for name, spec in sorted(registry.items()) if ".tests." not in spec.function.__module__]


SPECS = declared()
HOUSE = sorted({spec.name.partition(".")[0] for spec in SPECS})


def incomplete(spec: Spec) -> list[str]:
    """What an action's declaration lacks."""
    labels = {"title": spec.title, **{one.name: one.label for one in spec.inputs}}
    wrong = [f"{spec.name}: {name} is called {label!r}, which cannot be translated" for name, label in labels.items() if not isinstance(label, Promise)]
    if spec.name not in permissions.defaults:
        wrong.append(f"{spec.name} has no permission: declare it with @action")
    if not spec.doc:
        wrong.append(f"{spec.name} has no docstring: it is the help that people read")
    if not getattr(spec.event, "__dataclass_params__", None) or not spec.event.__dataclass_params__.frozen:
        wrong.append(f"{spec.name} announces {spec.event!r}, which is not a declared event")
    return wrong


def never_refused(names: list[str], files: list[Path]) -> list[str]:
    """Actions that no test names together with a refusal."""
    refusals = "\n".join(text for file in files for text in _refusing_tests(file))
    return [f"{name} is refused in no test" for name in names if not re.search(rf"\b{name.partition('.')[2]}\b", refusals)]


def _refusing_tests(file: Path) -> list[str]:
    source = file.read_text(encoding="utf-8")
    lines = source.splitlines()
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            text = "\n".join(lines[first - 1 : node.end_lineno])
            if REFUSING.search(text):
                found.append(text)
    return found


def test_files() -> list[Path]:
    return sorted({*PACKAGE.rglob("tests/**/test_*.py"), *(ROOT / "tests" / "journeys").rglob("test_*.py")})


test_files.__test__ = False


def test_the_declarations_are_complete():
    assert [fault for spec in SPECS for fault in incomplete(spec)] == []


def test_every_action_is_refused_somewhere():
    assert never_refused([spec.name for spec in SPECS], test_files()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("room", HOUSE)
def test_a_stranger_is_refused(room):
    """Somebody without any post is stopped at the gate, before an input is even looked at, and nothing is written."""
    community = Scope.objects.create(kind="community", name="锦绣花园")
    with views.entered(community):
        answers = {spec.name: _run(spec)(_subject(spec, community), by=Actor(kind="account", code="stranger")) for spec in _actions_of(room)}
    assert {name: answer for name, answer in answers.items() if not _is(answer, "kernel.not_permitted")} == {}
    assert not Entry.objects.filter(name__in=[spec.event.name for spec in _actions_of(room)]).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("room", HOUSE)
def test_another_community_is_refused(room):
    """What lies outside the scope in view does not exist, even for the system itself."""
    here, elsewhere = (Scope.objects.create(kind="community", name=name) for name in ("锦绣花园", "翠湖苑"))
    with views.entered(here):
        answers = {spec.name: _run(spec)(_subject(spec, elsewhere), by=Actor.system("test")) for spec in _actions_of(room)}
    assert {name: answer for name, answer in answers.items() if not _is(answer, "kernel.not_found")} == {}
    assert Entry.objects.count() == 0


def _actions_of(room: str) -> list[Spec]:
    return [spec for spec in SPECS if spec.name.partition(".")[0] == room]


def _is(answer: object, code: str) -> bool:
    return isinstance(answer, Refusal) and answer.code == code


def _subject(spec: Spec, where: Scope):
    """Something of the kind the action is done to, standing in `where`; it need not be saved to be refused."""
    if spec.subject is Scope:
        return where
    model = apps.get_model("people", "Person") if spec.subject._meta.abstract else spec.subject
    return model(scope=where)


def _run(spec: Spec):
    return getattr(importlib.import_module(spec.function.__module__), spec.function.__name__)


def test_planted_faults_are_found(tmp_path):
    spec = Spec("cases.open_no_case", "Open no case", lambda subject: None, (), dict)
    spec.__dict__["_signature"] = (Scope, ())
    assert [fault.partition(" ")[0] for fault in incomplete(spec)] == ["cases.open_no_case:", *["cases.open_no_case"] * 3]
    file = tmp_path / "test_cases.py"
    file.write_text("def test_close():\n    assert close_case(1).code == 'cases.closed'\n\ndef test_open():\n    assert open_case(1)\n")
    assert never_refused(["cases.open_case", "cases.close_case"], [file]) == ["cases.open_case is refused in no test"]
