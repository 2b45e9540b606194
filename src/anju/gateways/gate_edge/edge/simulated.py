"""The project's simulated lane: a bar or turnstile with a reader and, for cars, a camera that holds a list of its own. It speaks HTTP like a real one.

A real camera decides by its own list when nobody answers it; so does this one.
"""

from __future__ import annotations

import json
import secrets
import threading
import urllib.error
import urllib.request
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event
from typing import Any

from .lanes import Tell

SECONDS = 3


class SimulatedLane:
    """A lane's own state. `edge` is the address of the box's door, `lane` the lane's id there."""

    def __init__(self, lane: str, key: str, edge: str = "") -> None:
        self.lane, self.key, self.edge = lane, key, edge
        self.bar, self.lifts, self.own_lifts, self.is_held = "closed", 0, 0, False
        self.plates: frozenset[str] = frozenset()
        self.decisions: set[str] = set()

    def show(self, way: str, kind: str, secret: str) -> dict[str, Any]:
        """Somebody shows something. The box decides; where nobody answers, a plate on the camera's own list opens."""
        try:
            return self._tell("shown", {"way": way, "kind": kind, "secret": secret})
        except OSError:
            is_known = kind == "plate" and secret in self.plates
            if is_known:
                self.own_lifts += 1
                self.bar = "open"
            return {"outcome": "allowed" if is_known else "ask", "code": "own_list" if is_known else "nobody_answers", "number": 0}

    def go_through(self) -> None:
        """The bar is up: the contact says so, somebody goes through, it comes down."""
        self._tell("opened", {"cause": "device"})
        self._tell("passed", {})
        self.bar = "held" if self.is_held else "closed"
        self._tell("closed", {})

    def _tell(self, what: str, told: dict[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.edge}/lanes/{self.lane}/{what}", json.dumps(told).encode(), headers)
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return json.loads(answer.read())

    def done(self, what: str, told: dict[str, Any]) -> dict[str, Any]:
        """What the box asks of the lane. It opens for a decision, and for each once."""
        if what == "open":
            if not told.get("decision") or told["decision"] in self.decisions:
                return {"bar": self.bar, "holds": len(self.plates)}
            self.decisions.add(told["decision"])
            self.lifts += 1
            self.bar = "open"
        elif what == "stay_open":
            self.is_held = told.get("on") is True
            self.bar = "held" if self.is_held else "closed"
        elif what == "list":
            self.plates = frozenset(str(one) for one in told.get("plates", ()))
        return {"bar": self.bar, "holds": len(self.plates)}


class LaneHouse:
    """Simulated lanes behind one port: /<lane>/state, /<lane>/open and so on."""

    def __init__(self, lanes: Sequence[SimulatedLane], port: int = 0) -> None:
        self.lanes = {one.lane: one for one in lanes}
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, name="lanes", daemon=True).start()

    def address(self, lane: str) -> str:
        return f"http://127.0.0.1:{self.port}/{lane}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        lanes = self.lanes

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer({})

            def do_POST(self) -> None:
                self._answer(json.loads(self.rfile.read(min(int(self.headers.get("content-length", 0)), 1 << 20)) or b"{}"))

            def _answer(self, told: dict[str, Any]) -> None:
                name, _slash, what = self.path.strip("/").partition("/")
                lane = lanes.get(name)
                is_known = lane is not None and secrets.compare_digest(self.headers.get("authorization", "").encode(), f"Bearer {lane.key}".encode())
                body = json.dumps(lane.done(what, told) if is_known else {}).encode()
                self.send_response(200 if is_known else 401)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_said: Any) -> None:
                pass

        return Handler


class SimulatedBar:
    """A bar without any wire, for a demonstration: whoever stands there tells the box what the contacts would."""

    def __init__(self, _address: str = "", _key: str = "") -> None:
        self.bar, self.plates = "closed", 0

    def state(self) -> str:
        return self.bar

    def open_once(self, decision: str) -> None:
        """Up, and down again behind whoever it was for."""

    def stay_open(self, on: bool) -> None:
        self.bar = "held" if on else "closed"

    def keep_list(self, plates: Sequence[str]) -> int:
        self.plates = len(plates)
        return self.plates

    def watch(self, tell: Tell, stop: Event) -> None:
        """Whoever stands there tells."""
