"""The verbs on real records: what is owed is planned, done, judged and never assumed."""

from __future__ import annotations

import io
from datetime import date

import pytest

from anju.domains.duties import actions, queries
from anju.domains.duties.models import CalendarYear, Duty, Occurrence, Performance, Presence
from anju.domains.duties.tests.conftest import at
from anju.domains.people.models import Person, Post
from PIL import Image

from anju.kernel import files
from anju.kernel.actors import Actor
from anju.kernel.ledger import event_of
from anju.kernel.models import Entry, Scope
from anju.kernel.refusals import Refusal

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


def picture():
    """A small photo, as a phone would send it."""
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(data, "JPEG")
    return files.checked(data.getvalue(), name="lamp.jpg")


@pytest.fixture
def make(community):
    """Creates a duty of the guards and plans it up to a day."""

    def made(schedule: dict, until_on: str = "", **more) -> Duty:
        duty = actions.create_duty(
            community, **{"title": "检查", "role": "guard", "schedule": schedule, "by": SYSTEM, **more}
        )
        if until_on:
            actions.plan_occurrences(duty, until_on=date.fromisoformat(until_on), by=SYSTEM)
        return duty

    return made


def slots(duty: Duty) -> list[Occurrence]:
    return list(Occurrence.objects.filter(duty=duty).select_related("duty", "scope").order_by("due_at"))


def states(duty: Duty) -> list[str]:
    return [occurrence.state for occurrence in slots(duty)]


def close_all(community) -> None:
    while not isinstance(actions.close_due_occurrences(community, by=SYSTEM), Refusal):
        pass


def events(name: str) -> list:
    return [event_of(entry) for entry in Entry.objects.filter(name=name).order_by("id")]


def test_planning_writes_the_slots_still_to_come_and_only_once(frozen, make):
    frozen("2026-03-05 09:30")
    duty = make({"period": "PT2H"}, "2026-03-07")
    assert [slot.key for slot in slots(duty)][:2] == ["2026-03-05T08:00", "2026-03-05T10:00"]
    assert (len(slots(duty)), states(duty)[:2]) == (20, ["open", "not_yet"])
    assert duty.planned_until_on == date(2026, 3, 7)
    actions.plan_occurrences(duty, until_on=date(2026, 3, 8), by=SYSTEM)
    assert len(slots(duty)) == 32
    assert [event.planned for event in events("duties.occurrences_planned")] == [20, 12]


def test_planning_goes_on_where_two_hundred_ended(frozen, make):
    frozen("2026-03-05 00:00")
    duty = make({"period": "PT10M"}, "2026-03-09")
    assert (len(slots(duty)), duty.planned_until_on) == (200, date(2026, 3, 6))
    for _turn in range(2):
        actions.plan_occurrences(duty, until_on=date(2026, 3, 9), by=SYSTEM)
    assert (len(slots(duty)), duty.planned_until_on) == (576, date(2026, 3, 9))


def test_the_clock_opens_closes_and_finds_what_was_missed(community, frozen, make):
    frozen("2026-03-05 07:00")
    duty = make({"period": "P1D", "hours": ["08:00", "10:00"]}, "2026-03-07")
    frozen("2026-03-05 08:00")
    close_all(community)
    assert states(duty) == ["open", "not_yet"]
    frozen("2026-03-05 10:00")
    close_all(community)
    assert states(duty) == ["missed", "not_yet"]
    closed = events("duties.occurrence_closed")
    assert [(event.state, event.before, event.on) for event in closed] == [("missed", "open", date(2026, 3, 5))]
    assert actions.close_due_occurrences(community, by=SYSTEM).code == "duties.nothing_due"


def test_a_slot_that_was_done_is_closed_by_its_own_event_exactly_once(community, frozen, hire, make):
    guard = hire("李", "guard")
    frozen("2026-03-05 08:00")
    duty = make({"period": "P1D", "hours": ["08:00", "10:00"]}, "2026-03-06")
    frozen("2026-03-05 10:20")
    assert isinstance(actions.perform_duty(slots(duty)[0], by=guard), Performance)
    assert states(duty) == ["done_late"]
    close_all(community)
    close_all(community)
    assert [(event.state, event.done, event.on_time) for event in events("duties.occurrence_closed")] == [
        ("done_late", 1, 0)
    ]


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
        actions.perform_duty(slot, answers={"hydrant": "ok"}, photos=[picture()], by=guard).code == "duties.answers_missing"
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


def test_a_watch_is_owed_only_since_it_was_set_up(frozen, make):
    frozen("2026-03-05 15:00")
    duty = make({"period": "P1D", "continuous": True}, "2026-03-07")
    assert [slot.opens_at for slot in slots(duty)] == [at("2026-03-05 15:00"), at("2026-03-06 00:00")]


def test_what_a_plan_promises_is_not_paused_or_loosened_here(frozen, hire, make):
    manager = hire("周", "security_manager")
    frozen("2026-03-05 08:00")
    duty = make({"period": "P1M"}, "2026-04-01", basis_label="计划第12条", evidence=["photo"])
    assert actions.pause_duty(duty, reason="忙", by=manager).code == "duties.promised_by_plan"
    assert actions.reschedule_duty(duty, schedule={"period": "P1Y"}, by=manager).code == "duties.promised_by_plan"
    assert actions.change_duty(duty, evidence=[], by=manager).code == "duties.promised_by_plan"
    assert actions.change_duty(duty, grace_minutes=60, by=manager).code == "duties.promised_by_plan"
    duty.refresh_from_db()
    assert (duty.state, duty.schedule, duty.evidence, len(slots(duty))) == ("active", {"period": "P1M"}, ["photo"], 1)
    actions.rebase_duty(duty, by=SYSTEM)
    actions.pause_duty(duty, reason="装修停用", by=manager)
    assert (duty.state, slots(duty)) == ("paused", [])
    assert actions.plan_occurrences(duty, until_on=date(2026, 4, 1), by=SYSTEM).code == "duties.paused"
    actions.resume_duty(duty, by=manager)
    actions.plan_occurrences(duty, until_on=date(2026, 4, 1), by=SYSTEM)
    assert states(duty) == ["open"]


def test_another_schedule_plans_anew_and_keeps_what_was_done(community, frozen, hire, make):
    manager, guard = hire("周", "security_manager"), hire("李", "guard")
    frozen("2026-03-05 08:00")
    duty = make({"period": "P1D"}, "2026-03-10")
    actions.perform_duty(slots(duty)[0], by=guard)
    actions.reschedule_duty(duty, schedule={"period": "P1W", "weekdays": [1]}, by=manager)
    assert [slot.key for slot in slots(duty)] == ["2026-03-05"]
    assert events("duties.duty_rescheduled")[0].dropped == 4
    actions.plan_occurrences(duty, until_on=date(2026, 3, 17), by=SYSTEM)
    assert [slot.key for slot in slots(duty)] == ["2026-03-05", "2026-03-09", "2026-03-16"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"schedule": {"period": "weekly"}}, "duties.schedule_unknown_period"),
        ({"schedule": {}}, "duties.schedule_no_frequency"),
        ({"role": ""}, "duties.nobody_responsible"),
        ({"role": "门岗"}, "duties.unknown_role"),
        ({"checklist": [{"key": "A", "wording": ""}]}, "duties.bad_checklist_item"),
    ],
)
def test_what_means_nothing_is_not_created(community, changes, code):
    given = {"title": "检查", "role": "guard", "schedule": {"period": "P1D"}, **changes}
    assert actions.create_duty(community, **given, by=SYSTEM).code == code
    assert (Duty.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_form_needs_only_period_and_times(community):
    post = Post(scope=community, name="南门岗", role="guard")
    post.save()
    duty = actions.create_duty(
        community,
        title="消防演练",
        period="P1Y",
        count=2,
        bound="min",
        post=post,
        checklist_lines="疏散\n\n集合点名",
        by=SYSTEM,
    )
    assert duty.schedule == {"period": "P1Y", "count": 2, "bound": "min"}
    assert [item["wording"] for item in duty.checklist] == ["疏散", "集合点名"]
    assert queries.words_of(duty).say(str) == "At least 2 times a year"
    assert actions.change_duty(duty, title="全员演练", by=SYSTEM).title == "全员演练"
    assert actions.change_duty(duty, title="全员演练", by=SYSTEM).code == "duties.nothing_changed"


def test_a_year_without_holidays_stops_planning_visibly_until_it_is_imported(community, frozen, make):
    frozen("2026-11-20 08:00")
    duty = make({"period": "P1M", "month_days": [5], "move": "later"}, "2027-03-01")
    assert [slot.key for slot in slots(duty)] == ["2026-12-05"]
    assert (duty.unknown_year, duty.planned_until_on) == (2027, date(2027, 1, 5))
    assert queries.to_plan(at("2026-12-31 08:00"), community) == []
    bad = actions.import_calendar_year(community, year=2027, days={"2026-01-01": "holiday"}, by=SYSTEM)
    assert (bad.code, CalendarYear.objects.count()) == ("duties.bad_calendar_day", 0)
    days = {"2027-01-01": "holiday", "2027-01-05": "holiday"}
    actions.import_calendar_year(community, year=2027, days=days, by=SYSTEM)
    assert [found for found, _ in queries.to_plan(at("2026-12-31 08:00"), community)] == [duty]
    actions.plan_occurrences(duty, until_on=date(2027, 3, 1), by=SYSTEM)
    assert [(slot.key, slot.opens_at) for slot in slots(duty)][1:] == [
        ("2027-01-05", at("2027-01-06 00:00")),
        ("2027-02-05", at("2027-02-05 00:00")),
    ]
    assert duty.unknown_year is None


def test_a_calendar_imported_above_holds_below_and_the_nearer_one_wins(frozen):
    frozen("2026-03-01 00:00")
    company = Scope.objects.create(kind="organisation", name="公司")
    below = Scope.objects.create(kind="community", name="小区", parent=company)
    actions.import_calendar_year(company, year=2031, days={"2031-03-05": "holiday", "2031-03-06": "holiday"}, by=SYSTEM)
    actions.import_calendar_year(below, year=2031, days={"2031-03-06": "working"}, is_complete=False, by=SYSTEM)
    calendar = queries.calendar_of(below)
    assert [calendar.is_working(date(2031, 3, day)) for day in (4, 5, 6)] == [True, False, True]


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
