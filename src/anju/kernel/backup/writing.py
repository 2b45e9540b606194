"""Makes a backup from one snapshot of the database: writers go on meanwhile, and nothing they do after its beginning is in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection as here
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext_lazy as _

import anju

from .. import clock, erasure, files, seals, vault
from ..refusals import Refusal
from . import columns, container
from .container import Head, Unusable

Telling = Callable[[str, int], None]
"""Called with the name of a table (or "files") and how many rows (files) of it are done."""


@dataclass
class Made:
    """What a backup holds. `missing`: stored files whose bytes were not on the disk."""

    path: Path
    made_at: str
    rows: int = 0
    files: int = 0
    size: int = 0
    missing: list[str] = field(default_factory=list)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)


def write(path: Path, *, told: Telling = lambda _name, _count: None) -> Made:
    """Write a backup to `path`; raises Unusable, and OSError when the disk is full or gone. The database is only read."""
    if not container.has_master_key():
        raise Unusable(Refusal("kernel.no_master_key", _("There is no master key in %(folder)s. Start Anju once, or put the key folder back."), folder=str(settings.ANJU_KEYS_DIR)))
    at = clock.machine()
    made = Made(path, at.isoformat(timespec="seconds"))
    head = Head(container.MAGIC, anju.__version__, made.made_at, container.key_mark())
    with snapshot() as connection:
        container.write(path, head, _members(connection, made, told))
    made.size = path.stat().st_size
    return made


@contextmanager
def snapshot() -> Iterator[Any]:
    """A connection of its own, in a transaction that sees one moment and locks nobody out."""
    own = here.copy()
    try:
        own.ensure_connection()
        if own.vendor == "postgresql":
            own.set_autocommit(False)
            with own.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        else:
            with own.cursor() as cursor:
                cursor.execute("BEGIN DEFERRED")
        yield own
    finally:
        own.close()


def _members(connection: Any, made: Made, told: Telling) -> Iterator[tuple[str, Any]]:
    for table in columns.tables():
        yield from _table(connection, table, made, told)
    contents = hashlib.sha256()
    for scope_id, sha256 in _stored(connection):
        path = files.path_of(UUID(scope_id), sha256)
        try:
            size, chunks = path.stat().st_size, _chunks(path, contents)
        except FileNotFoundError:
            made.missing.append(sha256)
            continue
        name = f"{UUID(scope_id).hex}/{sha256}"
        contents.update(f"{name}:{size}\n".encode())
        yield f"files/{name}", (size, chunks)
        made.files += 1
        told("files", made.files)
    yield container.MANIFEST, json.dumps(_manifest(connection, made, contents.hexdigest()), ensure_ascii=False).encode()


def _table(connection: Any, table: columns.Table, made: Made, told: Telling) -> Iterator[tuple[str, bytes]]:
    hasher, count = hashlib.sha256(), 0
    for number, rows in enumerate(columns.lines(connection, table)):
        data = b"".join(rows)
        hasher.update(data)
        count += len(rows)
        yield f"tables/{table.name}/{number:06}.jsonl.gz", container.packed(data)
        told(table.name, count)
    made.tables[table.name] = {"columns": table.columns, "rows": count, "sha256": hasher.hexdigest()}
    made.rows += count


def _stored(connection: Any) -> Iterator[tuple[str, str]]:
    """(scope, content hash) of every file that the snapshot says is kept."""
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT DISTINCT scope_id, sha256 FROM kernel_blob WHERE state = 'kept' ORDER BY scope_id, sha256")
        while rows := cursor.fetchmany(columns.ROWS_AT_ONCE):
            yield from ((str(scope_id), sha256) for scope_id, sha256 in rows)


def _chunks(path: Path, contents: Any) -> Iterator[bytes]:
    with open(path, "rb") as file:
        while chunk := file.read(vault.FRAME):
            contents.update(chunk)
            yield chunk


def _manifest(connection: Any, made: Made, contents: str) -> dict[str, Any]:
    return {
        "product": anju.__version__,
        "made_at": made.made_at,
        "database": connection.vendor,
        "migrations": migrations(),
        "tables": made.tables,
        "files": {"count": made.files, "sha256": contents, "missing": made.missing},
        "highest_tx": _highest_tx(connection),
        "seals": newest_seals(connection),
        "seal_keys": seals.public_keys(),
        "erasures": erasure.noted(),
    }


def migrations() -> list[list[str]]:
    """The newest migration of each app of this version: the shape of the tables."""
    return sorted(map(list, MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes()))


def newest_seals(connection: Any) -> dict[str, int]:
    """The number of the newest seal of each scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT scope_id, max(number) FROM kernel_seal GROUP BY scope_id")
        return {UUID(str(scope_id)).hex: number for scope_id, number in cursor.fetchall()}


def _highest_tx(connection: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(tx), 0) FROM kernel_entry")
        return cursor.fetchone()[0]
