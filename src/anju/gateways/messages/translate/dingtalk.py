"""DingTalk group robot: signed by HMAC-SHA256 over the milliseconds and the secret, in the address."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from ..wire import Access, Answer, Request, as_json, of_robot

TOO_FAST = (130101, 130102, -1)


def signature(secret: str, milliseconds: int) -> str:
    """Base64 of HMAC-SHA256 with the secret over "milliseconds, line feed, secret"."""
    return base64.b64encode(hmac.digest(secret.encode(), f"{milliseconds}\n{secret}".encode(), "sha256")).decode()


def request(message: Any, access: Access, now: datetime, nonce: str) -> Request:
    milliseconds = int(now.timestamp() * 1000)
    asked = {"access_token": access.key, "timestamp": str(milliseconds), "sign": signature(access.secret, milliseconds)}
    body = as_json({"msgtype": "text", "text": {"content": f"{message.title}\n{message.text}"}})
    return Request(f"{access.base}?{urlencode(asked)}", body, {"Content-Type": "application/json"})


def answer(status: int, body: bytes, access: Access) -> Answer:
    return of_robot(status, body, named=("errcode",), too_fast=TOO_FAST)
