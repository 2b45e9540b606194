"""The box at one gate, in the present: a process of its own beside the server. It enrols like a real one, people show it their cards, and it can be unplugged.

The bars are simulated; everything else is the real thing: token, keys, snapshot, log, and the way home.
"""

from __future__ import annotations

import atexit
import json
import logging
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings

from anju.domains.access import actions as access
from anju.domains.access.queries import lanes_of
from anju.domains.edges import actions
from anju.domains.edges.queries import Edge, edges_of
from anju.domains.people.queries import residents_of
from anju.domains.places.queries import by_kind
from anju.kernel import clock

from .world import World

CARDS = 8
EVERY_TICKS, AGAIN_TICKS = 3, 5
SECONDS = 5
_log = logging.getLogger(__name__)


def folder() -> Path:
    """Where the demonstration's box keeps its keys and its log."""
    return Path(settings.ANJU_DATA_DIR) / "edge"


class Gatehouse:
    """The last gate's box. `base` is where the product answers; `tick` comes every few seconds, `stop` at the end."""

    def __init__(self, world: World, base: str) -> None:
        self.world, self.base, self.port = world, base, _free_port()
        self._process: subprocess.Popen | None = None
        self._ticks = 0
        atexit.register(self.stop)

    def tick(self) -> None:
        """Start it, also after somebody ended it; then people come by turns."""
        self._ticks += 1
        try:
            if self._process is None:
                self._start()
            elif self._process.poll() is not None:
                self._process = self._process if self._ticks % AGAIN_TICKS else None
            elif self._ticks % EVERY_TICKS == 0:
                self._somebody()
        except (OSError, ValueError, KeyError) as error:
            _log.info("the gatehouse waits: %s", error)

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def _start(self) -> None:
        edge = next(iter(edges_of(self.world.scope)), None) or self._set_up()
        if edge is None:
            return
        if not (folder() / "identity.json").exists() or edge.state != "enrolled":
            self._enrol(edge)
        lanes = [part for lane in lanes_of(self.world.scope, edge.place) for part in ("--lane", f"{lane.pk}=simulated:")]
        self._process = _anju("run", "--port", str(self.port), "--has-clock", *lanes)

    def _set_up(self) -> Edge | None:
        """The box and some cards of residents that are shown at it."""
        manager, desk = self.world.cast.staff["security_manager"][0], self.world.cast.staff["front_desk"][0]
        gates = [gate for gate in by_kind(self.world.scope, "gate") if lanes_of(self.world.scope, gate)]
        if not gates:
            return None
        edge = self.world.act(actions.add_edge, self.world.scope, name=f"{gates[-1].name}岗亭主机", place=gates[-1], by=manager)
        homes = list(by_kind(self.world.scope, "dwelling")[:CARDS])
        for number, home in enumerate(homes):
            living = residents_of(home).first()
            if living is not None:
                given = {"holder": living.person, "dwelling": home, "checked": "不动产权证、身份证"}
                self.world.act(access.issue_credential, self.world.scope, kind="card", secret=_card(number), **given, by=desk)
        return edge

    def _enrol(self, edge: Edge) -> None:
        issued = self.world.act(actions.issue_token, edge, by=self.world.cast.staff["security_manager"][0])
        done = _anju("enrol", "--server", self.base, "--token", issued.shown_once)
        if done.wait(timeout=60):
            raise OSError("the box was not enrolled")

    def _somebody(self) -> None:
        """A resident, now and then a strange card; the bar goes up for whom it may, and he goes through."""
        lot = Random(f"{self.world.seed}:gatehouse:{self._ticks}")
        status = self._ask("/status")
        lane = next((str(one.pk) for one in lanes_of(self.world.scope) if one.traffic == "people" and str(one.pk) in status["bars"]), None)
        if lane is None:
            return
        way = "out" if self.world.local(clock.now()).hour < 12 else "in"
        card = "04FFFF0001" if lot.random() < 0.08 else _card(lot.randrange(CARDS))
        told = self._ask(f"/lanes/{lane}/shown", {"way": way, "kind": "card", "secret": card})
        if told["outcome"] == "allowed":
            self._ask(f"/lanes/{lane}/opened", {"cause": "device"})
            self._ask(f"/lanes/{lane}/passed", {})
            self._ask(f"/lanes/{lane}/closed", {})

    def _ask(self, path: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
        key = json.loads((folder() / "identity.json").read_text(encoding="utf-8"))["lane_key"]
        body = None if told is None else json.dumps(told).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, {"Authorization": f"Bearer {key}"})
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return json.loads(answer.read())


def _card(number: int) -> str:
    return f"04E5{number:06d}"


def _anju(*arguments: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "anju", "edge", "--data", str(folder()), *arguments], stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
