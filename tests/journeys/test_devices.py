"""A device's life in a browser: registered, enrolled, heard over HTTP, its weak points said in plain words, lost with its reason, told to restart."""

from __future__ import annotations

import json
import socket
import threading
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
import uvicorn
from django.db import connections

from anju.domains.devices import actions, watching
from anju.domains.devices.models import Command, Contact, Device
from anju.domains.devices.tests.conftest import running
from anju.gateways.http_push.driver import Ingest
from anju.kernel import clock
from anju.kernel import scope as view
from anju.surfaces.office.screens.tests.conftest import SYSTEM, Estate
from tests.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(monkeypatch):
    """Pages, live push and the door of the devices on one port, without the background's threads."""
    from anju.project import asgi

    ingest, free = Ingest(), socket.socket()
    monkeypatch.setattr(asgi, "ingest", ingest)
    free.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(asgi.application, lifespan="off", log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
    ingest.open()
    thread.start()
    yield f"http://127.0.0.1:{free.getsockname()[1]}"
    server.should_exit = server.force_exit = True  # a page may still listen at /live, and would be waited for
    thread.join(timeout=20)
    ingest.close()
    connections.close_all()


@pytest.fixture
def estate(client, transactional_db) -> Estate:
    return Estate(client)


@pytest.fixture
def office(browser_page, address, estate):
    """The page, signed in as the manager."""
    return sign_in(browser_page, address, estate.manager)


def post(address: str, door: str, told: dict, key: str = "") -> dict:
    """What a device says at the door; the answer."""
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
    with urllib.request.urlopen(urllib.request.Request(f"{address}/ingest/{door}", json.dumps(told).encode(), headers, method="POST"), timeout=120) as answer:
        return json.loads(answer.read())


def says(address: str, key: str, *rows: dict) -> dict:
    now = clock.now()
    told = [{"at": (now - timedelta(seconds=1)).isoformat(), "values": {}, **row} for row in rows]
    return post(address, "observations", {"sent_at": now.isoformat(), "observations": told}, key)


def enrolled(page, address: str, device: Device) -> str:
    """The engineer shows the token once; the device takes it up and answers with its own key from then on."""
    page.goto(f"{address}/devices/{device.pk}/issue_enrolment/")
    page.get_by_role("button", name="设备注册").click()
    token = page.locator("input[readonly]").input_value()
    return post(address, "enrol", {"token": token})["key"]


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_selector(".done-note")


def test_a_device_is_registered_heard_and_its_weak_points_are_said_in_plain_words(office, address, estate):
    page = office
    with view.entered(estate.here):
        actions.review_product(estate.here, kind="barrier", maker="锐门", model="RM-B1", verdict="approved", good_firmware="1.9", by=SYSTEM)
    page.goto(f"{address}/devices/")
    page.get_by_role("link", name="登记设备").first.click()
    for name, value in {"name": "南门道闸", "maker": "锐门", "model": "RM-B1", "firmware": "1.7"}.items():
        page.locator(f"[name={name}]").fill(value)
    choose(page, "kind", "barrier")
    press(page, "登记设备")
    device = Device.everywhere.get()
    assert (device.number, device.state) == ("BAR-001", "new")
    press(page, "启用设备")
    key = enrolled(page, address, device)
    posture = {"password": "default", "protocol": "plain", "open_ports": "23", "certificate_from_on": "2020-01-01", "certificate_until_on": "2021-01-01"}
    assert says(address, key, {"number": 1, "kind": "heartbeat"}, {"number": 2, "kind": "posture", "values": posture})["stored"] == 2
    page.goto(f"{address}/devices/{device.pk}/tab/trust/")
    said = page.locator("main").inner_text()
    for words in ("仍使用出厂密码", "开放了危险端口", "证书已过期", "固件低于可信版本"):
        assert words in said
    page.goto(f"{address}/device-trust/")
    first = page.locator(".findings > li").first.inner_text()
    assert "仍使用出厂密码" in first, "what weighs most stands first"
    page.goto(f"{address}/devices/{device.pk}/write_check/")
    choose(page, "password", "changed")
    choose(page, "protocol", "encrypted")
    page.locator("[name=open_ports]").fill("443、8443")
    page.locator("[name=firmware]").fill("1.9")
    press(page, "记录防护核查")
    page.goto(f"{address}/devices/{device.pk}/tab/trust/")
    after = page.locator("main").inner_text()
    assert [words for words in ("仍使用出厂密码", "开放了危险端口", "证书已过期", "固件低于可信版本") if words in after] == []
    assert "443 8443" in after


def test_it_is_lost_with_its_reason_and_comes_back_before_the_eyes(office, address, estate):
    page = office
    with view.entered(estate.here):
        gateway = running(estate.here, "gateway", "GW-001", name="物联网关")
        pump = running(estate.here, "pump", "WP-001", name="生活水泵1", gateway=gateway)
    key = enrolled(page, address, gateway)
    both = [{"number": 1, "kind": "heartbeat"}, {"number": 1, "kind": "reading", "device": "WP-001", "values": {"pressure": 0.41}}]
    assert says(address, key, *both)["stored"] == 2
    looked(page, estate, pump, last_contact_at__isnull=False)
    with page.expect_response(lambda answer: "/live?" in answer.url):
        page.goto(f"{address}/device-systems/")
    page.wait_for_selector("#systems >> text=2/2 台设备在线")
    assert says(address, key, {"number": 2, "kind": "heartbeat"}, {"number": 2, "kind": "status", "device": "WP-001", "values": {"state": "network_lost"}})["stored"] == 2
    looked(page, estate, pump, reported="network_lost")
    page.wait_for_selector("#systems .system-gone >> text=网络中断")
    page.goto(f"{address}/devices/?online=offline&online=fault")
    assert "网络中断" in page.locator("tr", has_text="生活水泵1").inner_text()
    assert says(address, key, {"number": 3, "kind": "heartbeat", "device": "WP-001"})["stored"] == 1
    page.goto(f"{address}/devices/{pump.pk}/tab/observations/")
    assert page.locator("#observations tbody tr").count() == 3
    assert "压力 0.41 MPa" in page.locator("#observations").inner_text()
    assert "状态 网络中断" in page.locator("#observations").inner_text()


def looked(page, estate: Estate, device: Device, **contact) -> None:
    """What the watch does every minute, once the writer has noted the contact of a device."""
    for _attempt in range(150):
        if Contact.everywhere.filter(pk=device.pk, **contact).exists():
            break
        page.wait_for_timeout(100)
    assert Contact.everywhere.filter(pk=device.pk, **contact).exists()
    with view.entered(estate.here):
        watching.look(estate.here, clock.now())


def test_a_command_goes_out_and_its_receipt_comes_back(office, address, estate):
    page = office
    with view.entered(estate.here):
        barrier = running(estate.here, "barrier", "BAR-001", name="南门道闸")
    key = enrolled(page, address, barrier)
    page.goto(f"{address}/devices/{barrier.pk}/send_command/")
    choose(page, "verb", "restart")
    page.locator("[name=reason]").fill("卡顿")
    press(page, "下发命令")
    page.goto(f"{address}/devices/{barrier.pk}/tab/commands/")
    assert "待下发" in page.locator("table").first.inner_text()
    fetched = post(address, "commands", {}, key)["commands"]
    assert [one["verb"] for one in fetched] == ["restart"]
    post(address, "receipts", {"command": fetched[0]["command"], "outcome": "done", "note": "已重启"}, key)
    page.goto(f"{address}/device_commands/{Command.everywhere.get().pk}/")
    said = page.locator("main").inner_text()
    assert "已执行" in said and "已重启" in said
    with pytest.raises(urllib.error.HTTPError) as refused:
        post(address, "receipts", {"command": fetched[0]["command"], "outcome": "failed", "note": "x"}, "no-key")
    assert (refused.value.code, Command.everywhere.get().state) == (401, "done")


def choose(page, name: str, code: str) -> None:
    """A choice, drawn as radio buttons or as a list."""
    radio = page.locator(f"[name={name}][value={code}]")
    if radio.count():
        radio.check()
    else:
        page.locator(f"select[name={name}]").select_option(code)
