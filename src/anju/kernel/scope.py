"""Which communities the present work may see. Queries fail closed without it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

if TYPE_CHECKING:
    from .models import Scope
    from .records import Record

_view: ContextVar[tuple[UUID, ...] | None] = ContextVar("scope_view", default=None)
_known: ContextVar[tuple[Scope, ...]] = ContextVar("scopes_known", default=())


class ScopeNotSet(RuntimeError):
    """A query ran before anybody said whose records it may see."""


class entered:  # noqa: N801 - it is read as a verb, and a class costs every action less than a generator
    """Let the work inside see the records of exactly these scopes."""

    __slots__ = ("_ids", "_known", "_tokens")

    def __init__(self, *scopes: Scope | UUID) -> None:
        self._ids = tuple(s if isinstance(s, UUID) else s.id for s in scopes)
        self._known = tuple(s for s in scopes if not isinstance(s, UUID))

    def __enter__(self) -> None:
        self._tokens = _view.set(self._ids), _known.set(self._known)

    def __exit__(self, *_exc: object) -> None:
        view, known = self._tokens
        _view.reset(view)
        _known.reset(known)


@contextmanager
def left() -> Iterator[None]:
    """Take the view away again: what runs inside must enter a scope of its own."""
    token = _view.set(None)
    try:
        yield
    finally:
        _view.reset(token)


def current() -> tuple[UUID, ...]:
    """Ids of the scopes in view. Raises ScopeNotSet when nobody entered one."""
    view = _view.get()
    if view is None:
        raise ScopeNotSet("enter a scope before you read records")
    return view


def is_set() -> bool:
    return _view.get() is not None


def sees(scope_id: UUID) -> bool:
    """Whether a record of that scope may be touched now."""
    view = _view.get()
    return view is None or scope_id in view


def scoped(queryset: QuerySet) -> QuerySet:
    """The queryset limited to the scopes in view: the one place where tenancy is written."""
    ids = current()
    if len(ids) == 1:
        return queryset.filter(scope_id=ids[0])
    return queryset.filter(scope_id__in=ids)


def of(record: Record) -> Scope:
    """The scope of a record; where it is the one that was entered, the database is not asked for it."""
    if "scope" not in record._state.fields_cache:
        known = next((one for one in _known.get() if one.id == record.scope_id), None)
        if known is not None:
            record.scope = known
    return record.scope


def seen_from(where: Scope) -> tuple[Scope | UUID, ...]:
    """What somebody looks at who stands there: a community sees itself; an organisation sees itself and all below it."""
    return (where,) if where.kind == "community" else below(where)


def below(*scopes: Scope) -> tuple[UUID, ...]:
    """The ids of these scopes and of all that lie below them."""
    from .models import Scope as Model

    found: list[UUID] = []
    for scope in scopes:
        found += Model.objects.filter(path__startswith=scope.path).values_list("id", flat=True)
    return tuple(dict.fromkeys(found))
