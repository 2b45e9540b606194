"""A car lane in a browser: a known car passes without a touch, an unknown one waits until the guard types its plate; the page follows by itself."""

from __future__ import annotations

import pytest

from anju.domains.access import actions
from anju.domains.access.models import Sighting
from anju.kernel import scope as view
from anju.surfaces.office.access.tests.test_lane_monitor import SYSTEM, see, with_camera
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_known_car_passes_and_an_unknown_one_is_helped(browser_page, live_server, client, transactional_db):
    estate = with_camera(Estate(client))
    guard = estate.account("chen", "guard")
    page = sign_in(browser_page, live_server.url, guard)
    page.goto(f"{live_server.url}/gate/lanes/")
    page.wait_for_selector("text=车道空闲，还没有过车。")
    see(estate, "京A12B45")
    page.reload()
    page.wait_for_selector("#lane-now >> text=可以通行。")
    with view.entered(estate.here):
        actions.record_opening(estate.lane, by=SYSTEM)
        actions.record_going(estate.lane, by=SYSTEM)
    see(estate, "沪C7", 0.2)
    page.reload()
    page.wait_for_selector("#lane-queue >> text=等候核验的车辆 1")
    page.locator("#lane-queue [name=plate]").last.fill("沪C77777")
    page.locator("#lane-queue").get_by_role("button", name="放车进入", exact=True).click()
    page.wait_for_selector("text=还没有放行")
    page.locator("#lane-queue [name=said_for]").fill("3栋1502 林先生来电同意")
    page.locator("#lane-queue").get_by_role("button", name="放车进入", exact=True).click()
    page.wait_for_selector("text=没有等候的车辆。")
    until(page, lambda: Sighting.everywhere.filter(state="helped").exists())
    helped = Sighting.everywhere.get(state="helped")
    assert (helped.plate, helped.note, helped.passage.is_released, helped.command.state) == ("沪C77777", "3栋1502 林先生来电同意", True, "waiting")


def test_each_waiting_car_has_its_own_button_on_the_phone(phone_page, live_server, client, transactional_db):
    """A bar at the foot of the screen would say neither which car it lets in nor at which lane."""
    estate = with_camera(Estate(client))
    page = sign_in(phone_page, live_server.url, estate.account("chen", "guard"))
    see(estate, "沪C7", 0.2)
    page.goto(f"{live_server.url}/gate/lanes/")
    button = page.locator("#lane-queue").get_by_role("button", name="放车进入", exact=True)
    assert button.evaluate("one => getComputedStyle(one.parentElement).position") == "static"
