"""Figures from the ledger alone, and that what is learnt later corrects them without counting anything twice."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from anju.domains.duties import actions, measures, queries
from anju.domains.duties.models import Occurrence
from anju.domains.duties.tests.conftest import at
from anju.kernel.actors import Actor
from anju.kernel.ledger import event_of
from anju.kernel.measures import registry
from anju.kernel.models import Entry
from anju.kernel.refusals import Refusal

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


def figure(name: str, dimension: str = "") -> dict:
    """Numerator, denominator and grades of a measure over the whole ledger."""
    measure, found = registry[name], Counter()
    for entry in Entry.objects.filter(name__in=measure.event_names).order_by("id"):
        for count in measure.fold(event_of(entry)):
            if count.dimension == dimension:
                found.update({"done": count.numerator, "owed": count.denominator, count.grade: count.numerator})
    return {key: value for key, value in found.items() if value and key}


def close_all(community) -> None:
    while not isinstance(actions.close_due_occurrences(community, by=SYSTEM), Refusal):
        pass


def test_figures_follow_what_becomes_of_each_slot(community, frozen, hire):
    guard, other, manager = hire("李", "guard"), hire("赵", "guard"), hire("周", "project_manager")
    frozen("2026-03-02 00:00")
    schedule = {"period": "P1D", "hours": ["08:00", "10:00"]}
    duty = actions.create_duty(community, title="晨检", role="guard", schedule=schedule, make_up_hours=48, by=SYSTEM)
    actions.plan_occurrences(duty, until_on=date(2026, 3, 6), by=SYSTEM)
    first, second, third, fourth = Occurrence.objects.order_by("due_at")
    frozen("2026-03-02 09:00")
    performance = actions.perform_duty(first, by=guard)
    assert figure("duties.execution_rate") == {}
    frozen("2026-03-05 10:00")
    close_all(community)
    assert figure("duties.execution_rate") == {"done": 1, "owed": 4, "C": 1}
    actions.confirm_performance(performance, by=other)
    assert figure("duties.execution_rate") == {"done": 1, "owed": 4, "B": 1}
    actions.perform_duty(third, by=guard, at=at("2026-03-04 09:30"))
    last = actions.perform_duty(fourth, by=guard, at=at("2026-03-05 09:59"))
    assert figure("duties.execution_rate") == {"done": 3, "owed": 4, "B": 1, "C": 2}
    assert figure("duties.on_time_rate") == {"done": 2, "owed": 4, "B": 1, "C": 1}
    actions.excuse_occurrence(second, reason="台风停工", by=manager)
    assert figure("duties.execution_rate", str(duty.id)) == {"done": 3, "owed": 3, "B": 1, "C": 2}
    actions.reject_performance(last, reason="照片不是今天的", by=other)
    assert figure("duties.execution_rate", str(duty.id)) == {"done": 2, "owed": 3, "B": 1, "C": 1}
    assert figure("duties.confirmed_rate") == {"done": 1, "owed": 2, "B": 1}
    kept = queries.kept_between([duty], date(2026, 3, 1), date(2026, 4, 1))
    assert figure("duties.on_time_rate", "check")["done"] == kept.on_time == 1
    assert figure("duties.on_time_rate", "check")["owed"] == kept.owed == 3


def test_every_event_of_a_slot_is_folded(community):
    assert {event.name for event in measures._EVENTS} == {
        "duties.occurrence_closed",
        "duties.duty_performed",
        "duties.performance_confirmed",
        "duties.performance_rejected",
        "duties.occurrence_excused",
        "duties.presence_recorded",
    }


@pytest.mark.clause("003-321")
def test_each_duty_has_its_execution_rate_and_its_compliance_rate(community, frozen, hire):
    """Visitor registration, vehicle management and patrol checks: both rates reach 100 % only when all was done and vouched for."""
    guard, other = hire("李", "guard"), hire("赵", "guard")
    frozen("2026-03-02 00:00")
    schedule = {"period": "P1D", "hours": ["08:00", "10:00"]}
    titles = ("访客登记抽查", "车辆管理检查", "巡逻查岗")
    made = {t: actions.create_duty(community, title=t, role="guard", schedule=schedule, by=SYSTEM) for t in titles}
    for duty in made.values():
        actions.plan_occurrences(duty, until_on=date(2026, 3, 3), by=SYSTEM)
    frozen("2026-03-02 09:00")
    done = {title: actions.perform_duty(Occurrence.objects.get(duty=made[title]), by=guard) for title in titles[:2]}
    actions.confirm_performance(done["访客登记抽查"], by=other)
    frozen("2026-03-10 00:00")
    close_all(community)

    def rates(title: str) -> tuple[dict, dict]:
        return figure("duties.execution_rate", str(made[title].id)), figure("duties.confirmed_rate", str(made[title].id))

    assert rates("访客登记抽查") == ({"done": 1, "owed": 1, "B": 1}, {"done": 1, "owed": 1, "B": 1})
    assert rates("车辆管理检查") == ({"done": 1, "owed": 1, "C": 1}, {"owed": 1}), "done, but nobody vouched for it"
    assert rates("巡逻查岗")[0] == {"owed": 1}, "what nobody did is counted against the rate"
