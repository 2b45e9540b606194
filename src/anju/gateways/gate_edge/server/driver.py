"""The ASGI endpoints below /edge/. One `Edges` per process."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext_lazy as _

from anju.domains.devices.actions import Sign
from anju.domains.edges.rules import envelope
from anju.domains.edges.rules.log import micros
from anju.gateways.http_push.driver import ingest
from anju.kernel import clock, doorbell
from anju.kernel.refusals import Refusal

from .. import wire
from . import doings
from .sessions import Sessions

_log = logging.getLogger(__name__)
WAIT_SECONDS = 25.0
GATHER_SECONDS = 0.05
STATUS = {
    "edges.no_such_door": 404, "edges.post_only": 405, "edges.unreadable": 400, "edges.unknown_challenge": 401, "edges.unknown_edge": 401, "edges.bad_signature": 401,
    "edges.token_spent": 401, "edges.revoked": 403, "edges.not_stored": 503,
}  # fmt: skip
"""Every other refusal is answered 422."""


class Edges:
    def __init__(self) -> None:
        self.sessions, self.rights = Sessions(), doings.Rights()
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="edges")

    async def application(self, scope: dict[str, Any], receive: wire.Receive, send: wire.Send) -> None:
        """The ASGI endpoint below /edge/."""
        signer: Callable[[bytes], str] | None = None
        try:
            told, signer = await self._answer_to(scope, receive)
        except wire.Unreadable as bad:
            return await wire.answer(send, bad.status, _unreadable().as_json())
        except DatabaseError as error:
            _log.warning("a box was not answered: %s", error)
            told = Refusal("edges.not_stored", _("The database did not take it. Nothing was acknowledged; send it again in a moment."))
        status = STATUS.get(told.code, 422) if isinstance(told, Refusal) else 200
        content = told.as_json() if isinstance(told, Refusal) else told
        await wire.answer(send, status, {**content, "server_time": clock.now().isoformat()}, signer)

    async def _answer_to(self, scope: dict[str, Any], receive: wire.Receive) -> tuple[dict[str, Any] | Refusal, Callable[[bytes], str] | None]:
        if scope["method"] != "POST":
            return Refusal("edges.post_only", _("Send it by POST.")), None
        door = scope["path"].removeprefix("/edge/")
        body = await wire.body_of(scope, receive)
        if door == "enrol":
            return await self._enrol(wire.object_of(body))
        if door == "hello":
            return await self._hello(wire.object_of(body)), None
        if door not in ("rights", "log"):
            return Refusal("edges.no_such_door", _("There is nothing at this address.")), None
        known = await self._known(scope, body)
        if isinstance(known, Refusal):
            return known, None
        speaker, whom = known
        found = await (self._rights if door == "rights" else self._log)(speaker, wire.object_of(body))
        return found, lambda answer: doings.sign(speaker.scope, whom, answer)

    async def _enrol(self, told: dict[str, Any]) -> tuple[dict[str, Any] | Refusal, Callable[[bytes], str] | None]:
        found = await self._in_thread(doings.enrol, told)
        if isinstance(found, Refusal):
            return found, None
        content, scope_id = found
        return content, lambda answer: doings.sign(scope_id, str(told.get("sign_key")), answer)

    async def _hello(self, told: dict[str, Any]) -> dict[str, Any] | Refusal:
        edge = _uuid(told.get("edge"))
        speaker = await self._in_thread(doings.speaker, edge) if edge else None
        return {"challenge": self.sessions.challenge(edge)} if speaker is not None and speaker.sign_key else _unknown()

    async def _known(self, scope: dict[str, Any], body: bytes) -> tuple[doings.Speaker, str] | Refusal:
        """Who signed this request, and for which turn; each turn counts once."""
        edge, challenge, turn = _uuid(wire.header(scope, wire.EDGE)), wire.header(scope, wire.CHALLENGE), wire.header(scope, wire.TURN)
        number = int(turn) if turn.isascii() and turn.isdigit() and len(turn) < 16 else 0
        if edge is None or not self.sessions.is_next(challenge, edge, number):
            return Refusal("edges.unknown_challenge", _("This challenge is unknown here, or was used. Greet the server again."))
        speaker = await self._in_thread(doings.speaker, edge)
        if speaker is None or not speaker.sign_key:
            return _unknown()
        whom = wire.turn_of(challenge, number)
        signature = wire.header(scope, wire.SIGNATURE)
        if not envelope.is_signed(wire.request_name(scope["path"]), whom, body, _bytes(signature), bytes.fromhex(speaker.sign_key)):
            return Refusal("edges.bad_signature", _("This is not signed by the box it names."))
        if not self.sessions.take(challenge, edge, number):
            return Refusal("edges.unknown_challenge", _("This challenge is unknown here, or was used. Greet the server again."))
        return speaker, whom

    async def _rights(self, speaker: doings.Speaker, told: dict[str, Any]) -> dict[str, Any] | Refusal:
        """News as soon as there is any; the box asks again after at most 25 seconds."""
        skew_ms = self._heard(speaker, told)
        await self._in_thread(doings.note, speaker.edge, told, skew_ms)
        if told.get("cameras"):
            ingest.writer.note(await self._in_thread(doings.cameras_heard, speaker.edge, told))
        asked = told.get("wait_s")
        ends = time.monotonic() + (min(max(float(asked), 0.0), WAIT_SECONDS) if type(asked) in (int, float) else WAIT_SECONDS)
        with doorbell.Waiter() as bell:
            while True:
                found = await self._in_thread(self.rights.news, speaker.edge, told)
                if found is not None:
                    return found if isinstance(found, Refusal) else {"paper": found}
                left = ends - time.monotonic()
                if left <= 0:
                    return {"paper": None}
                if await bell.wait(min(left, doorbell.FALLBACK_SECONDS)):
                    await asyncio.sleep(GATHER_SECONDS)

    def _heard(self, speaker: doings.Speaker, told: dict[str, Any]) -> int | None:
        """A sign of life for the register, with how far the clock is off."""
        now_us, at_us = micros(clock.now()), told.get("wall_us")
        skew_ms = (at_us - now_us) // 1000 if type(at_us) is int and abs(at_us) < 2**52 else None
        ingest.writer.note([Sign(speaker.device.bytes, now_us, True, skew_ms=skew_ms)])
        return skew_ms

    async def _log(self, speaker: doings.Speaker, told: dict[str, Any]) -> dict[str, Any] | Refusal:
        return await self._in_thread(doings.take_log, speaker.edge, told)

    async def _in_thread(self, work: Callable, *given: Any) -> Any:
        def run() -> Any:
            close_old_connections()
            try:
                return work(*given)
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)


def _unknown() -> Refusal:
    return Refusal("edges.unknown_edge", _("This box is unknown or was revoked. Enrol it anew."))


def _unreadable() -> Refusal:
    return Refusal("edges.unreadable", _("This is no message of a box."))


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) and len(text) <= 36 else None
    except ValueError:
        return None


def _bytes(text: str) -> bytes:
    try:
        return envelope.bytes_of(text)
    except envelope.Unusable:
        return b""


edges = Edges()
