"""No notice came: the provider is asked about the order, signed as its documents say, and what it answers is booked once."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from anju.domains.charges import actions, closing, jobs
from anju.domains.charges.models import Mismatch, Payment, ProviderNotice, Receipt
from anju.domains.charges.tests.conftest import START, SYSTEM, again, must, sums
from anju.domains.charges.tests.test_matching import OURS
from anju.gateways.payments import driver
from anju.gateways.payments.translate import check
from anju.kernel import clock

from .test_dialects import paid, sealed
from .test_notices import Line, alipay_answer, opened, post, wechat_answer

EXPIRED = START + timedelta(minutes=31)


def waiting(community, bill, team, way: str) -> Payment:
    """A payment whose code was given out."""
    payment = opened(community, bill, team, way)
    return must(actions.note_pay_code(payment, pay_code="weixin://wxpay/bizpayurl?pr=1", by=SYSTEM))


def order(payment: Payment, **changed) -> dict:
    return {**paid(out_trade_no=payment.order_number), **changed}


def ask(monkeypatch, payment: Payment, *answers) -> Line:
    monkeypatch.setattr(driver, "send", line := Line(*answers))
    jobs.ask_order.func(str(payment.pk))
    return line


def signed_now(content: dict) -> tuple:
    return wechat_answer(content, at=int(driver.clock.machine().timestamp()))


def test_wechat_is_asked_by_a_signed_get_and_the_money_is_booked_once(client, community, wechat_account, bill, team, monkeypatch):
    payment = waiting(community, bill, team, "wechat")
    line = ask(monkeypatch, payment, signed_now(order(payment)))
    path = f"/v3/pay/transactions/out-trade-no/{payment.order_number}?mchid=1900000109"
    address, body, headers = line.sent[0]
    assert (address, body) == (f"https://api.mch.weixin.qq.com{path}", None)
    said = dict(part.split("=", 1) for part in headers["Authorization"].partition(" ")[2].replace('"', "").split(","))
    check(OURS[1], f"GET\n{path}\n{said['timestamp']}\n{said['nonce_str']}\n\n".encode(), said["signature"])
    assert (sums(bill), again(payment).state, Receipt.objects.count()) == ((25060, 25060, "paid"), "settled", 1)
    assert post(client, wechat_account, sealed(order(payment))).status_code == 204
    assert ([one.outcome for one in ProviderNotice.objects.order_by("id")], Receipt.objects.count(), Mismatch.objects.count()) == (["settled", "repeated"], 1, 0)


def test_alipay_is_asked_by_its_query_and_the_money_is_booked(community, alipay_account, bill, team, monkeypatch):
    payment = waiting(community, bill, team, "alipay")
    answer = {"code": "10000", "msg": "Success", "trade_no": "2013112011001004330000121536", "out_trade_no": payment.order_number, "trade_status": "TRADE_SUCCESS", "total_amount": "250.60"}
    line = ask(monkeypatch, payment, alipay_answer("alipay_trade_query", answer))
    fields = {name: values[0] for name, values in parse_qs(line.sent[0][1].decode()).items()}
    assert (fields["method"], json.loads(fields["biz_content"])) == ("alipay.trade.query", {"out_trade_no": payment.order_number})
    signed = "&".join(f"{name}={fields[name]}" for name in sorted(fields) if name != "sign")
    check(OURS[1], signed.encode(), fields["sign"])
    assert (sums(bill), again(payment).provider_number) == ((25060, 25060, "paid"), "2013112011001004330000121536")


@pytest.mark.parametrize(
    ("way", "answer"),
    [
        ("wechat", lambda one: signed_now({**order(one), "trade_state": "NOTPAY"})),
        ("wechat", lambda one: signed_now({"out_trade_no": one.order_number, "mchid": "1900000109", "trade_state": "CLOSED"})),
        ("wechat", lambda one: (404, {}, b'{"code":"ORDER_NOT_EXIST","message":"x"}')),
        ("alipay", lambda one: alipay_answer("alipay_trade_query", {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_NOT_EXIST"})),
        ("alipay", lambda one: alipay_answer("alipay_trade_query", {"code": "10000", "out_trade_no": one.order_number, "trade_status": "WAIT_BUYER_PAY", "total_amount": "250.60"})),
    ],
)  # fmt: skip
def test_what_was_not_paid_waits_for_its_time_and_is_given_up_then(community, wechat_account, alipay_account, bill, team, monkeypatch, way, answer):
    payment = waiting(community, bill, team, way)
    ask(monkeypatch, payment, answer(payment))
    assert (again(payment).state, sums(bill), ProviderNotice.objects.count()) == ("open", (25060, 0, "due"), 0)
    with clock.frozen(EXPIRED):
        assert closing.close_expired(community, clock.now(), by=SYSTEM) == 0
        ask(monkeypatch, payment, answer(payment))
    assert again(payment).state == "closed"


@pytest.mark.parametrize(
    "answer",
    [
        lambda one: (200, {}, json.dumps(order(one)).encode()),
        lambda one: signed_now(order(one, out_trade_no="AJ-another")),
        lambda one: signed_now({"trade_state": "SUCCESS"}),
        lambda one: signed_now(order(one, amount={"total": "25060"})),
        lambda one: (500, {}, b"<html>"),
    ],
    ids=["unsigned", "another order", "nothing in it", "no amount", "out of order"],
)
def test_what_is_no_answer_books_nothing_and_is_asked_again_for_a_day(community, wechat_account, bill, team, monkeypatch, answer):
    payment = waiting(community, bill, team, "wechat")
    with clock.frozen(EXPIRED):
        ask(monkeypatch, payment, answer(payment))
    assert (again(payment).state, sums(bill), ProviderNotice.objects.count()) == ("open", (25060, 0, "due"), 0)
    with clock.frozen(EXPIRED + timedelta(days=1)):
        ask(monkeypatch, payment, answer(payment))
    assert again(payment).state == "closed"


def test_another_sum_or_another_merchant_becomes_a_difference(community, wechat_account, bill, team, monkeypatch):
    payment = waiting(community, bill, team, "wechat")
    ask(monkeypatch, payment, signed_now(order(payment, amount={"total": 1, "currency": "CNY"})))
    assert (again(payment).state, sums(bill), [one.kind for one in Mismatch.objects.all()]) == ("mismatch", (25060, 0, "due"), ["wrong_amount"])


def test_the_clock_asks_about_every_code_that_is_out(community, wechat_account, bill, team, monkeypatch):
    asked = []
    monkeypatch.setattr(closing, "enqueue", lambda job, pk: asked.append((job, pk)))
    payment = waiting(community, bill, team, "wechat")
    assert closing.ask_providers(community, START + timedelta(minutes=2)) == 0
    assert closing.ask_providers(community, START + timedelta(minutes=4)) == 1
    assert asked == [("charges.ask_order", str(payment.pk))]


def test_the_desk_asks_at_once_only_where_a_provider_holds_an_order(community, wechat_account, bill, team, desk):
    payment = opened(community, bill, team, "wechat")
    no = actions.ask_provider(payment, by=desk)
    assert (no.code, again(payment).state) == ("charges.nothing_to_ask", "open")
    must(actions.note_pay_code(payment, pay_code="weixin://x", by=SYSTEM))
    assert must(actions.ask_provider(payment, by=desk)).pk == payment.pk
