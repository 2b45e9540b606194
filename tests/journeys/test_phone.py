"""A guard's phone at 390 px: installed, cut off, two taps and a photo, back again, and the case is there once."""

from __future__ import annotations

import base64

import pytest

from anju.domains.cases.models import Case, Evidence
from anju.kernel.models import Entry
from anju.surfaces.phone.tests.conftest import Phone, account_in, company, garden, guard, picture  # noqa: F401
from tests.pages import sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(phone_page, live_server, guard):  # noqa: F811
    """The guard's page, signed in, with its service worker in charge."""
    faults: list[str] = []
    phone_page.on("pageerror", lambda error: faults.append(str(error)))
    phone_page.on("console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None)
    sign_in(phone_page, live_server.url, guard.account)
    phone_page.goto(f"{live_server.url}/guard/")
    phone_page.wait_for_selector("[data-page=day]:not([hidden])")
    until(phone_page, lambda: phone_page.evaluate("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"))
    yield phone_page
    assert not faults, faults


def shoot(page, shade: int = 1) -> None:
    page.locator("[data-shutter]").set_input_files({"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": picture(shade, 900)})


def test_offline_a_lamp_is_reported_in_two_taps_and_becomes_one_case(phone, live_server):
    phone.context.set_offline(True)
    phone.goto(f"{live_server.url}/guard/#report")
    phone.wait_for_selector("[data-page=report]:not([hidden])")
    shoot(phone)
    phone.wait_for_selector("[data-report-told]:has-text('已存本机')")
    phone.wait_for_selector("[data-status]:has-text('离线中')")
    tabs = phone.locator(".hand-tabs").bounding_box()
    assert (round(tabs["y"] + tabs["height"]), tabs["height"] < 90) == (844, True)
    phone.get_by_role("button", name="灯坏").click()
    phone.wait_for_selector("[data-shots]:empty", state="attached")  # the word is on the phone
    phone.reload()
    phone.wait_for_selector("[data-status]:has-text('离线中，可继续上报、登记。已存 1 条')")
    assert Case.everywhere.count() == 0
    phone.context.set_offline(False)
    until(phone, lambda: Case.everywhere.count() == 1)
    case = Case.everywhere.get()
    assert (case.title, case.kind, case.category) == ("灯坏", "repair", "power")
    assert Evidence.everywhere.get(case=case).file.size > 10_000
    phone.goto(f"{live_server.url}/guard/#queue")
    phone.wait_for_selector(f"[data-queue] [data-state=done]:has-text('{case.number}')")
    phone.reload()
    phone.wait_for_timeout(1000)
    assert Entry.objects.filter(name="cases.case_opened").count() == 1


def test_a_word_tapped_while_the_photo_is_still_being_kept_belongs_to_it(phone, live_server):
    phone.context.set_offline(True)
    phone.goto(f"{live_server.url}/guard/#report")
    phone.wait_for_selector("[data-page=report]:not([hidden])")
    photo = base64.b64encode(picture(3, 900)).decode()
    both_at_once = """(photo) => {
      const taken = new DataTransfer();
      taken.items.add(new File([Uint8Array.from(atob(photo), (sign) => sign.charCodeAt(0))], "lamp.jpg", { type: "image/jpeg" }));
      const shutter = document.querySelector("[data-shutter]");
      shutter.files = taken.files;
      shutter.dispatchEvent(new Event("change", { bubbles: true }));
      [...document.querySelectorAll("[data-chips] button")].find((one) => one.innerText === "灯坏").click();
    }"""
    phone.evaluate(both_at_once, photo)
    phone.wait_for_selector("[data-outbox-count]:has-text('1')")
    phone.wait_for_selector("[data-shots]:empty", state="attached")
    phone.context.set_offline(False)
    until(phone, lambda: Case.everywhere.count() == 1)
    assert Case.everywhere.get().title == "灯坏"
    assert Evidence.everywhere.get().file.size > 10_000


def test_without_a_word_the_photo_leaves_by_itself(phone, live_server):
    phone.goto(f"{live_server.url}/guard/#report")
    shoot(phone)
    until(phone, lambda: Case.everywhere.count() == 1)
    assert Case.everywhere.get().category == "other"


def test_what_lies_on_the_phone_cannot_be_read_and_its_key_goes_at_sign_out(phone, live_server):
    phone.context.set_offline(True)
    phone.goto(f"{live_server.url}/guard/#report")
    phone.get_by_role("button", name="灯坏").click()
    dump = """async () => {
      const base = await new Promise((done) => { const asked = indexedDB.open("anju-phone"); asked.onsuccess = () => done(asked.result); });
      const all = (name) => new Promise((done) => { const asked = base.transaction(name).objectStore(name).getAll(); asked.onsuccess = () => done(asked.result); });
      const text = (box) => btoa(String.fromCharCode(...new Uint8Array(box)));
      return { boxes: (await all("items")).map((row) => text(row.box)), keys: (await all("keys")).map((key) => key.extractable) };
    }"""
    phone.wait_for_selector("[data-outbox-count]:has-text('1')")
    found = phone.evaluate(dump)
    assert found["keys"] == [False]
    assert "灯坏".encode() not in base64.b64decode(found["boxes"][0])
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.goto(f"{live_server.url}/guard/#me")
    phone.locator("[data-sign-out]").click()
    phone.wait_for_selector("[data-page=signin]:not([hidden])")
    after = phone.evaluate(dump)
    assert (after["keys"], len(after["boxes"])) == ([], 1)


def test_a_call_for_help_takes_a_long_press_and_says_whether_it_arrived(phone, live_server):
    button = phone.locator("[data-sos]")
    button.dispatch_event("pointerdown")
    phone.wait_for_timeout(500)
    button.dispatch_event("pointerup")
    phone.wait_for_timeout(2000)
    assert Case.everywhere.count() == 0
    button.dispatch_event("pointerdown")
    phone.wait_for_selector("[data-sos-state][data-arrived=true]:has-text('已送达')")
    case = Case.everywhere.get()
    assert (case.kind, case.severity, case.title) == ("incident", 1, "SOS 求助")
    assert "需要帮助" in phone.locator("[data-sos-say]").inner_text()
    phone.context.set_offline(True)
    phone.locator("[data-silent]").click()
    assert phone.locator("[data-blackout]").is_visible()


def test_the_page_says_what_this_browser_cannot_do(phone, live_server):
    phone.goto(f"{live_server.url}/guard/#me")
    told = phone.locator("[data-browser]").inner_text()
    assert "熄屏时定位" in told and "任何浏览器都做不到" in told


def test_it_can_be_installed(phone, live_server):
    manifest = phone.evaluate("fetch('/guard/manifest.webmanifest').then((answer) => answer.json())")
    assert (manifest["display"], manifest["start_url"], [icon["sizes"] for icon in manifest["icons"]]) == ("standalone", "/guard/", ["180x180", "192x192", "512x512"])
    sizes = phone.evaluate("Promise.all([192, 512].map(async (size) => (await createImageBitmap(await (await fetch(`/guard/icon-${size}.png`)).blob())).width))")
    assert sizes == [192, 512]


@pytest.fixture
def home(phone_page, live_server, garden, account_in):  # noqa: F811
    """An owner's page; he owns 1栋101."""
    from anju.domains.people import actions as people
    from anju.domains.places import actions as places
    from anju.domains.places.queries import community_of
    from anju.kernel import scope as view
    from anju.surfaces.phone.tests.conftest import SYSTEM

    account = account_in(garden, "owner")
    with view.entered(garden):
        building = places.add_place(garden, kind="building", code="1", parent=community_of(garden), by=SYSTEM)
        dwelling = places.add_place(garden, kind="dwelling", code="101", parent=building, by=SYSTEM)
        assert people.add_ownership(garden, dwelling=dwelling, person=account.person, by=SYSTEM)
    sign_in(phone_page, live_server.url, account)
    phone_page.goto(f"{live_server.url}/resident/")
    phone_page.wait_for_selector("[data-page=day]:not([hidden])")
    return phone_page


def test_an_owner_reports_from_the_large_type_page_and_sees_it(home, live_server):
    home.locator("[data-elder]").first.click()
    tile = home.locator(".tiles > .btn").first
    assert float(home.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) >= 24
    assert tile.bounding_box()["height"] >= 60
    tile.click()
    assert home.locator("[data-place] option:checked").inner_text() == "1栋101"
    home.locator("[data-note]").fill("厨房漏水")
    home.get_by_role("button", name="漏水").click()
    until(home, lambda: Case.everywhere.count() == 1)
    case = Case.everywhere.get()
    assert (case.title, case.category, str(case.place)) == ("厨房漏水", "water", "1栋101")
    home.goto(f"{live_server.url}/resident/#reports")
    home.wait_for_selector(f"[data-reports] .hand-row:has-text('{case.number}')")


def test_the_duty_of_the_day_is_done_offline_with_its_checklist_and_photo(phone, live_server, garden):  # noqa: F811
    from datetime import timedelta

    from anju.domains.duties import actions as duties
    from anju.domains.duties.models import Occurrence, Performance
    from anju.kernel import clock
    from anju.kernel import scope as view
    from anju.surfaces.phone.tests.conftest import SYSTEM

    asked = [{"key": "lamp", "wording": "灯具", "kind": "ok_fault"}]
    with view.entered(garden):
        duty = duties.create_duty(garden, title="车库检查", role="guard", schedule={"period": "P1D"}, checklist=asked, evidence=["photo"], by=SYSTEM)
        duties.plan_occurrences(duty, until_on=clock.today(garden) + timedelta(days=1), by=SYSTEM)
    phone.reload()
    phone.wait_for_selector("[data-duties] .hand-row:has-text('车库检查')")
    phone.context.set_offline(True)
    phone.reload()
    due = clock.local(garden, Occurrence.everywhere.earliest("due_at").due_at)
    row = phone.locator("[data-duties] .hand-row").first
    assert f"{due:%H:%M} 前" in row.inner_text(), "by the clock of the community, though this phone is set to another zone"
    row.click()
    phone.get_by_role("button", name="登记完成").click()
    phone.wait_for_selector(".refusal:has-text('还差 1 项')")
    phone.locator("label.choice", has_text="正常").click()
    phone.get_by_role("button", name="登记完成").click()
    phone.wait_for_selector(".refusal:has-text('还差一张照片')")
    phone.locator("[data-duty] input[type=file]").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture(9)})
    phone.get_by_role("button", name="登记完成").click()
    phone.wait_for_selector("[data-duties] .hand-row:has-text('已存本机')")
    assert Performance.everywhere.count() == 0
    phone.context.set_offline(False)
    until(phone, lambda: Performance.everywhere.count() == 1)
    done = Performance.everywhere.get()
    assert (done.occurrence.duty_id, done.answers[0]["value"], len(done.photos)) == (duty.id, "ok", 1)
    assert Occurrence.everywhere.get(pk=done.occurrence_id).done_count == 1
