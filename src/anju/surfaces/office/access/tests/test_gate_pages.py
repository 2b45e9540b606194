"""The programme and the use of the gates, movements with a purpose, what the front desk confirms."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.access import actions
from anju.domains.access.models import Passage, Visit
from anju.domains.access.queries import usage
from anju.domains.devices import actions as devices
from anju.domains.duties.models import Duty
from anju.domains.goods import actions as goods
from anju.domains.goods.models import Slip
from anju.domains.places import actions as places
from anju.domains.places.models import Place
from anju.kernel import scope as view
from anju.kernel.models import Entry

from .. import movements
from .test_gate_desk import SYSTEM, THURSDAY, estate, walk_in

__all__ = ["estate"]
HOUR = timedelta(hours=1)


@pytest.mark.clause("003-022")
def test_the_programme_is_put_into_every_shift_with_its_four_points(estate):
    estate.client.force_login(estate.account("zhao", "project_manager"))
    before = estate.client.get("/gate/programme/").content.decode()
    assert ("关口前移" in before, "还没有列入定期工作" in before) == (True, True)
    assert estate.client.post("/gate/programme/").status_code == 302
    duty = Duty.everywhere.get()
    assert ([one["wording"][:4] for one in duty.checklist], duty.schedule["period"], duty.role) == (["关口前移", "关卡严控", "关爱服务", "核查登记"], "shift", "squad_leader")
    after = estate.client.get("/gate/programme/").content.decode()
    assert ("本月 0 班中完成 0 班" in after, "还没有列入定期工作" in after) == (True, False)
    assert (estate.client.post("/gate/programme/").status_code, Duty.everywhere.count()) == (422, 1)
    estate.client.force_login(estate.account("lin2", "resident"))
    assert estate.client.get("/gate/programme/").status_code == 403


def came(estate, kind: str, at) -> None:
    with view.entered(estate.here):
        card = estate.cards.setdefault(kind, actions.issue_credential(
            estate.here, kind=kind, secret=f"SECRET-{kind}", holder=estate.host, dwelling=estate.home, checked="不动产权证", by=SYSTEM, at=THURSDAY - timedelta(days=90)
        ) if kind not in estate.cards else estate.cards[kind])  # fmt: skip
        assert card.kind == kind
        passage = actions.decide_passage(estate.lane, direction="in", shown=kind, secret=f"SECRET-{kind}", by=SYSTEM, at=at)
        Passage.objects.filter(pk=passage.pk).update(passed_at=at + timedelta(seconds=2))


@pytest.mark.clause("003-019", "003-017")
def test_smart_use_by_month_and_what_passes_each_lane(estate):
    """January 1 of 2, February 2 of 2, March 1 of 1: it rises; the lane for people says how many, in which hour, how fast."""
    estate.cards = {}
    for kind, days in (("pin", 50), ("card", 49), ("card", 20), ("card", 19), ("card", 0)):
        came(estate, kind, THURSDAY - timedelta(days=days) + HOUR)
    with view.entered(estate.here):
        months = usage.smart_by_month(estate.here, months=3)
        assert [(one.first.month, one.smart, one.of) for one in months] == [(1, 1, 2), (2, 2, 2), (3, 1, 1)]
        assert usage.is_rising(months) is True
        assert usage.is_rising([months[1], months[0]]) is False and usage.is_rising(months[:1]) is None
        drive = actions.add_lane(estate.here, name="南门车道", place=estate.lane.place, traffic="vehicle", by=SYSTEM)
        rows = usage.throughput(estate.here, start=THURSDAY - timedelta(days=60), end=THURSDAY + 2 * HOUR)
    assert [(one.lane, one.passed, one.fullest, one.seconds) for one in rows] == [(estate.lane, 5, 1, 2.0), (drive, 0, 0, None)]
    estate.client.force_login(estate.account("zhao", "project_manager"))
    page = estate.client.get("/gate/programme/").content.decode()
    assert "南门车道" in page and "2026-03" in page


@pytest.mark.clause("002-257")
def test_a_building_without_a_garage_door_with_a_camera_is_seen(estate):
    with view.entered(estate.here):
        building = Place.objects.get(kind="building")
        assert [one.is_whole for one in usage.garage_doors(estate.here)] == [False]
        lobby = places.add_place(estate.here, kind="lobby", code="B1", name="负一层车库门", parent=building, floor=-1, by=SYSTEM)
        reader = devices.add_device(estate.here, kind="door_controller", name="车库门控制器", number="D1", place=lobby, commissioned_on=THURSDAY.date(), by=SYSTEM)
        actions.add_lane(estate.here, name="1栋车库门", place=lobby, device=reader, by=SYSTEM)
        assert [one.is_whole for one in usage.garage_doors(estate.here)] == [False]
        camera = devices.add_device(estate.here, kind="camera", name="车库门摄像头", number="C1", place=lobby, by=SYSTEM)
        found = usage.garage_doors(estate.here)[0]
        assert (str(found.lane), found.camera, found.is_whole) == ("1栋车库门", camera, True)


@pytest.mark.clause("003-011")
def test_movements_are_found_by_person_home_host_plate_and_credential_with_a_purpose(estate, monkeypatch):
    """Each look leaves purpose and seeker in the ledger; nothing can change a passage."""
    estate.cards = {}
    came(estate, "card", THURSDAY)
    estate.client.force_login(guard := estate.account("chen", "guard"))
    walk_in(estate, plate="京A12345")
    visit = Visit.everywhere.get()
    with view.entered(estate.here):
        actions.answer_for_host(visit, agrees=True, way="phone", note="同意", by=SYSTEM)
        actions.let_visit_in(visit, lane=estate.lane, by=SYSTEM)
    assert estate.client.get("/gate/movements/").status_code == 403
    estate.client.force_login(leader := estate.account("li", "squad_leader"))
    assert leader != guard

    def search(by_what, wanted, **changed):
        return estate.client.post("/gate/movements/", {"purpose": "事件 2026-0031", "by_what": by_what, "wanted": wanted, **changed})

    assert search("person", "陈先生", purpose=" ").status_code == 422
    assert not Entry.objects.filter(name="access.movements_searched").exists()
    looks = [("person", "陈先生", 1), ("home", "101", 2), ("host", "林先生", 1), ("plate", "京a12345", 1), ("credential", "card", 1), ("person", "无此人", 0), ("person", "%' OR 1=1", 0)]
    for by_what, wanted, count in looks:
        assert f"<h2>找到 {count}</h2>" in search(by_what, wanted).content.decode(), (by_what, wanted)
    with view.entered(estate.here):
        other = places.add_place(estate.here, kind="building", code="11", by=SYSTEM)
        other = places.add_place(estate.here, kind="unit", code="1", parent=other, by=SYSTEM)
        other = places.add_place(estate.here, kind="dwelling", code="101", parent=other, by=SYSTEM)
        Passage.objects.create(scope=estate.here, at=THURSDAY, lane=estate.lane, direction="in", category="visitor", outcome="allowed", code="right", rules_version=0, holder_name="别家客", dwelling=other)
    for written, count in (("1-1-101", 2), ("1栋1单元101", 2), ("1栋1单元", 2), ("1栋", 2), ("11-1-101", 1), ("11栋", 1), ("长" * 60, 0)):
        assert f"<h2>找到 {count}</h2>" in search("home", written).content.decode(), written
    assert search("person", "长" * 200).status_code == 422
    monkeypatch.setattr(movements, "MOST", 1)
    cut = search("home", "1-1-101").content.decode()
    assert ("<h2>找到 1</h2>" in cut, "记录不止这些，只列出最近 1 条。请缩短时间。" in cut, "记录不止这些" in search("home", "11-1-101").content.decode()) == (True, True, False)
    monkeypatch.undo()
    assert "<h2>找到 0</h2>" in search("person", "陈先生", start="2026-03-06T00:00", end="2026-03-07T00:00").content.decode()
    entries = Entry.objects.filter(name="access.movements_searched")
    assert (entries.count(), {one.actor_id for one in entries}) == (len(looks) + 10, {leader.pk})
    assert not hasattr(actions, "change_passage") and not hasattr(actions, "delete_passage")


@pytest.mark.clause("001-039")
def test_an_outsider_and_his_car_are_registered_with_identity_and_times(estate):
    estate.client.force_login(estate.account("chen", "guard"))
    walk_in(estate, plate="京a·12345", channel="outer")
    visit = Visit.everywhere.get()
    with view.entered(estate.here):
        actions.answer_for_host(visit, agrees=True, way="phone", note="同意", by=SYSTEM)
    estate.client.post(f"/gate/in/{visit.pk}/", {"lane": str(estate.lane.pk)})
    estate.client.post(f"/gate/out/{visit.pk}/", {"lane": str(estate.lane.pk)})
    visit = Visit.everywhere.get()
    assert (visit.name, visit.plate, visit.identity_number[-4:], visit.channel, visit.entered_at, visit.left_at) == ("陈先生", "京A12345", "4477", "outer", THURSDAY, THURSDAY)
    assert [(one.plate, one.direction) for one in Passage.everywhere.order_by("created_at")] == [("京A12345", "in"), ("京A12345", "out")]


def test_the_front_desk_answers_stamps_and_takes_over(estate):
    estate.client.force_login(estate.account("chen", "guard"))
    walk_in(estate)
    with view.entered(estate.here):
        goods.ask_release(estate.here, dwelling=estate.home, party="tenant", items="沙发 × 1", holder_name="林先生", by=SYSTEM)
    assert estate.client.get("/confirmations/").status_code == 403
    estate.client.force_login(estate.account("zhou", "front_desk"))
    page = estate.client.get("/confirmations/").content.decode()
    assert ("陈*生" in page, "沙发" in page) == (True, True)
    visit, slip = Visit.everywhere.get(), Slip.everywhere.get()
    assert estate.client.post(f"/confirmations/answer/{visit.pk}/", {"way": "desk", "agrees": "yes"}).status_code == 422
    assert estate.client.post(f"/confirmations/answer/{visit.pk}/", {"way": "desk", "agrees": "yes", "note": "林先生来电"}).status_code == 302
    assert (Visit.everywhere.get().state, Visit.everywhere.get().answered_way) == ("agreed", "desk")
    assert estate.client.post(f"/confirmations/stamp/{slip.pk}/", {"seal": "signature"}).status_code == 422
    assert estate.client.post(f"/confirmations/stamp/{slip.pk}/", {"seal": "signature", "seal_by": "林先生"}).status_code == 302
    assert Slip.everywhere.get().state == "stamped"
    assert estate.client.post(f"/confirmations/seize/{slip.pk}/").status_code == 404


def test_a_household_that_nobody_reaches_is_named_at_the_desk(estate):
    with view.entered(estate.here):
        empty = Place.objects.filter(kind="dwelling").order_by("ordering").last()
        visit = actions.register_visit(estate.here, category="relative", name="林妈妈", dwelling=empty, by=SYSTEM)
        visit = actions.ask_host(visit, by=SYSTEM)
    estate.client.force_login(estate.account("chen", "guard"))
    assert (visit.notice_id is None, "消息无人可达，请打电话" in estate.client.get("/gate/").content.decode()) == (empty != estate.home, empty != estate.home)
