"""Checks of the database: reachable, set as promised, and at this version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from . import Finding, _, bad, check, good

OLDEST_POSTGRES = 150000
WANTED = {"sqlite": {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}, "postgresql": {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}}


@check("database")
def database() -> Iterator[Finding]:
    connection.ensure_connection()
    version = _version()
    yield good("database", _("Database"), _("%(kind)s answers"), kind=version)
    if connection.vendor == "postgresql" and connection.pg_version < OLDEST_POSTGRES:
        yield bad("database", _("Database"), _("%(kind)s is too old"), _("Use PostgreSQL 15 or newer."), kind=version)
    wrong = {name: value for name, value in _settings().items() if value != WANTED[connection.vendor][name] and not _is_safer(name, value)}
    if wrong:
        todo = _("Restart Anju; if it stays so, somebody changed the database's settings. A power cut could lose records.")
        yield bad("durability", _("Safe against power cuts"), _("no: %(settings)s"), todo, settings=", ".join(f"{name}={value}" for name, value in wrong.items()))
    else:
        yield good("durability", _("Safe against power cuts"), _("it is safe"))


def _version() -> str:
    if connection.vendor == "postgresql":
        return f"PostgreSQL {connection.pg_version // 10000}.{connection.pg_version % 10000}"
    return "SQLite " + ".".join(map(str, connection.Database.sqlite_version_info))


def _is_safer(name: str, value: str) -> bool:
    return (name, value) in (("synchronous_commit", "remote_apply"), ("synchronous", "3"))


def _settings() -> dict[str, Any]:
    with connection.cursor() as cursor:
        found = {}
        for name in WANTED[connection.vendor]:
            cursor.execute(f"PRAGMA {name}" if connection.vendor == "sqlite" else f"SHOW {name}")
            found[name] = str(cursor.fetchone()[0]).lower()
        return found


@check("migrations")
def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return bad("migrations", _("Version of the data"), _("%(count)s changes are waiting"), _("Run “anju migrate”; “anju serve” does it by itself."), count=len(waiting))
    return good("migrations", _("Version of the data"), _("the one of this program"))
