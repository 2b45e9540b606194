"""The lanes in the present: cameras that push what they see over HTTP as real ones do, bars that lift when they are told, and a lane controller with a server of its own."""

from __future__ import annotations

import base64
import hmac
import json
import logging
import secrets
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random

from anju.dialects import hikvision, vzenith
from anju.domains.access import actions as access
from anju.domains.access.queries import LaneCamera, Visit, cameras_of, homes_of, waiting_cars
from anju.domains.devices import actions as devices
from anju.domains.devices.queries import Device
from anju.domains.parking.queries import HERE, Stay
from anju.kernel import clock
from anju.kernel.refusals import Refusal

from . import cars, names
from .world import HOUR, World

CAR_TICKS, HELP_SECONDS = 4, 25
ARRIVES, VISITING = timedelta(seconds=8), timedelta(minutes=6)
DIALECTS = {"hikvision": hikvision, "vzenith": vzenith}
RISES, THROUGH = 0.7, 2.6
SIGNED_SECONDS = 10
_log = logging.getLogger(__name__)


@dataclass
class Eye:
    """One lane camera as it stands on the street: its key, and whether its own relay lifts the bar."""

    camera: LaneCamera
    key: str


class Lanes:
    """All lane cameras of the community. `base` is where the product answers."""

    def __init__(self, world: World, base: str) -> None:
        self.world, self.base, self._ticks = world, base, 0
        self.eyes: dict[str, list[Eye]] = {"in": [], "out": []}
        self.controller = Controller(self)
        self.is_awake, self._driven = False, set[str]()

    def _wake(self) -> None:
        """Once the product answers, every camera gets its key, and the lane controller its bar."""
        if self.post("enrol", "application/json", b"{}")[0] == 0:
            return
        cars.furnish(self.world)
        engineer = self.world.cast.staff["engineer"][0]
        for camera in cameras_of(self.world.scope):
            if (key := self._enrolled(camera.device)) is not None:
                self.eyes[camera.direction].append(Eye(camera, key))
            if camera.way == "relay":
                self.controller.take(self.world, camera, engineer)
        self.controller.start()
        self.is_awake = True

    def _enrolled(self, device: Device) -> str | None:
        issued = self.world.act(devices.issue_enrolment, device, by=self.world.cast.staff["engineer"][0])
        status, told = self.post("enrol", "application/json", json.dumps({"token": issued.shown_once}).encode()) if issued else (0, {})
        return told.get("key") if status == 200 else None

    def post(self, door: str, kind: str, body: bytes, key: str = "") -> tuple[int, dict]:
        """(status, answer) of the product."""
        login = {"Authorization": "Basic " + base64.b64encode(f"camera:{key}".encode()).decode()} if key else {}
        request = urllib.request.Request(f"{self.base}/ingest/{door}", body, {"Content-Type": kind, **login}, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, {}
        except (OSError, ValueError) as error:
            _log.info("a lane camera gets no answer: %s", error)
            return 0, {}

    def tick(self) -> None:
        """Now and then a car comes; a guard sees to those that wait; a camera that waits for orders says that it lives."""
        self._ticks += 1
        if not self.is_awake:
            self._wake()
            return
        lot = self.world.lot("lane", self._ticks, clock.now())
        for one in list(waiting_cars(self.world.scope).filter(at__lte=clock.now() - timedelta(seconds=HELP_SECONDS))[:3]):
            cars.help_car(self.world, one, lot)
        for eye in (*self.eyes["in"], *self.eyes["out"]):
            if eye.camera.way == "answer":
                self._hear(eye, *self.post("lane/vzenith", "application/json", b'{"heartbeat": 1}', eye.key))
        self._guests(lot)
        if self._ticks % CAR_TICKS == 0 and 6 <= self.world.local(clock.now()).hour < 24:
            self._car(lot)

    def _car(self, lot: Random) -> None:
        """A household's car that is inside drives out, one that is not comes home; now and then somebody else comes, or a visitor leaves."""
        text, vehicle, luck = cars.plate(lot.randrange(cars.OWNED)), "car", lot.random()
        if luck < 0.10:
            text = f"沪C{lot.randrange(10_000, 99_999)}"
        elif luck < 0.15:
            text, vehicle = f"冀B{lot.randrange(10_000, 99_999)}", "freight"
        elif luck < 0.25:
            text = self._invited(lot) or text
        elif luck < 0.45 and (visiting := self._visitors()):
            text = lot.choice(visiting)
        self._drive(lot, text, vehicle)

    def _drive(self, lot: Random, text: str, vehicle: str = "car", *, is_clear: bool = False) -> None:
        """Up to a camera of its way, which reads it mostly well."""
        way = "out" if cars.inside(self.world, text) else "in"
        if not self.eyes[way]:
            return
        read, sure, luck = text, lot.uniform(0.9, 0.99), 1.0 if is_clear else lot.random()
        if luck < 0.12:
            read, sure = cars.misread(text), 0.74
        elif luck < 0.18:
            read, sure = text[:4], 0.35
        eye, seen = lot.choice(self.eyes[way]), cars.sight(lot, clock.now(), read, painted=text, sure=sure, vehicle=vehicle)
        self.controller.scene = seen.picture
        self._hear(eye, *self.post(f"lane/{eye.camera.maker}", *DIALECTS[eye.camera.maker].told(seen), eye.key))

    def _visitors(self) -> list[str]:
        """Plates of cars inside that belong to no household."""
        owned = {cars.plate(number) for number in range(cars.OWNED)}
        rows = Stay.objects.filter(scope=self.world.scope, state__in=HERE, entered_at__lte=clock.now() - VISITING).values_list("plate", flat=True)
        return [text for text in rows[:40] if text and text not in owned]

    def _invited(self, lot: Random) -> str:
        """Somebody is invited with his car; his plate."""
        host = lot.choice(self.world.cast.residents) if self.world.cast.residents else None
        homes = homes_of(self.world.scope, host.pk) if host else []
        text = f"津A{lot.randrange(10_000, 99_999)}"
        if not homes:
            return ""
        invited = self.world.act(access.invite_visitor, self.world.scope, dwelling=homes[0], name=names.name(lot), plate=text, ends_at=clock.now() + 4 * HOUR, by=host)
        if invited is not None:
            self._driven.add(text)
        return text if invited is not None else ""

    def _guests(self, lot: Random) -> None:
        """Whoever was invited with a car drives up a moment later: also the friend whom somebody invites on the page."""
        now = clock.now()
        waiting = Visit.objects.filter(scope=self.world.scope, state="invited", expected_at__lte=now + HOUR, until_at__gt=now, created_at__lte=now - ARRIVES).exclude(plate="")
        for text in waiting.order_by("created_at").values_list("plate", flat=True):
            if text not in self._driven:
                self._driven.add(text)
                self._drive(lot, text, is_clear=True)
                return

    def _hear(self, eye: Eye, status: int, told: dict) -> None:
        """A camera whose own relay lifts the bar obeys the answer; then its inputs tell of the bar and of the loop."""
        if status == 200 and eye.camera.way == "answer" and vzenith.is_lift(told):
            for seconds, source in ((RISES, eye.camera.bar_input), (THROUGH, eye.camera.loop_input)):
                _in(seconds, self.post, "lane/vzenith", *vzenith.input_told(source, True), eye.key)


def _in(seconds: float, do, *given) -> None:
    timer = threading.Timer(seconds, do, given)
    timer.daemon = True
    timer.start()


class Controller:
    """The controller of the lanes whose cameras have no relay: a server on this machine that lifts a bar for a signed request, and says when it rose."""

    def __init__(self, lanes: Lanes) -> None:
        self.lanes, self.secret, self._done = lanes, secrets.token_hex(24), set[str]()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._bar: tuple[Device, str] | None = None
        self._number, self.scene = 0, b""

    def still(self) -> bytes:
        """What the camera shows now: the car that came last, or the lane alone."""
        return self.scene or cars.scene("", "blue", 0)

    def take(self, world: World, camera: LaneCamera, engineer) -> None:
        """The lane's bar hangs on this controller from now on."""
        bar = camera.lane.device
        address = f"127.0.0.1:{self._server.server_address[1]}"
        self._at(world, camera.device, address)
        if self._bar is not None or bar is None:
            return
        same = {name: getattr(bar, name) for name in ("name", "number", "place", "gateway", "dialect", "maker", "model", "serial", "firmware", "report_s")}
        changed = world.act(devices.change_device, bar, address=address, by=world.cast.staff["security_manager"][0], **same)
        world.act(devices.set_login, bar, user="lane", password=self.secret, by=engineer)
        issued = devices.issue_enrolment(bar, by=world.cast.actor(engineer))
        if changed is None or isinstance(issued, Refusal):
            return
        status, told = self.lanes.post("enrol", "application/json", json.dumps({"token": issued.shown_once}).encode())
        if status == 200:
            self._bar, self._number = (bar, told["key"]), told["next_number"] + 1_000_000

    def _at(self, world: World, camera: Device, address: str) -> None:
        """The camera's own page lies at this server too: its still is what it saw last."""
        same = {name: getattr(camera, name) for name in ("name", "number", "place", "gateway", "dialect", "maker", "model", "serial", "firmware", "report_s")}
        world.act(devices.change_device, camera, address=address, by=world.cast.staff["security_manager"][0], **same)

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, name="lane controller", daemon=True).start()

    def lift(self, channel: str, command: str, at: str, sign: str) -> int:
        """The status of the answer. A signature that is wrong or old, or a command that was done, lifts nothing."""
        right = hmac.new(self.secret.encode(), f"lift {channel} {command} {at}".encode(), "sha256").hexdigest()
        if not hmac.compare_digest(right, sign) or abs(clock.now() - datetime.fromisoformat(at)) > timedelta(seconds=SIGNED_SECONDS):
            return 403
        if command in self._done:
            return 200
        self._done.add(command)
        for seconds, kind in ((RISES, "opened"), (THROUGH, "passed")):
            _in(seconds, self._say, kind)
        return 200

    def _say(self, kind: str) -> None:
        """The car is gone when it passed. An observation of the bar itself; its numbers lie far above those that its gateway gives it."""
        if kind == "passed":
            self.scene = b""
        if self._bar is None:
            return
        self._number += 1
        at = clock.now()
        row = {"number": self._number, "at": at.isoformat(), "kind": kind, "values": {}}
        self.lanes.post("observations", "application/json", json.dumps({"sent_at": at.isoformat(), "observations": [row]}).encode(), self._bar[1])


def _handler(controller: Controller) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            told = [self.headers.get(f"X-Anju-{name}", "") for name in ("Command", "At", "Sign")]
            status = controller.lift(self.path.rpartition("/")[2][:4], *told) if all(told) else 400
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            is_still = self.path == hikvision.still(1)
            data = controller.still() if is_still else b""
            self.send_response(200 if is_still else 404)
            self.send_header("Content-Type", "image/jpeg")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_told) -> None:
            """Its bar speaks for it."""

    return Handler
