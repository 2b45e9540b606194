"""Duties and their slots: promised, planned ahead, opened and closed by the clock."""

from __future__ import annotations

from datetime import date

import pytest

from anju.domains.duties import actions, queries
from anju.domains.duties.models import CalendarYear, Duty, Performance
from anju.domains.duties.tests.conftest import at
from anju.domains.duties.tests.stage import SYSTEM, close_all, events, slots, states
from anju.domains.people.models import Post
from anju.kernel.models import Entry, Scope

pytestmark = pytest.mark.django_db


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
    assert actions.close_occurrence(slots(duty)[0], by=SYSTEM).code == "duties.still_open"
    frozen("2026-03-05 10:20")
    assert isinstance(actions.perform_duty(slots(duty)[0], by=guard), Performance)
    assert states(duty) == ["done_late"]
    close_all(community)
    close_all(community)
    assert actions.close_occurrence(slots(duty)[0], by=SYSTEM).code == "duties.closed_already"
    assert [(event.state, event.done, event.on_time) for event in events("duties.occurrence_closed")] == [
        ("done_late", 1, 0)
    ]


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


def test_a_new_promise_stands_in_the_list_at_once(community, frozen):
    from anju.domains.duties.reactions import when_duty_promised_plan_its_first_slots
    from anju.kernel import ledger

    frozen("2026-03-05 09:30")
    duty = actions.create_duty(community, title="巡逻", period="P1D", role="guard", by=SYSTEM)
    entry = Entry.objects.get(name="duties.duty_created")
    for _turn in range(2):
        when_duty_promised_plan_its_first_slots(entry, ledger.event_of(entry))
    assert len(slots(duty)) == 3, "planned once, however often the reaction runs"
