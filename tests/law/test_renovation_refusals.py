"""What renovation must never be used for: no power or water cut, nobody and nothing held, no fines, no ban that somebody can approve."""

from __future__ import annotations

import re

import pytest

from anju.domains.renovation import actions, kinds
from anju.domains.renovation.rules import Planned, check, first_terms, read, refusals
from anju.domains.renovation.rules import office as rules
from anju.domains.renovation.rules.book import changed
from anju.kernel.actions import registry
from anju.kernel.refusals import Refusal

FORCE = re.compile(r"cut|power_off|water_off|shut_down|disconnect|detain|seize|confiscat|hold_|withhold|fine|penalt|blacklist", re.IGNORECASE)
LISTS = ("FAULTS", "BREACHES", "RESPONSES", "DISSUADED", "BODIES", "DAMAGES", "DIRECTIONS", "OCCASIONS", "COMPLAINTS", "PAPERS", "VERDICTS")


def of_force() -> list[str]:
    """Names by which force, holding or money as a penalty would enter."""
    verbs = [spec.verb for name, spec in registry.items() if name.startswith("renovation.")]
    inputs = [one.name for name, spec in registry.items() if name.startswith("renovation.") for one in spec.inputs]
    choices = [code for name in LISTS for code, _label in getattr(kinds, name)]
    return [name for name in (*verbs, *inputs, *choices) if FORCE.search(name)]


def test_there_is_no_verb_of_force_and_no_penalty():
    assert len(actions.__all__) > 40
    assert of_force() == []


def test_a_planted_fault_is_found(monkeypatch):
    monkeypatch.setattr(kinds, "RESPONSES", (*kinds.RESPONSES, ("fine_200", "x")))
    assert of_force() == ["fine_200"]


@pytest.mark.parametrize("code", kinds.BANS)
def test_a_ban_is_passed_by_nobody(code):
    """Whatever a rulebook says, whoever decides, at whichever step."""
    book = read(9, {**first_terms(), "verdicts": dict.fromkeys(kinds.WORKS, "ok")})
    found = check([Planned(code)], book, has_drawing=True)
    assert [one.code for one in refusals(found)] == [code]
    for state in ("applied", "reviewed"):
        assert rules.may_pass(state, found, applicant=None, by=kinds).code == "renovation.forbidden"
    assert isinstance(changed(book, work=code, verdict="ok", drilling_mm=10, days="12345", hours="08:00-12:00"), Refusal)


def test_no_rule_asks_what_somebody_owes():
    import inspect

    names = [name for _n, rule in inspect.getmembers(rules, inspect.isfunction) for name in inspect.signature(rule).parameters]
    assert [name for name in names if re.search(r"owe|debt|arrear|unpaid|fee", name)] == []
