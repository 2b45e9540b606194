"""Runs the reactions: leases their cursors, reads the ledger past them, and hands each event to those who wait for it.

One thread in the one process, or many processes: a cursor is worked on by whoever holds its lease, and its fence keeps a worker
that lost the lease (a long pause, a broken network) from writing.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, close_old_connections, connection, connections, transaction
from django.db.models import F

from . import clock, doorbell, ledger, reactions
from .models import Cursor, Entry, PoisonEvent, Scope
from .models.reactions import PoisonState
from .reactions import MAX_TRIES, Reaction, TooDeep

LEASE = timedelta(seconds=15)
_SAVE_AFTER = 1000
_log = logging.getLogger(__name__)


class LeaseLost(RuntimeError):
    """Somebody else works on this cursor now."""


@dataclass
class _Held:
    """A leased cursor. `is_suspect`: its last owner vanished without a word, so each attempt is counted before it is made."""

    id: int
    reaction: Reaction
    partition: str
    position: ledger.Position
    fence: int
    tries: int
    retry_at: datetime | None
    is_suspect: bool
    saved: int = 0

    def wants(self, entry: Entry) -> bool:
        return entry.name in self.reaction.names and entry.scope_id.hex[-1] in self.partition and self.position < (entry.tx, entry.id)

    def waits(self, now: datetime) -> bool:
        return self.retry_at is not None and now < self.retry_at


class Runner:
    """One worker. `run_once` makes one pass, `drain` runs until nothing is left, `run_forever` until told to stop."""

    def __init__(self, *, batch: int = 200, backoff_seconds: float = 1.0) -> None:
        self.owner = owner_name()
        self._batch, self._backoff = batch, backoff_seconds
        self._held: dict[int, _Held] = {}
        self._renew_at: datetime | None = None
        reactions.enrol()

    def run_forever(self, stop: threading.Event) -> None:
        """Work until `stop` is set; a database that is away for a while is waited for."""
        while not stop.is_set():
            seen = doorbell.count()
            try:
                if not self.run_once():
                    doorbell.wait(seen)
                close_old_connections()
            except (OperationalError, InterfaceError) as error:
                _log.warning("reactions wait for the database: %s", error)
                connection.close()
                stop.wait(1)
        self.release()
        connections.close_all()

    def drain(self) -> int:
        """Run until no event is left that may be tried now; returns the number of attempts."""
        total = 0
        while attempts := self.run_once():
            total += attempts
        return total

    def run_once(self) -> int:
        """One pass over what stands in the ledger now; returns the number of attempts made."""
        now = clock.machine()
        self._renew(now)
        groups: dict[ledger.Position, list[_Held]] = defaultdict(list)
        for held in self._held.values():
            if not held.waits(now):
                groups[held.position].append(held)
        attempts = self._retry_poison()
        for position, group in groups.items():
            attempts += self._advance(position, group)
        return attempts

    def release(self) -> None:
        """Give all leases back and write down how far each cursor was read."""
        for held in self._held.values():
            tx, entry_id = held.position
            mine = Cursor.objects.filter(pk=held.id, fence=held.fence)
            mine.update(tx=tx, entry_id=entry_id, owner="", leased_until=None)
        self._held, self._renew_at = {}, None

    def _advance(self, position: ledger.Position, group: list[_Held]) -> int:
        end = ledger.newest()
        if end <= position:
            return 0
        names = tuple(sorted(set().union(*(held.reaction.names for held in group))))
        rows = _with_scopes(ledger.after(position, names=names, limit=self._batch))
        attempts = sum(self._attempt(held, entry) for entry in rows for held in group if held.wants(entry) and not held.retry_at)
        last = (rows[-1].tx, rows[-1].id) if rows else position
        reached = last if len(rows) == self._batch else max(last, end)
        for held in group:
            if not held.retry_at:
                held.position = max(held.position, reached)
        return attempts

    def _attempt(self, held: _Held, entry: Entry) -> int:
        try:
            if held.is_suspect and self._count_first(held, entry):
                return 1
            with transaction.atomic():
                _move(held, entry)
                held.reaction.handle(entry)
            held.position, held.saved = (entry.tx, entry.id), entry.id
            held.tries, held.is_suspect = 0, False
        except LeaseLost:
            self._held.pop(held.id, None)
            held.retry_at = clock.machine() + LEASE
        except Exception as error:  # noqa: BLE001 - whatever a reaction raises must not stop the others
            self._failed(held, entry, error)
        return 1

    def _count_first(self, held: _Held, entry: Entry) -> bool:
        """After a crash: write the attempt down before it is made. Whether the event was set aside instead."""
        if held.tries >= MAX_TRIES:
            self._set_aside(held, entry, "the process ended each time this event was tried")
            return True
        held.tries += 1
        Cursor.objects.filter(pk=held.id, fence=held.fence).update(tries=held.tries)
        return False

    def _failed(self, held: _Held, entry: Entry, error: Exception) -> None:
        held.retry_at = clock.machine() + timedelta(seconds=self._backoff * 2**held.tries)
        if _is_passing(error):
            return
        held.tries += 0 if held.is_suspect else 1
        _log.error("reaction %s failed at row %s, try %s", held.reaction.name, entry.id, held.tries, exc_info=error)
        if held.tries >= MAX_TRIES or isinstance(error, TooDeep):
            self._set_aside(held, entry, said(error))
        else:
            Cursor.objects.filter(pk=held.id, fence=held.fence).update(tries=held.tries, retry_at=held.retry_at)

    def _set_aside(self, held: _Held, entry: Entry, error: str) -> None:
        with transaction.atomic():
            _move(held, entry)
            facts = {"scope_id": entry.scope_id, "error": error, "tries": max(held.tries, 1), "state": PoisonState.waiting}
            PoisonEvent.everywhere.get_or_create(reaction=held.reaction.name, entry=entry, defaults=facts)
        held.position, held.tries, held.retry_at, held.is_suspect = (entry.tx, entry.id), 0, None, False

    def _retry_poison(self) -> int:
        asked = PoisonEvent.everywhere.filter(state=PoisonState.retrying).select_related("entry")[:20]
        return sum(_try_again(poison) for poison in asked)

    def _renew(self, now: datetime) -> None:
        for held in self._held.values():
            if held.retry_at is not None and not held.waits(now):
                held.retry_at = None
        if self._renew_at is not None and now < self._renew_at:
            return
        mine = Cursor.objects.filter(owner=self.owner)
        mine.update(leased_until=now + LEASE)
        still = set(mine.values_list("pk", flat=True))
        self._held = {key: held for key, held in self._held.items() if key in still}
        self._save_positions()
        self._lease_free(now)
        self._renew_at = now + LEASE / 3

    def _save_positions(self) -> None:
        """Now and then write down how far a cursor was read past events that were not its own; losing it costs reading again."""
        for held in self._held.values():
            if held.position[1] - held.saved > _SAVE_AFTER:
                tx, held.saved = held.position
                Cursor.objects.filter(pk=held.id, fence=held.fence).update(tx=tx, entry_id=held.saved)

    def _lease_free(self, now: datetime) -> None:
        known = Cursor.objects.filter(partition__in=reactions.partitions(), reaction__in=list(reactions.registry))
        for cursor in known.exclude(pk__in=list(self._held)):
            if cursor.owner and cursor.leased_until > now and not is_dead(cursor.owner):
                continue
            taken = Cursor.objects.filter(pk=cursor.pk, fence=cursor.fence)
            if taken.update(owner=self.owner, leased_until=now + LEASE, fence=F("fence") + 1):
                self._held[cursor.pk] = _held_from(cursor)


def _with_scopes(rows: list[Entry]) -> list[Entry]:
    """The rows with their scopes, which nearly every reaction asks for."""
    scopes = Scope.objects.in_bulk({row.scope_id for row in rows}) if rows else {}
    for row in rows:
        row.scope = scopes[row.scope_id]
    return rows


def _held_from(cursor: Cursor) -> _Held:
    reaction = reactions.registry[cursor.reaction]
    position = (cursor.tx, cursor.entry_id)
    was_left = bool(cursor.owner)
    return _Held(cursor.pk, reaction, cursor.partition, position, cursor.fence + 1, cursor.tries, cursor.retry_at, was_left, cursor.entry_id)


def _move(held: _Held, entry: Entry) -> None:
    """Advance the cursor's row to this event; raises LeaseLost when somebody else has taken the cursor over."""
    mine = Cursor.objects.filter(pk=held.id, fence=held.fence)
    if not mine.update(tx=entry.tx, entry_id=entry.id, tries=0, retry_at=None):
        raise LeaseLost(held.reaction.name)


def _try_again(poison: PoisonEvent) -> int:
    """One more try at an event that a person asked for; its failure goes back to the list."""
    asked = PoisonEvent.everywhere.filter(pk=poison.pk, state=PoisonState.retrying)
    try:
        with transaction.atomic():
            if asked.update(state=PoisonState.done):
                reactions.registry[poison.reaction].handle(poison.entry)
    except Exception as error:  # noqa: BLE001 - it returns to the shown list
        asked.update(state=PoisonState.waiting, error=said(error), tries=F("tries") + 1)
    return 1


def said(error: Exception) -> str:
    """An exception in one line: its kind, its words, and the last place in our own code that it came through."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        place = f" ({module}:{trace.tb_lineno})" if module.startswith("anju.") else place
        trace = trace.tb_next
    return f"{type(error).__name__}: {error}"[:300] + place


def _is_passing(error: Exception) -> bool:
    """Whether the database, not the event, was at fault: locked, a deadlock, a serialisation failure, a lost connection."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return "locked" in str(error) or state[:2] in ("40", "55", "57", "08") or not connection.is_usable()


def owner_name() -> str:
    """This worker's name in leases: host, process and something unique."""
    return f"{socket.gethostname()[:16]}:{os.getpid()}:{secrets.token_hex(4)}"


def is_dead(owner: str) -> bool:
    """Whether a lease's owner was a process of this host that is gone: its leases need not run out first."""
    host, pid, _rest = owner.split(":")
    if host != socket.gethostname()[:16] or int(pid) == os.getpid() or os.name == "nt":
        return False  # on Windows os.kill would end the process it asks about; there a lease runs out instead
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


