"""What parking must refuse: money decides at no bar, a car is never held, there is no fine, and a right ends for no debt."""

from __future__ import annotations

import ast
import dataclasses
import re
from datetime import date, datetime, timedelta

import pytest

from anju.domains.access import actions as access
from anju.domains.access.models import Passage
from anju.domains.charges import actions as charges
from anju.domains.charges.models import Charge
from anju.domains.parking import actions, kinds
from anju.domains.parking.models import Right, Stay
from anju.domains.parking.rules import deciding
from anju.domains.parking.tests.conftest import START, Yard, community, must, team, yard
from anju.kernel import clock
from anju.kernel.actions import registry

from .code import PACKAGE

__all__ = ["community", "team", "yard"]
MONEY = re.compile(r"(^|_)(owe|owes|owed|debt|arrears?|unpaid|paid|fee|fine|penalt\w*)(_|$)")
HOLDING = re.compile(r"(^|_)(hold|lock_in|detain|clamp|boot|impound|block_exit|keep_inside)(_|$)")
PLATE = "京B88888"


def decided(yard: Yard, direction: str, at: datetime) -> Passage:
    with clock.frozen(at):
        return must(access.decide_passage(yard.lane, direction=direction, shown="plate", secret=PLATE, by=yard.guard, at=at))


def test_an_unpaid_stay_leaves_and_comes_back_like_any_other(yard):
    """The bar opens on the way out with a debt of every size; the debt stays a charge, and no later decision knows of it."""
    must(access.issue_credential(yard.where, kind="plate", secret=PLATE, category="resident", holder=yard.team.person("林先生"), dwelling=yard.home, checked="合同", by=yard.desk))
    before = decided(yard, "in", START)
    for day in range(3):
        yard.went(PLATE, "in", START + timedelta(days=day))
        leaving = decided(yard, "out", START + timedelta(days=day, hours=9))
        assert (leaving.outcome, leaving.code) == ("allowed", "leaves")
        yard.went(PLATE, "out", START + timedelta(days=day, hours=9, minutes=1))
    Charge.objects.update(state="overdue", due_on=date(2025, 1, 1))
    assert [(one.state, one.charge.owed_fen) for one in Stay.objects.all()] == [("left", 2500)] * 3
    after = decided(yard, "in", START + timedelta(days=4))
    assert (after.outcome, after.code) == (before.outcome, before.code) == ("allowed", "allowed")
    assert sorted(after.facts) == sorted(before.facts) and not [name for name in after.facts if MONEY.search(name)]


def test_paying_changes_no_decision_and_no_right(yard):
    right = yard.right(yard.car(PLATE), tariff=yard.monthly())
    must(actions.bill_right(right, period_from_on=date(2026, 3, 1), period_until_on=date(2026, 3, 31), by=yard.desk))
    Charge.objects.update(state="overdue", due_on=date(2025, 1, 1))
    yard.went(PLATE, "in", START)
    assert (Right.objects.get().state, Right.objects.get().permit.state) == ("active", "issued")
    second = must(charges.add_tariff(yard.where, name="二车", kind="parking", basis="fixed", by=yard.manager))
    assert must(actions.give_right(yard.car("京B00002", kind="second"), paper="lease", paper_number="1", starts_on=date(2026, 3, 5), ends_on=date(2026, 4, 5), tariff=second, by=yard.desk)).state == "active"


def test_no_list_of_parking_has_a_word_for_money_as_a_reason_or_a_fine_as_an_end():
    lists = (kinds.RIGHT_ENDS, kinds.OUTCOMES, kinds.REMOVALS, kinds.VIOLATIONS, kinds.ANSWERS)
    assert [code for pairs in lists for code, _label in pairs if MONEY.search(code) or HOLDING.search(code)] == []
    assert [one.name for kind in (deciding.Wish, deciding.Standing) for one in dataclasses.fields(kind) if MONEY.search(one.name)] == []


def test_no_verb_of_parking_holds_a_car_or_commands_a_bar():
    assert [name for name in registry if name.startswith("parking.") and HOLDING.search(name.partition(".")[2])] == []
    assert commands_bars() == []


def commands_bars() -> list[str]:
    """Modules of the room that import what commands a device or the gate's verbs."""
    found = []
    for file in sorted((PACKAGE / "domains" / "parking").rglob("*.py")):
        if "tests" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module in ("anju.domains.access.actions", "anju.domains.devices.actions"):
                found.append(file.name)
            if isinstance(node, ast.ImportFrom) and node.module in ("anju.domains.access", "anju.domains.devices") and any(one.name == "actions" for one in node.names):
                found.append(file.name)
    return found


@pytest.mark.parametrize(("name", "is_money"), [("owed_fen", True), ("has_arrears", True), ("fine", True), ("free_by", False), ("billed_fen", False), ("left_at", False)])
def test_the_search_finds_what_it_should(name, is_money):
    assert bool(MONEY.search(name)) is is_money
