"""What both sides agree on: how a request and its answer are signed, and how much is read. Needs no Django."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

MOST_BYTES = 2 * 1024 * 1024
BODY_SECONDS = 20
EDGE, CHALLENGE, TURN, SIGNATURE = "x-edge", "x-edge-challenge", "x-edge-turn", "x-edge-signature"

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Unreadable(ValueError):
    """A body that is too large, broken off or no JSON object; `status` is the answer's."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def request_name(path: str) -> str:
    return f"request {path}"


def turn_of(challenge: str, turn: int) -> str:
    """For whom a signature counts: this challenge and this turn, so that nothing can be played again."""
    return f"{challenge}:{turn}"


def header(scope: dict[str, Any], name: str) -> str:
    wanted = name.encode()
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == wanted), "")


async def body_of(scope: dict[str, Any], receive: Receive) -> bytes:
    """The whole body; raises Unreadable."""
    length = header(scope, "content-length")
    if length.isdigit() and int(length) > MOST_BYTES:
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
        if size > MOST_BYTES:
            raise Unreadable(413)
        if not message.get("more_body"):
            return b"".join(parts)


def object_of(body: bytes) -> dict[str, Any]:
    """The body as a JSON object; raises Unreadable."""
    try:
        told = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise Unreadable(400)
    return told


async def answer(send: Send, status: int, told: dict[str, Any], sign: Callable[[bytes], str] | None = None) -> None:
    body = json.dumps(told, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store"), (b"content-length", str(len(body)).encode())]
    if sign is not None:
        headers.append((SIGNATURE.encode(), sign(body).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
