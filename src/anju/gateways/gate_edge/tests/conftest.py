"""A box and the server in one process: its requests go through the real endpoints, its lanes are objects, its clock is a number that a test sets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from anju.domains.access.tests.conftest import START, Ground, community, ground, team  # noqa: F401 - fixtures
from anju.domains.edges import actions, queries
from anju.domains.edges.rules.log import micros
from anju.gateways.gate_edge.edge import identity, uplink
from anju.gateways.gate_edge.edge.book import Book
from anju.gateways.gate_edge.edge.box import Box
from anju.gateways.gate_edge.edge.clockwork import Clockwork
from anju.gateways.gate_edge.edge.deciding import Shown
from anju.gateways.gate_edge.server.driver import Edges
from anju.gateways.http_push.tests.doors import handed_over
from anju.kernel import clock, ledger

SECOND = timedelta(seconds=1)


class OneThread(Edges):
    """The endpoints without their threads, so that they see the test's transaction and its frozen clock."""

    async def _in_thread(self, work: Callable, *given: Any) -> Any:
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)  # Django keeps another connection for code that runs in a loop
        try:
            return work(*given)
        finally:
            asyncio._set_running_loop(loop)


class FakeLane:
    """A lane that remembers what it was told."""

    def __init__(self, bar: str = "closed") -> None:
        self.bar, self.lifts, self.is_held, self.plates = bar, 0, False, ()
        self.decisions: list[str] = []

    def state(self) -> str:
        return self.bar

    def open_once(self, decision: str) -> None:
        self.lifts += 1
        self.decisions.append(decision)

    def stay_open(self, on: bool) -> None:
        self.is_held = on

    def keep_list(self, plates) -> int:
        self.plates = tuple(plates)
        return len(self.plates)

    def watch(self, tell, stop) -> None:
        """It tells nothing by itself."""


@dataclass
class Site:
    """One gate with its box. `at` is what every clock shows; `is_cut` pulls the network."""

    where: Any
    ground: Ground
    folder: Path
    server: Edges
    at: datetime = START
    is_cut: bool = False
    edge: Any = None
    box: Box = None
    link: uplink.Uplink = None
    drivers: dict[str, FakeLane] = field(default_factory=dict)
    sent: list[tuple[str, dict, bytes]] = field(default_factory=list)
    spoil: Callable[[str, bytes], bytes] | None = None

    def post(self, path: str, headers: dict[str, str], body: bytes, seconds: float = 1) -> tuple[int, dict[str, str], bytes]:
        if self.is_cut:
            raise uplink.NotHeard("cut")
        self.sent.append((path, headers, body))
        given = [(name.encode(), value.encode()) for name, value in headers.items()]
        status, answered, content = asked(self.server, path, body, given, at=self.at)
        return status, answered, self.spoil(path, content) if self.spoil else content

    def enrol(self, *, name: str = "南门主机", place=None) -> None:
        manager = self.ground.team("赵敏", "project_manager")
        self.edge = actions.add_edge(self.where, name=name, place=place or self.ground.south, by=manager)
        token = actions.issue_token(self.edge, by=manager).shown_once
        one, after = uplink.enrol(identity.load(self.folder), token, "http://server", self.post, self.folder)
        taken_over(self.folder, after)
        self.boot(one)

    def boot(self, one: identity.Identity | None = None, *, has_own: bool = False, bars: dict[str, str] | None = None) -> Box:
        """Power comes on: everything is read from the folder again."""
        if self.box is not None:
            self.box.book.close()
        lanes = (self.ground.walk, self.ground.drive, self.ground.back)
        self.drivers = {str(lane.pk): FakeLane((bars or {}).get(str(lane.pk), "closed")) for lane in lanes if lane.place_id == (self.edge.place_id)}
        told = micros(self.at)
        clockwork = Clockwork(has_own=has_own, wall=lambda: micros(self.at), steady=lambda: micros(self.at) - told)
        self.box = Box(one or identity.load(self.folder), Book(self.folder / "log.sqlite3"), clock=clockwork, drivers=self.drivers)
        self.box.start()
        self.link = uplink.Uplink(self.box, self.post)
        return self.box

    def listen(self) -> bool:
        return self.link.listen_once(wait_s=0)

    def send(self) -> int:
        """Bring everything home; how many lines that were."""
        total = 0
        while number := self.link.send_once():
            total += number
        return total

    def show(self, lane, secret: str = "04A1B2C3", *, way: str = "in", kind: str = "card", emergency: str = "") -> dict[str, Any]:
        return self.box.present(Shown(str(lane.pk), way, kind, secret, emergency))

    def now_is(self, **later: float) -> None:
        self.at += timedelta(**later)

    def reloaded(self):
        return queries.Edge.objects.get(pk=self.edge.pk)


def taken_over(folder: Path, after: int) -> None:
    """The log of a new box begins where an earlier one ended."""
    book = Book(folder / "log.sqlite3")
    book.begin_after(after)
    book.close()


def asked(server: Edges, path: str, body: bytes, headers=(), *, at: datetime | None = START, method: str = "POST") -> tuple[int, dict[str, str], bytes]:
    """One request as the server would hand it over, at a moment or now."""
    with clock.frozen(at) if at else nullcontext():
        sent = handed_over(server, path, [body], headers, method=method)
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}, sent[1]["body"]


@pytest.fixture
def site(community, ground, tmp_path, monkeypatch) -> Site:  # noqa: F811 - fixtures
    """An enrolled box at the south gate that has its first snapshot, and a resident with a card."""
    monkeypatch.setattr(ledger, "horizon", lambda: 2**62)  # a test is one transaction, whose own rows PostgreSQL holds back until it ends
    made = Site(community, ground, tmp_path / "south", OneThread())
    ground.card()
    for name, role in (("赵敏", "project_manager"), ("孙经理", "security_manager"), ("班长老王", "squad_leader")):
        ground.team.person(name, role)
    made.enrol()
    assert made.listen()
    return made
