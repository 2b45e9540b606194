"""Reactions: when that happens, do this action.

Each reaction keeps a durable cursor per partition of scopes. One event is one transaction: what the reaction's actions write and
the cursor's advance commit together, so nothing is done twice or not at all, whatever kills the process.
The request id of what it does is a hash of event and reaction, unique in the ledger: a second run by any path finds the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from . import actions, ledger, scope
from .models import Cursor, Entry

MAX_DEPTH = 8
MAX_TRIES = 5
_HEX = "0123456789abcdef"

registry: dict[str, Reaction] = {}


class TooDeep(RuntimeError):
    """A chain of reactions that set each other off was cut."""


@dataclass(frozen=True)
class Reaction:
    """A declared reaction: `function(entry, event)` is called once for every event whose name is in `names`."""

    name: str
    function: Callable[[Entry, Any], None]
    names: frozenset[str]
    from_start: bool

    def request_id(self, entry: Entry) -> str:
        return hashlib.sha256(f"{entry.id}:{self.name}".encode()).hexdigest()[:40]

    def handle(self, entry: Entry) -> None:
        """React to one row inside the running transaction, in the row's scope."""
        if entry.depth >= MAX_DEPTH:
            raise TooDeep(f"{self.name} would be the {entry.depth + 1}th reaction in a row to one event")
        event = ledger.event_of(entry, ledger.words_of([entry]).get(entry.id))
        with scope.entered(entry.scope), actions.requested(self.request_id(entry), cause_id=entry.id, depth=entry.depth + 1):
            self.function(entry, event)


def reaction(*, on: type | tuple[type, ...], from_start: bool = False) -> Callable[[Callable], Callable]:
    """Declare that the function below is called, as `function(entry, event)`, after every event of the class (or classes) `on`.

    It calls actions `by=Actor.system("reaction")` and returns nothing. A new reaction begins with the events that come after its
    first start; `from_start=True` lets it read the whole ledger.
    """
    classes = on if isinstance(on, tuple) else (on,)

    def declare(function: Callable) -> Callable:
        name = f"{actions.room_of(function.__module__)}.{function.__name__}"
        if name in registry:
            raise ValueError(f"reaction {name} is declared twice")
        registry[name] = Reaction(name, function, frozenset(c.name for c in classes), from_start)
        return function

    return declare


def partitions() -> tuple[str, ...]:
    """The partitions of scopes: the last hexadecimal digits of the scope ids that each holds (1, 2, 4, 8 or 16 partitions)."""
    count = getattr(settings, "ANJU_REACTION_PARTITIONS", 1)
    return tuple(_HEX[start::count] for start in range(count))


def enrol() -> None:
    """Give every declared reaction its cursors. A new reaction starts at the ledger's present end, or at its beginning."""
    with transaction.atomic():
        known = set(Cursor.objects.values_list("reaction", "partition"))
        end = ledger.newest()
        missing = [
            Cursor(reaction=each.name, partition=part, tx=start[0], entry_id=start[1])
            for each in registry.values()
            for part in partitions()
            if (each.name, part) not in known
            for start in [_first_position(each, part, end)]
        ]
        Cursor.objects.bulk_create(missing, ignore_conflicts=True)
        Cursor.objects.exclude(partition__in=partitions()).delete()


def _first_position(each: Reaction, part: str, end: ledger.Position) -> ledger.Position:
    """Where a new cursor begins; after a change of the number of partitions, where the furthest behind of the old ones stands."""
    old = [c for c in Cursor.objects.filter(reaction=each.name) if set(c.partition) & set(part)]
    if old:
        return min((c.tx, c.entry_id) for c in old)
    return ledger.START if each.from_start else end
