"""What Aliyun's text messages and voice calls share: parameters signed by HMAC-SHA1 in the RPC form, and the codes of their answers."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from ..wire import Access, Answer, Request, accepted, by_status

VERSION = "2017-05-25"
UNSURE = ("isp.", "Throttling", "ServiceUnavailable", "InternalError")


def encoded(text: str) -> str:
    """Percent-encoded as the signature wants it: all but letters, digits and -_.~"""
    return quote(text, safe="-_.~")


def canonical(parameters: Mapping[str, str]) -> str:
    return "&".join(f"{encoded(name)}={encoded(value)}" for name, value in sorted(parameters.items()))


def signature(secret: str, parameters: Mapping[str, str], method: str) -> str:
    """Base64 of HMAC-SHA1 under the secret and "&" over method, path and the sorted parameters."""
    text = f"{method}&{encoded('/')}&{encoded(canonical(parameters))}"
    return base64.b64encode(hmac.digest(f"{secret}&".encode(), text.encode(), "sha1")).decode()


def signed(action: str, own: Mapping[str, str], access: Access, now: datetime, nonce: str) -> Request:
    """A POST whose parameters stand in the body, with the signature among them."""
    common = {
        "AccessKeyId": access.key, "Action": action, "Format": "JSON", "RegionId": "cn-hangzhou", "SignatureMethod": "HMAC-SHA1", "SignatureNonce": nonce,
        "SignatureVersion": "1.0", "Timestamp": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "Version": VERSION,
    }  # fmt: skip
    parameters = {**common, **own}
    body = canonical({**parameters, "Signature": signature(access.secret, parameters, "POST")})
    return Request(f"{access.base.rstrip('/')}/", body.encode(), {"Content-Type": "application/x-www-form-urlencoded"})


def read(status: int, body: bytes, access: Access, number: str) -> Answer:
    """Code OK is accepted; throttling and faults of the operator are tried again. Refusals come with a status of 400 and a code."""
    found = by_status(200 if status == 400 else status, body)
    if isinstance(found, Answer):
        return found
    code = str(found.get("Code", ""))
    if code == "OK":
        return accepted(access, str(found.get(number, "")))
    return Answer("unsure" if code.startswith(UNSURE) else "failed", code)
