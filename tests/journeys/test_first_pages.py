"""What everybody meets first: the sign-in with its second step, light and dark, and a first page without an error in the browser's console."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

from anju.domains.people.queries import ROLE_CHOICES
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD, SECRET = "long-enough-2026", "JBSWY3DPEHPK3PXP"


@pytest.fixture
def estate(client, transactional_db, settings, tmp_path) -> Estate:
    settings.ANJU_DATA_DIR = tmp_path
    return Estate(client)


def test_the_second_step_stands_between_the_password_and_the_first_page(browser_page, live_server, estate):
    estate.manager.set_password(PASSWORD)
    estate.manager.save()
    TOTP.activate(estate.manager, SECRET)
    browser_page.goto(live_server.url)
    browser_page.locator("input[name=login]").fill(estate.manager.username)
    browser_page.locator("input[name=password]").fill(PASSWORD)
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url("**/accounts/2fa/authenticate/**")
    for beside in (1, 0):
        assert browser_page.locator(".shell-menu").count() == 0
        now = int(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))
        browser_page.locator("input[name=code]").fill(format_hotp_value((now + beside) % 10**6))
        with browser_page.expect_navigation():
            browser_page.keyboard.press("Enter")
    browser_page.locator(".shell-menu").wait_for()


def test_no_first_page_of_any_role_has_an_error_in_the_console(browser_page, live_server, estate):
    said: list[tuple[str, str]] = []  # the stream of live pages is not served here
    browser_page.on("console", lambda message: said.append((message.location["url"], message.text)) if message.type == "error" else None)
    for code, _label in ROLE_CHOICES:
        sign_in(browser_page, live_server.url, estate.account(code, code))
        answer = browser_page.goto(live_server.url)
        browser_page.wait_for_load_state("load")
        policy = answer.header_value("content-security-policy")
        assert answer.ok and {"default-src 'none'", "script-src 'self'", "style-src 'self'"} <= {part.strip() for part in policy.split(";")}, code
        browser_page.locator("h1:visible").first.wait_for()
    assert [(where, what) for where, what in said if "/live" not in where] == []


def test_dark_is_chosen_once_and_kept(browser_page, live_server, estate):
    page = sign_in(browser_page, live_server.url, estate.manager)
    page.emulate_media(color_scheme="light")
    page.goto(live_server.url)
    ground = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0)"
    assert page.evaluate(ground) > 600
    page.locator("[data-theme-toggle]").first.click()
    assert page.evaluate(ground) < 200
    page.goto(f"{live_server.url}/places/")
    assert (page.evaluate("document.documentElement.dataset.bsTheme"), page.evaluate(ground) < 200) == ("dark", True)
