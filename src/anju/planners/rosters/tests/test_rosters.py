"""The engine against counting by hand, rosters that cannot be, wishes that fight, least change, and the law."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.planners.rosters import (
    Breach,
    Cover,
    Fault,
    Person,
    Problem,
    Reason,
    Shift,
    Stint,
    Wish,
    against,
    breaches_of,
    changes,
    cost_of,
    faults_of,
    heads_needed,
    most_overtime,
    norm_minutes,
    solve,
    unmet,
)  # fmt: skip
from anju.planners.rosters.columns import Columns, good_start
from anju.planners.rosters.pricing import Pricer

DAY, NIGHT = Shift("day", 480), Shift("night", 600, frozenset({"day"}))


def someone(name: str, **rules) -> Person:
    return Person(**{"id": name, "max_shifts": {"day": 7, "night": 7}, "max_minutes": 2400} | rules)


@st.composite
def one_person(draw) -> Problem:
    before = draw(st.lists(st.sampled_from([None, "day", "night"]), max_size=3))
    person = someone(
        "a", max_shifts={"day": draw(st.sampled_from([2, 5])), "night": draw(st.sampled_from([0, 1, 2, 5]))}, max_minutes=draw(st.sampled_from([1500, 2600])), min_minutes=draw(st.sampled_from([0, 960])),
        max_consecutive=draw(st.integers(2, 3)), min_consecutive=draw(st.integers(1, 2)), min_days_off=draw(st.integers(1, 2)),
        max_weekends=draw(st.integers(0, 2)), days_off=frozenset(draw(st.lists(st.integers(0, 4), max_size=1))), before=tuple(before),
    )  # fmt: skip
    wishes = tuple(Wish("a", day, draw(st.sampled_from(["day", "night", None])), draw(st.integers(1, 9)), draw(st.booleans())) for day in range(3))
    night = replace(NIGHT, latest_in_run=draw(st.integers(1, 4)))
    return Problem(5, (DAY, night), (person,), (), wishes, first_weekday=draw(st.integers(0, 6)))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(problem=one_person(), seed=st.integers(0, 10**6))
def test_the_cheapest_row_is_that_of_trying_them_all(problem, seed):
    prices = np.random.default_rng(seed).integers(-9, 9, (5, 2)).astype(float)
    rows = [row for row in product([None, "day", "night"], repeat=5) if not breaches_of(problem, {"a": row})]
    costs = {row: cost_of(problem, {"a": row}) + sum(prices[day, ["day", "night"].index(shift)] for day, shift in enumerate(row) if shift) for row in rows}
    found = Pricer(problem, problem.people[0]).best(prices)
    if not rows:
        assert found is None
    else:
        assert found[1] in costs
        assert found[0] == pytest.approx(min(costs.values())) == pytest.approx(costs[found[1]])


def week(**more) -> Problem:
    people = tuple(someone(name, max_consecutive=5) for name in "abcd")
    covers = tuple(Cover(day, shift, 1) for day in range(7) for shift in ("day", "night"))
    return Problem(7, (DAY, NIGHT), people, covers, **more)


def test_a_week_is_filled_and_proven_best():
    told = []
    found = solve(week(wishes=(Wish("a", 3, None, 5), Wish("b", 6, "night", 4))), 10, told.append)
    assert (found.cost, found.breaches, found.is_best) == (0, (), True)
    assert breaches_of(week(), found.roster) == []
    assert [one.cost for one in told] == sorted((one.cost for one in told), reverse=True)
    assert found.roster["a"][3] is None
    assert found.roster["b"][6] == "night"


def test_a_roster_that_cannot_be_is_the_one_that_breaks_least_and_says_what():
    problem = replace(week(), people=(someone("a", min_minutes=2400, days_off=frozenset(range(4))),))
    found = solve(problem, 4)
    assert found.breaches
    assert {breach.rule for breach in found.breaches} <= {"min_minutes", "days_off", "succession", "max_consecutive"}
    assert all(breach.person == "a" for breach in found.breaches)
    assert sum(shift is not None for shift in found.roster["a"]) <= 5


def test_stopping_keeps_the_best_so_far():
    found = solve(week(), 60, should_stop=lambda: True)
    assert set(found.roster) == set("abcd")


def test_dives_that_never_come_near_the_bound_end_with_the_time(monkeypatch):
    monkeypatch.setattr("anju.planners.rosters.columns.cost_of", lambda *_given: 10**9)
    monkeypatch.setattr(Columns, "is_close", True)
    known = solve(week(), 5).roster
    roster, bound = good_start(week(), 1.0, lambda: False, known)
    assert set(roster) == set(known) and bound < 10**9


def test_wishes_that_fight_are_named():
    problem = replace(week(), people=(someone("a", max_shifts={"day": 7}), someone("b", max_shifts={"night": 7}, max_minutes=6000, max_consecutive=7)))
    problem = replace(problem, wishes=(Wish("b", 2, None, 1), Wish("a", 5, None, 1)))
    roster = {"a": ("day", "day", "day", "day", "day", None, None), "b": ("night",) * 7}
    assert unmet(problem, roster) == [problem.wishes[0]]
    assert against(problem, roster, problem.wishes[0]) == [Reason("cover", "cover", "", 2, "night")]
    assert against(problem, {**roster, "b": ("night", "night", None, "night", "night", "night", "night")}, problem.wishes[0]) == []


def test_one_falls_ill_and_little_changes():
    before = solve(week(), 10).roster
    ill = next(person for person, row in before.items() if row[2] == "day")
    people = tuple(replace(person, days_off=frozenset({2})) if person.id == ill else person for person in week().people)
    kept = {(person, day): before[person][day] for person in before for day in (0, 1)}
    problem = replace(week(), people=people, kept=kept, previous=before, change=2)
    found = solve(problem, 10)
    assert found.breaches == ()
    assert all(day >= 2 for _, day, _, _ in changes(problem, found.roster))
    assert (ill, 2, "day", None) in changes(problem, found.roster)
    assert 2 <= len(changes(problem, found.roster)) <= 4


def test_rules_are_counted_from_the_days_before():
    person = someone("a", max_consecutive=3, before=("day", "day", "night"))
    problem = Problem(3, (DAY, NIGHT), (person,), ())
    assert breaches_of(problem, {"a": ("day", None, None)}) == [Breach("max_consecutive", "a", 0, 1), Breach("succession", "a", 0, 1)]


def test_a_run_that_ends_in_nights_is_shorter():
    problem = replace(week(), shifts=(DAY, replace(NIGHT, latest_in_run=3)), people=tuple(someone(name, max_consecutive=5, max_minutes=3000) for name in "abc"))
    rows = {"a": ("day", "day", "night", "night", None, "day", "day"), "b": ("day",) * 5 + (None, "night"), "c": ("night",) * 3 + (None, "night", "night", "night")}
    assert [(breach.rule, breach.person, breach.day, breach.by) for breach in breaches_of(problem, rows) if breach.rule == "latest_in_run"] == [("latest_in_run", "a", 3, 1)]
    found = solve(problem, 10)
    assert found.breaches == ()
    before = {person.id: ("night",) * 3 for person in problem.people}
    going_on = replace(problem, people=tuple(replace(person, before=before[person.id]) for person in problem.people))
    assert [row[0] for row in solve(going_on, 5).roster.values()] == [None] * 3


def test_twelve_hour_shifts_break_the_law_at_every_turn_and_eight_hours_do_not():
    twelve = [Stint("甲", day * 1440 + 480, day * 1440 + 1200) for day in range(28)]
    faults = faults_of(twelve, 28)
    counts = {rule: sum(fault.rule == rule for fault in faults) for rule in ("day", "overtime", "rest_day", "rest", "nights")}
    assert counts == {"day": 28, "overtime": 1, "rest_day": 4, "rest": 0, "nights": 0}
    assert next(fault for fault in faults if fault.rule == "rest_day") == Fault("rest_day", "甲", 6, 0, 24 * 60)
    assert next(fault for fault in faults if fault.rule == "overtime") == Fault("overtime", "甲", 27, (336 - 160) * 60, 36 * 60)
    eight = [Stint("乙", day * 1440 + 480, day * 1440 + 960) for day in range(28) if day % 7 < 5]
    assert faults_of(eight, 28) == []


def test_too_little_rest_and_too_many_nights():
    stints = [Stint("甲", 0, 240), Stint("甲", 780, 1200)]
    assert faults_of(stints, 7) == [Fault("rest", "甲", 0, 540, 660)]
    nights = [Stint("乙", day * 1440 + 1320, (day + 1) * 1440 + 360) for day in range(5)]
    assert faults_of(nights, 7) == [Fault("nights", "乙", 5, 5, 4)]


NIGHTS, EARLY = (1320, 1800), (480, 960)


@pytest.mark.parametrize(
    ("work", "rest"),
    [
        ({0: NIGHTS, 1: NIGHTS, 2: NIGHTS, 3: NIGHTS, 5: NIGHTS, 6: NIGHTS}, None),  # 06:00 on day 4 to 22:00 on day 5
        ({0: EARLY, 1: EARLY, 2: EARLY, 3: NIGHTS, 5: EARLY, 6: EARLY}, None),  # 06:00 on day 4 to 08:00 on day 5
        ({0: EARLY, 1: EARLY, 2: EARLY, 3: EARLY, 4: EARLY, 5: EARLY, 6: EARLY}, 0),
        ({0: EARLY, 1: EARLY, 2: EARLY, 3: EARLY, 4: EARLY, 5: NIGHTS, 7: EARLY}, None),  # begins on Sunday, ends on Monday
        ({0: EARLY, 1: EARLY, 2: EARLY, 3: EARLY, 4: EARLY, 5: NIGHTS, 7: (300, 780)}, 23 * 60),
        ({-1: (960, 1440), 1: EARLY, 2: EARLY, 3: EARLY, 4: EARLY, 5: EARLY, 6: EARLY}, None),
    ],
)
def test_a_week_holds_24_hours_of_rest_on_end(work, rest):
    stints = [Stint("甲", day * 1440 + start, day * 1440 + end) for day, (start, end) in work.items()]
    assert [fault for fault in faults_of(stints, 7) if fault.rule == "rest_day"] == ([] if rest is None else [Fault("rest_day", "甲", 6, rest, 1440)])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(days=st.sampled_from([7, 14, 28, 30, 31]), shifts=st.integers(0, 31))
def test_what_is_planned_at_most_is_what_the_law_lets_pass(days, shifts):
    """Eight-hour shifts up to norm and overtime together raise no fault of hours; one more does."""
    stints = [Stint("甲", day * 1440 + 480, day * 1440 + 960) for day in range(min(shifts, days))]
    most = norm_minutes(days) + most_overtime(days)
    assert any(fault.rule == "overtime" for fault in faults_of(stints, days)) == (len(stints) * 480 > most)


def test_a_seat_round_the_clock_takes_four_point_two_people():
    assert heads_needed(24 * 7 * 60) == 5
    assert heads_needed(10 * 24 * 7 * 60) == 42
