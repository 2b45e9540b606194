"""What may be connected, and that a secret goes in and never comes out."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.notices import actions, rules
from anju.domains.notices.models import Channel
from anju.kernel.models import Entry

from .conftest import START

BOT = {"dialect": "dingtalk", "way": "group", "key": "token-0123456789abcdef", "secret": "SEC0123456789abcdef"}


def connect(community, by, **given) -> Channel:
    return actions.connect_channel(community, **{"name": "值班群", **BOT, "by": by, **given})


def test_secrets_are_sealed_and_shown_masked(community, manager):
    one = connect(community, manager)
    assert one.secrets == {"key": "token-0123456789abcdef", "secret": "SEC0123456789abcdef"}
    assert one.hint == "••••def ••••def"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_channel")
        raw = repr([bytes(cell) if isinstance(cell, memoryview) else cell for cell in cursor.fetchone()])
    ledger = json.dumps([entry.payload for entry in Entry.objects.all()])
    assert ("0123456789abcdef" in raw, "0123456789abcdef" in ledger) == (False, False)


def test_a_secret_that_is_left_empty_stays_but_not_at_a_new_address(community, manager):
    """Whoever points a channel elsewhere must know its secret: else it would be handed to a stranger."""
    one = connect(community, manager)
    facts = {"name": "夜班群", "way": "group", "by": manager}
    assert actions.change_channel(one, **facts).secrets == one.secrets
    elsewhere = actions.change_channel(one, **facts, address="https://robot.example.com/send")
    assert elsewhere.code == "notices.secret_missing"
    assert Channel.objects.get().secrets == one.secrets
    moved = actions.change_channel(one, **facts, address="https://robot.example.com/send", key="k", secret="s")
    assert (moved.secrets, moved.hint) == ({"key": "k", "secret": "s"}, "•••• ••••")


def test_a_retired_channel_forgets_its_secret(community, manager):
    one = actions.retire_channel(connect(community, manager), by=manager)
    assert (one.state, Channel.objects.get().secrets, one.hint) == ("retired", {}, "")
    assert actions.retire_channel(one, by=manager).code == "notices.channel_retired"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"way": "sms"}, "wrong_way"),
        ({"secret": ""}, "secret_missing"),
        ({"levels": [7]}, "no_levels"),
        ({"dialect": "aliyun_sms", "way": "sms"}, "setting_missing"),
        ({"settings": ["sign_name"]}, "bad_settings"),
        ({"address": "http://robot.example.com/send"}, "not_https"),
        ({"address": "ftp://robot.example.com/send"}, "bad_address"),
        ({"address": "https://user:pass@robot.example.com/"}, "bad_address"),
        ({"address": "https://robot.example.com/send?key=1"}, "bad_address"),
        ({"address": "https://robot.example.com:99999/"}, "bad_address"),
        ({"address": "https://192.168.1.20/send"}, "inner_address"),
        ({"address": "https://127.0.0.1/"}, "inner_address"),
        ({"address": "https://[::1]/"}, "inner_address"),
        ({"address": "https://[::ffff:10.0.0.1]/"}, "inner_address"),
        ({"address": "https://localhost/"}, "inner_address"),
        ({"address": "https://nas.local/"}, "inner_address"),
        ({"address": "https://intranet/"}, "inner_address"),
        ({"address": "https://169.254.169.254/latest"}, "forbidden_address"),
        ({"address": "https://169.254.169.254/latest", "allows_lan": True}, "forbidden_address"),
        ({"address": "https://0.0.0.0/", "allows_lan": True}, "forbidden_address"),
        ({"address": "https://2130706433/"}, "forbidden_address"),
        ({"address": "https://0x7f.1/"}, "forbidden_address"),
        ({"address": "https://[fe80::1]/"}, "forbidden_address"),
    ],
)
def test_what_is_not_connected(community, manager, given, code):
    assert connect(community, manager, **given).code == f"notices.{code}"
    assert (Channel.objects.count(), Entry.objects.count()) == (0, 0)


def test_the_local_network_is_open_where_the_administrator_said_so(community, manager):
    one = connect(community, manager, dialect="sound_light", way="sound", address="http://192.168.1.20:8080/play", allows_lan=True)
    assert (one.address, one.allows_lan) == ("http://192.168.1.20:8080/play", True)
    assert connect(community, manager).code == "notices.channel_name_taken"


def test_only_who_keeps_channels_connects_them(community, team):
    desk = team("前台小周", "front_desk")
    assert connect(community, desk).code == "kernel.not_permitted"
    assert Channel.objects.count() == 0


@given(st.ip_addresses().map(str))
def test_no_inner_address_is_taken_for_an_outer_one(address):
    """Whatever is not global is refused without the administrator's word, whether written plain or mapped."""
    written = f"[{address}]" if ":" in address else address
    refused = rules.fits_address(f"https://{written}/", allows_lan=False)
    assert (refused is None) == (not rules.is_inner(address))


def test_a_message_is_recorded_by_its_notice_alone(community, team, channels, send):
    """Rubbish from a gateway is refused; answers about another notice's messages change nothing."""
    from anju.domains.notices.actions import settling
    from anju.domains.notices.models import Delivery

    team.person("陈刚", "guard", phone=True, account=False)
    notice, other = send(level=1), send(level=1)
    settling.go_on(community, START)
    manager = team("赵敏")
    for rubbish in ([], [{}], [{"delivery": "x", "outcome": "sent"}], [{"delivery": str(notice.pk), "outcome": "lost"}], ["sent"], [{"delivery": str(notice.pk), "outcome": "sent"}] * 201):
        assert actions.record_outcomes(notice, outcomes=rubbish, by=manager).code == "notices.bad_outcome"
    message = Delivery.objects.get(notice=notice)
    actions.record_outcomes(other, outcomes=[{"delivery": str(message.pk), "outcome": "delivered"}], by=manager)
    assert Delivery.objects.get(pk=message.pk).state == "due"
    taken = actions.take_deliveries(community, limit=1, by=manager)
    assert [(one.state, one.tries) for one in taken] == [("taken", 1)]
    actions.take_deliveries(community, by=manager)
    assert actions.take_deliveries(community, by=manager).code == "notices.nothing_due"
