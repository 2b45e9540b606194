"""A camera that has only a stream: a real film of a drawn car over HTTP, read as it passes; a broken stream, a wrong login and a street without plates."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import av
import cv2
import httpx
import numpy as np
import pytest

from anju.domains.access import actions as access
from anju.domains.access import queries
from anju.domains.access.models import LaneCamera, Sighting
from anju.domains.devices import actions as devices
from anju.domains.devices.models import Command, Contact
from anju.domains.devices.tests.conftest import SYSTEM, running
from anju.gateways.lane_cameras.tests.conftest import Site, here, relay  # noqa: F401 - fixtures
from anju.gateways.lane_cameras.tests.test_pushes import controller
from anju.gateways.lane_eyes import watching
from anju.gateways.lane_eyes.command import Eyes
from anju.gateways.lane_eyes.glancing import glance
from anju.kernel import files, glimpses
from anju.vision.lanes import frames_of
from anju.vision.tests.test_plates import NUMBERS, picture
from anju.vision.tests.test_streams import film

pytestmark = pytest.mark.django_db(transaction=True)
STREET = Path(__file__).resolve().parents[6] / "shared" / "data" / "video" / "vtest.avi"
PLATE = NUMBERS["blue"]


class Screen(ThreadingHTTPServer):
    """A camera: motion JPEG of a film for whoever signs in, a still, and a page that leads elsewhere."""

    daemon_threads = True

    def __init__(self, path: str, *, login: str = "", stays: bool = True) -> None:
        self.film, self.login, self.stays, self.asked = path, login, stays, []
        super().__init__(("127.0.0.1", 0), _Showing)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def close(self) -> None:
        self.stays = False
        self.shutdown()
        self.server_close()


class _Showing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        given = base64.b64decode(self.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        if self.server.login and given != self.server.login:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="camera"')
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/elsewhere":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n")
        elif self.path.endswith("/picture"):
            self._still(cv2.imencode(".jpg", picture("blue"))[1].tobytes())
        else:
            self._stream()

    def _still(self, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        with av.open(self.server.film) as source:
            for frame in source.decode(video=0):
                data = cv2.imencode(".jpg", frame.to_ndarray(format="bgr24"), [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()
                try:
                    self.wfile.write(b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: " + str(len(data)).encode() + b"\r\n\r\n" + data + b"\r\n")
                except OSError:
                    return
                time.sleep(0.2)
        while self.server.stays:
            time.sleep(0.1)

    def log_message(self, *_told) -> None:
        pass


def until(true, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return bool(true())


def camera_at(site: Site, address: str, stream: str = "http:/stream", login: tuple[str, str] | None = None, relay=None) -> LaneCamera:  # noqa: F811
    device = running(site.where, "plate_camera", "LPR-9", place=site.gate, address=address)
    if login:
        devices.set_login(device, user=login[0], password=login[1], by=SYSTEM)
    if relay is not None:
        controller(site, relay)
    made = access.fit_lane_camera(site.lane, device=device, direction="in", maker="stream", way="relay" if relay else "isapi", stream=stream, by=SYSTEM)
    assert isinstance(made, LaneCamera), str(made)
    return next(one for one in queries.cameras_everywhere() if one.pk == made.pk)


@pytest.fixture
def site(here, settings, tmp_path) -> Site:  # noqa: F811
    settings.ANJU_DATA_DIR = tmp_path
    return Site(here, None)


@pytest.fixture
def screen(tmp_path) -> Iterator[Screen]:
    made = Screen(film(tmp_path / "car.mp4", [picture("blue")] * 60), login="admin:p/7 @x")
    yield made
    made.close()


def test_a_car_in_a_stream_is_read_voted_and_lets_the_bar_rise(site, screen, relay):  # noqa: F811
    access.issue_credential(site.where, kind="plate", secret=PLATE, category="staff", holder=site.credential.holder, checked="行驶证", by=SYSTEM)
    camera = camera_at(site, screen.address, login=("admin", "p/7 @x"), relay=relay)
    glimpses.look_at(camera.device_id)
    eyes = Eyes()
    eyes._follow()
    try:
        assert until(lambda: Command.objects.filter(state="done").exists() and Sighting.objects.exclude(picture=None).exists()), screen.asked
    finally:
        for _marks, eye in eyes.eyes.values():
            eye.close()
    one = Sighting.objects.get()
    assert (one.plate, one.state, one.how, one.colour, one.passage.outcome, len(relay.asked)) == (PLATE, "known", "exact", "blue", "allowed", 1)
    assert files.read_all(one.picture).startswith(b"\xff\xd8\xff")
    assert (Contact.objects.get(pk=camera.device_id).last_contact_at is not None, glimpses.newest(camera.device_id)[0][:3]) == (True, b"\xff\xd8\xff")
    assert Sighting.objects.count() == 1, "a car that stands there is one car"


def test_what_the_frames_do_not_agree_on_waits_for_the_guard_with_its_picture(site):
    from anju.vision.vote import Verdict

    eye = watching.Eye(camera_at(site, "127.0.0.1:9"))
    eye.tell(Verdict("", "京A12345", "blue", 0.93, 4, 2), picture("blue"), watching.clock.now())
    one = Sighting.objects.get()
    assert (one.state, one.read, one.plate, one.sure, one.passage, one.picture_id is not None, Command.objects.count()) == ("waiting", "京A12345", "", 40, None, True, 0)


def test_a_stream_that_breaks_or_refuses_is_said_at_the_device_and_tried_again(site, screen, monkeypatch):
    monkeypatch.setattr(watching, "FIRST_PAUSE_S", 0.05)
    monkeypatch.setattr(watching, "REFUSED_PAUSE_S", 0.05)
    camera = camera_at(site, screen.address, login=("admin", "wrong"))
    eye = watching.Eye(camera)
    eye.start()
    assert until(lambda: eye.pauses >= 2)
    eye.close()
    assert (eye.state, Contact.objects.get(pk=camera.device_id).reported, len(screen.asked) >= 2) == ("refused_sign_in", "refused_sign_in", True)
    gone = watching.Eye(camera, frames=lambda _address: iter([picture("blue")]))
    gone.start()
    assert until(lambda: gone.pauses >= 2)
    gone.close()
    assert (gone.state, Contact.objects.get(pk=camera.device_id).reported) == ("network_lost", "network_lost")


def test_a_stream_leads_nowhere_else(screen):
    with pytest.raises(av.error.FFmpegError):
        list(frames_of(f"http://admin:p%2F7%20%40x@{screen.address}/elsewhere", wait_seconds=3))
    for address in ("file:///etc/passwd", "concat:a|b", "ftp://127.0.0.1/x", "hls+http://127.0.0.1/x"):
        with pytest.raises((ValueError, av.error.FFmpegError)):
            list(frames_of(address, wait_seconds=1))


@pytest.mark.parametrize(("maker", "way", "stream", "code"), [
    ("stream", "isapi", "", "stream_needed"), ("vzenith", "answer", "rtsp:/x", "stream_needed"), ("stream", "answer", "rtsp:/x", "stream_is_silent"),
    *[("stream", "isapi", wrong, "bad_stream") for wrong in ("rtsp://other/x", "file:/etc/passwd", "rtsp:/x -i /etc/passwd", "http:/a|b", "rtsp:/$(id)", "http:/a\nb", "http:x", "RTSP:/x")],
])  # fmt: skip
def test_a_path_that_is_none_is_refused(site, maker, way, stream, code):
    device = running(site.where, "plate_camera", "LPR-9", place=site.gate)
    no = access.fit_lane_camera(site.lane, device=device, direction="in", maker=maker, way=way, stream=stream, by=SYSTEM)
    assert (no.code, LaneCamera.objects.count()) in ((f"access.{code}", 0), ("access.bad_stream", 0))


def test_no_plate_is_invented_on_a_street(site):
    if not STREET.exists():
        pytest.skip("the street's film does not lie beside the checkout")
    eye = watching.Eye(camera_at(site, "127.0.0.1:9"))
    lane, told = watching.Lane(), 0
    for number, frame in enumerate(frames_of(str(STREET), a_second=1)):
        told += len(lane.add(frame)) + len(lane.just_accepted())
        if number >= 40:
            break
    assert (told + len(lane.close()), eye.state, Sighting.objects.count()) == (0, "new", 0)


def test_the_live_picture_is_fetched_with_the_makers_own_request_and_what_is_none_is_not_shown(site, screen):
    screen.login = ""
    device = running(site.where, "plate_camera", "LPR-9", place=site.gate, address=screen.address)
    made = access.fit_lane_camera(site.lane, device=device, direction="in", maker="hikvision", way="isapi", channel=2, by=SYSTEM)
    camera = LaneCamera.objects.select_related("device__scope", "scope").get(pk=made.pk)
    with httpx.Client(trust_env=False) as client:
        assert (glance(camera, client), screen.asked) == (True, ["/ISAPI/Streaming/channels/201/picture"])
        assert glimpses.newest(device.pk)[0].startswith(b"\xff\xd8\xff")
        screen.close()
        assert glance(camera, client) is False
        camera.device.address = "169.254.169.254"
        assert glance(camera, client) is False


def test_without_the_extra_no_eye_opens_and_the_house_says_so(site, monkeypatch):
    from anju.surfaces.health import lanes as health

    camera_at(site, "127.0.0.1:9")
    assert [one.state for one in health.plates()] == ["good"]
    monkeypatch.setattr(queries, "can_read_plates", lambda: False)
    eyes = Eyes()
    eyes._follow()
    assert (eyes.eyes, [one.state for one in health.plates()]) == ({}, ["bad"])


def test_frames_larger_than_any_camera_are_made_small_before_they_are_kept():
    assert len(watching.jpeg(np.zeros((2160, 3840, 3), np.uint8), longest=1280)) < 100_000
