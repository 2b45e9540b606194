"""The arithmetic: bounds, bands, ranks, accounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.scores import rules
from anju.domains.scores.rules import ItemTerms, Seen, Span

D = Decimal
points = st.decimals(min_value=-500, max_value=500, places=2)
whole = st.integers(min_value=0, max_value=100)


@given(shape=st.sampled_from(["deduct", "give", "check", "add"]), full=whole, unit=whole, quantity=st.integers(0, 10_000), named=st.none() | points, batch=st.integers(1, 20))
def test_an_item_never_leaves_its_marks(shape, full, unit, quantity, named, batch):
    terms = ItemTerms(shape=shape, full=D(full), unit_points=D(unit), batch=batch)
    got = rules.item_points(terms, Seen(quantity=quantity, given=named))
    assert got is None or 0 <= got <= full


@given(values=st.lists(points, max_size=30), base=points)
def test_a_sum_never_leaves_its_scale(values, base):
    assert 0 <= rules.total(values, base=base, lowest=D(0), highest=D(100)) <= 100


@given(values=st.lists(points, min_size=1, max_size=12), how=st.sampled_from(["mean", "trimmed", "latest"]))
def test_several_sheets_come_to_something_between_the_lowest_and_the_highest(values, how):
    assert min(values) <= rules.combined(values, how) <= max(values)


def test_trimming_leaves_out_one_highest_and_one_lowest():
    assert rules.combined([D(60), D(90), D(91), D(100)], "trimmed") == D("90.50")
    assert rules.combined([D(60), D(90)], "trimmed") == D(75)


spans = st.lists(st.tuples(whole, whole).map(sorted).map(lambda pair: Span(D(pair[0]), D(pair[1]), f"{pair}")), max_size=8)


@given(spans=spans)
def test_bands_without_hole_or_overlap_name_every_score_exactly_once(spans):
    scale = range(101)
    by_count = {score: sum(one.holds(D(score)) for one in spans) for score in scale}
    holes, overlaps = rules.holes(spans, D(0), D(100), D(1)), rules.overlaps(spans)
    assert {score for score, count in by_count.items() if count == 0} == {score for score in scale if any(h.holds(D(score)) for h in holes)}
    assert {score for score, count in by_count.items() if count > 1} == {score for score in scale if any(o.holds(D(score)) for o, _a, _b in overlaps)}


@given(spans=spans)
def test_deciding_every_gap_makes_a_partition(spans):
    step = D(1)
    for _turn in range(60):
        todo = [one for one, _a, _b in rules.overlaps(spans)] or rules.holes(spans, D(0), D(100), step)
        if not todo:
            break
        spans = rules.decided(spans, Span(todo[0].lowest, todo[0].highest, "decided"), step)
    for score in range(101):
        assert rules.band_at(D(score), spans, step) is not None


def test_the_gap_of_the_source_is_found_and_a_score_is_cut_not_rounded():
    source = [Span(D(70), D(79), "一星级"), Span(D(80), D(89), "二星级"), Span(D(90), D(100), "三星级"), Span(D(0), D(59), "整改")]
    assert rules.holes(source, D(0), D(100), D(1)) == [Span(D(60), D(69))]
    assert rules.band_at(D("79.99"), source, D(1)).name == "一星级"
    assert rules.band_at(D(65), source, D(1)) is None


@given(values=st.dictionaries(st.integers(), st.none() | st.integers(0, 20).map(Decimal), max_size=20), how=st.sampled_from(["standard", "dense"]))
def test_ranks_follow_points_and_ties_share(values, how):
    ranks = rules.ranked(values, how)
    scored = {key: value for key, value in values.items() if value is not None}
    assert set(ranks) == set(scored)
    for one in scored:
        for other in scored:
            assert (ranks[one] < ranks[other]) == (scored[one] > scored[other])
    if how == "standard":
        assert all(ranks[key] == 1 + sum(value > scored[key] for value in scored.values()) for key in scored)
    else:
        assert sorted(set(ranks.values())) == list(range(1, len(set(scored.values())) + 1))


@given(base=st.integers(0, 12), before=st.none() | st.integers(-5, 30))
def test_without_a_carry_every_year_begins_anew(base, before):
    assert rules.opening(D(base), None if before is None else D(before), carry="none") == base


def test_what_is_carried_over_stops_at_its_cap():
    assert rules.opening(D(12), D(20), carry="balance") == 20
    assert rules.opening(D(12), D(20), carry="capped", cap=D(3)) == 15
    assert rules.opening(D(12), D(8), carry="capped", cap=D(3)) == 8


def test_thresholds_are_crossed_once():
    thresholds = [(D("0.01"), D(6)), (D(6), D(9)), (D(9), D(12)), (D(12), None)]
    assert rules.crossed(D(0), D(4), thresholds) == [0]
    assert rules.crossed(D(4), D(5), thresholds) == []
    assert rules.crossed(D(4), D(6), thresholds) == [1]
    assert rules.crossed(D(6), D(12), thresholds) == [3]
    assert rules.crossed(D(12), D(14), thresholds) == []


def test_a_suspension_runs_over_the_years_end():
    assert rules.end_of_suspension(date(2026, 11, 30), 3) == date(2027, 2, 27)
    assert rules.end_of_suspension(date(2026, 12, 1), 12) == date(2027, 11, 30)


def test_the_ladder_ends_with_never():
    ladder = [12, 36, 0]
    assert [rules.next_eligible(date(2026, 3, 5), nth, ladder) for nth in (1, 2, 3, 4)] == [date(2027, 3, 5), date(2029, 3, 5), None, None]


@given(amount=st.integers(0, 100_000).map(Decimal))
def test_shares_add_up_to_the_whole(amount):
    parts = rules.shared(amount, {"a": 33, "b": 33, "c": 34})
    assert sum(Decimal(part) for part in parts.values()) == amount


@pytest.mark.parametrize("count, expected", [(1, date(2026, 3, 6)), (3, date(2026, 3, 10))])
def test_working_days_leave_out_the_weekend(count, expected):
    assert rules.working_days_after(date(2026, 3, 5), count, lambda day: day.isoweekday() <= 5) == expected


def test_the_best_is_paired_with_the_last():
    assert rules.pairs(["a", "b", "c", "d", "e"]) == [("a", "e"), ("b", "d")]
