"""Seals: signed statements that fix what the ledger says. The signing key lies in a file outside the database.

A seal covers the rows of one scope, in reading order, that became final since the seal before. Its digest chains the rows' hashes
to the digest before; its signature covers that, its number and the hash of the previous seal. What a seal covers cannot be
changed, removed, added or moved without `verification.verify` naming the row. Rows younger than the newest seal (at most ten
seconds while the product runs) are not covered yet. The newest seal of each scope is also noted beside the key, so that a
database that was put back to an earlier day is noticed.
"""

from __future__ import annotations

import hashlib
import json
import struct
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import IntegrityError, transaction

from . import clock, keys, ledger
from .models import Entry, Scope, Seal

GAP = timedelta(seconds=10)
MAX_ROWS = 2000
LEAF = struct.Struct(">qq16s")
FIRST = "0" * 64


def canonical(entry: Entry) -> bytes:
    """A row as bytes that do not depend on the database: every column but its position (tx, id), which the leaf states."""
    columns = [
        entry.name,
        entry.version,
        _text(entry.scope_id),
        entry.action,
        entry.actor_kind,
        entry.actor_code,
        _text(entry.actor_id),
        entry.subject_type,
        _text(entry.subject_id),
        _steady(entry.payload),
        entry.commitment,
        _text(entry.device_at),
        _text(entry.at),
        entry.request_id,
        entry.cause_id,
        entry.depth,
    ]
    return json.dumps(columns, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _text(value: UUID | datetime | None) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return None if value is None else value.hex


def _steady(value: Any) -> Any:
    """Numbers in one spelling: PostgreSQL gives a whole float back as an integer."""
    if isinstance(value, dict):
        return {key: _steady(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_steady(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def leaf(entry: Entry) -> bytes:
    """Position and hash of a row, 32 bytes."""
    return LEAF.pack(entry.tx, entry.id, hashlib.sha256(canonical(entry)).digest()[:16])


def digest_of(previous_digest: str, leaves: bytes) -> str:
    return hashlib.sha256(bytes.fromhex(previous_digest) + leaves).hexdigest()


def hash_of(seal: Seal) -> str:
    """The hash of everything a seal states: what is signed, and what the next seal and report footers carry."""
    return hashlib.sha256(_statement(seal)).hexdigest()


def _statement(seal: Seal) -> bytes:
    facts = [seal.scope_id.hex, seal.number, seal.tx, seal.entry_id, seal.rows, seal.previous, seal.digest, _text(seal.at), seal.key_id]
    return json.dumps(facts, separators=(",", ":")).encode()


def newest(scope: Scope) -> Seal | None:
    """The newest seal of a scope; report footers show its number and `hash_of`."""
    return Seal.objects.filter(scope=scope).order_by("-number").first()


def seal(scope: Scope) -> Seal | None:
    """Seal the final rows of a scope since its last seal; None when there are none, or another process was faster."""
    before = newest(scope)
    position = (before.tx, before.entry_id) if before else ledger.START
    rows = ledger.after(position, scope_ids=(scope.id,), limit=MAX_ROWS)
    if not rows:
        return None
    made = _made(scope, before, rows)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        return None
    note_outside(made)
    return made


def _made(scope: Scope, before: Seal | None, rows: list[Entry]) -> Seal:
    leaves = b"".join(leaf(entry) for entry in rows)
    made = Seal(
        scope=scope,
        number=before.number + 1 if before else 1,
        tx=rows[-1].tx,
        entry_id=rows[-1].id,
        rows=len(rows),
        leaves=leaves,
        previous=hash_of(before) if before else FIRST,
        digest=digest_of(before.digest if before else FIRST, leaves),
        at=clock.machine(),
        key_id=_key_id(_signing_key(_keys_dir()).public_key()),
    )
    made.signature = _signing_key(_keys_dir()).sign(_statement(made))
    return made


def is_signed(seal: Seal) -> bool:
    """Whether the signature is that of a key this installation knows."""
    path = Path(_keys_dir()) / f"seal-{seal.key_id}.pub"
    if not path.exists():
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(path.read_text())).verify(bytes(seal.signature), _statement(seal))
    except (InvalidSignature, ValueError):
        return False
    return True


def _keys_dir() -> str:
    return str(settings.ANJU_KEYS_DIR)


@cache
def _signing_key(directory: str) -> Ed25519PrivateKey:
    key = Ed25519PrivateKey.from_private_bytes(keys.secret_file(Path(directory) / "seal.key"))
    public = Path(directory) / f"seal-{_key_id(key.public_key())}.pub"
    if not public.exists():
        public.write_text(key.public_key().public_bytes_raw().hex())
    return key


def _key_id(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def public_keys() -> dict[str, str]:
    """The public halves of every key that ever signed here, in hexadecimal by their id."""
    return {path.stem.removeprefix("seal-"): path.read_text().strip() for path in sorted(Path(_keys_dir()).glob("seal-*.pub"))}


def trust(public: dict[str, str]) -> None:
    """Know these keys too: those of a backup that was proven with the master key."""
    for key_id, key in public.items():
        known = Path(_keys_dir()) / f"seal-{key_id}.pub"
        if hashlib.sha256(bytes.fromhex(key)).hexdigest()[:16] == key_id and not known.exists():
            known.write_text(key)


def note_outside(seal: Seal) -> None:
    """Write number and hash of a scope's newest seal beside the key."""
    path = Path(_keys_dir()) / "seals" / seal.scope_id.hex
    path.parent.mkdir(exist_ok=True, mode=0o700)
    draft = path.with_suffix(".draft")
    draft.write_text(f"{seal.number} {hash_of(seal)}")
    draft.replace(path)


def noted_outside(scope: Scope) -> tuple[int, str] | None:
    """Number and hash of the newest seal as noted beside the key, or None."""
    path = Path(_keys_dir()) / "seals" / scope.id.hex
    if not path.exists():
        return None
    number, digest = path.read_text().split()
    return int(number), digest


class Sealer:
    """Seals every scope that has new rows, each at most once in ten seconds. One per process; two do no harm."""

    def __init__(self, *, gap: timedelta = GAP) -> None:
        self._gap = gap
        self._position = ledger.START
        self._waiting: dict[UUID, datetime] = {id: clock.machine() for id in Scope.objects.values_list("id", flat=True)}

    def run_once(self) -> int:
        """Seal what is due; returns the number of seals made."""
        end, now = ledger.newest(), clock.machine()
        for scope_id in ledger.scopes_between(self._position, end):
            self._waiting.setdefault(scope_id, now)
        self._position, made = end, 0
        for scope_id in [id for id, due in self._waiting.items() if due <= now]:
            done = seal(Scope(id=scope_id))
            made += done is not None
            if done is None:
                del self._waiting[scope_id]
            else:
                self._waiting[scope_id] = now if done.rows == MAX_ROWS else now + self._gap
        return made
