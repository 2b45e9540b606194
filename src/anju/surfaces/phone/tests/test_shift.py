"""A guard's shift on the phone: what the page is told, and what he enters, over the same queue as everything else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from anju.domains.people import actions as people
from anju.domains.people.models import Shift
from anju.domains.people.queries import Presence
from anju.domains.workforce import actions as workforce
from anju.domains.workforce.models import Away, Finding, Handover
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor

from .conftest import Phone

SYSTEM = Actor.system("test")
MORNING = datetime(2026, 3, 4, 23, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def gate(garden, account_in):
    """The south gate in two shifts: 陈 from seven to three, 孙 after him, and a leader."""
    chen, sun, leader = (account_in(garden, name, role) for name, role in (("chen", "guard"), ("sun", "guard"), ("leader", "squad_leader")))
    with view.entered(garden), clock.frozen(MORNING):
        pattern = people.define_pattern(garden, name="三班", shifts="早班 07:00-15:00\n中班 15:00-23:00\n夜班 23:00-07:00", by=SYSTEM)
        shifts = list(Shift.objects.filter(pattern=pattern).order_by("position"))
        post = people.define_post(garden, name="南门岗", role="guard", pattern=pattern, by=SYSTEM)
        for account, shift in ((chen, shifts[0]), (sun, shifts[1])):
            people.assign_post(post, person=account.person, shift=shift, on=MORNING.date() + timedelta(days=1), by=SYSTEM)
    return post, {name: Phone(account, garden, started_at=MORNING) for name, account in (("chen", chen), ("sun", sun), ("leader", leader))}


def told(phone: Phone) -> dict:
    return phone.client.get("/phone/day").json()["shift"]


def test_a_short_leave_without_a_network_is_judged_by_the_hour_at_which_it_was_entered(gate):
    post, phones = gate
    chen = phones["chen"]
    with clock.frozen(MORNING - 5 * MINUTE):
        assert chen.send(chen.item("people.take_post", {}, subject=str(post.pk)))[0]["state"] == "done"
    with clock.frozen(MORNING + HOUR):
        away = chen.item("workforce.step_away", {"kind": "short_leave", "reason": "如厕"}, subject=str(post.pk))
        rubbish = chen.item("workforce.step_away", {"kind": "holiday", "reason": "🙂" * 500, "minutes": 10**9}, subject=str(post.pk))
    with clock.frozen(MORNING + HOUR + 8 * MINUTE):
        back = chen.item("workforce.come_back", {}, subject=str(post.pk))
    with clock.frozen(MORNING + 2 * HOUR):
        answers = chen.send(away, rubbish, back)
        again = chen.send(away, rubbish, back)
    assert [one["state"] for one in answers] == ["done", "refused", "done"]
    assert [one["state"] for one in again] == ["done", "refused", "done"], "sent twice, done once"
    (kept,) = Away.everywhere.all()
    assert (kept.left_at, kept.back_at, kept.state) == (MORNING + HOUR, MORNING + HOUR + 8 * MINUTE, "back")
    assert Finding.everywhere.count() == 0


def test_the_page_knows_before_and_after_and_the_leader_sees_who_left(gate):
    post, phones = gate
    chen, leader = phones["chen"], phones["leader"]
    with clock.frozen(MORNING):
        chen.send(chen.item("people.take_post", {}, subject=str(post.pk)))
        mine = told(chen)["shift"]
        assert (mine["before"], mine["after"], mine["is_alone"], mine["is_covered"], mine["short_minutes"], mine["next_here"]) == ([], ["某sun"], True, False, 10, "")
        assert (mine["expected"], told(chen)["figures"]) == ({"slips": 0, "keys": 0, "radios": 0}, {"shifts": 0, "late": 0, "hours": 0, "kept": 0, "of": 0})
    with clock.frozen(MORNING + 4 * HOUR):
        chen.send(chen.item("workforce.step_away", {"kind": "meal", "reason": "午饭"}, subject=str(post.pk)))
        assert [(one["post"], one["what"], one["person"]) for one in told(leader)["findings"]] == [("南门岗", "脱岗", "某chen")]
        assert told(chen)["findings"] == [], "only leaders see what is wrong elsewhere"
        assert told(chen)["away"]["kind"] == "meal"


def test_a_shift_is_handed_over_and_taken_over_on_two_phones(gate):
    post, phones = gate
    chen, sun = phones["chen"], phones["sun"]
    with clock.frozen(MORNING):
        chen.send(chen.item("people.take_post", {}, subject=str(post.pk)))
    with clock.frozen(MORNING + 8 * HOUR - 16 * MINUTE):
        early = chen.send(chen.item("workforce.hand_over", {"slips": 0}, subject=str(post.pk)))
        assert (early[0]["state"], early[0]["code"]) == ("refused", "workforce.nobody_to_take_over")
        sun.send(sun.item("people.take_post", {}, subject=str(post.pk)))
        assert told(chen)["shift"]["next_here"] == "某sun"
        assert chen.send(chen.item("workforce.hand_over", {"slips": 0, "keys": 0, "radios": 0, "notes": "东侧灯坏"}, subject=str(post.pk)))[0]["state"] == "done"
    with clock.frozen(MORNING + 8 * HOUR - 15 * MINUTE):
        waiting = told(sun)["handover"]
        assert (waiting["giver"], waiting["notes"], waiting["counts"]) == ("某chen", "东侧灯坏", {"slips": [0, 0], "keys": [0, 0], "radios": [0, 0]})
        own = chen.send(chen.item("workforce.take_over", {}, subject=waiting["id"]))
        assert (own[0]["state"], own[0]["code"]) == ("refused", "workforce.own_handover")
        assert sun.send(sun.item("workforce.take_over", {}, subject=waiting["id"]))[0]["state"] == "done"
        assert told(sun)["handover"] is None
    one = Handover.everywhere.get()
    assert (one.state, one.minutes_early, one.is_in_time) == ("accepted", 16, True)
    assert list(Presence.everywhere.filter(until_at=None).values_list("person__name", flat=True)) == ["某sun"]


def test_what_must_be_signed_stands_on_the_phone_until_it_is(gate):
    _post, phones = gate
    chen = phones["chen"]
    with view.entered(chen.where), clock.frozen(MORNING):
        manager = Actor("account", id=phones["leader"].account.pk, person=phones["leader"].account.person_id, posts={chen.where.pk: frozenset({"squad_leader"})})
        pledge = workforce.issue_pledge(chen.where, person=chen.account.person, title="门岗责任书", text="验证放行", by=manager)
        assert [(one["id"], one["title"]) for one in told(chen)["pledges"]] == [(str(pledge.pk), "门岗责任书")]
        assert chen.send(chen.item("workforce.sign_pledge", {}, subject=str(pledge.pk)))[0]["state"] == "done"
        assert told(chen)["pledges"] == []
        assert told(phones["sun"])["pledges"] == []


def test_who_only_lives_here_is_told_nothing_about_shifts(garden, account_in):
    owner = Phone(account_in(garden, "auditor", "auditor"), garden)
    assert told(owner) is None
