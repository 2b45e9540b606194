"""The box's own door, for its lanes and the guard at the gate: plain ASGI on the gate's own network. Everything needs the lane's key.

    POST /lanes/<lane>/shown    {"way": "in", "kind": "card", "secret": …}   → {"number", "outcome", "code", "sentence", "whom"}
    POST /lanes/<lane>/opened   {"cause": "device"}     POST /lanes/<lane>/passed {}     POST /lanes/<lane>/closed {}
    POST /release               {"of": number, "said": …}                    → the guard asked and lets him through
    POST /fire                  {"on": true}                                 → the fire contact
    GET  /status                                                             → what the box says of itself
"""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from anju.domains.edges.rules.log import CAUSES

from .. import wire
from .box import Box
from .deciding import Shown

KINDS = ("card", "pin", "qr", "nfc", "plate", "pass", "nothing")
EMERGENCIES = ("", "ambulance", "fire_engine", "police_car", "rescue")
MOST_SECRET = 600


class Door:
    """The ASGI application of one box."""

    def __init__(self, box: Box) -> None:
        self.box = box

    async def application(self, scope: dict[str, Any], receive: wire.Receive, send: wire.Send) -> None:
        if scope["type"] != "http":
            return
        try:
            if not self._is_known(scope):
                return await wire.answer(send, 401, {"code": "edge.unknown_key"})
            told = {} if scope["method"] == "GET" else wire.object_of(await wire.body_of(scope, receive))
            status, found = await asyncio.to_thread(self._done, scope["method"], scope["path"], told)
        except wire.Unreadable as bad:
            status, found = bad.status, {"code": "edge.unreadable"}
        await wire.answer(send, status, found)

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
