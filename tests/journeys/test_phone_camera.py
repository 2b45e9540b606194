"""A guard's phone reads the code of a point through its camera, where the browser has no reader of its own, and without a network.

The camera is Chromium's, fed with a film of a code that is drawn here; the decoder is the one that comes with the page.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import segno
from PIL import Image

from anju.domains.patrol.models import Scan
from anju.surfaces.phone.tests.conftest import account_in, company, garden, guard  # noqa: F401
from tests.journeys.test_phone_proofs import round_now  # noqa: F401
from tests.pages import sign_in, until
from tests.plugin import CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODE, WIDTH, HEIGHT = "ANJU:C-02:5f3a", 640, 480


def film(path: Path) -> Path:
    """A code on a grey wall, a little turned, as uncompressed video (Y4M)."""
    segno.make(CODE, error="m").save(str(path.with_suffix(".png")), scale=8, border=4)
    code = Image.open(path.with_suffix(".png")).convert("L").rotate(7, expand=True, fillcolor=255)
    wall = Image.new("L", (WIDTH, HEIGHT), 150)
    wall.paste(code, ((WIDTH - code.width) // 2, (HEIGHT - code.height) // 2))
    frame = b"FRAME\n" + wall.tobytes() + b"\x80" * (WIDTH * HEIGHT // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420\n".encode() + 5 * frame)
    return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Chromium with a camera that sees the code."""
    shown = film(tmp_path_factory.mktemp("camera") / "code.y4m")
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", f"--use-file-for-fake-video-capture={shown}"]
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=[*CHROMIUM, *camera])
        yield chromium
        chromium.close()
    monkeypatch.undo()


@pytest.fixture
def phone(phone_page, live_server, guard, round_now):  # noqa: F811
    faults: list[str] = []
    phone_page.on("pageerror", lambda error: faults.append(str(error)))
    sign_in(phone_page, live_server.url, guard.account)
    phone_page.goto(f"{live_server.url}/guard/#round")
    phone_page.wait_for_selector("[data-begin]")
    until(phone_page, lambda: phone_page.evaluate("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"))
    yield phone_page
    assert not faults, faults


def test_the_camera_reads_a_code_without_a_reader_in_the_browser_and_without_a_network(phone):
    assert phone.evaluate("typeof BarcodeDetector") == "undefined", "this browser reads codes itself"
    phone.context.set_offline(True)
    phone.locator("[data-begin]").click()
    phone.wait_for_selector("[data-next='C-01']")
    phone.locator("[data-scan=scan_qr]").click()
    phone.wait_for_selector("[data-page=point]:not([hidden]) [data-scanned]:has-text('二维码')")
    assert phone.locator("[data-camera]").count() == 0 and Scan.everywhere.count() == 0
    phone.context.set_offline(False)
    until(phone, lambda: Scan.everywhere.filter(way="qr", grade="B").count() == 1)


def test_closing_the_camera_scans_nothing_and_a_camera_that_is_barred_asks_for_a_photo(phone):
    phone.locator("[data-begin]").click()
    phone.wait_for_selector("[data-next='C-01']")
    phone.evaluate("() => { createImageBitmap = async () => { throw new Error('dark'); }; }")
    phone.locator("[data-scan=scan_qr]").click()
    phone.wait_for_selector("dialog[data-camera][open]")
    phone.locator("[data-camera] button").click()
    phone.wait_for_selector("[data-camera]", state="detached")
    phone.evaluate("() => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); }; }")
    with phone.expect_file_chooser() as asked:
        phone.locator("[data-scan=scan_qr]").click()
    assert not asked.value.is_multiple()
    assert Scan.everywhere.count() == 0
