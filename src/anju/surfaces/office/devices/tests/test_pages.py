"""The devices' pages over HTTP: what they show, what stays secret, and what another community sees of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from anju.domains.devices import actions, watching
from anju.domains.devices.models import Device, Observation
from anju.domains.devices.observations import partitions
from anju.domains.devices.tests.conftest import approve, enrolled, running
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate
from anju.surfaces.office.screens.tests.test_imports import checked, table, through

SYSTEM = Actor.system("test")
PAGES = ("/devices/", "/device-systems/", "/device-wall/", "/device-trust/", "/device_products/", "/device_commands/")


@pytest.fixture
def estate(client, db) -> Estate:
    return Estate(client)


def made(estate, kind: str = "camera", number: str = "CAM-001", where=None, **given) -> Device:
    where = where or estate.here
    with view.entered(where):
        return running(where, kind, number, **given)


def text(estate, address: str) -> str:
    answer = estate.client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_every_page_opens_empty_and_with_devices(estate):
    for address in PAGES:
        text(estate, address)
    camera, gateway = made(estate), made(estate, "gateway", "GW-001")
    with view.entered(estate.here):
        actions.touch([gateway], clock.now())
        watching.look(estate.here, clock.now())
    for address in PAGES:
        text(estate, address)
    listed = text(estate, "/devices/")
    assert "CAM-001" in listed and "未上线" in listed and "从未上报" in listed
    page = text(estate, f"/devices/{camera.pk}/")
    assert "摄像头" in page and "state-grey" in page
    for tab in ("commands", "observations", "trust", "history"):
        text(estate, f"/devices/{camera.pk}/tab/{tab}/")


@pytest.mark.clause("002-179", "004-236")
def test_central_monitoring_equipment_stands_in_the_register_with_its_state(estate):
    recorder = made(estate, "recorder", "NVR-001", name="监控中心录像机")
    camera = made(estate, "camera", "CAM-001", name="南门球机")
    now = clock.now()
    with view.entered(estate.here):
        actions.touch([recorder, camera], now)
        watching.look(estate.here, now + timedelta(seconds=1))
    page = text(estate, "/devices/?kind=recorder&kind=camera")
    assert page.count("state-green") >= 2 and "监控中心录像机" in page and "南门球机" in page
    with view.entered(estate.here):
        watching.look(estate.here, now + timedelta(minutes=10))
    assert Device.everywhere.get(pk=camera.pk).online == "offline"
    lost = text(estate, "/devices/?online=offline").partition("<tbody")[2]
    assert "NVR-001" in lost and "CAM-001" in lost and lost.count("无消息，原因不明") == 2, "each says why"
    assert "CAM-001" not in text(estate, "/devices/?online=online")


@pytest.mark.clause("003-335")
def test_the_big_screen_shows_every_system_and_what_was_lost(estate):
    kinds = {"camera": "视频监控", "door_controller": "门禁", "barrier": "车辆与道闸", "perimeter_detector": "周界报警", "smoke_detector": "消防", "patrol_reader": "电子巡更", "lift": "电梯"}
    kinds |= {"pump": "水电设备", "ebike_charger": "电动自行车充电", "gateway": "网络"}
    devices = {kind: made(estate, kind, f"D-{number}") for number, kind in enumerate(kinds)}
    second = made(estate, "lift", "D-20")
    now = clock.now()
    with view.entered(estate.here):
        actions.touch([*devices.values(), second], now)
        watching.look(estate.here, now)
    wall = text(estate, "/device-wall/")
    assert [title for title in kinds.values() if title not in wall] == []
    assert wall.count('wall-figure">1<small>/1') == 9 and 'wall-figure">2<small>/2' in wall and "11/11" in wall
    assert "hx-sse:connect" in wall and "models=devices.device" in wall, "it is told of every change"
    assert '<main id="wall" data-fragment="devices.device"' in wall, "and what it is told of is drawn anew"
    with view.entered(estate.here):
        actions.touch([each for kind, each in devices.items() if kind != "lift"], now + timedelta(minutes=10))
        watching.look(estate.here, now + timedelta(minutes=10))
    wall = text(estate, "/device-wall/")
    assert "9/11" in wall and wall.count('wall-figure">0<small>/2') == 1 and "失联与恢复" in wall
    assert wall.partition("失联与恢复")[0].count("D-6") and wall.partition("失联与恢复")[0].count("D-20"), "each that is gone stands there"


def test_another_communitys_devices_do_not_exist(estate):
    theirs = made(estate, "camera", "CAM-777", estate.elsewhere)
    for address in (f"/devices/{theirs.pk}/", f"/devices/{theirs.pk}/tab/observations/", f"/device-observations/{theirs.pk}/", f"/devices/{theirs.pk}/send_command/",
                    f"/device-observations/{uuid4()}/"):  # fmt: skip
        assert estate.client.get(address).status_code == 404, address
    assert estate.client.post(f"/devices/{theirs.pk}/retire_device/", {"reason": "x"}).status_code == 404
    for address in PAGES:
        assert "CAM-777" not in text(estate, address)
    assert Device.everywhere.get(pk=theirs.pk).state == "in_service"


def test_a_post_without_the_right_sees_nothing(estate, client):
    made(estate)
    client.force_login(estate.account("cleaner", "cleaner"))
    for address in PAGES:
        assert client.get(address).status_code == 403, address


def test_no_secret_is_shown_anywhere(estate):
    camera = made(estate)
    with view.entered(estate.here):
        key = enrolled(camera)
    form = estate.client.post(f"/devices/{camera.pk}/set_login/", {"user": "admin2", "password": "Kx9-Geheim"})
    assert form.status_code == 302
    issued = estate.client.post(f"/devices/{camera.pk}/issue_enrolment/", follow=True).content.decode()
    token = issued[issued.index("anjue_") :][:49]
    addresses = [*PAGES, *(f"/devices/{camera.pk}/{tab}" for tab in ("", "tab/history/", "tab/trust/", "tab/observations/", "tab/commands/")), f"/api/v1/devices/{camera.pk}", "/api/v1/devices"]
    for address in addresses:
        page = estate.client.get(address).content.decode()
        for secret in ("Kx9-Geheim", "admin2", token, key.partition("_")[2]):
            assert secret not in page, address


def test_what_a_device_said_last_stands_on_its_page(estate):
    camera = made(estate)
    at = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
    given = {"scope_id": estate.here.pk, "device_id": camera.pk, "day": clock.now().date(), "at": at, "received_at": at, "skew_ms": 40}
    partitions.make_ahead(given["day"])
    Observation.everywhere.create(**given, number=1, kind="reading", values={"temperature": 21.5, "note": "<b>热</b>"})
    page = text(estate, f"/device-observations/{camera.pk}/")
    assert "温度 21.5" in page and "2026年3月5日 09:00:00" in page
    assert "&lt;b&gt;热" in page and "<b>热" not in page


def test_a_list_of_devices_comes_in_from_a_table_and_goes_out_again(estate):
    """Kinds by their Chinese name, what runs already with its day; what is wrong is named, the rest comes in."""
    with view.entered(estate.here):
        approve(estate.here, "camera", "海川", "C-2")
    rows = (
        ("设备编号", "名称", "设备类别", "品牌", "型号", "网络地址", "启用日期"),
        ("WP-001", "生活水泵1号", "生活水泵", "", "", "192.168.3.11", "2024-05-01"),
        ("CAM-009", "东门球机", "摄像头", "海川", "C-2", "192.168.1.9", ""),
        ("CAM-010", "坏地址", "摄像头", "海川", "C-2", "http://x/", ""),
        ("CAM-011", "未验收", "摄像头", "海川", "C-2", "", "2024-05-01"),
        ("CAM-012", "没有这类", "烤箱", "海川", "C-2", "", ""),
    )
    address, imported = checked(estate, table(*rows, name="设备清单.xlsx"), screen="devices")
    assert (imported.state, imported.good, imported.bad) == ("checked", 2, 3)
    page = estate.client.get(address).content.decode()
    assert "网络地址须为主机名或 IP 地址" in page and "主管部门尚未验收安装" in page
    estate.client.post(address, {"verb": "confirm"})
    assert through(estate, address).done == 2
    assert list(Device.everywhere.order_by("number").values_list("number", "kind", "state", "online")) == [
        ("CAM-009", "camera", "new", "unused"), ("WP-001", "pump", "in_service", "awaited"),
    ]  # fmt: skip
    estate.client.post(address, {"verb": "undo"})
    assert (through(estate, address).taken_back, Device.everywhere.filter(state="retired").count()) == (2, 2)
