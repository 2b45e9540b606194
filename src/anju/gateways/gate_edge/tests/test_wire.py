"""Over real sockets and threads: a revocation that arrives while the box listens, and a lane that speaks HTTP with a camera that has a list of its own."""

from __future__ import annotations

import asyncio
import threading

import pytest
import uvicorn

from anju.domains.access import actions as access
from anju.domains.access.models import Lane
from anju.domains.edges import actions
from anju.domains.places.models import Place
from anju.gateways.gate_edge.edge import identity, lanes, uplink
from anju.gateways.gate_edge.edge.book import Book
from anju.gateways.gate_edge.edge.box import Box
from anju.gateways.gate_edge.edge.clockwork import Clockwork
from anju.gateways.gate_edge.edge.deciding import Shown
from anju.gateways.gate_edge.edge.door import Door
from anju.gateways.gate_edge.edge.drivers import plain
from anju.gateways.gate_edge.edge.simulated import LaneHouse, SimulatedLane
from anju.gateways.gate_edge.server.driver import Edges
from anju.kernel import scope
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

from .conftest import asked

SYSTEM = Actor.system("test")
CARD = "04A1B2C3"


class Hearing(Edges):
    """The endpoints, which say when the first look found nothing, so that what happens next happens while the box waits."""

    def __init__(self) -> None:
        super().__init__()
        self.waits = threading.Event()
        look = self.rights.news

        def news(*given):
            found = look(*given)
            if found is None:
                self.waits.set()
            return found

        self.rights.news = news


@pytest.mark.django_db(transaction=True)
def test_a_revocation_reaches_a_box_that_listens(tmp_path, transactional_db):
    """The box's question is open; somebody revokes the card; the answer to that same question brings it, long before its time is over."""
    where = Scope.objects.create(kind="community", name="锦绣花园")
    server = Hearing()
    with scope.entered(where):
        gate = Place.objects.create(scope=where, kind="gate", code="S", name="南门", full_name="南门", path="s/", ordering="s")
        gate.path = f"{gate.pk.hex}/"
        gate.save()
        lane: Lane = access.add_lane(where, name="南门人行", place=gate, by=SYSTEM)
        card = access.issue_credential(where, kind="card", secret=CARD, category="staff", checked="章 07", holder_name="保安", by=SYSTEM)
        token = actions.issue_token(actions.add_edge(where, name="南门主机", place=gate, by=SYSTEM), by=SYSTEM).shown_once

        def post(path, headers, body, seconds):
            return asked(server, path, body, [(name.encode(), value.encode()) for name, value in headers.items()], at=None)

        one, _after = uplink.enrol(identity.load(tmp_path), token, "http://server", post, tmp_path)
        box = Box(one, Book(tmp_path / "log.sqlite3"), clock=Clockwork())
        link = uplink.Uplink(box, post)
        assert link.listen_once(wait_s=0)
        assert box.present(Shown(str(lane.pk), "in", "card", CARD))["code"] == "allowed"
        heard: list[bool] = []
        listening = threading.Thread(target=lambda: heard.append(link.listen_once(wait_s=25)))
        listening.start()
        assert server.waits.wait(60)
        access.revoke_credential(card, reason="离职", by=SYSTEM)
        listening.join(timeout=120)
    assert heard == [True]
    assert box.present(Shown(str(lane.pk), "in", "card", CARD))["code"] == "revoked"


class House:
    """A box with its door on a port, and a lane over HTTP behind another."""

    def __init__(self, folder, lane: str) -> None:
        one = identity.load(folder)
        self.camera = SimulatedLane(lane, one.lane_key)
        self.lanes = LaneHouse([self.camera])
        self.driver = lanes.driver_for(self.lanes.address(lane), one.lane_key)
        self.box = Box(one, Book(folder / "log.sqlite3"), clock=Clockwork(has_own=True), drivers={lane: self.driver})
        self.server = uvicorn.Server(uvicorn.Config(Door(self.box).application, port=0, log_level="error", lifespan="off", interface="asgi3"))
        self.thread = threading.Thread(target=lambda: asyncio.run(self.server.serve()), daemon=True)
        self.thread.start()
        while not self.server.started:
            threading.Event().wait(0.02)
        self.camera.edge = f"http://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}"

    def power_off(self) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=30)


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path, "lane-1")
    yield made
    made.power_off()
    made.lanes.close()


def test_a_lane_over_http_is_read_opened_and_tells_what_it_saw(house: House):
    assert house.box.read_bar("lane-1") == "closed"
    assert house.camera.show("out", "card", CARD)["code"] == "leaves"
    assert (house.camera.lifts, house.box.read_bar("lane-1")) == (1, "open")
    house.camera.go_through()
    assert [one["kind"] for one in house.box.book.newest(3)] == ["passage", "opening", "going"]
    assert {one["of"] for one in house.box.book.newest(2)} == {1}
    house.camera.go_through()
    assert [one["of"] for one in house.box.book.newest(2)] == [0, 0], "the second went behind the first"
    house.box.fire(True)
    assert (house.camera.is_held, house.driver.state()) == (True, "held")


def test_a_camera_opens_by_its_own_list_when_the_box_is_gone(house: House):
    assert house.driver.keep_list(["粤B12345"]) == 1
    assert house.camera.show("in", "plate", "粤B12345")["code"] == "no_snapshot"
    house.power_off()
    assert house.camera.show("in", "plate", "粤B12345")["outcome"] == "allowed"
    assert house.camera.show("in", "plate", "粤B99999")["outcome"] == "ask"
    assert house.camera.own_lifts == 1


def test_a_lane_answers_only_who_has_its_key_and_a_lane_that_is_gone_is_a_fault(house: House):
    stranger = plain.HttpLane(house.lanes.address("lane-1"), "nobody")
    with pytest.raises(lanes.LaneFault):
        stranger.open_once("decision-1")
    assert house.camera.lifts == 0
    house.lanes.close()
    assert house.box.read_bar("lane-1") == "unknown"
    assert [one["code"] for one in house.box.book.newest(1)] == ["bar_unknown"]
