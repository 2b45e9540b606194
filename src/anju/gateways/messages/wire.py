"""What driver and translators hand each other."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Access:
    """How a channel is reached: its address, its key and secret in plain words, its settings. Never printed."""

    base: str
    key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    settings: Mapping[str, Any] = field(default_factory=dict, repr=False)
    allows_lan: bool = False


@dataclass(frozen=True)
class Request:
    """An HTTP request that waits to be sent."""

    url: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"


@dataclass(frozen=True)
class Answer:
    """What came of it: sent, delivered, failed or unsure; the gateway's code and its number for the message."""

    outcome: str
    code: str = ""
    number: str = ""


@dataclass(frozen=True)
class Report:
    """What a gateway tells later about a message: by our key or by its own number."""

    outcome: str
    key: str = ""
    number: str = ""
    code: str = ""


Requesting = Callable[[Any, Access, datetime, str], Request]
"""(message, access, now, nonce) to a request. `now` is aware, `nonce` never repeats."""


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def parsed(body: bytes) -> dict[str, Any] | None:
    """The JSON object of an answer, or None."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def listed(body: bytes) -> list[dict[str, Any]]:
    """The JSON objects of a report; raises ValueError where it is none."""
    try:
        found = json.loads(body)
    except RecursionError:
        raise ValueError("nested too deep") from None
    rows = found if isinstance(found, list) else [found]
    if not all(isinstance(row, dict) for row in rows):
        raise ValueError("not a list of objects")
    return rows


def by_status(status: int, body: bytes) -> Answer | dict[str, Any]:
    """The answer that the status alone gives, or else the JSON object to be read."""
    if status == 429 or status >= 500:
        return Answer("unsure", f"http {status}")
    if not 200 <= status < 300:
        return Answer("failed", f"http {status}")
    found = parsed(body)
    return Answer("unsure", "no json") if found is None else found


def of_robot(status: int, body: bytes, *, named: Sequence[str], too_fast: Container[int]) -> Answer:
    """The answer of a group robot, its code under the first of these names: what stands in the group counts as delivered to it."""
    found = by_status(status, body)
    if isinstance(found, Answer):
        return found
    code = next((found[name] for name in named if name in found), None)
    if code == 0:
        return Answer("delivered", "0")
    return Answer("unsure" if code in too_fast else "failed", str(code))


def accepted(access: Access, number: str = "") -> Answer:
    """The gateway took it. Where it never reports a delivery, that counts as delivered."""
    return Answer("delivered" if access.settings.get("accepted_counts") else "sent", "accepted", number)
