"""What a backup holds: every table of the product in the order of its keys, and each column's value as JSON that no database owns.

| column | in the file |
|---|---|
| moment, date, time | ISO 8601, moments in UTC |
| UUID, decimal | text |
| bytes, encrypted text | base64 of what is stored |
| JSON | the value in a list, so that an empty column and a JSON null differ |
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

LEFT_OUT = ("auth", "contenttypes", "sessions")
"""What every installation makes for itself, and sessions: nobody is still signed in after a restore."""

ROWS_AT_ONCE = 2000


class Table:
    """One table: its columns in order, and how their values are written and read."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.name: str = model._meta.db_table
        self.fields = list(model._meta.concrete_fields)
        self.columns = [field.column for field in self.fields]

    def select(self, connection: Any) -> str:
        """Reads all rows in the order of their keys."""
        quote = connection.ops.quote_name
        order = ", ".join(quote(field.column) for field in self.model._meta.pk_fields)
        return f"SELECT {', '.join(map(quote, self.columns))} FROM {quote(self.name)} ORDER BY {order}"

    def insert(self, connection: Any) -> str:
        quote = connection.ops.quote_name
        marks = ", ".join(["%s"] * len(self.columns))
        return f"INSERT INTO {quote(self.name)} ({', '.join(map(quote, self.columns))}) VALUES ({marks})"

    def writers(self, connection: Any) -> list[Callable[[Any], Any]]:
        """For each column a function from what the database gives to what stands in the file."""
        return [_writer(field, connection) for field in self.fields]

    def readers(self, connection: Any) -> list[Callable[[Any], Any]]:
        """For each column a function from what stands in the file to what the database takes."""
        return [_reader(field, connection) for field in self.fields]


def tables() -> list[Table]:
    """Every table that travels, those that others point to first."""
    left = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label not in LEFT_OUT and model._meta.managed]
    placed: list[type[models.Model]] = []
    while left:
        ready = [model for model in left if not _needs(model) & set(left)] or left[:1]
        placed += ready
        left = [model for model in left if model not in ready]
    return [Table(model) for model in placed]


def _needs(model: type[models.Model]) -> set[Any]:
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation} - {model}


def _kind(field: Any) -> Any:
    """The field that says how a column is stored: for a key, that of the row it points to."""
    while field.is_relation:
        field = field.target_field
    return field


def _writer(field: Any, connection: Any) -> Callable[[Any], Any]:
    kind = _kind(field)
    if isinstance(kind, models.JSONField):
        return lambda value: None if value is None else [json.loads(value) if isinstance(value, str) else value]
    if isinstance(kind, models.BinaryField):
        return lambda value: None if value is None else base64.b64encode(bytes(value)).decode()
    place = kind.get_col(kind.model._meta.db_table)
    converters = connection.ops.get_db_converters(place)

    def write(value: Any) -> Any:
        for convert in converters:
            value = convert(value, place, connection)
        return _neutral(value)

    return write


def _neutral(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"a backup cannot hold {type(value).__name__}")


_FROM_TEXT: list[tuple[type[models.Field], Callable[[Any], Any]]] = [
    (models.DateTimeField, datetime.fromisoformat),
    (models.DateField, date.fromisoformat),
    (models.TimeField, time.fromisoformat),
    (models.DurationField, lambda value: timedelta(microseconds=value)),
    (models.UUIDField, UUID),
    (models.DecimalField, Decimal),
]


def _reader(field: Any, connection: Any) -> Callable[[Any], Any]:
    kind = _kind(field)
    if isinstance(kind, models.BinaryField):
        return lambda value: None if value is None else connection.Database.Binary(base64.b64decode(value))
    if isinstance(kind, models.JSONField):
        return lambda value: None if value is None else connection.ops.adapt_json_value(value[0], kind.encoder)
    understand = next((read for of, read in _FROM_TEXT if isinstance(kind, of)), None)

    def read(value: Any) -> Any:
        if value is None:
            return None
        return kind.get_db_prep_value(understand(value) if understand else value, connection, prepared=False)

    return read


def lines(connection: Any, table: Table) -> Iterator[list[bytes]]:
    """The rows of a table as JSON lines, some thousands at a time; never the whole table."""
    write = table.writers(connection)
    with connection.chunked_cursor() as cursor:
        cursor.execute(table.select(connection))
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield [_line([one(value) for one, value in zip(write, row, strict=True)]) for row in rows]


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"
