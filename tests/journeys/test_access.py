"""The gate in a browser: a guest by a moving code, a walk-in with the host's word from his phone, a salesman asked to leave."""

from __future__ import annotations

from datetime import date

import pytest

from anju.domains.access import actions
from anju.domains.access.models import Inquiry, Passage, Visit
from anju.domains.people.models import Account, Membership, Residency
from anju.domains.places import actions as places
from anju.domains.places.models import Place
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SYSTEM = Actor.system("test")


@pytest.fixture
def estate(client, transactional_db) -> Estate:
    """A gate, a home with its host, and rules that are the same by day and by night."""
    estate = Estate(client)
    estate.dwellings(1)
    with view.entered(estate.here):
        gate = places.add_place(estate.here, kind="gate", code="S", name="南门", by=SYSTEM)
        estate.lane = actions.add_lane(estate.here, name="南门人行", place=gate, by=SYSTEM)
        home = Place.objects.filter(kind="dwelling").order_by("ordering").first()
        draft = actions.draft_rules(estate.here, category="visitor", basis="host", off_hours="free", stay_minutes=600, reason="昼夜相同", by=Actor.of(estate.manager))
        actions.put_rules_in_force(draft, by=Actor.of(estate.account("second", "security_manager")))
    host = estate.person("林先生", phone="13900001111")
    Residency.everywhere.create(scope=estate.here, dwelling=home, person=host, relation="tenant", since_on=date(2020, 1, 1))
    Membership.everywhere.create(scope=estate.here, person=host, role="resident", since_on=date(2020, 1, 1))
    estate.phone = Account.everywhere.create(username="lin", person=host)
    estate.guard = estate.account("chen", "guard")
    return estate


@pytest.mark.clause("003-002", "003-008")
def test_a_guest_a_walk_in_and_a_salesman(browser_page, phone_page, live_server, estate):
    phone, desk = sign_in(phone_page, live_server.url, estate.phone), sign_in(browser_page, live_server.url, estate.guard)
    phone.goto(f"{live_server.url}/resident/visitors/")
    phone.locator("[name=name]").fill("陈先生")
    phone.get_by_role("button", name="生成通行码并分享").click()
    phone.locator("a.guest-link").click()
    code = phone.locator(".guest-code").get_attribute("data-code")
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    desk.goto(f"{live_server.url}/gate/")
    desk.wait_for_selector("text=陈*生 → 1栋1单元101")
    desk.keyboard.type(code)
    desk.get_by_role("button", name="进", exact=True).click()
    desk.wait_for_selector(".verdict-green >> text=可以通行。")
    assert Visit.everywhere.get().state == "inside"

    desk.locator("h1").click()
    desk.get_by_role("link", name="登记来访").click()
    desk.locator("[name=name]").fill("王女士")
    desk.locator("[name=dwelling]").fill("1-1-101")
    desk.get_by_label("不出示证件，由被访人到门口接").check()
    desk.get_by_role("button", name="登记并请业主确认").click()
    desk.wait_for_selector("text=待业主确认")
    phone.goto(f"{live_server.url}/resident/visitors/")
    phone.get_by_role("button", name="请进来").click()
    phone.wait_for_selector("text=已同意")
    desk.reload()
    desk.locator(".gate-visit").get_by_role("button", name="放行进入").click()
    desk.wait_for_selector("text=已完成：放行进入。")
    kept = Visit.everywhere.get(category="visitor", identity_check="fetched")
    assert (kept.state, kept.answered_way, Passage.everywhere.filter(outcome="allowed").count()) == ("inside", "app", 2)

    desk.get_by_role("link", name="询问、劝离").click()
    desk.get_by_label("推销人员").check()
    desk.get_by_label("已劝离").check()
    desk.locator("[name=words]").fill("推销净水器，劝离")
    desk.get_by_role("button", name="记录询问").click()
    desk.wait_for_selector(".done-note")
    asked = Inquiry.everywhere.get()
    assert (asked.kind, asked.outcome, asked.guard) == ("salesperson", "left", estate.guard.person)
