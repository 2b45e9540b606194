"""The permission matrix and the tour in a browser: by keyboard, on the desk and on a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from anju.kernel import permissions
from anju.surfaces.office.health import page as health_page
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def estate(client, transactional_db, settings, tmp_path) -> Estate:
    settings.ANJU_DATA_DIR = tmp_path
    health_page._machine.clear()
    return Estate(client)


@pytest.fixture
def office(browser_page, live_server, estate):
    return sign_in(browser_page, live_server.url, estate.manager)


def test_a_right_is_found_given_and_shown_by_keyboard(office, live_server, estate):
    office.goto(f"{live_server.url}{reverse('rights')}")
    office.locator("table[data-grid] td").first.focus()
    office.keyboard.press("ArrowRight")
    office.keyboard.press("ArrowDown")
    role = office.evaluate("document.activeElement.dataset.gridLink")
    assert role.startswith("/rights/squad_leader/#")
    office.keyboard.press("Enter")
    office.wait_for_url("**/rights/squad_leader/**")
    office.goto(f"{live_server.url}{reverse('role_rights', args=['cleaner'])}")
    office.evaluate("document.querySelectorAll('form details').forEach((folded) => { folded.open = true })")
    office.locator("input[value='places.add_place']").check()
    office.locator("#reason").fill("协助登记楼栋")
    office.locator(".main-verb button").click()
    office.wait_for_url("**/rights/")
    assert "立即生效" in office.locator(".done-note").inner_text()
    assert "cleaner" in permissions.holders("places.add_place", estate.here)
    assert "cleaner" not in permissions.holders("places.add_place", estate.elsewhere)
    office.set_viewport_size({"width": 390, "height": 844})
    assert office.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_post_is_tried_and_left_again(office, live_server, estate):
    """Its menu alone, a band on each page, a hand-made POST refused, and one click back; on the desk and on a phone."""
    office.goto(f"{live_server.url}{reverse('role_rights', args=['cleaner'])}")
    office.get_by_role("button", name="以此岗位试看").click()
    office.wait_for_selector(".trying-band")
    assert office.locator(f".shell-menu a[href='{reverse('rights')}']").count() == 0
    status = office.evaluate("fetch('/places/new/', {method: 'POST', headers: {'X-CSRFToken': document.querySelector('[name=csrfmiddlewaretoken]').value}}).then((answer) => answer.status)")
    assert status == 403
    office.set_viewport_size({"width": 390, "height": 844})
    office.goto(f"{live_server.url}/slots/")
    assert "保洁" in office.locator(".trying-band").inner_text()
    assert office.evaluate("document.documentElement.scrollWidth") <= 390
    office.locator("[data-end-trial]").click()
    office.wait_for_url("**/rights/cleaner/")
    assert office.locator(".trying-band").count() == 0


def test_the_tour_is_walked_left_and_taken_up_again(office, live_server):
    office.goto(f"{live_server.url}{reverse('tour')}")
    office.locator("[data-tour-start]").click()
    office.wait_for_selector("section.tour[data-tour-number='1']")
    assert office.locator(".tour-target").count() == 1
    office.keyboard.press("ArrowRight")
    office.wait_for_selector("section.tour[data-tour-number='2']")
    office.keyboard.press("ArrowRight")
    office.wait_for_selector("section.tour[data-tour-number='3']")
    assert office.url.endswith(reverse("ledger"))
    assert office.locator(".page-head form.tour-target").count() == 1
    office.keyboard.press("Escape")
    office.wait_for_selector("section.tour", state="detached")
    office.reload()
    office.wait_for_load_state("networkidle")
    assert office.locator("section.tour").count() == 0
    office.goto(f"{live_server.url}{reverse('tour')}")
    office.locator("[data-tour-resume]").click()
    office.wait_for_selector("section.tour[data-tour-number='3']")
    office.goto(f"{live_server.url}{reverse('rights')}")
    office.wait_for_selector("[data-tour-elsewhere]")
    office.keyboard.press("ArrowRight")
    office.wait_for_selector("section.tour[data-tour-number='4']")
    office.locator("[data-tour-go='0']").click()
    office.wait_for_url(f"**{reverse('tour')}")
    assert office.locator("section.tour").count() == 0
