"""The verbs of the boxes: each does its one thing, and what may not be leaves nothing."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from anju.domains.access import actions as access
from anju.domains.access.models import Opening, Passage
from anju.domains.access.queries import lanes_of
from anju.domains.access.rules import Facts, as_json
from anju.domains.access.rules import Lane as LaneFacts
from anju.domains.access.tests.conftest import START, Ground, community, ground, team  # noqa: F401 - fixtures
from anju.domains.devices.models import Device
from anju.domains.edges import actions, queries
from anju.domains.edges.models import Edge, LaneWay, LogLine, PaperList
from anju.domains.edges.rules import envelope, log
from anju.domains.edges.snapshots import sections_of
from anju.domains.passes import actions as passes
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Entry, Scope

GATEWAY = Actor.system("gateway")
KEY = "ab" * 32


@pytest.fixture
def edge(community, ground: Ground) -> Edge:  # noqa: F811
    made = actions.add_edge(community, name="南门主机", place=ground.south, by=ground.team("赵敏", "project_manager"))
    token = actions.issue_token(made, by=ground.team("赵敏")).shown_once.rpartition(".")[0]
    return actions.enrol_edge(made, token=token, sign_key=KEY, seal_key=KEY, by=GATEWAY)


def batch(*told: dict, before: str = log.BEGINNING, first: int = 1) -> dict:
    return {"before": before, "lines": [envelope.compact({"n": number, "at": log.micros(START), "sure": True, **one}) for number, one in enumerate(told, first)]}


def opening(lane, of: int = 0) -> dict:
    return {"kind": "opening", "lane": str(lane.pk), "cause": "device", "of": of}


def test_a_box_is_added_at_a_gate_with_lanes_and_stands_in_the_register(edge, ground):  # noqa: F811
    device = Device.objects.get(pk=edge.device_id)
    assert (device.kind, device.number, device.state, device.place, edge.state) == ("gate_edge", "EDGE-001", "in_service", ground.south, "enrolled")
    assert [event.name for event in Entry.objects.filter(name__startswith="edges.").order_by("id")] == ["edges.edge_added", "edges.token_issued", "edges.edge_enrolled"]


def test_a_box_without_lanes_without_a_name_or_elsewhere_is_refused(edge, ground, community):  # noqa: F811
    manager = ground.team("赵敏")
    bare = ground.place(ground.root, "gate", "W", "西门")
    assert actions.add_edge(community, name="西门主机", place=bare, by=manager).code == "edges.no_lanes"
    assert actions.add_edge(community, name="南门主机", place=ground.north, by=manager).code == "edges.name_taken"
    other = Scope.objects.create(kind="community", name="翠湖苑")
    with view.entered(community, other):
        there = type(ground.south).objects.create(scope=other, kind="gate", code="S", name="南门", path="s/")
        assert actions.add_edge(community, name="别处", place=there, by=manager).code == "edges.other_place"
    assert (Edge.objects.count(), Device.objects.count()) == (1, 1)


def test_only_a_manager_makes_a_token_and_a_retired_device_gets_none(edge, ground):  # noqa: F811
    assert actions.issue_token(edge, by=ground.team("陈刚", "guard")).code == "kernel.not_permitted"
    Device.objects.update(state="retired")
    assert actions.issue_token(edge, by=ground.team("赵敏")).code.startswith("devices.")


@pytest.mark.parametrize(("sign_key", "token", "code"), [("zz" * 32, "x", "edges.bad_key"), (KEY, "anjue_wrong", "devices.token_spent")])
def test_an_enrolment_that_does_not_fit_is_refused(edge, sign_key, token, code):
    assert actions.enrol_edge(edge, token=token, sign_key=sign_key, seal_key=KEY, by=GATEWAY).code == code
    assert Edge.objects.get().sign_key == KEY


def test_what_is_found_is_reported_once_and_told(edge, ground):  # noqa: F811
    actions.report_fault(edge, fault="gap", number=7, by=GATEWAY)
    assert actions.report_fault(edge, fault="gap", number=9, by=GATEWAY).code == "edges.fault_open"
    assert (Edge.objects.get().fault_number, Entry.objects.filter(name="edges.fault_found").count()) == (7, 1)
    assert actions.merge_log(edge, batch=batch(opening(ground.walk)), by=GATEWAY).code == "edges.fault_open"
    assert LogLine.objects.count() == 0


def test_an_opening_that_nobody_decided_is_unexplained_also_when_it_comes_home_later(edge, ground):  # noqa: F811
    done = actions.merge_log(edge, batch=batch(opening(ground.walk)), by=GATEWAY, at=START + timedelta(days=3))
    one = Opening.objects.get()
    assert (done.last_number, one.is_unexplained, one.is_late, one.at, one.on.isoformat()) == (1, True, True, START, "2026-03-05")


def test_the_order_of_a_lane_names_only_what_stands_there(edge, ground):  # noqa: F811
    manager = ground.team("赵敏")
    assert actions.set_ways(ground.drive, ways=["server", "edge", "camera", "paper"], by=manager).ways == ["server", "edge", "camera", "paper"]
    assert actions.set_ways(ground.back, ways=["edge", "paper"], by=manager).code == "edges.no_edge"
    assert actions.set_ways(ground.walk, ways=["camera", "paper"], by=manager).code == "edges.no_camera"
    assert actions.set_ways(ground.walk, ways=["paper", "edge"], by=manager).code == "edges.paper_last"
    assert LaneWay.objects.count() == 1


def test_who_decides_now_follows_the_order_and_what_is_left(edge, ground, community):  # noqa: F811
    standing = {one.lane.pk: one for one in queries.lanes_standing(community)}
    assert (standing[ground.walk.pk].ways, standing[ground.walk.pk].now) == (["edge", "paper"], "edge")
    assert standing[ground.drive.pk].ways == ["edge", "camera", "paper"]
    assert (standing[ground.back.pk].ways, standing[ground.back.pk].now) == (["server", "paper"], "server")
    actions.set_ways(ground.walk, ways=["edge", "paper"], by=ground.team("赵敏"))
    actions.revoke_edge(edge, reason="更换", by=ground.team("赵敏"))
    assert next(one.now for one in queries.lanes_standing(community) if one.lane == ground.walk) == "paper"


def test_a_paper_list_is_for_a_gate(edge, ground):  # noqa: F811
    assert actions.draw_up_paper(ground.unit, by=ground.team("陈刚", "guard")).code == "edges.not_a_gate"
    assert PaperList.objects.count() == 0


def test_the_cameras_own_list_has_the_cars_whose_right_is_complete_where_the_lane_falls_back_on_it(edge, ground, community):  # noqa: F811
    desk, leader, manager = ground.team("前台小周", "front_desk"), ground.team("班长老王", "squad_leader"), ground.team("赵敏")
    access.issue_credential(community, kind="plate", secret="京A00001", category="resident", holder=ground.team.person("林先生"), dwelling=ground.home, checked="行驶证", by=desk)
    access.issue_credential(community, kind="plate", secret="京A00009", category="staff", holder_name="保安", checked="行驶证", by=desk)
    passes.issue_pass(community, kind="temporary_car", holder_name="送货", plate="粤B·54321", by=desk)
    passes.issue_pass(community, kind="vehicle", holder_name="车位", plate="京A00002", by=desk)
    entry = access.propose_watch(community, reason="violence", words="威胁保安", plate="京A00002", ends_at=START + timedelta(days=9), by=leader)
    access.agree_to_watch(entry, by=ground.team("孙经理", "security_manager"))
    drive = str(ground.drive.pk)
    assert sections_of(edge, at=START)["white"] == {drive: ["京A00001", "京A00009", "粤B54321"]}
    access.limit_lane(ground.drive, keeps_out="both", by=ground.team("孙经理"))
    assert sections_of(edge, at=START)["white"] == {drive: ["京A00001"]}, "a car that this lane is not for is not on its camera's list"
    actions.set_ways(ground.drive, ways=["edge", "paper"], by=manager)
    assert sections_of(edge, at=START)["white"] == {drive: []}, "where the camera does not decide, its list is emptied"


def test_rights_are_those_of_the_lanes_alone(edge, ground, community):  # noqa: F811
    """A card for a unit's door counts at the gates as well; one named for another place inside does not come along."""
    ground.card()
    told = sections_of(edge, at=START)
    assert set(told["lanes"]) == {str(lane.pk) for lane in lanes_of(community, ground.south)}
    (row,) = told["credentials"].values()
    assert (row[1], row[2], set(row[5])) == ("resident", "active", set(told["lanes"]))
    assert "2026-03-07" in told["days"] and "2026-03-05" not in told["days"]


def taken(ground, **changed):  # noqa: F811
    facts = as_json(Facts(LaneFacts(str(ground.walk.pk)), "in", 1, 1, 1))
    return {
        "passage_id": uuid4(), "lane": ground.walk, "decided_at": START, "direction": "in", "outcome": "refused", "code": "no_right", "rules_version": 0, "facts": facts,
        "edge": "EDGE-001", "number": 1, **changed,
    }  # fmt: skip


def test_a_passage_is_taken_in_as_it_was_decided(ground, community):  # noqa: F811
    one = access.take_in_passage(community, **taken(ground), by=GATEWAY, at=START + timedelta(hours=1))
    assert (one.at, one.outcome, one.code, one.edge) == (START, "refused", "no_right", "EDGE-001")
    moved = access.take_in_movement(community, lane=ground.walk, what="released", seen_at=START, passage=one, said_for="问过业主", by=GATEWAY)
    assert (moved.is_released, Passage.objects.get().released_for) == (True, "问过业主")


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"facts": {}}, "access.other_lane"), ({"facts": {"lane": 7}}, "access.other_lane"), ({"outcome": "perhaps"}, "access.unknown_verdict"), ({"direction": "up"}, "access.unknown_verdict")],
)  # fmt: skip
def test_a_passage_that_does_not_fit_is_refused(ground, community, changed, code):  # noqa: F811
    assert access.take_in_passage(community, **taken(ground, **changed), by=GATEWAY).code == code
    assert Passage.objects.count() == 0


def test_a_movement_of_another_lane_is_refused(ground, community):  # noqa: F811
    one = access.take_in_passage(community, **taken(ground), by=GATEWAY)
    assert access.take_in_movement(community, lane=ground.back, what="opened", seen_at=START, passage=one, by=GATEWAY).code == "access.other_lane"
    assert access.take_in_movement(community, lane=ground.walk, what="released", seen_at=START, passage=one, said_for=" ", by=GATEWAY).code == "access.goes_already"
    assert Opening.objects.count() == 0


def test_what_a_box_says_of_itself_is_kept(edge):
    with clock.frozen(START):
        done = actions.note_edge(edge, snapshot=812, until_at=START, unsent=3, clock="unsure", skew_ms=-4000, refused="edited", by=GATEWAY)
    assert (done.snapshot_number, done.unsent, done.clock, done.skew_ms, done.refused) == (812, 3, "unsure", -4000, "edited")
