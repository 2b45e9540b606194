"""The door of the lane cameras: three dialects become a car, the bar is told once, and what is forged, late, large or garbled changes nothing."""

from __future__ import annotations

import dataclasses
import io
from datetime import timedelta

import pytest
from PIL import Image

from anju.dialects import dahua, hikvision, vzenith
from anju.dialects.multipart import Part, written
from anju.dialects.sighting import Sighting as Seen
from anju.domains.access import actions as access
from anju.domains.access.models import LaneCamera, Opening, Passage, Sighting
from anju.domains.devices import actions as devices
from anju.domains.devices.models import Command, Contact
from anju.domains.devices.tests.conftest import SYSTEM, enrolled, running
from anju.gateways.lane_cameras.bars import Bar, open_barrier, signature
from anju.gateways.lane_cameras.carrying import Carrier
from anju.kernel import clock, files, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

from .conftest import now

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)
DIALECTS = {"hikvision": hikvision, "dahua": dahua, "vzenith": vzenith}


def picture(colour: str = "navy") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (80, 30), colour).save(made, "JPEG")
    return made.getvalue()


def car(text: str = "京A12345", plate_id: int = 1, *, sure: float = 0.97, at=None, **more) -> Seen:
    at = at or now()
    return Seen(text, sure, at, f"{at.isoformat()} {plate_id}", "blue", "car", **more)


def local(seen: Seen, where) -> Seen:
    """As Dahua says it: by the wall clock of the community."""
    return dataclasses.replace(seen, at=seen.at.astimezone(clock.zone(where)))


@pytest.mark.parametrize("maker", DIALECTS)
@pytest.mark.parametrize("by", ["basic", "bearer", "address"])
def test_each_makers_push_is_one_car_with_its_picture(site, maker, by):
    _device, key = site.camera(maker, "answer")
    seen = car(picture=picture(), closeup=picture("white"))
    status, told = site.push(maker, DIALECTS[maker].told(local(seen, site.where) if maker == "dahua" else seen), key, by=by)
    site.settled()
    one = Sighting.objects.get()
    assert (status, one.plate, one.state, one.colour, one.passage.outcome, abs(one.at - seen.at) < SECOND) == (200, "京A12345", "known", "blue", "allowed", True)
    assert (files.read_all(one.picture), files.read_all(one.closeup)) == (seen.picture, seen.closeup)
    assert (one.picture.owner_type, one.picture.owner_id) == ("access.sighting", one.pk)


def test_the_answer_lifts_the_bar_for_a_known_car_and_for_no_other(site):
    _device, key = site.camera()
    status, told = site.push("vzenith", vzenith.told(car()), key)
    site.settled()
    assert (status, told["Response_AlarmInfoPlate"]) == (200, {"info": "ok", "plateid": 1})
    assert Command.objects.get().state == "done"
    status, told = site.push("vzenith", vzenith.told(car("沪C77777", 2)), key)
    assert told["Response_AlarmInfoPlate"] == {"info": "no", "plateid": 2}
    assert (Command.objects.count(), Sighting.objects.get(read="沪C77777").state) == (1, "waiting")


def test_a_push_that_is_sent_again_is_the_same_car_and_one_lift(site):
    _device, key = site.camera()
    push = vzenith.told(car())
    answers = [site.push("vzenith", push, key)[1]["Response_AlarmInfoPlate"]["info"] for _each in range(3)]
    site.settled()
    assert (answers, Sighting.objects.count(), Passage.objects.count(), Command.objects.count()) == (["ok", "ok", "ok"], 1, 1, 1)
    access.record_opening(site.lane, by=SYSTEM)
    assert site.push("vzenith", push, key)[1]["Response_AlarmInfoPlate"]["info"] == "no", "once the bar rose it lifts nothing more"


def test_what_the_guard_decides_reaches_the_bar_at_the_next_sign_of_life(site):
    _device, key = site.camera()
    guard = Actor.system("test")
    site.push("vzenith", vzenith.told(car("沪C77777", 2)), key)
    beat = ("multipart/form-data; boundary=x", written("x", [Part("serialno", "", "text/plain", b"d85b")]))
    assert site.push("vzenith", beat, key)[1]["Response_AlarmInfoPlate"]["info"] == "no"
    access.let_car_in(Sighting.objects.get(), said_for="业主来电", by=guard)
    assert [site.push("vzenith", beat, key)[1]["Response_AlarmInfoPlate"]["info"] for _each in range(2)] == ["ok", "no"]
    site.settled()
    assert Command.objects.get().state == "done"


def test_the_bars_switch_and_the_loop_at_the_cameras_inputs_are_observed_facts(site):
    _device, key = site.camera(bar_input=0, loop_input=1)
    site.push("vzenith", vzenith.told(car()), key)
    for source, is_on in ((0, True), (0, False), (1, True), (2, True)):
        assert site.push("vzenith", vzenith.input_told(source, is_on), key)[0] == 200
    passage = Passage.objects.get()
    assert (Opening.objects.get().passage, passage.opened_at is not None, passage.passed_at is not None) == (passage, True, True)
    site.push("vzenith", vzenith.input_told(0, True), key)
    assert Opening.objects.filter(is_unexplained=True).count() == 1


def test_who_cannot_sign_in_is_not_read(site):
    device, key = site.camera()
    other = running(site.where, "pump", "WP-1")
    elsewhere = Scope.objects.create(kind="community", name="翠湖苑")
    with scope.entered(elsewhere):
        foreign = enrolled(running(elsewhere, "gateway", "GW-1"))
    wrong = ("", "x", key[:-1] + ("a" if key[-1] != "a" else "b"), key.replace(device.pk.hex, "0" * 32), "anjud_" + "x" * 300)
    for each in wrong:
        for by in ("basic", "bearer", "address"):
            assert site.push("vzenith", vzenith.told(car()), each, by=by)[0] in (401, 404)
    assert [site.push("vzenith", vzenith.told(car()), each)[1]["code"] for each in (enrolled(other), foreign)] == ["devices.no_lane"] * 2
    assert site.push("vzenith", vzenith.told(car()), key, headers=[(b"authorization", b"Basic ***")], by="address")[0] == 401
    assert site.push("vzenith", vzenith.told(car()), "", parts=[b"x" * 65_536] * 1000)[0] == 401, "its body was never asked for"
    devices.revoke_key(device, reason="被盗", by=SYSTEM)
    site.ingest.keys.forget()
    assert site.push("vzenith", vzenith.told(car()), key)[0] == 401
    assert (Sighting.objects.count(), Command.objects.count()) == (0, 0)


def test_a_camera_speaks_its_own_dialect_at_its_own_door(site):
    _device, key = site.camera("vzenith")
    assert site.push("hikvision", hikvision.told(car()), key)[1]["code"] == "devices.no_lane"
    assert site.push("vzenith", hikvision.told(car()), key)[1]["code"] == "devices.garbled"
    assert site.push("axis", vzenith.told(car()), key)[0] == 404
    assert Sighting.objects.count() == 0


def test_a_camera_that_was_taken_off_is_heard_no_more(site):
    device, key = site.camera()
    assert site.push("vzenith", ("application/json", b'{"heartbeat": 1}'), key)[0] == 200
    access.remove_lane_camera(LaneCamera.objects.get(device=device), by=SYSTEM)
    status, told = site.push("vzenith", vzenith.told(car()), key)
    assert (status, told["code"], Sighting.objects.count(), Command.objects.count()) == (404, "devices.no_lane", 0, 0)


@pytest.mark.parametrize(
    ("maker", "kind", "body", "code"),
    [
        ("hikvision", "application/xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><EventNotificationAlert>&x;</EventNotificationAlert>', "devices.garbled"),
        ("hikvision", "multipart/form-data; boundary=x", b"--x\r\n\r\n" * 5000, "devices.garbled"),
        ("hikvision", "multipart/form-data; boundary=x", b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y", "devices.garbled"),
        ("hikvision", "", b"", "devices.garbled"), ("dahua", "application/json", b"[" * 200_000, "devices.garbled"), ("vzenith", "application/json", b'{"AlarmInfoPlate": NaN}', "devices.garbled"),
        ("vzenith", "application/json", b'{"AlarmInfoPlate": {"result": {"PlateResult": {"license": "' + b"x" * 900 + b'"}}}}', "devices.garbled"), ("dahua", "\xff", b"\xff\xfe", "devices.garbled"),
    ],
)  # fmt: skip
def test_what_is_garbled_or_built_to_hurt_is_refused_whole(site, maker, kind, body, code):
    _device, key = site.camera(maker, "answer")
    assert (site.push(maker, (kind, body), key)[1]["code"], Sighting.objects.count()) == (code, 0)


def test_forty_megabytes_are_not_read(site):
    _device, key = site.camera()
    announced = site.push("vzenith", ("application/json", b""), key, headers=[(b"content-length", b"41943040")])
    streamed = site.push("vzenith", ("application/json", b""), key, parts=[b"x" * 65_536] * 640)
    assert [(status, told["code"]) for status, told in (announced, streamed)] == [(413, "devices.too_large")] * 2


def test_a_wrong_clock_is_told_and_noted_and_what_was_kept_lifts_nothing(site):
    device, key = site.camera()
    late = vzenith.told(car(plate_id=9, at=now() - timedelta(hours=3), is_late=True))
    status, told = site.push("vzenith", late, key)
    assert (status, told["Response_AlarmInfoPlate"]) == (200, {"ContinuePushOffline": {"plateid": 9, "continue": 1}})
    assert (Sighting.objects.get().state, Command.objects.count()) == ("late", 0)
    for off in (timedelta(hours=1), -timedelta(hours=1)):
        status, told = site.push("vzenith", vzenith.told(car(at=now() + off)), key)
        assert (status, told["code"]) == (422, "access.clock_wrong")
    site.ingest.close()
    assert Contact.objects.get(pk=device.pk).reported == "clock_wrong"


def test_hikvisions_relay_is_told_with_its_login_and_the_receipt_is_written(site, relay):
    device, key = site.camera("hikvision", "isapi", address=relay.address, channel=2)
    devices.set_login(device, user="admin", password="gate-7!x", by=SYSTEM)
    status, _told = site.push("hikvision", hikvision.told(car()), key)
    site.settled()
    ((method, path, headers, body),) = relay.asked
    assert (status, method, path, b"<ctrlMode>open</ctrlMode>" in body) == (200, "PUT", "/ISAPI/Parking/channels/2/barrierGate", True)
    assert headers["Authorization"].startswith('Digest username="admin"') and "gate-7!x" not in headers["Authorization"]
    assert (Command.objects.get().state, Command.objects.get().device) == ("done", device)


def test_dahuas_relay_is_told(site, relay):
    _device, key = site.camera("dahua", "dahua", address=relay.address)
    site.push("dahua", dahua.told(local(car(), site.where)), key)
    site.settled()
    assert [(method, path) for method, path, *_rest in relay.asked] == [("GET", "/cgi-bin/trafficSnap.cgi?action=openStrobe&channel=1&info.openType=Normal")]
    assert Command.objects.get().state == "done"


def controller(site, relay):
    made = running(site.where, "barrier", "BAR-1", place=site.gate, address=relay.address)
    enrolled(made)
    devices.set_login(made, user="lane", password="s3cret-of-the-lane", by=SYSTEM)
    site.lane = access.change_lane(site.lane, device=made, by=SYSTEM)
    return made


def test_a_lanes_controller_is_told_by_a_signed_request_also_from_the_desk(site, relay):
    device = controller(site, relay)
    _camera, key = site.camera("vzenith", "relay")
    status, told = site.push("vzenith", vzenith.told(car()), key)
    site.settled()
    ((method, path, headers, _body),) = relay.asked
    command = Command.objects.get()
    assert (told["Response_AlarmInfoPlate"]["info"], method, path, headers["X-Anju-Command"]) == ("no", "POST", "/lift/1", str(command.pk))
    assert headers["X-Anju-Sign"] == signature("s3cret-of-the-lane", str(command.pk), headers["X-Anju-At"], 1)
    assert (command.state, command.device) == ("done", device)
    site.push("vzenith", vzenith.told(car("沪C77777", 2)), key)
    access.let_car_in(Sighting.objects.get(read="沪C77777"), said_for="业主来电", by=SYSTEM)
    assert (Carrier().run_once(), Carrier().run_once(), len(relay.asked)) == (1, 0, 2)
    assert set(Command.objects.values_list("state", flat=True)) == {"done"}


def test_a_bar_that_does_not_answer_is_written_down_and_an_old_command_lifts_nothing(site, relay):
    controller(site, relay)
    _camera, key = site.camera("vzenith", "relay")
    relay.status = 500
    site.push("vzenith", vzenith.told(car()), key)
    site.settled()
    assert (Command.objects.get().state, Command.objects.get().receipt) == ("failed", "http 500")
    site.push("vzenith", vzenith.told(car("沪C77777", 2)), key)
    access.let_car_in(Sighting.objects.get(read="沪C77777"), said_for="业主来电", by=SYSTEM)
    Command.objects.filter(state="waiting").update(sent_at=now() - timedelta(seconds=16))
    assert (Carrier().run_once(), len(relay.asked)) == (0, 1)


@pytest.mark.parametrize(("way", "bar", "note"), [
    ("relay", Bar("127.0.0.1:1"), "ConnectError"), ("isapi", Bar(""), "no address"), ("relay", Bar("169.254.169.254"), "inner address"), ("teleport", Bar("127.0.0.1:1"), "no driver"),
    ("dahua", Bar("no-such-host.invalid"), "no such host"),
])  # fmt: skip
def test_whatever_goes_wrong_at_a_bar_is_a_receipt(way, bar, note):
    receipt = open_barrier(way, bar, command="c", at=now())
    assert (receipt.outcome, receipt.note.startswith(note)) == ("failed", True)
