"""Aliyun voice calls: a template is read aloud twice; answered is delivered, anything else is not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..wire import Access, Answer, Report, Request, as_json, listed
from . import aliyun

ANSWERED = "200000"
TIMES = "2"


def request(message: Any, access: Access, now: datetime, nonce: str) -> Request:
    own = {
        "CalledNumber": message.phone, "TtsCode": str(access.settings["template"]), "TtsParam": as_json({"title": message.title, "text": message.text}).decode(),
        "PlayTimes": TIMES, "OutId": message.key,
    }  # fmt: skip
    if shown := access.settings.get("shown_number"):
        own["CalledShowNumber"] = str(shown)
    return aliyun.signed("SingleCallByTts", own, access, now, nonce)


def answer(status: int, body: bytes, access: Access) -> Answer:
    return aliyun.read(status, body, access, "CallId")


def reports(body: bytes) -> list[Report]:
    return [
        Report(
            "delivered" if str(row.get("status_code")) == ANSWERED else "failed", key=str(row.get("out_id", "")), number=str(row.get("call_id", "")),
            code=str(row.get("status_code", "")),
        )
        for row in listed(body)
    ]  # fmt: skip


REPLY = {"code": 0, "msg": "OK"}
