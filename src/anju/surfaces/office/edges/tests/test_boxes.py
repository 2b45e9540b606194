"""The page of the boxes, the written order of a lane, and the paper of the night, over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from anju.domains.access import actions as access
from anju.domains.edges import actions
from anju.domains.edges.models import LaneWay, PaperList
from anju.domains.edges.schedule import draw_up_papers
from anju.domains.passes import actions as passes
from anju.domains.places import actions as places
from anju.domains.places.models import Place
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.surfaces.office.screens.tests.conftest import Estate

SYSTEM = Actor.system("test")
EVENING = datetime(2026, 3, 5, 11, 30, tzinfo=UTC)
"""19:30 there."""


@pytest.fixture
def estate(client, db):
    estate = Estate(client)
    with view.entered(estate.here), clock.frozen(EVENING):
        estate.gate = places.add_place(estate.here, kind="gate", code="S", name="南门", by=SYSTEM)
        estate.walk = access.add_lane(estate.here, name="南门人行", place=estate.gate, by=SYSTEM)
        estate.drive = access.add_lane(estate.here, name="南门车道", place=estate.gate, traffic="vehicle", by=SYSTEM)
        estate.box = actions.add_edge(estate.here, name="南门主机", place=estate.gate, by=SYSTEM)
        estate.client.force_login(estate.account("zhao", "security_manager"))
        yield estate


def text(estate, path: str) -> str:
    return estate.client.get(path).content.decode()


def test_the_page_says_how_a_box_stands_and_who_decides(estate):
    shown = text(estate, "/gate/boxes/")
    assert "南门主机" in shown and "待注册" in shown and "未补传" in shown
    assert "服务器 → 纸质名单" in shown
    assert "南门主机" in text(estate, "/edges/")


def test_a_manager_writes_the_order_of_a_lane(estate):
    path = f"/gate/boxes/order/{estate.drive.pk}/"
    assert estate.client.post(path, {"ways": ["server", "edge", "camera", "paper"]}).status_code == 302
    assert LaneWay.objects.get().ways == ["server", "edge", "camera", "paper"]
    assert "服务器 → 岗亭主机 → 相机自带名单 → 纸质名单" in text(estate, "/gate/boxes/")


@pytest.mark.parametrize(
    ("lane", "ways"), [("drive", ["paper", "edge"]), ("drive", ["edge", "edge", "paper"]), ("drive", ["magic", "paper"]), ("walk", ["camera", "paper"]), ("drive", [])]
)
def test_an_order_that_cannot_hold_is_refused(estate, lane, ways):
    answer = estate.client.post(f"/gate/boxes/order/{getattr(estate, lane).pk}/", {"ways": ways})
    assert (answer.status_code, LaneWay.objects.count()) == (422, 0)


def test_who_may_not_set_it_does_not(estate):
    estate.client.force_login(estate.account("chen", "guard"))
    assert estate.client.post(f"/gate/boxes/order/{estate.drive.pk}/", {"ways": ["paper"]}).status_code == 403
    assert "设置由谁判断" not in text(estate, "/gate/boxes/")
    estate.client.force_login(estate.account("lin", "resident"))
    assert estate.client.get("/gate/boxes/").status_code == 403


def test_a_lane_and_a_gate_of_another_community_do_not_exist(estate):
    other = Scope.objects.create(kind="community", name="翠湖苑")
    with view.entered(other):
        there = Place.objects.create(scope=other, kind="gate", code="S", name="南门", path="s/")
        lane = access.add_lane(other, name="南门人行", place=there, by=SYSTEM)
    assert estate.client.post(f"/gate/boxes/order/{lane.pk}/", {"ways": ["paper"]}).status_code == 404
    assert estate.client.get(f"/gate/boxes/paper/{there.pk}/").status_code == 404


def test_the_paper_of_the_night_is_drawn_up_by_the_clock_masked_and_printed(estate):
    """Every evening: who and which cars come until tomorrow noon at this gate; the list names nobody in full."""
    given = {"holder_name": "周晓岚", "plate": "粤B12345", "kind": "temporary_car"}
    passes.issue_pass(estate.here, **given, starts_at=EVENING + timedelta(hours=2), ends_at=EVENING + timedelta(hours=5), by=SYSTEM)
    passes.issue_pass(estate.here, **{**given, "plate": "粤B99999"}, starts_at=EVENING + timedelta(hours=20), ends_at=EVENING + timedelta(hours=22), by=SYSTEM)
    draw_up_papers(estate.here)
    paper = PaperList.objects.get()
    assert (paper.place, paper.people, paper.cars, paper.on.isoformat()) == (estate.gate, 0, 1, "2026-03-05")
    estate.client.force_login(estate.account("chen", "guard"))
    shown = text(estate, f"/gate/boxes/paper/{estate.gate.pk}/")
    assert "周*岚" in shown and "粤B·1**45" in shown and "data-print" in shown
    assert "周晓岚" not in shown and "12345" not in shown and "99999" not in shown
    draw_up_papers(estate.here)
    assert PaperList.objects.count() == 1


def test_a_guard_draws_it_up_when_it_is_needed(estate):
    estate.client.force_login(estate.account("chen", "guard"))
    assert "还没有编制名单" in text(estate, f"/gate/boxes/paper/{estate.gate.pk}/")
    assert estate.client.post(f"/gate/boxes/paper/{estate.gate.pk}/").status_code == 302
    assert PaperList.objects.get().drawn_at == EVENING
