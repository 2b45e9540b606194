"""`/live`: a stream that says which records changed, so that open pages fetch those parts again. Plain ASGI, outside the page stack.

    GET /live?in=<scope id>,<scope id>&since=<tx>.<entry>&models=cases.case,duties.occurrence

Each message is named after a model and carries the ids of its changed records; the message's id is the ledger position, which
comes back as `Last-Event-ID`. `reload` says that too much happened meanwhile: the page loads itself anew. Nothing else travels
here: what a record says is fetched from its page, behind the page's own permission.

    event: cases.case
    id: 0.18204
    data: ["0199…","0199…"]
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.db import close_old_connections

from . import doorbell, ledger
from .models import Entry
from .viewers import Viewer, viewer_of

FLUSH_SECONDS = 0.5
HEARTBEAT_SECONDS = 15.0
RECHECK_SECONDS = 60.0
MAX_PENDING = 500
MAX_CLIENTS = 2000
_BACKLOG = 1000
_log = logging.getLogger(__name__)
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")


async def application(scope: dict, receive: Callable, send: Callable) -> None:
    """The ASGI endpoint."""
    asked = _Asked(scope)
    if len(hub.clients) >= MAX_CLIENTS:
        return await _refuse(send, 503)
    viewer = await _in_thread(viewer_of, asked.cookies, asked.scopes)
    if viewer is None:
        return await _refuse(send, 403)
    client = Client(viewer, asked.models)
    hub.add(client)
    try:
        await _until_gone(_stream(client, asked, send), receive)
    finally:
        hub.remove(client)


class _Asked:
    """What the request asks for; what is malformed counts as absent."""

    def __init__(self, scope: dict) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        query = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
        self.cookies = headers.get("cookie", "")
        self.scopes = _uuids(query.get("in", ""))
        self.models = frozenset(filter(None, query.get("models", "").split(",")))
        self.since = headers.get("last-event-id") or query.get("since", "")


def _uuids(text: str) -> list[UUID]:
    found = []
    for part in text.split(",")[:500]:
        try:
            found.append(UUID(part))
        except ValueError:
            continue
    return found


def position_from(text: str) -> ledger.Position | None:
    """`tx.entry` as a position, or None."""
    tx, _dot, entry = text.partition(".")
    try:
        return int(tx), int(entry)
    except ValueError:
        return None


def position_now() -> str:
    """The position for a page's `since`: ask before the page reads its records."""
    tx, entry = ledger.newest()
    return f"{tx}.{entry}"


class Client:
    """One open page: what changed for it since the last message. It holds at most MAX_PENDING ids; beyond that it must reload."""

    def __init__(self, viewer: Viewer, models: frozenset[str]) -> None:
        self.viewer, self.models = viewer, models
        self.woken = asyncio.Event()
        self._pending: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
        self._position = ledger.START
        self._must_reload = False

    def offer(self, entry: Entry) -> None:
        """Take note of a row, if it is for this page."""
        self._position = max(self._position, (entry.tx, entry.id))
        if self._must_reload or not self.viewer.hears(entry.scope_id, entry.subject_type):
            return
        if self.models and entry.subject_type not in self.models:
            return
        self._pending[entry.scope_id, entry.subject_type].add(entry.subject_id)
        if sum(map(len, self._pending.values())) > MAX_PENDING:
            return self.reload()
        self.woken.set()

    def reload(self) -> None:
        """Too much happened, or nobody knows what: the page loads itself anew."""
        self._pending.clear()
        self._must_reload = True
        self.woken.set()

    def take(self) -> _News:
        """What is pending, which is then no longer pending. It must run in the loop, as `offer` does."""
        news = _News(self.viewer, dict(self._pending), self._must_reload, f"{self._position[0]}.{self._position[1]}")
        self._pending, self._must_reload = defaultdict(set), False
        self.woken.clear()
        return news


@dataclass(frozen=True)
class _News:
    viewer: Viewer
    pending: dict[tuple[UUID, str], set[UUID]]
    must_reload: bool
    id: str

    def messages(self) -> bytes:
        """The messages; it asks record by record where a viewer may not see them all, so it runs in a thread."""
        if self.must_reload:
            return _message("reload", self.id, [])
        changed: dict[str, list[str]] = defaultdict(list)
        for (scope_id, model), records in self.pending.items():
            changed[model] += [str(record) for record in sorted(records) if self.viewer.sees(scope_id, model, record)]
        return b"".join(_message(model, self.id, records) for model, records in changed.items() if records)


def _message(name: str, id: str, data: list[str]) -> bytes:
    return f"event: {name}\nid: {id}\ndata: {json.dumps(data)}\n\n".encode()


class Hub:
    """Reads the ledger once for all clients of this process. It runs while there are clients."""

    def __init__(self) -> None:
        self.clients: set[Client] = set()
        self.closing = threading.Event()
        self._task: asyncio.Task | None = None

    def add(self, client: Client) -> None:
        self.clients.add(client)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())

    def remove(self, client: Client) -> None:
        self.clients.discard(client)

    def close(self) -> None:
        """End all streams: the process is about to stop."""
        self.closing.set()
        for client in list(self.clients):
            client.woken.set()

    async def _run(self) -> None:
        with doorbell.Waiter() as bell:
            position = await _in_thread(ledger.newest)
            while self.clients and not self.closing.is_set():
                try:
                    rows = await _in_thread(ledger.after, position, limit=_BACKLOG)
                except Exception as error:  # noqa: BLE001 - pages wait while the database is away
                    _log.warning("live pages wait for the database: %s", type(error).__name__)
                    await asyncio.sleep(doorbell.FALLBACK_SECONDS)
                    continue
                for entry in rows:
                    for client in self.clients:
                        client.offer(entry)
                    position = (entry.tx, entry.id)
                if len(rows) < _BACKLOG:
                    await bell.wait()


hub = Hub()


async def _stream(client: Client, asked: _Asked, send: Callable) -> None:
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
    await _catch_up(client, asked.since)
    loop = asyncio.get_running_loop()
    checked_at = loop.time()
    while not hub.closing.is_set():
        body = b": still here\n\n"
        try:
            await asyncio.wait_for(client.woken.wait(), HEARTBEAT_SECONDS)
            body = await _in_thread(client.take().messages)
        except TimeoutError:
            pass
        if loop.time() - checked_at > RECHECK_SECONDS:
            viewer, checked_at = await _in_thread(viewer_of, asked.cookies, asked.scopes), loop.time()
            if viewer is None:
                break
            client.viewer = viewer
        if body and not hub.closing.is_set():
            await send({"type": "http.response.body", "body": body, "more_body": True})
            await asyncio.sleep(FLUSH_SECONDS)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _catch_up(client: Client, since: str) -> None:
    """Offer what happened between the page's position and now; the hub already brings what comes after."""
    if not since:
        return
    position = position_from(since)
    if position is None or position > await _in_thread(ledger.newest):
        return client.reload()
    rows = await _in_thread(ledger.after, position, scope_ids=tuple(client.viewer.scopes), limit=_BACKLOG)
    if len(rows) == _BACKLOG:
        return client.reload()
    for entry in rows:
        client.offer(entry)


async def _until_gone(stream: Any, receive: Callable) -> None:
    """Run the stream until it ends or the client leaves; a server neither cancels us nor fails our sends, so we must look."""
    tasks = {asyncio.ensure_future(stream), asyncio.ensure_future(_disconnected(receive))}
    try:
        done, _left = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _disconnected(receive: Callable) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Callable, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"retry-after", b"5"), (b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def _in_thread(work: Callable, *args: Any, **kwargs: Any) -> Any:
    def run() -> Any:
        close_old_connections()
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_threads, run)


def end_with_process() -> None:
    """End the streams as soon as the process is told to stop; the server itself would wait for them first."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)
        if callable(before):
            signal.signal(number, lambda signum, frame, before=before: (hub.close(), before(signum, frame)))
