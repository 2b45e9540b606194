"""A roster is drafted by a job, kept when stopped, published part by part, and changed as little as can be when somebody falls ill."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from anju.domains.people import actions as people
from anju.domains.people.models import Holding, Person, Post, Shift
from anju.domains.training import actions as training
from anju.domains.workforce import actions
from anju.domains.workforce.jobs import publish_rows, work_out
from anju.domains.workforce.models import Roster
from anju.domains.workforce.queries import rostering as queries
from anju.domains.workforce.rules.rostering import seated
from anju.kernel.models import Entry

from .conftest import DAY, HOUR, START, SYSTEM

pytestmark = pytest.mark.django_db
FIRST, LAST = DAY + timedelta(days=1), DAY + timedelta(days=7)
NEEDED = 3 * (1 + 1 + 1 + 2)
"""Shifts a day: leader, gate and relief one each, the fire control room two."""


@pytest.fixture
def staffed(squad):
    """Enough people for a lawful week: 21 leader shifts, 42 guard shifts, 42 fire shifts at five to six each."""
    for number in range(4):
        squad.person(f"班长{number}", "squad_leader")
    for number in range(7):
        squad.person(f"队员{number}", "guard")
        squad.person(f"值机{number}", "fire_operator")
    return squad


def done(job: Any, one: Roster) -> Roster:
    """The job of a roster, run here and now."""
    job.call(str(one.scope_id), str(one.pk))
    one.refresh_from_db()
    return one


def drafted(squad, seconds: int = 4, **days: date) -> Roster:
    made = actions.draft_roster(squad.community, **{"first_on": FIRST, "last_on": LAST} | days, seconds=seconds, by=squad.actor("班长周"))
    assert isinstance(made, Roster), made
    return done(work_out, made)


def published(squad) -> Roster:
    return done(publish_rows, actions.publish_roster(drafted(squad), by=squad.actor("班长周")))


@pytest.mark.clause("003-191", "002-290")
def test_a_week_is_filled_around_the_clock_by_the_law_and_published(staffed):
    one = drafted(staffed, seconds=10)  # room for a busy machine: a share of it is all a roster that keeps every rule may take
    question = queries.Question(staffed.community, FIRST, LAST)
    assert (one.state, one.breaches, one.missed) == ("ready", [], [])
    assert [missing for _, _, missing in queries.cover_of(question, one.cells)] == [[0] * 7] * 12
    assert queries.faults_of_cells(question, one.cells) == []
    one = done(publish_rows, actions.publish_roster(one, by=staffed.actor("班长周")))
    assert (one.state, one.published_rows) == ("published", 7 * NEEDED)
    rows = Holding.objects.filter(on__gte=FIRST, on__lte=LAST)
    assert Counter(rows.values_list("on", flat=True)) == {FIRST + timedelta(days=day): NEEDED for day in range(7)}
    assert queries.faults_published(staffed.community, FIRST, LAST) == []
    again = actions.draft_roster(staffed.community, first_on=FIRST, last_on=LAST, by=staffed.actor("班长周"))
    assert again.code == "workforce.roster_there"
    assert Roster.objects.count() == 1


def test_one_falls_ill_and_only_what_must_changes(staffed):
    one = published(staffed)
    leader = staffed.actor("班长周")
    day = FIRST + timedelta(days=2)
    holding = Holding.objects.filter(on=day, post=staffed.posts["南门岗"]).select_related("person").first()
    ill = holding.person
    for asked, code in (
        ({"person": ill, "from_on": day - timedelta(days=9), "until_on": day}, "workforce.outside_roster"),
        ({"person": ill, "from_on": day, "until_on": LAST + timedelta(days=1)}, "workforce.outside_roster"),
        ({"person": staffed.person("赵敏", "security_manager"), "from_on": day, "until_on": day}, "workforce.not_on_roster"),
    ):
        assert actions.call_ill(one, **asked, by=leader).code == code
    assert Roster.objects.count() == 1
    changed = actions.call_ill(one, person=ill, from_on=day, until_on=day, by=leader)
    done(work_out, changed)
    changes = queries.changed_cells(changed)
    assert (changed.state, changed.breaches) == ("ready", [])
    assert [now for person, at, _, now in changes if person == str(ill.pk) and at == 2] == [None]
    assert all(2 <= at <= 2 + queries.SETTLES_DAYS for _, at, _, _ in changes)
    assert len(changes) <= 6
    question = queries.Question(staffed.community, FIRST, LAST)
    assert [missing for _, _, missing in queries.cover_of(question, changed.cells)] == [[0] * 7] * 12
    changed = done(publish_rows, actions.publish_roster(changed, by=leader))
    one.refresh_from_db()
    assert (one.state, changed.state, changed.trouble) == ("replaced", "published", "")
    standing = Holding.objects.exclude(state="withdrawn").filter(on__gte=FIRST, on__lte=LAST)
    assert not standing.filter(person=ill, on=day).exists()
    assert standing.count() == 7 * NEEDED
    assert actions.call_ill(one, person=ill, from_on=day, until_on=day, by=leader).code == "workforce.roster_not_now"


def test_what_lies_some_days_behind_an_illness_stays(staffed):
    leader = staffed.actor("班长周")
    one = done(publish_rows, actions.publish_roster(drafted(staffed, last_on=FIRST + timedelta(days=9)), by=leader))
    person, row = next((person, row) for person, row in one.cells.items() if row[0] and any(row[7:]))
    ill = Person.objects.get(pk=person)
    changed = done(work_out, actions.call_ill(one, person=ill, from_on=FIRST, until_on=FIRST + timedelta(days=1), by=leader))
    assert {at for _, at, _, _ in queries.changed_cells(changed)} <= set(range(1 + queries.SETTLES_DAYS + 1))
    assert (changed.cells[person][:2], changed.cells[person][7:]) == ([None, None], row[7:])
    kept = queries.Question(staffed.community, one.first_on, one.last_on).problem(changed).kept
    assert {day for _, day in kept} == {7, 8, 9}


@pytest.mark.clause("003-192")
def test_with_too_few_people_the_draft_says_which_seats_stay_empty(squad):
    one = drafted(squad, seconds=3)
    question = queries.Question(squad.community, FIRST, LAST)
    missing = {(post.name, shift.name): sum(days) for post, shift, days in queries.cover_of(question, one.cells)}
    assert one.state == "ready"
    assert sum(missing.values()) == 7 * NEEDED - sum(cell is not None for row in one.cells.values() for cell in row)
    assert sum(missing.values()) > 60
    assert {role: (needed, there) for role, needed, there in queries.heads(question)} == {"squad_leader": (5, 1), "guard": (9, 2), "fire_operator": (9, 2)}


def test_bad_drafts_are_refused_and_leave_nothing(squad):
    leader, community = squad.actor("班长周"), squad.community
    guard = squad.actor("陈刚")
    before = Entry.objects.count()
    for first, last, by, code in (
        (LAST, FIRST, leader, "workforce.bad_period"),
        (FIRST, FIRST + timedelta(days=42), leader, "workforce.bad_period"),
        (DAY - timedelta(days=1), LAST, leader, "workforce.period_begun"),
        (DAY, DAY, leader, "workforce.roster_there"),
        (FIRST, LAST, guard, "kernel.not_permitted"),
    ):
        assert actions.draft_roster(community, first_on=first, last_on=last, by=by).code == code
    assert actions.draft_roster(community, first_on=FIRST, last_on=LAST, seconds=10**9, by=leader).code == "workforce.bad_seconds"
    assert (Roster.objects.count(), Entry.objects.count()) == (0, before)
    one = actions.draft_roster(community, first_on=FIRST, last_on=LAST, seconds=600, by=leader)
    assert actions.draft_roster(community, first_on=FIRST, last_on=LAST, by=leader).code == "workforce.roster_working"
    assert actions.publish_roster(one, by=leader).code == "workforce.roster_not_now"
    assert actions.discard_roster(one, by=leader).code == "workforce.roster_not_now"
    stopped = actions.stop_roster(one, by=leader)
    assert stopped.is_stop_asked
    assert done(work_out, one).state == "ready", "stopped at once, the best so far is the draft"
    assert actions.stop_roster(one, by=leader).code == "workforce.roster_over"
    found = {"cells": {}, "cost": 0, "bound": 0, "is_best": True, "breaches": [], "missed": []}
    for late in (actions.keep_roster(one, found=found, second=1, by=SYSTEM), actions.finish_roster(one, found=found, by=SYSTEM), actions.fail_roster(one, by=SYSTEM)):
        assert late.code == "workforce.roster_over"
    for late in (actions.publish_part(one, by=SYSTEM), actions.hold_back(one, trouble="x", by=SYSTEM)):
        assert late.code == "workforce.roster_over"
    assert actions.discard_roster(one, by=leader).state == "discarded"


def test_what_cannot_be_published_is_held_back_with_its_reason(staffed):
    one = drafted(staffed)
    gate, relief = (str(staffed.posts[name].pk) for name in ("南门岗", "机动岗"))
    cell = next(row[0] for row in one.cells.values() if row[0] and row[0].startswith(gate))
    person = next(person for person, row in one.cells.items() if row[0] == cell)
    shift = cell.partition("|")[2]
    booked = people.assign_post(Post.objects.get(pk=relief), person=Person.objects.get(pk=person), shift=Shift.objects.get(pk=shift), on=FIRST, by=SYSTEM)
    assert isinstance(booked, Holding)
    one = done(publish_rows, actions.publish_roster(one, by=staffed.actor("班长周")))
    assert (one.state, one.published_rows) == ("ready", 0)
    assert one.trouble


def test_a_draft_begins_after_what_is_published(staffed):
    one = drafted(staffed, first_on=DAY)
    assert (one.first_on, one.last_on, one.days, one.breaches) == (FIRST, LAST, 7, [])


def test_whoever_keeps_his_shift_keeps_his_post_and_posts_go_round():
    seats, group_of = {"g|1": ["p", "q"]}, {"p": "g", "q": "g"}
    first = seated({"a": ["g|1", "g|1"], "b": ["g|1", "g|1"]}, seats, group_of)
    assert first == {"a": ["p|1", "q|1"], "b": ["q|1", "p|1"]}
    again = seated({"a": [None, "g|1"], "b": ["g|1", "g|1"], "c": ["g|1", None]}, seats, group_of, first)
    assert again == {"a": [None, "q|1"], "b": ["q|1", "p|1"], "c": ["p|1", None]}


def test_whoever_publishes_a_roster_hears_of_certificates_and_contracts_in_the_same_words(squad):
    """A person at the desk, a program with 200 rows, the stand-in at night: each is refused by the one question, and nothing stands."""
    training.require_certificate(squad.community, kind="guard", role="guard", is_barring=True, by=squad.actor("赵敏", "security_manager"))
    gate, early, on = squad.posts["南门岗"], squad.shifts[0], DAY + timedelta(days=3)
    chen, leader = squad.person("陈刚"), squad.actor("赵敏", "security_manager")
    before = Holding.objects.count()
    one = people.assign_post(gate, person=chen, shift=early, on=on, by=leader)
    rows = [{"post": squad.posts["当班班长"].pk, "person": squad.person("班长周").pk, "shift": early.pk, "on": str(on)}, {"post": gate.pk, "person": chen.pk, "shift": early.pk, "on": str(on)}]
    many = people.publish_holdings(squad.community, rows=rows, by=leader)
    called = actions.call_in(gate, person=chen, start_at=START + 72 * HOUR, end_at=START + 80 * HOUR, reason="缺人", by=leader)
    assert {one.code, many.code, called.code} == {"workforce.certificate_missing"}
    assert str(one) == "没有排入：陈刚 缺少保安员证 未登记。请安排持证人员。"
    assert str(many) == f"第 2 行：{one}"
    assert Holding.objects.count() == before
    assert people.publish_holdings(squad.community, rows=rows[:1], by=leader) == squad.community, "who needs none stands"


@pytest.mark.clause("002-582")
def test_early_and_weekend_duty_goes_round_in_turns(squad):
    """The duty of 06:00 on every day of four weeks, and the weekends: six share 28 early duties and 16 at weekends, and nobody has more than 6 and two weekends."""
    pattern = people.define_pattern(squad.community, name="早晚班", shifts="早班 06:00-14:00\n晚班 14:00-22:00", crews=3, by=SYSTEM)
    Post.objects.update(pattern=None)
    post = people.define_post(squad.community, name="网格值班", role="team_leader", pattern=pattern, by=SYSTEM)
    names = [squad.person(f"网格员{number}", "team_leader") for number in range(6)]
    one = drafted(squad, seconds=12, last_on=FIRST + timedelta(days=27))
    early = Shift.objects.get(pattern=pattern, start_time="06:00")
    assert (one.state, one.breaches, len(one.cells)) == ("ready", [], 6)
    had = {person: [day for day, cell in enumerate(row) if cell == f"{post.pk}|{early.pk}"] for person, row in one.cells.items()}
    assert sorted(day for days in had.values() for day in days) == list(range(28)), "06:00 is kept on every day"
    assert max(len(days) for days in had.values()) <= 6, "the even share is 4 or 5, and a quarter more is fair"
    weekends = {person: {(day + FIRST.weekday()) // 7 for day, cell in enumerate(row) if cell and (day + FIRST.weekday()) % 7 >= 5} for person, row in one.cells.items()}
    assert max(len(found) for found in weekends.values()) <= 2 and len(names) == 6
    asked = queries.Question(squad.community, FIRST, FIRST + timedelta(days=27)).problem(one)
    assert {(tuple(person.max_shifts.values()), person.max_weekends) for person in asked.people} == {((6, 6), 2)}


def test_one_who_is_nearly_alone_in_his_role_does_not_make_the_roster_impossible(squad):
    """Two for three shifts a day: neither can be asked for more than the days in a row allow, so that every rule can be kept."""
    asked = queries.Question(squad.community, FIRST, FIRST + timedelta(days=28))
    leaders = [person for person in asked.problem(Roster(scope=squad.community)).people if str(squad.person("班长周").pk) == person.id]
    assert [(person.min_minutes, person.max_consecutive) for person in leaders] == [(23 * 480, 5)]



def test_nobody_is_planned_past_the_end_of_his_certificate_so_the_roster_can_be_published(staffed):
    manager = staffed.actor("赵敏", "security_manager")
    training.require_certificate(staffed.community, kind="guard", role="guard", is_barring=True, by=manager)
    guards = sorted(queries.people_with_role(staffed.community, "guard", on=FIRST), key=lambda each: each.name)
    short = guards[0]
    for number, person in enumerate(guards):
        ends = FIRST + timedelta(days=3) if person == short else LAST + timedelta(days=300)
        paper = training.add_certificate(staffed.community, person=person, kind="guard", number=f"310{number:07}", issued_on=DAY - timedelta(days=100), expires_on=ends, by=manager)
        assert paper.person == person
    question = queries.Question(staffed.community, FIRST, LAST)
    assert question.lapsed == {short.pk: {3, 4, 5, 6}}, "the night of the last day would reach past its end"
    one = drafted(staffed)
    assert one.cells[str(short.pk)][3:] == [None] * 4
    assert (one.breaches, any(one.cells[str(short.pk)][:3])) == ([], True)
    one = done(publish_rows, actions.publish_roster(one, by=staffed.actor("班长周")))
    assert (one.state, one.trouble) == ("published", "")
