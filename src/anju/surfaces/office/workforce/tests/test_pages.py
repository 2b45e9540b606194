"""The posts now and the team in figures, over HTTP; each page asks as often for many as for few."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.test import Client

from anju.domains.people import actions as people
from anju.domains.people.models import Account, Membership
from anju.domains.workforce import actions
from anju.domains.workforce.models import Finding, StaffFile
from anju.domains.workforce.tests.conftest import DAY, HOUR, MINUTE, START, SYSTEM, Squad, community, on_post, squad  # noqa: F401
from anju.domains.workforce.watching import look
from anju.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def sit(squad):  # noqa: F811
    """Sit somebody with a role down at the office."""

    def sitting(name: str, role: str) -> Client:
        client = Client()
        client.force_login(Account.everywhere.get(person=squad.person(name, role)))
        return client

    return sitting


@pytest.mark.clause("003-191", "003-192", "003-194")
def test_the_week_says_where_people_lack_are_too_many_or_rest_too_little(squad, sit):  # noqa: F811
    squad.hold("机动岗", "多余者")
    squad.hold("南门岗", "陈刚", shift=2)
    page = sit("赵敏", "security_manager").get("/posts-now/").content.decode()
    assert "共 84 个班位" in page, "four posts in three shifts on seven days, day and night"
    assert "休息不足：陈刚" in page, "eight hours between his early shift and his night shift"
    assert "多 1 人" in page
    assert "缺员 79，富余 1，休息不足 2。" in page


@pytest.mark.clause("002-267", "002-153", "002-321")
def test_the_rooms_that_need_two_around_the_clock_show_each_gap(squad, sit):  # noqa: F811
    for number in range(7):
        for shift in range(3):
            for name in ("一", "二"):
                if (number, shift) != (0, 0):
                    squad.hold("消防控制室", f"值机{number}{shift}{name}", on=DAY + timedelta(days=number), shift=shift)
                    squad.hold("南门岗", f"门{number}{shift}{name}", on=DAY + timedelta(days=number), shift=shift) if name == "一" else None
    page = sit("赵敏", "security_manager").get("/posts-now/").content.decode()
    rows = [row for row in page.split("<tr>") if 'data-head="已排/应排"' in row]
    assert not [row for row in rows if ">消防控制室<" in row or ">南门岗<" in row], "two in the control room and one at the gate, all 24 hours"
    people.release_post(type(squad.hold("机动岗", "临时", on=DAY + timedelta(days=3))).objects.get(post__name="消防控制室", person__name="值机31二"), by=SYSTEM)
    rows = [row for row in sit("赵敏", "security_manager").get("/posts-now/").content.decode().split("<tr>") if ">消防控制室<" in row and 'data-head="已排/应排"' in row]
    assert len(rows) == 1
    assert "1/2" in rows[0] and "缺 1" in rows[0] and "中班" in rows[0]


@pytest.mark.clause("002-264", "002-265", "002-290")
def test_each_garage_gate_the_garage_and_the_main_gate_show_the_slots_without_an_officer(squad, sit):  # noqa: F811
    for name in ("车库东口岗", "车库西口岗", "车库巡逻岗"):
        squad.post(name)
    for number in range(7):
        for shift in range(3):
            for post in ("车库东口岗", "车库巡逻岗", "南门岗"):
                if (post, number, shift) not in (("车库巡逻岗", 1, 1), ("南门岗", 0, 0), ("南门岗", 2, 2)):
                    squad.hold(post, f"{post}{number}{shift}", on=DAY + timedelta(days=number), shift=shift)
    page = sit("班长周", "squad_leader").get("/posts-now/").content.decode()
    rows = [row for row in page.split("<tr>") if 'data-head="已排/应排"' in row]
    short = {name: [row for row in rows if f">{name}<" in row] for name in ("车库东口岗", "车库西口岗", "车库巡逻岗", "南门岗")}
    assert {name: len(found) for name, found in short.items()} == {"车库东口岗": 0, "车库西口岗": 21, "车库巡逻岗": 1, "南门岗": 1}
    assert all("0/1" in row and "缺 1" in row for found in short.values() for row in found)
    assert "中班" in short["车库巡逻岗"][0] and "夜班" in short["南门岗"][0]


def test_who_is_missing_now_is_told_once_for_each(squad, sit):  # noqa: F811
    squad.take("南门岗", "陈刚", START)
    look(squad.community, START + 10 * MINUTE)
    with clock.frozen(START + 11 * MINUTE):
        page = sit("班长周", "squad_leader").get("/posts-now/").content.decode()
    rows = {name: next(row for row in page.split("<tr>") if f">{name}</a>" in row) for name in ("南门岗", "机动岗", "消防控制室")}
    assert [("1/1" in row, "空岗" in row) for row in rows.values()] == [(True, False), (False, True), (False, True)]
    assert page.count('role="alert"') == Finding.objects.filter(state="open").count() == 4


@pytest.mark.clause("000-059")
def test_half_a_year_of_headcount_shows_its_growth(squad, sit):  # noqa: F811
    for number, since in enumerate([date(2025, 7, 1)] * 7 + [date(2026, 2, 1)] * 32):
        StaffFile.objects.create(scope=squad.community, number=f"RS-{number}", name="某", role="guard", state="regular", channel="other", applied_on=since, hired_on=since)
    page = sit("赵敏", "security_manager").get("/team/").content.decode()
    assert "2025年9月30日 7、" in page
    assert "2026年2月28日 39、2026年3月5日 39 × 5.6" in page


def test_the_team_page_says_what_lacks_and_is_kept_from_guards(squad, sit):  # noqa: F811
    manager = squad.actor("赵敏", "security_manager")
    actions.set_establishment(squad.posts["南门岗"], reason="年度编制", headcount=10, by=manager)
    StaffFile.objects.create(scope=squad.community, number="RS2026-0001", name="何勇", role="guard", state="regular", channel="veteran", applied_on=DAY, hired_on=DAY, person=squad.person("陈刚"))
    page = sit("赵敏", "security_manager").get("/team/").content.decode()
    assert "退伍军人渠道" in page
    assert "无有效合同 1 人，30 天内到期 0 份。" in page
    assert '<td class="number">10</td><td class="number">2</td><td class="number">8</td>' in page
    assert "何勇" not in page
    guard = sit("陈刚", "guard")
    assert [guard.get(address).status_code for address in ("/team/", "/posts-now/", "/stand-ins/", "/hiring-threshold/")] == [403] * 4
    assert Membership.objects.filter(person=squad.person("陈刚")).count() == 1


def test_a_stand_in_is_offered_called_in_and_refused_with_a_sentence(squad, sit):  # noqa: F811
    leader = sit("班长周", "squad_leader")
    squad.person("马超", "guard")
    gate = squad.posts["南门岗"]
    for post in ("", "no-id", "0" * 32):
        assert leader.get("/stand-ins/", {"post": post}).status_code == 200
    page = leader.get("/stand-ins/", {"post": str(gate.pk)}).content.decode()
    assert ("马超" in page, "刘洋" in page) == (True, False), "who works now does not stand in"
    form = leader.get(f"/post_work/{gate.pk}/call_in/").content.decode()
    assert "休息不足仍批准的原因" in form
    given = {"person": str(squad.person("刘洋").pk), "start_at": "2026-03-05T17:00", "end_at": "2026-03-05T23:00", "reason": "顶班"}
    no = leader.post(f"/post_work/{gate.pk}/call_in/", given)
    assert (no.status_code, "没有排入：刘洋 两班之间只有 2 小时，应有 11 小时。" in no.content.decode()) == (422, True)


def test_equipment_comes_back_by_its_code(squad, sit):  # noqa: F811
    actions.add_gear(squad.community, code="BX-01", kind="vest", by=SYSTEM)
    actions.issue_gear(squad.community, code="BX-01", by=squad.actor("陈刚"))
    client = sit("陈刚", "guard")
    wrong = client.post("/gear-back/", {"where": str(squad.community.pk), "code": "无此物🙂"})
    assert (wrong.status_code, "没有借出这个编号的装备" in wrong.content.decode()) == (422, True)
    assert client.post("/gear-back/", {"where": str(squad.community.pk), "code": "bx-01"}).status_code == 302


def test_the_pages_ask_as_often_for_many_posts_as_for_few(squad, sit):  # noqa: F811
    client = sit("赵敏", "security_manager")
    client.get("/posts-now/")
    counts = []
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for many in (2, 20):
        for number in range(many):
            squad.post(f"岗{many}-{number}")
            squad.hold(f"岗{many}-{number}", f"员{many}-{number}")
        with clock.frozen(START + HOUR), CaptureQueriesContext(connection) as seen:
            assert client.get("/posts-now/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1], counts


LISTS = (
    "post_findings", "short_leaves", "reliefs", "attendance", "attendance_months", "leaves", "swaps", "call_outs", "post_checks", "check_plans", "gatherings", "handovers",
    "establishments", "establishment_changes", "contingencies", "warnings", "gear", "gear_issues", "staff_files", "mentorings", "pledges", "post_work", "work_terms",
)  # fmt: skip


def test_every_list_opens_and_says_what_to_do_next(squad, sit):  # noqa: F811
    client = sit("赵敏", "security_manager")
    assert {name: client.get(f"/{name}/").status_code for name in LISTS} == dict.fromkeys(LISTS, 200)
    page = client.get("/contingencies/").content.decode()
    assert "先为暴雨或节假日编制，届时一键启用。" in page


def test_the_posts_now_name_who_is_on_leave_and_the_hours_of_the_season(squad, sit):  # noqa: F811
    manager = squad.actor("赵敏", "security_manager")
    assert "正在休假" not in sit("赵敏", "security_manager").get("/posts-now/").content.decode()
    leave = actions.ask_leave(squad.community, kind="annual", start_at=START - HOUR, end_at=START + 30 * HOUR, reason="探亲", by=squad.actor("陈刚"))
    assert actions.decide_leave(leave, is_approved=True, by=manager).state == "approved"
    assert actions.set_season(squad.posts["南门岗"], from_day="03-01", until_day="04-30", start=time(6, 30), end=time(19, 30), by=manager)
    page = sit("赵敏", "security_manager").get("/posts-now/").content.decode()
    assert "正在休假: 陈刚 (年休假" in page, page[page.find("正在休假") :][:200]
    assert "本季 06:30-19:30" in page
    with clock.frozen(START + 30 * HOUR):
        assert "正在休假" not in sit("赵敏", "security_manager").get("/posts-now/").content.decode()
