"""The two dialects against their documents. One vector is official (named below); the others are made here with generated keys."""

from __future__ import annotations

import base64
import json
import re
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from hypothesis import given
from hypothesis import strategies as some

from anju.domains.charges.tests.test_matching import OURS, THEIRS
from anju.gateways.payments import alipay, wechat
from anju.gateways.payments.translate import Refused, check, signature

API_V3_KEY = "a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb"
NOW = 1_772_672_400
BEIJING_NOW = datetime(2026, 3, 5, 9, 0)


def test_the_official_vector_of_aes_256_gcm_opens():
    """Key, nonce, associated data and cipher text are those of the provider's own SDK (wechatpay-java, AeadAesCipherTest)."""
    plain = AESGCM(API_V3_KEY.encode()).decrypt(b"uluk4a9R25RW", base64.b64decode("ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI="), b"associatedData")
    assert plain == b"message"
    resource = {"algorithm": "AEAD_AES_256_GCM", "nonce": "uluk4a9R25RW", "associated_data": "associatedData", "ciphertext": "ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI="}
    with pytest.raises(Refused, match="unreadable"):  # it opens; “message” is no JSON
        wechat.decrypted(resource, API_V3_KEY)


@pytest.mark.parametrize("changed", [{"nonce": "uluk4a9R25RX"}, {"associated_data": "x"}, {"ciphertext": "AAAA"}, {"ciphertext": "***"}, {"nonce": None}])
def test_a_changed_resource_does_not_open(changed):
    resource = {"algorithm": "AEAD_AES_256_GCM", "nonce": "uluk4a9R25RW", "associated_data": "associatedData", "ciphertext": "ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI="}
    with pytest.raises(Refused, match="bad_cipher"):
        wechat.decrypted({**resource, **changed}, API_V3_KEY)


def sealed(content: dict, *, event: str = "TRANSACTION.SUCCESS", notice_id: str = "EV-1", key: str = API_V3_KEY) -> bytes:
    """A notice as the provider sends it."""
    cipher = AESGCM(key.encode()).encrypt(b"0123456789ab", json.dumps(content).encode(), b"transaction")
    resource = {
        "original_type": "transaction", "algorithm": "AEAD_AES_256_GCM", "ciphertext": base64.b64encode(cipher).decode(), "associated_data": "transaction", "nonce": "0123456789ab",
    }  # fmt: skip
    return json.dumps({"id": notice_id, "create_time": "2026-03-05T09:00:00+08:00", "resource_type": "encrypt-resource", "event_type": event, "resource": resource}).encode()


def signed_headers(body: bytes, *, at: int = NOW, private: str = THEIRS[0], serial: str = "PUB_KEY_ID_01") -> dict[str, str]:
    message = f"{at}\nNONCE\n".encode() + body + b"\n"
    return {"Wechatpay-Timestamp": str(at), "Wechatpay-Nonce": "NONCE", "Wechatpay-Serial": serial, "Wechatpay-Signature": signature(private, message)}


def paid(**changed) -> dict:
    return {
        "mchid": "1900000109", "appid": "wxd678efh567hg6787", "out_trade_no": "AJ1", "transaction_id": "4200001", "trade_state": "SUCCESS",
        "amount": {"total": 25060, "payer_total": 25060, "currency": "CNY"}, **changed,
    }  # fmt: skip


def test_a_request_is_signed_over_method_path_time_nonce_and_body():
    body = wechat.order_body(app_id="wx1", merchant_id="1900000109", description="物业费", order_number="AJ1", expires="2026-03-05T09:30:00+08:00", notify_url="https://a/", fen=1)
    header = wechat.authorization(method="POST", path=wechat.NATIVE, body=body, merchant_id="1900000109", serial="5157F0", private_key=OURS[0], timestamp=1554208460, nonce="593BEC0C")
    found = re.fullmatch(r'WECHATPAY2-SHA256-RSA2048 mchid="1900000109",nonce_str="593BEC0C",signature="([^"]+)",timestamp="1554208460",serial_no="5157F0"', header)
    said = f"POST\n/v3/pay/transactions/native\n1554208460\n593BEC0C\n{body}\n".encode()
    load_pem_public_key(OURS[1].encode()).verify(base64.b64decode(found[1]), said, PKCS1v15(), SHA256())
    assert json.loads(body)["amount"] == {"total": 1, "currency": "CNY"}


def test_a_notice_says_what_was_paid():
    told = wechat.told(sealed(paid()), api_v3_key=API_V3_KEY, app_id="wxd678efh567hg6787")
    assert (told.notice_id, told.outcome, told.order_number, told.told_merchant, told.amount_fen, told.provider_number) == ("EV-1", "paid", "AJ1", "1900000109", 25060, "4200001")
    assert wechat.told(sealed(paid(trade_state="CLOSED")), api_v3_key=API_V3_KEY).outcome == "not_paid"
    assert wechat.told(sealed(paid(appid="other")), api_v3_key=API_V3_KEY, app_id="wx1").told_merchant == "?"
    assert wechat.told(sealed(paid(amount={"total": 25060, "currency": "USD"})), api_v3_key=API_V3_KEY).told_merchant == "?"


@pytest.mark.parametrize(("event", "status", "outcome"), [("REFUND.SUCCESS", "SUCCESS", "refunded"), ("REFUND.ABNORMAL", "ABNORMAL", "refund_failed"), ("REFUND.CLOSED", "CLOSED", "refund_failed")])
def test_a_notice_says_what_went_back(event, status, outcome):
    content = {"mchid": "1900000109", "out_trade_no": "AJ1", "out_refund_no": "T2026-000001", "refund_id": "5030001", "refund_status": status, "amount": {"total": 25060, "refund": 5000}}
    told = wechat.told(sealed(content, event=event), api_v3_key=API_V3_KEY)
    assert (told.outcome, told.refund_number, told.amount_fen, told.provider_number) == (outcome, "T2026-000001", 5000, "5030001")


def verify(headers: dict, body: bytes, now: int = NOW) -> None:
    wechat.verified(headers, body, platform_key=THEIRS[1], platform_serial="PUB_KEY_ID_01", now=now)


def test_only_the_providers_own_fresh_words_are_heard():
    body = sealed(paid())
    verify(signed_headers(body), body)
    verify(signed_headers(body), body, now=NOW + 300)
    for headers, sent, now, code in (
        (signed_headers(body), body + b" ", NOW, "bad_signature"), (signed_headers(body, private=OURS[0]), body, NOW, "bad_signature"), (signed_headers(body), body, NOW + 301, "too_old"),
        (signed_headers(body), body, NOW - 301, "too_old"), (signed_headers(body, serial="X"), body, NOW, "other_key"), ({}, body, NOW, "other_key"),
        ({**signed_headers(body), "Wechatpay-Timestamp": "9" * 40}, body, NOW, "unreadable"), ({**signed_headers(body), "Wechatpay-Timestamp": str(NOW + 1)}, body, NOW, "bad_signature"),
        ({**signed_headers(body), "Wechatpay-Nonce": ""}, body, NOW, "unreadable"), ({**signed_headers(body), "Wechatpay-Signature": "?"}, body, NOW, "bad_signature"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=code):
            verify(headers, sent, now)


@given(raw=some.binary(max_size=300) | some.builds(lambda value: json.dumps(value).encode(), some.recursive(some.none() | some.integers() | some.text(), some.lists, max_leaves=5)))
def test_no_bytes_at_all_break_the_reader(raw):
    with pytest.raises(Refused):
        wechat.told(raw, api_v3_key=API_V3_KEY)


@given(content=some.dictionaries(some.sampled_from(["mchid", "amount", "trade_state", "out_trade_no"]), some.none() | some.integers() | some.text() | some.lists(some.integers())))
def test_no_content_at_all_breaks_the_reader(content):
    with pytest.raises(Refused):
        wechat.told(sealed(content), api_v3_key=API_V3_KEY)


def alipay_notice(**changed) -> dict[str, str]:
    fields = {
        "notify_id": "ac05099524730693a8b330c5ecf72da9786", "notify_type": "trade_status_sync", "notify_time": "2026-03-05 08:59:58", "sign_type": "RSA2", "charset": "utf-8",
        "app_id": "2014072300007148", "seller_id": "2088102119685838", "out_trade_no": "AJ1", "trade_no": "2013112011001004330000121536", "trade_status": "TRADE_SUCCESS",
        "total_amount": "250.60", "subject": "物业服务费 & 其他=1", "body": "", **changed,
    }  # fmt: skip
    signed = {name: value for name, value in fields.items() if name not in ("sign", "sign_type") and value}
    return {**fields, "sign": signature(THEIRS[0], "&".join(f"{name}={signed[name]}" for name in sorted(signed)).encode())}


def test_an_alipay_request_is_signed_over_its_fields_in_order():
    content = alipay.order_content(order_number="AJ1", subject="物业费", fen=25060, minutes=30)
    fields = alipay.request_fields(
        method="alipay.trade.precreate", app_id="2014", timestamp="2026-03-05 09:00:00", content=content, private_key=OURS[0], notify_url="https://a/"
    )
    said = (
        'app_id=2014&biz_content={"out_trade_no":"AJ1","total_amount":"250.60","subject":"物业费","timeout_express":"30m"}&charset=utf-8&format=JSON'
        "&method=alipay.trade.precreate&notify_url=https://a/&sign_type=RSA2&timestamp=2026-03-05 09:00:00&version=1.0"
    )
    check(OURS[1], said.encode(), fields["sign"])


def test_an_alipay_notice_says_what_was_paid():
    fields = alipay_notice()
    alipay.verified(fields, platform_key=THEIRS[1], now=BEIJING_NOW)
    told = alipay.told(fields, app_id="2014072300007148")
    assert (told.outcome, told.order_number, told.told_merchant, told.amount_fen, told.provider_number) == ("paid", "AJ1", "2088102119685838", 25060, "2013112011001004330000121536")
    assert alipay.told(fields, app_id="other").told_merchant == "?"
    assert alipay.told(alipay_notice(trade_status="WAIT_BUYER_PAY"), app_id="x").outcome == "not_paid"


@pytest.mark.parametrize(
    ("fields", "now", "code"),
    [
        ({**alipay_notice(), "total_amount": "250.61"}, BEIJING_NOW, "bad_signature"), ({**alipay_notice(), "extra": "1"}, BEIJING_NOW, "bad_signature"),
        ({**alipay_notice(), "sign_type": "RSA"}, BEIJING_NOW, "other_key"), ({**alipay_notice(), "sign": ""}, BEIJING_NOW, "bad_signature"), ({}, BEIJING_NOW, "other_key"),
        (alipay_notice(), BEIJING_NOW + timedelta(hours=27), "too_old"), (alipay_notice(notify_time="soon"), BEIJING_NOW, "unreadable"),
    ],
)  # fmt: skip
def test_an_alipay_notice_that_is_not_its_own_is_refused(fields, now, code):
    with pytest.raises(Refused, match=code):
        alipay.verified(fields, platform_key=THEIRS[1], now=now)


@pytest.mark.parametrize("amount", ["", "abc", "NaN", "-1", "0.001", "Infinity"])
def test_an_amount_that_is_none_is_refused(amount):
    with pytest.raises(Refused, match="unreadable"):
        alipay.told({**alipay_notice(), "total_amount": amount}, app_id="2014072300007148")


def test_an_alipay_answer_is_checked_as_it_stands():
    inner = '{"code":"10000","msg":"Success","qr_code":"https:\\/\\/qr.alipay.com\\/bax1"}'
    text = f'{{"alipay_trade_precreate_response":{inner},"sign":"{signature(THEIRS[0], inner.encode())}"}}'
    assert alipay.answer_of(text, "alipay.trade.precreate", THEIRS[1])["qr_code"] == "https://qr.alipay.com/bax1"
    for wrong in (text.replace("bax1", "evil"), text.replace("sign", "sing"), "{}", "x", ""):
        with pytest.raises(Refused):
            alipay.answer_of(wrong, "alipay.trade.precreate", THEIRS[1])
