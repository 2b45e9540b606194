"""What a gate keeps of those it does not let in, lifts, workers, strangers seen from afar, corrections and searches."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from anju.domains.access import actions
from anju.domains.access.models import Inquiry, Lane, Passage, Visit
from anju.domains.access.rules import decide
from anju.domains.access.rules.versions import first_terms, rules_of
from anju.domains.notices.models import Notice
from anju.domains.passes import actions as passes
from anju.kernel import files
from anju.kernel.models import Entry

from .conftest import START
from .test_visits import PICTURE, walk_in

HOUR = timedelta(hours=1)


@pytest.mark.clause("000-010")
def test_each_refused_entry_leaves_a_row_with_its_reason(community, ground, team):
    """Nobody's word, a denied host, hours, an ended registration: not let in, on record; a step out of its turn is none."""
    guard, desk = team("陈刚", "guard"), team("前台小周", "front_desk")
    visit = walk_in(ground, guard)
    assert actions.let_visit_in(visit, lane=ground.walk, by=guard).code == "access.not_confirmed"
    rows = list(Passage.objects.order_by("created_at"))
    assert [(one.outcome, one.code, one.visit, one.may_go, one.guard) for one in rows] == [("ask", "not_confirmed", visit, False, team.person("陈刚"))]
    rider = actions.register_regular(community, category="rider", name="小马", phone="13900005678", company="快骑", by=desk)
    actions.put_rules_in_force(
        actions.draft_rules(community, category="rider", basis="registered", opens=time(6), closes=time(9), reason="早高峰后走北门", by=team("赵敏", "security_manager")), by=team("李经理", "project_manager")
    )
    assert actions.let_regular_in(rider, lane=ground.walk, by=guard, at=START + 3 * HOUR).code == "access.out_of_hours"
    last = Passage.objects.order_by("at").last()
    assert (last.outcome, last.code, last.category, last.holder_name, last.at) == ("refused", "out_of_hours", "rider", "小马", START + 3 * HOUR)
    actions.end_regular(rider, reason="不再配送", by=desk)
    assert actions.let_regular_in(rider, lane=ground.walk, by=guard).code == "access.not_known_now"
    assert Passage.objects.filter(code="no_right", outcome="refused").count() == 1
    actions.turn_visit_away(visit, reason="无人确认", by=guard)
    count = Passage.objects.count()
    assert actions.let_visit_in(visit, lane=ground.walk, by=guard).code == "access.wrong_step"
    assert actions.keep_refused_entry(ground.walk, by=guard).code == "access.nobody_named"
    assert (Passage.objects.count(), Visit.objects.filter(state="inside").count()) == (count, 0)
    assert Entry.objects.filter(name="access.passage_decided").count() == count


def test_somebody_whom_nobody_can_reach_is_seen_to_be_unreached(community, ground, team):
    empty = ground.place(ground.unit, "dwelling", "1601", "3栋2单元1601")
    guard = team("陈刚", "guard")
    visit = actions.ask_host(walk_in(ground, guard, dwelling=empty, host_phone="13900002222"), lane=ground.walk, by=guard)
    assert (visit.asked_times, visit.notice, Notice.objects.count()) == (1, None, 0)
    assert Entry.objects.get(name="access.host_asked").payload.get("notice") is None


@pytest.mark.clause("003-021")
def test_a_lift_goes_to_the_floors_of_a_right_for_as_long_as_it_counts(community, ground, team):
    """A resident's and a visitor's floor, and the way out; another floor, another time or another building is refused and kept."""
    manager, guard = team("赵敏", "project_manager"), team("陈刚", "guard")
    ground.home.floor = 15
    ground.home.save()
    lift = actions.add_lane(community, name="3栋2单元1号梯", place=ground.place(ground.unit, "lift", "L1", "3栋2单元1号电梯"), by=manager)
    other = actions.add_lane(community, name="3栋1单元1号梯", place=ground.place(ground.other_unit, "lift", "L1", "3栋1单元1号电梯"), by=manager)
    ground.card()

    def card(floor, lane=lift):
        one = actions.decide_floor(lane, floor=floor, shown="card", secret="04A1B2C3", by=guard)
        return one.outcome, one.code

    assert (card(15), card(1), card(16), card(-1), card(15, other)) == (
        ("allowed", "allowed"), ("allowed", "allowed"), ("refused", "wrong_floor"), ("refused", "wrong_floor"), ("refused", "wrong_place"),
    )  # fmt: skip
    visit = actions.invite_visitor(community, dwelling=ground.home, name="陈先生", starts_at=START, ends_at=START + 2 * HOUR, by=ground.host)
    code = visit.permit.number

    def guest(floor, at):
        return actions.decide_floor(lift, floor=floor, shown="pass", secret=code, by=guard, at=at)

    assert [guest(15, START + HOUR).outcome, guest(9, START + HOUR).code, guest(15, START + 3 * HOUR).code] == ["allowed", "wrong_floor", "pass_expired"]
    kept = [(one.visit, one.facts["floor"], one.outcome) for one in Passage.objects.filter(visit=visit).order_by("at", "pk")]
    assert sorted(kept, key=str) == sorted([(visit, 15, "allowed"), (visit, 9, "refused"), (visit, 15, "refused")], key=str)
    assert actions.decide_floor(ground.walk, floor=1, by=guard).code == "access.no_lift"
    assert actions.decide_floor(lift, floor=1, shown="card", secret=" ", by=guard).code == "access.nothing_shown"
    actions.release_all(community, reason="火警", by=guard)
    assert card(16) == ("allowed", "fire_release")
    Lane.objects.update(released_at=None)


def worker_permit(community, ground, team, **changed):
    desk = team("前台小周", "front_desk")
    given = {"kind": "worker", "holder_name": "张师傅", "holder_phone": "13800001111", "company": "宏达装饰", "purpose": "1502 水电改造", "checked": "施工许可 031", "place": ground.home,
             "photo": files.checked(PICTURE), "details": {"hours": "08:00-12:00", "training": "3月4日 李强"}, "by": desk}  # fmt: skip
    one = passes.approve_pass(passes.ask_pass(community, **{**given, **changed}), by=team("赵敏", "security_manager"))
    return passes.hand_out(passes.issue_asked(one, by=desk), witness=team.person("陈刚"), by=desk)


@pytest.mark.clause("002-271", "003-014", "004-119")
def test_a_worker_comes_with_a_valid_pass_in_his_area_and_hours_and_is_registered_in_and_out(community, ground, team):
    guard = team("陈刚", "guard")
    permit = worker_permit(community, ground, team, details={"hours": "09:30-12:00", "training": "3月4日 李强"})

    def shows(lane, direction="in", *, at=START, secret=permit.number):
        one = actions.decide_passage(lane, direction=direction, shown="pass", secret=secret, by=guard, at=at)
        return one.outcome, one.code

    assert actions.decide_passage(ground.walk, direction="in", by=guard).code == "no_right"
    assert shows(ground.walk, secret="W2026-0099") == ("refused", "pass_unknown")
    assert shows(ground.walk, at=START + 4 * HOUR) == ("refused", "out_of_work_hours")
    assert shows(ground.walk) == ("refused", "out_of_work_hours"), "nor before half past nine"
    assert shows(ground.wrong_door) == ("refused", "wrong_area")
    assert Passage.objects.filter(code__in=("out_of_work_hours", "wrong_area"), permit=permit, category="worker").count() == 3
    assert shows(ground.walk, at=START + 1 * HOUR) == ("allowed", "allowed")
    assert shows(ground.walk, "out", at=START + 2 * HOUR) == ("allowed", "leaves")
    both = [(one.direction, one.holder_name, one.permit) for one in Passage.objects.filter(outcome="allowed").order_by("at")]
    assert both == [("in", "张师傅", permit), ("out", "张师傅", permit)]
    passes.revoke_pass(permit, reason="违规", by=team("前台小周", "front_desk"))
    assert shows(ground.walk, at=START + HOUR * 2.5) == ("refused", "pass_revoked")


@pytest.mark.clause("003-012")
@pytest.mark.parametrize(("changed", "code"), [({"company": ""}, "not_filed"), ({"details": {"hours": "08:00-12:00"}}, "not_trained"), ({}, "allowed")])
def test_a_worker_is_filed_with_employer_job_and_training_before_he_first_comes_in(community, ground, team, changed, code):
    permit = worker_permit(community, ground, team, **changed)
    one = actions.decide_passage(ground.walk, direction="in", shown="pass", secret=permit.number, by=team("陈刚", "guard"))
    assert (one.code, one.may_go) == (code, code == "allowed")


@pytest.mark.clause("002-276")
def test_own_staff_come_in_by_a_stamped_badge(community, ground, team):
    desk, guard = team("前台小周", "front_desk"), team("陈刚", "guard")
    badge = {"kind": "card", "secret": "BADGE007", "category": "staff", "holder": team.person("小工", "cleaner"), "by": desk}
    assert actions.issue_credential(community, **badge, checked=" ").code == "access.stamp_needed"
    assert actions.decide_passage(ground.walk, direction="in", shown="card", secret="BADGE007", by=guard).code == "no_right"
    actions.issue_credential(community, **badge, checked="工牌 007，已盖章")
    came = actions.decide_passage(ground.walk, direction="in", shown="card", secret="BADGE007", by=guard)
    assert (came.outcome, came.category, came.holder) == ("allowed", "staff", team.person("小工"))


@pytest.mark.clause("000-121", "002-273")
@pytest.mark.parametrize(
    ("kind", "outcome"), [("suspicious", "escalated"), ("salesperson", "left"), ("lost", "guided"), ("worker", "to_desk")],
)
def test_seen_by_one_post_asked_by_another_and_ended_with_an_outcome(community, ground, team, kind, outcome):
    """The control room sees, patrol and lobby are told, whoever goes there closes it; a worker is brought to the desk."""
    monitor, patrol = team("监控员小吴", "monitor_operator"), team("陈刚", "guard")
    team.person("陈刚", "guard")
    assert actions.spot_stranger(community, kind=kind, place=ground.south, words=" ", by=monitor).code == "access.words_needed_here"
    seen = actions.spot_stranger(community, kind=kind, place=ground.unit, words="在单元门口徘徊", by=monitor)
    assert (seen.outcome, seen.place, seen.spotted_by, Notice.objects.get().audience["roles"]) == (
        "open", ground.unit, team.person("监控员小吴"), ["guard", "squad_leader", "monitor_operator"],
    )  # fmt: skip
    done = actions.close_inquiry(seen, outcome=outcome, words="已询问", by=patrol, at=START + timedelta(minutes=6))
    assert (done.outcome, done.guard, done.closed_at) == (outcome, team.person("陈刚"), START + timedelta(minutes=6))
    assert Entry.objects.latest("id").payload["seconds"] == 360
    assert actions.close_inquiry(seen, outcome=outcome, by=patrol).code == "access.inquiry_over"


@pytest.mark.clause("000-125", "002-291")
def test_whoever_comes_on_business_is_guided_and_a_suspicious_vehicle_is_asked_about(community, ground, team):
    leader, guard = team("李强", "squad_leader"), team("陈刚", "guard")
    led = actions.record_inquiry(community, kind="business", outcome="guided", words="办理公积金，指引到 3 栋大堂", lane=ground.walk, by=leader)
    assert (led.kind, led.outcome, led.guard, led.at) == ("business", "guided", team.person("李强"), START)
    assert actions.record_inquiry(community, kind="vehicle", outcome="left", words=" ", by=guard).code == "access.words_needed_here"
    car = actions.record_inquiry(community, kind="vehicle", outcome="left", words="无目的停留，询问后离开", plate="京a·12345", lane=ground.drive, by=guard)
    car.refresh_from_db()
    assert (car.plate, car.words, Inquiry.objects.count()) == ("京A12345", "无目的停留，询问后离开", 2)


@pytest.mark.clause("003-007")
def test_what_was_taken_down_wrong_is_corrected_and_counted_by_how_it_was_taken_down(community, ground, team):
    from anju.domains.access.events import VisitCorrected, VisitRegistered
    from anju.domains.access.measures import corrected, manual

    guard = team("陈刚", "guard")
    read, typed = walk_in(ground, guard, channel="reader"), walk_in(ground, guard, name="程先生")
    assert actions.correct_visit(typed, name="程先生", by=guard).code == "access.no_change_here"
    assert actions.correct_visit(typed, identity_number="110101199003074470", by=guard).code == "access.bad_identity"
    assert actions.correct_visit(typed, name="陈先生", by=guard).name == "陈先生"
    about = {"visit": typed.pk, "category": "visitor", "dwelling": None}
    registered = [VisitRegistered(**about, channel=one.channel, identity_check="document", rules_version=0) for one in (read, typed)]
    counts = [(one.dimension, int(one.numerator), int(one.denominator)) for event in (*registered, VisitCorrected(**about, channel="manual", fields=1)) for one in corrected(event)]
    assert counts == [("", 0, 1), ("reader", 0, 1), ("", 0, 1), ("manual", 0, 1), ("", 1, 0), ("manual", 1, 0)]
    assert [int(next(manual(one)).numerator) for one in registered] == [0, 1]
    assert Entry.objects.filter(name="access.visit_corrected").get().payload["channel"] == "manual"


def test_a_search_needs_a_purpose_and_stays_in_the_ledger(community, ground, team):
    leader = team("李强", "squad_leader")
    assert actions.search_movements(community, purpose=" ", by_what="plate", wanted="京A12345", by=leader).code == "access.purpose_needed"
    assert actions.search_movements(community, purpose="事件 2026-0031", by_what="plate", wanted="", by=leader).code == "access.nothing_wanted"
    assert not Entry.objects.filter(name="access.movements_searched").exists()
    assert actions.search_movements(community, purpose="事件 2026-0031", by_what="plate", wanted="京A12345", by=leader) == community
    entry = Entry.objects.get(name="access.movements_searched")
    assert (entry.actor_id, entry.payload["by_what"], "京A12345" in str(entry.payload)) == (leader.id, "plate", False)


@pytest.mark.clause("002-621")
def test_a_gate_is_open_in_its_hours_and_strangers_stay_outside(community, ground, team):
    gate = actions.add_lane(community, name="幼儿园门", place=ground.north, opens_from=time(15, 30), opens_until=time(16, 30), by=team("赵敏", "project_manager"))
    ground.card()

    def comes(minutes, shown="card", secret="04A1B2C3"):
        return actions.decide_passage(gate, direction="in", shown=shown, secret=secret, by=team("陈刚", "guard"), at=START + timedelta(minutes=minutes)).code

    assert [comes(389), comes(390), comes(449), comes(450)] == ["lane_closed", "allowed", "allowed", "lane_closed"]
    assert comes(400, "nothing", "") == "no_right"


def test_a_floor_and_a_permit_are_decided_from_plain_facts_alone():
    from anju.domains.access.rules import Facts, Lane, Permit, Token

    rules = rules_of(0, first_terms())
    lift = Facts(Lane("l"), "in", 1, 720, 1, category="resident", token=Token("t", "card"), floor=9, floors=(1, 15))
    assert decide(lift, rules).code == "wrong_floor"
    worker = Facts(Lane("l"), "in", 1, 720, 1, category="worker", permit=Permit("W1", "allowed", "valid", opens=780), confirmed=("leader",))
    assert decide(worker, rules).is_allowed
