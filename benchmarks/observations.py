"""What durable ingest costs: 200 devices at once through the writer, beside the databases' own ways to take rows.

Ours is the whole way of a message: its JSON is read and checked, turned into a row, handed to the writer, stored with the number of its
device as its key, committed, and answered. Each of the 200 producers waits for the answer before it sends its next message of ten observations,
as a gateway does that speaks for some devices. The peers get rows that are ready: asyncpg's binary COPY of 1,000 and Django's bulk_create of
1,000 on PostgreSQL (fsync on, as in production), and on SQLite (WAL, synchronous FULL) executemany of as many rows as our own batches held,
each batch in one transaction. All write into the same table with the same key. Every turn is checked: each acknowledged row is there, once.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from .figures import Figure, by_turns

ROOT = Path(__file__).resolve().parent.parent
PRODUCERS, PER_MESSAGE, MESSAGES = 200, 10, 10
ROWS = PRODUCERS * PER_MESSAGE * MESSAGES
COPY_ROWS = 1000


def measure() -> Iterator[Figure]:
    """PostgreSQL and SQLite in a process of their own each, for a process has one database."""
    sys.path.insert(0, str(ROOT))
    from tests import postgres

    postgres.FAST = ["-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "shared_buffers=512MB"]
    with tempfile.TemporaryDirectory() as folder:
        sqlite = _in_process("sqlite", f"sqlite:///{folder}/anju.sqlite3", folder)
    with tempfile.TemporaryDirectory() as folder, postgres.servers(1) as (address,):
        big = _in_process("postgresql", address.rpartition("/")[0] + "/postgres", folder)
    with_copy, with_orm, plain = big["copy"], big["bulk_create"], sqlite["executemany"]
    yield Figure(f"durable ingest, {PRODUCERS} producers, PostgreSQL", "rows/s", with_copy[0], ">= 0.5", with_copy[1], "asyncpg binary COPY of 1,000")
    yield Figure(f"durable ingest, {PRODUCERS} producers, PostgreSQL, beside the ORM", "rows/s", with_orm[0], ">= 2.0", with_orm[1], "Django bulk_create of 1,000")
    name = f"executemany of {sqlite['batch']:.0f} in one transaction"
    yield Figure(f"durable ingest, {PRODUCERS} producers, SQLite", "rows/s", plain[0], ">= 0.2", plain[1], name)


def _in_process(vendor: str, address: str, folder: str) -> dict:
    env = {**os.environ, "ANJU_DATABASE": address, "ANJU_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    done = subprocess.run([sys.executable, "-m", "benchmarks.observations", vendor], cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])


class _Bench:
    def __init__(self) -> None:
        import django

        django.setup()
        sys.setswitchinterval(0.0005)  # as the product sets it
        from django.core.management import call_command

        from anju.domains.devices.models import Observation
        from anju.domains.devices.observations import partitions, store, writer
        from anju.domains.devices.rules import messages
        from anju.gateways.http_push import translate
        from anju.kernel import clock, ids

        call_command("migrate", verbosity=0)
        self.Observation, self.store, self.writer, self.messages, self.translate, self.clock = Observation, store, writer, messages, translate, clock
        partitions.make_ahead(clock.now().date())
        self.scope = ids.new_id()
        self.devices = [ids.new_id() for _each in range(PRODUCERS)]
        self.numbers = 0
        self.batches: list[int] = []

    def bodies(self) -> list[list[bytes]]:
        """For every producer its messages, as they come over the wire."""
        first, self.numbers = self.numbers + 1, self.numbers + PER_MESSAGE * MESSAGES
        at = self.clock.now().isoformat()
        values = {"pressure": 0.41, "current": 12.5, "is_on": True, "mode": "auto"}
        return [
            [
                json.dumps({"sent_at": at, "observations": [
                    {"number": first + turn * PER_MESSAGE + each, "at": at, "kind": "reading", "values": {**values, "temperature": 20 + each}} for each in range(PER_MESSAGE)
                ]}).encode()
                for turn in range(MESSAGES)
            ]
            for _device in self.devices
        ]  # fmt: skip

    def rows(self) -> list:
        """The same rows, ready made."""
        out = []
        for device, messages in zip(self.devices, self.bodies(), strict=True):
            for body in messages:
                out += self.taken(device, body).rows
        return out

    def taken(self, device, body: bytes):
        now = self.clock.now()
        sender = self.translate.Sender(device.bytes, self.scope.bytes, "", {})
        return self.translate.translate(self.messages.read(body, now=now), sender, self.messages.micros(now))

    def ours(self) -> float:
        """Rows a second from the wire to the acknowledgement."""
        bodies = self.bodies()
        writer = self.writer.Writer().start()
        settle = writer._settle
        writer._settle = lambda tickets, rows: (self.batches.append(rows), settle(tickets, rows))
        acknowledged = []

        async def produce(device, messages: list[bytes]) -> None:
            for body in messages:
                taken = self.taken(device, body)
                outcome = await writer.store(taken.rows, taken.signs)
                acknowledged.append((device, [row.number for row in taken.rows], outcome))

        async def everybody() -> None:
            await asyncio.gather(*(produce(device, messages) for device, messages in zip(self.devices, bodies, strict=True)))

        started = time.perf_counter()
        asyncio.run(everybody())
        seconds = time.perf_counter() - started
        writer.stop()
        self.check(acknowledged)
        return ROWS / seconds

    def check(self, acknowledged: list) -> None:
        """Every acknowledged row is there once, and nothing else."""
        first = self.numbers - PER_MESSAGE * MESSAGES
        found = list(self.Observation.everywhere.filter(scope_id=self.scope, number__gt=first).values_list("device_id", "number"))
        wanted = {(device, number) for device, numbers, _outcome in acknowledged for number in numbers}
        if len(found) != ROWS or set(found) != wanted or any(outcome.stored != PER_MESSAGE for _device, _numbers, outcome in acknowledged):
            raise AssertionError(f"{len(found)} rows are there, {len(wanted)} were acknowledged")
        self.empty()

    def empty(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE devices_observation" if connection.vendor == "postgresql" else "DELETE FROM devices_observation")

    def counted(self) -> None:
        if self.Observation.everywhere.filter(scope_id=self.scope).count() != ROWS:
            raise AssertionError("the peer lost rows")
        self.empty()

    def copy(self) -> float:
        """asyncpg's binary COPY, 1,000 ready tuples a statement, on a connection that stands."""
        import asyncpg
        from django.db import connection

        rows = self.rows()
        epoch, micro = self.store.EPOCH, __import__("datetime").timedelta(microseconds=1)
        from uuid import UUID

        ready = [
            (self.store.day_of(row.at_us), UUID(bytes=row.scope), UUID(bytes=row.device), row.number, epoch + row.at_us * micro, epoch + row.received_us * micro,
             row.skew_ms, row.kind, row.values) for row in rows
        ]  # fmt: skip
        given = connection.get_connection_params()
        columns = ["day", "scope_id", "device_id", "number", "at", "received_at", "skew_ms", "kind", "values"]

        async def go() -> float:
            line = await asyncpg.connect(host=given["host"], port=int(given["port"]), user=given["user"], database=given["dbname"])
            await line.copy_records_to_table("devices_observation", records=[], columns=columns)
            started = time.perf_counter()
            for start in range(0, ROWS, COPY_ROWS):
                await line.copy_records_to_table("devices_observation", records=ready[start : start + COPY_ROWS], columns=columns)
            seconds = time.perf_counter() - started
            await line.close()
            return seconds

        seconds = asyncio.run(go())
        self.counted()
        return ROWS / seconds

    def bulk_create(self) -> float:
        """Django's bulk_create of 1,000 ready objects, each call one transaction."""
        from uuid import UUID

        made = [
            self.Observation(day=self.store.day_of(row.at_us), scope_id=UUID(bytes=row.scope), device_id=UUID(bytes=row.device), number=row.number, at=self.at(row.at_us),
                             received_at=self.at(row.received_us), skew_ms=row.skew_ms, kind=row.kind, values=json.loads(row.values)) for row in self.rows()
        ]  # fmt: skip
        started = time.perf_counter()
        for start in range(0, ROWS, COPY_ROWS):
            self.Observation.everywhere.bulk_create(made[start : start + COPY_ROWS])
        seconds = time.perf_counter() - started
        self.counted()
        return ROWS / seconds

    def at(self, us: int):
        from datetime import timedelta

        return self.store.EPOCH + timedelta(microseconds=us)

    def executemany(self) -> float:
        """SQLite's own module: executemany of ready tuples, as many a transaction as our writer put into one."""
        import sqlite3

        from django.db import connection

        ready = self.store.as_sqlite(self.rows())
        many = max(1, round(statistics.median(self.batches)))
        line = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "cache_size=-32000"):
            line.execute(f"PRAGMA {pragma}")
        marks = ", ".join("?" * 9)
        started = time.perf_counter()
        for start in range(0, ROWS, many):
            line.execute("BEGIN IMMEDIATE")
            line.executemany(f"INSERT INTO devices_observation ({self.store._QUOTED}) VALUES ({marks})", ready[start : start + many])
            line.execute("COMMIT")
        seconds = time.perf_counter() - started
        line.close()
        self.counted()
        return ROWS / seconds


def main(vendor: str) -> None:
    bench = _Bench()
    if vendor == "postgresql":
        told = {"copy": by_turns(bench.ours, bench.copy), "bulk_create": by_turns(bench.ours, bench.bulk_create)}
    else:
        told = {"executemany": by_turns(bench.ours, bench.executemany)}
    print(json.dumps({**told, "batch": statistics.median(bench.batches)}))


if __name__ == "__main__":
    main(sys.argv[1])
