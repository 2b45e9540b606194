"""Training in a browser: a guard signs in by the code on the wall and sits an exam on his phone; his manager sees who is covered."""

from __future__ import annotations

import pytest

from anju.domains.training import actions
from anju.domains.training.models import Attendance, Exam, Paper, Session
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 780}


@pytest.fixture
def estate(client, transactional_db) -> Estate:
    return Estate(client)


@pytest.fixture
def school(estate) -> tuple[Estate, Session, Exam]:
    """A session whose sign-in is open, and an exam of three questions."""
    by = Actor.of(estate.manager)
    estate.guards = [estate.account("baoan", "guard"), estate.account("baoan2", "guard")]
    with view.entered(estate.here):
        course = actions.adopt_course(estate.here, template="three-laws", by=by)
        for module in course.modules:
            given = {"options": "按规定办理\n自行处理\n不予理会", "right": "A", "why": f"见《{module['title']}》"}
            actions.add_question(estate.here, course=course, module=module["code"], stem=f"按{module['title']}应当怎样做？", by=by, **given)
        called = actions.call_session(estate.here, title="三法学习", roles=["guard"], course=course, starts_at=clock.now(), by=by)
        session = actions.open_session(called, by=by)
        exam = actions.open_exam(estate.here, title="三法考试", course=course, questions=3, minutes=20, pass_percent=60, by=by)
    return estate, session, exam


def test_a_guard_signs_in_and_sits_an_exam_and_the_manager_sees_it(browser_page, live_server, school):
    estate, session, exam = school
    page = sign_in(browser_page, live_server.url, estate.manager)
    page.goto(f"{live_server.url}/training_sessions/{session.pk}/wall/")
    letters = page.locator("p.training-letters").inner_text().replace(" ", "")
    assert len(letters) == 8 and page.locator("svg.training-code").bounding_box()["width"] > 300

    sign_in(page, live_server.url, estate.guards[0])
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/my-training/sign-in/?s={session.pk}&c={letters}")
    page.get_by_role("button", name="确认签到").click()
    page.get_by_text("签到成功：三法学习。").wait_for()
    assert list(Attendance.everywhere.filter(state="present").values_list("person_id", flat=True)) == [estate.guards[0].person_id]

    page.get_by_role("button", name="开始考试").click()
    page.locator("[data-exam-question]").first.wait_for()
    assert page.locator("[data-exam-question]:visible").count() == 1
    assert page.locator("[data-exam-question]:visible legend").evaluate("one => getComputedStyle(one).fontSize") == "24px"
    assert page.locator("label.exam-option").first.bounding_box()["height"] >= 48
    for number in range(3):
        page.locator("[data-exam-question]:visible").get_by_text("自行处理" if number == 2 else "按规定办理").click()
        if number < 2:
            page.get_by_role("button", name="下一题").click()
    page.context.set_offline(True)
    page.get_by_role("button", name="交卷").click()
    page.get_by_text("没有网络：答案已存在本机，联网后自动交卷。").wait_for()
    assert Paper.everywhere.get().state == "sitting"
    page.context.set_offline(False)
    page.get_by_text("答错的题").wait_for()
    assert page.get_by_text("依据：见《").count() == 1 and page.locator(".figure-value").inner_text() == "66"
    assert (Paper.everywhere.get().state, Paper.everywhere.get().right_count) == ("passed", 2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out of a phone"

    sign_in(page, live_server.url, estate.manager)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_server.url}/exams/{exam.pk}/results/")
    assert "参考 1 人，合格 1 人，应考 2 人" in page.locator("main").inner_text()
    with view.entered(estate.here):
        actions.close_session(session, report="学完三法", by=Actor.of(estate.manager))
    page.goto(f"{live_server.url}/training-plan/")
    assert page.locator(".training-year .state-green").first.inner_text().endswith("1/2")
