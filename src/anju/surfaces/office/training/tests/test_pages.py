"""The pages of training over HTTP: signing in with one's own phone, sitting one's own paper, and what is nobody else's business."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from anju.domains.training import actions
from anju.domains.training import queries as training
from anju.domains.training.models import Attendance, Paper, Question, Session
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate


class School:
    """Two guards, their manager, a course with a bank and a session whose sign-in is open."""

    def __init__(self, estate: Estate) -> None:
        self.here, self.elsewhere = estate.here, estate.elsewhere
        self.guard, self.mate = estate.account("baoan", "guard"), estate.account("baoan2", "guard")
        self.manager, self.stranger = estate.account("anquan", "security_manager"), estate.account("linju", "guard", estate.elsewhere)
        self.by = Actor.of(self.manager)
        with view.entered(self.here):
            self.course = actions.adopt_course(self.here, template="three-laws", by=Actor.of(estate.manager))
            for module in self.course.modules:
                given = {"options": "按规定办理\n自行处理", "right": "A", "why": "见条文第一条", "by": self.by}
                actions.add_question(self.here, course=self.course, module=module["code"], stem=f"{module['title']}规定怎样做？", **given)
            called = actions.call_session(self.here, title="三法学习", roles=["guard"], course=self.course, starts_at=clock.now(), by=self.by)
            self.session = actions.open_session(called, by=self.by)
            self.exam = actions.open_exam(self.here, title="三法考试", course=self.course, questions=3, pass_percent=60, by=self.by)

    def code(self) -> str:
        with view.entered(self.here):
            return training.code_of(self.session, clock.now())


@pytest.fixture
def school(client, db) -> School:
    return School(Estate(client))


def browser(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_each_signs_in_with_his_own_phone_and_only_with_the_code_of_now(school):
    own = browser(school.guard)
    assert own.get("/my-training/sign-in/", {"s": str(school.session.pk), "c": school.code()}).status_code == 200
    late = own.post("/my-training/sign-in/", {"s": str(school.session.pk), "c": "AAAAAAAA"})
    assert late.status_code == 422 and "签到码已过期" in late.content.decode()
    assert own.post("/my-training/sign-in/", {"s": str(school.session.pk), "c": school.code()}).status_code == 302
    phone = own.cookies["anju_phone"].value
    other = browser(school.mate)
    other.cookies["anju_phone"] = phone
    taken = other.post("/my-training/sign-in/", {"s": str(school.session.pk), "c": school.code()})
    assert taken.status_code == 422 and "这部手机已有他人签到" in taken.content.decode()
    assert list(Attendance.everywhere.filter(state="present").values_list("person_id", flat=True)) == [school.guard.person_id]
    assert browser(school.stranger).post("/my-training/sign-in/", {"s": str(school.session.pk), "c": school.code()}).status_code == 404
    for hostile in ({}, {"s": "x", "c": "😀" * 500}, {"s": str(school.session.pk)[:-1] + "0", "c": "1"}):
        assert own.post("/my-training/sign-in/", hostile).status_code in (302, 404, 422)
    assert Attendance.everywhere.filter(state="present").count() == 1


def test_the_wall_shows_the_code_to_trainers_alone_and_hides_it_when_it_is_over(school):
    page = browser(school.manager).get(f"/training_sessions/{school.session.pk}/wall/")
    letters = school.code()
    assert page.status_code == 200 and f"{letters[:4]} {letters[4:]}" in page.content.decode() and "<svg" in page.content.decode()
    assert browser(school.guard).get(f"/training_sessions/{school.session.pk}/wall/").status_code == 403
    with view.entered(school.here):
        actions.enter_attendance(school.session, person=school.guard.person, by=school.by)
        with clock.frozen(clock.now() + timedelta(hours=1)):
            actions.close_session(Session.objects.get(), report="学完三法", by=school.by)
    closed = browser(school.manager).get(f"/training_sessions/{school.session.pk}/wall/").content.decode()
    assert "签到已结束" in closed and letters[:4] + " " not in closed


def test_a_paper_is_sat_by_its_owner_and_says_nothing_right_before_it_is_handed_in(school):
    own = browser(school.guard)
    begun = own.post(f"/my-training/exams/{school.exam.pk}/")
    paper = Paper.everywhere.get()
    assert begun.status_code == 302 and begun.headers["Location"] == f"/my-training/papers/{paper.pk}/"
    page = own.get(begun.headers["Location"]).content.decode()
    assert len(re.findall("data-exam-question", page)) == 3 and "见条文第一条" not in page and str(Question.everywhere.first().pk) not in page
    for account in (school.mate, school.manager, school.stranger):
        assert browser(account).get(f"/my-training/papers/{paper.pk}/").status_code in (403, 404)
        assert browser(account).post(f"/my-training/papers/{paper.pk}/", {"a0": "0"}).status_code in (403, 404)
    assert own.post(f"/my-training/papers/{paper.pk}/", {"a0": "9"}).status_code == 422
    right = {f"a{number}": str(asked["order"].index(0)) for number, asked in enumerate(paper.asked)}
    right["a2"] = str(1 - int(right["a2"]))
    assert own.post(f"/my-training/papers/{paper.pk}/", right).status_code == 302
    result = own.get(f"/my-training/papers/{paper.pk}/").content.decode()
    assert "66" in result and result.count("见条文第一条") == 1
    again = own.post(f"/my-training/exams/{school.exam.pk}/")
    assert again.status_code == 422 and "已经考试合格" in again.content.decode()
    results = browser(school.manager).get(f"/exams/{school.exam.pk}/results/").content.decode()
    assert "参考 1 人，合格 1 人，应考 2 人" in results and "baoan2某" in results


def test_plan_matrix_and_my_training_stand_for_who_may_see_them(school):
    manager, guard = browser(school.manager), browser(school.guard)
    for address in ("/training-plan/", "/training-plan/?year=99999999999", "/training-matrix/", "/training-matrix/?role=guard", "/training-matrix/?role=%F0%9F%98%80"):
        assert manager.get(address).status_code == 200
        assert guard.get(address).status_code == 403
    plan = manager.get("/training-plan/").content.decode()
    assert "三法学习" not in plan.split("library")[0] or "授课" in plan
    mine = guard.get("/my-training/").content.decode()
    assert "三法考试" in mine and "三法学习" in mine and "没有待考的试卷" not in mine
    assert manager.post("/training-plan/adopt/", {"template": "seven-topics"}).status_code == 302
    assert manager.post("/training-plan/adopt/", {"template": "seven-topics"}).status_code == 422
    assert guard.post("/training-plan/adopt/", {"template": "backbone"}).status_code == 403


def test_a_briefing_is_entered_as_held_from_the_training_plan(school):
    desk = browser(school.manager)
    assert 'href="/training-plan/note/"' in desk.get("/training-plan/").content.decode()
    assert desk.get("/training-plan/note/").status_code == 200
    given = {"kind": "briefing", "topic": "班前文明用语", "persons": str(school.guard.person_id), "minutes": "15", "where": str(school.here.pk)}
    assert desk.post("/training-plan/note/", given | {"minutes": "-1"}).status_code == 422
    assert not Session.everywhere.filter(kind="briefing").exists()
    assert desk.post("/training-plan/note/", given).status_code == 302
    made = Session.everywhere.get(kind="briefing")
    assert (made.state, made.topic, made.present) == ("held", "班前文明用语", 1)
    assert browser(school.guard).get("/training-plan/note/").status_code == 403
