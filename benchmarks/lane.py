"""From a plate at the lane to the command at the bar: the camera's push over HTTP's own endpoint, the decision, the durable passage, the real relay driver.

A site of 2,000 known cars and ten lanes sees 50 cars a second, in open loop: each is due at its moment, whether or not the one before is done. The clock starts
when the push is due and stops when the relay's server has read the request to lift. Before that the passage, the car, the command and their ledger rows
are committed with synchronous FULL. Beside it stands one bare write of 4 KiB and its fdatasync on the same disk, measured in the same run. The push is
handed to the ASGI application of the product as the server would hand it over; the relay is told over TCP. Every lift is checked: one for each car.
"""

from __future__ import annotations

import asyncio
import os
import queue
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .figures import Figure

KNOWN, LANES, WARM = 2_000, 10, 40
RATE, CARS = int(os.environ.get("ANJU_LANE_RATE", "50")), int(os.environ.get("ANJU_LANE_CARS", "400"))
"""Cars a second, and how many; a slower rate is for looking at a busy machine and says so in the figure's name."""
AGAIN_SECONDS = 0.05
"""After a refusal for want of room a camera sends again; the wait counts."""


def measure() -> Iterator[Figure]:
    """Milliseconds from push to bar at three quantiles, and those of a bare fdatasync."""
    import sys

    import django

    django.setup()
    sys.setswitchinterval(0.0005)  # as the product sets it
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    relay = _Relay()
    site = _Site(relay)
    site.run(WARM)
    syncs = _syncs(CARS)
    took = site.run(CARS)
    site.check(WARM + CARS)
    relay.stop()
    for name, at in (("p50", 50), ("p95", 95), ("p99", 99)):
        yield Figure(f"plate at the lane to command at the bar, {RATE}/s, {name}", "ms", _quantile(took, at), f"<= {GOALS[name]}", _quantile(syncs, at), "a bare fdatasync")


GOALS = {"p50": 60, "p95": 60, "p99": 60}
"""Times a bare fdatasync at the same quantile."""


def _quantile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1] * 1000


def _syncs(count: int) -> list[float]:
    """Seconds of writing 4 KiB at the end of a file and bringing it to the disk, at the pace of the cars."""
    took, block = [], os.urandom(4096)
    with tempfile.TemporaryFile(dir=os.environ["ANJU_DATA_DIR"]) as file:
        for _number in range(count):
            started = time.perf_counter()
            os.write(file.fileno(), block)
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - started)
            time.sleep(1 / RATE / 4)
    return took


class _Relay(ThreadingHTTPServer):
    """A relay that notes when it was told to lift, by the command's number."""

    daemon_threads = True

    def __init__(self) -> None:
        self.told: queue.Queue[tuple[str, float]] = queue.Queue()
        super().__init__(("127.0.0.1", 0), _Lifting)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class _Lifting(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.server.told.put((self.headers["X-Anju-Command"], time.perf_counter()))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_told) -> None:
        pass


class _Site:
    """A gate with a lane for cars, its camera and its relay, and the households' plates."""

    def __init__(self, relay: _Relay) -> None:
        from anju.domains.access import actions as access
        from anju.domains.devices import actions as devices
        from anju.domains.people.models import Person
        from anju.domains.places.models import Place
        from anju.gateways.http_push.driver import Ingest
        from anju.kernel import scope as view
        from anju.kernel.actors import Actor
        from anju.kernel.models import Scope

        by, self.relay, self.pushed = Actor.system("benchmark"), relay, 0
        self.scope = Scope.objects.create(kind="community", name="锦绣花园")
        with view.entered(self.scope):
            root = Place.objects.create(scope=self.scope, kind="community", code="0", name="锦绣花园", path="")
            gate = Place.objects.create(scope=self.scope, kind="gate", code="S", name="南门", full_name="南门", parent=root, ordering="S", path="s/")
            devices.review_product(self.scope, kind="plate_camera", maker="m", model="p", verdict="approved", certificate="1", authority="a", by=by)
            given = {"commissioned_on": date(2025, 1, 1), "by": by}
            self.keys = []
            for number in range(LANES):
                bar = devices.add_device(self.scope, kind="barrier", name="bar", place=gate, address=f"127.0.0.1:{relay.server_address[1]}", **given)
                eye = devices.add_device(self.scope, kind="plate_camera", name="eye", maker="m", model="p", accepted_by="a", acceptance_number="1", place=gate, **given)
                devices.set_login(bar, user="lane", password="secret of the lane", by=by)
                keys = [devices.enrol_device(one, token=devices.issue_enrolment(one, by=by).shown_once, by=by).key for one in (bar, eye)]
                lane = access.add_lane(self.scope, name=f"车道{number}", place=gate, traffic="vehicle", device=bar, by=by)
                access.fit_lane_camera(lane, device=eye, direction="in", maker="vzenith", way="relay", by=by)
                self.keys.append(keys[1])
            driver = Person.objects.create(scope=self.scope, name="林先生")
            for number in range(KNOWN):
                access.issue_credential(self.scope, kind="plate", secret=self.plate(number), category="staff", holder=driver, checked="行驶证", by=by)
        self.ingest = Ingest()
        self.ingest.open()

    @staticmethod
    def plate(number: int) -> str:
        return f"京A{number + 10_000:05d}"

    def run(self, count: int) -> list[float]:
        """Seconds from due to lifted of so many cars."""
        due = asyncio.run(self._drive(count))
        lifted = sorted(self.relay.told.get(timeout=120)[1] for _car in range(count))
        return [at - start for start, at in zip(sorted(due), lifted, strict=True)]

    async def _drive(self, count: int) -> list[float]:
        begin = time.perf_counter() + 0.2
        moments = [begin + number / RATE for number in range(count)]
        first, self.pushed = self.pushed, self.pushed + count
        await asyncio.gather(*(self._car(first + number, moment) for number, moment in enumerate(moments)))
        return moments

    async def _car(self, number: int, moment: float) -> None:
        from anju.dialects import vzenith
        from anju.dialects.sighting import Sighting

        await asyncio.sleep(max(moment - time.perf_counter(), 0))
        at = datetime.now(UTC)
        kind, body = vzenith.told(Sighting(self.plate(number * 7 % KNOWN), 0.97, at, f"{at.isoformat()} {number + 1}", "blue"))
        headers = [(b"content-type", kind.encode()), (b"authorization", f"Bearer {self.keys[number % LANES]}".encode())]
        while (status := await self._push(headers, body)) == 503:
            await asyncio.sleep(AGAIN_SECONDS)
        if status != 200:
            raise AssertionError(f"the push was answered {status}")

    async def _push(self, headers: list[tuple[bytes, bytes]], body: bytes) -> int:
        waiting, statuses = [{"type": "http.request", "body": body, "more_body": False}], []

        async def receive():
            return waiting.pop(0) if waiting else {"type": "http.disconnect"}

        async def send(message):
            statuses.append(message.get("status"))

        await self.ingest.application({"type": "http", "path": "/ingest/lane/vzenith", "method": "POST", "headers": headers}, receive, send)
        return statuses[0]

    def check(self, cars: int) -> None:
        """Every car is in the log, and was lifted for once."""
        from anju.domains.access.models import Passage, Sighting
        from anju.domains.devices.models import Command

        self.ingest.close()
        kept = Passage.everywhere.filter(outcome="allowed").count(), Sighting.everywhere.filter(state="known").count(), Command.everywhere.filter(state="done").count()
        if kept != (cars, cars, cars) or not self.relay.told.empty():
            raise AssertionError(f"{cars} cars left {kept} passages, cars and lifts")
