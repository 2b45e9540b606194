"""A notice in a browser: written from a text with its count, answered on a phone, its receipt seen to come in."""

from __future__ import annotations

import pytest

from anju.domains.notices.models import Notice, Recipient
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def estate(client, transactional_db) -> Estate:
    return Estate(client)


def test_a_notice_is_counted_sent_answered_and_receipted(browser_page, phone_page, live_server, estate, client):
    guard = estate.account("chen", "guard")
    sign_in(browser_page, live_server.url, estate.manager)
    browser_page.goto(f"{live_server.url}/write-notice/")
    browser_page.locator("#template").select_option("fire_detector")
    browser_page.get_by_role("button", name="套用模板").click()
    browser_page.locator("#title").fill("2栋12层 烟感报警")
    browser_page.locator("[name=groups][value=on_duty]").uncheck()
    browser_page.locator("summary", has_text="按岗位").click()
    browser_page.locator("[name=roles][value=guard]").check()
    browser_page.wait_for_selector("#preview >> text=1 人")
    assert "对讲喊话：“各岗注意，2栋12层 烟感报警。”" in browser_page.locator("#preview").inner_text()
    browser_page.get_by_role("button", name="发送通知").click()
    browser_page.wait_for_selector("#receipts >> text=chen某")
    notice = Notice.everywhere.get()
    assert (notice.level, notice.counted, notice.answers) == (1, 1, ["going", "cannot"])
    sign_in(phone_page, live_server.url, guard)
    phone_page.goto(f"{live_server.url}/my-notices/")
    assert phone_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone_page.get_by_role("button", name="我去").click()
    phone_page.wait_for_selector("text=已读")
    assert Recipient.everywhere.get().answer == "going"
    browser_page.reload()
    browser_page.wait_for_selector("#receipts >> text=所有人都已读")
    assert "1/1" in browser_page.locator("#receipts").inner_text()
