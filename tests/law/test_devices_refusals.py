"""Fire equipment is read and never commanded: not by its kind, not by an action, not by whoever asks."""

from __future__ import annotations

import pytest

from anju.domains.devices import actions, kinds
from anju.domains.devices.models import Command, Contact, Credential, Device, Posture
from anju.domains.devices.rules import commanding
from anju.kernel import discovery
from anju.kernel import scope as views
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

discovery.load_rooms()
FIRE = [kind.code for kind in kinds.all_kinds() if kind.is_fire]
LOCKING = ("lock", "hold", "close", "block", "fire", "silence", "reset_alarm", "exec", "shell")


def test_there_is_fire_equipment_and_none_of_it_knows_a_command():
    assert {"fire_panel", "smoke_detector", "fire_pump"} <= set(FIRE)
    assert [code for code in FIRE if kinds.kind_of(code).commands] == []


def test_no_command_locks_an_exit_or_runs_a_text():
    assert [verb for verb in kinds.COMMANDS if set(verb.split("_")) & set(LOCKING)] == []
    assert {one.name for one in actions.send_command.spec.inputs} == {"verb", "reason", "minutes"}


@pytest.mark.django_db
@pytest.mark.parametrize("code", FIRE)
def test_no_command_reaches_fire_equipment_even_by_the_system(code):
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with views.entered(where):
        device = Device(scope=where, kind=code, number="F-1", name="消防", state="in_service")
        given = {"pk": device.pk, "scope": where}
        device.contact, device.credential, device.posture = Contact(**given), Credential(**given, key_digest="x"), Posture(**given)
        for part in (device.contact, device.credential, device.posture, device):
            part.save(force_insert=True)
        for verb in kinds.COMMANDS:
            assert actions.send_command(device, verb=verb, by=Actor.system("linkage")).code == "devices.fire_is_read_only"
        assert Command.objects.count() == 0


def test_a_planted_fault_is_found():
    with pytest.raises(ValueError):
        kinds.register_kind(kinds.Kind(code="sprinkler", label="x", system="fire", prefix="SP", commands=("restart",)))
    assert commanding.may_send(is_fire=True, verb="restart", commands=("restart",), state="in_service", is_reachable=True).code == "devices.fire_is_read_only"
