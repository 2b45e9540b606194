"""A round from its beginning to its closed record: answers, skips, lateness, what was handed on, what the clock finds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.cases.models import Case, Evidence
from anju.domains.duties.models import Duty, Occurrence, Performance
from anju.domains.patrol import actions, queries
from anju.domains.patrol.models import Finding, Round, RoundPoint
from anju.domains.patrol.reactions import when_round_finished_prove_regular_work
from anju.domains.patrol.schedule import close_rounds
from anju.domains.people.models import Holding
from anju.kernel import clock, ledger
from anju.kernel.models import Entry

from .conftest import SYSTEM, Walk, at, on_post, photo
from .test_ground import refused

NINE = at("2026-03-05 09:00")
MINUTE = timedelta(minutes=1)
RECORD = {"problems": "无", "result": "无", "handover": "钥匙、对讲机已交"}


def minute(many: float):
    return NINE + many * MINUTE


def scan_all(walk: Walk) -> None:
    for position, many in ((1, 2), (2, 5), (3, 8), (4, 12)):
        scanned = walk.scan(f"C-0{position}", at=minute(many))
        assert scanned.state == "counted", (scanned.code, scanned.flags)
        assert walk.fine(position, at=minute(many + 1)).answered_at == minute(many + 1)


@pytest.mark.clause("003-070", "003-066")
def test_a_round_closes_only_with_every_point_answered_and_its_record_written(walk, community):
    walk.scan("C-01", at=minute(2))
    before = Entry.objects.count()
    assert refused(actions.finish_round(walk.round, **RECORD, by=walk.guard, at=minute(13)), "patrol.points_open")
    assert refused(walk.fine(2), "patrol.not_scanned")
    assert refused(actions.answer_point(walk.point(1), answers={"order": "ok"}, by=walk.guard), "patrol.items_open")
    assert refused(actions.answer_point(walk.point(1), answers={"order": "😀"}, by=walk.guard), "patrol.bad_answers")
    assert refused(actions.answer_point(walk.point(1), answers={"nothing": "ok"}, by=walk.guard), "patrol.bad_answers")
    assert refused(actions.skip_point(walk.point(2), reason=" ", by=walk.guard), "patrol.reason_needed")
    assert Entry.objects.count() == before
    for position in (2, 3):
        walk.scan(f"C-0{position}", at=minute(2 + 3 * (position - 1)))
        walk.fine(position)
    assert actions.skip_point(walk.point(4), reason="围墙施工封闭", by=walk.guard).state == "skipped"
    assert refused(actions.skip_point(walk.point(4), reason="再跳", by=walk.guard), "patrol.point_settled")
    assert refused(actions.finish_round(walk.round, **RECORD, by=walk.guard), "patrol.items_open_at")
    walk.fine(1)
    assert refused(walk.fine(1), "patrol.answered_already")
    for empty in RECORD:
        assert refused(actions.finish_round(walk.round, **{**RECORD, empty: "  "}, by=walk.guard), "patrol.record_incomplete")
    assert Round.objects.get(pk=walk.round.pk).state == "running"
    done = actions.finish_round(walk.round, **RECORD, by=walk.guard, at=minute(14))
    assert (done.state, done.started_at, done.finished_at, done.handover) == ("finished", NINE, minute(14), "钥匙、对讲机已交")
    assert (done.visited_count, done.point_count, done.on_time_count, done.skipped_count, done.missed_count, done.grade) == (3, 4, 3, 1, 0, "C")
    assert refused(actions.finish_round(walk.round, **RECORD, by=walk.guard), "patrol.not_running")


def test_only_who_is_on_shift_begins_his_own_round_and_in_time(community, team, scheme, post):
    actions.plan_rounds(community, on=NINE.date(), band="day", by=SYSTEM)
    one = Round.objects.get(starts_at=NINE)
    before = Entry.objects.count()
    assert refused(actions.start_round(one, by=team("林闲", "guard"), at=NINE), "patrol.off_shift")
    guard, other = on_post(team, post), on_post(team, post, "刘洋")
    assert refused(actions.start_round(one, by=guard, at=NINE - 31 * MINUTE), "patrol.too_early")
    assert refused(actions.start_round(one, by=guard, at=NINE + timedelta(days=2)), "patrol.too_late")
    assert Entry.objects.count() == before
    begun = actions.start_round(one, by=guard, at=minute(4))
    assert (begun.state, begun.guard_id) == ("running", guard.person)
    assert refused(actions.start_round(one, by=other, at=minute(5)), "patrol.begun_already")
    assert refused(actions.scan_point(one, way="typed", code="C-01", by=other, at=minute(5)), "patrol.not_your_round")
    assert refused(actions.hand_on_round(one, to=team.person("林闲"), reason="支援门岗", by=guard), "patrol.other_off_shift")
    assert refused(actions.hand_on_round(one, to=team.person("刘洋"), reason="", by=guard), "patrol.reason_needed")
    assert actions.hand_on_round(one, to=team.person("刘洋"), reason="支援门岗", by=guard).guard_id == other.person
    assert actions.scan_point(one, way="typed", code="C-01", by=other, at=minute(6)).state == "counted"


def test_nobody_is_on_two_rounds_at_once(walk, community):
    other = actions.add_round(community, route=walk.round.version.route, kind="walk", starts_at=minute(5), by=SYSTEM)
    before = Entry.objects.count()
    no = actions.start_round(other, by=walk.guard, at=minute(6))
    assert refused(no, "patrol.walks_another") and walk.round.title in str(no)
    assert (Round.objects.get(pk=other.pk).state, Entry.objects.count()) == ("planned", before)
    assert actions.start_round(other, by=walk.guard, at=walk.round.ends_at).state == "running", "a round that was never closed holds nobody"


def test_a_phone_shows_rounds_that_begin_in_the_shift_and_those_given_to_its_guard(community, team, post, route):
    guard = on_post(team, post)
    Holding.objects.create(scope=community, post=post, person_id=guard.person, on=NINE.date(), start_at=minute(-60), end_at=minute(120), state="published")
    late = actions.add_round(community, route=route, kind="walk", starts_at=minute(121), by=SYSTEM)
    assert queries.mine(community, guard.person, NINE) is None
    early = actions.add_round(community, route=route, kind="walk", starts_at=minute(119), by=SYSTEM)
    assert queries.mine(community, guard.person, NINE) == early
    Round.objects.filter(pk=early.pk).update(state="cancelled")
    Round.objects.filter(pk=late.pk).update(guard=guard.person)
    assert queries.mine(community, guard.person, NINE) == late, "given to him, whenever it begins"


def test_late_early_missed_and_out_of_order_are_found_not_assumed(walk, community):
    assert walk.scan("C-03", at=minute(8)).checkpoint.code == "C-03"
    third = walk.point(3)
    assert (third.state, third.is_out_of_order) == ("done", True)
    walk.scan("C-01", at=minute(20))
    assert (walk.point(1).state, walk.point(1).is_out_of_order) == ("late", False)
    with clock.frozen(minute(40)):
        close_rounds(community)
        assert [walk.point(n).state for n in (1, 2, 3, 4)] == ["late", "missed", "done", "missed"]
        assert Round.objects.get(pk=walk.round.pk).state == "running", "who walks it may still close its record"
        assert walk.scan("C-02", at=minute(41)).state == "counted"
    assert walk.point(2).state == "late"
    with clock.frozen(NINE + timedelta(hours=26)):
        close_rounds(community)
    left = Round.objects.get(pk=walk.round.pk)
    assert (left.state, left.visited_count, left.missed_count) == ("missed", 3, 1)
    missed = Entry.objects.filter(name="patrol.round_missed", subject_id=walk.round.pk).latest("id")
    assert (missed.payload["is_begun"], missed.payload["missed"]) == (True, 1)


@pytest.mark.clause("003-065", "001-042")
def test_a_fault_on_the_checklist_becomes_a_repair_order_with_its_photo_at_once(walk, community):
    walk.scan("C-02", at=minute(5))
    point = walk.point(2)
    keys = {item["key"] for item in point.checklist}
    assert {"lighting", "fire_facility", "lift", "drainage", "door", "stairs"} <= keys
    answers = dict.fromkeys(keys, "ok") | {"lighting": "fault", "door": "fault"}
    before = (Entry.objects.count(), Case.objects.count())
    assert refused(actions.answer_point(point, answers=answers, by=walk.guard, at=minute(6)), "patrol.photo_needed")
    assert (Entry.objects.count(), Case.objects.count(), Finding.objects.count()) == (*before, 0)
    done = actions.answer_point(point, answers=answers, note="大堂灯不亮，玻璃破", photos=[photo()], by=walk.guard, at=minute(6))
    assert done.answers["lighting"] == "fault"
    cases = {(case.kind, case.category): case for case in Case.objects.all()}
    assert set(cases) == {("repair", "power"), ("repair", "door")}
    lamp = cases["repair", "power"]
    assert (lamp.place, lamp.title, lamp.opened_at, lamp.source) == (point.checkpoint.place, "大堂灯不亮，玻璃破", minute(6), "patrol")
    assert Evidence.objects.filter(case=lamp).count() == 1
    assert {one.case_id for one in Finding.objects.filter(round=walk.round)} == {case.pk for case in cases.values()}
    assert Entry.objects.get(name="patrol.point_answered").payload["faults"] == ["door", "lighting"]
    for code in ("C-01", "C-03", "C-04"):
        walk.scan(code, at=minute(8))
    assert refused(actions.finish_round(walk.round, **RECORD, by=walk.guard, at=minute(9)), "patrol.items_open_at"), "each facility of each point is looked at"


def test_a_point_removed_while_a_round_is_under_way_is_left_out(walk, team, points):
    walk.scan("C-01", at=minute(2))
    walk.fine(1)
    gone = actions.retire_checkpoint(points["C-03"], reason="乐园改造", by=team("赵敏"))
    assert (gone.state, walk.point(3).state, walk.point(3).reason) == ("retired", "dropped", "乐园改造")
    assert Entry.objects.get(name="patrol.checkpoint_retired").payload["rounds"] == RoundPoint.objects.filter(checkpoint=gone, state="dropped").count()
    walk.scan("C-02", at=minute(5))
    walk.fine(2)
    walk.scan("C-04", at=minute(12))
    walk.fine(4)
    done = actions.finish_round(walk.round, **RECORD, by=walk.guard, at=minute(14))
    assert (done.point_count, done.visited_count) == (3, 3)
    assert refused(actions.raise_density(gone, cause="order", by=team("赵敏")), "patrol.point_retired")
    assert refused(actions.fit_tag(gone, way="qr", by=team("赵敏")), "patrol.point_retired")


def test_a_new_version_of_the_route_leaves_the_round_under_way_alone(walk, team, route):
    first = walk.round.version_id
    actions.publish_route(route, points=["C-04 1", "C-03 3", "C-02 3", "C-01 2"], by=team("赵敏"))
    assert Round.objects.get(pk=walk.round.pk).version_id == first
    assert [walk.point(n).checkpoint.code for n in (1, 2, 3, 4)] == ["C-01", "C-02", "C-03", "C-04"]
    assert Entry.objects.filter(name="patrol.route_published").latest("id").payload["rounds"] == 1


@pytest.mark.clause("003-058", "004-217")
def test_the_day_shows_who_walked_in_which_hour_and_where_nobody_did(walk, community):
    scan_all(walk)
    actions.finish_round(walk.round, **RECORD, by=walk.guard, at=minute(14))
    told = queries.hours(community, NINE.date(), until=at("2026-03-05 12:00"))
    assert [hour for hour, many in enumerate(told.walked) if many] == [9]
    assert (told.covered, len(told.planned)) == (1, 24)
    assert told.gaps == [(at("2026-03-05 00:00"), NINE), (minute(14), at("2026-03-05 12:00"))]


def test_a_round_proves_the_regular_work_that_was_due_there(walk, community, team, places):
    shared = {"scope": community, "role": "guard", "schedule": {"period": "P1D", "count": 1}, "category": "round", "state": "active"}
    made = {}
    for title, place, category in (("巡逻", None, "round"), ("车库巡查", "地下车库", "round"), ("楼道检查", "大堂", "check")):
        duty = Duty.objects.create(**{**shared, "title": title, "category": category, "place": places.get(place)})
        made[title] = Occurrence.objects.create(
            scope=community, duty=duty, key="k", on=NINE.date(), starts_at=NINE - timedelta(hours=9), ends_at=NINE + timedelta(hours=15), opens_at=NINE - timedelta(hours=9),
            due_at=NINE + timedelta(hours=15), late_until=NINE + timedelta(hours=39), state="open",
        )  # fmt: skip
    scan_all(walk)
    actions.finish_round(walk.round, **RECORD, by=walk.guard, at=minute(14))
    entry = Entry.objects.get(name="patrol.round_finished")
    when_round_finished_prove_regular_work(entry, ledger.event_of(entry))
    done = {one.occurrence.duty.title: one for one in Performance.objects.all()}
    assert set(done) == {"巡逻", "车库巡查"}
    assert (done["巡逻"].grade, done["巡逻"].proof_link, done["巡逻"].device_at) == ("C", f"/patrol_rounds/{walk.round.pk}/", minute(14))
    assert Occurrence.objects.get(pk=made["巡逻"].pk).state == "done"
    Performance.objects.all().delete()
    Occurrence.objects.filter(pk=made["巡逻"].pk).update(state="open", done_count=0, on_time_count=0)
    Round.objects.filter(pk=walk.round.pk).update(grade="A")
    when_round_finished_prove_regular_work(entry, ledger.event_of(entry))
    assert {one.grade for one in Performance.objects.all()} == {"A"}
