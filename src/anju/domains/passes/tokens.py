"""The code on a pass: what it claims and the community's signature, to be checked without any network. Knows neither Django nor a database.

    AJ1 <base32 of: version, flags, key id, scope, pass, issue, window, uses, kind, gates, home gate, holder digest, signature>

Base32 stays inside the dense alphabet of QR codes, and a scanner that types like a keyboard can neither lose a blank of it nor
stumble over capitals. Nothing personal is in it: the holder is a digest. A pass whose kind wants the live code carries, after a
hyphen, a second code that changes every 30 seconds, so that yesterday's screenshot opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PREFIX = "AJ1"
VERSION = 1
STEP_SECONDS = 30
MAX_CHARACTERS = 600
MAX_GATES = 16
_LIVE = 1
_HEAD = struct.Struct(">BB4s16s16sBIIB")
_SIGNATURE, _LIVE_BYTES, _PLACE, _HOLDER = 64, 8, 4, 8
_TEXT = re.compile(r"AJ1([A-Z2-7]{100,500})(?:-([A-Z2-7]{13}))?")


class Unusable(ValueError):
    """A code that cannot be believed. `code` is forged, edited, unreadable or other_community."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What a code says. `gates` and `home` are place codes; `uses` 0 means any number within the window; `issue` counts reprints."""

    pass_id: UUID
    scope_id: UUID
    kind: str
    starts_at: datetime
    ends_at: datetime
    uses: int = 0
    issue: int = 1
    gates: tuple[str, ...] = ()
    home: str = ""
    holder: str = ""
    is_live: bool = False
    key_id: str = ""
    live_code: str = field(default="", compare=False)


def place_code(place_id: UUID) -> str:
    """Eight hexadecimal digits that stand for a place inside a code."""
    return hashlib.sha256(place_id.bytes).digest()[:_PLACE].hex()


def key_id_of(public_key: bytes) -> str:
    """Eight hexadecimal digits that name a community's key."""
    return hashlib.sha256(public_key).digest()[:4].hex()


def make(claims: Claims, private_key: Ed25519PrivateKey) -> str:
    """The code for these claims, signed."""
    public = private_key.public_key().public_bytes_raw()
    plain = _packed(claims, bytes.fromhex(key_id_of(public)))
    return PREFIX + _text_of(plain + private_key.sign(plain))


def _packed(claims: Claims, key_id: bytes) -> bytes:
    if len(claims.gates) > MAX_GATES:
        raise ValueError(f"a code names at most {MAX_GATES} gates")
    window = int(claims.starts_at.timestamp()), int(claims.ends_at.timestamp())
    head = _HEAD.pack(VERSION, _LIVE * claims.is_live, key_id, claims.scope_id.bytes, claims.pass_id.bytes, claims.issue, *window, claims.uses)
    kind, gates = claims.kind.encode("ascii"), b"".join(bytes.fromhex(gate) for gate in claims.gates)
    tail = bytes([len(kind)]) + kind + bytes([len(claims.gates)]) + gates
    return head + tail + bytes.fromhex(claims.home or "00" * _PLACE) + bytes.fromhex(claims.holder or "00" * _HOLDER)


def looks_like(text: str) -> bool:
    """Whether a typed or scanned text means to be such a code."""
    return tidy(text).startswith(PREFIX) and len(tidy(text)) > 40


def tidy(text: str) -> str:
    """What a keyboard or an input method made of it, put back: full-width letters, small letters, blanks."""
    return "".join(unicodedata.normalize("NFKC", text[: 2 * MAX_CHARACTERS]).upper().split())


def read(text: str, *, scope_id: UUID, public_keys: Mapping[str, bytes]) -> Claims:
    """The claims of a code that one of these keys of this community signed; raises Unusable."""
    claims, plain, signature = _parsed(text)
    if claims.scope_id != scope_id:
        raise Unusable("other_community")
    public = public_keys.get(claims.key_id)
    if public is None:
        raise Unusable("forged")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, plain)
    except InvalidSignature:
        raise Unusable("edited") from None
    return claims


def _parsed(text: str) -> tuple[Claims, bytes, bytes]:
    hit = _TEXT.fullmatch(tidy(text))
    if hit is None:
        raise Unusable("unreadable")
    data = _bytes_of(hit.group(1))
    plain, signature = data[:-_SIGNATURE], data[-_SIGNATURE:]
    try:
        return _claims(plain, hit.group(2) or ""), plain, signature
    except (struct.error, IndexError, ValueError, OverflowError, OSError):
        raise Unusable("unreadable") from None


def _claims(plain: bytes, live_code: str) -> Claims:
    version, flags, key_id, scope, pass_id, issue, starts, ends, uses = _HEAD.unpack_from(plain)
    if version != VERSION or flags & ~_LIVE:
        raise ValueError("another version")
    at = _HEAD.size
    kind, at = plain[at + 1 : at + 1 + plain[at]], at + 1 + plain[at]
    count, at = plain[at], at + 1
    gates = [plain[place : place + _PLACE].hex() for place in range(at, at + count * _PLACE, _PLACE)]
    at += count * _PLACE
    home, holder = plain[at : at + _PLACE].hex(), plain[at + _PLACE : at + _PLACE + _HOLDER].hex()
    if len(plain) != at + _PLACE + _HOLDER or count > MAX_GATES:
        raise ValueError("another length")
    return Claims(
        pass_id=UUID(bytes=pass_id), scope_id=UUID(bytes=scope), kind=kind.decode("ascii"), starts_at=datetime.fromtimestamp(starts, UTC),
        ends_at=datetime.fromtimestamp(ends, UTC), uses=uses, issue=issue, gates=tuple(gates), home=home if int(home, 16) else "",
        holder=holder if int(holder, 16) else "", is_live=bool(flags & _LIVE), key_id=key_id.hex(), live_code=live_code,
    )  # fmt: skip


def live_code(secret: bytes, pass_id: UUID, at: datetime) -> str:
    """Thirteen characters that hold for the 30 seconds around `at`."""
    return _live_code(secret, pass_id, int(at.timestamp()) // STEP_SECONDS)


def _live_code(secret: bytes, pass_id: UUID, step: int) -> str:
    return _text_of(hmac.digest(secret, pass_id.bytes + step.to_bytes(8, "big"), "sha256")[:_LIVE_BYTES])


def with_live_code(text: str, secret: bytes, pass_id: UUID, at: datetime) -> str:
    """The code as a phone shows it at this moment."""
    return f"{text}-{live_code(secret, pass_id, at)}"


def is_of_this_moment(claims: Claims, secret: bytes, at: datetime, *, slack_steps: int = 1) -> bool:
    """Whether the moving part was made now, give or take one step of 30 seconds."""
    now = int(at.timestamp()) // STEP_SECONDS
    expected = [_live_code(secret, claims.pass_id, step) for step in range(max(0, now - slack_steps), now + slack_steps + 1)]
    return any(hmac.compare_digest(claims.live_code, each) for each in expected)


SecretOf = Callable[[UUID], bytes | None]


def _text_of(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")


def _bytes_of(text: str) -> bytes:
    """Raises Unusable for a text that is not the one spelling of its bytes."""
    try:
        data = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError:
        raise Unusable("unreadable") from None
    if _text_of(data) != text:
        raise Unusable("unreadable")
    return data
