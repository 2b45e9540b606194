"""A box decides as the server does, from what it holds, and says what it cannot know."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from anju.domains.access import actions as access
from anju.domains.access.models import Lane, Passage
from anju.domains.passes import actions as passes
from anju.kernel import clock

from .conftest import START, Site


def test_a_card_opens_its_gate_and_a_strange_one_does_not(site: Site):
    known, strange = site.show(site.ground.walk), site.show(site.ground.walk, "04FFFFFF")
    assert (known["outcome"], known["code"], known["sentence"]) == ("allowed", "allowed", "可以通行。")
    assert (strange["outcome"], strange["code"]) == ("refused", "no_right")
    assert site.drivers[str(site.ground.walk.pk)].lifts == 1


def test_it_decides_as_the_server_does(site: Site):
    """The same card, lane, hour and direction: the same verdict by the same reason, at the gate and at home."""
    access.change_lane(site.ground.walk, opens_from=START.replace(hour=22).time(), opens_until=START.replace(hour=15).time(), has_passback=True, by=site.ground.team("赵敏"))
    site.listen()
    for way, secret, later in (("in", "04A1B2C3", 0), ("in", "04A1B2C3", 1), ("out", "04A1B2C3", 2), ("in", "04A1B2C3", 3), ("in", "nobody", 4), ("out", "nobody", 5)):
        site.at = START + timedelta(minutes=later)
        lane = Lane.objects.get(pk=site.ground.walk.pk)
        here = site.show(lane, secret, way=way)
        there = access.decide_passage(lane, direction=way, shown="card", secret=secret, by=site.ground.team("陈刚", "guard"), at=site.at)
        assert (here["outcome"], here["code"]) == (there.outcome, there.code)


def test_who_leaves_is_never_held_whatever_is_missing(site: Site):
    """Cut off, without a snapshot and without a clock: in is asked, out is out."""
    site.is_cut = True
    site.box.book.keep("snapshot", b"{}")
    site.boot()
    assert site.show(site.ground.walk, way="out")["code"] == "leaves"
    entering = site.show(site.ground.walk)
    assert (entering["outcome"], entering["code"], entering["whom"]) == ("ask", "no_snapshot", "guard")


def test_a_snapshot_that_is_over_asks(site: Site):
    site.is_cut = True
    site.now_is(days=4, hours=23)
    assert site.show(site.ground.walk)["code"] == "allowed"
    site.now_is(hours=2)
    assert site.show(site.ground.walk)["code"] == "no_snapshot"
    assert site.show(site.ground.walk, way="out")["code"] == "leaves"


def test_fire_beats_everything_at_the_gate_itself(site: Site):
    """Its own contact opens every lane, cut off and for a stranger; when it ends the lanes work as before."""
    site.is_cut = True
    site.box.fire(True)
    assert [one.is_held for one in site.drivers.values()] == [True, True]
    assert site.show(site.ground.walk, "04FFFFFF")["code"] == "fire_release"
    site.box.fire(False)
    assert [one.is_held for one in site.drivers.values()] == [False, False]
    assert site.show(site.ground.walk, "04FFFFFF")["code"] == "no_right"


def test_a_fire_release_of_the_community_opens_the_lanes_of_the_box(site: Site):
    access.release_all(site.where, reason="3栋冒烟", by=site.ground.team("赵敏"))
    assert site.listen()
    assert [one.is_held for one in site.drivers.values()] == [True, True]
    assert site.show(site.ground.walk, "04FFFFFF")["code"] == "fire_release"
    access.end_release(site.where, by=site.ground.team("赵敏"))
    site.listen()
    assert [one.is_held for one in site.drivers.values()] == [False, False]


def test_a_lockdown_reaches_the_box_and_ends_there_by_itself(site: Site):
    desk, leader = site.ground.team("前台小周", "front_desk"), site.ground.team("李强", "squad_leader")
    access.issue_credential(site.where, kind="card", secret="04CCCCCC", holder_name="来访", category="visitor", checked="证件", ends_at=START + timedelta(days=9), by=desk)
    access.lock_down(site.where, reason="门外有人持械", hours=1, by=leader)
    assert site.listen()
    site.is_cut = True
    asked = site.show(site.ground.walk, "04CCCCCC")
    assert (asked["outcome"], asked["code"], asked["whom"], "班长" in asked["sentence"]) == ("ask", "lockdown", "leader", True)
    assert site.show(site.ground.walk, "04CCCCCC", way="out")["code"] == "leaves"
    site.at += timedelta(hours=1)
    assert site.show(site.ground.walk, "04CCCCCC")["code"] == "allowed"


def test_help_passes_at_once(site: Site):
    site.is_cut = True
    assert site.show(site.ground.drive, "", kind="nothing", emergency="ambulance")["code"] == "emergency"


def test_without_a_certain_clock_what_depends_on_hours_is_asked(site: Site):
    """Power comes back without the time: a resident's card still opens, a courier's hours do not; the server's time ends it."""
    desk = site.ground.team("前台小周", "front_desk")
    access.issue_credential(site.where, kind="card", secret="04BBBBBB", holder_name="洗衣店", category="visitor", ends_at=START + timedelta(days=30), by=desk)
    site.listen()
    assert site.show(site.ground.walk, "04BBBBBB")["code"] == "allowed"
    site.is_cut = True
    site.now_is(minutes=30)
    site.boot()
    assert not site.box.clock.is_sure
    unsure = site.show(site.ground.walk, "04BBBBBB")
    assert (unsure["outcome"], unsure["code"], unsure["sentence"][:4]) == ("ask", "clock_unsure", "请询问：")
    assert site.show(site.ground.walk)["code"] == "allowed"
    site.is_cut = False
    site.listen()
    assert site.box.clock.is_sure
    assert site.show(site.ground.walk, "04BBBBBB")["code"] == "allowed"
    assert [one["code"] for one in site.box.book.newest(50) if one["kind"] == "note" and one["code"].startswith("clock")] == ["clock_unsure", "clock_set", "clock_unsure", "clock_set"]


def test_a_clock_with_a_battery_is_believed_unless_it_is_behind_what_is_proven(site: Site):
    site.is_cut = True
    site.now_is(hours=3)
    assert site.boot(has_own=True).clock.is_sure
    site.show(site.ground.walk)
    site.now_is(hours=-2)
    assert not site.boot(has_own=True).clock.is_sure


def test_a_clock_that_is_set_while_the_box_runs_is_noticed_and_not_followed(site: Site):
    base = site.box.clock
    before = base.now_us()
    wall = base._wall
    base._wall = lambda: wall() + 3_600_000_000
    site.show(site.ground.walk)
    assert base.now_us() == before
    assert [one["value"] for one in site.box.book.newest(5) if one.get("code") == "clock_jumped"] == [3600]


def test_the_bar_is_read_and_not_assumed(site: Site):
    """Power comes back and a bar stands open: that is an opening nobody decided, with its cause."""
    site.send()
    walk = str(site.ground.walk.pk)
    site.boot(bars={walk: "open"})
    assert site.box.standing()["bars"][walk] == "open"
    line = [one for one in site.box.book.newest(9) if one["kind"] == "opening"][-1]
    assert (line["lane"], line["cause"], line["of"]) == (walk, "power", 0)


def test_a_watched_plate_is_asked_and_a_resident_goes_home(site: Site):
    leader, second = site.ground.team("班长老王", "squad_leader"), site.ground.team("孙经理", "security_manager")
    entry = access.propose_watch(site.where, reason="violence", words="多次威胁保安", plate="京A12345", ends_at=START + timedelta(days=30), by=leader)
    access.agree_to_watch(entry, by=second)
    desk = site.ground.team("前台小周", "front_desk")
    access.issue_credential(site.where, kind="plate", secret="京A12345", holder_name="送水车", category="helper", by=desk)
    site.listen()
    asked = site.show(site.ground.drive, "京A·12345", kind="plate")
    assert (asked["outcome"], asked["code"], asked["whom"]) == ("ask", "watched", "leader")
    assert not [row for row in site.box.held.section("watch").values() if "多次威胁" in str(row)]


def test_a_revocation_reaches_the_gate_with_the_next_word_and_only_as_a_change(site: Site):
    card = access.issue_credential(site.where, kind="card", secret="04CCCCCC", holder_name="小吴", category="staff", checked="章 07", by=site.ground.team("前台小周", "front_desk"))
    site.listen()
    assert site.show(site.ground.walk, "04CCCCCC")["code"] == "allowed"
    access.revoke_credential(card, reason="离职", by=site.ground.team("前台小周", "front_desk"))
    before = site.box.held.number
    assert site.listen()
    assert site.box.held.number > before
    assert site.show(site.ground.walk, "04CCCCCC")["code"] == "revoked"
    assert not site.listen()


def test_what_is_held_names_nobody(site: Site):
    """Digests, ids and hours: no name, phone, number or picture of anybody is in a snapshot, and nothing of other gates."""
    told = str(site.box.held.sections)
    assert "林先生" not in told and "04A1B2C3" not in told and "13900001111" not in told
    assert set(site.box.held.section("lanes")) == {str(site.ground.walk.pk), str(site.ground.drive.pk)}
    assert {key.partition(":")[0] for key in site.box.held.section("credentials")} == {"card"}


@pytest.mark.parametrize("lane", ["back", "door"])
def test_a_lane_of_another_gate_is_not_decided_here(site: Site, lane):
    assert site.show(getattr(site.ground, lane))["code"] == "no_snapshot"


def test_a_disk_that_takes_nothing_holds_nobody_who_leaves(site: Site, monkeypatch):
    """Entries are asked, since nothing would prove them; leaving, help and fire go on."""
    def full(_told):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(site.box.book, "write", full)
    lane = site.drivers[str(site.ground.walk.pk)]
    entering, leaving = site.show(site.ground.walk), site.show(site.ground.walk, way="out")
    assert (entering["outcome"], entering["code"], leaving["code"], lane.lifts) == ("ask", "not_written", "leaves", 1)
    with pytest.raises(sqlite3.OperationalError):
        site.box.fire(True)
    assert lane.is_held
    assert site.show(site.ground.walk, "04FFFFFF")["code"] == "fire_release"


def test_passages_of_before_the_power_cut_are_remembered(site: Site):
    site.show(site.ground.walk)
    site.is_cut = True
    site.now_is(minutes=1)
    site.boot(has_own=True)
    assert site.show(site.ground.walk)["code"] == "inside_already"
    assert Passage.objects.count() == 0


def cars(site: Site) -> dict[str, str]:
    """What is decided about the cars of this test at the south gate's lane."""
    return {plate: site.show(site.ground.drive, plate, kind="plate")["code"] for plate in ("京A00001", "京A00002", "京A00003", "京A00009")}


def test_a_car_comes_in_by_its_pass_or_its_booked_visit_as_the_server_would_decide(site: Site):
    """A right to park is a pass of the kind “vehicle”; a guest's car is that of his visit; a stranger's has no right."""
    desk, host = site.ground.team("前台小周", "front_desk"), site.ground.living("林先生")
    passes.issue_pass(site.where, kind="vehicle", holder_name="车位", plate="京A00001", starts_at=START, ends_at=START + timedelta(days=9), by=desk)
    for plate, hours in (("京A00002", 1), ("京A00003", 9)):
        with clock.frozen(START):
            access.invite_visitor(site.where, dwelling=site.ground.home, name="陈女士", plate=plate, starts_at=START + timedelta(hours=hours), ends_at=START + timedelta(hours=hours + 4), by=host)
    assert site.listen()
    site.is_cut = True
    assert cars(site) == {"京A00001": "allowed", "京A00002": "allowed", "京A00003": "no_right", "京A00009": "no_right"}
    site.now_is(hours=6)
    assert cars(site) == {"京A00001": "allowed", "京A00002": "no_right", "京A00003": "no_right", "京A00009": "no_right"}, "the visit is over, the next one has not begun"
    site.boot()
    assert cars(site) == {"京A00001": "clock_unsure", "京A00002": "clock_unsure", "京A00003": "clock_unsure", "京A00009": "no_right"}
    assert "京A00001" not in str(site.box.held.sections["plates"]) + str(site.box.held.sections["passes"])
