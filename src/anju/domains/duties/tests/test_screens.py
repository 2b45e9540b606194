"""The pages of regular work as data."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation

from anju.domains.duties import actions, jobs
from anju.domains.duties.models import Duty, Occurrence, Performance
from anju.domains.duties.screens import DutyScreen, EntryScreen, HolidayScreen, SlotScreen
from anju.kernel.screens import registry
from anju.kernel.screens.detail import detail_page, find
from anju.kernel.screens.listing import list_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(community, frozen, make, hire):
    frozen("2026-03-05 08:00")
    guard = hire("李", "guard")
    for number in range(3):
        make({"period": "P1D"}, title=f"检查{number}", checklist=[{"key": "lamp", "wording": "灯具"}])
    jobs.plan_ahead(community)
    slot = Occurrence.objects.filter(duty__title="检查0").order_by("due_at").first()
    actions.perform_duty(slot, answers={"lamp": "fault"}, by=guard)
    return slot


def cells(name: str, query: str = "") -> list[list[str]]:
    page = list_page(registry[name], QueryDict(query), None)
    return [[str(cell) for cell in row.cells] for row in page.rows]


def test_the_list_says_how_often_in_words(work):
    with translation.override("en"):
        rows = cells("duties", "sort=title")
        assert [row[0] for row in rows] == ["检查0", "检查1", "检查2"]
        assert {row[2] for row in rows} == {"Once a day"}


def test_slots_are_filtered_by_what_became_of_them(work, community, frozen):
    frozen("2026-03-07 00:00")
    jobs.close_due(community)
    missed = cells("slots", "state=missed&state=partly")
    assert len(missed) == 5
    assert {row[0] for row in missed} == {"检查0", "检查1", "检查2"}
    assert [row[0] for row in cells("slots", "state=done")] == ["检查0"]


def test_details_show_checklist_answers_and_buttons_of_the_state(work):
    with translation.override("en"):
        duty = find(registry["duties"], Duty.objects.get(title="检查0").pk)
        page = detail_page(registry["duties"], duty, None)
        assert "灯具" in [str(value) for _label, value in page.facts]
        assert [spec.name for spec in page.buttons] == [
            "duties.reschedule_duty",
            "duties.pause_duty",
            "duties.change_duty",
        ]
        entry = find(registry["entries"], Performance.objects.get().pk)
        facts = [str(value) for _label, value in detail_page(registry["entries"], entry, None).facts]
        assert "灯具: faulty" in facts


def test_a_slot_that_is_done_offers_no_excuse(work):
    page = detail_page(registry["slots"], find(registry["slots"], work.pk), None)
    assert [spec.name for spec in page.buttons] == ["duties.record_presence"]


@pytest.mark.parametrize("screen", [DutyScreen, SlotScreen, EntryScreen, HolidayScreen])
def test_a_list_asks_as_much_for_thirty_rows_as_for_one(screen, work, community, make, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            cells(screen.name)
        return len(captured)

    few = asked()
    for number in range(3, 30):
        make({"period": "P1D"}, title=f"检查{number}")
    jobs.plan_ahead(community)
    assert asked() == few


def test_the_clock_plans_ahead_once_and_closes_each_once(work, community, frozen):
    assert Duty.objects.filter(planned_until_on=date(2026, 3, 8)).count() == 3
    assert jobs.plan_ahead(community) == 0
    frozen("2026-03-06 00:00")
    assert jobs.close_due(community) == 1
    assert jobs.close_due(community) == 0
    assert sorted(Occurrence.objects.filter(on=date(2026, 3, 5)).values_list("state", flat=True)) == [
        "done",
        "missed",
        "missed",
    ]
