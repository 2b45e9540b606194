"""Who is at the door: keys looked up in the database and remembered for a moment, so that a revoked one ends within seconds."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from anju.domains.devices import queries

from .claims import claimed, is_secret

REMEMBERED_S = 5.0
MOST = 10_000


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
        is_right = found is not None and is_secret(secret, found.key_digest)
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
