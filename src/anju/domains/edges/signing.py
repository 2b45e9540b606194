"""The keys with which a community speaks to its edges, derived from the master key, which lies outside the database and its backup."""

from __future__ import annotations

from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from anju.kernel import keys

from .rules import envelope


def sign_key(scope_id: UUID) -> Ed25519PrivateKey:
    """With it snapshots and answers are signed."""
    return Ed25519PrivateKey.from_private_bytes(keys.derived("edge signature", scope_id.bytes))


def seal_key(scope_id: UUID) -> X25519PrivateKey:
    """With it what an edge closed for the server is opened."""
    return X25519PrivateKey.from_private_bytes(keys.derived("edge sealing", scope_id.bytes))


def fingerprint(scope_id: UUID) -> str:
    return envelope.fingerprint(sign_key(scope_id).public_key().public_bytes_raw())
