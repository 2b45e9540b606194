"""The ledger: one append-only table, written in the action's transaction. History, reactions, live pages and measures read it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Max, Q, QuerySet

from . import events, keys
from .actors import Actor
from .models import Entry, LedgerBase, PrivateWords, Scope
from .scope import current

_INTO_ENTRY = (
    "INSERT INTO kernel_entry (name, version, scope_id, action, actor_kind, actor_code, actor_id, subject_type, subject_id,"
    " payload, commitment, device_at, at, request_id, cause_id, depth, tx) VALUES "
)
_INTO_WORDS = "INSERT INTO kernel_privatewords (entry_id, scope_id, person, salt, sealed) VALUES (%s, %s, %s, %s, %s)"
_TX = {"postgresql": "pg_current_xact_id()::text::bigint + %s", "sqlite": "%s"}
_ROW = {vendor: f"({'%s, ' * 16}{tx})" for vendor, tx in _TX.items()}


def append(
    event: Any,
    *,
    scope: Scope,
    action: str,
    actor: Actor,
    subject: Any,
    at: datetime,
    person: Any = None,
    device_at: datetime | None = None,
    request_id: str | None = None,
    cause_id: int | None = None,
    depth: int = 0,
) -> int:
    """Write one row (and its words) inside the running transaction; returns its id."""
    rest = {"device_at": device_at, "request_id": request_id, "cause_id": cause_id, "depth": depth}
    return _insert([(event, subject, person)], scope=scope, action=action, actor=actor, at=at, **rest)[0]


def append_many(announced: list[tuple[Any, Any, Any]], *, scope: Scope, action: str, actor: Actor, at: datetime) -> None:
    """Write one row for each (event, subject, person) with few statements; the subjects must differ."""
    for start in range(0, len(announced), _ROWS_AT_ONCE):
        _insert(announced[start : start + _ROWS_AT_ONCE], scope=scope, action=action, actor=actor, at=at)


_ROWS_AT_ONCE = 200


def _insert(
    announced: list[tuple[Any, Any, Any]],
    *,
    scope: Scope,
    action: str,
    actor: Actor,
    at: datetime,
    device_at: datetime | None = None,
    request_id: str | None = None,
    cause_id: int | None = None,
    depth: int = 0,
) -> list[int]:
    """Rows and words in plain SQL: the ORM would cost as much again as the whole action."""
    database = connections[DEFAULT_DB_ALIAS]
    uuid = _native if database.features.has_native_uuid_field else _hex
    moment = database.ops.adapt_datetimefield_value
    scope_id = uuid(scope.id)
    who = [scope_id, action, actor.kind, actor.code, uuid(actor.id)]
    rest = [device_at and moment(device_at), moment(at), request_id, cause_id, depth]
    base = base_tx()
    values: list[Any] = []
    private: list[tuple[Any, Any, bytes, bytes]] = []
    for event, subject, person in announced:
        payload, words = events.split(event)
        subject_id, commitment = uuid(subject.pk), ""
        if words:
            salt, spoken = secrets.token_bytes(16), _canonical(words)
            commitment = commitment_of(salt, spoken)
            private.append((subject_id, uuid(person), salt, keys.sealed(spoken, keys.derived("ledger words", salt))))
        kind = type(event)  # its own name and version: a field of the event may be called the same
        values += [kind.name, kind.version, *who, subject._meta.label_lower, subject_id, _compact(payload), commitment, *rest, base]
    row = _ROW[database.vendor]
    with database.cursor() as cursor:
        cursor.execute(f"{_INTO_ENTRY}{', '.join([row] * len(announced))} RETURNING subject_id, id", values)
        entry_ids = dict(cursor.fetchall())
        if len(private) == 1:
            ((subject_id, *rest),) = private
            cursor.execute(_INTO_WORDS, [entry_ids[subject_id], scope_id, *rest])
        elif private:
            cursor.executemany(_INTO_WORDS, [(entry_ids[subject_id], scope_id, *rest) for subject_id, *rest in private])
    return list(entry_ids.values())


def _native(value: UUID | None) -> UUID | None:
    return value


def _hex(value: UUID | None) -> str | None:
    return value and value.hex


def _canonical(words: dict[str, str]) -> bytes:
    return _SPOKEN.encode(words).encode()


_compact = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode
_SPOKEN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def commitment_of(salt: bytes, canonical: bytes) -> str:
    """SHA-256 over salt and words, in hex: what the ledger row carries."""
    return hashlib.sha256(salt + canonical).hexdigest()


def words_of(entries: list[Entry]) -> dict[int, dict[str, str]]:
    """The words of these rows by row id; rows without words, or with erased ones, are absent."""
    private = PrivateWords.objects.filter(entry_id__in=[e.id for e in entries if e.commitment])
    return {p.entry_id: json.loads(keys.opened(bytes(p.sealed), keys.derived("ledger words", bytes(p.salt)))) for p in private}


def event_of(entry: Entry, words: dict[str, str] | None = None) -> Any:
    """The typed event of a row, lifted to its newest version."""
    return events.join(entry.name, entry.version, entry.payload, words or {})


def history(subject: Any) -> QuerySet[Entry]:
    """All rows about a record, newest first."""
    return Entry.objects.filter(
        scope_id=subject.scope_id, subject_type=subject._meta.label_lower, subject_id=subject.pk
    ).order_by("-id")


def in_view() -> QuerySet[Entry]:
    """All rows of the scopes in view, newest first."""
    return Entry.objects.filter(scope_id__in=current()).order_by("-tx", "-id")


Position = tuple[int, int]
START: Position = (-1, -1)


def after(position: Position, *, scope_ids: tuple | None = None, names: tuple[str, ...] = (), limit: int = 500) -> list[Entry]:
    """The next rows past `position` in reading order, only those that no running transaction can still precede."""
    rows = Entry.objects.filter(_past(position))
    if scope_ids is not None:
        rows = rows.filter(scope_id__in=scope_ids)
    if names:
        rows = rows.filter(name__in=names)
    return list(rows.filter(tx__lt=horizon()).order_by("tx", "id")[:limit])


def _past(position: Position) -> Q:
    return Q(tx__gt=position[0]) | Q(tx=position[0], id__gt=position[1])


# Running transactions of other databases of the same server are left out: their rows are none of ours, however long they run.
_HORIZON = """
SELECT min(number) FROM (
    SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS number
    UNION ALL SELECT pg_current_xact_id_if_assigned()::text::bigint
    UNION ALL SELECT running::text::bigint FROM pg_snapshot_xip(pg_current_snapshot()) AS running WHERE NOT EXISTS (
        SELECT 1 FROM pg_stat_activity WHERE datname <> current_database()
        AND backend_xid::text::bigint = running::text::bigint % 4294967296)
) AS numbers"""


def horizon() -> int:
    """The transaction number below which every row is final (exclusive)."""
    if connection.vendor != "postgresql":
        return 1 + base_tx()
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON)
        return cursor.fetchone()[0] + base_tx()


_bases: dict[tuple[str, str, str], int] = {}


def base_tx() -> int:
    """What is added to this database's own transaction numbers so that its rows follow those restored into it. Asked once."""
    address = connection.settings_dict
    place = (str(address["NAME"]), address["HOST"], str(address["PORT"]))
    if place not in _bases:
        _bases[place] = LedgerBase.objects.aggregate(highest=Max("tx"))["highest"] or 0
    return _bases[place]


def begin_after(highest: int) -> None:
    """After rows with transaction numbers up to `highest` were restored: let the numbers given out here be no smaller."""
    own = 0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            own = cursor.fetchone()[0]
    LedgerBase.objects.update_or_create(pk=1, defaults={"tx": max(0, highest - own)})
    _bases.clear()


def newest() -> Position:
    """The position after which nothing final stands now."""
    last = Entry.objects.filter(tx__lt=horizon()).order_by("-tx", "-id").values_list("tx", "id").first()
    return last or START


def scopes_between(position: Position, end: Position) -> list[Any]:
    """Ids of the scopes with rows in (position, end]; all scopes when reading from the start."""
    if position == START:
        return list(Scope.objects.values_list("id", flat=True))
    rows = Entry.objects.filter(_past(position)).exclude(_past(end))
    return list(rows.values_list("scope_id", flat=True).distinct())


def run_of(request_id: str) -> Entry | None:
    """The row that a request's first run left, or None when it was never run."""
    return Entry.objects.filter(request_id=request_id).first()


def subject_of(entry: Entry) -> Any:
    model = apps.get_model(entry.subject_type)
    return getattr(model, "everywhere", model._default_manager).filter(pk=entry.subject_id).first()


def walk(scope: Scope) -> Iterator[Entry]:
    """Every row of a scope from the first to the last, for verification."""
    return Entry.objects.filter(scope=scope).order_by("tx", "id").iterator(chunk_size=2000)


def digest() -> str:
    """One hash over everything that was done, by whom and when, in order: the same history gives the same digest anywhere.

    It leaves out what chance or the database decides (salts, row numbers), and takes the words themselves, not their commitment.
    """
    hasher = hashlib.sha256()
    rows: list[Entry] = []
    for entry in Entry.objects.order_by("tx", "id").iterator(chunk_size=500):
        rows.append(entry)
        if len(rows) == 500:
            _digest_into(hasher, rows)
            rows = []
    _digest_into(hasher, rows)
    return hasher.hexdigest()


def _digest_into(hasher: Any, rows: list[Entry]) -> None:
    words = words_of(rows)
    for entry in rows:
        facts = [entry.name, entry.version, entry.scope_id, entry.action, entry.actor_kind, entry.actor_code, entry.actor_id]
        facts += [entry.subject_type, entry.subject_id, entry.payload, words.get(entry.id), entry.device_at, entry.at, entry.depth]
        hasher.update(json.dumps(facts, default=str, ensure_ascii=False, sort_keys=True).encode() + b"\n")
