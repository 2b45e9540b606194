"""How a phone proves a visit: a tag held to it, a code in a photo, a number typed; what was said to somebody; and where it was on shift.

NFC and the reader of codes are put into the page before it loads, as the browsers that have them offer them: the machine that tests has neither.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.patrol import actions
from anju.domains.patrol.models import Finding, RoundPoint, Scan, Tag, Track
from anju.domains.people import actions as people
from anju.domains.people.models import Presence
from anju.domains.places import actions as places
from anju.kernel import clock
from anju.kernel import scope as view
from anju.surfaces.phone.tests.conftest import SYSTEM, account_in, company, garden, guard, picture  # noqa: F401
from tests.pages import sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LATITUDE, LONGITUDE = 31.2304, 121.4737
NFC = """
window.NDEFReader = class extends EventTarget {
  async scan({ signal }) {
    window.heldTo = (serial, text) => {
      const records = text ? [{ recordType: "text", encoding: "utf-8", data: new DataView(new TextEncoder().encode(text).buffer) }] : [];
      if (!signal.aborted) this.dispatchEvent(Object.assign(new Event("reading"), { serialNumber: serial, message: { records } }));
    };
  }
};
"""
CODES = "window.BarcodeDetector = class { async detect() { return window.codes.splice(0, 1).map((rawValue) => ({ rawValue })); } }; window.codes = [];"
VOICE = """
if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => ({ getTracks: () => [{ stop() {} }] });
window.MediaRecorder = class extends EventTarget {
  start() {}
  stop() {
    const data = new Blob([new Uint8Array([0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3, 4])]);
    this.dispatchEvent(Object.assign(new Event("dataavailable"), { data }));
    this.dispatchEvent(new Event("stop"));
  }
};
"""


@pytest.fixture
def round_now(garden, guard):  # noqa: F811
    """A round of three points from now on: one with a tag, one with a printed code, one with a tag that holds a text."""
    with view.entered(garden):
        lobby = places.add_place(garden, kind="building", code="1", name="1栋", by=SYSTEM)
        post = people.define_post(garden, name="巡逻一岗", role="guard", by=SYSTEM)
        now = clock.now()
        people.assign_post(post, person=guard.account.person, start_at=now - timedelta(hours=1), end_at=now + timedelta(hours=6), by=SYSTEM)
        assert isinstance(people.take_post(post, person=guard.account.person, by=SYSTEM), Presence)
        for code, tag in (("C-01", {"way": "nfc", "tag_id": "04a1b2c3"}), ("C-02", {"way": "qr", "tag_id": "ANJU:C-02:5f3a"}), ("C-03", {"way": "nfc", "tag_id": "ANJU:C-03:77aa"})):
            point = actions.add_checkpoint(garden, code=code, name=f"点{code}", place=lobby, focus="charging", by=SYSTEM)
            assert isinstance(actions.fit_tag(point, by=SYSTEM, **tag), Tag)
        route = actions.add_route(garden, code="R1", name="一号线", by=SYSTEM)
        actions.publish_route(route, points=["C-01 1", "C-02 2", "C-03 2"], by=SYSTEM)
        route.refresh_from_db()
        return actions.add_round(garden, route=route, kind="fixed", post=post, by=SYSTEM)


@pytest.fixture
def phone(phone_page, live_server, guard, round_now):  # noqa: F811
    faults: list[str] = []
    phone_page.on("pageerror", lambda error: faults.append(str(error)))
    phone_page.context.grant_permissions(["geolocation"])
    phone_page.context.set_geolocation({"latitude": LATITUDE, "longitude": LONGITUDE, "accuracy": 7})
    for script in (NFC, CODES, VOICE):
        phone_page.add_init_script(script)
    sign_in(phone_page, live_server.url, guard.account)
    phone_page.goto(f"{live_server.url}/guard/#round")
    phone_page.wait_for_selector("[data-begin]")
    yield phone_page
    assert not faults, faults


def fine(page) -> None:
    page.locator("[data-all-fine]").click()
    page.wait_for_selector("[data-page=round]:not([hidden])")


def hold(page, *tag: str) -> None:
    """Touch the button, then hold the tag to the phone."""
    page.evaluate("window.heldTo = undefined")
    page.locator("[data-scan=scan_nfc]").click()
    page.wait_for_function("window.heldTo !== undefined")
    page.evaluate("(tag) => window.heldTo(...tag)", list(tag))
    page.wait_for_selector("[data-page=point]:not([hidden]) [data-scanned]")


def test_tags_and_codes_are_read_and_the_page_says_that_a_code_proves_less(phone, guard):  # noqa: F811
    phone.locator("[data-begin]").click()
    phone.wait_for_selector("[data-next='C-01']")
    assert "扫码和定位的证明力低于标签" in phone.locator("[data-round] .form-hint").inner_text()
    hold(phone, "04a1b2c3")
    fine(phone)
    phone.wait_for_selector("[data-next='C-02']")
    still = {"name": "code.jpg", "mimeType": "image/jpeg", "buffer": picture(3)}
    phone.locator("[data-code-photo]").set_input_files(still)
    phone.wait_for_selector("[data-told]:has-text('照片里没有识别到码')")
    phone.evaluate("window.codes.push('ANJU:C-02:5f3a')")
    phone.locator("[data-code-photo]").set_input_files(still)
    phone.wait_for_selector("[data-page=point]:not([hidden]) [data-scanned]:has-text('二维码')")
    fine(phone)
    phone.wait_for_selector("[data-next='C-03']")
    hold(phone, "04ffffff", "ANJU:C-03:77aa")
    fine(phone)
    until(phone, lambda: Scan.everywhere.exclude(round=None).count() == 3)
    rows = RoundPoint.everywhere.order_by("position").values_list("state", "scan__way", "scan__grade")
    until(phone, lambda: [row[0] for row in rows.all()] == ["done"] * 3)
    assert list(rows.all()) == [("done", "nfc", "A"), ("done", "qr", "B"), ("done", "nfc", "A")]


def test_somebody_is_asked_offline_with_photo_and_voice_and_it_arrives_once(phone, live_server):
    until(phone, lambda: phone.evaluate("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"))
    phone.context.set_offline(True)
    phone.goto(f"{live_server.url}/guard/#challenge")
    phone.wait_for_selector("[data-page=challenge]:not([hidden])")
    phone.locator("[name=kind][value=suspicion]").check()
    phone.locator("[data-of=suspicion] [name=outcome]").select_option("left")
    phone.locator("[data-challenge] [name=text]").fill("一人在单元门前徘徊")
    phone.locator("[data-challenge-place]").select_option(label="1栋")
    phone.locator("[data-challenge] .main-verb button").click()
    phone.wait_for_selector("[data-challenge-told].refusal:has-text('问了什么')")
    phone.locator("[name=inquired]").fill("问来意，称等朋友")
    phone.locator("[data-challenge] [type=file]").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture(4)})
    phone.locator("[data-voice]").click()
    phone.wait_for_selector("[data-voice]:has-text('停止录音')")
    phone.locator("[data-voice]").click()
    phone.wait_for_selector("[data-challenge-told]:has-text('语音已存本机')")
    phone.locator("[data-challenge] .main-verb button").click()
    phone.wait_for_selector("[data-challenge-told]:has-text('已存本机，联网自动上传')")
    assert Finding.everywhere.count() == 0
    phone.context.set_offline(False)
    until(phone, lambda: Finding.everywhere.count() == 1)
    one = Finding.everywhere.select_related("photo", "voice", "place").get()
    assert (one.kind, one.type, one.outcome, one.inquired, one.has_left, str(one.place)) == ("suspicion", "person", "left", "问来意，称等朋友", True, "1栋")
    assert (one.photo.mime, one.voice.mime, one.case.severity) == ("image/jpeg", "video/webm", 2)


def measured(page) -> None:
    page.wait_for_selector("[data-tracking][data-measured='1']", state="attached")


def test_on_shift_the_phone_tells_where_it_is_and_its_guard_reads_it_back(phone, live_server, guard, round_now):  # noqa: F811
    measured(phone)
    phone.locator("[data-begin]").click()
    phone.wait_for_selector("[data-next='C-01']")
    until(phone, lambda: Track.everywhere.count() == 1)
    assert Track.everywhere.get().round_id is None, "on shift, before the round began"
    phone.context.set_geolocation({"latitude": LATITUDE + 0.0002, "longitude": LONGITUDE, "accuracy": 9})
    measured(phone)
    phone.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))")
    until(phone, lambda: Track.everywhere.count() == 2)
    kept = Track.everywhere.exclude(round=None).get()
    assert (kept.round_id, kept.person_id, kept.left_out) == (round_now.pk, guard.account.person_id, 0)
    assert [round(part, 4) for part in kept.points[0][1:]] == [LATITUDE + 0.0002, LONGITUDE, 9]
    phone.evaluate("delete document.hidden")
    phone.goto(f"{live_server.url}/guard/#track")
    phone.wait_for_selector("[data-track] svg.track")
    assert "没有人查看过" in phone.locator("[data-track]").inner_text()
