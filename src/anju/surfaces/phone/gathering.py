"""Bodies from slow links are gathered before a thread is spent on them, and what came before a cut is handed on.

A page thread that waited for a phone on a bad link would be missing for everybody else. Plain ASGI: it stands before the pages.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

MOST_BYTES = 1024 * 1024
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


async def gathered(scope: dict[str, Any], receive: Receive, send: Send, pages: Callable[..., Awaitable[None]]) -> None:
    """Call `pages` with the whole body at once; a body that is too large is answered 413 here."""
    body, is_cut = bytearray(), False
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            is_cut = True
            break
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            await _too_large(send)
            return
        if not message.get("more_body"):
            break
    if is_cut and not (scope["method"] == "PUT" and body):
        return
    await pages(_with_length(scope, len(body)), _replaying(bytes(body), receive), _nowhere if is_cut else send)


def _with_length(scope: dict[str, Any], length: int) -> dict[str, Any]:
    rest = [(name, value) for name, value in scope["headers"] if name not in (b"content-length", b"transfer-encoding")]
    return {**scope, "headers": [*rest, (b"content-length", str(length).encode())]}


def _replaying(body: bytes, receive: Receive) -> Receive:
    is_told = False

    async def replay() -> Message:
        nonlocal is_told
        if is_told:
            return await receive()
        is_told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


async def _nowhere(message: Message) -> None:
    """Nobody is there any more to hear the answer."""


async def _too_large(send: Send) -> None:
    await send({"type": "http.response.start", "status": 413, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": b'{"code":"phone.too_large","sentence":"","params":{}}'})
