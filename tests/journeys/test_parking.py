"""A resident notes her bay, pays before she drives and leaves; the office sees the bay taken and free again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.charges.models import Charge
from anju.domains.parking.models import Stay
from anju.kernel import clock
from anju.kernel import scope as view
from anju.surfaces.office.parking.tests.test_parking_pages import OWN, parked, went
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def estate(client, transactional_db) -> Estate:
    return parked(Estate(client), clock.now() - timedelta(hours=2))


def test_find_the_car_pay_ahead_and_leave_without_stopping(browser_page, phone_page, live_server, estate):
    phone, office = sign_in(phone_page, live_server.url, estate.phone), sign_in(browser_page, live_server.url, estate.manager)
    phone.goto(f"{live_server.url}/resident/cars/")
    phone.locator("summary", has_text="登记我的车").click()
    phone.locator("summary", has_text="给访客停车券").click()
    lefts = phone.locator("form.form-stack input:visible").evaluate_all("all => all.map(one => one.getBoundingClientRect().left)")
    assert len(lefts) >= 5 and min(lefts) >= 0, "the forms open below their buttons, on the screen"
    phone.locator("a.card", has_text="京A·12345").click()
    phone.locator("[name=bay]").fill("b1-027")
    phone.get_by_role("button", name="记住车位").click()
    phone.wait_for_selector(".figure-value >> text=B1-027")
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    office.goto(f"{live_server.url}/parking/")
    office.locator("[name=plate]").fill("2345")
    office.keyboard.press("Enter")
    office.wait_for_selector("text=B1-027")
    phone.get_by_role("button", name="现在缴费，出场不停车").click()
    phone.wait_for_selector("text=怎么算的")
    phone.locator("form[action*='/bills/pay/'] button").first.click()
    phone.locator("form[action*='/test/'] button").first.click()
    until(phone, lambda: Charge.everywhere.get().state == "paid")
    with view.entered(estate.here):
        went(estate, OWN, "out", clock.now())
    stay = Stay.everywhere.get(plate=OWN)
    assert (stay.state, stay.charge, Charge.everywhere.get().amount_fen) == ("left", None, 1500)
    office.goto(f"{live_server.url}/parking/board/")
    office.wait_for_selector(".figure-value >> text=3")
