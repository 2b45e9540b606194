"""Parts of live pages: rendered once per ledger position for everybody with the same rights, and served by ETag."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from uuid import UUID

from . import ledger
from .models import Entry

_KEPT = 500
_rendered: OrderedDict[tuple[str, str], str] = OrderedDict()
_lock = threading.Lock()
_turns = [threading.Lock() for _ in range(64)]


def etag_for(scope_ids: Iterable[UUID], *also: str) -> str:
    """A quoted ETag that changes with every event in the scopes, and with whatever else decides what the fragment says.

    `also` is all of that: the address, the rights of who looks, the language, the minute where a text depends on the time.
    """
    ids = sorted(scope_ids)
    facts = [*also, *(id.hex for id in ids), *_standing_of(ids)]
    return f'"{hashlib.sha256(chr(0).join(facts).encode()).hexdigest()[:32]}"'


def _standing_of(scope_ids: list) -> list[str]:
    """What is visible now: the last final row, and the rows above the horizon, which may still come in between."""
    rows, limit = Entry.objects.filter(scope_id__in=scope_ids), ledger.horizon()
    final = rows.filter(tx__lt=limit).order_by("-tx", "-id").values_list("tx", "id").first()
    young = sorted(rows.filter(tx__gte=limit).values_list("id", flat=True)[:1000])
    return [str(final), str(young)]


def rendered(fragment: str, etag: str, render: Callable[[], str]) -> str:
    """The fragment as it was rendered for this ETag, or rendered now; who comes while it is being rendered waits for that one."""
    key = (fragment, etag)
    with _turns[hash(key) % len(_turns)]:
        return _found(key) or _store(key, render())


def _found(key: tuple[str, str]) -> str | None:
    with _lock:
        if key in _rendered:
            _rendered.move_to_end(key)
        return _rendered.get(key)


def _store(key: tuple[str, str], text: str) -> str:
    with _lock:
        _rendered[key] = text
        while len(_rendered) > _KEPT:
            _rendered.popitem(last=False)
    return text
