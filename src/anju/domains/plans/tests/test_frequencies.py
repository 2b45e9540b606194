"""A sentence that names several frequencies becomes a duty for each, and is kept only when all of them are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from anju.domains.duties import actions as duties
from anju.domains.duties.models import Duty, Occurrence
from anju.domains.plans import actions, queries, realise, rules
from anju.domains.plans.models import Clause, FurtherDuty, Plan
from anju.domains.plans.rules import Standing, Tally
from anju.kernel import clock, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
SYSTEM = Actor.system("test")
TEXT = """保安部2026年度工作计划
一、消防
1. 对消防设施每周检查一次、每月汇总一次。
2. 水箱每两个月检查一次，每年清掏一次。
3. 巡逻每班不少于2次，每月抽查3到4次。
4. 每月对灭火器检查一次。
5. 每季度召开一次消防会议，每年不少于4次。
6. 每季度召开一次安全例会，每年不少于5次。
"""


@pytest.fixture
def plan(db):
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with clock.frozen(NOW), scope.entered(where):
        (made,) = actions.take_in(where, TEXT.encode(), name="计划.txt", year=2026, by=SYSTEM)
        yield made


def sentence(plan: Plan, words: str) -> Clause:
    return Clause.objects.select_related("plan", "scope", "duty").get(plan=plan, text__contains=words)


def generated(clause: Clause) -> list[Duty]:
    done = actions.accept_clause(clause, revision=clause.revision, by=SYSTEM)
    assert not isinstance(actions.realise_clause(done, by=SYSTEM), Refusal)
    return queries.duties_of(Clause.objects.filter(pk=clause.pk))


def owing(made: list[Duty]) -> list[tuple[str, str, int]]:
    return [(duty.title, duty.promise.period, duty.promise.count) for duty in made]


def test_each_frequency_becomes_a_duty_tied_to_the_sentence(plan):
    clause = sentence(plan, "汇总")
    assert clause.doubts == ["several"]
    made = generated(clause)
    assert owing(made) == [("对消防设施每周检查一次", "P1W", 1), ("每月汇总一次", "P1M", 1)]
    assert {duty.basis_link for duty in made} == {f"/plans/clauses/{clause.id}/"}
    clause.refresh_from_db()
    assert (clause.duty, FurtherDuty.objects.get(clause=clause).duty) == tuple(made)
    assert not isinstance(actions.realise_clause(clause, by=SYSTEM), Refusal)
    assert Duty.objects.count() == 2, "doing it twice makes them once"


def test_three_to_four_times_of_the_second_period_stay_one_duty(plan):
    first, second = generated(sentence(plan, "抽查"))
    assert (first.promise.period, first.promise.count) == ("shift", 2)
    assert (second.promise.period, second.promise.count, second.promise.most) == ("P1M", 3, 4)


def test_a_sum_of_the_first_frequency_is_no_second_one(plan):
    clause = sentence(plan, "消防会议")
    assert (clause.doubts, "further" in clause.proposal) == ([], False)
    assert owing(generated(clause)) == [("每季度召开一次消防会议，每年不少于4次", "P3M", 1)]
    more = [(duty.promise.period, duty.promise.count) for duty in generated(sentence(plan, "安全例会"))]
    assert more == [("P3M", 1), ("P1Y", 5)], "five times a year is more than once a quarter"


def test_one_frequency_makes_one_duty_as_before(plan):
    clause = sentence(plan, "灭火器")
    assert (clause.doubts, "further" in clause.proposal) == ([], False)
    assert owing(generated(clause)) == [("每月对灭火器检查一次", "P1M", 1)]
    assert not FurtherDuty.objects.exists()


def test_the_reviewer_may_leave_out_either(plan):
    tanks, facilities = sentence(plan, "水箱"), sentence(plan, "汇总")
    changed = actions.change_clause(tanks, revision=0, becomes="duty", further=[], by=SYSTEM)
    assert (changed.doubts, changed.proposal["further"]) == ([], [])
    actions.realise_clause(changed, by=SYSTEM)
    assert owing(queries.duties_of(Clause.objects.filter(pk=tanks.pk))) == [("水箱每两个月检查一次，每年清掏一次", "P2M", 1)]
    (monthly,) = facilities.proposal["further"]
    changed = actions.change_clause(facilities, revision=0, becomes="duty", schedule=monthly, further=[], by=SYSTEM)
    actions.realise_clause(changed, by=SYSTEM)
    assert [one[1] for one in owing(queries.duties_of(Clause.objects.filter(pk=facilities.pk)))] == ["P1M"]


def test_a_further_frequency_that_is_not_exact_is_refused(plan):
    clause = sentence(plan, "汇总")
    no = actions.change_clause(clause, revision=0, becomes="duty", further=[{"period": "often", "count": 1}], by=SYSTEM)
    assert isinstance(no, Refusal)
    clause.refresh_from_db()
    assert (clause.review, clause.revision, len(clause.proposal["further"])) == ("proposed", 0, 1)


def test_the_sentence_is_proven_only_when_both_are_kept(plan):
    clause = sentence(plan, "汇总")
    weekly, monthly = generated(clause)
    for duty in (weekly, monthly):
        duties.plan_occurrences(duty, until_on=NOW.date() + timedelta(days=45), by=SYSTEM)
    clause.refresh_from_db()
    april = datetime(2026, 4, 6, 1, tzinfo=UTC)

    def state(at: datetime) -> str:
        with clock.frozen(at):
            return queries.live_state(queries.standings([clause], at=at)[clause.id], at=at)

    def close(duty: Duty, how: str) -> None:
        slots = Occurrence.objects.filter(duty=duty, due_at__lt=april)
        for slot in slots:
            Occurrence.objects.filter(pk=slot.pk).update(state=how, look_at=None, done_count=slot.owed if how == "done" else 0)

    close(weekly, "done")
    assert state(april) != "proven"
    close(monthly, "missed")
    assert state(april) == "broken"
    close(monthly, "done")
    assert state(april) == "proven"


KEPT = Standing(closed=Tally(1, 1, 1, {"A": 1}), running=Tally(0, 1), next_due_at=NOW + timedelta(days=20))


@pytest.mark.parametrize(
    ("other", "state"),
    [
        (KEPT, "proven"),
        (replace(KEPT, closed=None), "on_track"),
        (replace(KEPT, closed=Tally(0, 1)), "broken"),
        (replace(KEPT, overdue=1), "late"),
        (replace(KEPT, next_due_at=NOW + timedelta(days=1)), "due"),
        (replace(KEPT, next_due_at=NOW + timedelta(days=1), running=Tally(1, 1)), "proven"),
    ],
)
def test_how_two_duties_stand_together(other, state):
    for pair in ([KEPT, other], [other, KEPT]):
        assert rules.live_state(rules.together(pair), at=NOW) == state


def test_one_duty_stands_for_itself():
    assert rules.together([KEPT]) is KEPT


def test_a_part_names_its_duty_only_where_every_frequency_has_one():
    assert realise.titles("1. 每周检查一次、每月汇总一次。", 2) == ["每周检查一次", "每月汇总一次"]
    assert realise.titles("1. 每周检查一次并每月汇总一次。", 2) == ["每周检查一次并每月汇总一次"] * 2
