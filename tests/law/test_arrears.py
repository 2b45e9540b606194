"""What somebody owes never decides at a gate: no access, pass, goods, lift or alarm decision may see charges or hear of arrears."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from .code import PACKAGE, Module, modules

MONEY = ("charges", "finance")
BLIND_ROOMS = ("places", "people", "devices", "passes", "access", "edges", "alarms", "surveillance", "patrol", "dispatch", "emergency", "fire")
"""Rooms that know nothing of money at all."""
BLIND_RULES = (*BLIND_ROOMS, "parking", "renovation")
"""Rooms whose decisions may not: parking bills a stay, but what opens a barrier is decided without it."""
BLIND_GATEWAYS = ("gate_edge", "access", "parking", "onvif", "mqtt")
ARREARS = re.compile(r"(^|_)(arrears|arrear|debts?|debtor|unpaid|overdue_fee|owed_fen|owes_fees)(_|$)")


def _place(module: Module) -> tuple[str, str]:
    """(room, part) of a room's module; ("", "") for others."""
    return (module.room or "", module.parts[2] if module.room and len(module.parts) > 2 else "")


def sees_money(package: Path) -> list[str]:
    """Modules that decide or act at a gate and import a room of money."""
    found = []
    for module in modules(package):
        room, part = _place(module)
        is_blind = room in BLIND_ROOMS or (room in BLIND_RULES and part in ("rules", "reactions")) or (module.parts[:1] == ("gateways",) and module.parts[1:2] and module.parts[1] in BLIND_GATEWAYS)
        if not is_blind:
            continue
        for one in module.imports:
            if one.parts[:2] == ("anju", "domains") and len(one.parts) > 2 and one.parts[2] in MONEY:
                found.append(f"{module.place}:{one.line} imports {one.target}: what somebody owes never decides at a gate")
    return found


def hears_of_arrears(package: Path) -> list[str]:
    """Rules of gates that take arrears under any name as a fact."""
    found = []
    for module in modules(package):
        room, part = _place(module)
        if room not in BLIND_RULES or part != "rules":
            continue
        for node in ast.walk(module.tree):
            name = node.arg if isinstance(node, ast.arg | ast.keyword) else node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
            if name and ARREARS.search(name):
                found.append(f"{module.place}:{node.lineno} speaks of {name}")
    return found


@pytest.mark.parametrize("law", [sees_money, hears_of_arrears])
def test_the_package_keeps_it(law):
    assert law(PACKAGE) == []


@pytest.mark.parametrize(
    ("law", "place", "source"),
    [
        (sees_money, "domains/access/rules.py", "from anju.domains.charges import queries\n"),
        (sees_money, "domains/access/reactions.py", "from anju.domains.charges.events import ChargeFellOverdue\n"),
        (sees_money, "domains/passes/queries.py", "from ..charges.queries import owed\n"),
        (sees_money, "domains/parking/rules/leaving.py", "from anju.domains.charges.queries import owed\n"),
        (sees_money, "domains/parking/reactions.py", "from anju.domains.finance.events import Arrears\n"),
        (sees_money, "gateways/gate_edge/snapshot.py", "from anju.domains.charges.queries import owed\n"),
        (hears_of_arrears, "domains/parking/rules.py", "def may_leave(car, *, has_arrears):\n    return None\n"),
        (hears_of_arrears, "domains/passes/rules/deciding.py", "def decide(facts):\n    return facts.unpaid_fees\n"),
    ],
)
def test_a_planted_fault_is_found(plant, law, place, source):
    assert len(law(plant(place, source))) >= 1


def test_parking_may_bill_a_stay(plant):
    package = plant("domains/parking/actions.py", "from anju.domains.charges.actions import issue_charge\nprint(issue_charge)\n")
    assert sees_money(package) == []


def test_no_word_for_a_penalty_stands_among_what_may_be_charged():
    """罚款 is no fee, no line, no ground of a deduction: only prices, corrections, waivers and what a contract's clause says."""
    from anju.domains.charges.kinds import FEES, GROUNDS
    from anju.domains.charges.models.charges import LINE_KINDS

    codes = {code for pairs in (FEES, GROUNDS, LINE_KINDS) for code, _label in pairs}
    assert not [code for code in codes if re.search(r"fine|penalt|punish", code)]
    assert codes & {"late"} == {"late"}
