"""Aliyun text messages: a template approved beforehand gets `title` and `text`; `OutId` is our key, and delivery is reported by push."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..wire import Access, Answer, Report, Request, as_json, listed
from . import aliyun


def request(message: Any, access: Access, now: datetime, nonce: str) -> Request:
    own = {
        "PhoneNumbers": message.phone, "SignName": str(access.settings["sign_name"]), "TemplateCode": str(access.settings["template"]),
        "TemplateParam": as_json({"title": message.title, "text": message.text}).decode(), "OutId": message.key,
    }  # fmt: skip
    return aliyun.signed("SendSms", own, access, now, nonce)


def answer(status: int, body: bytes, access: Access) -> Answer:
    return aliyun.read(status, body, access, "BizId")


def reports(body: bytes) -> list[Report]:
    return [
        Report("delivered" if row.get("success") is True else "failed", key=str(row.get("out_id", "")), number=str(row.get("biz_id", "")), code=str(row.get("err_code", "")))
        for row in listed(body)
    ]


REPLY = {"code": 0, "msg": "OK"}
