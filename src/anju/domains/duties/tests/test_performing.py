"""What is owed is done, judged, confirmed, excused and re-assigned, and never assumed."""

from __future__ import annotations

from datetime import date

import pytest

from anju.domains.duties import actions, queries
from anju.domains.duties.models import Performance, Presence
from anju.domains.duties.tests.conftest import at
from anju.domains.duties.tests.stage import SYSTEM, close_all, events, picture, slots, states
from anju.domains.people.models import Person
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("done_at", "state", "is_on_time"),
    [("09:59", "done", True), ("10:10", "done", True), ("10:16", "done_late", False)],
)
def test_grace_and_late(frozen, hire, make, done_at, state, is_on_time):
    guard = hire("李", "guard")
    frozen("2026-03-05 08:00")
    duty = make({"period": "P1D", "hours": ["08:00", "10:00"]}, "2026-03-06", grace_minutes=15)
    frozen(f"2026-03-05 {done_at}")
    performance = actions.perform_duty(slots(duty)[0], by=guard)
    assert (slots(duty)[0].state, performance.is_on_time, performance.grade) == (state, is_on_time, "C")


def test_a_phone_without_network_is_judged_by_when_it_was_done(community, frozen, hire, make):
    guard = hire("李", "guard")
    frozen("2026-03-05 08:00")
    duty = make({"period": "P1D", "hours": ["08:00", "10:00"]}, "2026-03-07")
    frozen("2026-03-05 12:00")
    close_all(community)
    assert states(duty)[0] == "missed"
    actions.perform_duty(slots(duty)[0], by=guard, at=at("2026-03-05 09:00"))
    assert states(duty)[0] == "done"
    performed = events("duties.duty_performed")[0]
    assert (performed.before, performed.state, performed.is_on_time, performed.is_backfilled) == (
        "missed",
        "done",
        True,
        False,
    )


def test_entered_a_day_late_is_marked_and_never_on_time(frozen, hire, make):
    guard = hire("李", "guard")
    frozen("2026-03-05 08:00")
    duty = make({"period": "P1M"}, "2026-04-01")
    frozen("2026-03-07 09:00")
    performance = actions.perform_duty(slots(duty)[0], by=guard, at=at("2026-03-06 08:59"))
    assert (performance.is_backfilled, performance.is_on_time, states(duty)) == (True, False, ["done_late"])


def test_at_least_two_a_year_is_partly_kept_by_one(community, frozen, hire, make):
    leader = hire("王", "security_manager")
    frozen("2026-03-05 08:00")
    duty = make({"period": "P1Y", "count": 2, "bound": "min"}, "2026-04-01", role="security_manager")
    frozen("2026-05-20 10:00")
    actions.perform_duty(slots(duty)[0], by=leader)
    assert states(duty) == ["running"]
    frozen("2027-01-01 00:00")
    close_all(community)
    assert states(duty) == ["partly"]
    frozen("2027-01-10 10:00")
    actions.perform_duty(slots(duty)[0], by=leader)
    assert states(duty) == ["done_late"]
    frozen("2027-02-01 10:00")
    assert actions.perform_duty(slots(duty)[0], by=leader).code == "duties.too_late"


def test_only_the_one_responsible_enters_it_and_leaders_for_others(frozen, hire, make):
    guard, cleaner, leader = hire("李", "guard"), hire("赵", "cleaner"), hire("王", "squad_leader")
    frozen("2026-03-05 08:00")
    duty = make({"period": "P1D"}, "2026-03-06")
    slot = slots(duty)[0]
    assert actions.perform_duty(slot, by=cleaner).code == "duties.not_yours"
    somebody_else = Person.objects.get(pk=cleaner.person)
    assert actions.perform_duty(slot, person=somebody_else, by=guard).code == "duties.not_yours"
    assert Performance.objects.count() == 0
    performance = actions.perform_duty(slot, person=Person.objects.get(pk=guard.person), by=leader)
    assert (performance.person_id, performance.grade) == (guard.person, "C")


def test_a_second_person_raises_the_grade_and_is_never_the_doer(frozen, hire, make):
    guard, other, police = hire("李", "guard"), hire("赵", "guard"), hire("陈", "police")
    frozen("2026-03-05 08:00")
    duty = make({"period": "P1D"}, "2026-03-07", evidence=["second_person"])
    first, second = slots(duty)
    performance = actions.perform_duty(first, by=guard)
    assert states(duty)[0] == "running"
    assert actions.confirm_performance(performance, by=guard).code == "duties.own_work"
    assert states(duty)[0] == "running"
    assert actions.confirm_performance(performance, by=other).grade == "B"
    assert (slots(duty)[0].state, slots(duty)[0].grade) == ("done", "B")
    assert actions.confirm_performance(performance, by=other).code == "duties.already_confirmed"
    frozen("2026-03-06 08:00")
    later = actions.perform_duty(second, by=guard)
    assert actions.confirm_performance(later, by=police).grade == "A"


def test_what_is_sent_back_counts_for_nothing_and_stays_on_record(frozen, hire, make):
    guard, leader = hire("李", "guard"), hire("王", "squad_leader")
    frozen("2026-03-05 08:00")
    duty = make({"period": "P1D"}, "2026-03-06")
    performance = actions.perform_duty(slots(duty)[0], by=guard)
    assert states(duty) == ["done"]
    assert actions.reject_performance(performance, reason="照片不是今天的", by=guard).code == "duties.own_work"
    actions.reject_performance(performance, reason="照片不是今天的", by=leader)
    assert (states(duty), Performance.objects.count()) == (["open"], 1)


CHECKLIST = [
    {"key": "hydrant", "wording": "消火栓箱完好"},
    {"key": "pressure", "wording": "水压(MPa)", "kind": "number", "least": 0.3, "greatest": 0.6},
]


def test_faults_of_the_checklist_leave_with_the_event(frozen, hire, make):
    guard = hire("李", "guard")
    frozen("2026-03-05 08:00")
    duty = make({"period": "P1M"}, "2026-04-01", checklist=CHECKLIST, evidence=["photo"])
    slot = slots(duty)[0]
    assert (
        actions.perform_duty(slot, answers={"hydrant": "ok", "pressure": 0.2}, by=guard).code == "duties.photo_missing"
    )
    assert (
        actions.perform_duty(slot, answers={"hydrant": "ok"}, photos=[picture()], by=guard).code
        == "duties.answers_missing"
    )
    assert Performance.objects.count() == 0
    actions.perform_duty(slot, answers={"hydrant": "fault", "pressure": 0.2}, photos=[picture()], by=guard)
    performed = events("duties.duty_performed")[0]
    assert (performed.faults, performed.photos, performed.state) == (["hydrant", "pressure"], 1, "done")
    lines = Performance.objects.get().answers
    assert [(line["wording"], line["is_fault"]) for line in lines] == [("消火栓箱完好", True), ("水压(MPa)", True)]


def test_done_already_is_said_and_a_late_upload_is_kept_beside_it(frozen, hire, make):
    guard, other = hire("李", "guard"), hire("赵", "guard")
    frozen("2026-03-05 08:00")
    duty = make({"period": "P1D"}, "2026-03-06")
    frozen("2026-03-05 10:00")
    actions.perform_duty(slots(duty)[0], by=guard)
    assert actions.perform_duty(slots(duty)[0], by=other).code == "duties.already_done"
    assert isinstance(actions.perform_duty(slots(duty)[0], by=other, at=at("2026-03-05 09:30")), Performance)
    assert (Performance.objects.count(), slots(duty)[0].done_count) == (2, 2)


def test_excused_with_a_reason_and_counted_apart(community, frozen, hire, make):
    manager, guard = hire("周", "project_manager"), hire("李", "guard")
    frozen("2026-03-05 08:00")
    duty = make({"period": "P1D"}, "2026-03-07")
    slot = slots(duty)[0]
    assert actions.excuse_occurrence(slot, reason="台风", by=guard).code == "kernel.not_permitted"
    assert actions.excuse_occurrence(slot, reason=" ", by=manager).code == "duties.no_reason"
    assert states(duty) == ["open", "not_yet"]
    actions.excuse_occurrence(slot, reason="台风停工", by=manager)
    frozen("2026-03-07 00:00")
    close_all(community)
    assert states(duty) == ["excused", "missed"]
    kept = queries.kept_between([duty], date(2026, 3, 1), date(2026, 4, 1))
    assert (kept.owed, kept.missed, kept.excused) == (1, 1, 1)


def test_re_assigned_work_belongs_to_that_person(community, frozen, hire, make):
    guard, other, leader, stranger = hire("李", "guard"), hire("赵", "guard"), hire("王", "squad_leader"), hire("钱")
    frozen("2026-03-05 08:00")
    slot = slots(make({"period": "P1D"}, "2026-03-06"))[0]

    def person(actor: Actor) -> Person:
        return Person.objects.get(pk=actor.person)

    assert actions.reassign_occurrence(slot, person=person(stranger), by=leader).code == "duties.not_staff"
    assert actions.reassign_occurrence(slot, person=person(other), by=leader).assignee_id == other.person
    assert actions.reassign_occurrence(slot, person=person(other), by=leader).code == "duties.same_person"
    assert actions.perform_duty(slot, by=guard).code == "duties.not_yours"
    now = at("2026-03-05 08:00")
    assert [row.pk for row in queries.today_for(guard.person, ["guard"], community, now)] == []
    assert [row.pk for row in queries.today_for(other.person, ["guard"], community, now)] == [slot.pk]
    assert isinstance(actions.perform_duty(slot, by=other), Performance)


def test_a_watch_without_a_gap(community, frozen, hire, make):
    guard = hire("李", "monitor_operator")
    frozen("2026-03-05 00:00")
    duty = make({"period": "P1D", "continuous": True}, "2026-03-06", role="monitor_operator", gap_minutes=5)
    slot = slots(duty)[0]
    frozen("2026-03-05 12:00")
    assert actions.perform_duty(slot, by=guard).code == "duties.needs_presence"
    actions.record_presence(slot, starts_at=at("2026-03-05 00:00"), ends_at=at("2026-03-05 11:00"), by=guard)
    assert (states(duty), slots(duty)[0].longest_gap_seconds) == (["running"], 3600)
    backwards = {"starts_at": at("2026-03-05 11:00"), "ends_at": at("2026-03-05 10:00")}
    assert actions.record_presence(slot, **backwards, by=guard).code == "duties.ends_before_start"
    frozen("2026-03-06 00:00")
    actions.record_presence(slot, starts_at=at("2026-03-05 11:30"), ends_at=at("2026-03-06 00:00"), by=guard)
    close_all(community)
    found = slots(duty)[0]
    assert (found.state, found.longest_gap_seconds, found.covered_seconds) == ("partly", 1800, 84600)
    gaps = queries.gaps_of(found, at("2026-03-06 00:00"))
    assert [(gap.starts_at, gap.ends_at) for gap in gaps] == [(at("2026-03-05 11:00"), at("2026-03-05 11:30"))]
    assert Presence.objects.count() == 2


def test_nobody_sees_another_communitys_work(frozen, make):
    from anju.kernel import scope

    frozen("2026-03-05 08:00")
    duty = make({"period": "P1D"}, "2026-03-06")
    other = Scope.objects.create(kind="community", name="隔壁")
    slot = slots(duty)[0]
    with scope.entered(other):
        assert queries.due_and_late(other, date(2026, 3, 5)).count() == 0
        assert actions.perform_duty(slot, by=SYSTEM).code == "kernel.not_found"
    assert Performance.objects.count() == 0
