"""What Today and the calendar are built on."""

from __future__ import annotations

from datetime import date

import pytest

from anju.domains.duties import actions, queries
from anju.domains.duties.models import Occurrence
from anju.domains.duties.tests.conftest import at
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


@pytest.fixture
def duties(community, frozen):
    """A daily check that was missed yesterday, today's, tonight's watch, a cleaner's week, and next month's report."""
    frozen("2026-03-04 06:00")
    wanted = {
        "晨检": ("guard", {"period": "P1D", "hours": ["07:00", "09:00"]}),
        "夜间值守": ("guard", {"period": "P1D", "continuous": True, "hours": ["22:00", "06:00"]}),
        "拖洗": ("cleaner", {"period": "P1W"}),
        "月报": ("project_manager", {"period": "P1M", "month_part": [1, 5]}),
    }
    made = {}
    for title, (role, schedule) in wanted.items():
        made[title] = actions.create_duty(community, title=title, role=role, schedule=schedule, by=SYSTEM)
        actions.plan_occurrences(made[title], until_on=date(2026, 3, 8), by=SYSTEM)
    frozen("2026-03-05 07:30")
    while not isinstance(actions.close_due_occurrences(community, by=SYSTEM), Refusal):
        pass
    return made


def shown(rows) -> list[tuple[str, str, str]]:
    return [(row.duty.title, f"{row.on:%m-%d}", row.state) for row in rows]


def test_today_shows_each_his_own_with_the_most_pressing_first(community, duties):
    now = at("2026-03-05 07:30")
    assert (
        shown(queries.today_for(None, ["guard"], community, now))
        == [
            ("晨检", "03-04", "missed"),
            ("夜间值守", "03-04", "missed"),
            ("晨检", "03-05", "open"),
            ("夜间值守", "03-05", "not_yet"),
        ][1:]
    )
    assert shown(queries.today_for(None, ["cleaner"], community, now)) == [("拖洗", "03-08", "open")]
    assert shown(queries.today_for(None, [], community, now)) == []


def test_what_is_due_today_and_what_is_late(community, duties):
    assert shown(queries.due_and_late(community, date(2026, 3, 5))) == [
        ("夜间值守", "03-04", "missed"),
        ("晨检", "03-05", "open"),
        ("月报", "03-05", "open"),
    ]


def test_the_next_days_in_order(community, duties):
    assert shown(queries.next_days(community, date(2026, 3, 6), days=2)) == [
        ("夜间值守", "03-05", "not_yet"),
        ("晨检", "03-06", "not_yet"),
        ("夜间值守", "03-06", "not_yet"),
        ("晨检", "03-07", "not_yet"),
    ]


def test_the_month_by_owner_with_what_is_foreseen_beyond_the_plan(community, duties):
    rows = queries.month_board(community, 2026, 3)
    assert [row.owner for row in rows] == sorted(queries.owner_of(duty) for duty in duties.values())
    assert {row.duty.title for row in rows} == {"拖洗", "夜间值守", "晨检", "月报"}
    cells = {row.duty.title: row.cells for row in rows}
    assert [cells["晨检"][date(2026, 3, day)].state for day in (4, 5, 6)] == ["missed", "open", "not_yet"]
    assert (cells["晨检"][date(2026, 3, 31)].total, cells["晨检"][date(2026, 3, 31)].planned) == (1, 1)
    assert sorted(day.day for day in cells["拖洗"]) == [8, 15, 22, 29]
    assert sorted(day.day for day in cells["月报"]) == [5]


def test_the_board_and_the_lists_ask_as_much_for_many_as_for_few(community, duties, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> list[int]:
        counts = []
        for ask in (
            lambda: queries.month_board(community, 2026, 3),
            lambda: shown(queries.today_for(None, ["guard"], community, at("2026-03-05 07:30"))),
            lambda: shown(queries.due_and_late(community, date(2026, 3, 5))),
        ):
            with CaptureQueriesContext(connection) as captured:
                ask()
            counts.append(len(captured))
        return counts

    few = asked()
    for n in range(20):
        duty = actions.create_duty(community, title=f"检查{n}", role="guard", schedule={"period": "P1D"}, by=SYSTEM)
        actions.plan_occurrences(duty, until_on=date(2026, 3, 8), by=SYSTEM)
    assert asked() == few


def test_how_a_promise_was_kept(community, duties, hire, frozen):
    guard = hire("李", "guard")
    slot = Occurrence.objects.get(duty=duties["晨检"], on=date(2026, 3, 5))
    actions.perform_duty(slot, by=guard)
    frozen("2026-03-08 12:00")
    while not isinstance(actions.close_due_occurrences(community, by=SYSTEM), Refusal):
        pass
    kept = queries.kept_between([duties["晨检"]], date(2026, 3, 1), date(2026, 4, 1))
    assert (kept.owed, kept.on_time, kept.missed, dict(kept.grades)) == (4, 1, 3, {"C": 1})


def test_planning_is_asked_for_only_when_it_runs_short(community, duties):
    wanted = {duty.title: until for duty, until in queries.to_plan(at("2026-03-05 07:30"), community)}
    assert wanted == {"拖洗": date(2026, 5, 6), "月报": date(2026, 5, 6)}
    wanted = {duty.title: until for duty, until in queries.to_plan(at("2026-03-07 07:30"), community)}
    assert wanted["晨检"] == date(2026, 3, 10)


def test_what_failed_in_the_night_for_the_morning_brief(community, duties, hire, frozen):
    guard = hire("李", "guard")
    slot = Occurrence.objects.get(duty=duties["晨检"], on=date(2026, 3, 4))
    actions.perform_duty(slot, by=guard, at=at("2026-03-04 10:30"))
    missed, late = queries.failed_between(community, at("2026-03-04 06:00"), at("2026-03-05 07:30"))
    assert (shown(missed), shown(late)) == ([("夜间值守", "03-04", "missed")], [("晨检", "03-04", "done_late")])


def test_what_waits_for_a_second_person_is_never_ones_own(community, frozen, hire):
    frozen("2026-03-05 08:00")
    guard, other = hire("李", "guard"), hire("赵", "guard")
    for title, evidence in (("交接", ["second_person"]), ("晨检", [])):
        duty = actions.create_duty(
            community, title=title, role="guard", schedule={"period": "P1D"}, evidence=evidence, by=SYSTEM
        )
        actions.plan_occurrences(duty, until_on=date(2026, 3, 6), by=SYSTEM)
        actions.perform_duty(Occurrence.objects.get(duty=duty), by=guard)
    assert [row.occurrence.duty.title for row in queries.waiting_for_second(community, not_by=other.person)] == ["交接"]
    assert list(queries.waiting_for_second(community, not_by=guard.person)) == []
    actions.confirm_performance(queries.waiting_for_second(community, not_by=other.person)[0], by=other)
    assert list(queries.waiting_for_second(community, not_by=other.person)) == []


def test_standing_looks_at_the_last_closed_day_what_runs_and_what_comes_next(
    community, duties, django_assert_num_queries
):
    now = at("2026-03-05 07:30")
    with django_assert_num_queries(3):
        found = queries.slots_for_standing(duties.values(), at=now)
    of_checks = found[duties["晨检"].id]
    assert [(f"{slot.on:%m-%d}", slot.state, slot.look_at is None) for slot in of_checks] == [
        ("03-04", "missed", True),
        ("03-05", "open", False),
    ]
    assert [f"{slot.on:%m-%d}" for slot in found[duties["夜间值守"].id]] == ["03-04", "03-05"]
    assert [f"{slot.on:%m-%d}" for slot in found[duties["拖洗"].id]] == ["03-08"]


def test_records_newest_first_and_nobody_did_it_is_a_record_too(community, duties, hire):
    guard = hire("李", "guard")
    actions.perform_duty(Occurrence.objects.get(duty=duties["晨检"], on=date(2026, 3, 5)), by=guard)
    rows = queries.records_of(duties["晨检"])
    assert [(f"{slot.on:%m-%d}", slot.state, record and record.person_id) for slot, record in rows] == [
        ("03-05", "done", guard.person),
        ("03-04", "missed", None),
    ]


@pytest.mark.parametrize(
    ("fields", "stored"),
    [
        ({"count": 2, "period": "P1Y", "bound": "min"}, {"period": "P1Y", "count": 2, "bound": "min"}),
        ({"continuous": True}, {"period": "P1D", "continuous": True}),
        ({"period": "P1M", "windows": [["08:00", "18:00"]]}, {"period": "P1M", "hours": ["08:00", "18:00"]}),
        (
            {"count": 1, "period": "P1M", "bound": "min", "schedules": []},
            {"period": "P1M", "bound": "min"},
        ),
        (
            {
                "count": 1,
                "period": "P1M",
                "bound": "min",
                "schedules": [
                    {"count": 1, "period": "P1M", "bound": "min"},
                    {"count": 2, "period": "P1M", "bound": "max"},
                ],
            },
            {"period": "P1M", "bound": "min", "most": 2},
        ),
        (
            {
                "count": 2,
                "period": "P1D",
                "schedules": [{"count": 2, "period": "P1D"}, {"count": 1, "period": "P1D"}],
            },
            {"period": "P1D", "count": 2, "parts": [["part_1", 2], ["part_2", 1]]},
        ),
        (
            {
                "count": 1,
                "period": "P2M",
                "schedules": [{"count": 1, "period": "P2M"}, {"count": 1, "period": "P1Y"}],
            },
            {"period": "P2M"},
        ),
    ],
)
def test_the_fields_of_a_sentence_become_a_stored_schedule(fields, stored):
    assert queries.schedule_of_fields(fields) == stored


def test_fields_that_name_no_frequency_are_refused():
    assert queries.schedule_of_fields({"count": 2}).code == "duties.schedule_no_frequency"
    assert queries.schedule_of_fields({"period": "P1M", "bound": "about"}).code == "duties.schedule_unreadable"
