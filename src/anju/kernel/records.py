"""Records: the nouns of the rooms. Each belongs to a scope, and its manager shows only the scopes in view."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction

from . import personal
from .ids import new_id
from .scope import current, entered, scoped
from .selecting import Reading
from .states import States


class Rows(models.QuerySet):
    """A queryset that keeps the blind index columns of personal fields in step."""

    def __init__(self, model=None, query=None, using=None, hints=None) -> None:
        super().__init__(model, query or Reading(model), using, hints)

    def update(self, **values) -> int:
        return super().update(**personal.with_columns(self.model, values))

    def bulk_update(self, objs, fields, batch_size=None) -> int:
        objs = list(objs)
        for field in personal.fields_of(self.model):
            for each in objs if field.name in fields else ():
                field.pre_save(each, add=False)
        return super().bulk_update(objs, personal.column_names(self.model, fields), batch_size)


class ScopedManager(models.Manager.from_queryset(Rows)):
    """Records of the scopes in view; raises ScopeNotSet when there are none."""

    def get_queryset(self) -> models.QuerySet:
        ids = current()
        if len(ids) > 1 or self._db or self._hints:
            return scoped(super().get_queryset())
        return _rows_of(type(self), self.model, ids[0])._chain()


@functools.lru_cache(maxsize=4096)
def _rows_of(manager: type[ScopedManager], model: type[Record], scope_id: UUID) -> models.QuerySet:
    """The filter that every query begins with, built once: building it costs a query as much as running it."""
    with entered(scope_id):
        return scoped(Rows(model))


class Record(models.Model):
    """Base of every room's table."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.ForeignKey("kernel.Scope", models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(editable=False)

    objects = ScopedManager()
    everywhere = Rows.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """What it is, in the reader's language, for records that have no name of their own."""
        return str(self._meta.verbose_name)

    def save(self, *args, **kwargs) -> None:
        """Stamp the moment of creation from the kernel's clock. A new record sends no signals: the house announces events."""
        if self.created_at is None:
            from . import clock

            self.created_at = clock.now()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = personal.column_names(type(self), kwargs["update_fields"])
        if self._state.adding and not args and not kwargs.keys() - {"force_insert"}:
            self._prepare_related_fields_for_save("save")
            insert_many([self])
        elif args or kwargs.keys() - {"update_fields"} or not _is_updated(self, kwargs.get("update_fields")):
            super().save(*args, **kwargs)


def insert_many(records: list[Record]) -> None:
    """Insert new records of one class by one prepared statement, inside the running transaction.

    The ORM would write the statement out anew every time, which takes longer than the database does.
    """
    database = connections[DEFAULT_DB_ALIAS]
    model = type(records[0])
    fields = model._meta.concrete_fields
    rows = [[field.get_db_prep_save(field.pre_save(one, True), connection=database) for field in fields] for one in records]
    with transaction.mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS), database.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(_insert_of(model, database.vendor), rows[0])
        else:
            cursor.executemany(_insert_of(model, database.vendor), rows)
    for one in records:
        one._state.adding, one._state.db = False, DEFAULT_DB_ALIAS


@functools.cache
def _insert_of(model: type[Record], _vendor: str) -> str:
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = [quoted(field.column) for field in model._meta.concrete_fields]
    return f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"


def _is_updated(one: Record, names: Iterable[str] | None) -> bool:
    """Write a record that was read before, or the fields named, by one prepared statement; False where that is the ORM's work."""
    model, key = type(one), one._meta.pk
    if one._state.adding or one._state.db not in (None, DEFAULT_DB_ALIAS) or one.get_deferred_fields():
        return False
    one._prepare_related_fields_for_save("save")
    database = connections[DEFAULT_DB_ALIAS]
    fields = _changed(model, None if names is None else tuple(sorted(names)))
    values = [field.pre_save(one, False) for field in fields]
    if not fields or any(hasattr(value, "resolve_expression") for value in values):
        return False
    row = [field.get_db_prep_save(value, connection=database) for field, value in zip(fields, values, strict=True)]
    with transaction.mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS), database.cursor() as cursor:
        cursor.execute(_update_of(model, fields, database.vendor), [*row, key.get_db_prep_save(one.pk, connection=database)])
        return cursor.rowcount == 1


@functools.cache
def _changed(model: type[Record], names: tuple[str, ...] | None) -> tuple[models.Field, ...]:
    """The fields to be written: all but the key, or those of these names; none where a name is unknown."""
    fields = tuple(field for field in model._meta.concrete_fields if not field.primary_key)
    wanted = tuple(field for field in fields if names is None or field.name in names or field.attname in names)
    return wanted if names is None or set(names) <= {name for field in wanted for name in (field.name, field.attname)} else ()


@functools.cache
def _update_of(model: type[Record], fields: tuple[models.Field, ...], _vendor: str) -> str:
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = ", ".join(f"{quoted(field.column)} = %s" for field in fields)
    return f"UPDATE {quoted(model._meta.db_table)} SET {columns} WHERE {quoted(model._meta.pk.column)} = %s"


class StateField(models.CharField):
    """A column that holds one code of a state table."""

    def __init__(self, states: type[States] | None = None, **kwargs) -> None:
        self.states = states
        if states is not None:
            kwargs.setdefault("default", str(next(iter(states))))
            kwargs["choices"] = states.choices
        kwargs.setdefault("max_length", 24)
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", args, kwargs
