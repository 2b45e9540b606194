"""Rules are pure, the kernel alone reads the clock, only actions write, and nothing happens behind a signal.

A rule that asks the database cannot run at the edge or in a test without one. A write outside an action has no permission, no event
and no undo. A second clock makes the simulator's history lie.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from .code import PACKAGE, Module, dotted, modules

RULES_MAY_USE = ("django.utils.translation",)
RULES_MAY_NOT_USE = ("django", "os", "socket", "subprocess", "requests", "httpx", "urllib", "random")
IMPURE_KERNEL = {"clock", "records", "models", "ledger", "actions", "scope", "actors", "permissions", "files", "jobs", "schedule"}
CLOCKS = {"now", "utcnow", "today", "localdate", "localtime"}
CLOCK_OWNERS = {"datetime", "datetime.datetime", "date", "datetime.date", "timezone", "django.utils.timezone", "utc"}
DERIVED = {"domains/measures/folding.py"}
"""Folds of the ledger: what they write can be counted again from it, and an event about it would feed itself."""
CREATES = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "acreate", "asave", "adelete", "aupdate"}


def impure_rules(package: Path) -> list[str]:
    """Rules that could see more than the facts they are given."""
    found = []
    for module in modules(package):
        if not _is_rules(module):
            continue
        for one in module.imports:
            if _is_impure(one.target):
                found.append(f"{module.place}:{one.line} imports {one.target}: a rule gets facts and gives a decision, nothing else")
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in ("objects", "everywhere"):
                found.append(f"{module.place}:{node.lineno} asks the database: hand the rule the facts")
            if isinstance(node, ast.Call) and dotted(node.func) == "open":
                found.append(f"{module.place}:{node.lineno} opens a file: hand the rule the facts")
    return found


def _is_rules(module: Module) -> bool:
    return module.room is not None and len(module.parts) > 2 and module.parts[2] == "rules"


def _is_impure(target: str) -> bool:
    if target.startswith(RULES_MAY_USE):
        return False
    parts = target.split(".")
    if parts[:2] == ["anju", "domains"] and "models" in parts[3:4]:
        return True
    return parts[0] in RULES_MAY_NOT_USE or (parts[:2] == ["anju", "kernel"] and len(parts) > 2 and parts[2] in IMPURE_KERNEL)


def foreign_clocks(package: Path) -> list[str]:
    """Readings of the time that do not go through kernel.clock."""
    return [
        f"{module.place}:{call.lineno} calls {dotted(call.func)}(): only anju.kernel.clock reads the time"
        for module in modules(package)
        if module.parts != ("kernel", "clock")
        for call in module.calls()
        if _reads_clock(call)
    ]


def _reads_clock(call: ast.Call) -> bool:
    name = dotted(call.func)
    owner, _, verb = name.rpartition(".")
    return name in ("time.time", "time.localtime") or (verb in CLOCKS and owner in CLOCK_OWNERS)


def writes_outside_actions(package: Path) -> list[str]:
    """Rows saved, changed or deleted anywhere but in an action (the kernel's own tables are the kernel's)."""
    return [
        f"{module.place}:{call.lineno} calls .{call.func.attr}(): only actions write"
        for module in modules(package)
        if not _may_write(module) and module.place not in DERIVED
        for call in module.calls()
        if isinstance(call.func, ast.Attribute) and _writes(call, call.func)
    ]


def _may_write(module: Module) -> bool:
    return module.parts[:1] in (("kernel",), ("planreader",)) or (module.room is not None and module.parts[2:3] == ("actions",))


def _writes(call: ast.Call, verb: ast.Attribute) -> bool:
    if verb.attr in CREATES:
        return True
    if verb.attr == "save":  # Django's takes no position; a picture's or a workbook's takes a path
        return not call.args
    if verb.attr == "delete":
        return not call.args and not call.keywords
    if verb.attr == "update":
        return bool(call.keywords) and not call.args and _may_be_rows(verb.value)
    return False


def _may_be_rows(receiver: ast.expr) -> bool:
    """Whether it could be a queryset: a name, a call's result or a manager, but not some object's dictionary."""
    return not isinstance(receiver, ast.Attribute) or receiver.attr in ("objects", "everywhere")


def signals(package: Path) -> list[str]:
    """Django signals: they run when nobody expects it, in an order nobody wrote down."""
    return [
        f"{module.place}:{one.line} imports {one.target}: announce an event and react to it instead"
        for module in modules(package)
        for one in module.imports
        if "signals" in one.parts or one.target.startswith("django.dispatch")
    ]


LAWS = [impure_rules, foreign_clocks, writes_outside_actions, signals]


@pytest.mark.parametrize("law", LAWS)
def test_the_package_keeps_it(law):
    assert law(PACKAGE) == []


@pytest.mark.parametrize(
    ("law", "place", "source"),
    [
        (impure_rules, "domains/cases/rules.py", "from django.db import models\n"),
        (impure_rules, "domains/cases/rules.py", "from .models import Case\n"),
        (impure_rules, "domains/cases/rules/stages.py", "from anju.kernel import clock\n"),
        (impure_rules, "domains/cases/rules.py", "def may(case):\n    return type(case).objects.count()\n"),
        (impure_rules, "domains/cases/rules.py", "def may(case):\n    return open('facts')\n"),
        (foreign_clocks, "domains/cases/queries.py", "from datetime import datetime, UTC\nlate = datetime.now(UTC)\n"),
        (foreign_clocks, "surfaces/office/pages.py", "import time\nat = time.time()\n"),
        (writes_outside_actions, "domains/cases/queries.py", "def close(case):\n    case.save(update_fields=['state'])\n"),
        (writes_outside_actions, "surfaces/office/pages.py", "def close(cases):\n    cases.update(state='closed')\n"),
        (writes_outside_actions, "domains/cases/reactions.py", "def forget(case):\n    case.delete()\n"),
        (writes_outside_actions, "simulator/actors.py", "def act(Case):\n    Case.objects.create(title='x')\n"),
        (signals, "domains/cases/apps.py", "from django.db.models.signals import post_save\n"),
    ],
)
def test_a_planted_fault_is_found(plant, law, place, source):
    assert len(law(plant(place, source))) == 1


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("domains/cases/actions/opening.py", "def open_case(case):\n    case.save()\n"),
        ("domains/cases/rules.py", "from django.utils.translation import gettext_lazy as _\nfrom anju.kernel.refusals import Refusal\n"),
        ("surfaces/office/sheets.py", "def write(book, path):\n    book.save(path)\n    book.globals.update(a=1)\n"),
        ("kernel/clock.py", "from datetime import datetime, UTC\nnow = datetime.now(UTC)\n"),
    ],
)
def test_what_is_allowed_passes(plant, place, source):
    package = plant(place, source)
    assert [offence for law in LAWS for offence in law(package)] == []
