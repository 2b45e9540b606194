"""Talking to the providers: always the same two hosts, a short time limit, small answers, each answer's signature checked."""

from __future__ import annotations

import json
import os
import secrets
import urllib.error
import urllib.parse
import urllib.request
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.domains.charges.queries import Answer, Payment, Refund
from anju.kernel import clock

from . import alipay, wechat
from .translate import Refused, Told

TIMEOUT_SECONDS = 10
MOST_BYTES = 64 * 1024
BEIJING = ZoneInfo("Asia/Shanghai")


def send(address: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    """POST, or GET where there is no body; (status, headers, body). Raises OSError when nobody answers."""
    request = urllib.request.Request(address, data=body, headers=headers, method="GET" if body is None else "POST")
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            return answer.status, dict(answer.headers), answer.read(MOST_BYTES)
    except urllib.error.HTTPError as refused:
        return refused.code, dict(refused.headers), refused.read(MOST_BYTES)


def notify_url(way: str, merchant_id: Any) -> str:
    """Where the provider tells; empty where this installation has no public address (ANJU_PUBLIC_URL)."""
    public = os.environ.get("ANJU_PUBLIC_URL", "").rstrip("/")
    return public + reverse("payment_notice", args=[way, merchant_id]) if public.startswith("https://") else ""


def _no_address() -> Answer:
    return Answer(trouble=_("This installation has no public address at which the provider could tell of the payment (ANJU_PUBLIC_URL)."))


def _refused(said: str) -> Answer:
    return Answer(trouble=_("The provider refused: %(said)s") % {"said": said[:120]})


def _standing(told: Told | None, payment: Payment) -> Answer:
    """The answer to a question about one order; what speaks of another order is no answer to it."""
    if told is None:
        return Answer()
    if told.order_number != payment.order_number:
        return _refused("unreadable")
    return Answer(is_done=True, amount_fen=told.amount_fen, provider_number=told.provider_number, told_merchant=told.told_merchant)


class WechatDriver:
    def place_order(self, payment: Payment, keys: dict[str, str]) -> Answer:
        merchant = payment.merchant
        if not (told_at := notify_url("wechat", merchant.pk)):
            return _no_address()
        expires = payment.expires_at.astimezone(BEIJING).isoformat(timespec="seconds")
        body = wechat.order_body(
            app_id=merchant.app_id, merchant_id=merchant.merchant_id, description=f"{payment.scope.name} {payment.number}", order_number=payment.order_number,
            expires=expires, notify_url=told_at, fen=payment.amount_fen,
        )  # fmt: skip
        status, said = self._call(wechat.NATIVE, body, merchant, keys)
        return Answer(pay_code=str(said["code_url"])) if status == 200 and said.get("code_url") else _refused(str(said.get("message", status)))

    def place_refund(self, refund: Refund, keys: dict[str, str]) -> Answer:
        merchant = refund.payment.merchant
        if not (told_at := notify_url("wechat", merchant.pk)):
            return _no_address()
        body = wechat.refund_body(
            order_number=refund.payment.order_number, refund_number=refund.number, reason=refund.reason, notify_url=told_at, fen=refund.amount_fen,
            total_fen=refund.payment.amount_fen,
        )  # fmt: skip
        status, said = self._call(wechat.REFUND, body, merchant, keys)
        return Answer() if status == 200 and said.get("status") in ("PROCESSING", "SUCCESS") else _refused(str(said.get("message", said.get("status", status))))

    def ask_order(self, payment: Payment, keys: dict[str, str]) -> Answer:
        merchant = payment.merchant
        status, said = self._call(wechat.order_path(payment.order_number, merchant.merchant_id), "", merchant, keys)
        if status == 404 and said.get("code") in wechat.UNKNOWN_ORDER:
            return Answer()
        if status != 200:
            return _refused(str(said.get("message", status)))
        try:
            return _standing(wechat.standing(said, app_id=merchant.app_id), payment)
        except Refused as bad:
            return _refused(bad.code)

    def _call(self, path: str, body: str, merchant: Any, keys: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A signed request, a GET where there is no body, and its checked answer."""
        now = int(clock.machine().timestamp())
        signed = wechat.authorization(
            method="POST" if body else "GET", path=path, body=body, merchant_id=merchant.merchant_id, serial=merchant.certificate_serial, private_key=keys["private_key"], timestamp=now,
            nonce=secrets.token_hex(16),
        )  # fmt: skip
        headers = {"Authorization": signed, "Content-Type": "application/json", "Accept": "application/json", "User-Agent": "anju", "Wechatpay-Serial": keys["platform_serial"]}
        status, answered, raw = send(wechat.HOST + path, body.encode() or None, headers)
        try:
            if status == 200:
                named = {name.title(): value for name, value in answered.items()}
                wechat.verified(named, raw, platform_key=keys["platform_key"], platform_serial=keys["platform_serial"], now=now)
            said = json.loads(raw)
        except (Refused, ValueError) as bad:
            return 0, {"message": getattr(bad, "code", "unreadable")}
        return status, said if isinstance(said, dict) else {}


class AlipayDriver:
    def place_order(self, payment: Payment, keys: dict[str, str]) -> Answer:
        if not (told_at := notify_url("alipay", payment.merchant.pk)):
            return _no_address()
        minutes = max(1, (payment.expires_at - clock.now()) // timedelta(minutes=1))
        content = alipay.order_content(order_number=payment.order_number, subject=f"{payment.scope.name} {payment.number}", fen=payment.amount_fen, minutes=minutes)
        said = self._post("alipay.trade.precreate", content, payment.merchant, keys, told_at)
        return Answer(pay_code=str(said["qr_code"])) if said.get("code") == "10000" and said.get("qr_code") else _refused(str(said.get("sub_msg", said.get("msg", ""))))

    def place_refund(self, refund: Refund, keys: dict[str, str]) -> Answer:
        payment = refund.payment
        content = alipay.refund_content(order_number=payment.order_number, refund_number=refund.number, fen=refund.amount_fen, reason=refund.reason)
        said = self._post("alipay.trade.refund", content, payment.merchant, keys)
        return Answer(is_done=True) if said.get("code") == "10000" else _refused(str(said.get("sub_msg", said.get("msg", ""))))

    def ask_order(self, payment: Payment, keys: dict[str, str]) -> Answer:
        said = self._post("alipay.trade.query", {"out_trade_no": payment.order_number}, payment.merchant, keys)
        if said.get("sub_code") == alipay.UNKNOWN_ORDER:
            return Answer()
        if said.get("code") != "10000":
            return _refused(str(said.get("sub_msg", said.get("msg", ""))))
        try:
            return _standing(alipay.standing(said, merchant_id=payment.merchant.merchant_id), payment)
        except Refused as bad:
            return _refused(bad.code)

    def _post(self, method: str, content: dict[str, Any], merchant: Any, keys: dict[str, str], told_at: str = "") -> dict[str, Any]:
        stamp = f"{clock.machine().astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"
        fields = alipay.request_fields(method=method, app_id=merchant.app_id, timestamp=stamp, content=content, private_key=keys["private_key"], notify_url=told_at)
        headers = {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}
        _status, _headers, raw = send(alipay.GATEWAY, urllib.parse.urlencode(fields).encode(), headers)
        try:
            return alipay.answer_of(raw.decode("utf-8"), method, keys["platform_key"])
        except (Refused, UnicodeDecodeError) as bad:
            return {"msg": getattr(bad, "code", "unreadable")}
