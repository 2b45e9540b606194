"""The gate of the benchmark and its box: rights from the real endpoints, then the running process of `anju edge` alone with cameras and controllers."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from .gate_log import asked
from .lane_fakes import PASSWORD, USER, Controller, beating, pushed

KNOWN, LANES, MAKERS = 2_000, 10, ("hikvision", "dahua", "vzenith")
SCENE, CLOSEUP = 120_000, 12_000
READY_SECONDS, SETTLED_SECONDS = 120, 30


def plate(number: int) -> str:
    return f"京A{number + 10_000:05d}"


def card(number: int) -> str:
    return f"04{number:06X}"


class Gate:
    """Ten lanes for cars and ten for people; to each a controller of its own, to those for cars a camera. `cameras` are (maker, key)."""

    def __init__(self, folder: Path, cars: list[Controller], doors: list[Controller]) -> None:
        from anju.domains.access import actions as access
        from anju.domains.devices.models import Device
        from anju.domains.edges import actions
        from anju.domains.people.models import Person
        from anju.domains.places.actions import add_place, found_community, platform
        from anju.kernel import scope
        from anju.kernel.actors import Actor
        from anju.kernel.refusals import Refusal

        self.folder, self.cars, self.doors, self.by = folder, cars, doors, Actor.system("benchmark")
        self.cameras: list[tuple[str, str]] = []
        self.where = found_community(platform(), name="锦绣花园", by=self.by).scope
        with scope.entered(self.where):
            self.gate = add_place(self.where, kind="gate", code="S", name="南门", by=self.by)
            wanted = self._build()
            edge = actions.add_edge(self.where, name="南门主机", place=self.gate, by=self.by)
            for lane, relay, port in wanted:
                actions.wire_lane(self.where, lane=lane, device=relay, driver="isapi", channel=1, way="in", by=self.by)
                Device.objects.filter(pk=relay.pk).update(address=f"127.0.0.1:{port}")  # the office takes no address of its own machine, a trial does
            driver = Person.objects.create(scope=self.where, name="林先生")
            for kind, secret in ((kind, named(number)) for number in range(KNOWN) for kind, named in (("plate", plate), ("card", card))):
                made = access.issue_credential(self.where, kind=kind, secret=secret, category="staff", holder=driver, checked="行驶证", by=self.by)
                if isinstance(made, Refusal):
                    raise AssertionError(str(made))
            self.token = actions.issue_token(edge, by=self.by).shown_once

    def _build(self) -> list[tuple[Any, Any, int]]:
        """(lane, its controller, the controller's port) of every lane, and the cameras."""
        from anju.domains.access import actions as access
        from anju.domains.devices import actions as devices

        found = []
        devices.review_product(self.where, kind="plate_camera", maker="m", model="p", verdict="approved", certificate="1", authority="a", by=self.by)
        given = {"commissioned_on": date(2025, 1, 1), "place": self.gate, "by": self.by}
        for number, fake in enumerate([*self.cars, *self.doors]):
            is_car = number < len(self.cars)
            lane = access.add_lane(self.where, name=f"通道{number}", place=self.gate, traffic="vehicle" if is_car else "people", by=self.by)
            relay = devices.add_device(self.where, kind="door_controller", name="控制器", address=f"192.0.2.1:{fake.port}", **given)
            devices.set_login(relay, user=USER, password=PASSWORD, by=self.by)
            found.append((lane, relay, fake.port))
            if is_car:
                eye = devices.add_device(self.where, kind="plate_camera", name="eye", maker="m", model="p", accepted_by="a", acceptance_number="1", **given)
                key = devices.enrol_device(eye, token=devices.issue_enrolment(eye, by=self.by).shown_once, by=self.by).key
                maker = MAKERS[number % len(MAKERS)]
                access.fit_lane_camera(lane, device=eye, direction="in", maker=maker, way="isapi", by=self.by)
                self.cameras.append((maker, key))
        return found

    def send_rights(self) -> None:
        """Enrol the box and give it its snapshot through the real endpoints; then the server is gone."""
        from anju.gateways.gate_edge.edge import identity, uplink
        from anju.gateways.gate_edge.edge.book import Book
        from anju.gateways.gate_edge.edge.box import Box
        from anju.gateways.gate_edge.edge.clockwork import Clockwork
        from anju.gateways.gate_edge.server.driver import Edges

        server = Edges()

        def post(path: str, headers: dict[str, str], body: bytes, seconds: float) -> tuple[int, dict[str, str], bytes]:
            return asyncio.run(asked(server, path, headers, body))

        one, after = uplink.enrol(identity.load(self.folder), self.token, "bench", post, self.folder)
        book = Book(self.folder / "log.sqlite3")
        book.begin_after(after)
        box = Box(one, book, clock=Clockwork(has_own=True))
        box.bars.wire = lambda _rows: None  # the running process speaks to the controllers
        uplink.Uplink(box, post).listen_once(wait_s=0)
        held = len(box.held.section("credentials")), len(box.held.section("cameras")), len(box.held.section("wires"))
        book.close()
        if held != (2 * KNOWN, LANES, 2 * LANES):
            raise AssertionError(f"the box holds {held}")
        identity.save(self.folder, replace(one, server="http://127.0.0.1:9"))


class RunningBox:
    """`anju edge run` as a process of its own, killed in the end: what is in its log then is on the disk."""

    def __init__(self, gate: Gate) -> None:
        self.gate, self.pushed, self.swiped = gate, 0, 0
        self.chance = random.Random(2026)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    async def start(self) -> None:
        command = [sys.executable, "-m", "anju", "edge", "--data", str(self.gate.folder), "run", "--port", str(self.port), "--has-clock", "--trial"]
        self.process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, stdout=subprocess.DEVNULL)
        self.beats = asyncio.create_task(beating([*self.gate.cars, *self.gate.doors]))
        ends = time.monotonic() + READY_SECONDS
        while not (all(one.is_heard for one in (*self.gate.cars, *self.gate.doors)) and await self._answers()):
            if time.monotonic() > ends or self.process.poll() is not None:
                raise AssertionError("the box does not run")
            await asyncio.sleep(0.1)

    async def _answers(self) -> bool:
        try:
            return await pushed(self.port, "vzenith", "nobody", "", b"") == 401
        except OSError:
            return False

    async def kill(self) -> None:
        self.beats.cancel()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        for fake in (*self.gate.cars, *self.gate.doors):
            await fake.stop()

    async def cars(self, count: int, rate: float) -> list[float]:
        """Seconds from due to the command read, of so many cars of known plates, each push with its pictures."""
        from anju.dialects.sighting import Sighting
        from anju.gateways.lane_cameras.speaking import DIALECTS

        scene, closeup = (b"\xff\xd8\xff" + self.chance.randbytes(size) for size in (SCENE, CLOSEUP))
        begin, at = time.perf_counter() + 1 + count / 200, datetime.now(UTC) + timedelta(seconds=1 + count / 200)
        pushes: list[Callable[[], Awaitable[int]]] = []
        for number in range(self.pushed, self.pushed + count):
            maker, key = self.gate.cameras[number % LANES]
            moment = (at + timedelta(seconds=(number - self.pushed) / rate)).astimezone()
            seen = Sighting(plate(number * 7 % KNOWN), 0.97, _there(moment) if maker == "dahua" else moment, f"{moment.isoformat()} {number + 1}", "blue", "car", picture=scene, closeup=closeup)
            pushes.append(partial(pushed, self.port, maker, key, *DIALECTS[maker].told(seen)))
        self.pushed += count
        return await self._open_loop(self.gate.cars, pushes, begin, rate)

    async def cards(self, count: int, rate: float) -> list[float]:
        """Seconds from the swipe to the command read, of so many known cards at the readers of the doors."""
        async def swipe(number: int) -> int:
            self.gate.doors[number % LANES].swipe(card(number * 7 % KNOWN))
            return 200

        first, self.swiped = self.swiped, self.swiped + count
        return await self._open_loop(self.gate.doors, [partial(swipe, number) for number in range(first, first + count)], time.perf_counter() + 0.5, rate)

    async def _open_loop(self, lanes: list[Controller], acts: list[Callable[[], Awaitable[int]]], begin: float, rate: float) -> list[float]:
        """Each act at its moment, whether or not the one before is done; every lane lifts in the order of its acts, once for each."""
        before = [len(lane.opened) for lane in lanes]
        due = [begin + number / rate for number in range(len(acts))]

        async def one(act: Callable[[], Awaitable[int]], moment: float) -> None:
            await asyncio.sleep(max(moment - time.perf_counter(), 0))
            if (status := await act()) != 200:
                raise AssertionError(f"a push was answered {status}")

        await asyncio.gather(*(one(act, moment) for act, moment in zip(acts, due, strict=True)))
        await self._settled(lanes, sum(before) + len(acts))
        took = []
        for number, lane in enumerate(lanes):
            mine = due[number :: len(lanes)]
            took += [at - moment for moment, at in zip(mine, lane.opened[before[number] :], strict=True)]
        return took

    async def _settled(self, lanes: list[Controller], wanted: int) -> None:
        """Wait for the last command, and a moment for any that should not come."""
        ends = time.monotonic() + SETTLED_SECONDS
        while sum(len(lane.opened) for lane in lanes) < wanted and time.monotonic() < ends:
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.3)
        if (found := sum(len(lane.opened) for lane in lanes)) != wanted:
            raise AssertionError(f"{wanted} commands were due, {found} came")

    def check(self) -> None:
        """Each lift has its line in the log, each line is an allowed passage of another right, and the log is whole. The process was killed before."""
        from anju.gateways.gate_edge.edge.book import Book

        book = Book(self.gate.folder / "log.sqlite3")
        lines = [one for one in book.newest(100_000) if one["kind"] == "passage"]
        is_whole, faults = book.is_whole(100_000), [one["code"] for one in book.newest(100_000) if one.get("code") in ("no_receipt", "not_opened", "lane_lost")]
        book.close()
        kinds = [sum(one["facts"]["token"]["kind"] == kind for one in lines) for kind in ("plate", "card")]
        rights = {(one["credential"], one["at"]) for one in lines}
        is_right = all(one["outcome"] == "allowed" and not one["online"] for one in lines) and len(rights) == len(lines) and is_whole and not faults
        if kinds != [self.pushed, self.swiped] or not is_right:
            raise AssertionError(f"{self.pushed} cars and {self.swiped} cards left {kinds} lines; faults: {faults}; whole: {is_whole}")


def _there(moment: datetime) -> datetime:
    """As the camera's own wall clock says it, in the community's zone."""
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo("Asia/Shanghai"))
