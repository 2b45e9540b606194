"""The lane monitor over HTTP: what it shows of a car, what the guard can do, and what other communities never see."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from PIL import Image

from anju.domains.access import actions
from anju.domains.access.models import LaneCamera, Passage, Sighting
from anju.domains.devices import actions as devices
from anju.domains.devices.models import Command
from anju.domains.places import actions as places
from anju.kernel import clock, files, glimpses
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate

SYSTEM = Actor.system("test")
THURSDAY = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def with_camera(estate: Estate) -> Estate:
    """The estate with a gate, a car lane, its camera, and one known car."""
    with view.entered(estate.here):
        gate = places.add_place(estate.here, kind="gate", code="S", name="南门", by=SYSTEM)
        estate.lane = actions.add_lane(estate.here, name="南门车道", place=gate, traffic="vehicle", by=SYSTEM)
        devices.review_product(estate.here, kind="plate_camera", maker="海瞳", model="P2", verdict="approved", certificate="1", authority="技防办", by=SYSTEM)
        device = devices.add_device(estate.here, kind="plate_camera", name="南门车牌相机", maker="海瞳", model="P2", accepted_by="公安分局", acceptance_number="1",
                                    commissioned_on=date(2025, 1, 1), by=SYSTEM)  # fmt: skip
        devices.enrol_device(device, token=devices.issue_enrolment(device, by=SYSTEM).shown_once, by=SYSTEM)
        estate.camera = actions.fit_lane_camera(estate.lane, device=device, direction="in", maker="vzenith", way="answer", by=SYSTEM)
        assert isinstance(estate.camera, LaneCamera)
        actions.issue_credential(estate.here, kind="plate", secret="京A12B45", category="staff", holder=estate.person("林先生"), checked="行驶证", by=SYSTEM)
    return estate


def see(estate: Estate, text: str, sure: float = 0.97, *, after=timedelta(0)) -> Sighting:
    at = clock.now() + after
    with view.entered(estate.here):
        return actions.see_car(estate.camera, text=text, sure=sure, colour="blue", seen_at=at, by=SYSTEM, at=at)


@pytest.fixture
def estate(client, db):
    with clock.frozen(THURSDAY):
        made = with_camera(Estate(client))
        client.force_login(made.account("chen", "guard"))
        yield made


def shown(estate, **query) -> str:
    return estate.client.get("/gate/lanes/", query).content.decode()


def test_what_was_read_decided_and_done_stands_on_the_page(estate):
    assert "车道空闲，还没有过车。" in shown(estate)
    see(estate, "京A12B45")
    page = shown(estate)
    assert ("plate-blue" in page, "可以通行。" in page, "已发开闸指令" in page, "可信度 97%" in page, "今日过车 1 辆，读出车牌 1 辆" in page) == (True,) * 5
    with clock.frozen(THURSDAY + 4 * SECOND):
        assert "未收到到位信号" in shown(estate)
    with view.entered(estate.here):
        actions.record_opening(estate.lane, by=SYSTEM, at=THURSDAY + SECOND)
        actions.record_going(estate.lane, by=SYSTEM, at=THURSDAY + 3 * SECOND)
    with clock.frozen(THURSDAY + 4 * SECOND):
        page = shown(estate)
    assert ("未收到到位信号" in page, "09:00:03 已通过" in page, "从识别到通过 3.0 秒" in page) == (False, True, True)


def test_a_doubtful_plate_is_marked_and_the_nearest_car_offered_and_one_press_lets_it_in(estate):
    see(estate, "京A12845", 0.3), see(estate, "京A1ZC45", 0.3, after=SECOND)
    one = Sighting.everywhere.get()
    page = shown(estate)
    assert ("<mark" in page, "按建议 京A·12B45" in page, "等候核验的车辆 1" in page) == (True, True, True)
    answer = estate.client.post(f"/gate/lanes/in/{one.pk}/", {"plate": "京A·12B45", "lane": str(estate.lane.pk)})
    one.refresh_from_db()
    assert (answer.status_code, one.state, one.how, one.plate, one.passage.outcome, Command.everywhere.get().state) == (302, "helped", "typed", "京A12B45", "allowed", "waiting")
    assert "没有等候的车辆。" in shown(estate)


def test_a_no_stands_on_the_page_with_its_sentence_and_what_was_typed(estate):
    one = see(estate, "沪C77777")
    asked = estate.client.post(f"/gate/lanes/in/{one.pk}/", {"plate": "沪C77777"})
    assert (asked.status_code, "还没有放行" in asked.content.decode(), "沪C77777" in asked.content.decode(), Command.everywhere.count()) == (422, True, True, 0)
    for given in ({"plate": "<b>京A</b>"}, {"plate": "京" * 30}, {"plate": "VA12345"}, {"said_for": "长" * 201}):
        assert estate.client.post(f"/gate/lanes/in/{one.pk}/", given).status_code == 422
    assert (Sighting.everywhere.get().state, Command.everywhere.count()) == ("waiting", 0)
    sent = estate.client.post(f"/gate/lanes/on/{one.pk}/", {"reason": "没有登记"})
    assert (sent.status_code, Sighting.everywhere.get().state) == (302, "sent_on")
    assert estate.client.post(f"/gate/lanes/fly/{one.pk}/").status_code == 404


def test_an_ambulance_is_let_in_by_one_press(estate):
    assert estate.client.post(f"/gate/lanes/emergency/{estate.lane.pk}/", {"kind": "ambulance"}).status_code == 302
    assert Passage.everywhere.get().code == "emergency"


def test_the_picture_is_for_those_who_may_see_the_car(estate):
    one = see(estate, "沪C77777")
    made = io.BytesIO()
    Image.new("RGB", (80, 30), "navy").save(made, "JPEG")
    with view.entered(estate.here):
        actions.keep_car_picture(one, picture=files.checked(made.getvalue(), name="car.jpg"), by=SYSTEM)
        assert actions.keep_car_picture(one, by=SYSTEM).code == "access.no_picture"
    address = f"/gate/cars/{one.pk}/whole/"
    got = estate.client.get(address)
    assert (got.status_code, got["Content-Type"], address in shown(estate)) == (200, "image/jpeg", True)
    assert [estate.client.get(f"/gate/cars/{one.pk}/{which}/").status_code for which in ("plate", "x")] == [404, 404]
    for outsider, where in (("far", estate.elsewhere), ("li", estate.here)):
        estate.client.force_login(estate.account(outsider, "guard" if where is estate.elsewhere else "cleaner", where))
        assert estate.client.get(address).status_code in (403, 404)
        assert estate.client.post(f"/gate/lanes/in/{one.pk}/", {"said_for": "x"}).status_code in (403, 404)
    assert Sighting.everywhere.get().state == "waiting"


def test_the_live_picture_is_for_those_who_may_see_the_lane_and_is_fetched_while_somebody_looks(estate, settings, tmp_path):
    settings.ANJU_DATA_DIR = tmp_path
    with view.entered(estate.here):
        device = estate.camera.device
        LaneCamera.objects.filter(pk=estate.camera.pk).update(maker="hikvision")
        same = {name: getattr(device, name) for name in ("name", "number", "place", "gateway", "dialect", "maker", "model", "serial", "firmware", "report_s")}
        devices.change_device(device, address="10.9.8.7:8000", by=SYSTEM, **same)
        devices.set_login(device, user="admin", password="gate-7!x", by=SYSTEM)
    address = f"/gate/live/{estate.camera.pk}/"
    page = shown(estate)
    assert (address in page, "10.9.8.7" in page, "gate-7" in page, glimpses.wanted(device.pk)) == (True, False, False, False)
    first = estate.client.get(address)
    assert (first.status_code, first.content, glimpses.wanted(device.pk)) == (204, b"", True)
    glimpses.show(device.pk, b"\xff\xd8\xff the lane")
    second = estate.client.get(address)
    assert (second.status_code, second["Content-Type"], second["Cache-Control"], second.content) == (200, "image/jpeg", "no-store", b"\xff\xd8\xff the lane")
    assert estate.client.get(f"/gate/live/{device.pk}/").status_code == 404, "a device is no lane camera"
    for outsider, where in (("far", estate.elsewhere), ("li", estate.here)):
        estate.client.force_login(estate.account(outsider, "guard" if where is estate.elsewhere else "cleaner", where))
        assert estate.client.get(address).status_code in (403, 404)
    estate.client.logout()
    assert estate.client.get(address).status_code in (302, 403)


def test_a_camera_that_shows_no_still_has_no_live_picture_on_the_page(estate):
    assert "data-glimpse" not in shown(estate)


def test_the_page_of_a_camera_says_which_address_to_enter_in_it(estate):
    """The box of its gate first, then the server; no key stands on the page."""
    from anju.domains.edges import actions as edges

    estate.client.force_login(estate.account("zhao", "project_manager"))
    with view.entered(estate.here):
        edges.add_edge(estate.here, name="南门主机", place=estate.lane.place, by=SYSTEM)
        camera = f"/lane_cameras/{estate.camera.pk}/tab/entered/"
    page = estate.client.get(camera).content.decode()
    assert [text in page for text in ("相机里填什么", "http://&lt;岗亭主机地址&gt;:8765/ingest/lane/vzenith", "https://&lt;服务器地址&gt;/ingest/lane/vzenith", "密码：该相机注册时")] == [True] * 4
    assert "anjud_" not in page
    form = estate.client.get(f"/lanes/{estate.lane.pk}/fit_lane_camera/").content.decode()
    assert "保存后，相机页面会写明应在相机里填的地址。" in form
