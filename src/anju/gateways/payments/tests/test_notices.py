"""The addresses that providers tell: signature, size, replay, twice, wrong sum, wrong merchant, late; and orders and refunds going out."""

from __future__ import annotations

import json
from decimal import Decimal
from urllib.parse import parse_qs, urlencode

import pytest

from anju.domains.charges import actions, jobs, queries
from anju.domains.charges.models import Allocation, Mismatch, Payment, ProviderNotice, Receipt
from anju.domains.charges.tests.conftest import START, again, must, sums
from anju.domains.charges.tests.test_matching import OURS, THEIRS
from anju.gateways.payments import driver
from anju.gateways.payments.translate import signature
from anju.kernel import scope as view

from .test_dialects import alipay_notice, paid, sealed, signed_headers

AT = int(START.timestamp())


def opened(community, bill, team, way: str) -> Payment:
    return must(actions.open_payment(community, way=way, charges=[bill], by=team("业主老林", "owner")))


def post(client, account, body: bytes, headers: dict | None = None, *, at: int = AT):
    """As it comes from outside: no session, no scope entered."""
    told = signed_headers(body, at=at) if headers is None else headers
    with view.left():
        return client.post(f"/pay/wechat/{account.pk}/", data=body, content_type="application/json", headers=told)


def test_a_signed_notice_pays_once_and_a_repeat_is_success_too(client, community, wechat_account, bill, team):
    payment = opened(community, bill, team, "wechat")
    body = sealed(paid(out_trade_no=payment.order_number))
    for _turn in range(2):
        assert post(client, wechat_account, body).status_code == 204
    assert (sums(bill), Receipt.objects.count(), ProviderNotice.objects.count()) == ((25060, 25060, "paid"), 1, 1)


def test_what_is_not_the_providers_is_refused_and_noted_without_effect(client, community, wechat_account, bill, team):
    payment = opened(community, bill, team, "wechat")
    body = sealed(paid(out_trade_no=payment.order_number))
    for headers, sent, status, code in (
        ({}, body, 401, "other_key"), (signed_headers(body, at=AT, private=OURS[0]), body, 401, "bad_signature"), (signed_headers(body, at=AT), body + b"x", 401, "bad_signature"),
        (signed_headers(body, at=AT - 301), body, 401, "too_old"), (signed_headers(b"{}", at=AT), b"{}", 400, "unreadable"),
    ):  # fmt: skip
        answer = post(client, wechat_account, sent, headers)
        assert (answer.status_code, answer.json()) == (status, {"code": "FAIL", "message": code})
    other_key = sealed(paid(out_trade_no=payment.order_number), key="k" * 32)
    assert post(client, wechat_account, other_key).status_code == 400
    senseless = sealed(paid(out_trade_no="X" * 80))
    assert post(client, wechat_account, senseless).status_code == 400
    assert (sums(bill), again(payment).state, ProviderNotice.objects.count(), again(wechat_account).refused_count) == ((25060, 0, "due"), "open", 0, 1)


def test_too_much_is_not_even_read(client, wechat_account):
    body = b"x" * (32 * 1024 + 1)
    assert post(client, wechat_account, body, {}).status_code == 413
    with view.left():
        assert client.post(f"/pay/wechat/{wechat_account.pk}/", data=b"", content_type="application/json", headers={"Content-Length": "many"}).status_code in (401, 413)


def test_another_address_does_not_exist(client, wechat_account, alipay_account):
    with view.left():
        for address in (f"/pay/alipay/{wechat_account.pk}/", f"/pay/cash/{wechat_account.pk}/", "/pay/wechat/00000000-0000-0000-0000-000000000000/", "/pay/wechat/x/"):
            assert client.post(address, data=b"{}", content_type="application/json").status_code == 404
        assert client.get(f"/pay/wechat/{wechat_account.pk}/").status_code == 405


@pytest.mark.parametrize(
    ("changed", "kind"), [({"amount": {"total": 1, "currency": "CNY"}}, "wrong_amount"), ({"mchid": "42"}, "wrong_merchant"), ({"out_trade_no": "GHOST"}, "unknown_order")]
)
def test_what_does_not_agree_is_taken_in_and_shown(client, community, wechat_account, bill, team, changed, kind):
    payment = opened(community, bill, team, "wechat")
    assert post(client, wechat_account, sealed(paid(**{"out_trade_no": payment.order_number, **changed}))).status_code == 204
    assert (Mismatch.objects.get().kind, sums(bill)) == (kind, (25060, 0, "due"))


def test_money_after_closing_is_taken_in_late(client, community, wechat_account, bill, team, desk):
    payment = opened(community, bill, team, "wechat")
    must(actions.close_payment(payment, by=desk))
    assert post(client, wechat_account, sealed(paid(out_trade_no=payment.order_number))).status_code == 204
    assert (Mismatch.objects.get().kind, again(payment).state, sums(bill)) == ("late", "mismatch", (25060, 0, "due"))


def tell_alipay(client, account, fields: dict):
    with view.left():
        return client.post(f"/pay/alipay/{account.pk}/", data=urlencode(fields), content_type="application/x-www-form-urlencoded")


def test_alipay_is_answered_success_once_it_stands_in_the_books(client, community, alipay_account, bill, team):
    payment = opened(community, bill, team, "alipay")
    fields = alipay_notice(out_trade_no=payment.order_number)
    for _turn in range(2):
        answer = tell_alipay(client, alipay_account, fields)
        assert (answer.status_code, answer.content) == (200, b"success")
    assert (sums(bill), Receipt.objects.count(), ProviderNotice.objects.count()) == ((25060, 25060, "paid"), 1, 1)
    forged = tell_alipay(client, alipay_account, {**fields, "notify_id": "other", "total_amount": "1.00"})
    assert (forged.status_code, forged.content) == (401, b"fail")
    with view.left():
        twice = client.post(f"/pay/alipay/{alipay_account.pk}/", data=urlencode(fields) + "&out_trade_no=X", content_type="application/x-www-form-urlencoded")
    assert twice.status_code == 400


class Line:
    """The wire, listening: what was sent, and what the provider answers."""

    def __init__(self, *answers) -> None:
        self.answers, self.sent = list(answers), []

    def __call__(self, address, body, headers):
        self.sent.append((address, body, headers))
        return self.answers.pop(0)


def wechat_answer(content: dict, *, at: int | None = None) -> tuple:
    body = json.dumps(content).encode()
    return 200, {name.lower(): value for name, value in signed_headers(body, at=at).items()}, body


@pytest.fixture
def public(monkeypatch):
    monkeypatch.setenv("ANJU_PUBLIC_URL", "https://anju.example.cn/")


def test_an_order_goes_out_signed_and_its_code_comes_back(community, wechat_account, bill, team, public, monkeypatch):
    payment = opened(community, bill, team, "wechat")
    now = int(driver.clock.machine().timestamp())
    monkeypatch.setattr(driver, "send", line := Line(wechat_answer({"code_url": "weixin://wxpay/bizpayurl?pr=1"}, at=now)))
    jobs.place_order.func(str(payment.pk))
    assert (again(payment).pay_code, again(payment).trouble) == ("weixin://wxpay/bizpayurl?pr=1", "")
    (address, _body, headers), sent = line.sent[0], json.loads(line.sent[0][1])
    assert address == "https://api.mch.weixin.qq.com/v3/pay/transactions/native"
    assert (sent["out_trade_no"], sent["amount"]["total"], sent["mchid"]) == (payment.order_number, 25060, "1900000109")
    assert sent["notify_url"] == f"https://anju.example.cn/pay/wechat/{wechat_account.pk}/"
    assert headers["Authorization"].startswith('WECHATPAY2-SHA256-RSA2048 mchid="1900000109"')
    assert sent["time_expire"] == "2026-03-05T09:30:00+08:00"


@pytest.mark.parametrize(
    ("answer", "said"),
    [((400, {}, b'{"code":"PARAM_ERROR","message":"appid"}'), "appid"), ((200, {}, b'{"code_url":"weixin://evil"}'), "other_key"), ((200, {}, b"<html>"), "other_key"), ((502, {}, b""), "unreadable")],
)
def test_an_answer_that_is_no_is_said_and_an_unsigned_code_is_never_shown(community, wechat_account, bill, team, public, monkeypatch, answer, said):
    payment = opened(community, bill, team, "wechat")
    monkeypatch.setattr(driver, "send", Line(answer))
    jobs.place_order.func(str(payment.pk))
    assert (again(payment).pay_code, again(payment).trouble) == ("", f"支付渠道拒绝：{said}")


def test_without_a_public_address_nothing_goes_out(community, wechat_account, bill, team, monkeypatch):
    payment = opened(community, bill, team, "wechat")
    monkeypatch.setattr(driver, "send", line := Line())
    jobs.place_order.func(str(payment.pk))
    assert ("ANJU_PUBLIC_URL" in again(payment).trouble, line.sent) == (True, [])


def alipay_answer(method: str, inner: dict) -> tuple:
    text = json.dumps(inner)
    return 200, {}, f'{{"{method}_response":{text},"sign":"{signature(THEIRS[0], text.encode())}"}}'.encode()


def test_alipay_gives_a_code_and_its_refund_is_done_at_once(client, community, alipay_account, bill, team, desk, manager, public, monkeypatch):
    payment = opened(community, bill, team, "alipay")
    answers = alipay_answer("alipay_trade_precreate", {"code": "10000", "qr_code": "https://qr.alipay.com/1"}), alipay_answer("alipay_trade_refund", {"code": "10000", "fund_change": "Y"})
    monkeypatch.setattr(driver, "send", line := Line(*answers))
    jobs.place_order.func(str(payment.pk))
    assert again(payment).pay_code == "https://qr.alipay.com/1"
    tell_alipay(client, alipay_account, alipay_notice(out_trade_no=payment.order_number))
    wish = must(actions.ask_refund(Allocation.objects.get(), amount=Decimal("50"), reason="多收", by=desk))
    must(actions.approve_refund(wish, by=manager))
    jobs.place_refund.func(str(wish.pk))
    jobs.place_refund.func(str(wish.pk))
    assert (again(wish).state, again(payment).refunded_fen, sums(bill)) == ("done", 5000, (20060, 20060, "paid"))
    content = json.loads(parse_qs(line.sent[1][1].decode())["biz_content"][0])
    assert content == {"out_trade_no": payment.order_number, "out_request_no": wish.number, "refund_amount": "50.00", "refund_reason": "多收"}


def test_a_wechat_refund_waits_for_its_notice(client, community, wechat_account, bill, team, desk, manager, public, monkeypatch):
    payment = opened(community, bill, team, "wechat")
    post(client, wechat_account, sealed(paid(out_trade_no=payment.order_number)))
    wish = must(actions.approve_refund(must(actions.ask_refund(Allocation.objects.get(), reason="退租", by=desk)), by=manager))
    now = int(driver.clock.machine().timestamp())
    monkeypatch.setattr(driver, "send", Line(wechat_answer({"refund_id": "503", "status": "PROCESSING"}, at=now)))
    jobs.place_refund.func(str(wish.pk))
    assert (again(wish).state, sums(bill)) == ("sent", (25060, 25060, "paid"))
    content = {"mchid": "1900000109", "out_trade_no": payment.order_number, "out_refund_no": wish.number, "refund_id": "503", "refund_status": "SUCCESS", "amount": {"total": 25060, "refund": 25060}}
    assert post(client, wechat_account, sealed(content, event="REFUND.SUCCESS", notice_id="RF-1")).status_code == 204
    assert (again(wish).state, sums(bill), queries.receipt_of(again(payment)) is not None) == ("done", (0, 0, "paid"), True)
