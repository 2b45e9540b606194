"""Identity: time-ordered UUIDs that any phone, edge or server can make, and the numbers that people read."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.transaction import TransactionManagementError
from uuid_utils.compat import uuid7

from . import clock

if TYPE_CHECKING:
    from .models import Scope

_seeded: ContextVar[random.Random | None] = ContextVar("seeded_ids", default=None)


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562)."""
    rng = _seeded.get()
    return uuid7() if rng is None else _uuid7_from(rng)


def _uuid7_from(rng: random.Random) -> UUID:
    milliseconds = int(clock.now().timestamp() * 1000)
    value = (milliseconds << 80) | rng.getrandbits(80)
    value = value & ~(0xF << 76) | (0x7 << 76)
    return UUID(int=value & ~(0x3 << 62) | (0x2 << 62))


@contextmanager
def seeded(rng: random.Random) -> Iterator[None]:
    """Draw ids from `rng`, so that the same seed gives the same records. For the simulator only: such ids can be guessed."""
    token = _seeded.set(rng)
    try:
        yield
    finally:
        _seeded.reset(token)


def running_number(scope: Scope, kind: str, year: int) -> int:
    """The next number (1, 2, 3 …) of a kind in a scope and year, without gaps. Call it inside an action: it locks the counter row."""
    return running_numbers(scope, kind, year, 1)[0]


def running_numbers(scope: Scope, kind: str, year: int, count: int) -> range:
    """The next `count` numbers at once, for what is made in bulk."""
    database = connections[DEFAULT_DB_ALIAS]
    if not database.in_atomic_block:
        raise TransactionManagementError("running numbers are drawn inside an action")
    key = scope.id if database.features.has_native_uuid_field else scope.id.hex
    with database.cursor() as cursor:
        cursor.execute(_NEXT, [key, kind, year, count])
        (last,) = cursor.fetchone()
    return range(last - count + 1, last + 1)


_NEXT = (
    "INSERT INTO kernel_counter (scope_id, kind, year, last) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (scope_id, kind, year) DO UPDATE SET last = kernel_counter.last + excluded.last RETURNING last"
)
