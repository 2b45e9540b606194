"""Requests and answers on the wire: a bounded body in, JSON out."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.domains.devices.rules.messages import MOST_BYTES
from anju.kernel import clock
from anju.kernel.refusals import Refusal

from . import bodies
from .bodies import STATUS, Receive, Send, header

__all__ = ["STATUS", "Receive", "Send", "answer", "body_of", "header", "object_of", "too_large"]


async def body_of(scope: dict[str, Any], receive: Receive, *, most: int = MOST_BYTES) -> bytes | Refusal:
    """The whole body, of at most `most` bytes; a larger one is refused before it is read."""
    try:
        return await bodies.body_of(scope, receive, most=most)
    except bodies.Unreadable as bad:
        return too_large(most) if bad.status == 413 else Refusal("devices.gone", _("The message did not arrive in time."))


def too_large(most: int) -> Refusal:
    return Refusal("devices.too_large", _("A message has at most %(most)s bytes. Send less at once."), most=most)


async def answer(send: Send, told: dict[str, Any] | Refusal) -> None:
    status = 200 if isinstance(told, dict) else STATUS.get(told.code, 422)
    content = told if isinstance(told, dict) else told.as_json()
    await bodies.answer(send, status, {**content, "server_time": clock.now().isoformat()})


def object_of(body: bytes) -> dict[str, Any] | Refusal:
    """The body as a JSON object."""
    try:
        told = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        told = None
    return told if isinstance(told, dict) else Refusal("devices.not_json", _("This is not valid JSON in UTF-8."))
