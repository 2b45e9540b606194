"""The server's own way from a camera's push to a relay: the endpoint, the decision, the durable passage with its command and ledger rows, the real relay driver.

The push is handed to the ASGI application of the product as the server would hand it over; the relay is told over TCP. What came too late for its car is dropped
by the product and counted here, never waited for.
"""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .lane_box import KNOWN, LANES, plate

AGAIN_SECONDS, GIVEN_UP_SECONDS, SETTLED_SECONDS = 0.05, 30, 20
"""After a refusal for want of room a camera sends again, so long; the wait counts. After the last answer the relay is waited for so long."""


class Relay(ThreadingHTTPServer):
    """A relay that notes when it was told to lift, by the command's number."""

    daemon_threads = True

    def __init__(self) -> None:
        self.told: list[tuple[str, float]] = []
        super().__init__(("127.0.0.1", 0), _Lifting)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class _Lifting(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.server.told.append((self.headers["X-Anju-Command"], time.perf_counter()))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_told) -> None:
        pass


class Site:
    """A gate with a lane for cars, its camera and its relay, and the households' plates."""

    def __init__(self, relay: Relay) -> None:
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
                access.issue_credential(self.scope, kind="plate", secret=plate(number), category="staff", holder=driver, checked="行驶证", by=by)
        self.ingest = Ingest()
        self.ingest.open()

    def run(self, count: int, rate: float) -> tuple[list[float], int]:
        """(seconds from due to lifted of the cars whose bar was told, how many cars' lift was dropped)."""
        from anju.domains.access.models import Sighting
        from anju.kernel import scope

        first, self.pushed = self.pushed, self.pushed + count
        due = asyncio.run(self._drive(first, count, rate))
        self._settle()
        with scope.entered(self.scope):
            car_of = {str(command): plate for command, plate in Sighting.objects.exclude(command=None).values_list("command_id", "plate")}
        told = [(car_of[command], at) for command, at in self.relay.told]
        if len({plate for plate, _at in told}) != len(told):
            raise AssertionError("a bar was lifted twice for one car")
        took = [at - due[plate] for plate, at in told if plate in due]
        return took, count - len(took)

    def _settle(self) -> None:
        """Until nothing waits any more for the relay: a command is carried or dropped within its fifteen seconds."""
        from anju.domains.devices.models import Command

        ends = time.monotonic() + SETTLED_SECONDS
        while Command.everywhere.filter(state__in=("waiting", "taken")).exists() and time.monotonic() < ends:
            time.sleep(0.1)

    async def _drive(self, first: int, count: int, rate: float) -> dict[str, float]:
        begin = time.perf_counter() + 0.2
        due = {plate((first + number) * 7 % KNOWN): begin + number / rate for number in range(count)}
        await asyncio.gather(*(self._car(first + number, text, moment) for number, (text, moment) in enumerate(due.items())))
        return due

    async def _car(self, number: int, text: str, moment: float) -> None:
        from anju.dialects import vzenith
        from anju.dialects.sighting import Sighting

        await asyncio.sleep(max(moment - time.perf_counter(), 0))
        at = datetime.now(UTC)
        kind, body = vzenith.told(Sighting(text, 0.97, at, f"{at.isoformat()} {number + 1}", "blue"))
        headers = [(b"content-type", kind.encode()), (b"authorization", f"Bearer {self.keys[number % LANES]}".encode())]
        while (status := await self._push(headers, body)) == 503 and time.perf_counter() - moment < GIVEN_UP_SECONDS:
            await asyncio.sleep(AGAIN_SECONDS)
        if status not in (200, 503):
            raise AssertionError(f"the push was answered {status}")

    async def _push(self, headers: list[tuple[bytes, bytes]], body: bytes) -> int:
        waiting, statuses = [{"type": "http.request", "body": body, "more_body": False}], []

        async def receive():
            return waiting.pop(0) if waiting else {"type": "http.disconnect"}

        async def send(message):
            statuses.append(message.get("status"))

        await self.ingest.application({"type": "http", "path": "/ingest/lane/vzenith", "method": "POST", "headers": headers}, receive, send)
        return statuses[0]

    def check(self, cars: int, dropped: int) -> None:
        """Every car whose bar was told is in the log and was lifted for once; of a car that was dropped no bar was told."""
        from anju.domains.access.models import Passage, Sighting
        from anju.domains.devices.models import Command

        self.ingest.close()
        kept = Passage.everywhere.filter(outcome="allowed").count(), Sighting.everywhere.filter(state="known").count(), Command.everywhere.filter(state="done").count()
        lifted = cars - dropped
        if kept[2] != lifted or len(self.relay.told) != lifted or not lifted <= kept[0] == kept[1] <= cars:
            raise AssertionError(f"{cars} cars, {dropped} dropped, left {kept} passages, cars and lifts; the relay was told {len(self.relay.told)} times")
