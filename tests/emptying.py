"""How the database is emptied after a test that committed: only the tables that hold something.

Django's own flush empties each of some 250 tables and writes content types and permissions anew, which takes longer than most of the
tests that need it.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction
from django.test import TransactionTestCase

KEPT = frozenset({"django_migrations", "django_content_type", "auth_permission"})
"""What migrating wrote, not a test."""


def install() -> None:
    """Let every test that commits be cleaned up in this way."""
    TransactionTestCase._fixture_teardown = _teardown


def _teardown(self: TransactionTestCase) -> None:
    for alias in self._databases_names(include_mirrors=False):
        empty(connections[alias])


def empty(connection: Any) -> None:
    """Delete all rows of all models; what refers to each other goes in one transaction."""
    filled = filled_tables(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for table in filled:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


def filled_tables(connection: Any) -> list[str]:
    """The tables of models that hold a row. One statement."""
    tables = sorted(set(connection.introspection.django_table_names(include_views=False)) - KEPT)
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [table for (table,) in cursor.fetchall()]
