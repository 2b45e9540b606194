"""How far devices can be trusted: what is wrong, what it weighs, what to fix first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.domains.devices import actions, queries
from anju.domains.devices.models import Posture
from anju.domains.devices.posture_words import FINDINGS
from anju.domains.devices.reactions import said_posture
from anju.domains.devices.rules.posture import WEIGHTS, Facts, findings, is_older, score
from anju.kernel.models import Entry

from .conftest import START, SYSTEM, approve, running

TODAY = date(2026, 3, 5)
DAY = timedelta(days=1)


def found(**given) -> list[str]:
    return findings(Facts(**{"password": "changed", "protocol": "encrypted", "checked_at": START, **given}), at=START, today=TODAY)


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, []),
        ({"password": "default"}, ["default_password"]),
        ({"password": "unknown"}, ["password_unknown"]),
        ({"protocol": "plain"}, ["plain_protocol"]),
        ({"open_ports": (23, 443)}, ["exposed_port"]),
        ({"open_ports": (443, 8443)}, []),
        ({"checked_at": None}, ["never_checked"]),
        ({"checked_at": START - 181 * DAY}, ["check_too_old"]),
        ({"firmware": "V5.7.3", "good_firmware": "V5.10.0"}, ["old_firmware"]),
        ({"firmware": "V5.10.0", "good_firmware": "V5.10.0"}, []),
        ({"good_firmware": "V5.10.0"}, ["firmware_unknown"]),
        ({"certificate_until_on": TODAY - DAY}, ["certificate_ended"]),
        ({"certificate_until_on": TODAY}, ["certificate_ending"]),
        ({"certificate_until_on": TODAY + 30 * DAY}, ["certificate_ending"]),
        ({"certificate_until_on": TODAY + 31 * DAY}, []),
        ({"certificate_from_on": TODAY, "certificate_until_on": TODAY + 399 * DAY}, ["certificate_too_long"]),
        ({"password": "default", "protocol": "plain", "open_ports": (23,)}, ["default_password", "exposed_port", "plain_protocol"]),
    ],
)
def test_each_weakness_is_found(given, codes):
    assert found(**given) == codes


def test_every_finding_says_what_to_do_and_takes_off_something():
    assert set(FINDINGS) == set(WEIGHTS)
    assert score(["default_password", "exposed_port", "plain_protocol"]) == 15
    assert score(list(WEIGHTS)) == 0


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 99), min_size=1, max_size=4), st.lists(st.integers(0, 99), min_size=1, max_size=4))
def test_versions_are_ordered_as_people_count_them(one, other):
    as_text = [".".join(map(str, each)) for each in (one, other)]
    assert is_older(f"V{as_text[0]}", f"v{as_text[1]}") is (one < other)


def test_a_check_is_written_down_and_the_page_says_what_to_fix_first(community, manager):
    first, second, third = (running(community, "camera", firmware="V5.7.3") for _each in range(3))
    approve(community, "camera", "海川", "camera-1", good_firmware="V5.10.0")
    for each, password in ((first, "default"), (second, "changed")):
        actions.write_check(each, password=password, protocol="encrypted", by=manager)
    trust = queries.trust_of(community, at=START)
    assert (trust.devices, trust.clean, trust.score) == (3, 0, round((40 + 80 + 65) / 3))
    assert [(code, [each.pk for each in devices]) for code, devices in queries.fix_first(trust)] == [
        ("old_firmware", [first.pk, second.pk, third.pk]), ("default_password", [first.pk]), ("never_checked", [third.pk]),
    ]  # fmt: skip
    event = Entry.objects.filter(name="devices.posture_checked", subject_id=first.pk).get()
    assert (event.payload["score"], event.payload["findings"], event.payload["by_device"]) == (40, ["default_password", "old_firmware"], False)
    actions.write_check(first, password="changed", protocol="encrypted", firmware="V5.10.1", by=manager)
    assert queries.trust_of(community, at=START).scores[first.pk] == 100


def test_a_check_that_makes_no_sense_is_refused(community, manager):
    device = running(community)
    given = {"password": "changed", "protocol": "encrypted", "by": manager}
    assert actions.write_check(device, **given, open_ports=[0]).code == "devices.bad_ports"
    assert actions.write_check(device, **given, open_ports=[70_000]).code == "devices.bad_ports"
    assert actions.write_check(device, **given, certificate_from_on=TODAY, certificate_until_on=TODAY - DAY).code == "devices.certificate_backwards"
    assert actions.write_check(device, **given, firmware="$(id)").code == "devices.bad_firmware"
    assert actions.report_posture(device, by=manager).code == "kernel.not_permitted"
    assert Posture.objects.get().checked_at is None


def test_what_the_device_says_itself_counts_too(community):
    device = running(community)
    said_posture(device, {"password": "default", "protocol": "plain", "open_ports": "23, 80", "firmware": "1.2", "certificate_until_on": "2026-12-31"})
    kept = Posture.objects.get()
    assert (kept.password, kept.protocol, kept.open_ports, kept.certificate_until_on) == ("default", "plain", [23, 80], date(2026, 12, 31))
    assert Entry.objects.get(name="devices.posture_checked").payload["by_device"] is True
    assert said_posture(device, {"password": "'; DROP TABLE"}).code == "devices.bad_posture"
    assert actions.report_posture(device, open_ports=[-1], by=SYSTEM).code == "devices.bad_ports"
