"""Posts: defining them, naming people for them, nobody twice; who is on duty and where somebody is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from anju.domains.people import actions, queries
from anju.domains.people.models import Holding, Post
from anju.kernel import clock, ledger
from anju.kernel import scope as view
from anju.kernel.actors import Actor

from .conftest import NOON

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
DAY = date(2026, 3, 5)
THREE = "早班 07:00-15:00\n中班 15:00-23:00\n夜班 23:00-07:00"


@pytest.fixture
def pattern(inside):
    return actions.define_pattern(inside, name="三班倒", shifts=THREE, by=SYSTEM)


@pytest.fixture
def gate(inside, pattern):
    return actions.define_post(inside, name="南门岗", role="guard", pattern=pattern, by=SYSTEM)


@pytest.fixture
def early(pattern):
    return queries.shifts_of(pattern)[0]


def test_a_post_that_is_never_held_alone_takes_two(inside, gate):
    assert actions.define_post(inside, name="消防控制室", role="fire_operator", is_two_person=True, by=SYSTEM).code == "people.two_needed"
    assert actions.define_post(inside, name="巡逻岗", role="guard", people_per_shift=0, by=SYSTEM).code == "people.bad_people_per_shift"
    assert actions.define_post(inside, name="南门岗", role="guard", by=SYSTEM).code == "people.name_taken"
    assert Post.objects.count() == 1
    assert actions.change_post(gate, is_two_person=True, by=SYSTEM).code == "people.two_needed"
    assert actions.change_post(gate, by=SYSTEM).code == "people.nothing_changed"
    assert actions.change_post(gate, is_two_person=True, people_per_shift=2, by=SYSTEM).people_per_shift == 2
    assert ledger.history(gate).first().payload["changed"] == ["is_two_person", "people_per_shift"]


def test_a_shift_of_a_date_becomes_moments(inside, gate, pattern, staff):
    _actor, guard = staff(inside, "保安甲", "guard")
    night = queries.shifts_of(pattern)[2]
    holding = actions.assign_post(gate, person=guard, shift=night, on=DAY, by=SYSTEM)
    assert (holding.on, holding.start_at) == (DAY, datetime(2026, 3, 5, 15, tzinfo=UTC))
    assert holding.end_at - holding.start_at == timedelta(hours=8)
    assert queries.holding_of(guard, holding.start_at) == holding
    assert queries.holding_of(guard, holding.end_at) is None
    assert queries.post_now(gate, holding.start_at) == [holding]
    assert list(queries.holdings_on(inside, DAY)) == [holding]


def test_nobody_holds_two_posts_at_once(inside, gate, early, staff):
    _actor, guard = staff(inside, "保安甲", "guard")
    north = actions.define_post(inside, name="北门岗", role="guard", by=SYSTEM)
    first = actions.assign_post(gate, person=guard, shift=early, on=DAY, by=SYSTEM)
    no = actions.assign_post(north, person=guard, start_at=first.end_at - timedelta(minutes=1), end_at=first.end_at + timedelta(hours=1), by=SYSTEM)
    assert (no.code, no.params) == ("people.double_booked", {"person": "保安甲", "post": "南门岗"})
    after = actions.assign_post(north, person=guard, start_at=first.end_at, end_at=first.end_at + timedelta(hours=4), by=SYSTEM)
    assert (after.start_at, Holding.objects.count()) == (first.end_at, 2)


def test_a_post_of_another_community_counts_as_taken(company, garden, next_door, staff):
    _actor, roving = staff(company, "机动戊", "guard")
    with view.entered(company, garden):
        south = actions.define_post(garden, name="南门岗", role="guard", by=SYSTEM)
    with view.entered(company, next_door):
        east = actions.define_post(next_door, name="东门岗", role="guard", by=SYSTEM)
        actions.grant_role(next_door, person=roving, role="guard", by=SYSTEM)
        assert actions.assign_post(east, person=roving, start_at=NOON, end_at=NOON + timedelta(hours=8), by=SYSTEM)
    with view.entered(company, garden):
        actions.grant_role(garden, person=roving, role="guard", by=SYSTEM)
        no = actions.assign_post(south, person=roving, start_at=NOON, end_at=NOON + timedelta(hours=1), by=SYSTEM)
    assert no.code == "people.double_booked"
    assert Holding.everywhere.count() == 1


def test_a_post_is_held_only_by_its_kind_of_people_for_a_day_at_most(inside, gate, early, staff):
    _actor, cleaner = staff(inside, "保洁丙", "cleaner")
    _actor, leader = staff(inside, "班长丁", "squad_leader")
    assert actions.assign_post(gate, person=cleaner, shift=early, on=DAY, by=SYSTEM).code == "people.not_of_this_role"
    assert actions.assign_post(gate, person=leader, start_at=NOON, end_at=NOON, by=SYSTEM).code == "people.bad_span"
    assert actions.assign_post(gate, person=leader, start_at=NOON, end_at=NOON + timedelta(hours=25), by=SYSTEM).code == "people.bad_span"
    assert actions.assign_post(gate, person=leader, start_at=NOON, by=SYSTEM).code == "people.needs_span"
    assert Holding.objects.count() == 0
    assert actions.assign_post(gate, person=leader, shift=early, on=DAY, by=SYSTEM).person == leader


def test_a_roster_stands_whole_or_not_at_all(inside, gate, early, pattern, staff):
    late = queries.shifts_of(pattern)[1]
    guards = [staff(inside, f"保安{n}", "guard")[1] for n in "甲乙"]
    rows = [{"post": str(gate.id), "person": str(g.id), "shift": str(s.id), "on": "2026-03-06"} for g, s in zip(guards, (early, late), strict=True)]
    assert actions.publish_holdings(inside, rows=rows, by=SYSTEM) == inside
    entry = ledger.in_view().filter(name="people.holdings_published").get()
    assert entry.payload == {"count": 2, "first_on": "2026-03-06", "last_on": "2026-03-06", "posts": [str(gate.id)]}
    twice = [{**rows[0], "on": "2026-03-07"}, {**rows[0], "on": "2026-03-07", "post": gate}]
    no = actions.publish_holdings(inside, rows=twice, by=SYSTEM)
    assert (no.code, no.params["row"]) == ("people.double_booked", 2)
    for bad, code in (
        ([], "people.bad_row_count"),
        (rows * 101, "people.bad_row_count"),
        ([{**rows[0], "person": "x"}], "people.not_here"),
        ([{"post": gate, "person": guards[0]}], "people.needs_span"),
        ([{"post": gate, "person": guards[0], "start_at": "2026-03-08 08:00", "end_at": "2026-03-08 10:00"}], "people.needs_span"),
    ):
        assert actions.publish_holdings(inside, rows=bad, by=SYSTEM).code == code
    assert Holding.objects.count() == 2


def test_a_roster_of_two_hundred_rows_takes_a_handful_of_queries(inside, gate, early, staff, django_assert_max_num_queries):
    guards = [staff(inside, f"保安{n}", "guard")[1] for n in range(5)]
    days = [DAY + timedelta(days=n) for n in range(1, 41)]
    rows = [{"post": gate, "person": guard, "shift": early, "on": day} for day in days[:8] for guard in guards]
    with django_assert_max_num_queries(22):
        actions.publish_holdings(inside, rows=rows, by=SYSTEM)
    assert Holding.objects.count() == 40


def test_a_roster_reaches_no_other_community(inside, next_door, gate, early, staff):
    _actor, theirs = staff(next_door, "保安乙", "guard")
    with view.entered(next_door):
        east = actions.define_post(next_door, name="东门岗", role="guard", by=SYSTEM)
    _actor, ours = staff(inside, "保安甲", "guard")
    for post, person in ((gate, theirs), (east, ours)):
        no = actions.publish_holdings(inside, rows=[{"post": post, "person": person, "shift": early, "on": DAY}], by=SYSTEM)
        assert no.code == "people.not_here"
    assert Holding.everywhere.count() == 0


def test_a_holding_is_cut_short_or_withdrawn_and_frees_the_person(inside, gate, early, staff):
    _actor, guard = staff(inside, "保安甲", "guard")
    running = actions.assign_post(gate, person=guard, shift=early, on=DAY, by=SYSTEM)
    ahead = actions.assign_post(gate, person=guard, shift=early, on=DAY + timedelta(days=1), by=SYSTEM)
    cut = actions.release_post(running, reason="生病", by=SYSTEM)
    assert (cut.state, cut.end_at) == ("released", NOON)
    assert queries.holding_of(guard) is None
    assert actions.release_post(ahead, by=SYSTEM).state == "withdrawn"
    assert actions.release_post(ahead, by=SYSTEM).code == "people.holding_over"
    assert actions.assign_post(gate, person=guard, shift=early, on=DAY + timedelta(days=1), by=SYSTEM).state == "published"


def test_a_published_roster_is_taken_back_where_it_has_not_begun(inside, gate, early, staff):
    _actor, guard = staff(inside, "保安甲", "guard")
    for n in range(3):
        actions.assign_post(gate, person=guard, shift=early, on=DAY + timedelta(days=n), by=SYSTEM)
    assert actions.withdraw_holdings(inside, first_on=DAY, last_on=DAY + timedelta(days=1), by=SYSTEM) == inside
    assert list(Holding.objects.order_by("on").values_list("state", flat=True)) == ["published", "withdrawn", "published"]
    assert actions.withdraw_holdings(inside, first_on=DAY, last_on=DAY, by=SYSTEM).code == "people.nothing_ahead"


def test_a_post_with_people_ahead_is_not_retired(inside, gate, early, staff):
    _actor, guard = staff(inside, "保安甲", "guard")
    holding = actions.assign_post(gate, person=guard, shift=early, on=DAY + timedelta(days=1), by=SYSTEM)
    assert actions.retire_post(gate, by=SYSTEM).code == "people.post_held"
    actions.release_post(holding, by=SYSTEM)
    assert actions.retire_post(gate, reason="撤岗", by=SYSTEM).state == "retired"
    assert actions.retire_post(gate, by=SYSTEM).code == "people.post_retired"
    assert actions.assign_post(gate, person=guard, shift=early, on=DAY + timedelta(days=1), by=SYSTEM).code == "people.post_retired"


def test_an_empty_post_is_seen_as_a_gap_only_while_its_pattern_runs(inside, gate, staff):
    office = actions.define_pattern(inside, name="常白", shifts="白班 09:00-11:00", crews=1, by=SYSTEM)
    actions.define_post(inside, name="前台岗", role="front_desk", pattern=office, by=SYSTEM)
    assert [(p.post.name, p.needed, p.held) for p in queries.gaps_at(inside)] == [("南门岗", 1, 0)]
    with clock.frozen(NOON - timedelta(hours=2)):
        assert [p.post.name for p in queries.gaps_at(inside)] == ["前台岗", "南门岗"]
    _actor, guard = staff(inside, "保安甲", "guard")
    actions.assign_post(gate, person=guard, start_at=NOON, end_at=NOON + timedelta(hours=1), by=SYSTEM)
    assert queries.gaps_at(inside) == []


def test_on_duty_tells_who_is_named_and_who_is_there(inside, gate, early, staff, django_assert_num_queries):
    actor, guard = staff(inside, "保安甲", "guard")
    actions.assign_post(gate, person=guard, shift=early, on=DAY, by=SYSTEM)
    assert [(d.person.name, d.is_present) for d in queries.on_duty(inside)] == [("保安甲", False)]
    actions.take_post(gate, by=actor)
    with django_assert_num_queries(2):
        assert [(d.post.name, d.person.name, d.is_present, d.holding.shift.name) for d in queries.on_duty(inside)] == [("南门岗", "保安甲", True, "早班")]
    (row,) = queries.posts_at(inside)
    assert (row.needed, row.held, row.present) == (1, 1, 1)
