"""Alipay with RSA2 as its documents lay down: the signed request, the signed notice. No network, no clock.

Signed is `name=value&…` of the names in order: outwards all but `sign`, inwards all but `sign` and `sign_type`; by SHA256 with RSA.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from .translate import Refused, Told, check, signature

GATEWAY = "https://openapi.alipay.com/gateway.do"
UNKNOWN_ORDER = "ACQ.TRADE_NOT_EXIST"
"""So it answers until the code was scanned."""
PAID = ("TRADE_SUCCESS", "TRADE_FINISHED")
FRESH = timedelta(hours=26)
"""A notice is told again for 25 hours, each time as it was; its number is taken in once."""


def to_sign(fields: Mapping[str, str], *, without: tuple[str, ...]) -> str:
    return "&".join(f"{name}={fields[name]}" for name in sorted(fields) if name not in without and fields[name] != "")


def request_fields(*, method: str, app_id: str, timestamp: str, content: dict[str, Any], private_key: str, notify_url: str = "") -> dict[str, str]:
    """The fields of a request, signed; `timestamp` is 2026-03-05 14:30:00 in Beijing."""
    fields = {
        "app_id": app_id, "method": method, "format": "JSON", "charset": "utf-8", "sign_type": "RSA2", "timestamp": timestamp, "version": "1.0", "notify_url": notify_url,
        "biz_content": json.dumps(content, ensure_ascii=False, separators=(",", ":")),
    }  # fmt: skip
    fields = {name: value for name, value in fields.items() if value}
    return {**fields, "sign": signature(private_key, to_sign(fields, without=("sign",)).encode())}


def order_content(*, order_number: str, subject: str, fen: int, minutes: int) -> dict[str, Any]:
    return {"out_trade_no": order_number, "total_amount": yuan(fen), "subject": subject[:128], "timeout_express": f"{minutes}m"}


def refund_content(*, order_number: str, refund_number: str, fen: int, reason: str) -> dict[str, Any]:
    return {"out_trade_no": order_number, "out_request_no": refund_number, "refund_amount": yuan(fen), "refund_reason": reason[:128]}


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def fen(amount: str) -> int:
    """Raises Refused where it is no amount of money."""
    try:
        value = Decimal(amount) * 100
    except InvalidOperation:
        raise Refused("unreadable") from None
    if not value.is_finite() or value != value.to_integral_value() or value < 0:
        raise Refused("unreadable")
    return int(value)


def answer_of(text: str, method: str, platform_key: str) -> dict[str, Any]:
    """The signed part of an answer, checked as it stands in the text; raises Refused."""
    name = f"{method.replace('.', '_')}_response"
    try:
        whole = json.loads(text)
        start = text.index("{", text.index(f'"{name}"') + len(name) + 2)
        end = json.JSONDecoder().raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        raise Refused("unreadable") from None
    check(platform_key, text[start:end].encode(), str(whole.get("sign", "")))
    return whole[name]


def verified(fields: Mapping[str, str], *, platform_key: str, now: datetime) -> None:
    """That a notice is the provider's and not long gone; `now` is the wall clock in Beijing. Raises Refused."""
    if fields.get("sign_type") != "RSA2":
        raise Refused("other_key")
    check(platform_key, to_sign(fields, without=("sign", "sign_type")).encode(), fields.get("sign", ""))
    try:
        told_at = datetime.strptime(fields.get("notify_time", ""), "%Y-%m-%d %H:%M:%S")
    except ValueError:
        raise Refused("unreadable") from None
    if abs(now - told_at) > FRESH:
        raise Refused("too_old")


def told(fields: Mapping[str, str], *, app_id: str) -> Told:
    """A verified notice in our own words. Its merchant is the seller, where the app is ours."""
    try:
        is_paid = fields["trade_status"] in PAID
        return Told(
            notice_id=fields["notify_id"], outcome="paid" if is_paid else "not_paid", order_number=fields["out_trade_no"],
            told_merchant=fields["seller_id"] if fields["app_id"] == app_id else "?", amount_fen=fen(fields["total_amount"]), provider_number=fields.get("trade_no", ""),
        )  # fmt: skip
    except KeyError:
        raise Refused("unreadable") from None


def standing(said: Mapping[str, Any], *, merchant_id: str) -> Told | None:
    """The answer to a question about an order, None while it is not paid; an app is told of its own merchant's orders alone. Raises Refused."""
    if said.get("trade_status") not in PAID:
        return None
    try:
        return Told(
            notice_id="", outcome="paid", order_number=str(said["out_trade_no"]), told_merchant=merchant_id, amount_fen=fen(str(said["total_amount"])),
            provider_number=str(said.get("trade_no", "")),
        )  # fmt: skip
    except KeyError:
        raise Refused("unreadable") from None
