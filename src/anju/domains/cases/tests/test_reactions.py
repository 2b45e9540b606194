"""A fault found on a round is a case before the guard is back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from anju.domains.cases.models import Case
from anju.domains.duties import actions as duties
from anju.domains.duties.models import Occurrence
from anju.domains.people.models import Membership
from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.reactions import registry
from anju.kernel.refusals import Refusal

SYSTEM = Actor.system("test")
CHECKLIST = [
    {"key": "lock", "wording": "车库门锁完好"},
    {"key": "door", "wording": "门扇关闭"},
    {"key": "lamp", "wording": "灯亮"},
]


@pytest.fixture
def round_done(community, team, garage):
    """A daily check of the garage, done with two faults; returns its ledger row."""
    guard = team("陈刚", "guard")
    Membership.objects.create(scope=community, person=team.person("陈刚"), role="guard", since_on=date(2026, 1, 1))
    duty = duties.create_duty(
        community,
        title="车库巡查",
        role="guard",
        place=garage,
        schedule={"period": "P1D"},
        checklist=CHECKLIST,
        basis_label="计划 2.3 条",
        by=SYSTEM,
    )
    assert not isinstance(duty, Refusal), str(duty)
    duties.plan_occurrences(duty, until_on=date(2026, 3, 8), by=SYSTEM)
    slot = Occurrence.objects.filter(duty=duty, on=date(2026, 3, 6)).get()
    with clock.frozen(datetime(2026, 3, 6, 2, tzinfo=UTC)):
        done = duties.perform_duty(
            slot, answers={"lock": "fault", "door": "fault", "lamp": "ok"}, note="已拍照", by=guard
        )
    assert not isinstance(done, Refusal), str(done)
    return Entry.objects.get(name="duties.duty_performed")


def test_each_fault_becomes_a_case_with_place_basis_and_finder(community, team, garage, round_done):
    registry["cases.when_duty_performed_open_its_faults"].handle(round_done)
    opened = list(Case.objects.order_by("number"))
    assert [(case.title, case.source) for case in opened] == [
        ("车库门锁完好", "duties.lock"),
        ("门扇关闭", "duties.door"),
    ]
    assert {(case.kind, case.place, case.basis_label, case.reporter, case.raised_by_entry) for case in opened} == {
        ("problem", garage, "计划 2.3 条", team.person("陈刚"), round_done.id)
    }


def test_the_same_row_twice_opens_nothing_twice(community, round_done):
    for _turn in range(2):
        registry["cases.when_duty_performed_open_its_faults"].handle(round_done)
    assert Case.objects.count() == 2
