from __future__ import annotations

import json
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from anju.domains.access import actions as access
from anju.domains.access.models import Lane
from anju.domains.devices.models import Device
from anju.domains.devices.tests.conftest import SYSTEM, enrolled, running
from anju.domains.people.models import Person
from anju.domains.places.models import Place
from anju.gateways.http_push.driver import Ingest
from anju.kernel import scope
from anju.kernel.models import Scope

from .pushing import pushed


class Relay(ThreadingHTTPServer):
    """Somebody's relay on the network; it keeps what it was asked, and answers `status`."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict, bytes]] = []
        self.status = 200
        super().__init__(("127.0.0.1", 0), _Answering)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        is_login = self.path.startswith("/ISAPI") and "Authorization" not in self.headers
        if not is_login:
            self.server.asked.append((self.command, self.path, dict(self.headers), body))
        self.send_response(401 if is_login else self.server.status)
        if is_login:
            self.send_header("WWW-Authenticate", 'Digest realm="DS", qop="auth", nonce="4e44", algorithm="MD5"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_PUT = do_GET = _answer

    def log_message(self, *_told) -> None:
        pass


@pytest.fixture
def relay():
    made = Relay()
    Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def here(transactional_db):
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(where):
        yield where


class Site:
    """A gate with a car lane, one known car, and the door of the cameras."""

    def __init__(self, where: Scope, ingest: Ingest) -> None:
        self.where, self.ingest = where, ingest
        root = Place.objects.create(scope=where, kind="community", code="0", name="锦绣花园", path="")
        self.gate = Place(scope=where, kind="gate", code="S", name="南门", full_name="南门", parent=root, ordering="S")
        self.gate.path = f"{self.gate.pk.hex}/"
        self.gate.save()
        self.lane: Lane = access.add_lane(where, name="南门车道", place=self.gate, traffic="vehicle", by=SYSTEM)
        driver = Person.objects.create(scope=where, name="林先生")
        self.credential = access.issue_credential(where, kind="plate", secret="京A12345", category="staff", holder=driver, checked="行驶证", by=SYSTEM)

    def camera(self, maker: str = "vzenith", way: str = "answer", number: str = "LPR-1", address: str = "", **more) -> tuple[Device, str]:
        """(the device, its key)"""
        device = running(self.where, "plate_camera", number, place=self.gate, address=address)
        key = enrolled(device)
        access.fit_lane_camera(self.lane, device=device, direction=more.pop("direction", "in"), maker=maker, way=way, by=SYSTEM, **more)
        return device, key

    def push(self, maker: str, told: tuple[str, bytes], key: str, *, by: str = "basic", headers=(), parts=None) -> tuple[int, dict]:
        """(status, answer) of one push, as the server would hand it over."""
        sent = pushed(self.ingest, maker, told, key, by=by, headers=headers, parts=parts)
        return sent[0]["status"], json.loads(sent[1]["body"])

    def settled(self) -> None:
        """Wait for what follows an answer."""
        for _each in range(4):
            self.ingest._later.submit(lambda: None).result()
        self.ingest._later.shutdown(wait=True)
        self.ingest._later = type(self.ingest._later)(max_workers=4)


@pytest.fixture
def site(here):
    ingest = Ingest()
    ingest.open()
    yield Site(here, ingest)
    ingest.close()


def now() -> datetime:
    return datetime.now(UTC)
