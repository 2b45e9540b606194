"""Tencent Cloud text messages, signed by TC3-HMAC-SHA256; `SessionContext` is our key, and delivery is reported by push."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from ..wire import Access, Answer, Report, Request, accepted, as_json, by_status, listed

SERVICE, ACTION, VERSION = "sms", "SendSms", "2021-01-11"
JSON = "application/json; charset=utf-8"
UNSURE = ("InternalError", "RequestLimitExceeded", "LimitExceeded.", "ResourceUnavailable")


def canonical(headers: Mapping[str, str], body: bytes) -> str:
    """The request as it is signed: headers by name in small letters, and the digest of the body."""
    lines = "".join(f"{name}:{value}\n" for name, value in sorted(headers.items()))
    return f"POST\n/\n\n{lines}\n{';'.join(sorted(headers))}\n{hashlib.sha256(body).hexdigest()}"


def signature(secret: str, service: str, seconds: int, canonical_request: str) -> str:
    """Hexadecimal TC3 signature; each key is derived from the one before by day, service and "tc3_request"."""
    day = f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"
    digest = hashlib.sha256(canonical_request.encode()).hexdigest()
    text = f"TC3-HMAC-SHA256\n{seconds}\n{day}/{service}/tc3_request\n{digest}"
    key = f"TC3{secret}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


def request(message: Any, access: Access, now: datetime, nonce: str) -> Request:
    seconds, host = int(now.timestamp()), urlsplit(access.base).netloc
    body = as_json({
        "PhoneNumberSet": [f"+86{message.phone}"], "SmsSdkAppId": str(access.settings["app_id"]), "SignName": str(access.settings["sign_name"]),
        "TemplateId": str(access.settings["template"]), "TemplateParamSet": [message.title, message.text], "SessionContext": message.key,
    })  # fmt: skip
    covered = {"content-type": JSON, "host": host, "x-tc-action": ACTION.lower()}
    sign = signature(access.secret, SERVICE, seconds, canonical(covered, body))
    day = f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"
    headers = {
        "Authorization": f"TC3-HMAC-SHA256 Credential={access.key}/{day}/{SERVICE}/tc3_request, SignedHeaders={';'.join(sorted(covered))}, Signature={sign}",
        "Content-Type": JSON, "X-TC-Action": ACTION, "X-TC-Timestamp": str(seconds), "X-TC-Version": VERSION, "X-TC-Region": str(access.settings.get("region", "ap-guangzhou")),
    }  # fmt: skip
    return Request(f"{access.base.rstrip('/')}/", body, headers)


def answer(status: int, body: bytes, access: Access) -> Answer:
    found = by_status(status, body)
    if isinstance(found, Answer):
        return found
    said = found.get("Response")
    if not isinstance(said, dict):
        return Answer("unsure", "no response")
    if isinstance(error := said.get("Error"), dict):
        code = str(error.get("Code", ""))
        return Answer("unsure" if code.startswith(UNSURE) else "failed", code)
    rows = said.get("SendStatusSet")
    first = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
    code = str(first.get("Code", ""))
    return accepted(access, str(first.get("SerialNo", ""))) if code == "Ok" else Answer("failed", code)


def reports(body: bytes) -> list[Report]:
    return [Report("delivered" if row.get("report_status") == "SUCCESS" else "failed", number=str(row.get("sid", "")), code=str(row.get("errmsg", ""))) for row in listed(body)]


REPLY = {"result": 0, "errmsg": "OK"}
