"""WeCom group robot: a text of at most 2,048 bytes to the address that holds the robot's key."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from ..wire import Access, Answer, Request, as_json, of_robot

MOST_BYTES = 2048
TOO_FAST = (45009, -1)


def request(message: Any, access: Access, now: datetime, nonce: str) -> Request:
    text = f"{message.title}\n{message.text}".encode()[:MOST_BYTES].decode(errors="ignore")
    body = as_json({"msgtype": "text", "text": {"content": text}})
    return Request(f"{access.base}?{urlencode({'key': access.key})}", body, {"Content-Type": "application/json"})


def answer(status: int, body: bytes, access: Access) -> Answer:
    return of_robot(status, body, named=("errcode",), too_fast=TOO_FAST)
