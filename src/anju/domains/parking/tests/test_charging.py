"""What a stay costs, by examples and by properties that hold for every tariff."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.parking.rules import Line, Stay, Terms, charge, fit
from anju.domains.parking.sentences import say
from anju.kernel.refusals import Refusal

NOON = datetime(2026, 3, 5, 12, 0)
PLAIN = Terms(free_minutes=30, block_minutes=60, block_fen=500, cap_fen=2500)


def stay(entered_at: datetime, minutes: float, **more) -> Stay:
    return Stay(entered_at=entered_at, left_at=entered_at + timedelta(minutes=minutes), **more)


def cost(one: Stay, terms: Terms = PLAIN) -> int:
    lines = charge(one, terms)
    assert not isinstance(lines, Refusal), lines
    return sum(line.fen for line in lines)


figures = st.integers(0, 5000)
tariffs = st.builds(
    Terms, free_minutes=st.integers(0, 120), is_free_deducted=st.booleans(), first_minutes=st.integers(0, 180), first_fen=figures, block_minutes=st.integers(10, 240),
    block_fen=st.integers(1, 3000), cap_fen=st.integers(0, 6000), night_from=st.integers(0, 1439), night_until=st.integers(0, 1439), night_fen=figures, night_cap_fen=figures,
    holiday_fen=st.integers(-1, 3000),
)  # fmt: skip
entries = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31))
lengths = st.integers(0, 4 * 24 * 60)
OFF = frozenset(date(2026, month, day) for month in range(1, 13) for day in (1, 2, 15))


@given(tariffs, entries, lengths, lengths, st.integers(0, 600))
@settings(max_examples=60, deadline=None)
def test_whoever_stays_longer_never_pays_less(terms, entered_at, one, other, coupon):
    short, long = sorted((one, other))
    assert cost(stay(entered_at, short, days_off=OFF, coupon_minutes=coupon), terms) <= cost(stay(entered_at, long, days_off=OFF, coupon_minutes=coupon), terms)


@given(tariffs, entries, lengths)
@settings(max_examples=60, deadline=None)
def test_the_cap_of_24_hours_holds_for_each_of_them(terms, entered_at, minutes):
    total = cost(stay(entered_at, minutes, days_off=OFF), terms)
    days = -(-minutes // 1440)
    assert 0 <= total and (not terms.cap_fen or total <= terms.cap_fen * days)


@given(tariffs, entries, lengths, st.integers(0, 900))
@settings(max_examples=60, deadline=None)
def test_a_coupon_never_makes_it_dearer_and_what_was_paid_ahead_is_paid_once(terms, entered_at, minutes, coupon):
    whole = cost(stay(entered_at, minutes, days_off=OFF), terms)
    assert 0 <= cost(stay(entered_at, minutes, days_off=OFF, coupon_minutes=coupon), terms) <= whole
    assert cost(stay(entered_at, minutes, days_off=OFF, billed_fen=whole), terms) == 0
    assert cost(stay(entered_at, minutes, days_off=OFF, billed_fen=10**9), terms) == 0


@given(st.integers(0, 3 * 1440), st.integers(0, 1439), st.integers(10, 240), st.integers(0, 4000))
@settings(max_examples=60, deadline=None)
def test_midnight_makes_no_seam(minutes, shift, block, cap):
    """Without a night price the hour of the entry changes nothing: 23:50 to 00:10 costs what 12:50 to 13:10 costs."""
    terms = Terms(free_minutes=0, block_minutes=block, block_fen=500, cap_fen=cap)
    assert cost(stay(NOON + timedelta(minutes=shift), minutes), terms) == cost(stay(NOON, minutes), terms)


@given(tariffs, entries)
@settings(max_examples=40, deadline=None)
def test_the_free_minutes_are_free_to_the_last_second(terms, entered_at):
    assert cost(stay(entered_at, terms.free_minutes), terms) == 0
    lines = charge(stay(entered_at, terms.free_minutes), terms)
    assert [line.what for line in lines] == ["free"]


@pytest.mark.parametrize(
    ("minutes", "fen"), [(0, 0), (30, 0), (30.02, 500), (60, 500), (61, 1000), (5 * 60, 2500), (6 * 60, 2500), (24 * 60, 2500), (24 * 60 + 1, 3000), (48 * 60, 5000)]
)
def test_a_visitor_pays_begun_hours_after_the_free_half_hour_and_at_most_the_cap(minutes, fen):
    assert cost(stay(NOON, minutes)) == fen


def test_night_holiday_first_period_and_their_caps_stand_in_the_lines():
    terms = Terms(
        free_minutes=15, first_minutes=120, first_fen=600, block_minutes=60, block_fen=400, cap_fen=3000, night_from=21 * 60, night_until=7 * 60, night_fen=200, night_cap_fen=700,
        holiday_fen=100,
    )  # fmt: skip
    lines = charge(Stay(entered_at=datetime(2026, 3, 5, 18, 0), left_at=datetime(2026, 3, 6, 9, 30), days_off=frozenset({date(2026, 3, 6)})), terms)
    assert [(line.what, line.facts.get("band"), line.fen) for line in lines] == [
        ("blocks", "first", 600), ("blocks", "day", 400), ("blocks", "night", 2000), ("night_cap", None, -1300), ("blocks", "holiday", 300),
    ]  # fmt: skip
    assert sum(line.fen for line in lines) == 2000
    assert lines[2].facts == {"day": 1, "band": "night", "first": "03-05 21:00", "last": "03-06 07:00", "blocks": 10, "block": 60, "price": 200}
    said = say(lines[2].fen, {"what": "blocks", **lines[2].facts})
    assert ("第1天" in said or "Day 1" in said, "200" in said or "2.00" in said) == (True, True)


def test_whoever_is_free_by_a_rule_sees_which():
    assert charge(stay(NOON, 600, waived_by="员工车辆免费制度"), PLAIN) == [Line("waived", 0, {"minutes": 600, "rule": "员工车辆免费制度"})]


@pytest.mark.parametrize("minutes", [-1, 366 * 1440 + 1])
def test_a_stay_that_cannot_be_is_not_charged(minutes):
    assert charge(stay(NOON, minutes), PLAIN).code == "parking.bad_stay"


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({}, "parking.bad_terms"), ({"block_fen": 500, "fine_fen": 1}, "parking.bad_terms"), ({"block_fen": 0}, "parking.bad_figure"), ({"block_fen": True}, "parking.bad_figure"),
        ({"block_fen": "500"}, "parking.bad_figure"), ({"block_fen": 500, "block_minutes": 1}, "parking.bad_figure"), ({"block_fen": 500, "night_from": 1440}, "parking.bad_figure"),
        ({"block_fen": 500, "cap_fen": 10**12}, "parking.bad_figure"), ({"block_fen": 500, "first_fen": 5}, "parking.first_without_minutes"),
        ({"block_fen": float("nan")}, "parking.bad_figure"),
    ],
)  # fmt: skip
def test_senseless_terms_are_not_kept(terms, code):
    assert fit(terms).code == code


@pytest.mark.parametrize(("cap", "kept"), [(499, False), (500, True), (0, True)])
def test_a_cap_below_one_block_is_not_kept_and_one_as_high_is(cap, kept):
    told = fit({"block_fen": 500, "cap_fen": cap})
    assert (not isinstance(told, Refusal)) is kept
    assert kept or told.code == "parking.cap_below_block"


def test_good_terms_are_kept_whole():
    kept = fit({"block_fen": 500, "cap_fen": 2500})
    assert (kept["block_fen"], kept["cap_fen"], kept["free_minutes"], kept["holiday_fen"]) == (500, 2500, 30, -1)
