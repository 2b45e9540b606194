"""Streams of a real RTSP server (GStreamer's) with a digest login: read, broken off, frozen, and what is wrong is said at the device."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from django.utils import translation

from anju.domains.access.models import Sighting
from anju.domains.devices import actions as devices
from anju.domains.devices import watching as watch
from anju.domains.devices.models import Contact, Device
from anju.domains.devices.tests.conftest import SYSTEM
from anju.gateways.lane_cameras.tests.conftest import here  # noqa: F401 - a fixture
from anju.gateways.lane_eyes import watching
from anju.gateways.lane_eyes.command import Eyes
from anju.kernel import clock
from anju.vision.lanes import frames_of
from anju.vision.tests.test_plates import NUMBERS, picture

from .test_eyes import camera_at, site, until  # noqa: F401 - a fixture

PROGRAM = Path(__file__).with_name("rtsp_camera.py")
PYTHON = shutil.which("python3", path="/usr/bin:/usr/local/bin")
LOGIN = ("admin", "p/7 @x")
pytestmark = pytest.mark.django_db(transaction=True)


def film(path: Path, codec: str) -> Path:
    """Eight seconds of a street: empty, then with a car that stays, 25 frames a second."""
    with av.open(str(path), "w") as out:
        video = out.add_stream(codec, rate=25, options={"preset": "ultrafast", "x265-params": "log-level=none"})
        street, car = picture("street"), picture("blue")
        video.height, video.width = car.shape[:2]
        video.bit_rate, video.pix_fmt, video.gop_size = 4_000_000, "yuv420p", 25
        for frame in [street] * 10 + [car] * 190:
            out.mux(video.encode(av.VideoFrame.from_ndarray(frame, format="bgr24")))
        out.mux(video.encode())
    return path


class Camera:
    def __init__(self, films: Path) -> None:
        self.films, self.port = films, 0
        self.switch_on()

    def switch_on(self) -> None:
        given = [f"/{name}={self.films / name}.mkv" for name in ("h264", "h265")]
        self.process = subprocess.Popen([PYTHON, "-I", str(PROGRAM), str(self.port), *LOGIN, *given], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(self.process.stdout.readline() or 0)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def pull_the_plug(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def films(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    for name, codec in (("h264", "libx264"), ("h265", "libx265")):
        film(folder / f"{name}.mkv", codec)
    return folder


@pytest.fixture
def camera(films) -> Iterator[Camera]:
    made = Camera(films) if PYTHON else None
    if made is None or not made.port:
        pytest.skip("GStreamer's RTSP server is not installed (apt install gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-good gstreamer1.0-plugins-bad python3-gi)")
    yield made
    made.pull_the_plug()


def said(device: Device) -> str:
    """What the register tells of it in the guard's language, once the watch has looked."""
    watch.look(device.scope, clock.now())
    with translation.override("zh-hans"):
        return str(Device.objects.get(pk=device.pk).get_reason_display())


@pytest.mark.parametrize("coding", ["h264", "h265"])
def test_a_plate_in_a_stream_with_a_digest_login_is_read(site, camera, coding):  # noqa: F811
    fitted = camera_at(site, camera.address, f"rtsp:/{coding}", LOGIN)
    eyes = Eyes()
    eyes._follow()
    try:
        assert until(lambda: Sighting.objects.exists())
    finally:
        for _marks, eye in eyes.eyes.values():
            eye.close()
    one = Sighting.objects.get()
    assert (one.plate or one.read, one.colour, one.camera.device_id) == (NUMBERS["blue"], "blue", fitted.device_id)
    assert Contact.objects.get(pk=fitted.device_id).reported == ""


def test_a_camera_that_freezes_or_loses_its_power_is_said_and_watched_again_when_it_is_back(site, camera, monkeypatch):  # noqa: F811
    monkeypatch.setattr(watching, "LONGEST_PAUSE_S", 0.2)
    monkeypatch.setattr(watching, "SIGN_OF_LIFE_S", 0.1)
    fitted = camera_at(site, camera.address, "rtsp:/h264", LOGIN)
    eye = watching.Eye(fitted, frames=lambda address: frames_of(address, a_second=5, wait_seconds=3))
    eye.start()
    try:
        assert until(lambda: eye.state == "watching")
        camera.process.send_signal(signal.SIGSTOP)
        assert until(lambda: eye.state == "network_lost")
        assert said(fitted.device) == "网络中断"
        camera.pull_the_plug()
        assert until(lambda: eye.pauses >= 3)
        assert (eye.state, said(fitted.device)) == ("network_lost", "网络中断")
        camera.switch_on()
        assert until(lambda: eye.state == "watching" and Contact.objects.get(pk=fitted.device_id).reported == "")
    finally:
        eye.close()


@pytest.mark.parametrize(("address", "path", "password", "state", "words"), [
    ("", "/h264", "wrong", "refused_sign_in", "认证被拒"), ("", "/h264", None, "refused_sign_in", "认证被拒"), ("", "/nothing", LOGIN[1], "no_such_stream", "该路径没有视频"),
    ("127.0.0.1:1", "/h264", LOGIN[1], "network_lost", "网络中断"), ("169.254.1.1", "/h264", LOGIN[1], "bad_address", "地址未填写或不存在"),
    ("nobody.invalid", "/h264", LOGIN[1], "bad_address", "地址未填写或不存在"),
])  # fmt: skip
def test_what_is_wrong_is_said_at_the_device_and_the_login_nowhere(site, camera, monkeypatch, caplog, address, path, password, state, words):  # noqa: F811
    monkeypatch.setattr(watching, "FIRST_PAUSE_S", 0.05)
    monkeypatch.setattr(watching, "REFUSED_PAUSE_S", 0.05)
    fitted = camera_at(site, address or camera.address, f"rtsp:{path}", (LOGIN[0], password) if password else None)
    eye = watching.Eye(fitted)
    eye.start()
    try:
        assert until(lambda: eye.pauses >= 2)
    finally:
        eye.close()
    assert (eye.state, said(fitted.device)) == (state, words)
    assert [one.message for one in caplog.records if one.name == watching.__name__] == [f"no picture of LPR-9: {state}"], "once, and without the login"


def test_a_refused_login_is_not_tried_until_the_account_is_locked(site, camera):  # noqa: F811
    fitted = camera_at(site, camera.address, "rtsp:/h264", (LOGIN[0], "wrong"))
    eyes = Eyes()
    eyes._follow()
    [(_marks, eye)] = eyes.eyes.values()
    assert until(lambda: eye.pauses == 1)
    assert watching.REFUSED_PAUSE_S == 300
    devices.set_login(fitted.device, user=LOGIN[0], password=LOGIN[1], by=SYSTEM)
    eyes._follow()
    [(_marks, fresh)] = eyes.eyes.values()
    try:
        assert until(lambda: fresh.state == "watching"), "a login that is set anew is tried at once"
    finally:
        fresh.close()
    assert eye.pauses == 1
