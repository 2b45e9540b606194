"""Each dialect against its documented form: signatures with published keys, bodies, and how answers and reports are read."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.notices.queries import Message
from anju.gateways.messages.translate import (
    BY_DIALECT,
    aliyun,
    aliyun_sms,
    aliyun_voice,
    dingtalk,
    email,
    feishu,
    own,
    sound_light,
    tencent_sms,
    wecom,
)
from anju.gateways.messages.wire import Access, Answer, Report

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
TEXT = Message("0190a0b0", "sms", 2, "暴雨将至", "请关好门窗。 对讲喊话：“各岗注意，暴雨将至。”", "13800001111")
CLOUD = {"sign_name": "锦绣花园", "template": "SMS_1", "app_id": "1400006666"}


def test_aliyuns_published_example_gives_its_published_signature():
    """The example of the text message service: access key testId and testSecret."""
    parameters = {
        "AccessKeyId": "testId", "Action": "SendSms", "Format": "XML", "OutId": "123", "PhoneNumbers": "15300000001", "RegionId": "cn-hangzhou",
        "SignName": "阿里云短信测试专用", "SignatureMethod": "HMAC-SHA1", "SignatureNonce": "45e25e9b-0a6f-4070-8c85-2956eda1b466", "SignatureVersion": "1.0",
        "TemplateCode": "SMS_71390007", "TemplateParam": '{"customer":"test"}', "Timestamp": "2017-07-12T02:42:19Z", "Version": "2017-05-25",
    }  # fmt: skip
    assert aliyun.signature("testSecret", parameters, "GET") == "zJDF+Lrzhj/ThnlvIToysFRq6t4="


def test_aliyuns_text_message_carries_template_number_and_our_key():
    made = aliyun_sms.request(TEXT, Access("https://dysmsapi.aliyuncs.com", "id", "secret", CLOUD), NOW, "n1")
    said = dict(parse_qsl(made.body.decode()))
    sign = said.pop("Signature")
    assert (made.method, made.url) == ("POST", "https://dysmsapi.aliyuncs.com/")
    assert sign == aliyun.signature("secret", said, "POST")
    assert {name: said[name] for name in ("Action", "Version", "PhoneNumbers", "SignName", "TemplateCode", "OutId", "Timestamp", "SignatureNonce", "Format")} == {
        "Action": "SendSms", "Version": "2017-05-25", "PhoneNumbers": "13800001111", "SignName": "锦绣花园", "TemplateCode": "SMS_1", "OutId": "0190a0b0",
        "Timestamp": "2026-03-05T02:00:00Z", "SignatureNonce": "n1", "Format": "JSON",
    }  # fmt: skip
    assert json.loads(said["TemplateParam"]) == {"title": TEXT.title, "text": TEXT.text}


def test_aliyuns_call_reads_the_template_twice():
    made = aliyun_voice.request(TEXT, Access("https://dyvmsapi.aliyuncs.com", "id", "secret", {"template": "TTS_1", "shown_number": "0248888"}), NOW, "n1")
    said = dict(parse_qsl(made.body.decode()))
    assert {name: said[name] for name in ("Action", "CalledNumber", "TtsCode", "PlayTimes", "OutId", "CalledShowNumber")} == {
        "Action": "SingleCallByTts", "CalledNumber": "13800001111", "TtsCode": "TTS_1", "PlayTimes": "2", "OutId": "0190a0b0", "CalledShowNumber": "0248888",
    }  # fmt: skip


def test_tencents_published_example_gives_its_published_digests():
    """The example of the signature's page (cvm, 2019-02-25), without and with the action among the signed headers."""
    body = b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
    headers = {"content-type": "application/json; charset=utf-8", "host": "cvm.tencentcloudapi.com"}
    older, newer = tencent_sms.canonical(headers, body), tencent_sms.canonical({**headers, "x-tc-action": "describeinstances"}, body)
    assert hashlib.sha256(older.encode()).hexdigest() == "5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031"
    assert hashlib.sha256(newer.encode()).hexdigest() == "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84"
    secret = "Gu5t9xGARNpq86cd98joQYCN3*******"
    assert tencent_sms.signature(secret, "cvm", 1551113065, older) == "2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c"


def test_tencents_text_message_carries_template_number_and_our_key():
    made = tencent_sms.request(TEXT, Access("https://sms.tencentcloudapi.com", "AKID", "secret", CLOUD), NOW, "n1")
    assert json.loads(made.body) == {
        "PhoneNumberSet": ["+8613800001111"], "SmsSdkAppId": "1400006666", "SignName": "锦绣花园", "TemplateId": "SMS_1", "TemplateParamSet": [TEXT.title, TEXT.text],
        "SessionContext": "0190a0b0",
    }  # fmt: skip
    assert (made.headers["X-TC-Action"], made.headers["X-TC-Version"], made.headers["X-TC-Timestamp"]) == ("SendSms", "2021-01-11", "1772676000")
    covered = {"content-type": made.headers["Content-Type"], "host": "sms.tencentcloudapi.com", "x-tc-action": "sendsms"}
    sign = tencent_sms.signature("secret", "sms", 1772676000, tencent_sms.canonical(covered, made.body))
    assert made.headers["Authorization"] == f"TC3-HMAC-SHA256 Credential=AKID/2026-03-05/sms/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature={sign}"


def test_dingtalk_signs_with_the_secret_over_time_and_secret():
    made = dingtalk.request(TEXT, Access("https://oapi.dingtalk.com/robot/send", "token", "SECabc"), NOW, "")
    asked = parse_qs(urlsplit(made.url).query)
    wanted = base64.b64encode(hmac.new(b"SECabc", b"1772676000000\nSECabc", hashlib.sha256).digest()).decode()
    assert (asked["access_token"], asked["timestamp"], asked["sign"]) == (["token"], ["1772676000000"], [wanted])
    assert json.loads(made.body) == {"msgtype": "text", "text": {"content": f"{TEXT.title}\n{TEXT.text}"}}


def test_feishu_signs_nothing_under_time_and_secret():
    made = feishu.request(TEXT, Access("https://open.feishu.cn/open-apis/bot/v2/hook", "to/ken", "secret"), NOW, "")
    said = json.loads(made.body)
    wanted = base64.b64encode(hmac.new(b"1772676000\nsecret", b"", hashlib.sha256).digest()).decode()
    assert made.url == "https://open.feishu.cn/open-apis/bot/v2/hook/to%2Fken"
    assert said == {"timestamp": "1772676000", "sign": wanted, "msg_type": "text", "content": {"text": f"{TEXT.title}\n{TEXT.text}"}}


def test_wecom_takes_the_key_in_its_address_and_two_thousand_bytes():
    made = wecom.request(Message("k", "group", 3, "标题", "长" * 3000), Access("https://qyapi.weixin.qq.com/cgi-bin/webhook/send", "a&b"), NOW, "")
    assert made.url == "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a%26b"
    content = json.loads(made.body)["text"]["content"]
    assert (len(content.encode()) <= 2048, content.startswith("标题\n长")) == (True, True)


def test_the_alarm_sounds_by_level_and_the_own_gateway_signs_what_it_says():
    made = sound_light.request(Message("k", "sound", 1, "2栋火情", "请撤离"), Access("http://192.168.1.20/play", "", "s"), NOW, "")
    assert json.loads(made.body) == {"key": "k", "level": 1, "tone": "three_tone", "seconds": 60, "light": True, "say": "2栋火情。请撤离"}
    assert own.is_signed("s", made.headers[own.TIME], made.headers[own.SIGNATURE], made.body, NOW)


@pytest.mark.parametrize(
    ("dialect", "status", "body", "answer"),
    [
        ("wecom", 200, {"errcode": 0}, Answer("delivered", "0")),
        ("wecom", 200, {"errcode": 45009}, Answer("unsure", "45009")),
        ("wecom", 200, {"errcode": 93000}, Answer("failed", "93000")),
        ("dingtalk", 200, {"errcode": 310000}, Answer("failed", "310000")),
        ("feishu", 200, {"StatusCode": 0}, Answer("delivered", "0")),
        ("feishu", 200, {"code": 19021}, Answer("failed", "19021")),
        ("aliyun_sms", 200, {"Code": "OK", "BizId": "9006"}, Answer("sent", "accepted", "9006")),
        ("aliyun_sms", 200, {"Code": "isp.SYSTEM_ERROR"}, Answer("unsure", "isp.SYSTEM_ERROR")),
        ("aliyun_sms", 400, {"Code": "SignatureDoesNotMatch"}, Answer("failed", "SignatureDoesNotMatch")),
        ("aliyun_voice", 200, {"Code": "OK", "CallId": "116"}, Answer("sent", "accepted", "116")),
        ("tencent_sms", 200, {"Response": {"SendStatusSet": [{"Code": "Ok", "SerialNo": "5000"}]}}, Answer("sent", "accepted", "5000")),
        ("tencent_sms", 200, {"Response": {"SendStatusSet": [{"Code": "FailedOperation.PhoneNumberInBlacklist"}]}}, Answer("failed", "FailedOperation.PhoneNumberInBlacklist")),
        ("tencent_sms", 200, {"Response": {"Error": {"Code": "InternalError"}}}, Answer("unsure", "InternalError")),
        ("tencent_sms", 200, {"Response": 5}, Answer("unsure", "no response")),
        ("http", 200, {"outcome": "delivered", "number": "7"}, Answer("delivered", "", "7")),
        ("http", 200, {}, Answer("sent", "accepted")),
        ("http", 302, {}, Answer("failed", "http 302")),
        ("http", 429, {}, Answer("unsure", "http 429")),
        ("http", 500, {}, Answer("unsure", "http 500")),
        ("http", 404, {}, Answer("failed", "http 404")),
        ("sound_light", 200, {}, Answer("delivered", "played")),
        ("sound_light", 503, {}, Answer("unsure", "http 503")),
    ],
)
def test_how_answers_are_read(dialect, status, body, answer):
    assert BY_DIALECT[dialect].answer(status, json.dumps(body).encode(), Access("https://x.example")) == answer


def test_where_no_delivery_is_reported_accepted_counts():
    assert aliyun_sms.answer(200, b'{"Code":"OK"}', Access("https://x.example", settings={"accepted_counts": True})).outcome == "delivered"


@pytest.mark.parametrize(
    ("dialect", "body", "report"),
    [
        ("aliyun_sms", [{"success": True, "out_id": "k1", "biz_id": "b1", "err_code": "DELIVERED"}], Report("delivered", "k1", "b1", "DELIVERED")),
        ("aliyun_sms", [{"success": False, "out_id": "k1", "biz_id": "b1", "err_code": "MK:0001"}], Report("failed", "k1", "b1", "MK:0001")),
        ("aliyun_voice", [{"status_code": "200000", "out_id": "k1", "call_id": "c1"}], Report("delivered", "k1", "c1", "200000")),
        ("aliyun_voice", [{"status_code": "200010", "out_id": "k1", "call_id": "c1"}], Report("failed", "k1", "c1", "200010")),
        ("tencent_sms", [{"report_status": "SUCCESS", "sid": "s1", "errmsg": "DELIVRD"}], Report("delivered", "", "s1", "DELIVRD")),
        ("http", {"key": "k1", "outcome": "delivered"}, Report("delivered", "k1")),
    ],
)
def test_how_reports_are_read(dialect, body, report):
    assert BY_DIALECT[dialect].reports(json.dumps(body).encode()) == [report]


@given(st.binary(max_size=200), st.integers(100, 599))
def test_rubbish_from_a_gateway_is_an_answer_or_a_value_error_and_nothing_else(body, status):
    for translator in BY_DIALECT.values():
        found = translator.answer(status, body, Access("https://x.example"))
        assert found.outcome in ("sent", "delivered", "failed", "unsure")
        if hasattr(translator, "reports"):
            try:
                translator.reports(body)
            except ValueError:
                pass


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)))
def test_json_of_any_shape_is_read_without_a_fault(value):
    body = json.dumps(value).encode()
    for translator in BY_DIALECT.values():
        assert translator.answer(200, body, Access("https://x.example")).outcome in ("sent", "delivered", "failed", "unsure")


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_mail_never_gets_another_header(title, sender):
    settings = {"sender": f"{sender}@x.example", "recipients": "a@x.example, b@x.example\nBcc: c@x.example"}
    try:
        mail = email.request(Message("k", "email", 3, title, "正文"), Access("smtps://x.example", settings=settings), NOW, "")
    except ValueError:
        return
    assert sorted(set(mail.keys()) - {"Content-Type", "Content-Transfer-Encoding", "MIME-Version"}) == ["Date", "From", "Message-ID", "Subject", "To"]
    assert mail["To"] == "a@x.example"


@pytest.mark.parametrize("seconds", [-301, 301, 10**9])
def test_a_signature_that_is_old_or_early_does_not_count(seconds):
    time = str(int(NOW.timestamp()) + seconds)
    assert not own.is_signed("s", time, own.signature("s", time, b"{}"), b"{}", NOW)


@given(st.text(max_size=20), st.text(max_size=70), st.binary(max_size=40))
def test_no_guessed_signature_counts(time, sign, body):
    assert not own.is_signed("secret", time, sign, body, NOW)
