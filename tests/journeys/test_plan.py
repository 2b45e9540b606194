"""The main job in a browser: a Word plan comes in, is reviewed by keyboard alone, takes force, is carried out on a phone, vouched for, and proven."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from PIL import Image

from anju.domains.duties import jobs
from anju.domains.duties.models import Performance
from anju.domains.plans.models import Clause, Plan
from anju.kernel import scope
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENTENCES = ("由保安员每天检查灭火器一次，并拍照留存。", "定期检查消防通道。", "严禁占用、堵塞消防通道。", "业主满意度达到95%以上。")


@pytest.fixture
def estate(client, transactional_db) -> Estate:
    return Estate(client)


@pytest.fixture
def word_file(tmp_path) -> Path:
    document = docx.Document()
    document.add_heading("保安部年度工作计划", 0)
    document.add_heading("一、消防安全", 1)
    for sentence in SENTENCES:
        document.add_paragraph(sentence, style="List Number")
    document.save(tmp_path / "计划.docx")
    return tmp_path / "计划.docx"


@pytest.fixture
def photo(tmp_path) -> Path:
    Image.effect_noise((1600, 1200), 40).convert("RGB").save(tmp_path / "现场.jpg", "JPEG")
    return tmp_path / "现场.jpg"


def test_from_a_word_file_to_a_proven_sentence(browser_page, phone_page, live_server, estate, word_file, photo):
    office = sign_in(browser_page, live_server.url, estate.manager)
    _hand_in(office, live_server, word_file)
    plan = _review_by_keyboard(office)
    _let_the_clock_work(estate)
    sentence = Clause.everywhere.get(plan=plan, text__contains="灭火器")

    guard = sign_in(phone_page, live_server.url, estate.account("guard", "guard"))
    guard.goto(f"{live_server.url}/")
    guard.locator("a[href^='/work/']", has_text="灭火器").first.click()
    guard.locator("[name=photos]").set_input_files(photo)
    guard.get_by_role("button", name="登记完成").click()
    guard.wait_for_selector("text=丙")
    assert guard.evaluate("document.documentElement.scrollWidth <= innerWidth")

    office.goto(f"{live_server.url}/")
    office.locator("a[href^='/work/']", has_text="灭火器").first.click()
    office.get_by_role("button", name="作为第二人确认").click()
    office.wait_for_selector("text=乙")

    office.goto(f"{live_server.url}/plans/clauses/{sentence.pk}/")
    page = office.content()
    assert "本期 1/1" in page and "乙" in page and "guard某" in page
    record = Performance.everywhere.get()
    assert (record.grade, len(record.photos)) == ("B", 1)


def _hand_in(office, live_server, word_file) -> None:
    office.goto(f"{live_server.url}/plans/")
    office.get_by_role("link", name="上传计划").first.click()
    office.locator("[name=file]").set_input_files(word_file)
    office.get_by_role("button", name="读取计划").click()
    office.wait_for_selector("text=计划共")


def _review_by_keyboard(office) -> Plan:
    """Confirm each doubtful sentence with A, the rest at once, and put the plan in force."""
    plan = Plan.everywhere.get()
    while doubtful := [one for one in Clause.everywhere.filter(plan=plan, review="proposed") if one.doubts]:
        left = len(doubtful)
        office.keyboard.press("a")
        office.wait_for_function("left => [...document.querySelectorAll('[data-review-item]')].filter(one => one.matches('.doubtful')).length < left", arg=left)
    office.get_by_role("button", name="确认把握高的").click()
    office.get_by_role("button", name="确认并生成").click()
    office.wait_for_url("**/plans/*/")
    plan.refresh_from_db()
    assert plan.state == "active"
    return plan


def _let_the_clock_work(estate) -> None:
    with scope.entered(estate.here):
        jobs.plan_ahead(estate.here)
        jobs.close_due(estate.here)
