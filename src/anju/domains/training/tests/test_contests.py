"""Contests and their ranks, classes for those with deductions, reports to a body, the group that runs the training, talks before meals."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from anju.domains.duties import actions as duties
from anju.domains.duties.models import Occurrence
from anju.domains.notices import actions as notices
from anju.domains.notices.models import BodyReport
from anju.domains.people import actions as people
from anju.domains.places.models import Place
from anju.domains.scores import actions as scores
from anju.domains.training import actions
from anju.domains.training.models import Attendance, Session, TrainingGroup
from anju.kernel import clock, files
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .conftest import DAY, HOUR, START, TODAY, done, refused, shown


def contest(desk, *names: str) -> Session:
    desk.guards(*names)
    return desk.hold(desk.called("消防技能竞赛", kind="contest", persons=desk.guards(*names)))


@pytest.mark.clause("002-214")
def test_a_contest_is_ranked_and_mentors_stand_with_what_came_of_it(desk):
    """Three take part; equal points share a rank; who did not come, an own result and odd points are refused. The apprentice's course says how it ended."""
    first, second, third, absent = desk.guards("李建国", "王磊", "孙涛", "周杰")
    session = contest(desk, "李建国", "王磊", "孙涛")
    ranks = [done(actions.enter_contest_result(session, person=one, points=Decimal(points), by=desk.manager)).rank for one, points in ((first, "88"), (second, "95.5"), (third, "88"))]
    assert ranks == [1, 1, 2], "as the ranks stood with each"
    rows = Attendance.objects.filter(session=session).order_by("rank", "person__name")
    assert [(row.person.name, row.points, row.rank) for row in rows] == [("王磊", Decimal("95.5"), 1), ("孙涛", Decimal("88.0"), 2), ("李建国", Decimal("88.0"), 2)]
    done(actions.enter_contest_result(session, person=first, points=Decimal(99), by=desk.manager))
    assert [row.person.name for row in rows.all()] == ["李建国", "王磊", "孙涛"]
    refused(actions.enter_contest_result(session, person=absent, points=Decimal(90), by=desk.manager), "not_in_contest")
    refused(actions.enter_contest_result(session, person=first, points=Decimal(100), by=desk.team("李建国", "squad_leader")), "own_result")
    for odd in ("-1", "1001", "NaN", "Infinity"):
        refused(actions.enter_contest_result(session, person=first, points=Decimal(odd), by=desk.manager), "bad_points")
    refused(actions.enter_contest_result(desk.hold(desk.called("班会", persons=[first])), person=first, points=Decimal(1), by=desk.manager), "no_contest")
    assert Attendance.objects.get(session=session, person=first).points == Decimal(99)
    taken = done(actions.enrol(desk.where, person=third, course=desk.own_course("tutored", "岗位技能", "门岗 | 2 | 岗位指导"), mentor=second, by=desk.manager))
    desk.signed_off(taken, "m1", "on_post")
    ended = done(actions.complete_enrolment(taken, by=desk.leader))
    assert (ended.mentor.name, ended.state, ended.ended_on) == ("王磊", "completed", TODAY)


def scheme_of(desk) -> object:
    made = done(scores.create_scheme(desk.where, code="doctors", title="医师积分", subject_kind="person", period="year", by=desk.manager))
    done(scores.add_item(made, code="rule", wording="规定", full_marks=Decimal(12), unit_points=Decimal(1), by=desk.manager))
    return done(scores.activate_scheme(made, from_on=date(2026, 1, 1), by=desk.manager))


@pytest.mark.clause("002-666")
def test_those_with_high_deductions_are_picked_for_training(desk):
    """Six points taken from the first over the year, two from the second: from 4 on only the first is called; restored points no longer count."""
    first, second, other = desk.guards("李建国", "王磊", "孙涛")
    scheme, course = scheme_of(desk), desk.own_course("policy", "医保政策", "政策 | 1 | 讲授")
    booked = []
    for person, amounts in ((first, (-3, -3)), (second, (-2,)), (other, (4,))):
        subject = done(scores.register_subject(desk.where, kind="person", code=person.name, person=person, by=desk.manager))
        done(scores.enrol_subject(subject, scheme=scheme, conditions_met=scheme.conditions, from_on=date(2026, 1, 1), by=desk.manager))
        booked += [done(scores.book_points(subject, scheme=scheme, points=Decimal(each), reason="检查发现", by=desk.leader)) for each in amounts]
    given = {"scheme": scheme, "starts_at": START + DAY, "by": desk.boss}
    session = done(actions.call_deducted(course, least=Decimal(4), **given))
    assert (session.persons, session.title, session.topic, session.modules) == ([str(first.pk)], "医保政策", "医师积分 ≥4", ["m1"])
    assert set(done(actions.call_deducted(course, least=Decimal(2), **given)).persons) == {str(first.pk), str(second.pk)}
    done(scores.cancel_points(booked[0], reason="申诉成立", by=desk.boss))
    refused(actions.call_deducted(course, least=Decimal(4), **given), "nobody_deducted")
    refused(actions.call_deducted(course, least=Decimal(0), **given), "no_deductions")
    assert Session.objects.count() == 2


@pytest.mark.clause("002-665")
def test_the_report_to_the_agency_is_written_from_the_session_and_handed_in(desk, community):
    """Held at eleven, owed within three days, with the table of who came; it is handed in as it was prepared. A session that nobody is told of owes nothing."""
    desk.guards("李建国", "王磊")
    told = desk.called("医保政策培训", report_to="other", topic="=cmd", persons=desk.guards("李建国", "王磊"))
    desk.hold(told, absent=("王磊",), report="讲解新政策")
    desk.hold(desk.called("内部班会", persons=desk.guards("李建国")))
    assert BodyReport.objects.count() == 0
    desk.react("training.when_a_session_is_held_write_its_report")
    report = BodyReport.objects.get()
    assert (report.body, report.title, report.basis_link, report.state) == ("other", "培训情况：医保政策培训", f"/training_sessions/{told.pk}/", "owed")
    assert report.due_at - told.ends_at == 3 * DAY
    rows = [[cell.value for cell in row if cell.value is not None] for row in load_workbook(io.BytesIO(files.read_all(report.file))).active]
    assert rows[0] == ["标题", "医保政策培训"] and rows[2] == ["主题", "'=cmd"] and ["应到", 2] in rows and ["实到", 1] in rows
    assert [row[0] for row in rows[-2:]] == ["李建国", "王磊"] and rows[-2][-1] == 60 and rows[-1][-1] == 0
    handed = done(notices.hand_in_report(report, by=desk.boss))
    assert (handed.state, handed.is_late) == ("handed_in", False)


def test_reactions_write_one_report_however_often_the_event_is_seen(desk):
    desk.hold(desk.called("医保政策培训", report_to="police", persons=desk.guards("李建国")))
    desk.react("training.when_a_session_is_held_write_its_report")
    assert BodyReport.objects.get().body == "police"


@pytest.mark.clause("004-101")
def test_the_director_heads_the_training_group(desk):
    """Only the project manager heads it; members work here; a new group takes the place of the one before."""
    boss, leader, manager = desk.team.person("吴总"), desk.team.person("周强"), desk.team.person("赵敏")
    given = {"title": "培训实施小组", "tasks": "制定年度培训计划并检查落实", "by": desk.boss}
    refused(actions.set_up_group(desk.where, head=manager, members=[leader], **given), "head_is_director")
    refused(actions.set_up_group(desk.where, head=boss, members=[boss], **given), "bad_group")
    refused(actions.set_up_group(desk.where, head=boss, members=[leader], **{**given, "tasks": " "}), "bad_group")
    assert not TrainingGroup.objects.exists()
    first = done(actions.set_up_group(desk.where, head=boss, members=[leader, boss, leader], **given))
    assert (first.head.name, first.members, first.since_on, first.state) == ("吴总", [str(leader.pk)], TODAY, "standing")
    with clock.frozen(START + 30 * DAY):
        second = done(actions.set_up_group(desk.where, head=boss, members=[leader, manager], **given))
    first.refresh_from_db()
    assert (first.state, first.until_on, TrainingGroup.objects.get(state="standing")) == ("dissolved", TODAY + 30 * DAY, second)
    assert "周强" in page(desk, f"/training_groups/{second.pk}/")


def page(desk, path: str) -> str:
    from django.test import Client

    from anju.domains.people.models import Account

    client = Client()
    client.force_login(Account.everywhere.get(person=desk.team.person("赵敏")))
    return client.get(path).content.decode()


@pytest.mark.clause("002-601")
def test_study_and_research_are_recorded_with_who_took_part(desk):
    """A research activity is entered as held, with topic, note and hours of each; it needs people and a topic."""
    first, second = desk.guards("李建国", "王磊")
    refused(actions.note_session(desk.where, kind="research", topic=" ", persons=[first], by=desk.leader), "no_title")
    refused(actions.note_session(desk.where, kind="research", topic="门岗礼仪研讨", persons=[], by=desk.leader), "no_audience")
    assert not Session.objects.exists()
    one = done(actions.note_session(desk.where, kind="research", topic="门岗礼仪研讨", persons=[first, second], minutes=90, note="讨论三个投诉案例", by=desk.leader))
    assert (one.state, one.get_kind_display(), one.present, one.report) == ("held", "业务学习与教研", 2, "讨论三个投诉案例")
    assert list(Attendance.objects.filter(session=one).order_by("person__name").values_list("person__name", "minutes")) == [("李建国", 90), ("王磊", 90)]


@pytest.mark.clause("002-612")
def test_a_safety_talk_is_owed_before_every_meal(desk):
    """Three meals a day, each with its talk in the quarter of an hour before it: every day has three, one held counts, one left out is missed."""
    course = desk.own_course("meal-talk", "餐前安全卫生教育", "安全卫生 | 0.5 | 讲授")
    teacher = desk.guards("张老师")
    programmes = {
        meal: done(actions.plan_programme(desk.where, course=course, title=f"{meal}前教育", schedule={"period": "P1D", "hours": hours}, minutes=10, by=desk.boss))
        for meal, hours in (("早餐", ["07:30", "08:00"]), ("午餐", ["11:00", "11:30"]), ("晚餐", ["16:30", "17:00"]))
    }
    midnight = clock.day_bounds(desk.where, TODAY + DAY)[0]
    slots = {meal: Occurrence.objects.filter(duty=each.duty, opens_at__gte=midnight, opens_at__lt=midnight + DAY) for meal, each in programmes.items()}
    assert {meal: (one.get().opens_at - midnight) / HOUR for meal, one in slots.items()} == {"早餐": 7.5, "午餐": 11, "晚餐": 16.5}
    given = {"kind": "briefing", "topic": "洗手与用餐安全", "persons": teacher, "modules": ["m1"], "minutes": 10, "by": desk.leader}
    with clock.frozen(midnight + 7.6 * HOUR):
        closed(desk)
        assert done(actions.note_session(desk.where, programme=programmes["早餐"], **given)).credit == "done"
    with clock.frozen(midnight + 2 * DAY):
        closed(desk)
    assert {meal: one.get().state for meal, one in slots.items()} == {"早餐": "done", "午餐": "missed", "晚餐": "missed"}


def closed(desk) -> None:
    """The clock goes over everything that is due."""
    while Occurrence.objects.filter(look_at__lte=clock.now()).exists():
        done(duties.close_due_occurrences(desk.where, by=Actor.system("schedule")))


@pytest.mark.clause("002-585")
def test_a_grid_worker_starts_only_after_the_training(desk):
    """The post of a grid asks for the course: the cleaner is refused on the roster until the course is completed, then he starts."""
    grid = Place.objects.create(scope=desk.where, kind="grid", code="W1", name="第一网格", full_name="第一网格", path="w1/")
    post = done(people.define_post(desk.where, name="第一网格员", role="cleaner", place=grid, by=desk.boss))
    course = desk.own_course("grid", "网格员岗前培训", "职责 | 2 | 讲授", roles=("cleaner",), is_induction=True)
    done(actions.require_course(desk.where, post=post, course=course, by=desk.boss))
    person = desk.team.person("刘姐", "cleaner")
    given = {"person": person, "start_at": START + 30 * DAY, "end_at": START + 30 * DAY + 8 * HOUR, "by": desk.manager}
    no = people.assign_post(post, **given)
    assert isinstance(no, Refusal) and no.code == "workforce.certificate_missing" and "网格员岗前培训" in str(no)
    taken = done(actions.enrol(desk.where, person=person, course=course, by=desk.manager))
    assert isinstance(people.assign_post(post, **given), Refusal), "begun is not completed"
    desk.teach(taken)
    done(actions.complete_enrolment(taken, by=desk.leader))
    assert done(people.assign_post(post, **given)).person == person


def test_the_effect_of_a_contest_is_shown(desk):
    session = contest(desk, "李建国")
    assert "30" in shown("training_sessions", session, "effect", desk)
