"""The ASGI endpoints. One `Ingest` per process; it owns the writer."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import Error, connections
from django.utils.translation import gettext_lazy as _

from anju.domains.devices import queries
from anju.domains.devices.actions import QueueFull, Sign, Writer, WriterFailed
from anju.domains.devices.rules import messages
from anju.gateways.lane_cameras.hearing import hear
from anju.gateways.lane_cameras.speaking import DIALECTS, LANE_BYTES
from anju.kernel import clock
from anju.kernel.refusals import Refusal

from . import doings, wire
from .claims import of_camera
from .keyring import Keyring
from .translate import Sender, Taken, translate

MOST_AT_ONCE = 64
AT_ONCE, AFTERWARDS = 2, 4
LET_GO_SECONDS = 5
_log = logging.getLogger(__name__)


@contextmanager
def standing_connection() -> Iterator[None]:
    """These threads keep their connection from message to message: opening one costs as much as a car. After a fault of the database a new one is made."""
    try:
        yield
    except Error:
        connections.close_all()
        raise


def _let_go(pool: ThreadPoolExecutor, threads: int) -> None:
    """Each thread of a pool closes its own connection; they wait for each other, so that none does it twice."""
    together = threading.Barrier(threads)

    def close() -> None:
        connections.close_all()
        try:
            together.wait(LET_GO_SECONDS)
        except threading.BrokenBarrierError:
            return

    for _each in range(threads):
        pool.submit(close)


class Ingest:
    """`open` before the first request, `close` after the last; what waits then is still stored."""

    def __init__(self, *, most_waiting: int = 20_000) -> None:
        self.writer = Writer(most_waiting=most_waiting)
        self.keys = Keyring(self._in_thread)
        self._threads = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="ingest")
        self._later = ThreadPoolExecutor(max_workers=AFTERWARDS, thread_name_prefix="lanes")
        self._busy = 0
        self._is_open = False

    def open(self) -> None:
        if not self._is_open:
            self._is_open = True
            self.writer.start()

    def close(self) -> None:
        if self._is_open:
            self._is_open = False
            self.writer.stop()
            for pool, threads in ((self._threads, AT_ONCE), (self._later, AFTERWARDS)):
                _let_go(pool, threads)
                pool.shutdown(wait=True)

    async def application(self, scope: dict[str, Any], receive: wire.Receive, send: wire.Send) -> None:
        """The ASGI endpoint below /ingest/."""
        try:
            told = await self._answer_to(scope, receive)
        except QueueFull:
            told = Refusal("devices.busy", _("Too much waits already. Nothing was stored; send it again in a moment."))
        except (WriterFailed, Error):
            told = Refusal("devices.not_stored", _("The database did not take it. Nothing was acknowledged; send it again in a moment."))
        await wire.answer(send, told)

    async def _answer_to(self, scope: dict[str, Any], receive: wire.Receive) -> dict[str, Any] | Refusal:
        doors = {"enrol": self._enrol, "observations": self._observations, "commands": self._commands, "receipts": self._receipts}
        path = scope["path"].removeprefix("/ingest/")
        door = doors.get(path) or (self._lane if path.partition("/")[0] == "lane" else None)
        if door is None:
            return Refusal("devices.no_such_door", _("There is nothing at this address."))
        if scope["method"] != "POST":
            return Refusal("devices.post_only", _("Send it by POST."))
        if not self._is_open:
            raise WriterFailed("not open")
        if door == self._lane:
            return await self._lane(scope, receive, path.removeprefix("lane/"))
        body = await wire.body_of(scope, receive)
        return body if isinstance(body, Refusal) else await door(scope, body)

    async def _in_thread(self, work: Callable, *given: Any) -> Any:
        """Run a query or an action outside the loop; QueueFull when too many wait for that."""
        if self._busy >= MOST_AT_ONCE:
            raise QueueFull("threads")

        def run() -> Any:
            with standing_connection():
                return work(*given)

        self._busy += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, run)
        finally:
            self._busy -= 1

    async def _known(self, scope: dict[str, Any], key: str = "") -> queries.KeyHolder | Refusal:
        holder, device = await self.keys.holder(of_camera(wire.header(scope, b"authorization"), key))
        if holder is not None:
            return holder
        if device is not None:
            self.writer.note([Sign(device.bytes, messages.micros(clock.now()), False, reported="refused_sign_in")])
        return Refusal("devices.unknown_key", _("This key is unknown or was revoked. Enrol the device anew."))

    async def _lane(self, scope: dict[str, Any], receive: wire.Receive, rest: str) -> dict[str, Any] | Refusal:
        """A lane camera's push: who it is comes first, and only then is its body read."""
        maker, _slash, key = rest.partition("/")
        if maker not in DIALECTS:
            return Refusal("devices.no_such_door", _("There is nothing at this address."))
        holder = await self._known(scope, key)
        body = holder if isinstance(holder, Refusal) else await wire.body_of(scope, receive, most=LANE_BYTES)
        if isinstance(body, Refusal):
            return body
        now = messages.micros(clock.now())
        heard = await self._in_thread(hear, holder, maker, wire.header(scope, b"content-type")[:300], body)
        if isinstance(heard, Refusal):
            if heard.code == "access.clock_wrong":
                self._note_clock(holder, heard, now)
            return heard
        self.writer.note([Sign(holder.device.bytes, now)])
        for work in heard.after:
            self._later.submit(self._in_its_time, work)
        return heard.answer

    def _in_its_time(self, work: Callable[[], Any]) -> None:
        try:
            with standing_connection():
                work()
        except Exception:
            _log.exception("what follows a car at a lane could not be done")

    async def _enrol(self, scope: dict[str, Any], body: bytes) -> dict[str, Any] | Refusal:
        told = wire.object_of(body)
        if isinstance(told, Refusal):
            return told
        return await self._in_thread(doings.enrol, str(told.get("token", ""))[:80])

    async def _observations(self, scope: dict[str, Any], body: bytes) -> dict[str, Any] | Refusal:
        holder = await self._known(scope)
        if isinstance(holder, Refusal):
            return holder
        now = clock.now()
        message = messages.read(body, now=now)
        if isinstance(message, Refusal):
            if message.code == "devices.clock_wrong":
                self._note_clock(holder, message, messages.micros(now))
            return message
        sender = Sender(holder.device.bytes, holder.scope.bytes, holder.number, holder.behind)
        taken = translate(message, sender, messages.micros(now))
        if isinstance(taken, Refusal):
            return taken
        outcome = await self.writer.store(taken.rows, taken.signs)
        refused = await self._mean(holder, taken)
        return {"stored": outcome.stored, "repeated": outcome.repeated, "skew_ms": message.skew_ms, **({"refused": refused} if refused else {})}

    def _note_clock(self, holder: queries.KeyHolder, refused: Refusal, at_us: int) -> None:
        sign = Sign(holder.device.bytes, at_us, False, skew_ms=int(refused.params["seconds"]) * 1000, reported="clock_wrong")
        self.writer.note([sign])

    async def _mean(self, holder: queries.KeyHolder, taken: Taken) -> list[dict[str, Any]]:
        """Do what the messages mean, after they are durable; each once, however often it is sent."""
        with_meaning = [(UUID(bytes=device), heard) for device, heard in taken.heard if queries.meaning_of(heard.kind)]
        return await self._in_thread(doings.mean, holder.scope, with_meaning) if with_meaning else []

    async def _commands(self, scope: dict[str, Any], body: bytes) -> dict[str, Any] | Refusal:
        holder = await self._known(scope)
        return holder if isinstance(holder, Refusal) else await self._in_thread(doings.fetch, holder)

    async def _receipts(self, scope: dict[str, Any], body: bytes) -> dict[str, Any] | Refusal:
        holder = await self._known(scope)
        told = wire.object_of(body)
        if isinstance(holder, Refusal) or isinstance(told, Refusal):
            return holder if isinstance(holder, Refusal) else told
        return await self._in_thread(doings.take_receipt, holder, told)


ingest = Ingest()
