"""The patrol pages of the office: shown to those who may see them, alive with a plan and without one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from anju.domains.patrol import actions
from anju.domains.patrol.facts import rows_of
from anju.domains.patrol.models import Finding, Round, SchemeLine
from anju.domains.patrol.tests.conftest import (  # noqa: F401
    LATITUDE,
    LONGITUDE,
    METRE,
    SYSTEM,
    community,
    draft,
    lines,
    places,
    points,
    post,
    route,
    scheme,
    team,
    walk,
)
from anju.domains.people.models import Account
from anju.kernel import clock
from anju.kernel.models import Entry


@pytest.fixture
def at_desk(team):  # noqa: F811
    """Somebody with a role, signed in."""

    def sit(name: str, role: str) -> Client:
        there = Client()
        there.force_login(Account.objects.get(person=team.person(name, role)))
        return there

    return sit


@pytest.mark.clause("003-075")
def test_planned_and_actual_rounds_stand_side_by_side_on_board_planner_and_heat_map(walk, at_desk, community, scheme):  # noqa: F811
    walk.scan("C-01", at=walk.round.started_at)
    manager = at_desk("赵敏", "project_manager")
    shown = manager.get("/patrol-board/").content.decode()
    assert "C-01" in shown and "一号线" in shown and "1/4" in shown
    assert "00:00" in shown and "无人巡逻" in shown
    assert manager.get("/patrol-board/?day=😀").status_code == 200
    planner = manager.get("/patrol-planner/").content.decode()
    assert "应巡场所全部在路线上" in planner and "0.5 / 0.67" in planner
    line = next(row for row in rows_of(scheme) if row.band == "night")
    told = manager.get(f"/patrol-planner/?line={line.pk}").content.decode()
    assert "熵（比特）" in told and "100 %" in told
    assert "C-01 车库东" in manager.get("/patrol-heat/?days=30").content.decode()
    assert "2026年3月5日" in manager.get("/patrol-nights/").content.decode()
    exported = manager.post("/patrol_rounds/export/")
    assert exported.status_code == 200 and b"".join(exported.streaming_content)[:2] == b"PK", "planned and actual times leave as a table"


def test_pages_are_closed_to_residents_and_reports_at_the_desk_become_findings(walk, at_desk, places, community):  # noqa: F811
    resident = at_desk("王女士", "resident")
    for address in ("/patrol-board/", "/patrol-planner/", "/patrol-heat/", "/patrol-nights/", "/patrol-desk/suspicion/"):
        assert resident.get(address).status_code == 403
    leader = at_desk("班长老周", "squad_leader")
    assert leader.get("/patrol-desk/nothing/").status_code == 404
    for form in ("dissuasion", "suspicion", "renovation", "plan", "reading"):
        assert leader.get(f"/patrol-desk/{form}/").status_code == 200
    given = {"where": str(community.pk), "type": "dog", "outcome": "heeded", "place": str(places["儿童乐园"].pk), "text": "金毛未牵绳"}
    assert leader.post("/patrol-desk/dissuasion/", given).status_code == 302
    assert Finding.objects.get().text == "金毛未牵绳"


def test_without_a_plan_the_pages_say_what_to_do(at_desk, community, points):  # noqa: F811
    manager = at_desk("赵敏", "project_manager")
    assert "还没有路线。先在平面图上放巡更点" in manager.get("/patrol-planner/").content.decode()
    assert "这一天没有巡逻任务" in manager.get("/patrol-board/").content.decode()
    assert Round.objects.count() == 0
    assert actions.plan_rounds(community, on=clock.today(community), band="day", by=SYSTEM).code == "patrol.no_plan"


def test_the_planner_names_the_points_that_leave_no_choice(at_desk, community, scheme):  # noqa: F811
    line = SchemeLine.objects.filter(scheme=scheme, band="night").get()
    manager = at_desk("赵敏", "project_manager")
    assert "data-tight" not in manager.get(f"/patrol-planner/?line={line.pk}").content.decode()
    SchemeLine.objects.filter(pk=line.pk).update(mode="random", every_minutes=9)
    told = manager.get("/patrol-planner/").content.decode()
    assert "data-tight" in told and "间隔太紧，没有变化余地" in told and "已试算" in told and "现为 9" in told


def test_a_track_is_played_back_by_who_may_and_each_look_is_written_down(walk, at_desk, community):  # noqa: F811
    leader, phone = at_desk("班长老周", "squad_leader"), at_desk("陈刚", "guard")
    address = f"/patrol-track/{walk.round.pk}/"
    assert "没有轨迹" in leader.get(address).content.decode()
    nine = walk.round.started_at
    with clock.frozen(nine + timedelta(minutes=10)):
        row = [[60 * n, LATITUDE + 20 * n * METRE, LONGITUDE, 8] for n in range(8)]
        actions.record_track(community, round=walk.round, start_at=nine, points={"at": row}, by=walk.guard)
        assert phone.get(address).status_code == 403
        told = leader.get(address).content.decode()
        assert 'data-track="[[0, ' in told and "track-point" in told and "C-01" in told
        assert "回放轨迹" in leader.get(f"/patrol_rounds/{walk.round.pk}/tab/track/").content.decode()
        mine = phone.get("/phone/tracks").json()
        assert [(one["title"], len(one["points"]), one["seconds"]) for one in mine["tracks"]] == [(walk.round.title, 8, 420)]
        assert [look["name"] for look in mine["looks"]] == ["班长老周"]
        assert leader.get("/phone/tracks").json()["tracks"] == []
    assert Entry.objects.filter(name="patrol.track_seen").count() == 1
