"""A day's observations: made ahead, and dropped when their time is over. Why so on either database: see the decision record."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction

TABLE = "devices_observation"
AHEAD_DAYS, BACK_DAYS = 7, 8
KEEP_DAYS = int(os.environ.get("ANJU_OBSERVATION_DAYS", "30"))
SLICE_ROWS = 2_000
EPOCH_DAY = date(1970, 1, 1)
_known: set[int] = set()


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH_DAY).days


def days_kept(latest: int) -> list[date]:
    """The days that may hold rows, up to one day after `latest`."""
    return [EPOCH_DAY + timedelta(days=latest + 1 - back) for back in range(max(KEEP_DAYS, BACK_DAYS) + 2)]


def name_of(day: date) -> str:
    return f"{TABLE}_{day:%Y%m%d}"


def is_divided() -> bool:
    """Whether the table has a part for each day: only on PostgreSQL."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT relkind FROM pg_class WHERE oid = to_regclass(%s)", [TABLE])
        found = cursor.fetchone()
    return found is not None and found[0] in ("p", b"p")


def ensure(numbers: Iterable[int]) -> None:
    """Make the parts of these days (days since 1970) where they are missing."""
    missing = set(numbers) - _known
    if not missing:
        return
    if is_divided():
        with connection.cursor() as cursor:
            for number in sorted(missing):
                day = EPOCH_DAY + timedelta(days=number)
                span = f"FROM ('{day.isoformat()}') TO ('{(day + timedelta(days=1)).isoformat()}')"
                cursor.execute(f"CREATE TABLE IF NOT EXISTS {name_of(day)} PARTITION OF {TABLE} FOR VALUES {span}")
    transaction.on_commit(lambda: _known.update(missing))  # a part that is rolled back is not there


def forget() -> None:
    """What was made is looked up again; for another database."""
    _known.clear()


def make_ahead(today: date) -> None:
    """The parts of the days to come, and of those from which devices may still send what they kept."""
    first = day_number(today)
    ensure(range(first - BACK_DAYS, first + AHEAD_DAYS + 1))


def drop_old(today: date, *, keep_days: int = 0) -> int:
    """Let go of what is older than its time; returns how many days (PostgreSQL) or rows (SQLite) went."""
    oldest = today - timedelta(days=keep_days or KEEP_DAYS)
    return _drop_parts(oldest) if is_divided() else _delete_slices(oldest)


def _drop_parts(oldest: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass(%s)", [TABLE])
        names = sorted(name for (name,) in cursor.fetchall())
        gone = [name for name in names if _day_in(name) < oldest]
        for name in gone:
            cursor.execute(f"DROP TABLE {name}")
    _known.difference_update(day_number(_day_in(name)) for name in gone)
    return len(gone)


def _day_in(name: str) -> date:
    return datetime.strptime(name.rpartition("_")[2], "%Y%m%d").replace(tzinfo=UTC).date()


def _delete_slices(oldest: date) -> int:
    """By the first column of the key, some rows a transaction, so that no writer waits long."""
    quoted = f"DELETE FROM {TABLE} WHERE rowid IN (SELECT rowid FROM {TABLE} WHERE day < %s LIMIT {SLICE_ROWS})"
    if connection.vendor == "postgresql":
        quoted = quoted.replace("rowid", "ctid")
    total = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(quoted, [oldest.isoformat()])
            gone = cursor.rowcount
        total += gone
        if gone < SLICE_ROWS:
            return total
