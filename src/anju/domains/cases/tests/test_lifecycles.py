"""Each kind of case from its report to its end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.cases import actions, queries
from anju.domains.cases.models import Case, Recheck
from anju.kernel import ledger
from anju.kernel.models import Entry
from anju.kernel.refusals import Refusal

from .conftest import START


def names_of(case: Case) -> list[str]:
    return [entry.name.removeprefix("cases.") for entry in reversed(ledger.history(case))]


@pytest.mark.clause("003-187", "003-188", "000-023")
def test_a_hazard_is_struck_off_only_after_another_persons_recheck(community, team, garage):
    """责任人、整改措施、时限, then a recheck by somebody else; the ledger keeps the whole way."""
    guard, leader, engineer, manager = (
        team("陈刚", "guard"),
        team("李强", "squad_leader"),
        team("王工", "engineer"),
        team("赵敏"),
    )
    hazard = actions.open_case(
        community, kind="hazard", title="消防通道被堵", category="blocked_fire_lane", place=garage, by=guard
    )
    assert hazard.number == "2026-0001"
    hazard = actions.grade_case(hazard, severity=2, by=leader, at=START + timedelta(hours=1))
    assert hazard.due_at == START + timedelta(hours=73)
    assert actions.start_work(hazard, by=engineer).code == "cases.no_owner"
    hazard = actions.assign_case(hazard, owner=team.person("王工"), by=leader)
    hazard = actions.start_work(hazard, measure="清走杂物，划线并立牌", by=engineer)
    assert actions.strike_off(hazard, by=manager).code == "cases.not_at_this_stage"
    hazard = actions.submit_rectification(hazard, done="杂物已清走", by=engineer, at=START + timedelta(hours=5))
    before = Entry.objects.count()
    assert actions.pass_recheck(hazard, by=team("王工", "squad_leader")).code == "cases.own_work"
    assert (Recheck.objects.count(), Entry.objects.count()) == (0, before)
    hazard = actions.pass_recheck(hazard, note="通道畅通", by=leader, at=START + timedelta(hours=6))
    assert actions.strike_off(hazard, by=manager).code == "cases.no_evidence"
    actions.add_evidence(hazard, text="整改后照片：通道净宽 4 米", by=leader)
    hazard = actions.strike_off(hazard, by=manager, at=START + timedelta(hours=7))
    assert (hazard.state, hazard.state == "struck_off", hazard.closing_grade) == ("struck_off", True, "B")
    assert hazard.measure == "清走杂物，划线并立牌"
    assert names_of(hazard) == [
        "case_opened", "case_graded", "case_assigned", "work_started", "work_submitted", "recheck_passed", "evidence_added", "case_closed",
    ]  # fmt: skip


def test_a_failed_recheck_sends_back_and_the_deadline_counts_again(community, team):
    leader, engineer = team("李强", "squad_leader"), team("王工", "engineer")
    hazard = actions.open_case(community, kind="problem", title="外墙瓷砖空鼓", owner=team.person("王工"), by=leader)
    hazard = actions.grade_case(hazard, severity=3, by=leader)
    hazard = actions.start_work(hazard, by=engineer)
    hazard = actions.submit_rectification(hazard, done="已敲除", by=engineer)
    assert list(queries.overdue(community, at=START + timedelta(days=30))) == []
    hazard = actions.fail_recheck(hazard, reason="西侧还有两块", by=leader)
    assert (hazard.state, hazard.round, hazard.submitted_at) == ("sent_back", 2, None)
    assert list(queries.overdue(community, at=START + timedelta(days=30))) == [hazard]
    hazard = actions.submit_rectification(hazard, done="全部敲除", by=engineer)
    assert actions.pass_recheck(hazard, by=leader).state == "to_strike_off"


def worked_order(community, team, kind="complaint"):
    desk = team("前台小周", "front_desk")
    order = actions.open_case(community, kind=kind, title="楼上漏水", reporter=team.person("业主"), by=desk)
    order = actions.accept_case(order, by=desk)
    order = actions.assign_case(order, owner=team.person("王工"), by=desk)
    return actions.finish_work(order, done="换了水管", by=team("王工", "engineer"))


def test_an_order_closes_only_after_a_return_visit(community, team):
    order, desk = worked_order(community, team), team("前台小周", "front_desk")
    assert order.first_contact == team.person("前台小周")
    assert actions.close_case(order, by=desk).code == "cases.no_return_visit"
    assert actions.record_return_visit(order, outcome="solved", by=team("王工", "front_desk")).code == "cases.own_work"
    order = actions.record_return_visit(order, outcome="solved", satisfaction=5, by=desk)
    assert actions.close_case(order, by=desk).closing_grade == "B"


def test_three_failed_attempts_stand_for_an_answer_with_the_weakest_grade(community, team):
    order, desk = worked_order(community, team), team("前台小周", "front_desk")
    for day in (1, 2):
        order = actions.record_return_visit(order, outcome="unreachable", by=desk, at=START + timedelta(days=day))
    assert actions.close_case(order, by=desk).code == "cases.no_return_visit"
    order = actions.record_return_visit(order, outcome="unreachable", by=desk, at=START + timedelta(days=3))
    order = actions.close_case(order, by=desk)
    assert (order.state, order.closing_grade) == ("closed", "C")
    assert [visit.at for visit in queries.visits(order)] == [START + timedelta(days=day) for day in (1, 2, 3)]


def test_the_one_who_asked_may_confirm_himself(community, team):
    order = worked_order(community, team)
    order = actions.record_return_visit(order, outcome="solved", by=team("业主", "owner"))
    assert actions.close_case(order, by=team("前台小周", "front_desk")).closing_grade == "A"


def test_not_solved_opens_the_order_again(community, team):
    order = worked_order(community, team)
    order = actions.record_return_visit(order, outcome="unsolved", satisfaction=1, by=team("前台小周", "front_desk"))
    assert (order.state, order.reopened_times, order.round) == ("reopened", 1, 2)
    assert actions.start_work(order, by=team("王工", "engineer")).state == "working"


def test_a_closed_order_can_be_reopened_and_keeps_its_history(community, team):
    order, desk = worked_order(community, team), team("前台小周", "front_desk")
    actions.record_return_visit(order, outcome="solved", by=desk)
    order = actions.close_case(order, by=desk)
    order = actions.reopen_case(order, reason="又漏了", by=team("业主", "owner"), at=START + timedelta(days=2))
    assert (order.state, order.due_at, order.closed_at) == ("reopened", START + timedelta(days=4), None)
    order = actions.start_work(order, by=team("王工", "engineer"))
    order = actions.finish_work(order, done="重做防水", by=team("王工", "engineer"))
    assert actions.close_case(order, by=desk).code == "cases.no_return_visit", (
        "the visit of the first round does not count for the second"
    )


def test_an_incident_ends_after_its_review_and_its_finding(community, team):
    guard, manager = team("陈刚", "guard"), team("赵敏")
    fire = actions.open_case(community, kind="incident", category="fire", severity=1, title="3栋垃圾桶起火", by=guard)
    fire = actions.assign_case(fire, owner=team.person("陈刚"), by=manager)
    for stage in ("on_the_way", "on_scene", "under_control"):
        fire = actions.report_progress(fire, stage=stage, by=guard)
    fire = actions.finish_work(fire, done="已扑灭，无人受伤", by=guard)
    assert fire.state == "to_review"
    finding = actions.add_finding(fire, text="灭火器箱上锁", by=manager)
    assert actions.close_case(fire, by=manager).code == "cases.findings_unanswered"
    action = actions.open_case(
        community, kind="rectification", title="灭火器箱去锁", owner=team.person("王工"), by=manager
    )
    assert not isinstance(actions.answer_finding(finding, answer=action, by=manager), Refusal)
    assert actions.close_case(fire, by=manager).code == "cases.no_liability"
    assert actions.find_responsibility(fire, liability="other", by=team("陈刚")).code == "cases.own_work"
    fire = actions.find_responsibility(fire, liability="other", by=manager)
    assert actions.close_case(fire, by=manager).state == "ended"


def test_a_progress_report_cannot_reach_a_stage_that_proves_something(community, team):
    guard = team("陈刚", "guard")
    fire = actions.open_case(community, kind="incident", title="起火", by=guard)
    assert actions.report_progress(fire, stage="ended", by=guard).code == "cases.not_a_progress"


def test_a_false_report_is_dismissed_by_another_person_only(community, team):
    case = actions.open_case(
        community, kind="hazard", title="异味", owner=team.person("李强"), by=team("陈刚", "guard")
    )
    assert actions.dismiss_case(case, reason="误报", by=team("李强", "squad_leader")).code == "cases.own_case"
    assert actions.dismiss_case(case, reason="油漆味，已散", by=team("赵敏")).state == "dismissed"
    assert list(queries.open_cases(community)) == []


def test_a_duplicate_goes_into_the_open_case_of_its_kind(community, team):
    desk = team("前台小周", "front_desk")
    first = actions.open_case(community, kind="repair", title="3栋电梯停", by=desk)
    second = actions.open_case(community, kind="repair", title="电梯坏了", by=desk)
    other = actions.open_case(community, kind="complaint", title="电梯投诉", by=desk)
    assert actions.merge_case(second, into=other, by=desk).code == "cases.other_kind"
    assert actions.merge_case(second, into=second, by=desk).code == "cases.same_case"
    second = actions.merge_case(second, into=first, by=desk)
    assert (second.state, second.merged_into) == ("merged", first)
    assert actions.merge_case(first, into=second, by=desk).code == "cases.already_over"


def test_a_link_is_kept_once(community, team):
    desk = team("前台小周", "front_desk")
    one, two = (actions.open_case(community, kind="repair", title=title, by=desk) for title in ("灯坏", "线路老化"))
    links = [actions.link_cases(one, other=two, relation="cause", by=desk) for _turn in range(2)]
    assert links[0] == links[1]
    assert actions.link_cases(one, other=one, by=desk).code == "cases.same_case"
