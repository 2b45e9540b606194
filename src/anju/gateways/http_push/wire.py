"""Requests and answers on the wire: a bounded body in, JSON out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.domains.devices.rules.messages import MOST_BYTES
from anju.kernel import clock
from anju.kernel.refusals import Refusal

BODY_SECONDS = 20
STATUS = {
    "devices.no_such_door": 404, "devices.not_behind_you": 404, "devices.no_such_command": 404, "devices.post_only": 405, "devices.too_large": 413, "devices.not_json": 400,
    "devices.not_a_message": 400, "devices.unknown_key": 401, "devices.token_spent": 401, "devices.busy": 503, "devices.not_stored": 503, "devices.gone": 400, "devices.no_lane": 404,
}  # fmt: skip
"""Every other refusal is answered 422."""

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def header(scope: dict[str, Any], name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


async def body_of(scope: dict[str, Any], receive: Receive, *, most: int = MOST_BYTES) -> bytes | Refusal:
    """The whole body, of at most `most` bytes; a larger one is refused before it is read."""
    length = header(scope, b"content-length")
    if length.isdigit() and int(length) > most:
        return too_large(most)
    parts, size = [], 0
    while True:
        try:
            message = await asyncio.wait_for(receive(), BODY_SECONDS)
        except TimeoutError:
            return Refusal("devices.gone", _("The message did not arrive in time."))
        if message["type"] == "http.disconnect":
            return Refusal("devices.gone", _("The message did not arrive in time."))
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            return too_large(most)
        if not message.get("more_body"):
            return b"".join(parts)


def too_large(most: int) -> Refusal:
    return Refusal("devices.too_large", _("A message has at most %(most)s bytes. Send less at once."), most=most)


async def answer(send: Send, told: dict[str, Any] | Refusal) -> None:
    status = 200 if isinstance(told, dict) else STATUS.get(told.code, 422)
    content = told if isinstance(told, dict) else told.as_json()
    body = json.dumps({**content, "server_time": clock.now().isoformat()}, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store"), (b"content-length", str(len(body)).encode())]
    headers += [(b"retry-after", b"2")] if status == 503 else [(b"www-authenticate", b"Bearer")] if status == 401 else []
    headers += [(b"connection", b"close")] if status == 413 else []
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def object_of(body: bytes) -> dict[str, Any] | Refusal:
    """The body as a JSON object."""
    try:
        told = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        told = None
    return told if isinstance(told, dict) else Refusal("devices.not_json", _("This is not valid JSON in UTF-8."))
