"""What the gate must refuse to do with things: nothing is seized, no paper is a deposit, nobody is told a price, and the way home stays open."""

from __future__ import annotations

import dataclasses
import re
from itertools import product

import pytest

from anju.domains.goods import actions, kinds, models, rules, states

SEIZED = re.compile(r"seiz|confiscat|detain|impound|withh[eo]ld|扣押|没收|扣留")
MONEY = re.compile(r"(^|_)owe|debt|fee\b|arrear|unpaid|fine\b|penalt|deposit|ransom", re.IGNORECASE)
LISTS = ("PARTIES", "OCCASIONS", "SEALS", "OUTCOMES", "PAUSE_REASONS", "PAUSE_ENDS", "FINDINGS", "CLAIMS", "NEEDS")


def codes() -> list[str]:
    named = [code for name in LISTS for code, _label in getattr(kinds, name)]
    return [*named, *(str(state) for group in (states.SlipState, states.PauseState, states.ParcelState) for state in group), *actions.__all__]


def test_no_word_of_the_room_means_taking_a_thing_away():
    assert [code for code in codes() if SEIZED.search(code)] == []


def test_no_paper_and_no_money_decides_about_a_thing():
    fields = [field.name for model in (models.Slip, models.GoodsCheck, models.Pause) for field in model._meta.fields]
    facts = [field.name for kind in (kinds.Class, rules.Count) for field in dataclasses.fields(kind)]
    assert [one for one in (*codes(), *fields, *facts) if MONEY.search(one)] == []


@pytest.mark.parametrize(("reason", "is_leader", "note"), list(product(dict(kinds.PAUSE_REASONS), (True, False), ("", "x"))))
def test_the_carrier_may_always_take_his_things_home(reason, is_leader, note):
    assert rules.may_end_pause("waiting", reason=reason, way="taken_back", has_slip=False, is_leader=is_leader, note=note) is None


def test_a_pause_never_ends_in_our_hands():
    assert {str(state) for state in states.PauseState} == {"waiting", "released", "taken_back", "with_police"}
    assert set(dict(kinds.PAUSE_ENDS)) == {"released", "taken_back", "with_police"}


def test_planted_faults_are_found(monkeypatch):
    monkeypatch.setattr(kinds, "PAUSE_ENDS", (*kinds.PAUSE_ENDS, ("confiscated", "x")))
    with pytest.raises(AssertionError):
        test_no_word_of_the_room_means_taking_a_thing_away()
    monkeypatch.setattr(kinds, "NEEDS", (*kinds.NEEDS, ("id_deposit", "x")))
    with pytest.raises(AssertionError):
        test_no_paper_and_no_money_decides_about_a_thing()
