"""Scores in a browser: the one who scores, the one who is scored, and the one who decides, each in as few taps as it takes."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PIL import Image

from anju.domains.scores import actions
from anju.domains.scores.models import Appeal, Item, Mark, Result, Round, Scheme, Sheet, Subject
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SYSTEM = Actor.system("test")


@pytest.fixture
def estate(client, transactional_db) -> Estate:
    return Estate(client)


class Squads:
    """A scheme in use with two squads, and the people of the story with the ways into their pages."""

    def __init__(self, estate: Estate, base: str) -> None:
        self.estate, self.base = estate, base
        self.captain = estate.account("duizhang", "team_leader")
        self.leader = estate.account("banzhang", "squad_leader")
        self.other = estate.account("banzhang2", "squad_leader")
        self.guard = estate.account("baoan", "guard")
        with view.entered(estate.here):
            self.scheme = actions.create_scheme(estate.here, code="month", title="班组月考", subject_kind="squad", period="month", by=SYSTEM)
            for code, evidence in (("dress", "reason"), ("order", "photo")):
                actions.add_item(self.scheme, code=code, wording={"dress": "着装统一", "order": "岗亭整洁"}[code], full_marks=Decimal(50), unit_points=Decimal(2), evidence=evidence, by=SYSTEM)
            self.scheme = actions.activate_scheme(self.scheme, from_on=date(2020, 1, 1), by=SYSTEM)
            for code, title, leader in (("BAN-1", "保安一班", self.leader), ("BAN-2", "保安二班", self.other)):
                squad = actions.register_subject(estate.here, kind="squad", code=code, title=title, answerable=leader.person, by=SYSTEM)
                actions.enrol_subject(squad, scheme=self.scheme, from_on=date(2020, 1, 1), by=SYSTEM)

    def sign_in(self, page, account) -> None:
        sign_in(page, self.base, account)

    def item(self, code: str) -> str:
        return str(Item.everywhere.get(scheme=self.scheme, code=code).pk)


@pytest.fixture
def squads(estate, live_server) -> Squads:
    return Squads(estate, live_server.url)


def photo() -> dict:
    made = io.BytesIO()
    Image.new("RGB", (320, 240), "#777").save(made, "JPEG")
    return {"name": "岗亭.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


def published(squads: Squads, scorer=None) -> Result:
    """Last month's round, closed and published, in which the first squad lost six points."""
    here, captain, manager = squads.estate.here, Actor.of(scorer or squads.captain), Actor.of(squads.estate.manager)
    last = clock.today(here).replace(day=1) - timedelta(days=1)
    with view.entered(here):
        round_ = actions.open_round(squads.scheme, on=last, by=manager)
        for code, findings in (("BAN-1", 3), ("BAN-2", 0)):
            sheet = actions.open_sheet(round_, scored=Subject.objects.get(code=code), on=last, by=captain)
            if findings:
                actions.score_item(sheet, item=Item.objects.get(code="dress"), quantity=findings, reason="早班列队三人未戴帽", by=captain)
            actions.submit_sheet(sheet, by=captain)
        actions.publish_round(actions.freeze_round(round_, by=manager), by=manager)
        return Result.objects.get(subject__code="BAN-1")


def test_the_captain_opens_the_month_scores_with_reason_and_photo_and_hands_in(phone_page, live_server, squads):
    page = phone_page
    squads.sign_in(page, squads.captain)
    page.goto(f"{live_server.url}/scoring/")
    page.get_by_role("button", name="开始一期考评").click()
    page.wait_for_selector(".scored-round")
    page.locator(".scored-list li", has_text="保安一班").get_by_role("button", name="打分").click()
    page.wait_for_selector(".scored-item")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    dress, order = squads.item("dress"), squads.item("order")
    assert not page.locator(f"[name='reason.{order}']").is_visible(), "nothing more is asked while nothing was found"
    page.locator(f"[name='quantity.{order}']").fill("2")
    page.get_by_role("button", name="提交评分表").click()
    page.wait_for_selector(".refusal >> text=scores.reason_needed")
    assert not Mark.everywhere.exists() and Sheet.everywhere.get().state == "open"
    page.locator(f"[name='reason.{order}']").fill("岗亭堆放快递")
    page.get_by_role("button", name="提交评分表").click()
    page.wait_for_selector(".refusal >> text=scores.photo_needed")
    assert page.locator(f"[name='reason.{order}']").input_value() == "岗亭堆放快递"
    page.locator(f"[name='photo.{order}']").set_input_files(photo())
    page.wait_for_selector("[data-item=order] [data-capture-preview] canvas")
    page.locator(f"[name='quantity.{dress}']").fill("1")
    page.locator(f"[name='reason.{dress}']").fill("一人未戴帽")
    page.get_by_role("button", name="提交评分表").click()
    page.wait_for_selector(".done-note >> text=保安一班，94 分")
    sheet = Sheet.everywhere.get()
    assert (sheet.state, sheet.points, sheet.scorer_id) == ("submitted", 94, squads.captain.person_id)
    assert [(mark.quantity, mark.points, mark.reason, mark.photo_id is not None) for mark in Mark.everywhere.order_by("item__code")] == [
        (1, 48, "一人未戴帽", False), (2, 46, "岗亭堆放快递", True),
    ]  # fmt: skip


def test_the_squad_leader_sees_why_and_appeals_and_another_person_gives_the_points_back(phone_page, browser_page, live_server, squads):
    result = published(squads)
    page = phone_page
    squads.sign_in(page, squads.leader)
    page.goto(f"{live_server.url}/my-scores/")
    card = page.locator("[data-kind=result]")
    said = card.inner_text()
    assert "早班列队三人未戴帽" in said and "-6" in said and "94" in said
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    card.locator(".scored-appeal summary").click()
    card.locator("[name=grounds]").fill("当日公司统一换装，帽子尚未到货")
    card.get_by_role("button", name="提交申诉").click()
    page.wait_for_selector(".done-note")
    appeal = Appeal.everywhere.get()
    assert (appeal.state, appeal.filed_by_id, appeal.result_id) == ("filed", squads.leader.person_id, result.pk)
    squads.sign_in(browser_page, squads.estate.manager)
    browser_page.goto(f"{live_server.url}/appeals/?state=filed")
    browser_page.locator(f"a[href='/appeals/{appeal.pk}/']").first.click()
    browser_page.locator(f"a[href*='/appeals/{appeal.pk}/uphold_appeal/']").first.click()
    browser_page.locator("[name=answer]").fill("核实属实，退还扣分")
    browser_page.locator("[name=restored]").fill("6")
    browser_page.get_by_role("button", name="认定成立").click()
    browser_page.wait_for_selector(".done-note")
    result.refresh_from_db()
    assert (Appeal.everywhere.get().state, result.points, result.restored_points, result.rank) == ("upheld", 100, 6, 1)
    page.goto(f"{live_server.url}/my-scores/")
    assert "核实属实，退还扣分" in page.locator("[data-kind=result]").inner_text()


def test_who_scored_does_not_hear_the_appeal_and_a_guard_sees_nobody_elses(browser_page, live_server, squads):
    scorer = squads.estate.account("anquan", "security_manager")
    result = published(squads, scorer)
    with view.entered(squads.estate.here):
        appeal = actions.file_appeal(result.subject, grounds="请复核", result=result, by=Actor.of(squads.leader))
    squads.sign_in(browser_page, scorer)
    browser_page.goto(f"{live_server.url}/appeals/{appeal.pk}/uphold_appeal/")
    browser_page.locator("[name=answer]").fill("好")
    browser_page.locator("[name=restored]").fill("6")
    browser_page.get_by_role("button", name="认定成立").click()
    browser_page.wait_for_selector(".refusal >> text=scores.party_to_it")
    squads.sign_in(browser_page, squads.guard)
    browser_page.goto(f"{live_server.url}/my-scores/")
    assert browser_page.locator("[data-kind]").count() == 0
    assert browser_page.goto(f"{live_server.url}/appeals/").status == 403
    assert browser_page.goto(f"{live_server.url}/scoring/").status == 403
    result.refresh_from_db()
    assert (Appeal.everywhere.get().state, result.points) == ("filed", 94)


def test_the_manager_closes_the_month_and_the_rank_list_stands(browser_page, live_server, squads):
    here, captain = squads.estate.here, Actor.of(squads.captain)
    last = clock.today(here).replace(day=1) - timedelta(days=1)
    with view.entered(here):
        round_ = actions.open_round(squads.scheme, on=last, by=captain)
        for code, findings in (("BAN-1", 1), ("BAN-2", 4)):
            sheet = actions.open_sheet(round_, scored=Subject.objects.get(code=code), on=last, by=captain)
            actions.score_item(sheet, item=Item.objects.get(code="dress"), quantity=findings, reason="未戴帽", by=captain)
            actions.submit_sheet(sheet, by=captain)
    squads.sign_in(browser_page, squads.estate.manager)
    for verb in ("freeze_round", "publish_round"):
        browser_page.goto(f"{live_server.url}/score_rounds/{round_.pk}/{verb}/")
        browser_page.locator("form button.btn-primary, .main-verb button").last.click()
        browser_page.wait_for_selector(".done-note")
    browser_page.goto(f"{live_server.url}/score_rounds/{round_.pk}/tab/ranking/")
    rows = browser_page.locator("table.table tbody tr")
    assert [row.inner_text().split()[:3] for row in rows.all()] == [["1", "保安一班", "98/100"], ["2", "保安二班", "92/100"]]
    assert Round.everywhere.get(pk=round_.pk).state == "published"
    assert Scheme.everywhere.get().state == "active"
