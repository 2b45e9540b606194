"""A gateway of the house or of a partner, by signed HTTP in both directions: whatever text, voice or loudspeaker system stands behind it.

Out: POST JSON {key, way, level, title, text, phone}. In: JSON {key, outcome, code} or a list of them. Each carries `X-Anju-Time` (seconds) and
`X-Anju-Signature`, the hexadecimal HMAC-SHA256 under the channel's secret over "time, dot, body".
"""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Any

from ..wire import Access, Answer, Report, Request, accepted, as_json, by_status, listed

TIME, SIGNATURE = "X-Anju-Time", "X-Anju-Signature"
MOST_SECONDS = 300


def signature(secret: str, time: str, body: bytes) -> str:
    return hmac.digest(secret.encode(), time.encode() + b"." + body, "sha256").hex()


def is_signed(secret: str, time: str, sign: str, body: bytes, now: datetime) -> bool:
    """Whether the secret's holder signed this body within the last five minutes."""
    if not (secret and time.isascii() and time.isdigit() and len(time) < 13 and sign.isascii()):
        return False
    is_fresh = abs(now.timestamp() - int(time)) <= MOST_SECONDS
    return hmac.compare_digest(signature(secret, time, body), sign.lower()) and is_fresh


def posted(value: dict[str, Any], access: Access, now: datetime) -> Request:
    body, time = as_json(value), str(int(now.timestamp()))
    return Request(access.base, body, {"Content-Type": "application/json", TIME: time, SIGNATURE: signature(access.secret, time, body)})


def request(message: Any, access: Access, now: datetime, nonce: str) -> Request:
    told = {"key": message.key, "way": message.way, "level": message.level, "title": message.title, "text": message.text, "phone": message.phone}
    return posted(told, access, now)


def answer(status: int, body: bytes, access: Access) -> Answer:
    """`{"outcome": "delivered"}` or `{"outcome": "failed"}` at once; anything else with 200 is accepted."""
    found = by_status(status, body)
    if isinstance(found, Answer):
        return found
    outcome = found.get("outcome")
    if outcome in ("delivered", "failed"):
        return Answer(outcome, str(found.get("code", ""))[:40], str(found.get("number", "")))
    return accepted(access, str(found.get("number", "")))


def reports(body: bytes) -> list[Report]:
    return [
        Report("delivered" if row.get("outcome") == "delivered" else "failed", key=str(row.get("key", "")), number=str(row.get("number", "")), code=str(row.get("code", ""))[:40])
        for row in listed(body)
    ]


REPLY = {"ok": True}
