"""Public questions about passes, keys and found things. The rooms above ask here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from anju.domains.people.queries import Post
from anju.kernel.models import Scope

from . import tokens
from .actions.scanning import facts_of, numbered_like, spot_of
from .counting import counted_by, is_counted
from .kinds import Extra, Kind, is_kind, kind_choices, kind_of, refine_kind, register_kind
from .models import Custody, FoundItem, Key, Pass, PassItem, PassUse
from .objections import objections
from .sentences import COLOURS, sentence_of, verdict_choices
from .signing import code_of, live_secret, public_keys
from .states import ENDED, OPEN, OUT, VALID, FoundState, PassState

__all__ = [
    "COLOURS", "ENDED", "OPEN", "OUT", "VALID", "Custody", "Extra", "FoundItem", "FoundState", "Hook", "Key", "Kind", "Pass", "PassItem", "PassState", "PassUse",
    "cabinet", "code_of", "counted_by", "due_at_end", "facts_of", "is_counted", "is_kind", "items_of", "kind_choices", "kind_of", "live_secret", "numbered_like", "objections", "open_of",
    "out_at_handover", "overdue", "past_keeping", "public_keys", "refine_kind", "register_kind", "revoked_since", "sentence_of", "spot_of", "tokens", "unreturned", "uses_of", "valid_at", "verdict_choices",
]  # fmt: skip

_BY_DUE = ("ends_at", "number")


def out_at_handover(scope: Scope, *, post: Post | None = None, at: datetime) -> QuerySet[Pass]:
    """What was out at a moment and is owed back: for the one who goes and the one who comes, the longest overdue first.

    With `post` only what was handed out there. `first_item` names the first thing on it.
    """
    there = Pass.objects.filter(Q(returned_at=None) | Q(returned_at__gt=at), scope=scope, out_at__lte=at).exclude(state="discarded")
    gone = Q(state__in=("revoked", "lost", "used", "expired"), ended_at__lte=at)
    rows = there.exclude(gone) if post is None else there.exclude(gone).filter(out_post=post)
    first = PassItem.objects.filter(permit=OuterRef("pk")).order_by("position").values("name")[:1]
    return rows.select_related("holder", "key", "out_post", "out_by").annotate(first_item=Subquery(first)).order_by(*_BY_DUE)


def unreturned(scope: Scope, *, kinds: Iterable[str] = ()) -> QuerySet[Pass]:
    """What is owed back now, of these kinds or of all."""
    rows = Pass.objects.filter(scope=scope, state__in=OUT)
    if kinds := tuple(kinds):
        rows = rows.filter(kind__in=kinds)
    return rows.select_related("holder", "key").order_by(*_BY_DUE)


def overdue(scope: Scope, *, at: datetime) -> QuerySet[Pass]:
    """What should be back at this moment and is not."""
    return unreturned(scope).filter(ends_at__lte=at)


def due_at_end(scope: Scope, *, at: datetime) -> QuerySet[Pass]:
    """Passes whose time is over and that still stand as if it were not."""
    return Pass.objects.filter(scope=scope, state__in=("asked", "approved", "issued", "out"), ends_at__lte=at).order_by("ends_at", "id")


def valid_at(scope: Scope, *, at: datetime, kinds: Iterable[str] = ()) -> QuerySet[Pass]:
    """Passes that count at a moment: what an edge is told of."""
    rows = Pass.objects.filter(scope=scope, state__in=VALID, starts_at__lte=at, ends_at__gt=at)
    if kinds := tuple(kinds):
        rows = rows.filter(kind__in=kinds)
    return rows.order_by("id")


def revoked_since(scope: Scope, since: datetime) -> list[Pass]:
    """Passes that ended before their window did: the list that a cut-off gate needs beside the public key."""
    rows = Pass.objects.filter(scope=scope, state__in=("revoked", "lost", "returned", "used"), ended_at__gte=since)
    return list(rows.order_by("ended_at", "id"))


def open_of(scope: Scope, *, holder: object) -> QuerySet[Pass]:
    """What a person holds or has asked for."""
    return Pass.objects.filter(scope=scope, holder=holder, state__in=OPEN).order_by(*_BY_DUE)


def items_of(permit: Pass) -> QuerySet[PassItem]:
    return PassItem.objects.filter(scope=permit.scope_id, permit=permit).order_by("position")


def uses_of(permit: Pass) -> QuerySet[PassUse]:
    """Every look at it and every use, oldest first."""
    return PassUse.objects.filter(scope=permit.scope_id, permit=permit).order_by("at", "id")


def past_keeping(scope: Scope, *, on: date, kinds: Iterable[str] = ()) -> QuerySet[Pass]:
    """Ended passes whose time of keeping is over: what may be discarded now."""
    rows = Pass.objects.filter(scope=scope, state__in=ENDED, kept_until_on__lte=on)
    if kinds := tuple(kinds):
        rows = rows.filter(kind__in=kinds)
    return rows.order_by("kept_until_on", "number")


@dataclass
class Hook:
    """A hook of the cabinet: its key, and the copies that are out with whom."""

    key: Key
    out: list[Custody] = field(default_factory=list)

    @property
    def free(self) -> int:
        return self.key.copies - len(self.out)

    def is_overdue(self, at: datetime) -> bool:
        return any(one.due_at <= at for one in self.out)


def cabinet(scope: Scope) -> list[Hook]:
    """Every key in use by its hook, with what is out. Two queries."""
    hooks = {key.pk: Hook(key) for key in Key.objects.filter(scope=scope, state="in_use").select_related("place").order_by("hook")}
    rows = Custody.objects.filter(scope=scope, back_at=None).select_related("holder", "permit").order_by("due_at", "copy")
    for one in rows:
        if one.key_id in hooks:
            hooks[one.key_id].out.append(one)
    return list(hooks.values())
