"""The writer: one thread, a bounded queue, one commit for whatever waits. Who hands something in hears only when it is durable.

    outcome = await writer.store(rows)      # from a coroutine; raises QueueFull, WriterFailed
    outcome = writer.store_now(rows)        # from a thread

A full queue refuses (`QueueFull`) and drops nothing. What a device told is stored whole or not at all. Beside the rows goes a `Sign`: that
a device was heard, when, and what was said of it; the table of contacts learns of it once a second.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from typing import NamedTuple

from django.db import DatabaseError, InterfaceError, OperationalError, connection, connections, transaction

from . import contacts
from .contacts import Sign
from .store import Memory, Row, keep

__all__ = ["Outcome", "QueueFull", "Row", "Sign", "Writer", "WriterFailed"]

_log = logging.getLogger(__name__)
_END = object()
FLUSH_SECONDS = 1.0
RETRY_SECONDS = (0.05, 0.2, 0.5)


class QueueFull(RuntimeError):
    """So much waits already that nothing more is taken. Try again later; nothing was stored."""


class WriterFailed(RuntimeError):
    """The database did not take it. Nothing was acknowledged; send it again."""


class Outcome(NamedTuple):
    """How many rows were new, and how many were there already."""

    stored: int
    repeated: int


class _Ticket:
    """What one caller handed in, and where he waits."""

    __slots__ = ("future", "loop", "outcome", "rows", "signs")

    def __init__(self, rows: Sequence[Row], signs: Sequence[Sign], future, loop) -> None:
        self.rows, self.signs, self.future, self.loop = rows, signs, future, loop
        self.outcome: Outcome | Exception | None = None


class Writer:
    """`most_rows` are committed together at most; `most_waiting` may wait."""

    def __init__(self, *, most_rows: int = 1000, most_waiting: int = 20_000) -> None:
        self.most_rows, self.most_waiting = most_rows, most_waiting
        self._queue: queue.SimpleQueue = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._waiting = 0
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self.memory = Memory()
        self.committed = 0

    @property
    def waiting(self) -> int:
        """Rows that were handed in and are not settled yet."""
        return self._waiting

    def start(self) -> Writer:
        self._thread = threading.Thread(target=self._run, name="observations", daemon=True)
        self._thread.start()
        return self

    def stop(self, timeout: float = 10) -> None:
        """Settle what waits and end. What comes later is refused."""
        with self._lock:
            self._is_closed = True
        self._queue.put(_END)
        if self._thread is not None:
            self._thread.join(timeout)

    async def store(self, rows: Sequence[Row], signs: Sequence[Sign] = ()) -> Outcome:
        """Hand rows in and wait until they are durable."""
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        self._admit(_Ticket(rows, signs, future, loop))
        return await future

    def store_now(self, rows: Sequence[Row], signs: Sequence[Sign] = (), *, timeout: float = 30) -> Outcome:
        """The same for a thread."""
        future: Future[Outcome] = Future()
        self._admit(_Ticket(rows, signs, future, None))
        return future.result(timeout)

    def note(self, signs: Sequence[Sign]) -> None:
        """Remember what was seen of devices without storing anything; lost when the process is."""
        if not self._is_closed and self._waiting < self.most_waiting:
            self._queue.put(_Ticket((), signs, None, None))

    def _admit(self, ticket: _Ticket) -> None:
        many = len(ticket.rows)
        with self._lock:
            if self._is_closed:
                raise WriterFailed("the writer has ended")
            if self._waiting + many > self.most_waiting:
                raise QueueFull(f"{self._waiting} observations wait")
            self._waiting += many
        self._queue.put(ticket)

    def _run(self) -> None:
        signs: dict[bytes, Sign] = {}
        flushed_at = time.monotonic()
        is_open = True
        while is_open:
            tickets, is_open = self._gather(FLUSH_SECONDS if signs else None)
            if rows := sum(len(ticket.rows) for ticket in tickets):
                self._settle(tickets, rows)
            for ticket in tickets:
                if not isinstance(ticket.outcome, Exception):
                    contacts.merge(signs, ticket.signs)
            if signs and (not is_open or time.monotonic() - flushed_at >= FLUSH_SECONDS):
                self._flush(signs)
                flushed_at = time.monotonic()
        connections.close_all()

    def _gather(self, timeout: float | None) -> tuple[list[_Ticket], bool]:
        """Wait for something, then take all that is there, up to a batch."""
        tickets, rows = [], 0
        try:
            ticket = self._queue.get(timeout=timeout)
            while ticket is not _END:
                tickets.append(ticket)
                rows += len(ticket.rows)
                if rows >= self.most_rows:
                    return tickets, True
                ticket = self._queue.get_nowait()
            return tickets, False
        except queue.Empty:
            return tickets, True

    def _settle(self, tickets: list[_Ticket], rows: int) -> None:
        self._store(tickets)
        with self._lock:
            self._waiting -= rows
        by_loop: dict[asyncio.AbstractEventLoop, list[_Ticket]] = {}
        for ticket in tickets:
            if ticket.loop is not None:
                by_loop.setdefault(ticket.loop, []).append(ticket)
            elif ticket.future is not None:
                _answer(ticket)
        for loop, theirs in by_loop.items():
            try:
                loop.call_soon_threadsafe(_answer_all, theirs)
            except RuntimeError:  # its loop ended meanwhile: nobody waits any more
                pass

    def _store(self, tickets: list[_Ticket]) -> None:
        """One batch; where the database refuses it, each ticket alone, so that no one suffers for another."""
        try:
            fresh = self._keep([row for ticket in tickets for row in ticket.rows])
        except Exception as error:  # noqa: BLE001 - if the thread died of it, everybody would wait for ever
            connection.close()
            if len(tickets) > 1 and not isinstance(error, OperationalError):
                for ticket in tickets:
                    self._store([ticket])
                return
            _log.warning("observations were not stored: %s", type(error).__name__)
            for ticket in tickets:
                ticket.outcome = WriterFailed(type(error).__name__)
            return
        for ticket in tickets:
            ticket.outcome = _outcome(ticket.rows, fresh)
        self.committed += len(fresh)

    def _keep(self, rows: list[Row]) -> set[tuple[bytes, int]]:
        """Store the rows; a busy or broken connection is tried again for a moment. Twice is as good as once: numbers repeat."""
        for pause in RETRY_SECONDS:
            try:
                return keep(rows, self.memory)
            except (OperationalError, InterfaceError):
                connection.close()
                time.sleep(pause)
        return keep(rows, self.memory)

    def _flush(self, signs: dict[bytes, Sign]) -> None:
        try:
            with transaction.atomic():
                contacts.write(signs)
            signs.clear()
        except DatabaseError as error:
            _log.warning("contacts wait for the database: %s", type(error).__name__)
            connection.close()


def _outcome(rows: Sequence[Row], fresh: set[tuple[bytes, int]]) -> Outcome:
    """Counts a ticket's rows; the first to bring a number has stored it, any other has repeated it."""
    stored = 0
    for row in rows:
        if (key := (row.device, row.number)) in fresh:
            fresh.discard(key)
            stored += 1
    return Outcome(stored, len(rows) - stored)


def _answer(ticket: _Ticket) -> None:
    if ticket.future.done():  # whoever waited has gone; his rows are stored all the same
        return
    if isinstance(ticket.outcome, Exception):
        ticket.future.set_exception(ticket.outcome)
    else:
        ticket.future.set_result(ticket.outcome)


def _answer_all(tickets: list[_Ticket]) -> None:
    for ticket in tickets:
        _answer(ticket)
