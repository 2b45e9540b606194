"""Time: deadlines, escalation, urging, extensions, repeats."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.cases import actions, queries
from anju.domains.cases.escalation import escalate
from anju.domains.cases.models import Case, CasePolicy, Escalation, Extension
from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.refusals import Refusal

from .conftest import START

HOUR = timedelta(hours=1)


def hazard_in_work(community, team, **given) -> Case:
    leader = team("李强", "squad_leader")
    case = actions.open_case(community, kind="problem", title="护栏松动", owner=team.person("王工"), by=leader, **given)
    return actions.start_work(actions.grade_case(case, severity=3, by=leader), by=team("王工", "engineer"))


@pytest.mark.clause("002-131")
def test_overdue_rectification_climbs_the_ladder_to_the_enforcing_body(community, team):
    """Each level once per pause, recorded with its post and its delay; the last rung is the department that enforces."""
    manager = team("赵敏")
    actions.set_terms(
        community,
        kind="problem",
        ladder=["squad_leader", "project_manager", "street_office"],
        escalate_every_hours=24,
        by=manager,
    )
    case = hazard_in_work(community, team)
    due = case.due_at
    assert due == START + timedelta(hours=168)
    assert escalate(community, due) == 0
    for hours in (1, 2, 25, 49, 73, 200):
        with clock.frozen(due + hours * HOUR):
            escalate(community, clock.now())
    rungs = [(row.level, row.role, row.overdue_minutes) for row in queries.escalations(case)]
    assert rungs == [(1, "squad_leader", 60), (2, "project_manager", 1500), (3, "street_office", 2940)]
    with clock.frozen(due + 300 * HOUR):
        assert actions.escalate_case(case, by=manager).code == "cases.ladder_ended"
    assert Case.objects.get().overdue_at == due


def test_a_case_in_time_is_not_escalated(community, team):
    case = hazard_in_work(community, team)
    assert actions.escalate_case(case, by=team("赵敏")).code == "cases.not_overdue"
    assert Escalation.objects.count() == 0


def test_a_stage_that_lasts_too_long_is_escalated_though_the_work_is_in_time(community, team):
    desk = team("前台小周", "front_desk")
    order = actions.open_case(community, kind="repair", title="灯不亮", by=desk)
    assert order.stage_due_at == START + timedelta(minutes=30)
    assert escalate(community, START + HOUR) == 1
    assert Case.objects.get().overdue_at is None
    assert queries.escalations(order).get().stage == "new"
    order = actions.accept_case(order, by=desk)
    assert order.stage_due_at is None


def test_finished_work_stops_the_clock_of_the_doer_and_starts_that_of_the_checker(community, team):
    case = hazard_in_work(community, team)
    case = actions.submit_rectification(case, done="已加固", by=team("王工", "engineer"), at=START + HOUR)
    assert case.next_escalation_at == case.stage_due_at == START + 49 * HOUR
    assert list(queries.overdue(community, at=START + timedelta(days=60))) == []


def test_urging_is_limited_to_once_in_two_hours(community, team):
    order, owner = (
        actions.open_case(community, kind="repair", title="灯不亮", by=team("前台小周", "front_desk")),
        team("业主", "owner"),
    )
    order = actions.urge_case(order, by=owner)
    before = Entry.objects.count()
    refused = actions.urge_case(order, by=owner, at=START + timedelta(minutes=119))
    assert (refused.code, refused.params["minutes"], Entry.objects.count()) == ("cases.urged_already", 120, before)
    order = actions.urge_case(order, by=owner, at=START + timedelta(minutes=120))
    assert (order.urged_times, order.urged_at) == (2, START + timedelta(minutes=120))


def test_a_later_deadline_is_granted_by_another_person_and_asked_for_in_time(community, team):
    case, engineer, manager = hazard_in_work(community, team), team("王工", "engineer"), team("赵敏")
    assert actions.ask_extension(case, due_at=case.due_at, reason="等材料", by=engineer).code == "cases.not_later"
    late = {"due_at": case.due_at + timedelta(days=9), "reason": "等材料", "by": engineer}
    assert actions.ask_extension(case, **late, at=case.due_at + HOUR).code == "cases.already_overdue"
    wish = actions.ask_extension(case, **late)
    assert actions.ask_extension(case, **late).code == "cases.extension_pending"
    assert actions.extend_deadline(wish, by=team("王工", "project_manager")).code == "cases.own_extension"
    assert Case.objects.get().due_at == case.due_at
    assert not isinstance(actions.extend_deadline(wish, by=manager), Refusal)
    case = Case.objects.get()
    assert (case.due_at, case.next_escalation_at) == (START + timedelta(days=16), START + timedelta(days=16))
    assert actions.refuse_extension(wish, by=manager).code == "cases.decided_already"


def test_a_refused_extension_leaves_the_deadline(community, team):
    case, manager = hazard_in_work(community, team), team("赵敏")
    wish = actions.ask_extension(case, due_at=case.due_at + HOUR, reason="下雨", by=team("王工", "engineer"))
    actions.refuse_extension(wish, by=manager)
    assert (Extension.objects.get().is_granted, Case.objects.get().due_at) == (False, case.due_at)
    assert actions.extend_deadline(wish, by=manager).code == "cases.decided_already"


def test_the_communitys_own_terms_replace_the_declared_ones(community, team):
    manager = team("赵敏")
    assert actions.set_terms(community, kind="repair", hours={"3": -1}, by=manager).code == "cases.bad_hours"
    assert actions.set_terms(community, kind="repair", hours={"9": 1}, by=manager).code == "cases.bad_hours"
    assert actions.set_terms(community, kind="nothing", by=manager).code == "cases.unknown_kind"
    assert actions.set_terms(community, kind="repair", ladder=[""], by=manager).code == "cases.bad_ladder"
    assert CasePolicy.objects.count() == 0
    actions.set_terms(community, kind="repair", hours={"3": 12}, stage_hours={"new": 2}, by=manager)
    order = actions.open_case(community, kind="repair", title="灯不亮", by=manager)
    assert (order.due_at, order.stage_due_at) == (START + 12 * HOUR, START + 2 * HOUR)


@pytest.mark.clause("002-132")
def test_the_same_thing_at_the_same_place_is_a_repeat_and_its_owner_answers_again(community, team, garage):
    desk, engineer = team("前台小周", "front_desk"), team("王工", "engineer")

    def door(at) -> Case:
        return actions.open_case(
            community, kind="repair", category="door", title="车库门锁坏", place=garage, by=desk, at=at
        )

    first = actions.assign_case(actions.accept_case(door(START), by=desk), owner=team.person("王工"), by=desk)
    assert door(START).repeat_of is None, "the first is not settled yet"
    first = actions.finish_work(first, done="换锁", by=engineer)
    actions.record_return_visit(first, outcome="solved", by=desk)
    actions.close_case(first, by=desk)
    again = door(START + timedelta(days=30))
    assert (again.repeat_of, again.owner) == (first, team.person("王工"))
    assert list(queries.repeats(community, since=START)) == [again]
    assert door(START + timedelta(days=91)).repeat_of is None


def test_grading_follows_its_own_rules(community, team):
    leader, engineer = team("李强", "squad_leader"), team("王工", "squad_leader")
    case = actions.open_case(
        community, kind="problem", title="护栏松动", owner=team.person("王工"), severity=2, by=leader
    )
    case = actions.grade_case(case, severity=2, by=leader, at=START + 5 * HOUR)
    assert case.due_at == START + 77 * HOUR
    assert actions.grade_case(case, severity=4, by=engineer).code == "cases.own_grade"
    case = actions.grade_case(case, severity=1, by=leader, at=START + 10 * HOUR)
    assert case.due_at == START + 34 * HOUR, "a graver grade can only shorten"
    case = actions.grade_case(case, severity=4, by=leader, at=START + 11 * HOUR)
    assert case.due_at == START + 360 * HOUR, "a milder one counts from the opening"
    assert actions.grade_case(case, severity=5, by=leader).code == "cases.unknown_severity"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "nothing", "title": "x"}, "cases.unknown_kind"),
        ({"kind": "hazard", "title": " "}, "cases.no_title"),
        ({"kind": "hazard", "title": "x", "category": "lift"}, "cases.unknown_category"),
        ({"kind": "hazard", "title": "x", "severity": 5}, "cases.unknown_severity"),
        ({"kind": "hazard", "title": "x", "due_at": START}, "cases.due_in_the_past"),
    ],
)
def test_what_cannot_be_opened(community, given, code):
    assert actions.open_case(community, **given, by=Actor.system("test")).code == code
    assert (Case.objects.count(), Entry.objects.count()) == (0, 0)


def test_numbers_run_without_gaps_by_year_of_the_community(community, team):
    desk = team("前台小周", "front_desk")
    numbers = [actions.open_case(community, kind="repair", title="灯", by=desk).number for _turn in range(2)]
    assert actions.open_case(community, kind="repair", title=" ", by=desk).code == "cases.no_title"
    numbers.append(actions.open_case(community, kind="complaint", title="吵", by=desk).number)
    with clock.frozen(START.replace(month=12, day=31, hour=17)):
        numbers.append(actions.open_case(community, kind="repair", title="灯", by=desk).number)
    assert numbers == ["2026-0001", "2026-0002", "2026-0003", "2027-0001"]


def test_the_board_shows_each_stage_with_the_overdue_first(community, team):
    desk = team("前台小周", "front_desk")
    one, two, three = (actions.open_case(community, kind="repair", title=f"灯 {n}", by=desk) for n in range(3))
    actions.urge_case(three, by=desk)
    actions.accept_case(one, by=desk)
    board = queries.board(community, kinds=["repair"])
    assert {stage: [card.pk for card in cards] for stage, cards in board.items()} == {
        "new": [three.pk, two.pk],
        "working": [one.pk],
    }
    assert queries.by_owner(community)[0]["open"] == 2
