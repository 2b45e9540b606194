"""A request's head and its bounded body: what the doors of the server and of a box have in common. Needs no Django."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

BODY_SECONDS = 20
STATUS = {
    "devices.no_such_door": 404, "devices.not_behind_you": 404, "devices.no_such_command": 404, "devices.post_only": 405, "devices.too_large": 413, "devices.not_json": 400,
    "devices.not_a_message": 400, "devices.unknown_key": 401, "devices.token_spent": 401, "devices.busy": 503, "devices.not_stored": 503, "devices.gone": 400, "devices.no_lane": 404,
}  # fmt: skip
"""Every other refusal is answered 422."""

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Unreadable(ValueError):
    """A body that is too large, came too late or broke off; `status` is the answer's."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def header(scope: dict[str, Any], name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


async def body_of(scope: dict[str, Any], receive: Receive, *, most: int) -> bytes:
    """The whole body, of at most `most` bytes; a larger one is refused before it is read. Raises Unreadable."""
    length = header(scope, b"content-length")
    if length.isascii() and length.isdigit() and (len(length) > 12 or int(length) > most):
        raise Unreadable(413)
    parts, size = [], 0
    while True:
        try:
            message = await asyncio.wait_for(receive(), BODY_SECONDS)
        except TimeoutError:
            raise Unreadable(408) from None
        if message["type"] == "http.disconnect":
            raise Unreadable(400)
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            raise Unreadable(413)
        if not message.get("more_body"):
            return b"".join(parts)


async def answer(send: Send, status: int, content: dict[str, Any]) -> None:
    """JSON, with what a device must know of a refusal: when to come again, how to sign in, that nothing more is read."""
    body = json.dumps(content, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store"), (b"content-length", str(len(body)).encode())]
    headers += [(b"retry-after", b"2")] if status == 503 else [(b"www-authenticate", b"Bearer")] if status == 401 else []
    headers += [(b"connection", b"close")] if status == 413 else []
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
