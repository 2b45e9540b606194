"""The sender against a gateway that answers 500, late, twice, elsewhere or with rubbish: each recipient is reached once."""

from __future__ import annotations

import json
import socket
import threading
from datetime import timedelta

import pytest

from anju.domains.notices import actions, measures, queries
from anju.domains.notices.actions import settling
from anju.domains.notices.models import Delivery, Recipient
from anju.gateways.messages import leaving, recorder
from anju.gateways.messages.driver import Sender, access_of, hand_over
from anju.gateways.messages.translate import own
from anju.gateways.messages.wire import Access, Answer, Request
from anju.kernel import clock, ledger
from anju.kernel.models import Entry

from .conftest import START, SYSTEM

SECOND = timedelta(seconds=1)


@pytest.fixture
def line(community, manager, gateway):  # noqa: F811
    """Text messages by the gateway of the test, by its own dialect."""
    made = actions.connect_channel(
        community, name="短信", dialect="http", way="sms", address=gateway.address, secret="s3cret", allows_lan=True, by=manager
    )  # fmt: skip
    gateway.answers = [(200, {})]
    return made


@pytest.fixture
def chen(team):  # noqa: F811
    """A guard with a telephone and without an account."""
    return team.person("陈刚", "guard", phone=True, account=False)


def run_at(community, seconds: float) -> int:  # noqa: F811
    """What the sender does at a moment: ladders, then messages."""
    with clock.frozen(START + seconds * SECOND):
        settling.go_on(community, clock.now())
        return Sender().send_in(community)


def reached() -> int:
    """How many deliveries the figure counts."""
    rows = Entry.objects.filter(name__in=("notices.deliveries_recorded", "notices.notice_shown", "notices.notice_read"))
    return sum(count.numerator for row in rows for count in measures.delivered(ledger.event_of(row, None)) if count.dimension == "")


def report(client, channel, *told, time: int = 0, secret: str = "s3cret"):
    body = json.dumps(list(told)).encode()
    when = str(time or int(START.timestamp()))
    headers = {own.TIME: when, own.SIGNATURE: own.signature(secret, when, body)}
    with clock.frozen(START):
        return client.post(f"/hooks/messages/{channel.pk}/{channel.report_sign}/", body, content_type="application/json", headers=headers)


def test_a_message_goes_out_signed_with_text_and_number_and_a_report_makes_it_delivered(community, client, line, chen, gateway, send):  # noqa: F811
    notice = send(level=1)
    assert run_at(community, 0) == 1
    (path, headers, body), said = gateway.asked[0], json.loads(gateway.asked[0][2])
    assert own.is_signed("s3cret", headers["X-Anju-Time"], headers["X-Anju-Signature"], body, START)
    assert (path, headers["Host"], said["phone"], said["title"], said["text"]) == ("/send", f"127.0.0.1:{gateway.port}", chen.phone, "暴雨将至", queries.whole_text(notice))
    assert (Delivery.objects.get().state, Recipient.objects.get().state, reached()) == ("sent", "waiting", 0)
    assert report(client, line, {"key": said["key"], "outcome": "delivered"}).status_code == 200
    assert (Delivery.objects.get().state, Recipient.objects.get().state, Recipient.objects.get().delivered_by, reached()) == ("delivered", "delivered", "sms", 1)
    assert run_at(community, 60) == 0


def test_a_gateway_that_answers_500_then_late_then_twice_counts_one_delivery(community, client, line, chen, gateway, send, monkeypatch):  # noqa: F811
    """First a 500, then no answer in time (though the message arrived), then accepted; the report comes twice, and once more by another key."""
    monkeypatch.setattr(leaving, "MOST_SECONDS", 0.3)
    wait = threading.Event()
    gateway.answers = [(500, {}), lambda body: (wait.wait(1), (200, {}))[1], (200, {})]
    notice = send(level=3)
    assert [run_at(community, second) for second in (0, 1, 5, 6, 15, 16)] == [1, 0, 1, 0, 1, 0]
    wait.set()
    keys = [json.loads(body)["key"] for _path, _headers, body in gateway.asked]
    assert keys == [Delivery.objects.get().pk.hex] * 3, "each time under the same key"
    for _twice in range(2):
        assert report(client, line, {"key": keys[0], "outcome": "delivered"}, {"key": keys[0], "outcome": "delivered"}).status_code == 200
    assert report(client, line, {"key": keys[0], "outcome": "failed"}).status_code == 200
    assert (Delivery.objects.get().state, Delivery.objects.get().tries, reached()) == ("delivered", 3, 1)
    assert queries.receipts(notice) == {"counted": 1, "waiting": 0, "delivered": 1, "read": 0, "undelivered": 0}
    assert Entry.objects.filter(name="notices.deliveries_recorded").order_by("-id").first().payload == {
        "notice": str(notice.pk), "level": 3, "sent_at": notice.sent_at.isoformat(), "reached": 0, "sent": 0, "failed": 0, "unsure": 0, "repeated": 1,
    }  # fmt: skip


def test_a_gateway_that_never_answers_is_given_up_after_three_tries_and_the_next_way_comes(community, manager, line, chen, gateway, send):  # noqa: F811
    actions.connect_channel(community, name="电话", dialect="recorder", way="voice", by=manager)
    gateway.answers = [(503, {})]
    send(level=1)
    recorder.recorded.clear()
    for second in range(40):
        run_at(community, second)
    assert len(gateway.asked) == 3
    assert [one.way for one in recorder.recorded] == ["voice"]
    assert (Recipient.objects.get().delivered_by, reached()) == ("voice", 1)


def test_a_clear_no_takes_the_next_way_at_once(community, manager, line, chen, gateway, send):  # noqa: F811
    actions.connect_channel(community, name="电话", dialect="recorder", way="voice", by=manager)
    gateway.answers = [(200, {"outcome": "failed", "code": "no such number"})]
    send(level=1)
    run_at(community, 0)
    run_at(community, 1)
    assert list(Delivery.objects.order_by("due_at").values_list("way", "state", "code")) == [("sms", "failed", "no such number"), ("voice", "delivered", "recorded")]


def test_a_late_report_of_the_first_way_counts_nothing_more(community, client, manager, line, chen, send):  # noqa: F811
    actions.connect_channel(community, name="电话", dialect="recorder", way="voice", by=manager)
    send(level=1)
    run_at(community, 0)
    run_at(community, 15)
    assert (Recipient.objects.get().delivered_by, reached()) == ("voice", 1)
    first = Delivery.objects.get(way="sms")
    report(client, line, {"key": first.pk.hex, "outcome": "delivered"})
    assert (Delivery.objects.get(way="sms").state, Recipient.objects.get().delivered_by, reached()) == ("delivered", "voice", 1)


def test_groups_mailboxes_and_alarms_get_it_once_and_wait_for_the_morning(community, manager, chen, send):  # noqa: F811
    for way in ("group", "email", "sound"):
        actions.connect_channel(community, name=way, dialect="recorder", way=way, levels=[1, 3] if way != "sound" else [1], by=manager)
    recorder.recorded.clear()
    send(level=1)
    run_at(community, 0)
    assert sorted(one.way for one in recorder.recorded) == ["email", "group", "sound"]
    recorder.recorded.clear()
    night = 13.5 * 3600
    send(level=3, at=START + night * SECOND)
    assert (run_at(community, night), run_at(community, night + 7 * 3600), run_at(community, night + 7.5 * 3600)) == (0, 0, 2)
    assert sorted(one.way for one in recorder.recorded) == ["email", "group"]


def test_two_senders_do_not_send_the_same(community, line, chen, gateway, send):  # noqa: F811
    send(level=1)
    with clock.frozen(START):
        settling.go_on(community, START)
        first = actions.take_deliveries(community, by=SYSTEM)
        assert (len(first), Sender().send_in(community)) == (1, 0)
    assert run_at(community, 59) == 0
    assert run_at(community, 61) == 1, "what a vanished sender held comes back after a minute"
    assert Delivery.objects.get().tries == 2


def test_nothing_is_sent_by_a_retired_channel_nor_of_a_withdrawn_notice(community, manager, line, chen, gateway, send):  # noqa: F811
    notice = send(level=1)
    settling.go_on(community, START)
    actions.withdraw_notice(notice, reason="误发", by=manager)
    run_at(community, 0)
    send(level=1)
    settling.go_on(community, START)
    actions.retire_channel(line, by=manager)
    run_at(community, 1)
    assert (gateway.asked, sorted(Delivery.objects.values_list("code", flat=True))) == ([], ["channel retired", "withdrawn"])


def test_no_redirect_is_followed(gateway):
    gateway.answers = [(302, {}, {"Location": "http://127.0.0.1:1/inner"})]
    access = Access(gateway.address, "", "s", {}, True)
    assert hand_over("http", queries.Message("k", "sms", 1, "标题", "正文", "13800001111"), access, START) == Answer("failed", "http 302")
    assert len(gateway.asked) == 1


@pytest.mark.parametrize(
    ("found", "allows_lan", "code"),
    [
        (["10.0.0.5"], False, "blocked: inner address"),
        (["93.184.216.34", "127.0.0.1"], False, "blocked: inner address"),
        (["::1"], False, "blocked: inner address"),
        (["100.64.0.1"], False, "blocked: inner address"),
        (["169.254.169.254"], True, "blocked: inner address"),
    ],
)
def test_a_name_that_leads_inside_is_not_called(monkeypatch, found, allows_lan, code):
    """The name is judged by where it leads at the moment of sending, whatever it was when the channel was saved."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_rest, **_more: [(0, 0, 0, "", (address, 443)) for address in found])
    message = queries.Message("k", "sms", 1, "标题", "正文", "13800001111")
    assert hand_over("http", message, Access("https://robot.example.com/", "", "s", {}, allows_lan), START) == Answer("failed", code)


def test_plain_http_leaves_only_inside(gateway):
    with pytest.raises(leaving.Blocked):
        leaving.post(Request(gateway.address), allows_lan=False)
    assert gateway.asked == []


def test_an_endless_answer_is_cut(gateway):
    gateway.answers = [(200, b"x" * 1_000_000)]
    status, body = leaving.post(Request(gateway.address), allows_lan=True)
    assert (status, len(body)) == (200, 64 * 1024)


def test_nobody_there_is_no_clear_answer():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    message = queries.Message("k", "sms", 1, "标题", "正文", "13800001111")
    assert hand_over("http", message, Access(f"http://127.0.0.1:{port}/", "", "s", {}, True), START) == Answer("unsure", "ConnectError")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"secret": "wrong"}, 403),
        ({"time": int(START.timestamp()) - 301}, 403),
        ({"sign": "0" * 40}, 404),
        ({"channel": "0190a0b0-0000-7000-8000-000000000000"}, 404),
        ({"body": b"rubbish"}, 400),
        ({"body": b"[" * 5000}, 400),
        ({"body": b"x" * 300_000}, 413),
        ({"body": json.dumps([{}] * 201).encode()}, 413),
    ],
)
def test_reports_that_are_not_the_gateways_change_nothing(community, client, line, chen, send, change, status):  # noqa: F811
    send(level=1)
    run_at(community, 0)
    key = Delivery.objects.get().pk.hex
    body = change.get("body", json.dumps([{"key": key, "outcome": "delivered"}]).encode())
    time = str(change.get("time", int(START.timestamp())))
    headers = {own.TIME: time, own.SIGNATURE: own.signature(change.get("secret", "s3cret"), time, body)}
    address = f"/hooks/messages/{change.get('channel', line.pk)}/{change.get('sign', line.report_sign)}/"
    with clock.frozen(START):
        answer = client.post(address, body, content_type="application/json", headers=headers)
    assert (answer.status_code, Delivery.objects.get().state) == (status, "sent")


def test_a_report_about_another_channels_message_changes_nothing(community, client, manager, line, chen, send):  # noqa: F811
    other = actions.connect_channel(community, name="另一家", dialect="http", way="sms", address=line.address, secret="s3cret", allows_lan=True, by=manager)
    send(level=1)
    run_at(community, 0)
    key = Delivery.objects.get().pk.hex
    assert report(client, other if Delivery.objects.get().channel_id == line.pk else line, {"key": key, "outcome": "delivered"}).status_code == 200
    assert Delivery.objects.get().state == "sent"


def test_what_the_log_could_show_of_a_channel_holds_no_secret(line):
    assert "s3cret" not in repr(access_of(line))
