"""Commands: fetched under a lease, answered with a receipt, never done twice, never to fire equipment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.devices import actions, kinds, queries, watching
from anju.domains.devices.models import Command
from anju.kernel.models import Entry

from .conftest import START, SYSTEM, enrolled, running

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def door(community):
    device = running(community, "door_controller")
    enrolled(device)
    return device


def waiting(device, at=START):
    return list(queries.open_commands(device.pk, at=at))


def test_a_command_is_fetched_accepted_and_done(community, manager, door):
    command = actions.send_command(door, verb="open_once", reason="业主忘带卡", by=manager)
    assert (command.state, command.expires_at, command.sent_by_id) == ("waiting", START + 5 * MINUTE, manager.person)
    assert waiting(door) == [command]
    taken = actions.take_command(command, by=SYSTEM, at=START + SECOND)
    assert (taken.state, taken.attempts, waiting(door, START + 2 * SECOND)) == ("taken", 1, [])
    assert actions.answer_command(command, outcome="accepted", by=SYSTEM, at=START + 2 * SECOND).state == "accepted"
    done = actions.answer_command(command, outcome="done", receipt="门已开", by=SYSTEM, at=START + 3 * SECOND)
    assert (done.state, done.receipt, done.accepted_at, done.ended_at) == ("done", "门已开", START + 2 * SECOND, START + 3 * SECOND)
    again = actions.answer_command(command, outcome="done", receipt="别的", by=SYSTEM, at=START + 9 * SECOND)
    assert (again.receipt, again.ended_at) == ("门已开", START + 3 * SECOND)
    assert actions.answer_command(command, outcome="failed", by=SYSTEM).code == "devices.receipt_too_late"
    assert actions.answer_command(command, outcome="maybe", by=SYSTEM).code == "devices.bad_receipt"


def test_a_lease_without_a_word_hands_the_same_command_out_again(door, manager):
    command = actions.send_command(door, verb="restart", by=manager)
    actions.take_command(command, by=SYSTEM, at=START)
    assert actions.take_command(command, by=SYSTEM, at=START + 29 * SECOND).code == "devices.not_to_fetch"
    assert waiting(door, START + 30 * SECOND) == [command]
    again = actions.take_command(command, by=SYSTEM, at=START + 30 * SECOND)
    assert (again.pk, again.attempts) == (command.pk, 2)


def test_what_nobody_fetched_expires(community, door, manager):
    command = actions.send_command(door, verb="restart", minutes=1, by=manager)
    assert actions.expire_command(command, by=SYSTEM).code == "devices.not_expired"
    assert watching.expire_commands(community, START + 59 * SECOND) == 0
    assert watching.expire_commands(community, START + MINUTE) == 1
    assert (Command.objects.get().state, waiting(door, START + MINUTE)) == ("expired", [])
    assert actions.take_command(command, by=SYSTEM, at=START + 2 * MINUTE).code == "devices.not_to_fetch"
    late = actions.answer_command(Command.objects.get(), outcome="done", receipt="晚到", by=SYSTEM, at=START + 2 * MINUTE)
    assert (late.state, late.receipt) == ("done", "晚到"), "that it was done after all is the truth"


def test_only_what_was_not_fetched_is_cancelled(door, manager):
    command = actions.send_command(door, verb="restart", by=manager)
    assert actions.cancel_command(command, by=manager).state == "cancelled"
    other = actions.send_command(door, verb="restart", by=manager)
    actions.take_command(other, by=SYSTEM)
    assert actions.cancel_command(other, by=manager).code == "devices.already_fetched"
    assert actions.answer_command(command, outcome="done", by=SYSTEM).code == "devices.receipt_too_late"


def test_what_cannot_be_done_is_refused_and_leaves_nothing(community, door, manager):
    before = Entry.objects.count()
    assert actions.send_command(door, verb="stop_charging", by=manager).code == "devices.cannot_do_that"
    assert actions.send_command(door, verb="open_once; reboot", by=manager).code == "devices.cannot_do_that"
    assert actions.send_command(door, verb="restart", minutes=0, by=manager).code == "devices.bad_validity"
    assert (Entry.objects.count(), Command.objects.count()) == (before, 0)
    unheard = running(community, "turnstile")
    assert actions.send_command(unheard, verb="restart", by=manager).code == "devices.no_way_to_it"
    actions.retire_device(door, reason="换新", by=manager)
    assert actions.send_command(door, verb="restart", by=manager).code == "devices.not_in_service"


def test_a_gateway_fetches_for_those_behind_it_and_for_nobody_else(community, manager):
    gateway, other = running(community, "gateway"), running(community, "gateway")
    enrolled(gateway)
    charger = running(community, "ebike_charger", gateway=gateway)
    command = actions.send_command(charger, verb="stop_charging", by=manager)
    assert (waiting(gateway), waiting(other), waiting(charger)) == ([command], [], [command])


def test_the_action_may_be_linked_by_name():
    assert actions.send_command.spec.is_linkable
    assert actions.send_command.spec.name == "devices.send_command"


def test_kinds_are_registered_once_and_whole():
    with pytest.raises(ValueError):
        kinds.register_kind(kinds.Kind(code="camera", label="x", system="video", prefix="ZZ"))
    with pytest.raises(ValueError):
        kinds.register_kind(kinds.Kind(code="toaster", label="x", system="kitchen", prefix="TO"))


def test_a_command_that_is_carried_at_once_is_nobody_elses_and_is_refused_like_any_other(community, manager, door):
    carried = actions.carry_command(door, verb="open_once", minutes=1, by=SYSTEM, at=START)
    assert (carried.state, carried.attempts, carried.taken_at, waiting(door)) == ("taken", 1, START, [])
    assert actions.take_command(carried, by=SYSTEM, at=START + SECOND).code == "devices.not_to_fetch"
    assert actions.answer_command(carried, outcome="done", by=SYSTEM, at=START + SECOND).state == "done"
    assert Entry.objects.filter(subject_id=carried.pk, name="devices.command_sent").count() == 1
    panel = running(community, "fire_panel", "FP-1")
    enrolled(panel)
    assert actions.carry_command(panel, verb="open_once", by=SYSTEM, at=START).code == actions.send_command(panel, verb="open_once", by=manager, at=START).code
    assert Command.objects.count() == 1
