"""What a gate must refuse to be used for, whatever the facts, the rules or the manager say: nobody is held, nobody is kept from home, nobody's debts or face decide."""

from __future__ import annotations

import dataclasses
import re
from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from anju.domains.access import kinds
from anju.domains.access.models import Sighting
from anju.domains.access.rules import Facts, Lane, Permit, Rules, Token, cars, decide
from anju.domains.access.rules import office as rules
from anju.domains.access.rules.versions import changed, first_terms, rules_of
from anju.domains.devices.queries import COMMANDS
from anju.kernel.refusals import Refusal

MONEY = re.compile(r"owe|debt|fee|arrear|unpaid|fine|penalt", re.IGNORECASE)
NOW = timezone.now()
RULES = rules_of(1, first_terms())
LANES = [
    Lane("L", is_open=is_open, directions=way, opens=600, closes=601, locked_until=locked)
    for is_open, way, locked in product((True, False), ("both", "in", "out"), (0, 2_000_000_000))
]
PEOPLE = [
    {"category": category, "token": token, "permit": permit, "watch": watch}
    for category, token, permit, watch in product(
        ("", *kinds.CATEGORIES), (None, Token("t", "card", state="revoked"), Token("t", "card", reaches=False)),
        (None, Permit("V1", "refused", "expired")), ("", "violence"),
    )
]  # fmt: skip


@pytest.mark.parametrize("lane", LANES, ids=lambda lane: f"{lane.directions}-{lane.is_open}-{lane.locked_until}")
def test_nobody_is_held_inside(lane):
    for somebody in PEOPLE:
        assert decide(Facts(lane, "out", 1, 1, 1, **somebody), RULES).is_allowed
        assert decide(Facts(lane, "out", 1, 1, 1, **somebody), Rules(9, {})).is_allowed


def test_fire_beats_every_lock_and_help_is_never_stopped():
    for lane, somebody, way in product(LANES, PEOPLE, ("in", "out")):
        assert decide(Facts(dataclasses.replace(lane, is_released=True), way, 1, 1, 1, **somebody), Rules(9, {})).code == "fire_release"
        assert decide(Facts(lane, way, 1, 1, 1, emergency="ambulance", **somebody), Rules(9, {})).is_allowed


def test_there_is_no_lockdown_of_exits():
    """No verdict, cause or command holds a door shut, and a lockdown bars nobody from home."""
    for one in ("resident", "tenant", "family"):
        if one in kinds.CATEGORIES:
            at_home = Facts(Lane("L", locked_until=2_000_000_000), "in", 1, 720, 1, category=one, token=Token("t", "card"))
            assert decide(at_home, RULES).is_allowed
    assert not [one for one in COMMANDS if re.search(r"(^|_)(lock|hold|close|detain)", one)]
    assert not [code for code, _label in kinds.CAUSES if re.search(r"lock|detain", code)]


def test_what_somebody_owes_is_no_fact_no_rule_and_no_reason():
    names = [one.name for kind in (Facts, Lane, Token, Permit, Rules) for one in dataclasses.fields(kind)]
    names += [one.name for one in dataclasses.fields(RULES.policies["resident"])]
    names += [code for code, _label in (*kinds.WATCH_REASONS, *kinds.OUTCOMES, *kinds.STRANGERS)]
    assert [name for name in names if MONEY.search(name)] == []
    assert [code for code in rules.NEEDED if MONEY.search(code) or re.search(r"deposit|surrender|keep", code)] == []


def test_a_watch_list_asks_and_bars_nobody_from_home():
    card = Token("t", "card")
    for reason, _label in kinds.WATCH_REASONS:
        assert decide(Facts(Lane("L"), "in", 1, 720, 1, category="resident", token=card, watch=reason), RULES).is_allowed
        other = decide(Facts(Lane("L"), "in", 1, 720, 1, category="visitor", confirmed=("host",), watch=reason), RULES)
        assert (other.outcome, other.whom) == ("ask", "leader")


def test_no_car_is_held_and_no_debt_is_a_fact_of_a_car():
    lanes = [Lane("V", traffic="vehicle", is_open=is_open, directions=way, keeps_out=out) for is_open in (True, False) for way in ("both", "in") for out, _label in cars.KEEPS_OUT]
    for lane, vehicle in product(lanes, ("", "car", "freight", "engineering")):
        for token in (None, Token("t", "plate", state="revoked"), Token("t", "card")):
            assert decide(Facts(lane, "out", 1, 1, 1, token=token, vehicle=vehicle), RULES).is_allowed
        assert decide(Facts(lane, "in", 1, 1, 1, emergency="ambulance", vehicle=vehicle), RULES).is_allowed
    kept = [one.name for one in Sighting._meta.get_fields()] + [code for code, _label in (*cars.HOW, *cars.KEEPS_OUT, *cars.WAYS)]
    assert [name for name in kept if MONEY.search(name)] == []


@pytest.mark.parametrize(("days", "code"), [(90, None), (91, "access.watch_too_long"), (0, "access.watch_too_long")])
def test_an_entry_ends_within_ninety_days(days, code):
    said = rules.may_watch(reason="theft", words="x", starts_at=NOW, ends_at=NOW + timedelta(days=days), marks=1, has_paper=False)
    assert (said and said.code) == code


@pytest.mark.parametrize("kind", kinds.BODY)
def test_no_part_of_the_body_is_asked_for(kind):
    given = {"secret": "reference", "category": "resident", "has_holder": True, "has_home": True, "checked": "x", "is_taken": False}
    assert rules.may_issue(kind=kind, **given).code == "access.kind_off"
    assert rules.may_issue(kind="card", **given) is None


def test_no_rule_keeps_a_resident_out_at_night():
    assert isinstance(changed(first_terms(), "resident", {"opens": 360, "closes": 1380}), Refusal)
    assert isinstance(changed(first_terms(), "courier", {"opens": 360, "closes": 1380}), dict)


def test_a_planted_fault_is_found(monkeypatch):
    monkeypatch.setattr(kinds, "WATCH_REASONS", (*kinds.WATCH_REASONS, ("unpaid_fee", "x")))
    with pytest.raises(AssertionError):
        test_what_somebody_owes_is_no_fact_no_rule_and_no_reason()
