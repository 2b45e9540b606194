"""One phone at a gate, two guards: the first enters something without a network, the second signs in and finds nothing of it."""

from __future__ import annotations

import json

import pytest

from anju.domains.cases.models import Case
from anju.domains.people import actions as people
from anju.domains.people.models import Person
from anju.domains.workforce import actions as workforce
from anju.domains.workforce.models import PostPhone
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.phone.tests.conftest import SYSTEM, account_in, company, garden  # noqa: F401
from tests.pages import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PINS = {"BA001": "271934", "BA002": "806152"}
STORED = """async () => {
  const base = await new Promise((done) => { const asked = indexedDB.open("anju-phone"); asked.onsuccess = () => done(asked.result); });
  const all = (name) => new Promise((done) => { const asked = base.transaction(name).objectStore(name).getAll(); asked.onsuccess = () => done(asked.result); });
  return { states: (await all("items")).map((row) => row.state), keys: (await all("keys")).length, kept: (await all("kept")).length, page: document.body.textContent };
}"""


@pytest.fixture
def phone(phone_page, live_server, garden, account_in):  # noqa: F811
    """The phone of the south gate, enrolled by a code made in the office, and two guards with badge and PIN."""
    for number, (badge, pin) in enumerate(PINS.items(), 1):
        account = account_in(garden, f"guard{number}", "guard")
        Person.everywhere.filter(pk=account.person_id).update(employee_number=badge)
        with view.entered(garden):
            assert workforce.set_pin(garden, pin=pin, again=pin, by=Actor.of(account))
    with view.entered(garden):
        post = people.define_post(garden, name="南门岗", role="guard", by=SYSTEM)
        code = workforce.prepare_post_phone(garden, name="南门一号", post=post, by=SYSTEM).shown_once
    phone_page.goto(f"{live_server.url}/guard/")
    phone_page.locator("summary", has_text="本机是岗位机").click()
    phone_page.locator("[data-post-code]").fill(code)
    phone_page.get_by_role("button", name="登记本机").click()
    phone_page.wait_for_selector("[data-post-sign-in]:not([hidden])")
    assert phone_page.locator("[data-post-name]").inner_text() == "锦绣花园 · 南门岗 · 南门一号"
    return phone_page


def enter(page, badge: str, pin: str = "") -> None:
    page.locator("[data-badge]").fill(badge)
    page.locator("[data-pin]").fill(pin or PINS[badge])
    page.get_by_role("button", name="用本机上岗").click()


def test_two_guards_on_one_phone_see_nothing_of_each_other(phone, live_server):
    enter(phone, "BA001", "999111")
    phone.wait_for_selector("[data-post-why]:has-text('工牌号与口令不符')")
    enter(phone, "BA001")
    phone.wait_for_selector("[data-page=day]:not([hidden])")
    until(phone, lambda: phone.evaluate("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"))
    phone.goto(f"{live_server.url}/guard/#report")
    phone.get_by_role("button", name="灯坏").click()
    until(phone, lambda: Case.everywhere.count() == 1)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="漏水").click()
    phone.wait_for_selector("[data-outbox-count]:has-text('1')")
    phone.context.set_offline(False)
    phone.route("**/phone/items", lambda route: route.abort())

    asked = []
    phone.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    phone.goto(f"{live_server.url}/guard/#me")
    phone.wait_for_selector("[data-post-phone]:has-text('南门一号')")
    phone.locator("[data-sign-out]").click()
    phone.wait_for_selector("[data-post-sign-in]:not([hidden])")
    assert (len(asked), PostPhone.everywhere.get().holder_id) == (1, None)
    left = phone.evaluate(STORED)
    assert (len(left["states"]), "done" in left["states"], left["keys"], left["kept"], "某guard1" in left["page"]) == (1, False, 0, 0, False)

    phone.unroute("**/phone/items")
    enter(phone, "BA002")
    phone.wait_for_selector("[data-page=day]:not([hidden])")
    phone.goto(f"{live_server.url}/guard/#queue")
    phone.wait_for_selector("[data-foreign]:not([hidden])")
    seen = phone.evaluate(STORED)
    assert ("某guard1" in seen["page"], "漏水" in phone.locator("[data-queue]").inner_text(), Case.everywhere.count()) == (False, False, 1)

    phone.goto(f"{live_server.url}/guard/#me")
    phone.locator("[data-sign-out]").click()
    phone.wait_for_selector("[data-post-sign-in]:not([hidden])")
    enter(phone, "BA001")
    until(phone, lambda: Case.everywhere.count() == 2)
    assert {case.reporter.name for case in Case.everywhere.select_related("reporter")} == {"某guard1"}


def test_without_a_network_the_phone_forgets_its_guard_when_his_time_is_over(phone, live_server):
    enter(phone, "BA001")
    phone.wait_for_selector("[data-page=day]:not([hidden])")
    until(phone, lambda: phone.evaluate("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"))
    over = phone.evaluate("fetch('/phone/day?phone=' + crypto.randomUUID()).then((answer) => answer.json())")
    over["post_phone"]["until_ms"] = over["server_ms"] + 3_000
    phone.route("**/phone/day*", lambda route: route.fulfill(status=200, content_type="application/json", body=json.dumps(over)))
    phone.reload()
    phone.wait_for_selector("[data-page=day]:not([hidden])")
    phone.unroute("**/phone/day*")
    phone.context.set_offline(True)
    phone.wait_for_selector("[data-page=signin]:not([hidden])")
    phone.wait_for_selector("[data-post-sign-in]:not([hidden])")
    left = phone.evaluate(STORED)
    assert (left["keys"], left["kept"], "某guard1" in left["page"]) == (0, 0, False)
