"""The key with which a community signs its passes. It is derived from the master key, which lies outside the database and its backup."""

from __future__ import annotations

from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anju.kernel import keys, personal
from anju.kernel.models import Scope

from . import tokens
from .kinds import is_kind, kind_of
from .models import Pass


def private_key(scope_id: UUID) -> Ed25519PrivateKey:
    """The community's signing key; each community has its own."""
    return Ed25519PrivateKey.from_private_bytes(keys.derived("pass signature", scope_id.bytes))


def public_keys(scope: Scope) -> dict[str, bytes]:
    """Public keys by key id: what an edge needs to check passes without a network."""
    public = private_key(scope.id).public_key().public_bytes_raw()
    return {tokens.key_id_of(public): public}


def live_secret(pass_id: UUID) -> bytes:
    """The secret behind the moving code of one pass."""
    return keys.derived("pass live code", pass_id.bytes)


def claims_of(one: Pass) -> tokens.Claims:
    return tokens.Claims(
        pass_id=one.id,
        scope_id=one.scope_id,
        kind=one.kind,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        uses=one.uses,
        issue=one.issue,
        gates=tuple(tokens.place_code(UUID(gate)) for gate in one.gates),
        home=tokens.place_code(one.home_id) if one.home_id else "",
        holder=personal.blind_index("pass holder", one.holder_mark)[:16],
        is_live=is_kind(one.kind) and kind_of(one.kind).is_live,
    )


def code_of(one: Pass) -> str:
    """The code to print on a pass. The same pass and issue always give the same code."""
    return tokens.make(claims_of(one), private_key(one.scope_id))
