"""The decision, from facts alone: the order of the law, and what every rule set and every fact keep."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.access.kinds import CATEGORIES
from anju.domains.access.rules import Facts, Lane, Permit, Policy, Rules, Token, as_json, decide, explained, from_json
from anju.domains.access.rules.versions import first_terms, rules_of

RULES = rules_of(3, first_terms())
NOON, DAY = 12 * 60, 24 * 60
CARD, WALK = Token("c1", "card"), Lane("south")
HOME = Facts(WALK, "in", 1_800_000_000, NOON, 4, category="resident", token=CARD)

minutes = st.integers(0, DAY - 1)
lanes = st.builds(
    Lane, id=st.just("L"), traffic=st.sampled_from(["people", "vehicle"]), directions=st.sampled_from(["both", "in", "out"]), is_open=st.booleans(), opens=minutes,
    closes=st.integers(1, DAY), has_passback=st.booleans(), is_released=st.booleans(), locked_until=st.sampled_from([0, 1_650_000_000, 2_100_000_000]),
)  # fmt: skip
tokens = st.none() | st.builds(
    Token, id=st.just("T"), kind=st.sampled_from(["card", "pin", "qr", "nfc", "plate", "face"]), state=st.sampled_from(["active", "revoked", "lost"]),
    starts=st.sampled_from([0, 1_700_000_000, 1_900_000_000]), ends=st.sampled_from([0, 1_700_000_000, 1_900_000_000]), reaches=st.booleans(), is_on=st.booleans(),
)  # fmt: skip
permits = st.none() | st.builds(
    Permit, number=st.just("V2026-0001"), outcome=st.sampled_from(["allowed", "refused", "ask"]), code=st.sampled_from(["valid", "expired", "revoked"])
)
everything = st.builds(
    Facts, lane=lanes, direction=st.sampled_from(["in", "out"]), epoch=st.integers(1_600_000_000, 2_000_000_000), minute=minutes, day=st.integers(1, 7),
    is_holiday=st.booleans(), category=st.sampled_from(["", "nobody", *CATEGORIES]), token=tokens, permit=permits, is_registered=st.booleans(),
    confirmed=st.lists(st.sampled_from(["host", "desk", "control_room", "leader"]), unique=True).map(tuple), watch=st.sampled_from(["", "theft"]),
    same_way_seconds=st.integers(-1, 1000), visits_today=st.integers(0, 9), emergency=st.sampled_from(["", "ambulance"]),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(everything)
def test_what_holds_for_every_somebody(facts):
    """Fire beats everything; help is never stopped; who leaves is never held; nothing shown and nobody's word is never a yes."""
    found = decide(facts, RULES)
    assert found.outcome in ("allowed", "refused", "ask")
    assert (found.whom != "") == (found.outcome == "ask")
    assert from_json(as_json(facts)) == facts
    assert decide(from_json(as_json(facts)), RULES) == found
    if facts.lane.is_released:
        assert found.code == "fire_release" and found.is_allowed
    elif facts.emergency:
        assert (found.code, found.notes) == ("emergency", ("control_room",))
    elif facts.direction == "out":
        assert found.code == "leaves" and found.is_allowed
    else:
        _keeps_the_law(facts, found)
    assert explained(facts, RULES, found)["rules"] == 3


def _keeps_the_law(facts, found):
    has_right = (facts.token is not None) or (facts.permit is not None) or facts.is_registered or bool(facts.confirmed)
    if found.is_allowed:
        assert has_right, "no right, no entry"
        assert facts.lane.is_open
        assert facts.token is None or facts.token.state == "active"
        assert facts.category in RULES.policies
    if facts.category == "resident" and facts.watch:
        assert decide(replace(facts, watch=""), RULES).outcome == found.outcome, "a watch list bars nobody from home"
    if facts.watch and found.outcome == "refused":
        assert decide(replace(facts, watch=""), RULES).outcome == "refused", "a watch list asks and never refuses"


@settings(max_examples=200, deadline=None)
@given(everything, st.integers(0, DAY - 1), st.integers(1, DAY), st.sampled_from(["1", "67", "12345", "1234567"]))
def test_whoever_lives_here_comes_home_at_any_hour_whatever_the_rules_say(facts, opens, closes, days):
    harsh = Rules(9, {**RULES.policies, "resident": replace(RULES.policies["resident"], opens=opens, closes=closes, days=days, on_holidays=False, visits_per_day=1)})
    facts = replace(facts, category="resident")
    assert decide(facts, harsh) == decide(facts, RULES)


@pytest.mark.parametrize(
    ("change", "outcome", "code"),
    [
        ({}, "allowed", "allowed"),
        ({"token": None}, "refused", "no_right"),
        ({"token": replace(CARD, state="revoked")}, "refused", "revoked"),
        ({"token": replace(CARD, state="lost")}, "refused", "reported_lost"),
        ({"token": replace(CARD, ends=1_800_000_000)}, "refused", "expired"),
        ({"token": replace(CARD, ends=1_800_000_001)}, "allowed", "allowed"),
        ({"token": replace(CARD, starts=1_800_000_001)}, "refused", "not_yet"),
        ({"token": replace(CARD, kind="face", is_on=False)}, "refused", "kind_off"),
        ({"token": replace(CARD, reaches=False)}, "refused", "wrong_place"),
        ({"token": replace(CARD, kind="plate")}, "refused", "wrong_lane"),
        ({"lane": replace(WALK, traffic="vehicle")}, "refused", "wrong_lane"),
        ({"lane": replace(WALK, directions="out")}, "refused", "wrong_way"),
        ({"lane": replace(WALK, is_open=False)}, "refused", "lane_closed"),
        ({"lane": replace(WALK, opens=6 * 60, closes=NOON)}, "refused", "lane_closed"),
        ({"lane": replace(WALK, opens=22 * 60, closes=NOON + 1)}, "allowed", "allowed"),
        ({"lane": replace(WALK, has_passback=True), "same_way_seconds": 299}, "ask", "inside_already"),
        ({"lane": replace(WALK, has_passback=True), "same_way_seconds": 300}, "allowed", "allowed"),
        ({"watch": "theft"}, "allowed", "allowed"),
        ({"category": "visitor", "token": None, "watch": "theft", "confirmed": ("host",)}, "ask", "watched"),
        ({"category": "visitor", "token": None}, "ask", "not_confirmed"),
        ({"category": "visitor", "token": None, "confirmed": ("host",)}, "allowed", "allowed"),
        ({"category": "business", "token": None, "confirmed": ("host",)}, "ask", "not_confirmed"),
        ({"category": "business", "token": None, "confirmed": ("desk",)}, "allowed", "allowed"),
        ({"category": "visitor", "token": None, "confirmed": ("host",), "minute": 22 * 60}, "ask", "off_hours"),
        ({"category": "visitor", "token": None, "confirmed": ("host",), "minute": 21 * 60 + 59}, "allowed", "allowed"),
        ({"category": "visitor", "token": None, "confirmed": ("host", "control_room"), "minute": 3 * 60}, "allowed", "allowed"),
        ({"category": "visitor", "token": None, "confirmed": ("host",), "is_holiday": True}, "ask", "off_hours"),
        ({"category": "worker", "token": None, "permit": Permit("W1", "refused", "expired")}, "refused", "pass_expired"),
        ({"category": "worker", "token": None, "permit": Permit("W1", "allowed", "valid")}, "allowed", "allowed"),
        ({"category": "worker", "token": None, "confirmed": ("leader",)}, "allowed", "allowed"),
        ({"category": "courier", "token": None, "is_registered": True}, "allowed", "allowed"),
        ({"category": "nobody"}, "ask", "unknown_category"),
    ],
)
def test_each_fact_has_its_answer(change, outcome, code):
    found = decide(replace(HOME, **change), RULES)
    assert (found.outcome, found.code) == (outcome, code)


def test_a_profile_holds_to_its_minute_and_its_days():
    """Couriers from 8:00 to 20:00 on working days, twice a day and dwelling."""
    strict = Rules(4, {"courier": Policy("registered", days="12345", opens=480, closes=1200, on_holidays=False, visits_per_day=2)})
    one = replace(HOME, category="courier", token=None, is_registered=True, minute=480)
    codes = [decide(replace(one, **change), strict).code for change in (
        {}, {"minute": 479}, {"minute": 1199}, {"minute": 1200}, {"day": 6}, {"is_holiday": True}, {"visits_today": 1}, {"visits_today": 2},
    )]  # fmt: skip
    assert codes == ["allowed", "out_of_hours", "allowed", "out_of_hours", "out_of_hours", "out_of_hours", "allowed", "quota_reached"]


def test_the_rules_run_where_there_are_no_settings():
    """An edge imports them alone."""
    program = "from anju.domains.access.rules import *; print(decide(Facts(Lane('a'),'in',1,2,3), Rules(1,{})).code)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env={"PYTHONPATH": ":".join(sys.path)}, check=True)
    assert done.stdout.strip() == "no_right"
