"""The posts now and the team in figures, over HTTP; each page asks as often for many as for few."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from django.test import Client

from anju.domains.people import actions as people
from anju.domains.people.models import Account, Holding, Membership, Shift
from anju.domains.workforce import actions
from anju.domains.workforce import queries as workforce
from anju.domains.workforce.models import Attendance, Finding, StaffFile
from anju.domains.workforce.tests.conftest import DAY, HOUR, MINUTE, START, SYSTEM, Squad, community, on_post, squad  # noqa: F401
from anju.domains.workforce.tests.test_checks import photo
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


@pytest.mark.clause("002-185")
def test_dress_and_badge_are_checked_at_each_start_of_a_shift_and_a_start_without_it_stands_there(squad, sit):  # noqa: F811
    """统一着装、佩戴胸卡: the early shift was looked over after 31 minutes only; at the middle shift one guard lacks his badge; the night has not begun."""
    squad.hold("南门岗", "夜班王", shift=2)
    guard, leader = squad.hold("南门岗", "中班李", shift=1).person, squad.actor("班长周")
    with clock.frozen(START + 31 * MINUTE):
        assert actions.hold_gathering(squad.community, kind="formation", title="补点名", expected=[guard], by=leader), "too late to be a check of the start"
    with clock.frozen(START + 8 * HOUR + 10 * MINUTE):
        assert actions.hold_gathering(squad.community, kind="formation", title="中班列队", expected=[guard], badly_dressed=[guard], by=leader).faults_count == 1
        page = sit("赵敏", "security_manager").get("/posts-now/").content.decode()
    told = page[page.index("班前着装、胸卡检查") :][:600]
    assert told.index("早班 07:00") < told.index("未检查") < told.index("中班 15:00") < told.index("1 人不规范")
    assert "夜班 23:00" not in told


@pytest.mark.clause("002-075")
def test_uniforms_are_issued_by_kind_of_post_and_their_wear_is_checked(on_post, sit, settings, tmp_path):  # noqa: F811
    """统一配置工衣，规范员工穿戴: one of two guards has his uniform, the leader too, the fire operators none; a check of wear names the fault."""
    settings.ANJU_FILES_DIR, leader = tmp_path, on_post.actor("班长周")
    for code, name in (("GF-01", "陈刚"), ("GF-02", "班长周")):
        assert actions.add_gear(on_post.community, code=code, kind="uniform", by=leader)
        assert actions.issue_gear(on_post.community, code=code, person=on_post.person(name), by=leader)
    client = sit("赵敏", "security_manager")
    page = client.get("/team/").content.decode()
    table = page[page.index("各岗位工衣配置") :][:1500]
    assert re.findall(r"<td>([^<]+)</td><td class=.number.>(\d/\d)</td><td>([^<]*)</td>", table)[:3] == [("保安员", "1/2", "刘洋"), ("班长", "1/1", ""), ("消防控制室值班员", "0/2", "值机乙、值机甲")]
    check = actions.check_post(on_post.posts["南门岗"], faults=["uniform"], question="岗位职责", photo=photo(), by=leader)
    assert (check.results["uniform"], check.of - check.kept, check.person.name) == (False, 1, "陈刚")
    assert actions.return_gear(on_post.community, code="GF-01", by=leader)
    assert {one.label: one.issued for one in workforce.uniforms(on_post.community)}["保安员"] == 0


@pytest.mark.clause("004-083")
def test_the_office_is_on_duty_at_fixed_times_and_who_came_is_written_down(squad, sit):  # noqa: F811
    """管理处定时值班: 08:00 to 17:30 on three days; two came, one did not, and the sheet of the days says which."""
    pattern = people.define_pattern(squad.community, name="管理处值班", shifts="值班 08:00-17:30", crews=2, by=SYSTEM)
    shift = Shift.objects.get(pattern=pattern)
    office = people.define_post(squad.community, name="管理处值班", role="front_desk", pattern=pattern, by=SYSTEM)
    days = [DAY + timedelta(days=number) for number in range(3)]
    rows = [{"post": office.pk, "person": squad.person(name, "front_desk").pk, "shift": shift.pk, "on": str(day)} for name, day in zip(("小周", "小吴", "小周"), days, strict=True)]
    assert people.publish_holdings(squad.community, rows=rows, by=squad.actor("赵敏", "security_manager")) == squad.community
    for day, name in ((0, "小周"), (2, "小周")):
        at = START + timedelta(days=day) + 50 * MINUTE
        assert people.take_post(office, by=squad.actor(name), at=at)
        assert people.leave_post(office, left_for="end_of_shift", by=squad.actor(name), at=at + 10 * HOUR)
    with clock.frozen(START + timedelta(days=4)):
        for day in days:
            actions.settle_day(squad.community, on=day, by=SYSTEM)
    sheet = Attendance.objects.filter(holding__post=office).order_by("on").values_list("on", "person__name", "outcome")
    assert list(sheet) == [(days[0], "小周", "present"), (days[1], "小吴", "absent"), (days[2], "小周", "present")]
    assert [(one.start_at.hour, one.start_at.minute, (one.end_at - one.start_at)) for one in Holding.objects.filter(post=office)] == [(0, 0, timedelta(hours=9, minutes=30))] * 3
