"""A plan's way from a file to a version in force, through actions alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from anju.domains.duties import actions as duties
from anju.domains.duties.models import Duty, Occurrence
from anju.domains.measures.models import Target
from anju.domains.people.models import Person
from anju.domains.plans import actions, queries
from anju.domains.plans.models import Clause, Plan, SpotCheck, StatuteAnswer
from anju.kernel import clock, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Entry, Scope
from anju.kernel.refusals import Refusal

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
TEXT = """保安部2026年度工作计划
一、目标
1. 业主满意度达到95%以上。
二、消防
1. 每月对灭火器检查一次。
2. 每年至少组织两次全员消防演练。
3. 定期检查消防通道。
4. 禁止占用消防通道。
"""
SYSTEM = Actor.system("test")


@pytest.fixture
def community():
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with clock.frozen(NOW), scope.entered(where):
        yield where


@pytest.fixture
def plan(community) -> Plan:
    (made,) = actions.take_in(community, TEXT.encode(), name="计划.txt", year=2026, by=SYSTEM)
    return made


def sentence(plan: Plan, words: str) -> Clause:
    return Clause.objects.get(plan=plan, text__contains=words)


def decide_doubtful(plan: Plan) -> None:
    for clause in queries.doubtful(Clause.objects.filter(plan=plan)):
        assert not isinstance(actions.accept_clause(clause, revision=clause.revision, by=SYSTEM), Refusal)


def bring_to_life(plan: Plan) -> Plan:
    decide_doubtful(plan)
    assert not isinstance(actions.confirm_all(plan, by=SYSTEM), Refusal)
    done = actions.bring_to_life(plan, by=SYSTEM)
    assert not isinstance(done, Refusal), str(done)
    return done


def test_every_sentence_gets_its_proposal(plan):
    becomes = dict(Clause.objects.filter(plan=plan).values_list("text", "becomes"))
    assert becomes["1. 每月对灭火器检查一次。"] == "duty"
    assert becomes["1. 业主满意度达到95%以上。"] == "measure"
    assert becomes["4. 禁止占用消防通道。"] == "policy"
    assert sentence(plan, "定期检查").doubts == ["no_frequency"]
    assert sentence(plan, "灭火器").path[-1].endswith("消防")


def test_a_plan_in_force_has_its_duties_and_targets(plan):
    bring_to_life(plan)
    assert Plan.objects.get().state == "active"
    clause = sentence(plan, "灭火器")
    assert (clause.duty.title, clause.duty.promise.period, clause.duty.basis_link) == ("每月对灭火器检查一次", "P1M", f"/plans/clauses/{clause.id}/")
    assert sentence(plan, "满意度").target.value == 95
    assert Duty.objects.count() == 3 and Target.objects.count() == 1


def test_generating_twice_makes_one(plan):
    bring_to_life(plan)
    before = Duty.objects.count()
    clause = sentence(plan, "灭火器")
    actions.realise_clause(clause, by=SYSTEM)
    assert Duty.objects.count() == before


def test_the_sure_ones_wait_for_the_doubtful_ones(plan):
    outcome = actions.confirm_rest(plan, by=SYSTEM)
    assert outcome.code == "plans.doubtful_open"
    assert set(Clause.objects.values_list("review", flat=True)) == {"proposed"}


def test_two_people_do_not_confirm_the_same_sentence(plan):
    first = Actor(kind="system", code="one", person=Person.objects.create(scope=plan.scope, name="王芳").id)
    clause = sentence(plan, "灭火器")
    actions.accept_clause(clause, revision=0, by=first)
    entries = Entry.objects.count()
    outcome = actions.drop_clause(clause, revision=0, by=SYSTEM)
    assert (outcome.code, outcome.params["who"]) == ("plans.reviewed_meanwhile", "王芳")
    assert sentence(plan, "灭火器").review == "accepted"
    assert Entry.objects.count() == entries


def test_a_changed_sentence_becomes_what_the_reviewer_says(plan):
    clause = sentence(plan, "定期检查")
    schedule = {"count": 1, "period": "P1W", "bound": "exact"}
    changed = actions.change_clause(clause, revision=0, becomes="duty", role="squad_leader", schedule=schedule, by=SYSTEM)
    assert (changed.review, changed.proposal["schedule"], changed.proposal["role"]) == ("changed", schedule, "squad_leader")


def test_an_inexact_schedule_is_refused_and_nothing_changes(plan):
    clause = sentence(plan, "定期检查")
    outcome = actions.change_clause(clause, revision=0, becomes="duty", schedule={"period": "often"}, by=SYSTEM)
    assert outcome.code == "duties.schedule_unknown_period"
    assert sentence(plan, "定期检查").revision == 0


def test_a_sentence_merged_into_another_makes_nothing_of_its_own(plan):
    into, clause = sentence(plan, "灭火器"), sentence(plan, "定期检查")
    assert actions.merge_clause(clause, into=clause, revision=0, by=SYSTEM).code == "plans.merged_into_itself"
    merged = actions.merge_clause(clause, into=into, revision=0, by=SYSTEM)
    assert (merged.review, merged.merged_into_id) == ("merged", into.id)
    bring_to_life(plan)
    assert sentence(plan, "定期检查").duty_id is None


def test_a_plan_cannot_take_force_before_the_review_is_done(plan):
    assert actions.activate_plan(plan, by=SYSTEM).code == "plans.not_reviewed"
    assert Plan.objects.get().state == "draft"


def test_a_plan_in_force_is_changed_only_by_its_next_version(plan):
    bring_to_life(plan)
    clause = sentence(plan, "灭火器")
    assert actions.drop_clause(clause, revision=clause.revision, by=SYSTEM).code == "plans.already_in_force"
    assert actions.set_aside(plan, by=SYSTEM).code == "plans.not_a_draft_to_drop"
    newer = actions.draft_plan(plan.source, title=plan.title, year=2026, first_line=0, last_line=3, replaces=plan, by=SYSTEM)
    assert newer.version == 2


def test_a_done_month_is_proven_only_when_it_is_closed(plan):
    bring_to_life(plan)
    clause = sentence(plan, "灭火器")
    duties.plan_occurrences(clause.duty, until_on=NOW.date() + timedelta(days=70), by=SYSTEM)
    guard = Person.objects.create(scope=plan.scope, name="赵强")
    slot = Occurrence.objects.filter(duty=clause.duty).order_by("due_at").first()
    assert state_of(plan) == "on_track"
    assert isinstance(enter(slot, guard), Refusal), "the plan asks for a photo"


def enter(slot: Occurrence, person: Person):
    return duties.perform_duty(slot, by=Actor(kind="system", code="phone", person=person.id))


def state_of(plan: Plan) -> str:
    rows = {row.clause.text: row.state for row in queries.live(plan, at=clock.now())}
    return rows["1. 每月对灭火器检查一次。"]


def test_a_spot_check_needs_a_policy_in_force(plan):
    rule = sentence(plan, "禁止占用")
    assert actions.record_spot_check(rule, is_passed=True, by=SYSTEM).code == "plans.not_in_force"
    bring_to_life(plan)
    assert actions.record_spot_check(sentence(plan, "灭火器"), is_passed=True, by=SYSTEM).code == "plans.proves_itself"
    assert SpotCheck.objects.count() == 0
    check = actions.record_spot_check(sentence(plan, "禁止占用"), is_passed=True, by=SYSTEM)
    assert check.grade == "C"


def test_the_law_beyond_the_plan(plan):
    missing = {statute.id for statute in queries.missing_statutes(plan)}
    assert "C31" not in missing and "E04" in missing
    assert actions.answer_statute(plan.scope, statute="E04", applies=False, reason=" ", by=SYSTEM).code == "plans.reason_missing"
    assert actions.answer_statute(plan.scope, statute="Z99", applies=False, reason="无电梯", by=SYSTEM).code == "plans.statute_unknown"
    actions.answer_statute(plan.scope, statute="E04", applies=False, reason="小区没有电梯", by=SYSTEM)
    assert "E04" not in {statute.id for statute in queries.missing_statutes(plan)}


@pytest.mark.parametrize(("data", "name"), [(b"", "a.txt"), (b"\x89PNG\r\n\x1a\n" + b"0" * 64, "plan.docx"), (b"PK\x03\x04broken", "plan.docx")])
def test_what_is_no_plan_is_refused_and_leaves_nothing(community, data, name):
    outcome = actions.take_in(community, data, name=name, year=2026, by=SYSTEM)
    assert isinstance(outcome, Refusal) and str(outcome)
    assert Plan.objects.count() == 0 and Entry.objects.count() == 0


def test_an_empty_document_is_not_kept(community):
    inputs = {"name": "a.txt", "sha256": "0" * 64, "size_bytes": 0, "lines": [], "warnings": []}
    assert actions.receive_source(community, **inputs, by=SYSTEM).code == "plans.nothing_to_read"
    assert Entry.objects.count() == 0


def test_too_many_sentences_at_once_are_refused(plan):
    before = Clause.objects.count()
    assert actions.propose_clauses(plan, rows=[{}] * 201, by=SYSTEM).code == "plans.chunk_too_large"
    assert Clause.objects.count() == before


def test_a_sentence_whose_schedule_went_wrong_makes_nothing(plan):
    clause = sentence(plan, "灭火器")
    clause.proposal["schedule"] = {"period": "often", "count": 1}
    clause.save()
    assert actions.realise_clause(clause, by=SYSTEM).code == "duties.schedule_unknown_period"
    assert Duty.objects.count() == 0


def test_nobody_is_reminded_of_a_draft(plan):
    assert actions.remind(sentence(plan, "灭火器"), by=SYSTEM).code == "plans.not_reminded"
    assert not Entry.objects.filter(name="plans.reminder_sent").exists()


@pytest.mark.parametrize("absent", [{"lifts": True}, ["lifts", "moat"], "lifts"])
def test_a_feature_nobody_knows_is_refused_and_nothing_is_answered(community, absent):
    before = Entry.objects.count()
    refused = actions.answer_features(community, absent=absent, by=SYSTEM)
    assert isinstance(refused, Refusal) and refused.code == "plans.feature_unknown"
    assert (StatuteAnswer.objects.count(), Entry.objects.count()) == (0, before)
