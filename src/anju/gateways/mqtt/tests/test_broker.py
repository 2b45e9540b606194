"""Cameras at a real Mosquitto: each writes at its own topics alone, what it says goes the way of every camera, and what is hostile changes nothing."""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import socket
import subprocess
import threading
import time
from datetime import timedelta

import paho.mqtt.client as mqtt
import pytest

from anju.dialects import vzenith
from anju.dialects.sighting import Garbled
from anju.domains.access import actions as access
from anju.domains.access.models import Opening, Passage, Sighting
from anju.domains.devices import actions as devices
from anju.domains.devices.models import Command, Contact
from anju.domains.devices.tests.conftest import SYSTEM, running
from anju.gateways.lane_cameras.carrying import Carrier
from anju.gateways.lane_cameras.tests.conftest import Site, here, now  # noqa: F401 - a fixture
from anju.gateways.lane_cameras.tests.test_pushes import car, picture
from anju.gateways.mqtt import command, hearing, rights
from anju.gateways.mqtt.driver import Listener

MOSQUITTO = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed")]
SERIAL, OTHER = "265e1040-85e01fb7", "8fcd1c4e-20ca9ecb"
SECRET = "p-of the camera 7!"


def until(true, seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return bool(true())


class Camera:
    """A camera's own connection; it keeps what it is told."""

    def __init__(self, port: int, user: str, password: str, serial: str, *, ca: str = "") -> None:
        self.told: list[dict] = []
        self.reason = None
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=f"camera {user}")
        self.client.username_pw_set(user, password)
        self.client.on_connect = lambda client, _given, _flags, reason, _more: (setattr(self, "reason", reason), client.subscribe([(f"device/{serial}/message/down/+", 1), ("#", 0)]))
        self.client.on_message = lambda _client, _given, message: self.told.append(json.loads(message.payload))
        if ca:
            self.client.tls_set(ca_certs=ca)
        self.client.connect("localhost" if ca else "127.0.0.1", port, 20)
        self.client.loop_start()
        until(lambda: self.reason is not None)

    def say(self, topic: str, body: bytes, *, retain: bool = False) -> None:
        self.client.publish(topic, body, qos=1, retain=retain).wait_for_publish(10)

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


class Hall:
    """The site with a broker, the house listening, and one MQTT camera at its lane."""

    certificate = key = ca = ""

    def __init__(self, where, folder, port: int) -> None:
        self.where, self.folder, self.port = where, folder, port
        self.site = Site(where, None)
        self.device = self.fit(SERIAL, "LPR-1", "cam1")
        self.stop = threading.Event()

    def fit(self, serial: str, number: str, user: str, way: str = "mqtt", direction: str = "in"):
        device = running(self.where, "plate_camera", number, place=self.site.gate, serial=serial, dialect="mqtt")
        devices.set_login(device, user=user, password=SECRET, by=SYSTEM)
        access.fit_lane_camera(self.site.lane, device=device, direction=direction, maker="vzenith", way=way, by=SYSTEM)
        return device

    def open(self) -> None:
        self.given = argparse.Namespace(host="127.0.0.1", port=self.port, certificate=self.certificate, key=self.key)
        assert (command._write(self.folder, self.given), command._write(self.folder, self.given)) == (True, False), "the same rights are the same files"
        self.broker = subprocess.Popen([MOSQUITTO, "-c", str(self.folder / "mosquitto.conf")], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.house = Listener(f"mqtts://localhost:{self.port}" if self.certificate else f"mqtt://127.0.0.1:{self.port}")
        self.thread = threading.Thread(target=self.house.run_forever, args=(self.stop,), daemon=True)
        self.thread.start()
        assert until(lambda: self.house.is_connected)
        self.camera = Camera(self.port, "cam1", SECRET, SERIAL, ca=self.ca)

    def close(self) -> None:
        self.camera.close()
        self.stop.set()
        self.thread.join(timeout=10)
        self.broker.terminate()
        self.broker.wait(timeout=10)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def hall(here, tmp_path):  # noqa: F811
    made = Hall(here, tmp_path, free_port())
    made.open()
    yield made
    made.close()


def test_a_car_is_seen_its_pictures_kept_and_the_bar_lifted_by_a_message(hall):
    hall.camera.say(*vzenith.message_told(SERIAL, car(picture=picture(), closeup=picture("white"))))
    assert until(lambda: Command.objects.filter(state="done").exists() and Sighting.objects.exclude(picture=None).exists())
    one = Sighting.objects.get()
    assert (one.plate, one.state, one.passage.outcome, one.camera.device) == ("京A12345", "known", "allowed", hall.device)
    assert until(lambda: hall.camera.told)
    (lift,) = hall.camera.told
    assert (lift["name"], lift["sn"], lift["id"], lift["payload"]["body"]) == ("gpio_out", SERIAL, str(Command.objects.get().pk), {"delay": 500, "io": 0, "value": 2})
    assert Contact.objects.get(pk=hall.device.pk).last_contact_at is not None


def test_what_the_guard_decides_is_published_and_inputs_are_observed(hall):
    hall.camera.say(*vzenith.message_told(SERIAL, car("沪C77777", 2)))
    assert until(lambda: Sighting.objects.exists())
    access.let_car_in(Sighting.objects.get(), said_for="业主来电", by=SYSTEM)
    assert (Carrier().run_once(), until(lambda: len(hall.camera.told) == 1), Command.objects.get().state) == (1, True, "done")
    camera = Sighting.objects.get().camera
    camera.bar_input = 0
    camera.save()
    from anju.gateways.lane_cameras.hearing import _cameras

    _cameras.clear()
    topic = vzenith.UP.format(serial=SERIAL, name="gpio_in")
    body = {"sn": SERIAL, "name": "gpio_in", "payload": {"AlarmGioIn": {"result": {"TriggerResult": {"source": 0, "value": 1}}}}}
    hall.camera.say(topic, json.dumps(body).encode())
    assert until(lambda: Opening.objects.exists()) and Opening.objects.get().passage == Passage.objects.get(is_released=True)


def test_a_camera_writes_at_its_own_topics_alone_and_nobody_without_a_login(hall):
    other = hall.fit(OTHER, "LPR-2", "cam2", direction="out")
    hall.camera.say(*vzenith.message_told(OTHER, car()))
    hall.camera.say(vzenith.DOWN.format(serial=SERIAL, name="gpio_out"), b"{}")
    for user, password in (("cam1", "wrong"), ("", ""), ("anju", "anju"), ("cam2", SECRET)):
        stranger = Camera(hall.port, user, password, SERIAL)
        assert stranger.reason.is_failure, "the broker's files were written before the second camera had its login"
        stranger.close()
    hall.camera.say(*vzenith.message_told(SERIAL, car("沪C77777", 3)))
    assert until(lambda: Sighting.objects.exists())
    assert (Sighting.objects.get().camera.device, Sighting.objects.filter(camera__device=other).count(), hall.camera.told) == (hall.device, 0, [])


def test_a_changed_login_ends_the_old_one_at_the_broker(hall):
    devices.set_login(hall.device, user="cam1", password="another one 8?", by=SYSTEM)
    assert command._write(hall.folder, hall.given) is True
    assert not any("another one" in (hall.folder / name).read_text() or SECRET in (hall.folder / name).read_text() for name in ("passwords", "rights", "mosquitto.conf"))
    assert all((hall.folder / name).stat().st_mode & 0o077 == 0 for name in ("passwords", "rights", "mosquitto.conf"))
    hall.broker.send_signal(signal.SIGHUP)

    def is_refused() -> bool:
        old = Camera(hall.port, "cam1", SECRET, SERIAL)
        old.close()
        return old.reason.is_failure

    assert until(is_refused)
    new = Camera(hall.port, "cam1", "another one 8?", SERIAL)
    assert new.reason.is_failure is False
    new.close()


def test_a_camera_whose_login_is_gone_from_the_register_is_heard_no_more(hall):
    devices.retire_device(hall.device, reason="报废", by=SYSTEM)
    assert hearing.hear(*vzenith.message_told(SERIAL, car()))[1].code == "devices.unknown_key"
    assert hearing.rights_now() == []


def test_hostile_messages_change_nothing_and_stop_nobody(hall):
    topic, good = vzenith.message_told(SERIAL, car())
    envelope = json.loads(good)
    up = "device/{}/message/up/{}"
    hostile = [
        (topic, b"not json"), (topic, b"\xff\xfe\x00"), (topic, b"[" * 100_000), (topic, b"{}"), (topic, json.dumps({**envelope, "sn": OTHER}).encode()),
        (topic, json.dumps({**envelope, "payload": {"AlarmInfoPlate": {"result": {"PlateResult": {"license": "***"}}}}}).encode()),
        (up.format(SERIAL, "gpio_in"), json.dumps({"sn": SERIAL, "payload": {"AlarmGioIn": {"TriggerResult": {"source": 99, "value": 1}}}}).encode()),
        (up.format(SERIAL, "firmware"), b'{"sn": "x"}'), (f"{SERIAL}/device/message/up/ivs_result", json.dumps({**envelope, "sn": None}).encode()),
    ]  # fmt: skip
    for each in hostile:
        hall.camera.say(*each)
    clocks = (car(at=now() + timedelta(hours=1)), car(at=now() - timedelta(hours=1)))
    for wrong in clocks:
        hall.camera.say(*vzenith.message_told(SERIAL, wrong))
    hall.camera.say(*vzenith.message_told(SERIAL, car("津A12345", 9)), retain=True)
    assert until(lambda: Sighting.objects.filter(read="津A12345").exists()), "the one that is right is heard behind them all"
    assert (Sighting.objects.count(), Command.objects.count()) == (1, 0)
    assert Contact.objects.get(pk=hall.device.pk).reported in ("clock_wrong", "")


def test_a_message_that_is_played_again_is_the_same_car_and_one_lift(hall):
    told = vzenith.message_told(SERIAL, car())
    for _each in range(4):
        hall.camera.say(*told)
    assert until(lambda: Command.objects.filter(state="done").exists())
    hall.camera.say(*vzenith.message_told(SERIAL, car("沪C77777", 5)))
    assert until(lambda: Sighting.objects.count() == 2)
    assert (Passage.objects.filter(plate="京A12345").count(), Command.objects.count(), len(hall.camera.told)) == (1, 1, 1)


def test_five_megabytes_are_not_taken(hall):
    topic, _body = vzenith.message_told(SERIAL, car())
    big = b'{"sn": "' + b"x" * (5 * 1024 * 1024) + b'"}'
    assert hearing.hear(topic, big)[1].code == "devices.too_large"
    hall.camera.client.publish(topic, big, qos=1)
    hall.camera.close()
    hall.camera = Camera(hall.port, "cam1", SECRET, SERIAL)
    hall.camera.say(*vzenith.message_told(SERIAL, car("沪C77777", 5)))
    assert until(lambda: Sighting.objects.exists()) and Sighting.objects.get().read == "沪C77777"


def test_what_came_while_the_house_was_away_is_kept_late_and_lifts_nothing(hall):
    hall.stop.set()
    hall.thread.join(timeout=10)
    hall.camera.say(*vzenith.message_told(SERIAL, car(at=now() - timedelta(seconds=40))))
    hall.stop.clear()
    hall.house = Listener(f"mqtt://127.0.0.1:{hall.port}")
    hall.thread = threading.Thread(target=hall.house.run_forever, args=(hall.stop,), daemon=True)
    hall.thread.start()
    assert until(lambda: Sighting.objects.exists())
    assert (Sighting.objects.get().state, Sighting.objects.get().plate, Command.objects.count()) == ("late", "京A12345", 0)


def test_without_a_broker_the_bar_says_why(hall):
    hall.camera.say(*vzenith.message_told(SERIAL, car("沪C77777", 2)))
    assert until(lambda: Sighting.objects.exists())
    hall.stop.set()
    hall.thread.join(timeout=10)
    access.let_car_in(Sighting.objects.get(), said_for="业主来电", by=SYSTEM)
    Carrier().run_once()
    assert Command.objects.get().state in ("failed", "taken", "waiting") and hall.camera.told == []


@pytest.mark.parametrize("topic", ["device/+/message/up/ivs_result", f"device/{SERIAL}/message/down/ivs_result", f"device/{SERIAL}/message/up/ivs_result/x", "device//message/up/x", "$SYS/x", "x" * 70_000])
def test_no_other_topic_is_a_cameras(topic):
    with pytest.raises(Garbled, match="wrong_topic"):
        vzenith.read_message(topic, b"{}")


@pytest.mark.parametrize(("serial", "user"), [("265e1040\ntopic write #", "cam"), ("#", "cam"), (SERIAL, "anju"), (SERIAL, "cam\nuser x"), (SERIAL, "c:d"), ("+", "x")])
def test_a_name_that_would_mean_more_than_itself_gets_no_right(serial, user, tmp_path):
    made = rights.files([rights.Right(serial, user, "x")], "house", folder=tmp_path, host="127.0.0.1", port=1883)
    assert (made["rights"].count("user "), made["passwords"].count("\n")) == (1, 1)
