"""The pages of a plan over HTTP: whose they are, what they show, and what they answer to hostile addresses and forms."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest

from anju.domains.duties.models import Duty
from anju.domains.plans.features import FEATURES
from anju.domains.plans.models import Clause, Plan, SpotCheck, StatuteAnswer
from anju.kernel import clock
from anju.kernel.models import Entry

PLAN_PAGES = ("review/", "", "law/", "cycle/")
PLAN_POSTS = ("confirm-rest/", "activate/", "law/S001/")
CLAUSE_PAGES = ("", "panel/")
CLAUSE_POSTS = ("decide/", "remind/", "spot-check/")


def test_another_communitys_plan_does_not_exist(office):
    foreign = office.plan(where=office.elsewhere)
    sentence = office.sentence(foreign, "每月")
    before = Entry.objects.count()
    for tail in PLAN_PAGES:
        assert office.client.get(f"/plans/{foreign.pk}/{tail}").status_code == 404, tail
    for tail in PLAN_POSTS:
        assert office.client.post(f"/plans/{foreign.pk}/{tail}", {"reason": "无电梯"}).status_code == 404, tail
    for tail in CLAUSE_PAGES:
        assert office.client.get(f"/plans/clauses/{sentence.pk}/{tail}").status_code == 404, tail
    for tail in CLAUSE_POSTS:
        assert office.client.post(f"/plans/clauses/{sentence.pk}/{tail}", {"verb": "accept", "revision": 0}).status_code == 404, tail
    assert Entry.objects.count() == before
    assert Clause.everywhere.get(pk=sentence.pk).review == "proposed"
    assert "保安部2026年度工作计划" not in office.client.get("/plans/").content.decode()


def test_a_resident_does_not_see_the_plan(office):
    plan = office.plan()
    office.as_account(office.account("owner", "owner"))
    for tail in PLAN_PAGES:
        assert office.client.get(f"/plans/{plan.pk}/{tail}").status_code == 403


def test_a_guard_may_look_but_not_decide(office):
    plan = office.plan()
    office.as_account(office.account("guard", "guard"))
    sentence = office.sentence(plan, "每月")
    assert office.client.get(f"/plans/{plan.pk}/review/").status_code == 200
    assert office.decide(sentence, "accept").status_code == 422
    assert office.client.post(f"/plans/{plan.pk}/activate/").status_code == 422
    assert Clause.everywhere.get(pk=sentence.pk).review == "proposed"
    assert Plan.everywhere.get(pk=plan.pk).state == "draft"


def test_who_is_not_signed_in_is_sent_to_the_door(office):
    plan = office.plan()
    office.client.logout()
    answer = office.client.get(f"/plans/{plan.pk}/")
    assert answer.status_code == 302 and "/accounts/login/" in answer["Location"]


@pytest.mark.parametrize("chosen", ["x", "00000000", "' OR 1=1", str(UUID(int=7))])
def test_a_sentence_that_is_none_is_not_found(office, chosen):
    assert office.client.get(f"/plans/{office.plan().pk}/review/", {"clause": chosen}).status_code == 404


@pytest.mark.parametrize("revision", ["", "x", "-1", "²", "9" * 40])
def test_a_decision_on_a_revision_nobody_saw_changes_nothing(office, revision):
    sentence = office.sentence(office.plan(), "每月")
    assert office.client.post(f"/plans/clauses/{sentence.pk}/decide/", {"verb": "change", "becomes": "policy", "revision": "7"}).status_code == 422
    office.decide(sentence, "accept")
    answer = office.client.post(f"/plans/clauses/{sentence.pk}/decide/", {"verb": "drop", "revision": revision})
    assert answer.status_code == 422
    assert "刚刚处理过这一句" in answer.content.decode()
    assert Clause.everywhere.get(pk=sentence.pk).review == "accepted"


def test_the_second_of_two_reviewers_is_told_who_was_first(office):
    sentence = office.sentence(office.plan(), "每月")
    office.decide(sentence, "accept")
    office.as_account(office.account("second", "security_manager"))
    answer = office.decide(sentence, "drop")
    assert answer.status_code == 422
    assert "manager某" in answer.content.decode()
    assert Clause.everywhere.get(pk=sentence.pk).review == "accepted"


@pytest.mark.parametrize("fields", [{"becomes": "nonsense"}, {"becomes": "duty", "period": "P0D"}, {"becomes": "duty", "period": "P1M", "count": "0"}])
def test_a_change_into_nonsense_is_refused(office, fields):
    sentence = office.sentence(office.plan(), "每月")
    answer = office.decide(sentence, "change", **fields)
    assert answer.status_code == 422
    assert Clause.everywhere.get(pk=sentence.pk).review == "proposed"


def test_a_doubtful_sentence_gets_its_frequency_from_the_reviewer(office):
    plan = office.plan()
    sentence = office.sentence(plan, "定期检查")
    assert office.decide(sentence, "change", becomes="duty", period="P1W", count="2", role="guard").status_code == 302
    office.client.post(f"/plans/{plan.pk}/confirm-rest/")
    assert office.client.post(f"/plans/{plan.pk}/activate/")["Location"] == f"/plans/{plan.pk}/"
    duty = Duty.everywhere.get(pk=Clause.everywhere.get(pk=sentence.pk).duty_id)
    assert (duty.role, duty.schedule["period"], duty.schedule["count"]) == ("guard", "P1W", 2)


@pytest.fixture
def twice(office):
    """A sentence that is inspected weekly and summed up monthly, as the reader proposes it."""
    sentence = office.sentence(office.plan(), "每月")
    weekly, monthly = ({"count": 1, "period": period, "bound": "exact"} for period in ("P1W", "P1M"))
    Clause.everywhere.filter(pk=sentence.pk).update(proposal={**sentence.proposal, "schedule": weekly, "further": [monthly]}, doubts=["several"])
    return Clause.everywhere.get(pk=sentence.pk)


def periods(sentence: Clause) -> list[str]:
    now = Clause.everywhere.get(pk=sentence.pk)
    return [now.proposal["schedule"]["period"], *(one["period"] for one in now.proposal["further"])]


def test_the_reviewer_sees_every_frequency_and_confirms_them_all(office, twice):
    panel = office.client.get(f"/plans/clauses/{twice.pk}/panel/").content.decode()
    assert re.findall(r'name="frequency" value="(\d)" checked>\s*(\S+) × 1', panel) == [("0", "每周"), ("1", "每月")]
    assert office.decide(twice, "accept", frequency=["0", "1"]).status_code == 302
    assert (Clause.everywhere.get(pk=twice.pk).review, periods(twice)) == ("accepted", ["P1W", "P1M"])


@pytest.mark.parametrize(("verb", "kept", "left"), [("accept", "0", ["P1W"]), ("accept", "1", ["P1M"]), ("change", "1", ["P1M"])])
def test_a_frequency_without_its_tick_is_left_out(office, twice, verb, kept, left):
    assert office.decide(twice, verb, becomes="duty", period="P1W", count="1", frequency=[kept]).status_code == 302
    assert (Clause.everywhere.get(pk=twice.pk).review, periods(twice)) == ("changed", left)


def test_a_sentence_without_any_tick_is_not_confirmed(office, twice):
    answer = office.decide(twice, "accept", becomes="duty", period="P1W", count="1")
    assert (answer.status_code, "至少保留一个频次" in answer.content.decode()) == (422, True)
    assert (Clause.everywhere.get(pk=twice.pk).review, periods(twice)) == ("proposed", ["P1W", "P1M"])


def test_a_draft_with_open_sentences_does_not_take_force(office):
    plan = office.plan()
    answer = office.client.post(f"/plans/{plan.pk}/activate/")
    assert answer.status_code == 422 and "没有启用" in answer.content.decode()
    assert (Plan.everywhere.get(pk=plan.pk).state, Duty.everywhere.count()) == ("draft", 0)


def test_a_policy_is_looked_at_and_its_evidence_stands_on_the_page(office):
    plan = office.in_force(office.plan())
    policy = office.sentence(plan, "禁止占用")
    office.client.post(f"/plans/clauses/{policy.pk}/spot-check/", {"is_passed": "0", "note": "消防通道停了一辆车"})
    (check,) = SpotCheck.everywhere.all()
    page = office.client.get(f"/plans/clauses/{policy.pk}/").content.decode()
    assert check.is_passed is False
    assert "manager某" in page and "未落实" in page


def test_a_sentence_whose_closed_period_has_one_grade_of_proof_alone_shows_the_others_as_none(office):
    with clock.frozen(clock.now() - timedelta(days=92)):
        policy = office.sentence(office.in_force(office.plan()), "禁止占用消防通道")
        office.client.post(f"/plans/clauses/{policy.pk}/spot-check/", {"is_passed": "1", "note": "畅通"})
    (check,) = SpotCheck.everywhere.all()
    page = office.client.get(f"/plans/clauses/{policy.pk}/").content.decode()
    shown = dict(zip("ABC", re.findall(r"[甲乙丙]</span> (\d+)", page), strict=True))
    assert shown == {"A": "0", "B": "0", "C": "0"} | {check.grade: "1"}


def test_a_duty_cannot_be_spot_checked(office):
    plan = office.in_force(office.plan())
    duty = office.sentence(plan, "每月")
    assert office.client.post(f"/plans/clauses/{duty.pk}/spot-check/", {"is_passed": "1"}).status_code == 422
    assert SpotCheck.everywhere.count() == 0


def test_a_statutory_duty_that_does_not_apply_needs_a_reason(office):
    plan = office.in_force(office.plan())
    page = office.client.get(f"/plans/{plan.pk}/law/").content.decode()
    statute = re.search(rf"/plans/{plan.pk}/law/([A-Z][0-9]+)/", page)[1]
    assert office.client.post(f"/plans/{plan.pk}/law/{statute}/", {"reason": " "}).status_code == 422
    assert f"/law/{statute}/" in office.client.get(f"/plans/{plan.pk}/law/").content.decode()
    office.client.post(f"/plans/{plan.pk}/law/{statute}/", {"reason": "小区没有电梯"})
    assert f"/law/{statute}/" not in office.client.get(f"/plans/{plan.pk}/law/").content.decode()


def missing(office, plan) -> str:
    return office.client.get(f"/plans/{plan.pk}/law/").content.decode()


def test_duties_about_what_is_not_here_leave_the_list_and_come_back(office):
    plan = office.in_force(office.plan())
    whole = missing(office, plan)
    everything = [feature.code for feature in FEATURES]
    office.client.post(f"/plans/{plan.pk}/law/has/", {"has": [code for code in everything if code != "lifts"]})
    without = missing(office, plan)
    assert "电梯投入使用前后30日内" in whole and "电梯投入使用前后30日内" not in without
    answers = StatuteAnswer.everywhere.filter(applies=False)
    assert answers.count() >= 10 and {answer.feature for answer in answers} == {"lifts"}
    office.client.post(f"/plans/{plan.pk}/law/has/", {"has": everything})
    assert StatuteAnswer.everywhere.count() == 0
    assert missing(office, plan).count('class="unchecked"') == whole.count('class="unchecked"')


def test_what_somebody_answered_himself_outlives_the_ticks(office):
    plan = office.in_force(office.plan())
    office.client.post(f"/plans/{plan.pk}/law/A01/", {"reason": "保安服务由保安公司承接"})
    office.client.post(f"/plans/{plan.pk}/law/has/", {"has": []})
    office.client.post(f"/plans/{plan.pk}/law/has/", {"has": [feature.code for feature in FEATURES]})
    (answer,) = StatuteAnswer.everywhere.all()
    assert (answer.statute, answer.reason, answer.feature) == ("A01", "保安服务由保安公司承接", "")


def test_a_guard_does_not_say_what_the_community_has(office):
    plan = office.plan()
    office.as_account(office.account("guard", "guard"))
    assert office.client.post(f"/plans/{plan.pk}/law/has/", {"has": []}).status_code == 422
    assert StatuteAnswer.everywhere.count() == 0


def test_a_file_with_several_plans_says_so_and_opens_the_first(office):
    text = "\n".join(
        f"篇{number}：《物业保安部工作计划》\n一、工作目标\n1. 每月组织一次消防演练。\n2. 每季度召开一次业主座谈会。\n二、具体措施\n1. 每天对消防通道检查两次。" for number in "一二三"
    )
    answer = office.client.post("/plans/import/", {"text": text}, follow=True)
    plans = list(Plan.everywhere.order_by("created_at", "id"))
    page = answer.content.decode()
    assert (len(plans), answer.redirect_chain[-1][0]) == (3, f"/plans/{plans[0].pk}/review/")
    assert re.search(r"文件里有 3 份计划，共 \d+ 句，9 句要落实。请逐份核对。", page) and "你的计划共" in page


def test_the_search_field_of_a_sentences_page_is_empty(office):
    sentence = office.sentence(office.plan(), "每月")
    page = office.client.get(f"/plans/clauses/{sentence.pk}/").content.decode()
    assert re.search(r'name="q" maxlength="100" value=""', page)
