"""An activity from its plan to its lessons, and who took part."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.notices import actions, queries, rules
from anju.domains.notices.models import Activity, Participation

from .conftest import START, photo

DAY = timedelta(days=1)
TASKS = "布置会场 | 保洁班 | 3月6日 8:00\n主讲消防知识 | 消防控制室 | 3月6日 9:00"
PLAN = {"tasks": TASKS, "contingency": "下雨改到 1栋大堂", "before": "宣传栏张贴", "during": "业主群直播", "after": "公布照片和问卷"}


@pytest.fixture
def desk(team):
    return team("前台小周", "front_desk")


@pytest.fixture
def manager(team):
    return team("赵敏", "security_manager")


@pytest.fixture
def propose(community, desk):
    def proposing(**given) -> Activity:
        facts = {"title": "消防知识讲座", "kind": "lecture", "purpose": "会用灭火器", "target_group": "全体住户", "starts_at": START + DAY, **PLAN, "by": desk}
        return actions.propose_activity(community, **{**facts, **given})

    return proposing


@pytest.fixture
def approve(manager):
    def approving(one: Activity) -> Activity:
        return actions.approve_activity(actions.review_activity(one, review="核对了时间和人手，无漏洞", by=manager), by=manager)

    return approving


def happened(one: Activity, by, **given) -> Activity:
    facts = {"attended": 30, "asked_about": 20, "satisfied": 19, "photo": photo(), "by": by, "at": START + DAY}
    return actions.hold_activity(one, **{**facts, **given})


@pytest.mark.clause("002-139")
@pytest.mark.parametrize(
    ("plan", "missing"),
    [
        ({"tasks": ""}, ["tasks", "steps", "staff", "times"]),
        ({"tasks": "| 保洁班 | 8:00"}, ["steps"]),
        ({"tasks": "布置会场 || 8:00"}, ["staff"]),
        ({"tasks": "布置会场 | 保洁班"}, ["times"]),
        ({"contingency": " "}, ["contingency"]),
    ],
)
def test_tasks_steps_staff_times_and_the_unforeseen_are_asked_for_before_the_approval(propose, manager, plan, missing):
    """Each of the five left out alone stops the approval, and what is missing is named; with all five it is approved."""
    one = actions.review_activity(propose(**plan), review="看过", by=manager)
    refused = actions.approve_activity(one, by=manager)
    assert refused.code == "notices.plan_incomplete"
    assert refused.params["what"] == "、".join(str(rules.NEEDED[each]) for each in missing)
    assert Activity.objects.get().state == "reviewed"
    whole = actions.change_activity(one, starts_at=START + DAY, tasks=TASKS, contingency="下雨改到 1栋大堂", by=manager)
    assert whole.state == "draft"
    assert actions.approve_activity(actions.review_activity(whole, review="补齐", by=manager), by=manager).state == "approved"


@pytest.mark.clause("002-140")
def test_a_plan_is_gone_through_for_gaps_before_it_starts(team, propose, manager):
    """Without a review by somebody else nothing is approved; a plan that was changed must be reviewed again."""
    leader = team("王队", "team_leader")
    one = propose(by=leader)
    assert actions.approve_activity(one, by=manager).code == "notices.not_reviewed"
    assert actions.review_activity(one, review="没有漏洞", by=leader).code == "notices.own_plan"
    assert actions.review_activity(one, review=" ", by=manager).code == "notices.reason_needed"
    done = actions.review_activity(one, review="缺少雨天方案，已补", by=manager)
    assert (done.review, done.reviewed_by.name) == ("缺少雨天方案，已补", "赵敏")
    actions.change_activity(one, starts_at=START + 2 * DAY, tasks=TASKS, contingency="改期", by=leader)
    assert actions.approve_activity(one, by=manager).code == "notices.not_reviewed"
    again = actions.review_activity(one, review="可行", by=manager)
    assert actions.approve_activity(again, by=leader).code == "notices.own_plan"
    assert actions.approve_activity(again, by=manager).state == "approved"


@pytest.mark.clause("002-146")
@pytest.mark.parametrize("left_out", ["purpose", "target_group"])
def test_every_activity_says_what_it_is_for_and_for_whom(propose, left_out):
    assert propose(**{left_out: " "}).code == "notices.purpose_missing"
    assert Activity.objects.count() == 0
    one = propose()
    assert (one.purpose, one.target_group) == ("会用灭火器", "全体住户")


@pytest.mark.clause("002-143")
def test_problems_and_discontent_on_the_day_are_kept_and_settled_before_the_end(propose, approve, desk):
    one = approve(propose())
    actions.note_problem(one, problem="座位不够，两位老人不满", by=desk, at=START + DAY)
    actions.note_problem(one, problem="音响无声", by=desk, at=START + DAY)
    held = happened(one, desk)
    assert actions.conclude_activity(held, minutes="共 30 人", by=desk).code == "notices.problems_open"
    assert actions.close_problem(held, number=3, answer="无", by=desk).code == "notices.no_such_problem"
    actions.close_problem(held, number=1, answer="已致歉并加座", by=desk)
    assert actions.close_problem(held, number=1, answer="再答", by=desk).code == "notices.no_such_problem"
    assert actions.conclude_activity(held, minutes="共 30 人", by=desk).params["count"] == 1
    actions.close_problem(held, number=2, answer="更换话筒", by=desk)
    assert actions.conclude_activity(held, minutes="共 30 人", by=desk).state == "concluded"
    assert [(one["problem"], one["answer"]) for one in Activity.objects.get().problems] == [("座位不够，两位老人不满", "已致歉并加座"), ("音响无声", "更换话筒")]


@pytest.mark.clause("002-144")
def test_communication_is_planned_for_before_during_and_after_and_feedback_is_counted(propose, approve, desk):
    """Three periods in the plan; afterwards 20 answered and 19 were satisfied."""
    one = approve(propose())
    assert one.communication == {"before": "宣传栏张贴", "during": "业主群直播", "after": "公布照片和问卷"}
    assert happened(one, desk, satisfied=21).code == "notices.counts_disagree"
    held = happened(one, desk)
    assert (held.state, held.asked_about, held.satisfied) == ("held", 20, 19)


@pytest.mark.clause("002-145")
def test_participation_is_measured_and_what_was_given_is_written_down(community, team, propose, approve, desk):
    """Three signed up, two came; one of them was given a fire blanket worth 35.00, once; who did not come gets nothing."""
    one = approve(propose())
    people = [team.person(name) for name in ("周一一", "吴二二", "郑三三")]
    parts = [actions.sign_up(one, person=each, by=desk) for each in people]
    assert actions.give_incentive(parts[0], incentive="灭火毯", cents=3500, by=desk).code == "notices.did_not_come"
    happened(one, desk, absent=[people[2]])
    assert list(Participation.objects.order_by("signed_up_at", "id").values_list("came", flat=True)) == [True, True, False]
    actions.give_incentive(parts[0], incentive="灭火毯", cents=3500, by=desk)
    assert actions.give_incentive(parts[0], incentive="又一件", cents=1, by=desk).code == "notices.given_already"
    assert actions.give_incentive(parts[2], incentive="灭火毯", by=desk).code == "notices.did_not_come"
    assert list(Participation.objects.exclude(incentive="").values_list("person__name", "incentive", "incentive_cents")) == [("周一一", "灭火毯", 3500)]
    counts = queries.participation_rate(community, START, START + 2 * DAY)
    assert (counts["people"], counts["parts"]) == (2, {"participant": 2})


@pytest.mark.clause("002-147")
def test_resources_suppliers_and_lessons_are_found_again_for_the_next_time(propose, approve, desk):
    one = happened(approve(propose(resources="桌椅 30 套：本社区")), desk)
    assert actions.conclude_activity(one, minutes=" ", by=desk).code == "notices.reason_needed"
    actions.conclude_activity(one, minutes="提前一天调试音响", resources="桌椅 30 套：本社区；音响：光明文化", by=desk)
    found = Activity.objects.filter(state="concluded", kind="lecture").values_list("resources", "minutes")
    assert list(found) == [("桌椅 30 套：本社区；音响：光明文化", "提前一天调试音响")]


@pytest.mark.clause("002-181", "004-239")
def test_leisure_and_culture_are_planned_and_held_with_their_record(propose, approve, desk):
    one = approve(propose(title="中秋游园会", kind="culture", purpose="邻里相识"))
    assert list(Activity.objects.filter(kind="culture", state="approved").values_list("title", "starts_at")) == [("中秋游园会", START + DAY)]
    assert happened(one, desk, at=START).code == "notices.not_begun"
    assert happened(one, desk, photo=None).code == "notices.photo_of_event_missing"
    held = happened(one, desk)
    assert (held.state, held.attended, held.photo is not None) == ("held", 30, True)


@pytest.mark.clause("003-288")
@pytest.mark.parametrize("kind", ["lecture", "drill", "game"])
def test_lectures_drills_and_games_are_planned_and_attendance_and_photo_are_kept(team, propose, approve, desk, kind):
    one = approve(propose(kind=kind))
    resident = team("周一一", "resident")
    assert actions.sign_up(one, by=resident).person.name == "周一一"
    held = happened(one, desk, attended=41)
    assert (held.kind, held.attended, held.photo is not None) == (kind, 41, True)
    assert Participation.objects.get().came is True


@pytest.mark.clause("004-198")
def test_lectures_discussions_and_questions_on_property_rules_have_their_attendance(community, propose, approve, desk):
    """Three forms, each held once: 10, 20 and 30 people."""
    for number, kind in enumerate(("lecture", "discussion", "questions"), 1):
        happened(approve(propose(kind=kind, title="物业管理法规")), desk, attended=10 * number, asked_about=0, satisfied=0)
    assert list(Activity.objects.order_by("number").values_list("kind", "attended", "state")) == [("lecture", 10, "held"), ("discussion", 20, "held"), ("questions", 30, "held")]


@pytest.mark.clause("002-213")
def test_a_discussion_of_the_service_is_scheduled_and_ends_in_minutes(propose, approve, desk):
    one = happened(approve(propose(kind="discussion", title="物业服务大讨论")), desk)
    assert actions.conclude_activity(one, minutes="", by=desk).code == "notices.reason_needed"
    done = actions.conclude_activity(one, minutes="1. 电梯报修限 30 分钟到场", by=desk)
    assert (done.state, done.minutes) == ("concluded", "1. 电梯报修限 30 分钟到场")


@pytest.mark.clause("004-199")
def test_awareness_is_measured_before_and_after(propose, approve, desk):
    """120 of 200 right before, 180 of 200 after: 60% becomes 90%. Each is asked once and in its time."""
    one = approve(propose())
    assert actions.measure_awareness(one, when="after", asked=200, right=180, by=desk).code == "notices.survey_unfit"
    actions.measure_awareness(one, when="before", asked=200, right=120, by=desk)
    held = happened(one, desk)
    for given in ({"when": "before", "asked": 9, "right": 1}, {"when": "after", "asked": 10, "right": 11}):
        assert actions.measure_awareness(held, **given, by=desk, at=START + 2 * DAY).code == "notices.survey_unfit"
    actions.measure_awareness(held, when="after", asked=200, right=180, by=desk, at=START + 2 * DAY)
    assert Activity.objects.get().surveys == {"before": {"asked": 200, "right": 120}, "after": {"asked": 200, "right": 180}}


@pytest.mark.clause("003-290", "004-231")
def test_how_many_homes_took_part_and_as_what(community, team, houses, propose, approve, desk):
    """Of four homes two took part: one as a volunteer, one with a clue; who stayed away counts nothing."""
    one = approve(propose(kind="volunteering", title="平安志愿巡查"))
    homes = {"1-101": ("周一一", "volunteer"), "1-102": ("吴二二", "informant"), "2-101": ("郑三三", "volunteer")}
    people = {name: team.home(houses[door], name) for door, (name, _part) in homes.items()}
    for name, part in homes.values():
        actions.sign_up(one, part=part, person=people[name], by=desk)
    happened(one, desk, absent=[people["郑三三"]])
    rate = queries.participation_rate(community, START, START + 2 * DAY)
    assert rate == {"homes": 2, "of": 4, "people": 2, "parts": {"volunteer": 1, "informant": 1}}


@pytest.mark.clause("004-096")
def test_the_culture_group_of_the_owners_committee_and_its_activities(community, team, propose, approve):
    """A committee member proposes; the members of the group stand on the list of the activity."""
    chair = team("委员老何", "committee_member")
    one = approve(propose(kind="culture", title="书画展", by=chair))
    for name in ("委员老何", "周一一"):
        actions.sign_up(one, part="group_member", by=team(name, "resident"))
    members = Participation.objects.filter(activity__kind="culture", part="group_member").order_by("id").values_list("person__name", "activity__title")
    assert list(members) == [("委员老何", "书画展"), ("周一一", "书画展")]
    assert one.proposed_by.name == "委员老何"


@pytest.mark.clause("004-200")
def test_a_visit_to_a_model_community_leaves_its_record(propose, approve, desk):
    one = approve(propose(kind="visit", title="参观示范小区", purpose="学习垃圾分类", target_group="业主代表"))
    done = actions.conclude_activity(happened(one, desk, attended=12, asked_about=0, satisfied=0), minutes="示范做法：定时定点投放", by=desk)
    assert (done.kind, done.attended, done.minutes) == ("visit", 12, "示范做法：定时定点投放")


def test_who_may_sign_up_whom_and_when(team, propose, approve, desk):
    one = propose()
    resident, other = team("周一一", "resident"), team.person("吴二二")
    assert actions.sign_up(one, by=resident).code == "notices.activity_elsewhere"
    assert actions.hold_activity(one, attended=1, by=desk).code == "notices.activity_elsewhere"
    approve(one)
    assert actions.sign_up(one, person=other, by=resident).code == "notices.other_person"
    actions.sign_up(one, by=resident)
    assert actions.sign_up(one, by=resident).code == "notices.signed_up_already"
    assert Participation.objects.count() == 1


def test_past_beginnings_too_many_tasks_and_cancelled_activities(propose, approve, desk, manager):
    assert propose(starts_at=START).code == "notices.activity_past"
    assert propose(tasks="\n".join(["一 | 二 | 三"] * 61)).code == "notices.too_many_tasks"
    assert Activity.objects.count() == 0
    one = propose()
    assert actions.change_activity(one, starts_at=START, tasks=TASKS, contingency="无", by=desk).code == "notices.activity_past"
    assert actions.cancel_activity(one, reason=" ", by=manager).code == "notices.reason_needed"
    actions.cancel_activity(one, reason="台风", by=manager)
    for verb, given in ((actions.cancel_activity, {"reason": "再"}), (actions.note_problem, {"problem": "无"}), (actions.review_activity, {"review": "无"})):
        assert verb(one, **given, by=manager).code == "notices.activity_elsewhere"
    other = approve(propose())
    assert actions.note_problem(other, problem=" ", by=desk).code == "notices.problem_unsaid"
    assert Activity.objects.get(pk=other.pk).problems == []
