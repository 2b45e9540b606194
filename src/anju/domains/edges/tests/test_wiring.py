"""How lanes are wired: what may stand there, what the box is told of it, and what comes back when somebody tries it."""

from __future__ import annotations

import pytest

from anju.domains.access import actions as access
from anju.domains.access.tests.conftest import START, Ground, community, ground, team  # noqa: F401 - fixtures
from anju.domains.devices import actions as devices
from anju.domains.edges import actions
from anju.domains.edges.models import LogLine, Wiring
from anju.domains.edges.rules import log, office
from anju.domains.edges.snapshots import CHANGING, sections_of
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Entry, Scope

from .test_edges import GATEWAY, batch, edge  # noqa: F401 - fixture

PASSWORD = "s3cret-Passwort"


@pytest.fixture
def controller(community, ground: Ground):  # noqa: F811
    engineer = ground.team("工程老赵", "engineer")
    made = devices.add_device(community, number="DC-01", name="南门控制器", kind="door_controller", place=ground.south, address="192.168.1.20", by=engineer)
    devices.set_login(made, user="gate", password=PASSWORD, by=engineer)
    return made


def wire(ground: Ground, device, **more):  # noqa: F811
    return actions.wire_lane(ground.where, lane=ground.walk, device=device, by=ground.team("工程老赵", "engineer"), **{"driver": "isapi", **more})


def test_a_wiring_goes_to_its_own_box_with_the_login_and_stands_nowhere_else(edge, ground: Ground, controller):  # noqa: F811
    one = wire(ground, controller, channel=2, way="in")
    assert sections_of(edge, at=START)["wires"] == {
        str(ground.walk.pk): {"driver": "isapi", "address": "192.168.1.20", "channel": 2, "unit": 0, "contact": None, "loop": None, "topic": "", "way": "in",
                              "user": "gate", "password": PASSWORD, "try": 0},
    }  # fmt: skip
    assert PASSWORD not in "".join(str(entry.payload) for entry in Entry.objects.all())
    assert PASSWORD not in "".join(str(value) for row in Wiring.objects.values() for value in row.values())
    again = wire(ground, controller, driver="dahua")
    assert (again.pk, again.driver, Wiring.objects.count()) == (one.pk, "dahua", 1)
    devices.change_device(controller, number="DC-01", name="南门控制器", place=ground.south, address="192.168.1.21", by=ground.team("工程老赵"))
    assert sections_of(edge, at=START)["wires"][str(ground.walk.pk)]["address"] == "192.168.1.21"
    told = {entry.name for entry in Entry.objects.all()}
    assert {"devices.device_changed", "devices.login_set", "edges.lane_wired"} <= told & set(CHANGING)
    pk = again.pk
    actions.unwire_lane(again, by=ground.team("工程老赵"))
    again.pk = pk
    assert actions.unwire_lane(again, by=ground.team("工程老赵")).code == "edges.not_wired"
    assert sections_of(edge, at=START)["wires"] == {}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"driver": "shell"}, "edges.unknown_driver"),
        ({"driver": "mqtt", "topic": "gate/#"}, "edges.bad_topic"),
        ({"driver": "mqtt", "topic": ""}, "edges.bad_topic"),
        ({"driver": "uhppoted"}, "edges.serial_needed"),
        ({"driver": "osdp", "unit": 127}, "edges.bad_bus_address"),
        ({"driver": "modbus", "contact": 1, "loop": 1}, "edges.same_input"),
    ],
)
def test_a_wiring_that_cannot_be_is_refused(edge, ground: Ground, controller, given, code):  # noqa: F811
    assert wire(ground, controller, **given).code == code
    assert Wiring.objects.count() == 0


def test_a_lane_without_a_box_with_another_controller_or_of_another_community_is_not_wired(edge, ground: Ground, controller):  # noqa: F811
    engineer = ground.team("工程老赵")
    assert actions.wire_lane(ground.where, lane=ground.back, device=controller, driver="isapi", by=engineer).code == "edges.no_edge_here"
    other = devices.add_device(ground.where, number="DC-02", name="旧控制器", kind="door_controller", place=ground.south, address="192.168.1.22", by=engineer)
    access.change_lane(ground.walk, device=other, by=ground.team("赵敏"))
    ground.walk.refresh_from_db()
    assert wire(ground, controller).code == "edges.other_controller"
    there = Scope.objects.create(kind="community", name="翠湖苑")
    with view.entered(ground.where, there):
        assert actions.wire_lane(there, lane=ground.walk, device=controller, driver="isapi", by=Actor.system("test")).code == "edges.other_place"
    assert Wiring.objects.count() == 0


@pytest.mark.parametrize("address", ["", "127.0.0.1:80", "localhost", "a.localhost:80", "[::1]:80", "::1", "169.254.169.254", "100.100.100.200", "2130706433", "0x7f000001", "0.0.0.0", "224.0.0.1", "[::ffff:127.0.0.1]:80", "127.1"])
def test_no_controller_stands_at_an_address_of_this_machine_or_the_cloud(address: str):
    assert not (address and office.is_elsewhere(address))


@pytest.mark.parametrize("address", ["192.168.1.20", "10.0.0.7:8080", "door-1.lan", "[fd12::20]:80"])
def test_a_controller_stands_in_the_local_network(address: str):
    assert office.is_elsewhere(address)


def test_a_try_is_answered_by_the_log_of_the_box_and_opens_nothing(edge, ground: Ground, controller):  # noqa: F811
    one, engineer = wire(ground, controller), ground.team("工程老赵")
    asked = actions.try_wiring(one, by=engineer)
    assert (asked.tried, asked.tries, sections_of(edge, at=START)["wires"][str(ground.walk.pk)]["try"]) == ("asked", 1, 1)
    assert actions.try_wiring(one, by=engineer).code == "edges.asked_already"
    note = {"kind": "note", "code": "tried", "lane": str(ground.walk.pk), "value": -3}
    done = actions.merge_log(edge, batch=batch(note), by=GATEWAY)
    one.refresh_from_db()
    assert (done.last_number, one.tried, LogLine.objects.get().code) == (1, "login", "tried")
    assert [entry.payload["answer"] for entry in Entry.objects.filter(name="edges.wiring_answered")] == ["login"]
    assert actions.try_wiring(one, by=engineer).tries == 2
    assert actions.answer_try(one, answer="asked", by=GATEWAY).code == "edges.malformed"


def test_every_note_and_fault_of_a_box_has_its_words():
    from anju.domains.edges.kinds import ANSWERS, NOTES, TRIED
    from anju.gateways.gate_edge.edge import bars

    assert set(NOTES) == set(log.NOTES)
    assert set(ANSWERS) == {*bars.SAID.values(), *bars.FAULTS.values()}
    assert set(ANSWERS.values()) <= set(dict(TRIED))
