"""Going on post and off it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.people import actions, queries
from anju.domains.people.models import Presence
from anju.kernel import clock, ledger
from anju.kernel.actors import Actor

from .conftest import NOON

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


@pytest.fixture
def fire_room(inside):
    return actions.define_post(inside, name="消防控制室", role="fire_operator", people_per_shift=2, is_two_person=True, by=SYSTEM)


@pytest.fixture
def pair(inside, fire_room, staff):
    found = [staff(inside, f"值班{n}", "fire_operator") for n in "甲乙"]
    for _actor, person in found:
        actions.assign_post(fire_room, person=person, start_at=NOON, end_at=NOON + timedelta(hours=12), by=SYSTEM)
    return found


def test_taking_and_leaving_a_post_count_who_is_there(inside, fire_room, pair):
    (first, person), (second, _other) = pair
    assert actions.take_post(fire_room, by=first).holding is not None
    assert actions.take_post(fire_room, by=second).person.name == "值班乙"
    with clock.frozen(NOON + timedelta(hours=1)):
        left = actions.leave_post(fire_room, left_for="meal", note="吃饭", by=first)
    assert (left.until_at, left.left_for) == (NOON + timedelta(hours=1), "meal")
    payload = ledger.history(left).first().payload
    assert (payload["present"], payload["needed"], payload["is_alone"]) == (1, 2, True)
    assert queries.presence_of(person) is None
    with clock.frozen(NOON + timedelta(hours=1, minutes=20)):
        assert actions.take_post(fire_room, by=first).since_at == NOON + timedelta(hours=1, minutes=20)


def test_nobody_stands_twice_or_at_two_posts(inside, fire_room, pair):
    first, person = pair[0]
    other = actions.define_post(inside, name="备用岗", role="fire_operator", by=SYSTEM)
    actions.take_post(fire_room, by=first)
    assert actions.take_post(fire_room, by=first).code == "people.on_post_already"
    no = actions.take_post(other, by=first)
    assert (no.code, no.params) == ("people.on_other_post", {"post": "消防控制室"})
    assert Presence.objects.filter(person=person).count() == 1


def test_a_post_is_taken_only_by_whom_the_roster_names_and_at_most_an_hour_early(inside, fire_room, pair, staff):
    first = pair[0][0]
    stranger, _person = staff(inside, "值班丙", "fire_operator")
    assert actions.take_post(fire_room, by=stranger).code == "people.not_your_shift"
    with clock.frozen(NOON - timedelta(minutes=61)):
        assert actions.take_post(fire_room, by=first).code == "people.not_your_shift"
    with clock.frozen(NOON - timedelta(minutes=60)):
        assert actions.take_post(fire_room, by=first)
    assert Presence.objects.count() == 1


def test_only_a_leader_records_for_somebody_else(inside, fire_room, pair, staff):
    (first, person), (second, _other) = pair
    leader, _leader = staff(inside, "班长丁", "squad_leader")
    assert actions.take_post(fire_room, person=person, by=second).code == "people.not_for_others"
    assert actions.take_post(fire_room, person=person, by=leader).person == person
    assert actions.leave_post(fire_room, person=person, left_for="left", by=second).code == "people.not_for_others"
    assert actions.leave_post(fire_room, person=person, left_for="left", by=leader).left_for == "left"
    assert actions.leave_post(fire_room, left_for="meal", by=first).code == "people.not_on_post"
    assert actions.take_post(fire_room, by=SYSTEM).code == "people.nobody_named"


def test_a_post_is_not_left_before_it_was_taken(inside, fire_room, pair):
    first = pair[0][0]
    actions.take_post(fire_room, by=first)
    assert actions.leave_post(fire_room, left_for="meal", by=first, at=NOON - timedelta(minutes=1)).code == "people.left_before_taken"
    assert Presence.objects.get().until_at is None
