"""Whether a device is there: the reason with it, losses and returns as events, flapping damped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.domains.devices import actions, watching
from anju.domains.devices.models import Contact, Device
from anju.domains.devices.rules.standing import Seen, is_flapping, losses_with, standing, step
from anju.domains.devices.states import REASONS, Online
from anju.kernel import clock
from anju.kernel.models import Entry

from .conftest import START, SYSTEM, running

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
HOUR = timedelta(hours=1)


def seen(**given) -> Seen:
    return Seen(**{"state": "in_service", "online": "online", "report_s": 60, "last_contact_at": START, "contact_since": START - HOUR, **given})


@pytest.mark.parametrize(
    ("given", "after", "expected"),
    [
        ({}, 180 * SECOND, ("online", "")),
        ({}, 181 * SECOND, ("offline", "silent")),
        ({"report_s": 600}, 30 * MINUTE, ("online", "")),
        ({"is_gateway_gone": True}, 181 * SECOND, ("offline", "gateway_lost")),
        ({"last_contact_at": None, "contact_since": None, "online": "awaited"}, HOUR, ("awaited", "never_seen")),
        ({"reported": "powered_off", "reported_at": START + SECOND}, MINUTE, ("offline", "powered_off")),
        ({"reported": "network_lost", "reported_at": START + SECOND}, MINUTE, ("offline", "network_lost")),
        ({"reported": "refused_sign_in", "reported_at": START + SECOND}, MINUTE, ("offline", "refused_sign_in")),
        ({"reported": "clock_wrong", "reported_at": START + SECOND}, MINUTE, ("fault", "clock_wrong")),
        ({"reported": "powered_off", "reported_at": START - SECOND}, MINUTE, ("online", "")),
        ({"reported": "hacked", "reported_at": START + SECOND}, MINUTE, ("online", "")),
        ({"last_contact_at": None, "reported": "powered_off", "reported_at": START}, MINUTE, ("offline", "powered_off")),
        ({"skew_ms": 60_001}, MINUTE, ("weak", "clock_wrong")),
        ({"skew_ms": -60_000}, MINUTE, ("online", "")),
        ({"signal": 29}, MINUTE, ("weak", "weak_signal")),
        ({"signal": 30}, MINUTE, ("online", "")),
        ({"state": "under_service"}, HOUR, ("under_service", "maintenance")),
        ({"state": "spare"}, HOUR, ("unused", "")),
        ({"state": "retired"}, HOUR, ("unused", "")),
    ],
)
def test_each_state_has_its_reason(given, after, expected):
    assert standing(seen(**given), START + after) == expected


def test_back_only_after_a_steady_minute_and_after_flapping_a_quarter_of_an_hour():
    losses = (START - 30 * MINUTE, START - 20 * MINUTE, START - 10 * MINUTE)
    back = {"online": "offline", "contact_since": START}
    assert standing(seen(**back), START + 59 * SECOND) == ("offline", "")
    assert standing(seen(**back), START + MINUTE) == ("online", "")
    flapping = {**back, "recent_losses": losses}
    assert standing(seen(**{**flapping, "last_contact_at": START + 14 * MINUTE}), START + 14 * MINUTE) == ("offline", "unsteady")
    assert standing(seen(**{**flapping, "last_contact_at": START + 15 * MINUTE}), START + 15 * MINUTE) == ("weak", "unsteady")
    assert standing(seen(**{**flapping, "last_contact_at": START + 31 * MINUTE}), START + 31 * MINUTE) == ("online", "")


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    state=st.sampled_from(["new", "spare", "in_service", "under_service", "retired"]), online=st.sampled_from([str(one) for one in Online]),
    last=st.none() | MOMENTS, reported=st.sampled_from(["", "powered_off", "clock_wrong", "x"]), at=MOMENTS, skew=st.none() | st.integers(-(10**7), 10**7),
    losses=st.lists(MOMENTS, max_size=5),
)  # fmt: skip
def test_every_standing_is_one_of_the_table_and_what_is_gone_says_why(state, online, last, reported, at, skew, losses):
    found, reason = standing(Seen(state, online, 60, last, last, reported, last, None, skew, False, tuple(losses)), at)
    assert found in Online and reason in {"", *(code for code, _label in REASONS)}
    if found in ("offline", "fault") and online not in ("offline", "fault"):
        assert reason, "a loss without a reason"
    if state != "in_service":
        assert found in ("unused", "under_service")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(MOMENTS, max_size=8), MOMENTS)
def test_losses_are_forgotten_after_an_hour(losses, at):
    kept = losses_with(tuple(losses), at)
    assert kept[-1] == at and all(at - each < HOUR for each in kept)
    assert is_flapping(tuple(kept), at + HOUR) is (sum(each > at for each in kept) >= 3)


def test_a_step_is_lost_returned_or_changed():
    assert [step(*one) for one in (("online", "offline"), ("weak", "fault"), ("awaited", "offline"), ("offline", "weak"), ("fault", "offline"), ("awaited", "online"))] == [
        "lost", "lost", "lost", "returned", "changed", "changed",
    ]  # fmt: skip


def heard(device: Device, at: datetime) -> None:
    actions.touch([device], at)


def looked(community, at: datetime) -> int:
    with clock.frozen(at):
        return watching.look(community, at)


def events(name: str) -> list[dict]:
    return [entry.payload for entry in Entry.objects.filter(name=f"devices.{name}").order_by("id")]


def test_lost_and_returned_are_announced_once_each(community):
    device = running(community, "camera")
    heard(device, START)
    assert (looked(community, START + SECOND), looked(community, START + MINUTE)) == (1, 0)
    assert Device.objects.get().online == "online"
    assert looked(community, START + 181 * SECOND) == 1
    assert looked(community, START + 5 * MINUTE) == 0
    (lost,) = events("device_lost")
    assert (lost["online"], lost["reason"], lost["system"], lost["is_repeated"], lost["last_contact_at"]) == ("offline", "silent", "video", False, START.isoformat())
    heard(device, START + 20 * MINUTE)
    assert looked(community, START + 20 * MINUTE) == 0, "one message is not a return"
    heard(device, START + 21 * MINUTE)
    assert looked(community, START + 21 * MINUTE) == 1
    (back,) = events("device_returned")
    assert (back["online"], back["reason"], back["minutes"]) == ("online", "silent", 17)
    stands = Device.objects.get()
    assert (stands.online, stands.reason, stands.lost_at, Contact.objects.get().contact_since) == ("online", "", None, START + 20 * MINUTE)


def test_flapping_makes_few_events(community):
    """Two hours of four minutes off and two minutes on: after the third loss it must be steady for a quarter of an hour."""
    device = running(community)
    at = START
    for second in range(0, 7200, 20):
        at = START + second * SECOND
        if second % 360 < 120 and second % 60 == 0:
            heard(device, at)
        looked(community, at)
    assert (len(events("device_lost")), len(events("device_returned"))) == (6, 5), "without damping it would be twenty"


def test_maintenance_is_no_loss(community, manager):
    device = running(community)
    heard(device, START)
    looked(community, START + SECOND)
    actions.take_out(device, reason="换件", by=manager)
    assert looked(community, START + HOUR) == 0
    assert events("device_lost") == []


def test_the_gateway_takes_the_blame_for_those_behind_it(community):
    gateway = running(community, "gateway")
    devices = [running(community, "pump", gateway=gateway) for _each in range(3)]
    for each in (gateway, *devices):
        heard(each, START)
    looked(community, START + SECOND)
    assert looked(community, START + HOUR) == 4
    reasons = {row["device"]: row["reason"] for row in events("device_lost")}
    assert reasons == {str(gateway.pk): "silent", **{str(each.pk): "gateway_lost" for each in devices}}


def test_only_the_watch_notes_and_only_what_happened(community, manager):
    device = running(community)
    before = Entry.objects.count()
    assert actions.note_lost(device, online="offline", reason="silent", by=manager).code == "kernel.not_permitted"
    assert actions.note_returned(device, online="online", by=SYSTEM).code == "devices.not_that_step"
    assert actions.note_lost(device, online="online", reason="silent", by=SYSTEM).code == "devices.not_that_step"
    assert actions.note_changed(device, online="offline", by=SYSTEM).code == "devices.not_that_step"
    assert (Device.objects.get().online, Entry.objects.count()) == ("awaited", before)


@pytest.mark.parametrize(("column", "value", "reason"), [("signal", 29, "weak_signal"), ("skew_ms", 60_001, "clock_wrong"), ("reported", "powered_off", "powered_off")])
def test_whoever_is_not_quite_well_is_looked_at(community, column, value, reason):
    """The watch skips only those about whom there is nothing to say."""
    device = running(community)
    heard(device, START)
    looked(community, START + SECOND)
    Contact.objects.update(**{column: value}, reported_at=START + 2 * SECOND)
    assert (looked(community, START + 3 * SECOND), Device.objects.get().reason) == (1, reason)
    quick = running(community, report_s=20)
    heard(quick, START)
    looked(community, START + SECOND)
    assert (looked(community, START + 61 * SECOND), Device.objects.get(pk=quick.pk).reason) == (1, "silent")
