"""Attendance from facts and by its keeper alone, leave by the approver, swaps and call-ins with rest, and the muster."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.passes.models import Pass, PassUse
from anju.domains.people.models import Holding
from anju.domains.workforce import actions, queries
from anju.domains.workforce.models import Attendance, CallOut, CallOutAnswer, Leave, MonthSheet, Swap
from anju.kernel import clock
from anju.kernel.models import Entry

from .conftest import DAY, HOUR, MINUTE, START, SYSTEM

ONE_DAY = timedelta(days=1)
EVENING = START + 26 * HOUR


@pytest.fixture
def kept(squad):
    """A day: one on time and seen by a gate, one 12 minutes late, one who leaves an hour early, one who stays away."""
    squad.take("当班班长", "班长周", START - 10 * MINUTE)
    permit = Pass.objects.create(scope=squad.community, number="E2026-0001", kind="entry_permit", state="issued", holder=squad.person("班长周"), starts_at=START - HOUR, ends_at=START + 99 * HOUR, asked_at=START)
    PassUse.objects.create(scope=squad.community, permit=permit, at=START - 20 * MINUTE, direction="in", outcome="allowed", code="valid", is_use=True)
    squad.leave("当班班长", "班长周", "end_of_shift", START + 8 * HOUR)
    squad.take("南门岗", "陈刚", START + 12 * MINUTE)
    squad.leave("南门岗", "陈刚", "meal", START + 4 * HOUR)
    squad.take("南门岗", "陈刚", START + 4 * HOUR + 30 * MINUTE)
    squad.leave("南门岗", "陈刚", "end_of_shift", START + 8 * HOUR)
    squad.take("机动岗", "刘洋", START - MINUTE)
    squad.leave("机动岗", "刘洋", "end_of_shift", START + 7 * HOUR)
    squad.take("消防控制室", "值机甲", START)
    squad.leave("消防控制室", "值机甲", "end_of_shift", START + 8 * HOUR - 4 * MINUTE)
    return squad


@pytest.mark.clause("003-197", "000-091")
def test_a_day_is_settled_from_presence_and_gate_and_corrected_by_its_keeper_alone(kept):
    manager = kept.actor("赵敏", "security_manager")
    assert actions.settle_day(kept.community, on=DAY, by=manager, at=START + 7 * HOUR).code == "workforce.day_not_over"
    assert actions.settle_day(kept.community, on=DAY, by=manager, at=EVENING) == kept.community
    rows = {one.person.name: one for one in Attendance.objects.all()}
    assert {name: (one.outcome, one.minutes_late, one.minutes_early, one.minutes_worked, one.source) for name, one in rows.items()} == {
        "班长周": ("present", 0, 0, 480, "gate"),
        "陈刚": ("late", 12, 0, 438, "phone"),
        "刘洋": ("early", 0, 60, 420, "phone"),
        "值机甲": ("present", 0, 0, 476, "phone"),
        "值机乙": ("absent", 0, 0, 0, "none"),
    }
    assert actions.settle_day(kept.community, on=DAY, by=manager, at=EVENING).code == "workforce.settled_already"
    assert queries.attendance_rate(kept.community, DAY, DAY) == {"due": 5, "came": 4}
    settled = Entry.objects.get(name="workforce.attendance_settled").payload
    assert (settled["due"], settled["came"], settled["came_by_device"], settled["absent"]) == (5, 4, 1, 1)
    recorder = kept.actor("记录员", "team_leader")
    actions.set_terms(kept.community, attendance_recorder=kept.person("记录员"), by=manager)
    late = rows["陈刚"]
    assert actions.correct_attendance(late, outcome="present", reason="打卡机故障", by=manager).code == "workforce.not_the_recorder"
    assert actions.correct_attendance(late, outcome="present", reason=" ", by=recorder).code == "workforce.reason_needed"
    assert actions.correct_attendance(late, outcome="late", reason="查过", by=recorder).code == "workforce.nothing_given"
    assert Attendance.objects.get(pk=late.pk).outcome == "late"
    fixed = actions.correct_attendance(late, outcome="present", reason="打卡机故障", by=recorder)
    assert (fixed.outcome, fixed.source, fixed.corrected_by.name, fixed.correction) == ("present", "hand", "记录员", "打卡机故障")
    assert actions.correct_attendance(rows["刘洋"], outcome="present", reason="查过", by=kept.actor("刘洋", "team_leader")).code == "workforce.not_the_recorder"


@pytest.mark.clause("000-094")
def test_the_recorder_and_his_assistants_keep_the_attendance_but_never_their_own(kept):
    manager = kept.actor("赵敏", "security_manager")
    actions.settle_day(kept.community, on=DAY, by=SYSTEM, at=EVENING)
    actions.set_terms(kept.community, attendance_recorder=kept.person("班长周"), assistant=kept.person("刘洋"), by=manager)
    late, own = Attendance.objects.get(person=kept.person("陈刚")), Attendance.objects.get(person=kept.person("班长周"))
    assert actions.correct_attendance(own, outcome="late", reason="自查", by=kept.actor("班长周")).code == "workforce.own_attendance"
    assert actions.correct_attendance(late, outcome="present", reason="查过", by=kept.actor("刘洋", "squad_leader")).outcome == "present"
    assert actions.correct_attendance(late, outcome="absent", reason="查过", by=kept.actor("值机甲", "squad_leader")).code == "workforce.not_the_recorder"


def test_a_month_adds_up_and_takes_corrections_in(kept):
    assert actions.draw_up_month(kept.community, month=DAY, by=SYSTEM).code == "workforce.no_attendance"
    actions.settle_day(kept.community, on=DAY, by=SYSTEM, at=EVENING)
    actions.draw_up_month(kept.community, month=DAY, by=SYSTEM)
    sheet = MonthSheet.objects.get(person=kept.person("陈刚"))
    assert (str(sheet.month), sheet.shifts, sheet.present, sheet.late, sheet.absent, str(sheet.hours)) == ("2026-03-01", 1, 0, 1, 0, "7.3")
    actions.correct_attendance(Attendance.objects.get(person=kept.person("陈刚")), outcome="present", reason="查过", by=kept.actor("赵敏", "security_manager"))
    actions.draw_up_month(kept.community, month=DAY, by=SYSTEM)
    assert [(one.present, one.late) for one in MonthSheet.objects.filter(person=kept.person("陈刚"))] == [(1, 0)]


@pytest.mark.clause("000-092")
def test_leave_counts_only_by_its_approver_and_makes_the_shift_free(squad):
    chen, leader, head = squad.actor("陈刚"), squad.actor("班长周"), squad.actor("导员", "team_leader")
    tomorrow = squad.hold("南门岗", "陈刚", on=DAY + ONE_DAY)
    span = {"start_at": START + 23 * HOUR, "end_at": START + 40 * HOUR}
    for wrong, code in (
        ({"end_at": START}, "bad_leave"), ({"end_at": START + timedelta(days=400)}, "bad_leave"), ({"reason": "　"}, "reason_needed"),
        ({"start_at": START - timedelta(days=4)}, "leave_too_late"),
    ):  # fmt: skip
        assert actions.ask_leave(squad.community, **{"kind": "sick", **span, "reason": "发烧", **wrong}, by=chen).code == f"workforce.{code}"
    leave = actions.ask_leave(squad.community, kind="sick", **span, reason="发烧", by=chen)
    assert actions.ask_leave(squad.community, kind="annual", **span, reason="再请", by=chen).code == "workforce.leave_overlaps"
    actions.set_terms(squad.community, leave_approver=squad.person("导员"), by=squad.actor("赵敏", "security_manager"))
    refused = actions.decide_leave(leave, is_approved=True, by=leader)
    assert (refused.code, str(refused.params["approver"])) == ("workforce.not_the_approver", "导员")
    assert actions.decide_leave(leave, is_approved=True, note="自批", by=squad.actor("陈刚", "squad_leader")).code == "workforce.own_wish"
    assert (Leave.objects.get().state, Holding.objects.get(pk=tomorrow.pk).state) == ("asked", "published")
    approved = actions.decide_leave(leave, is_approved=True, by=head)
    assert (approved.state, approved.is_proxy, Holding.objects.get(pk=tomorrow.pk).state) == ("approved", False, "withdrawn")
    assert Entry.objects.get(name="workforce.leave_decided").payload["released"] == 1
    assert actions.decide_leave(leave, by=head).code == "workforce.decided_already"
    assert [one.person.name for one in queries.leave_at(squad.community, START + 25 * HOUR)] == ["陈刚"]
    assert "陈刚" not in [one.name for one in queries.candidates(squad.posts["南门岗"], START + 24 * HOUR, START + 32 * HOUR)]
    second = actions.ask_leave(squad.community, kind="sick", start_at=START + 50 * HOUR, end_at=START + 60 * HOUR, reason="复查", by=chen)
    proxy = actions.decide_leave(second, is_approved=True, note="导员外出，电话同意", by=leader)
    assert (proxy.is_proxy, proxy.decision_note) == (True, "导员外出，电话同意")
    assert actions.withdraw_leave(second, by=squad.actor("刘洋")).code == "workforce.not_yours"
    assert actions.withdraw_leave(second, by=chen).state == "withdrawn"
    assert actions.withdraw_leave(second, by=chen).code == "workforce.decided_already"
    sheet = {line.holding.person.name: line.kept.outcome for line in queries.day_sheet(squad.community, DAY + ONE_DAY, at=START + 60 * HOUR)}
    assert sheet == {"陈刚": "on_leave"}


def test_a_swap_needs_the_colleague_a_leader_and_the_rest_of_both(squad):
    chen, liu, leader = squad.actor("陈刚"), squad.actor("刘洋"), squad.actor("班长周")
    mine = squad.hold("南门岗", "陈刚", on=DAY + 2 * ONE_DAY)
    theirs = squad.hold("机动岗", "刘洋", on=DAY + 3 * ONE_DAY)
    tired = squad.hold("南门岗", "刘洋", on=DAY + ONE_DAY, shift=2)
    asked = {"colleague": squad.person("刘洋"), "reason": "家中有事"}
    no = actions.ask_swap(squad.community, mine=mine, theirs=theirs, **asked, by=chen)
    assert (no.code, no.params["rest"], no.params["hours"]) == ("workforce.too_little_rest", "0", 11), "刘洋 comes from the night"
    from anju.domains.people.actions import release_post

    release_post(tired, by=SYSTEM)
    assert actions.ask_swap(squad.community, mine=theirs, theirs=mine, **asked, by=chen).code == "workforce.not_your_shift"
    assert actions.ask_swap(squad.community, mine=mine, colleague=squad.person("陈刚"), by=chen).code == "workforce.swap_with_oneself"
    assert actions.ask_swap(squad.community, mine=mine, colleague=squad.person("值机甲"), by=chen).code == "workforce.cannot_fill_swap"
    assert actions.ask_swap(squad.community, mine=Holding.objects.get(person=squad.person("陈刚"), on=DAY), **asked, by=chen).code == "workforce.shift_begun"
    swap = actions.ask_swap(squad.community, mine=mine, theirs=theirs, **asked, by=chen)
    assert actions.ask_swap(squad.community, mine=mine, **asked, by=chen).code == "workforce.swap_open"
    assert actions.decide_swap(swap, is_approved=True, by=leader).code == "workforce.colleague_first"
    assert actions.answer_swap(swap, is_agreed=True, by=chen).code == "workforce.not_asked"
    assert actions.answer_swap(swap, is_agreed=True, by=liu).state == "agreed"
    assert actions.answer_swap(swap, by=liu).code == "workforce.decided_already"
    assert actions.decide_swap(swap, is_approved=True, by=squad.actor("刘洋", "squad_leader")).code == "workforce.own_wish"
    assert actions.decide_swap(swap, is_approved=True, by=leader, at=mine.start_at).code == "workforce.shift_begun_swap"
    assert (Swap.objects.get().state, Holding.objects.get(pk=mine.pk).state) == ("agreed", "published")
    assert actions.decide_swap(swap, is_approved=True, by=leader).state == "approved"
    now = Holding.objects.filter(on__gte=DAY + 2 * ONE_DAY).exclude(state="withdrawn").order_by("start_at")
    assert [(one.post.name, one.person.name, one.on) for one in now] == [("南门岗", "刘洋", DAY + 2 * ONE_DAY), ("机动岗", "陈刚", DAY + 3 * ONE_DAY)]


def test_a_stand_in_is_rested_unless_a_manager_writes_why(squad):
    gate, leader, manager = squad.posts["南门岗"], squad.actor("班长周"), squad.actor("赵敏", "security_manager")
    span = {"person": squad.person("刘洋"), "start_at": START + 16 * HOUR, "end_at": START + 24 * HOUR, "reason": "夜班缺人"}
    no = actions.call_in(gate, **span, by=leader)
    assert (no.code, no.params["rest"]) == ("workforce.too_little_rest", "8")
    assert actions.call_in(gate, **span, despite="仅此一人", by=leader).code == "workforce.too_little_rest", "a leader may not overrule the rest"
    assert Holding.objects.filter(person=squad.person("刘洋")).count() == 1
    assert actions.call_in(gate, **span, despite="仅此一人", by=manager).person.name == "刘洋"
    squad.person("马超", "guard")
    assert [one.name for one in queries.candidates(gate, START + 17 * HOUR, START + 25 * HOUR)][0] == "马超"


@pytest.mark.clause("001-021")
def test_everybody_is_called_out_and_the_minutes_to_muster_are_counted(squad):
    leader = squad.actor("班长周")
    assert actions.call_out(squad.community, title=" ", by=leader).code == "workforce.bad_call_out"
    call = actions.call_out(squad.community, title="夜间紧急集合", is_drill=True, target_minutes=15, by=leader)
    assert (call.called, actions.call_out(squad.community, title="再来", by=leader).code) == (4, "workforce.call_out_running")
    assert actions.report_in(call, by=squad.actor("陈刚"), at=START + 14 * MINUTE).came_in_time == 1
    assert actions.report_in(call, by=squad.actor("陈刚")).code == "workforce.come_already"
    assert actions.report_in(call, by=squad.actor("外人", "guard")).code == "workforce.not_called"
    actions.report_in(call, by=squad.actor("刘洋"), at=START + 16 * MINUTE)
    ended = actions.end_call_out(call, by=leader)
    assert (ended.called, ended.came, ended.came_in_time) == (4, 2, 1)
    assert sorted(CallOutAnswer.objects.exclude(minutes=None).values_list("minutes", flat=True)) == [14, 16]
    assert actions.report_in(call, by=squad.actor("值机甲")).code == "workforce.call_out_over"
    assert (actions.end_call_out(call, by=leader).code, CallOut.objects.count()) == ("workforce.call_out_over", 1)


def test_every_slot_says_how_many_it_lacks_or_has_too_many_and_who_rests_too_little(squad):
    squad.hold("机动岗", "多余者")
    squad.hold("南门岗", "值机丙", shift=1, role="guard")
    squad.hold("南门岗", "陈刚", shift=2)
    with clock.frozen(START):
        slots = {(one.post.name, one.shift.name): one for one in queries.coverage(squad.community, DAY, DAY)}
    assert len(slots) == 12, "four posts around the clock"
    room = [slots["消防控制室", shift] for shift in ("早班", "中班", "夜班")]
    assert [(one.needed, one.short, one.surplus) for one in room] == [(2, 0, 0), (2, 2, 0), (2, 2, 0)]
    assert (slots["机动岗", "早班"].surplus, slots["南门岗", "中班"].short) == (1, 0)
    assert [one.name for one in slots["南门岗", "夜班"].tired] == ["陈刚"], "eight hours after his early shift"
