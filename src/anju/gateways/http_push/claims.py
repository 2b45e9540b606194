"""Who a request says that it is: the key of a device as it comes in its head or its address. Needs no Django."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from uuid import UUID

MARK = "anjud_"


def claimed(authorization: str) -> tuple[UUID | None, str]:
    """The device and the secret in `Bearer anjud_<device>_<secret>`; (None, "") for anything else."""
    scheme, _blank, key = authorization.partition(" ")
    if scheme.lower() != "bearer" or not key.startswith(MARK) or len(key) > 200:
        return None, ""
    device, _line, secret = key.removeprefix(MARK).partition("_")
    try:
        return UUID(hex=device), secret
    except ValueError:
        return None, ""


def bearer_of(authorization: str) -> str:
    """The same key, where it came as the password of HTTP Basic: all that most cameras can do."""
    scheme, _blank, told = authorization.partition(" ")
    if scheme.lower() != "basic" or len(told) > 400:
        return authorization
    try:
        return "Bearer " + base64.b64decode(told, validate=True).decode("ascii").partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def of_camera(authorization: str, key: str) -> str:
    """What a camera shows: its head where it sends one, else the key at the end of its address."""
    return bearer_of(authorization) if authorization or not key else f"Bearer {key}"


def is_secret(secret: str, digest: str) -> bool:
    """Whether this is the secret of which a digest is kept; none is kept of a key that was revoked."""
    return bool(digest) and secrets.compare_digest(digest, hashlib.sha256(secret.encode()).hexdigest())
