"""The box's own door, for its lanes and the guard at the gate: plain ASGI on the gate's own network. Everything needs the lane's key.

    POST /lanes/<lane>/shown    {"way": "in", "kind": "card", "secret": …}   → {"number", "outcome", "code", "sentence", "whom"}
    POST /lanes/<lane>/opened   {"cause": "device"}     POST /lanes/<lane>/passed {}     POST /lanes/<lane>/closed {}
    POST /release               {"of": number, "said": …}                    → the guard asked and lets him through
    POST /fire                  {"on": true}                                 → the fire contact
    GET  /status                                                             → what the box says of itself

A plate camera of a lane pushes here what it would push to the server, with its own key, and is answered the same way:

    POST /ingest/lane/<maker>   POST /ingest/lane/<maker>/<key>
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from anju.domains.edges.rules.log import CAUSES, moment
from anju.gateways.http_push import bodies
from anju.gateways.http_push.claims import claimed, of_camera
from anju.gateways.lane_cameras.speaking import DIALECTS, LANE_BYTES

from .. import wire
from .box import Box
from .cars import Heard
from .deciding import Shown

KINDS = ("card", "pin", "qr", "nfc", "plate", "pass", "nothing")
EMERGENCIES = ("", "ambulance", "fire_engine", "police_car", "rescue")
MOST_SECRET = 600
LANE_DOOR = "/ingest/lane/"
MOST_AT_ONCE, AT_ONCE = 64, 2
LIFTS_AT_ONCE = 16
"""Bars that are told at once: one whose controller is silent for three seconds keeps no other waiting."""
_log = logging.getLogger(__name__)


class Door:
    """The ASGI application of one box."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self._cars = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="cars")
        self._lifts = ThreadPoolExecutor(LIFTS_AT_ONCE, thread_name_prefix="bars")
        self._busy = 0

    def close(self) -> None:
        self._cars.shutdown()
        self._lifts.shutdown()

    async def application(self, scope: dict[str, Any], receive: wire.Receive, send: wire.Send) -> None:
        if scope["type"] != "http":
            return
        if scope["path"].startswith(LANE_DOOR):
            return await self._answer_camera(send, await self._pushed(scope, receive))
        try:
            if not self._is_known(scope):
                return await wire.answer(send, 401, {"code": "edge.unknown_key"})
            told = {} if scope["method"] == "GET" else wire.object_of(await wire.body_of(scope, receive))
            status, found = await asyncio.to_thread(self._done, scope["method"], scope["path"], told)
        except wire.Unreadable as bad:
            status, found = bad.status, {"code": "edge.unreadable"}
        await wire.answer(send, status, found)

    async def _pushed(self, scope: dict[str, Any], receive: wire.Receive) -> Heard:
        """A plate camera's push: who it is comes first, and only then is its body read."""
        maker, _slash, key = scope["path"].removeprefix(LANE_DOOR).partition("/")
        if scope["method"] != "POST" or maker not in DIALECTS:
            return Heard(refused="devices.post_only" if scope["method"] != "POST" else "devices.no_such_door")
        camera = self.box.cars.camera(*claimed(of_camera(bodies.header(scope, b"authorization"), key)))
        if camera is None:
            return Heard(refused="devices.unknown_key")
        try:
            body = await bodies.body_of(scope, receive, most=LANE_BYTES)
        except bodies.Unreadable as bad:
            return Heard(refused="devices.too_large" if bad.status == 413 else "devices.gone")
        if self._busy >= MOST_AT_ONCE:
            return Heard(refused="devices.busy")
        self._busy += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._cars, self._heard, camera, maker, bodies.header(scope, b"content-type")[:300], body)
        except sqlite3.Error as fault:
            _log.error("the log takes nothing: %s", fault)
            return Heard(refused="devices.not_stored")
        finally:
            self._busy -= 1

    def _heard(self, *given: Any) -> Heard:
        """What the push came to; its bar is told at once, while the camera is answered."""
        heard = self.box.cars.hear(*given)
        if heard.number >= 0:
            self._lifts.submit(self._lift, heard)
        return heard

    def _lift(self, heard: Heard) -> None:
        try:
            self.box.lift(heard.lane, heard.number, decided_us=heard.us)
        except Exception:
            _log.exception("a bar could not be told")

    async def _answer_camera(self, send: wire.Send, heard: Heard) -> None:
        status = bodies.STATUS.get(heard.refused, 422) if heard.refused else 200
        content = {"code": heard.refused} if heard.refused else dict(heard.answer)
        await bodies.answer(send, status, {**content, "server_time": moment(self.box.clock.now_us()).isoformat()})

    def _is_known(self, scope: dict[str, Any]) -> bool:
        return secrets.compare_digest(wire.header(scope, "authorization").encode(), f"Bearer {self.box.identity.lane_key}".encode())

    def _done(self, method: str, path: str, told: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if method == "GET":
            return (200, self.box.standing()) if path == "/status" else (404, {"code": "edge.nothing_here"})
        if path == "/fire":
            self.box.fire(told.get("on") is True)
            return 200, self.box.standing()
        if path == "/release":
            return self._release(told)
        parts = path.strip("/").split("/")
        if len(parts) != 3 or parts[0] != "lanes" or parts[1] not in self.box.lanes:
            return 404, {"code": "edge.nothing_here"}
        return self._at_lane(parts[1], parts[2], told)

    def _release(self, told: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        number, said = told.get("of"), told.get("said")
        if type(number) is not int or not isinstance(said, str):
            return 422, {"code": "edge.unusable"}
        try:
            return 200, self.box.release(number, said)
        except KeyError:
            return 404, {"code": "edge.not_asked"}
        except ValueError:
            return 422, {"code": "edge.words_needed"}

    def _at_lane(self, lane: str, verb: str, told: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if verb == "shown":
            shown = _shown(lane, told)
            return (422, {"code": "edge.unusable"}) if shown is None else (200, self.box.present(shown))
        if verb == "opened":
            cause = told.get("cause", "device")
            return (200, {"number": self.box.opened(lane, cause)}) if cause in CAUSES else (422, {"code": "edge.unusable"})
        if verb == "passed":
            return 200, {"number": self.box.passed(lane)}
        if verb == "closed":
            self.box.closed(lane)
            return 200, {}
        return 404, {"code": "edge.nothing_here"}


def _shown(lane: str, told: dict[str, Any]) -> Shown | None:
    way, kind, secret, emergency = told.get("way"), told.get("kind", "nothing"), told.get("secret", ""), told.get("emergency", "")
    is_right = way in ("in", "out") and kind in KINDS and isinstance(secret, str) and len(secret) <= MOST_SECRET and emergency in EMERGENCIES
    return Shown(lane, way, kind, secret, emergency) if is_right else None
