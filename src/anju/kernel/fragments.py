"""Parts of live pages: rendered once per ledger position for everybody with the same rights, and served by ETag."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable

from . import ledger, permissions
from .actors import Actor
from .models import Entry, Scope

_KEPT = 500
_rendered: OrderedDict[tuple[str, str], str] = OrderedDict()
_lock = threading.Lock()


def etag_for(scopes: Iterable[Scope], actor: Actor, language: str, *, is_personal: bool = False) -> str:
    """A quoted ETag that changes whenever an event in the scopes, the actor's posts or the language could change the page.

    With `is_personal` it also differs from person to person, for pages that show what is mine.
    """
    scopes = list(scopes)
    facts = [language, str(actor.id) if is_personal else "", *_standing_of([scope.id for scope in scopes])]
    facts += [f"{scope.id.hex}:{','.join(sorted(permissions.posts_of(actor, scope)))}" for scope in scopes]
    return f'"{hashlib.sha256("|".join(facts).encode()).hexdigest()[:32]}"'


def _standing_of(scope_ids: list) -> list[str]:
    """What is visible now: the last final row, and the rows above the horizon, which may still come in between."""
    rows, limit = Entry.objects.filter(scope_id__in=scope_ids), ledger.horizon()
    final = rows.filter(tx__lt=limit).order_by("-tx", "-id").values_list("tx", "id").first()
    young = sorted(rows.filter(tx__gte=limit).values_list("id", flat=True)[:1000])
    return [str(final), str(young)]


def rendered(fragment: str, etag: str, render: Callable[[], str]) -> str:
    """The fragment as it was rendered for this ETag, or rendered now."""
    key = (fragment, etag)
    with _lock:
        if key in _rendered:
            _rendered.move_to_end(key)
            return _rendered[key]
    text = render()
    with _lock:
        _rendered[key] = text
        while len(_rendered) > _KEPT:
            _rendered.popitem(last=False)
    return text
