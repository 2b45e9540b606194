"""Feishu group robot: signed by HMAC-SHA256 of nothing under "seconds, line feed, secret", in the body."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime
from typing import Any
from urllib.parse import quote

from ..wire import Access, Answer, Request, as_json, of_robot

TOO_FAST = (9499, 11232)


def signature(secret: str, seconds: int) -> str:
    """Base64 of HMAC-SHA256 over the empty text; "seconds, line feed, secret" is the key."""
    return base64.b64encode(hmac.digest(f"{seconds}\n{secret}".encode(), b"", "sha256")).decode()


def request(message: Any, access: Access, now: datetime, nonce: str) -> Request:
    seconds = int(now.timestamp())
    body = {"timestamp": str(seconds), "sign": signature(access.secret, seconds), "msg_type": "text", "content": {"text": f"{message.title}\n{message.text}"}}
    return Request(f"{access.base.rstrip('/')}/{quote(access.key, safe='')}", as_json(body), {"Content-Type": "application/json"})


def answer(status: int, body: bytes, access: Access) -> Answer:
    """The older form of success says StatusCode instead of code."""
    return of_robot(status, body, named=("code", "StatusCode"), too_fast=TOO_FAST)
