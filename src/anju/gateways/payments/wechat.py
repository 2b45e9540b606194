"""WeChat Pay API v3 as its documents lay down: the signed request, the signed and encrypted notice. No network, no clock.

Signed is `METHOD\\nURL\\nTIMESTAMP\\nNONCE\\nBODY\\n` outwards and `TIMESTAMP\\nNONCE\\nBODY\\n` inwards, by SHA256-RSA2048. A notice carries its
content as AEAD_AES_256_GCM under the merchant's API v3 key.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .translate import Refused, Told, check, signature

HOST = "https://api.mch.weixin.qq.com"
NATIVE = "/v3/pay/transactions/native"
REFUND = "/v3/refund/domestic/refunds"
UNKNOWN_ORDER = ("ORDER_NOT_EXIST", "ORDERNOTEXIST")
FRESH_SECONDS = 300
SCHEMA = "WECHATPAY2-SHA256-RSA2048"


def authorization(*, method: str, path: str, body: str, merchant_id: str, serial: str, private_key: str, timestamp: int, nonce: str) -> str:
    """The Authorization header of a request; `path` is the address without the host, with its query."""
    signed = signature(private_key, f"{method}\n{path}\n{timestamp}\n{nonce}\n{body}\n".encode())
    return f'{SCHEMA} mchid="{merchant_id}",nonce_str="{nonce}",signature="{signed}",timestamp="{timestamp}",serial_no="{serial}"'


def order_body(*, app_id: str, merchant_id: str, description: str, order_number: str, expires: str, notify_url: str, fen: int) -> str:
    """An order whose code the payer scans; `expires` is RFC 3339 with its zone."""
    return _json({
        "appid": app_id, "mchid": merchant_id, "description": description[:127], "out_trade_no": order_number, "time_expire": expires, "notify_url": notify_url,
        "amount": {"total": fen, "currency": "CNY"},
    })  # fmt: skip


def refund_body(*, order_number: str, refund_number: str, reason: str, notify_url: str, fen: int, total_fen: int) -> str:
    return _json({
        "out_trade_no": order_number, "out_refund_no": refund_number, "reason": reason[:80], "notify_url": notify_url,
        "amount": {"refund": fen, "total": total_fen, "currency": "CNY"},
    })  # fmt: skip


def order_path(order_number: str, merchant_id: str) -> str:
    """Where an order is asked about, by our own number."""
    return f"/v3/pay/transactions/out-trade-no/{order_number}?mchid={merchant_id}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def verified(headers: Mapping[str, str], body: bytes, *, platform_key: str, platform_serial: str, now: int) -> None:
    """That a message is the provider's and of these five minutes; raises Refused."""
    timestamp, nonce = headers.get("Wechatpay-Timestamp", ""), headers.get("Wechatpay-Nonce", "")
    if headers.get("Wechatpay-Serial", "") != platform_serial:
        raise Refused("other_key")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12 and nonce):
        raise Refused("unreadable")
    check(platform_key, f"{timestamp}\n{nonce}\n".encode() + body + b"\n", headers.get("Wechatpay-Signature", ""))
    if abs(now - int(timestamp)) > FRESH_SECONDS:
        raise Refused("too_old")


def decrypted(resource: Mapping[str, str], api_v3_key: str) -> dict[str, Any]:
    """The content of a notice's `resource`; raises Refused."""
    if resource.get("algorithm") != "AEAD_AES_256_GCM":
        raise Refused("unreadable")
    try:
        cipher = base64.b64decode(resource["ciphertext"], validate=True)
        plain = AESGCM(api_v3_key.encode()).decrypt(resource["nonce"].encode(), cipher, resource.get("associated_data", "").encode())
    except (InvalidTag, KeyError, ValueError, AttributeError, binascii.Error):
        raise Refused("bad_cipher") from None
    return _object(plain)


def _object(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        raise Refused("unreadable") from None
    if not isinstance(value, dict):
        raise Refused("unreadable")
    return value


def told(body: bytes, *, api_v3_key: str, app_id: str = "") -> Told:
    """A verified notice in our own words; raises Refused where it makes no sense."""
    notice = _object(body)
    resource = notice.get("resource")
    if not isinstance(resource, dict) or not isinstance(notice.get("id"), str):
        raise Refused("unreadable")
    content, kind = decrypted(resource, api_v3_key), str(notice.get("event_type", ""))
    try:
        return _refund(notice["id"], kind, content) if kind.startswith("REFUND.") else _payment(notice["id"], content, app_id)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Refused("unreadable") from None


def standing(content: Mapping[str, Any], *, app_id: str) -> Told | None:
    """The answer to a question about an order: paid, even if it was given back since; None while it is not. Raises Refused."""
    if content.get("trade_state") not in ("SUCCESS", "REFUND"):
        return None
    try:
        return _payment("", {**content, "trade_state": "SUCCESS"}, app_id)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Refused("unreadable") from None


def _payment(notice_id: str, content: dict[str, Any], app_id: str) -> Told:
    amount, is_paid = content["amount"], content["trade_state"] == "SUCCESS"
    is_ours = (not app_id or content.get("appid", app_id) == app_id) and amount.get("currency", "CNY") == "CNY"
    return Told(
        notice_id=notice_id, outcome="paid" if is_paid else "not_paid", order_number=str(content["out_trade_no"]), told_merchant=str(content["mchid"]) if is_ours else "?",
        amount_fen=_fen(amount["total"]), provider_number=str(content.get("transaction_id", "")),
    )  # fmt: skip


def _refund(notice_id: str, kind: str, content: dict[str, Any]) -> Told:
    is_done = kind == "REFUND.SUCCESS" and content["refund_status"] == "SUCCESS"
    return Told(
        notice_id=notice_id, outcome="refunded" if is_done else "refund_failed", order_number=str(content["out_trade_no"]), told_merchant=str(content["mchid"]),
        amount_fen=_fen(content["amount"]["refund"]), provider_number=str(content.get("refund_id", "")), refund_number=str(content["out_refund_no"]),
    )  # fmt: skip


def _fen(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(value)
    return value
