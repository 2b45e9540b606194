"""What patrols find, and what that sets off: hazards, suspicion, dissuasion, renovation, complaints, lost devices, the analysis."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.cases import actions as cases
from anju.domains.cases.models import Case
from anju.domains.devices.events import DeviceLost, DeviceReturned
from anju.domains.passes import actions as passes
from anju.domains.patrol import actions, queries, reactions
from anju.domains.patrol.codes import standard_checklist
from anju.domains.patrol.models import Analysis, Finding, Raise
from anju.kernel import clock, ledger
from anju.kernel.ids import new_id
from anju.kernel.models import Entry

from .conftest import SYSTEM, at, photo
from .test_ground import refused
from .test_walking import RECORD, minute, scan_all

THURSDAY = date(2026, 3, 5)


@pytest.mark.clause("003-067")
def test_a_hazard_is_reported_with_place_time_and_photo_or_not_at_all(walk, community, places):
    before = (Entry.objects.count(), Case.objects.count())
    shared = {"place": places["地下车库"], "round": walk.round, "by": walk.guard}
    for hazard in ("illegal_building", "falling_objects", "illegal_parking", "blocked_fire_lane"):
        assert refused(actions.report_finding(community, text="隐患", hazard=hazard, **shared), "patrol.photo_needed")
    assert refused(actions.report_finding(community, text=" ", hazard="other", photos=[photo()], **shared), "patrol.nothing_said")
    assert refused(actions.report_finding(community, text="😀", photos=[photo()], by=walk.guard), "patrol.no_place")
    assert refused(actions.report_item(community, kind="hazard", category="other", item="fire", text="x", by=SYSTEM), "patrol.no_place")
    assert (Entry.objects.count(), Case.objects.count(), Finding.objects.count()) == (*before, 0)
    with clock.frozen(minute(7)):
        for turn, hazard in enumerate(("illegal_building", "falling_objects", "illegal_parking", "blocked_fire_lane")):
            one = actions.report_finding(community, text="隐患", hazard=hazard, photos=[photo(turn)], at=minute(6), **shared)
            assert (one.case.kind, one.case.category, one.found_at, one.reported_at) == ("hazard", hazard, minute(6), minute(7))
            assert (one.place, one.photo is not None) == (places["地下车库"], True)


@pytest.mark.clause("003-069", "002-319", "001-011")
def test_suspicion_reaches_the_control_room_with_what_was_asked_and_is_acknowledged(walk, community, team, places):
    assert all({"suspicious", "theft", "vandalism"} <= {item["key"] for item in standard_checklist(focus)} for focus in ("general", "high_risk", "building"))
    shared = {"place": places["东围墙"], "round": walk.round, "by": walk.guard}
    before = Entry.objects.count()
    assert refused(actions.report_suspicion(community, type="person", text="围墙边徘徊", inquired=" ", outcome="left", **shared), "patrol.not_inquired")
    assert refused(actions.report_suspicion(community, type="person", text="徘徊", inquired="问", outcome="left", by=walk.guard), "patrol.no_place")
    assert Entry.objects.count() == before
    for kind, text, outcome in (("person", "两人围墙边徘徊十分钟", "left"), ("vehicle", "无牌面包车长时间停留", "explained")):
        one = actions.report_suspicion(community, type=kind, text=text, inquired="询问来意，称找错小区", outcome=outcome, at=minute(5), **shared)
        assert (one.state, one.type, one.has_left, one.case.severity) == ("reported", kind, outcome == "left", 2)
    with clock.frozen(minute(6)):
        assert refused(actions.acknowledge_finding(one, by=team("陈刚", "squad_leader")), "patrol.own_finding")
        known = actions.acknowledge_finding(one, by=team("监控小吴", "monitor_operator"))
    assert (known.state, known.acknowledged_at) == ("acknowledged", minute(6))
    assert refused(actions.acknowledge_finding(one, by=team("监控小吴", "monitor_operator")), "patrol.known_already")


@pytest.mark.clause("003-068")
def test_dissuasion_is_kept_by_type_place_and_outcome_and_makes_hot_spots(walk, community, places):
    rows = (("littering", "儿童乐园", "heeded"), ("noise", "1栋", "ignored"), ("dog", "儿童乐园", "heeded"), ("pet", "儿童乐园", "heeded"), ("parking", "地下车库", "left"))
    assert refused(actions.note_dissuasion(community, type="dog", outcome="heeded", by=walk.guard), "patrol.no_place")
    for kind, place, outcome in rows:
        one = actions.note_dissuasion(community, type=kind, outcome=outcome, place=places[place], round=walk.round, by=walk.guard)
        assert (one.kind, one.type, one.outcome) == ("dissuasion", kind, outcome)
        assert (one.state, one.case is None) == (("reported", False) if outcome == "ignored" else ("handled", True))
    told = queries.findings(community, THURSDAY, THURSDAY)
    assert (told["total"], told["by_place"][0]) == (5, ("儿童乐园", 3))
    assert told["by_type"] == {"littering": 1, "noise": 1, "dog": 1, "pet": 1, "parking": 1}
    assert all(ledger.event_of(entry) for entry in Entry.objects.filter(name__startswith="patrol.")), "what was left empty is read back as empty"


@pytest.mark.clause("002-028")
def test_renovation_workers_are_reported_against_their_permit(walk, community, team, places):
    permit = passes.ask_pass(
        community, kind="worker", holder_name="李工", company="宏达装饰", purpose="水电", place=places["1栋"], checked="施工许可 12号", photo=photo(3), by=team("前台", "front_desk")
    )
    before = Entry.objects.count()
    shared = {"type": "dumping", "text": "建筑垃圾倒在绿化带", "by": walk.guard}
    assert refused(actions.report_renovation(community, permit_number="W2099-0001", photos=[photo(4)], **shared), "patrol.no_permit")
    assert refused(actions.report_renovation(community, permit_number=permit.number, **shared), "patrol.photo_needed")
    assert Entry.objects.count() == before
    one = actions.report_renovation(community, permit_number=permit.number, photos=[photo(4)], **shared)
    assert (one.permit, one.contractor, one.place, one.case.kind) == (permit, "宏达装饰", places["1栋"], "problem")


@pytest.mark.clause("002-318", "001-003")
def test_finding_telling_and_handling_are_timed(walk, community, team, places):
    with clock.frozen(minute(8)):
        one = actions.report_finding(community, text="井盖松动", item="drainage", place=places["地下车库"], photos=[photo()], at=minute(6), by=walk.guard)
    boss = team("孙队", "team_leader")
    assert refused(actions.handle_finding(one, result=" ", by=boss), "patrol.no_result")
    done = actions.handle_finding(one, result="已加固并围挡", by=boss, at=minute(36))
    assert (done.found_at, done.reported_at, done.handled_at, done.state) == (minute(6), minute(8), minute(36), "handled")
    assert Entry.objects.get(name="patrol.finding_reported").payload["minutes"] == 2
    assert Entry.objects.get(name="patrol.finding_handled").payload["minutes"] == 30
    assert refused(actions.handle_finding(one, result="再来", by=boss), "patrol.handled_already")
    told = queries.findings(community, THURSDAY, THURSDAY)
    assert (told["total"], told["handled"], told["minutes_to_report"], told["hours_to_handle"]) == (1, 1, 2.0, 0.5)
    assert [shown.round.pk for shown in queries.board(community, THURSDAY) if shown.round.state == "running"] == [walk.round.pk], "the day's record has its round"


def complained(community, place, when) -> None:
    made = cases.open_case(community, kind="complaint", title="夜间噪声", category="security", place=place, by=SYSTEM, at=when)
    entry = Entry.objects.get(name="cases.case_opened", subject_id=made.pk)
    reactions.when_complained_raise_the_density(entry, ledger.event_of(entry))


@pytest.mark.clause("001-041")
def test_the_second_complaint_about_a_place_raises_the_density_there_and_shows_before_and_after(community, scheme, points, places):
    complained(community, places["儿童乐园"], at("2026-02-20 20:00"))
    assert Raise.objects.count() == 0
    complained(community, places["儿童乐园"], at("2026-03-05 05:00"))
    one = Raise.objects.get()
    assert (one.checkpoint, one.cause, one.before_per_day, one.after_per_day, one.complaints_before) == (points["C-03"], "complaint", 18, 21, 2)
    assert (one.since_on, one.until_on) == (THURSDAY, THURSDAY + timedelta(days=14))
    complained(community, places["儿童乐园"], at("2026-03-05 05:30"))
    assert Raise.objects.count() == 1
    with clock.frozen(at("2026-03-19 00:00")):
        assert queries.complaints_of(one) == (1, 2), "14 days before the raise against 14 days since"


def test_a_lost_device_and_a_graver_risk_raise_the_density_until_they_are_over(community, team, scheme, points, places):
    device = new_id()
    about = {"device": device, "kind": "camera", "system": "video", "place": places["东围墙"].pk, "online": "lost", "reason": "power"}
    entry = Entry(scope=community, at=clock.now())
    reactions.when_device_lost_raise_the_density(entry, DeviceLost(**about, is_repeated=True))
    assert Raise.objects.count() == 0
    reactions.when_device_lost_raise_the_density(entry, DeviceLost(**about))
    one = Raise.objects.get()
    assert (one.checkpoint, one.cause, one.state) == (points["C-04"], "device", "active")
    reactions.when_device_returned_lower_the_density(entry, DeviceReturned(**about))
    assert Raise.objects.get().state == "ended"
    for level, expected in ((2, ["active"]), (4, ["ended"])):
        found = actions.assess_risk(points["C-01"], reference=f"FX-{level}", level=level, by=team("赵敏"))
        entry = Entry.objects.get(name="patrol.risk_assessed", subject_id=found.pk)
        reactions.when_risk_rose_raise_the_density(entry, ledger.event_of(entry))
        assert list(Raise.objects.filter(cause="risk").values_list("state", flat=True)) == expected


@pytest.mark.clause("003-071")
def test_the_analysis_tells_completion_missed_points_findings_and_trend_and_is_signed(walk, community, team, places):
    scan_all(walk)
    actions.finish_round(walk.round, **RECORD, by=walk.guard, at=minute(14))
    actions.report_finding(community, text="灯坏", item="lighting", place=places["大堂"], photos=[photo()], by=walk.guard)
    boss = team("赵敏")
    with clock.frozen(at("2026-03-06 08:00")):
        from anju.domains.patrol.schedule import close_rounds

        close_rounds(community)
        assert refused(actions.write_analysis(community, first_on=THURSDAY, last_on=date(2026, 4, 1), by=boss), "patrol.bad_period")
        assert refused(actions.write_analysis(community, first_on=THURSDAY, last_on=date(2026, 3, 1), by=boss), "patrol.bad_period")
        one = actions.write_analysis(community, first_on=THURSDAY, last_on=THURSDAY, by=boss)
        told = one.figures
        assert (told["rounds"], told["finished"], told["missed_rounds"], told["points"], told["visited"], told["completion"]) == (6, 1, 5, 24, 4, 16.7)
        assert told["missed_points"] == [[f"C-0{n}", name, 5] for n, name in ((1, "车库东"), (2, "1栋大堂"), (3, "儿童乐园"), (4, "围墙角"))]
        assert (told["findings"], told["by_kind"], told["by_place"]) == (1, {"defect": 1}, [("大堂", 1)])
        assert told["before"] == {"completion": None, "missed": 0, "findings": 0, "rounds": 0}
        assert refused(actions.sign_analysis(one, by=boss), "patrol.own_analysis")
        signed = actions.sign_analysis(one, remark="夜班补巡", by=team("孙队", "team_leader"))
        assert (signed.state, signed.remark) == ("signed", "夜班补巡")
        assert refused(actions.sign_analysis(one, by=team("孙队", "team_leader")), "patrol.signed_already")
    assert Analysis.objects.count() == 1


@pytest.mark.clause("003-060")
def test_executed_visits_by_band_are_compared(walk, community, team):
    scan_all(walk)
    actions.finish_round(walk.round, **RECORD, by=walk.guard, at=minute(14))
    told = {one.point.code: one for one in queries.visits(community, THURSDAY, THURSDAY)}
    assert (told["C-01"].done, told["C-01"].planned["day"], told["C-01"].total) == ({"day": 0.083, "night": 0.0, "small": 0.0}, 0.083, 1)
    assert (told["C-01"].ratio, told["C-01"].is_denser_in_the_dark) == (0.0, False)
