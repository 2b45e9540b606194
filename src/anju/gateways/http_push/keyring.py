"""Who is at the door: keys looked up in the database and remembered for a moment, so that a revoked one ends within seconds."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from anju.domains.devices import queries

REMEMBERED_S = 5.0
MOST = 10_000
MARK = "anjud_"


class Keyring:
    """Keys by device. `in_thread` runs a query outside the event loop."""

    def __init__(self, in_thread: Callable[..., Awaitable[Any]]) -> None:
        self._in_thread = in_thread
        self._known: OrderedDict[UUID, tuple[float, queries.KeyHolder | None]] = OrderedDict()

    async def holder(self, authorization: str) -> tuple[queries.KeyHolder | None, UUID | None]:
        """(the holder of this key or None, the device that it claims to be)."""
        device, secret = claimed(authorization)
        if device is None:
            return None, None
        found = await self._find(device)
        is_right = found is not None and secrets.compare_digest(found.key_digest, hashlib.sha256(secret.encode()).hexdigest())
        return (found if is_right else None), (device if found is not None else None)

    async def _find(self, device: UUID) -> queries.KeyHolder | None:
        now = time.monotonic()
        until, found = self._known.get(device, (0.0, None))
        if until <= now:
            found = await self._in_thread(queries.key_holder, device)
            self._known[device] = (now + REMEMBERED_S, found)
            self._known.move_to_end(device)
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        return found

    def forget(self) -> None:
        self._known.clear()


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
