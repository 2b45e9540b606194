"""The roster page over HTTP: from the empty page to a published month, and the law beside twelve-hour shifts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from anju.domains.people import actions as people
from anju.domains.people.models import Account, Holding, Shift
from anju.domains.workforce import actions
from anju.domains.workforce.jobs import work_out
from anju.domains.workforce.models import Roster
from anju.domains.workforce.queries import rostering as queries
from anju.domains.workforce.queries.lawful import long_shifts
from anju.domains.workforce.tests.conftest import DAY, SYSTEM, community, squad  # noqa: F401
from anju.planners import rosters as planner
from anju.planners.rosters.turning import stints_of

pytestmark = pytest.mark.django_db
FIRST, LAST = DAY + timedelta(days=1), DAY + timedelta(days=3)


@pytest.fixture
def manager(squad) -> Client:  # noqa: F811
    client = Client()
    client.force_login(Account.everywhere.get(person=squad.person("赵敏", "security_manager")))
    return client


def test_a_draft_shows_its_gaps_and_who_could_fill_them_or_why_not(squad, manager):  # noqa: F811
    assert "还没有排班" in manager.get("/roster/").content.decode()
    one = actions.draft_roster(squad.community, first_on=FIRST, last_on=LAST, seconds=2, by=squad.actor("班长周"))
    working = manager.get("/roster/").content.decode()
    assert "正在计算，最多 2 秒" in working
    assert "停止并保留当前最优" in working
    assert "及以前的班已发布，本次排班从其后一天开始" in working
    work_out.call(str(one.scope_id), str(one.pk))
    one.refresh_from_db()
    page = manager.get("/roster/").content.decode()
    question = queries.Question(squad.community, FIRST, LAST)
    post, shift, missing = next(line for line in queries.cover_of(question, one.cells) if max(line[2]) > 0 and line[0].name == "南门岗")
    day = missing.index(max(missing))
    assert f"缺口 {sum(max(each, 0) for line in queries.cover_of(question, one.cells) for each in line[2])}" in page
    assert "发布排班" in page
    names = {str(person.pk): person.name for person in question.may}
    found = queries.candidates_for(question, one, f"{post.pk}|{shift.pk}", day)
    chosen = manager.get(f"/roster/{one.pk}/?slot={post.pk}|{shift.pk}&day={day}").content.decode()
    assert all(names[person] in chosen for person, _ in found)
    for hostile in ("?slot=x&day=0", f"?slot={post.pk}|{shift.pk}&day=999", f"?slot={post.pk}|{shift.pk}&day=-1", "?slot=😀&day=²"):
        assert manager.get(f"/roster/{one.pk}/{hostile}").status_code == 200
    assert manager.get(f"/roster/{squad.community.pk}/").status_code == 404
    assert Roster.objects.get().state == "ready"


def test_twelve_hour_shifts_are_marked_one_by_one_with_the_heads_a_lawful_roster_takes(squad, manager):  # noqa: F811
    pattern = people.define_pattern(squad.community, name="两班倒", shifts="白班 07:00-19:00\n夜班 19:00-07:00", crews=2, by=SYSTEM)
    white, dark = Shift.objects.filter(pattern=pattern).order_by("position")
    gate = people.define_post(squad.community, name="北门岗", role="guard", pattern=pattern, by=SYSTEM)
    Holding.objects.all().delete()
    pairs = {white: squad.person("老王", "guard"), dark: squad.person("老李", "guard")}
    for shift, person in pairs.items():
        for day in range(28):
            assert isinstance(people.assign_post(gate, person=person, shift=shift, on=DAY.replace(day=1) + timedelta(days=day), by=SYSTEM), Holding)
    page = manager.get("/roster/law/?month=2026-03").content.decode()
    assert "共 65 处不合规" in page, "56 days of twelve hours, 2 overtimes, 3 weeks each without a day off, 1 run of nights"
    assert "一天超过 11 小时" in page
    assert "《劳动法》第三十六条、第四十一条" in page
    assert page.count('<span class="unchecked">待核</span>') == 3, "none of the three articles was compared with the law; the community's own terms need none"
    assert ("老王" in page, "老李" in page) == (True, True)
    assert {role: needed for role, needed, _ in queries.heads(queries.Question(squad.community, FIRST, LAST))}["guard"] == 13, "three seats round the clock at 4.2"
    assert manager.get("/roster/law/?month=9999-99").status_code == 200
    assert ("本月不合规 65 处 · 现班表 2 人 · 合法排班需 5 人" in page, "还缺 3 人" in page) == (True, True)
    first, last = DAY.replace(day=1), DAY.replace(day=31)
    beside = long_shifts(squad.community, first, last)
    assert [one.post.name for one in beside] == ["北门岗"], "posts kept in eight hours need no other roster"
    day, night = sorted(beside[0].today, key=lambda line: line.broken["nights"])
    assert [square.rules for square in day.squares[:2]] == [("day",), ("day",)]
    assert (day.broken["day"], night.broken["nights"], day.hours) == (28, 1, 75.9)


def test_the_lawful_roster_beside_it_breaks_nothing_and_leaves_nobody_out():
    for start, minutes, heads in ((7 * 60, 24 * 60, 5), (7 * 60, 12 * 60, 3), (19 * 60, 12 * 60, 3), (0, 8 * 60, 2), (22 * 60, 10 * 60, 3)):
        made = planner.turning(start, minutes, days=56)
        assert made.people == heads, (start, minutes, made)
        assert [sum(row[day] == part for row in made.rows) for day in range(56) for part in range(len(made.parts))] == [1] * 56 * len(made.parts)
        assert planner.faults_of(stints_of(made.parts, made.rows), 56) == []
        assert sum(end - begin for begin, end in made.parts) == minutes
        assert max(end - begin for begin, end in made.parts) <= 8 * 60
