"""Rows of one batch into the table, each (device, number) once.

PostgreSQL takes them by a binary COPY, which is one statement and so one commit; SQLite by one transaction. A number above the highest
known one of its device is new; any other is looked up first. What still meets its double (another process was faster) makes the whole
batch go the careful way.
"""

from __future__ import annotations

import functools
import struct
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from . import partitions

TABLE = "devices_observation"
COLUMNS = "day, scope_id, device_id, number, at, received_at, skew_ms, kind, values"
_QUOTED = 'day, scope_id, device_id, number, at, received_at, skew_ms, kind, "values"'
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_US = 86_400_000_000
AT_ONCE = 100
_NAIVE = datetime(1970, 1, 1)
_TO_2000_US = 946_684_800_000_000
_TO_2000_DAYS = 10_957
_HEAD = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
_TAIL = struct.pack(">h", -1)
_FIXED = struct.Struct(">hiii16si16siqiqiqiqi")
_LENGTH = struct.Struct(">i")


class Row(NamedTuple):
    """One observation. Ids as 16 bytes, moments as microseconds since 1970, `values` as JSON text."""

    scope: bytes
    device: bytes
    number: int
    at_us: int
    received_us: int
    skew_ms: int
    kind: str
    values: str


def packed(rows: Iterable[Row]) -> bytes:
    """The rows as PostgreSQL's binary COPY wants them."""
    pack, length = _FIXED.pack, _LENGTH.pack
    parts = [_HEAD]
    for scope, device, number, at_us, received_us, skew_ms, kind, values in rows:
        text, said = kind.encode(), values.encode()
        day = at_us // DAY_US - _TO_2000_DAYS
        parts.append(pack(9, 4, day, 16, scope, 16, device, 8, number, 8, at_us - _TO_2000_US, 8, received_us - _TO_2000_US, 8, skew_ms, len(text)))
        parts.append(b"".join((text, length(len(said) + 1), b"\x01", said)))
    parts.append(_TAIL)
    return b"".join(parts)


def as_sqlite(rows: Iterable[Row]) -> list[tuple]:
    """The rows as Django writes them on SQLite. What repeats from row to row is put into text once."""
    days: dict[int, str] = {}
    arrivals: dict[int, str] = {}
    ids: dict[bytes, str] = {}
    out = []
    for scope, device, number, at_us, received_us, skew_ms, kind, values in rows:
        if (day := at_us // DAY_US) not in days:
            days[day] = day_of(at_us).isoformat()
        if received_us not in arrivals:
            arrivals[received_us] = _text_of(received_us)
        for each in (scope, device):
            if each not in ids:
                ids[each] = each.hex()
        out.append((days[day], ids[scope], ids[device], number, _text_of(at_us), arrivals[received_us], skew_ms, kind, values))
    return out


def _text_of(us: int) -> str:
    return str(_NAIVE + timedelta(0, 0, us))


def day_of(us: int) -> date:
    return (EPOCH + timedelta(microseconds=us)).date()


def insert(rows: list[Row]) -> None:
    """Write them all and commit; raises IntegrityError when one is there already."""
    if not rows:
        return
    if connection.vendor == "postgresql":
        partitions.ensure({row.at_us // DAY_US for row in rows})
        with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(f"COPY {TABLE} ({_QUOTED}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(packed(rows))
        return
    with transaction.atomic(), connection.wrap_database_errors:
        _insert_on_sqlite(as_sqlite(rows))


def _insert_on_sqlite(rows: list[tuple]) -> None:
    """Many rows a statement: sqlite3 gives the interpreter away at every statement, and a busy loop is slow to give it back."""
    line = connection.connection
    for start in range(0, len(rows), AT_ONCE):
        chunk = rows[start : start + AT_ONCE]
        line.execute(_insertion(len(chunk)), [value for row in chunk for value in row])


@functools.cache
def _insertion(many: int) -> str:
    return f"INSERT INTO {TABLE} ({_QUOTED}) VALUES {', '.join(['(?, ?, ?, ?, ?, ?, ?, ?, ?)'] * many)}"


class Memory:
    """The highest number known of each device, as this process saw it or the table of contacts told."""

    def __init__(self) -> None:
        self._highest: dict[bytes, int] = {}

    def learn(self, devices: set[bytes]) -> None:
        """Look up devices that were not met before."""
        unknown = [UUID(bytes=each) for each in devices if each not in self._highest]
        if not unknown:
            return
        from ..models import Contact

        found = dict(Contact.everywhere.filter(pk__in=unknown).values_list("pk", "last_number"))
        for each in unknown:
            self._highest[each.bytes] = found.get(each) or 0

    def is_new(self, row: Row) -> bool:
        return row.number > self._highest[row.device]

    def note(self, rows: Iterable[Row]) -> None:
        highest = self._highest
        for row in rows:
            if row.number > highest[row.device]:
                highest[row.device] = row.number

    def highest(self, device: bytes) -> int:
        return self._highest.get(device, 0)


def keep(rows: list[Row], memory: Memory) -> set[tuple[bytes, int]]:
    """Store what is not there yet; returns the (device, number) of what is new. When it returns, everything is durable."""
    memory.learn({row.device for row in rows})
    once = {(row.device, row.number): row for row in reversed(rows)}
    unsure = [row for row in once.values() if not memory.is_new(row)]
    there = stored_of(unsure) if unsure else set()
    fresh = [row for key, row in once.items() if key not in there]
    try:
        insert(fresh)
    except IntegrityError:  # one is there already, or another process has let go of its day
        partitions.forget()
        there = stored_of(list(once.values()))
        fresh = [row for key, row in once.items() if key not in there]
        insert(fresh)
    memory.note(fresh)
    return {(row.device, row.number) for row in fresh}


def stored_of(rows: list[Row]) -> set[tuple[bytes, int]]:
    """Which of these (device, number) are in the table, on whatever day."""
    from ..models import Observation

    wanted: dict[tuple[bytes, bytes], list[int]] = {}
    for row in rows:
        wanted.setdefault((row.scope, row.device), []).append(row.number)
    days = partitions.days_kept(max(row.received_us for row in rows) // DAY_US)
    found: set[tuple[bytes, int]] = set()
    for (scope, device), numbers in wanted.items():
        kept = Observation.everywhere.filter(day__in=days, scope_id=UUID(bytes=scope), device_id=UUID(bytes=device), number__in=numbers)
        found |= {(device, number) for number in kept.values_list("number", flat=True)}
    return found
