"""The lockdown: who waits for a leader's word, who never does, and that it ends by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.access import actions
from anju.domains.access.models import Lane
from anju.domains.access.schedule import turn_modes
from anju.kernel import clock
from anju.kernel.models import Entry
from anju.kernel.refusals import Refusal

from .conftest import START
from .test_passing import HOUR, MINUTE, shown


@pytest.fixture
def locked(community, ground, team):
    """Locked down for two hours from 09:00 on by the squad leader."""
    ground.card()
    ground.desk, ground.guard, ground.leader = team("前台小周", "front_desk"), team("陈刚", "guard"), team("李强", "squad_leader")
    for secret, category in (("04BB", "visitor"), ("04CC", "staff"), ("04DD", "courier")):
        given = {"holder_name": "持卡人", "checked": "证件", "ends_at": None if category == "staff" else START + timedelta(days=30)}
        made = actions.issue_credential(community, kind="card", secret=secret, category=category, by=ground.desk, **given)
        assert not isinstance(made, Refusal), made
    assert actions.lock_down(community, reason="门外有人持械", by=ground.leader) == community
    return ground


def codes(ground, lane, at=START, **more) -> list[tuple[str, str]]:
    """The verdicts about who lives here, a visitor, staff and a courier."""
    found = [shown(Lane.objects.get(pk=lane.pk), ground.guard, secret, at=at, **more) for secret in ("04A1B2C3", "04BB", "04CC", "04DD")]
    return [(one.outcome, one.code) for one in found]


YES, ASKED = ("allowed", "allowed"), ("ask", "lockdown")


def test_who_lives_or_works_here_comes_in_and_the_others_wait_for_a_leader(locked):
    assert codes(locked, locked.back) == [YES, ASKED, YES, ASKED]
    assert codes(locked, locked.back, direction="out") == [("allowed", "leaves")] * 4
    assert shown(locked.back, locked.guard, "0000").code == "no_right", "it gives nobody a right"
    asked = shown(Lane.objects.get(pk=locked.back.pk), locked.guard, "04BB")
    assert actions.release_passage(asked, said_for="李班长核对后放行", by=locked.leader).may_go


def test_help_comes_in_and_fire_opens_every_door(locked, community):
    assert actions.let_emergency_in(locked.drive, kind="ambulance", plate="京A·120急", by=locked.guard).outcome == "allowed"
    actions.release_all(community, reason="3栋冒烟", by=locked.guard)
    assert codes(locked, locked.back) == [("allowed", "fire_release")] * 4


def test_it_ends_by_the_clock_and_at_once_where_nobody_turned_it_off(locked, community):
    before = START + 2 * HOUR - MINUTE
    with clock.frozen(before):
        turn_modes(community)
        assert codes(locked, locked.back, before)[1] == ASKED
    over = START + 2 * HOUR
    assert codes(locked, locked.back, over)[1] == YES, "the end is a fact of the lane, not a job's work"
    with clock.frozen(over):
        turn_modes(community)
        turn_modes(community)
    assert list(Lane.objects.exclude(locked_until=None)) == []
    assert [one.payload["because"] for one in Entry.objects.filter(name="access.lockdown_ended")] == ["time"]


def test_one_gate_is_locked_down_alone_and_ended_by_a_leader(community, ground, team):
    leader = team("李强", "squad_leader")
    actions.lock_down(community, gate=ground.north, reason="北门外斗殴", hours=1, by=team("监控员", "monitor_operator"))
    assert [one.name for one in Lane.objects.exclude(locked_until=None)] == ["北门人行"]
    again = actions.lock_down(community, gate=ground.north, reason="仍未散去", hours=3, by=leader)
    assert (again, Lane.objects.get(pk=ground.back.pk).locked_until) == (community, START + 3 * HOUR)
    assert actions.end_lockdown(community, by=leader) == community
    assert (Lane.objects.exclude(locked_until=None).count(), actions.end_lockdown(community, by=leader).code) == (0, "access.not_locked")


@pytest.mark.parametrize(("given", "code"), [({"reason": " "}, "access.reason_needed"), ({"hours": 0}, "access.lockdown_too_long"), ({"hours": 13}, "access.lockdown_too_long")])
def test_it_needs_a_reason_and_an_end_within_half_a_day(community, ground, team, given, code):
    assert actions.lock_down(community, **{"reason": "x", **given}, by=team("李强", "squad_leader")).code == code
    assert Lane.objects.exclude(locked_until=None).count() == 0


def test_a_guard_cannot_begin_it_and_a_control_room_cannot_end_it(community, ground, team):
    room = team("监控员", "monitor_operator")
    assert actions.lock_down(community, reason="x", by=team("陈刚", "guard")).code == "kernel.not_permitted"
    actions.lock_down(community, reason="门外有人持械", by=room)
    assert actions.end_lockdown(community, by=room).code == "kernel.not_permitted"
    assert Lane.objects.exclude(locked_until=None).count() == 5
