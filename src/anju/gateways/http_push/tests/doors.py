"""One request at a door as a server hands it over."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any


def handed_over(door: Any, path: str, chunks: Sequence[bytes], headers: Iterable[tuple[bytes, bytes]] = (), *, method: str = "POST") -> list[dict]:
    """The messages that `door` sends; the body arrives in `chunks`, and after them the caller hangs up."""
    waiting = [{"type": "http.request", "body": each, "more_body": turn < len(chunks) - 1} for turn, each in enumerate(chunks)]
    sent: list[dict] = []

    async def receive():
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    asyncio.run(door.application({"type": "http", "path": path, "method": method, "headers": list(headers)}, receive, send))
    return sent
