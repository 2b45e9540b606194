"""The doorbell: it says that the ledger has grown, and nothing else. The table is the truth.

A ring may be lost (a broken connection, a process that was not listening): whoever waits looks by himself after `FALLBACK_SECONDS`.
In one process the ring is a condition variable; on PostgreSQL it also goes to the other processes by NOTIFY, gathered and sent
after the commit on a connection of its own, because a NOTIFY inside the transaction would make all commits queue.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import connection, connections, transaction

if TYPE_CHECKING:
    import psycopg

FALLBACK_SECONDS = 2.0
GATHER_SECONDS = 0.05
_CHANNEL = "anju_doorbell"
_log = logging.getLogger(__name__)

_rung = threading.Condition()
_count = 0
_listeners: set[Callable[[], None]] = set()


def ring_on_commit() -> None:
    """Ring once the running transaction is committed; at once where there is none."""
    transaction.on_commit(ring)


def ring() -> None:
    """Wake everybody who waits, here and in the other processes."""
    _wake()
    for line in _lines:
        line.post()


def _wake() -> None:
    global _count
    with _rung:
        _count += 1
        _rung.notify_all()
        listeners = list(_listeners)
    for call in listeners:
        call()


def count() -> int:
    """How often the bell has rung in this process: take it before you look, hand it to `wait` afterwards."""
    return _count


def wait(seen: int, timeout: float = FALLBACK_SECONDS) -> int:
    """Sleep until the bell has rung more than `seen` times, or for `timeout` seconds; returns the new count."""
    with _rung:
        _rung.wait_for(lambda: _count > seen, timeout)
        return _count


class Waiter:
    """The bell for one task of an event loop: `with Waiter() as bell: await bell.wait()`."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()

    def __enter__(self) -> Waiter:
        with _rung:
            _listeners.add(self._call)
        return self

    def __exit__(self, *_exc: object) -> None:
        with _rung:
            _listeners.discard(self._call)

    def _call(self) -> None:
        try:
            self._loop.call_soon_threadsafe(self._event.set)
        except RuntimeError:  # the loop was closed between the ring and the call
            pass

    async def wait(self, timeout: float = FALLBACK_SECONDS) -> bool:
        """Whether the bell rang within `timeout` seconds, or since the last wait."""
        try:
            await asyncio.wait_for(self._event.wait(), timeout)
        except TimeoutError:
            return False
        self._event.clear()
        return True


_lines: list[_Line] = []


def connect() -> None:
    """Join this process to the bell of the others. Every long-running process calls it at its start; on SQLite it does nothing."""
    if connection.vendor == "postgresql" and not _lines:
        _lines.append(_Line())


def disconnect() -> None:
    """Leave the bell of the others and close both connections."""
    while _lines:
        _lines.pop().close()


class _Line:
    """The two threads that carry rings between this process and the others."""

    def __init__(self) -> None:
        self._own = f"{os.getpid()}.{secrets.token_hex(4)}"
        self._pending, self._closing = threading.Event(), threading.Event()
        self.is_listening = threading.Event()
        self._threads = [threading.Thread(target=work, name=f"doorbell-{work.__name__}", daemon=True) for work in (self._send, self._hear)]
        for thread in self._threads:
            thread.start()

    def post(self) -> None:
        self._pending.set()

    def close(self) -> None:
        self._closing.set()
        self._pending.set()
        for thread in self._threads:
            thread.join(timeout=5)

    def _send(self) -> None:
        self._keep(self._send_over)

    def _send_over(self, line: psycopg.Connection) -> None:
        while self._pending.wait() and not self._closing.is_set():
            self._pending.clear()
            line.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, self._own))
            self._closing.wait(GATHER_SECONDS)

    def _hear(self) -> None:
        self._keep(self._hear_over)

    def _hear_over(self, line: psycopg.Connection) -> None:
        line.execute(f"LISTEN {_CHANNEL}")
        self.is_listening.set()
        _wake()  # what rang while nobody listened
        while not self._closing.is_set():
            for note in line.notifies(timeout=1):
                if note.payload != self._own:
                    _wake()

    def _keep(self, work: Callable[[psycopg.Connection], None]) -> None:
        while not self._closing.is_set():
            try:
                with _open_line() as line:
                    work(line)
            except Exception as error:  # noqa: BLE001 - a lost ring costs a moment, a dead thread costs all of them
                _log.warning("the doorbell line broke, trying again: %s", type(error).__name__)
                self._closing.wait(FALLBACK_SECONDS)


def _open_line() -> psycopg.Connection:
    """A connection of its own outside Django's: autocommit, never inside anybody's transaction."""
    import psycopg

    given = connections["default"].get_connection_params()
    wanted = {key: given[key] for key in ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert") if key in given}
    return psycopg.connect(**wanted, autocommit=True, application_name="anju doorbell")
