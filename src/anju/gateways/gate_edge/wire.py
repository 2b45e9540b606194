"""What both sides agree on: how a request and its answer are signed, and how much is read. Needs no Django."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from anju.gateways.http_push import bodies
from anju.gateways.http_push.bodies import Receive, Send, Unreadable

MOST_BYTES = 2 * 1024 * 1024
EDGE, CHALLENGE, TURN, SIGNATURE = "x-edge", "x-edge-challenge", "x-edge-turn", "x-edge-signature"

__all__ = ["CHALLENGE", "EDGE", "MOST_BYTES", "SIGNATURE", "TURN", "Receive", "Send", "Unreadable", "answer", "body_of", "header", "object_of", "request_name", "turn_of"]


def request_name(path: str) -> str:
    return f"request {path}"


def turn_of(challenge: str, turn: int) -> str:
    """For whom a signature counts: this challenge and this turn, so that nothing can be played again."""
    return f"{challenge}:{turn}"


def header(scope: dict[str, Any], name: str) -> str:
    return bodies.header(scope, name.encode())


async def body_of(scope: dict[str, Any], receive: Receive) -> bytes:
    """The whole body; raises Unreadable."""
    return await bodies.body_of(scope, receive, most=MOST_BYTES)


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
