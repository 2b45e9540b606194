"""Papers between the server and an edge: signed by one, closed for the other. Knows neither Django nor a database.

A paper is a JSON object, compressed, encrypted for one X25519 key, and signed with Ed25519 under the name of what it is and for whom. Who listens on the
network reads nothing; who changes a byte, or hands an edge the paper of another, is noticed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MOST_BYTES = 64 * 1024 * 1024
_NONCE = b"\0" * 12
"""Each paper has a key of its own, so its nonce may be the same."""


class Unusable(ValueError):
    """A paper that cannot be believed. `code` is unreadable, edited or foreign."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def fingerprint(public_key: bytes) -> str:
    """Twenty hexadecimal digits that name a key."""
    return hashlib.sha256(public_key).hexdigest()[:20]


def closed(plain: bytes, for_key: bytes) -> bytes:
    """32 bytes of a key made for this once, then the ciphertext: only the holder of the X25519 key opens it."""
    once = X25519PrivateKey.generate()
    public = once.public_key().public_bytes_raw()
    return public + AESGCM(_key(once.exchange(X25519PublicKey.from_public_bytes(for_key)), public, for_key)).encrypt(_NONCE, plain, None)


def opened(cipher: bytes, with_key: X25519PrivateKey) -> bytes:
    """The plain bytes; raises Unusable."""
    try:
        once, mine = cipher[:32], with_key.public_key().public_bytes_raw()
        return AESGCM(_key(with_key.exchange(X25519PublicKey.from_public_bytes(once)), once, mine)).decrypt(_NONCE, cipher[32:], None)
    except (ValueError, InvalidTag):
        raise Unusable("edited") from None


def _key(shared: bytes, once: bytes, mine: bytes) -> bytes:
    return HKDF(SHA256(), 32, once + mine, b"anju edge paper").derive(shared)


def signed(what: str, whom: str, body: bytes, key: Ed25519PrivateKey) -> bytes:
    """The signature over what a paper is, for whom, and its bytes."""
    return key.sign(_stated(what, whom, body))


def is_signed(what: str, whom: str, body: bytes, signature: bytes, public_key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _stated(what, whom, body))
    except (InvalidSignature, ValueError):
        return False
    return True


def _stated(what: str, whom: str, body: bytes) -> bytes:
    return f"anju edge 1|{what}|{whom}|".encode() + hashlib.sha256(body).digest()


def made(what: str, whom: str, content: Mapping[str, Any], *, key: Ed25519PrivateKey, for_key: bytes) -> dict[str, str]:
    """A paper as it travels: closed and signed, in text."""
    body = closed(zlib.compress(compact(content).encode(), 6), for_key)
    return {"body": base64.b64encode(body).decode(), "signature": base64.b64encode(signed(what, whom, body, key)).decode()}


def read(what: str, whom: str, paper: Any, *, public_key: bytes, with_key: X25519PrivateKey) -> dict[str, Any]:
    """The content of a paper that the holder of this key signed for us; raises Unusable."""
    if not isinstance(paper, Mapping):
        raise Unusable("unreadable")
    body, signature = bytes_of(paper.get("body")), bytes_of(paper.get("signature"))
    if not is_signed(what, whom, body, signature, public_key):
        raise Unusable("edited")
    content = json.loads(_unpacked(opened(body, with_key)))
    if not isinstance(content, dict) or content.get("for") != whom:
        raise Unusable("foreign")
    return content


def _unpacked(packed: bytes) -> bytes:
    """At most MOST_BYTES, however small what is sent."""
    reader = zlib.decompressobj()
    try:
        plain = reader.decompress(packed, MOST_BYTES)
    except zlib.error:
        raise Unusable("unreadable") from None
    if not reader.eof:
        raise Unusable("unreadable")
    return plain


def bytes_of(text: Any) -> bytes:
    """The bytes of base64; raises Unusable."""
    if not isinstance(text, str):
        raise Unusable("unreadable")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Unusable("unreadable") from None


def text_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def compact(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
