"""What each kind of report brings together, and by when it is owed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from anju.domains.cases import actions as cases
from anju.domains.duties import actions as duties
from anju.domains.duties.models import Occurrence
from anju.domains.duties.queries import schedule_of_fields
from anju.domains.measures.models import Target
from anju.domains.people.models import Residency
from anju.domains.places import actions as places
from anju.domains.places.models import Place
from anju.domains.plans import actions, queries
from anju.domains.plans.models import Report, ReportGoal
from anju.domains.plans.schedule import draft_reports, miss_reports
from anju.kernel import clock
from anju.kernel.models import Entry

from .conftest import AFTER, START, SYSTEM, done
from .test_way import refused


def parts_of(report: Report, code: str) -> list[dict]:
    return next(section for section in report.content["sections"] if section["code"] == code)["parts"]


def tables(parts: list[dict]) -> dict[str, list[list[str]]]:
    return {part["title"]: part["rows"] for part in parts if part["kind"] == "table"}


def said(parts: list[dict]) -> list[str]:
    return [part["text"] for part in parts if part["kind"] == "line"]


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)


@pytest.mark.clause("000-037")
def test_each_half_month_ends_with_a_summary_and_goals_of_the_next(desk):
    """Every half month: a summary and goals for the next half are mandatory, and the next summary tells what became of them."""
    by, boss = desk("squad_leader"), desk("project_manager")
    with clock.frozen(at(2026, 7, 16, 4)):
        desk.count()
        first = desk.gathered(desk.draft("half_month", date(2026, 7, 15)))
        assert (first.first_on, first.last_on) == (date(2026, 7, 1), date(2026, 7, 15))
        assert refused(actions.send_report(first, by=by)) == "plans.section_unwritten"
        done(actions.write_text(first, section="summary", text="纪律良好", by=by))
        assert refused(actions.send_report(first, by=by)) == "plans.no_goals"
        goal = done(actions.set_goal(first, title="内务评比进前三", owner=desk.person("squad_leader"), by=by))
        assert (goal.target.starts_on, goal.target.ends_on) == (date(2026, 7, 16), date(2026, 7, 31))
        done(actions.send_report(desk.gathered(first), by=by))
        done(actions.approve_report(first, by=boss))
        done(actions.submit_report(first, by=by))
    with clock.frozen(at(2026, 8, 1, 4)):
        second = desk.gathered(desk.draft("half_month", date(2026, 7, 31)))
        assert (second.first_on, second.last_on) == (date(2026, 7, 16), date(2026, 7, 31))
        kept = tables(parts_of(second, "summary"))["上期确定的本期目标"]
        assert [row[:3] for row in kept] == [["内务评比进前三", "squad_leader某", "2026-07-31"]]


@pytest.mark.clause("000-076")
def test_the_half_year_tells_of_team_rules_and_education_from_the_records(desk):
    """Half-yearly; the service began on 3 January: team, rules and education, each from what was recorded."""
    with clock.frozen(at(2026, 1, 3, 1)):
        for name in ("甲", "乙", "丙"):
            desk.person("guard", name)
        plan = desk.plan()
        done(monthly_training(desk))
        done(cases.open_case(desk.where, kind="problem", category="discipline", title="迟到", by=desk("security_manager")))
    policy = queries.confirmed(plan).get(becomes="policy")
    with clock.frozen(at(2026, 3, 1, 1)):
        done(actions.record_spot_check(policy, is_passed=False, note="堆放杂物", by=desk("auditor")))
    with clock.frozen(at(2026, 7, 2, 1)):
        close_all(desk)
        desk.count()
        report = desk.gathered(desk.draft("half", date(2026, 1, 3)))
    assert (report.first_on, report.last_on, report.title) == (date(2026, 1, 1), date(2026, 6, 30), "锦绣花园 2026年上半年工作报告")
    assert [section["title"] for section in report.content["sections"]][:3] == ["队伍建设", "制度与纪律", "教育培训"]
    assert ["保安员", "3"] in tables(parts_of(report, "team"))["队伍"]
    assert said(parts_of(report, "rules")) == ["抽查制度 1 条，其中 1 条与规定不符。", "纪律问题 1 件。"]
    training = next(row for row in tables(parts_of(report, "education"))["教育培训"] if row[0] == "培训")
    assert (training[1], training[2]) == ("6", "0")


def monthly_training(desk):
    made = duties.create_duty(
        desk.where, title="每月培训", category="training", schedule=schedule_of_fields({"period": "P1M", "count": 1}), role="squad_leader", by=SYSTEM
    )
    done(made)
    return duties.plan_occurrences(made, until_on=date(2026, 7, 1), by=SYSTEM)


def close_all(desk) -> None:
    while Occurrence.objects.filter(look_at__lte=clock.now()).exists():
        done(duties.close_due_occurrences(desk.where, by=SYSTEM))


FUNCTIONS = ["投诉", "设备", "安防", "环境", "维修"]


@pytest.mark.clause("002-047")
def test_day_week_and_month_cover_five_functions_and_late_or_missing_ones_are_flagged(desk):
    """Daily, weekly and monthly; complaints, equipment, security, environment, maintenance; due and handed-in times of each."""
    for kind in ("day", "week", "month"):
        done(actions.set_report_terms(desk.where, kind=kind, by=desk("project_manager")))
    desk.complain(START + timedelta(hours=5))
    with clock.frozen(START + timedelta(hours=6)):
        done(cases.open_case(desk.where, kind="repair", category="water", title="漏水", by=desk("front_desk")))
    with clock.frozen(at(2026, 7, 2, 0)):
        desk.count()
        draft_reports(desk.where)
        day = Report.objects.get(kind="day")
        sheet = tables(parts_of(desk.gathered(day), "functions"))
        assert list(sheet) == FUNCTIONS
        assert (sheet["投诉"][0][1], sheet["维修"][0][1]) == ("1", "1")
        assert day.due_at == at(2026, 7, 2, 1)
        assert done(actions.submit_report(day, by=desk("squad_leader"))).is_late is False
    with clock.frozen(at(2026, 8, 6, 12)):
        draft_reports(desk.where)
        miss_reports(desk.where)
        week, month = Report.objects.filter(kind="week").first(), Report.objects.get(kind="month", first_on=date(2026, 7, 1))
        for report in (week, month):
            assert list(tables(parts_of(desk.gathered(report), "functions"))) == FUNCTIONS
        late = done(actions.submit_report(desk.gathered(Report.objects.get(kind="week", first_on=date(2026, 7, 6))), by=desk("squad_leader")))
        flags = {(line.report.kind, line.report.first_on): line.punctuality for line in queries.board(desk.where, at=clock.now())}
    assert (late.due_at, flags["week", date(2026, 7, 6)]) == (at(2026, 7, 13, 4), "late")
    assert (flags["day", date(2026, 7, 1)], flags["day", date(2026, 7, 2)], flags["month", date(2026, 7, 1)]) == ("in_time", "missing", "missing")


@pytest.mark.clause("002-073")
def test_the_months_occupancy_report_comes_by_its_time(desk):
    """Monthly, by the time laid down: dwellings lived in by building, and who moved in."""
    terms = {"kind": "occupancy", "due_days": 2, "due_time": time(16), "receiver": "公司品质部"}
    done(actions.set_report_terms(desk.where, **terms, by=desk("project_manager")))
    Place.everywhere.create(scope=desk.where, kind="community", name="锦绣花园", code="JX")
    done(places.lay_out_buildings(desk.where, first_building=1, buildings=2, units=1, floors=2, dwellings_per_floor=2, by=SYSTEM))
    doors = list(Place.objects.filter(kind="dwelling").order_by("ordering"))
    for number, door in enumerate((doors[0], doors[0], doors[5])):
        since = date(2026, 6, 1) if number == 2 else date(2026, 7, 20)
        Residency.objects.create(scope=desk.where, dwelling=door, person=desk.person("resident", f"住户{number}"), relation="owner", since_on=since)
    with clock.frozen(at(2026, 8, 1, 1)):
        draft_reports(desk.where)
        report = desk.gathered(Report.objects.get(kind="occupancy"))
        assert (report.due_at, report.receiver) == (at(2026, 8, 2, 8), "公司品质部")
        parts = parts_of(report, "occupancy")
        assert said(parts) == ["全部房屋 8 套，已入住 2 套，入住率 25.0%；上期末 1 套，本期新入住 2 人。"]
        assert tables(parts)["各楼栋入住情况"] == [["1栋", "4", "1", "25.0%"], ["2栋", "4", "1", "25.0%"]]
    with clock.frozen(report.due_at):
        assert done(actions.submit_report(desk.gathered(report), by=desk("front_desk"))).is_late is False


@pytest.mark.clause("003-328")
def test_the_year_is_assessed_whole_and_its_findings_carry_over(desk):
    """1 a year: an overall assessment, and what next year's plan must answer: missed targets, repeated failures, proposals."""
    plan = desk.plan()
    review = done(cases.open_case(desk.where, kind="review", category="annual", title="年度评估", by=desk("security_manager")))
    done(cases.add_finding(review, kind="proposal", text="增设北门摄像机", by=desk("security_manager")))
    Target.objects.filter(measure="cases.satisfaction").update(value=Decimal(101))
    desk.complain(START + timedelta(days=20))
    desk.live(plan, AFTER, skip=5)
    with clock.frozen(at(2027, 1, 4, 2)):
        desk.count()
        report = desk.gathered(desk.draft("year", date(2026, 12, 31)))
        assert (report.first_on, report.last_on) == (date(2026, 1, 1), date(2026, 12, 31))
        assert refused(actions.send_report(report, by=desk("security_manager"))) == "plans.section_unwritten"
        report = desk.approved(report)
        assert [section["title"] for section in report.content["sections"]] == [
            "全面评估", "计划执行情况", "存在问题", "改进措施", "工作成效", "议案办理情况", "下一年度工作计划的依据",
        ]  # fmt: skip
        report = done(actions.submit_report(report, by=desk("security_manager")))
        basis = {line["key"].partition(":")[0]: line for line in report.content["basis"]}
        assert basis["target"]["why"] == "100.0%(1/1)，目标不低于 101，未达标"
        assert basis["sentence"]["why"].startswith("本期未做到 ") and basis["finding"]["title"] == "增设北门摄像机"
        goal = done(actions.set_goal(report, title="北门加装摄像机", carried=basis["finding"]["key"], owner=desk.person("engineer"), by=desk("security_manager")))
        assert (goal.target.starts_on, goal.target.ends_on, goal.target.finding.text) == (date(2027, 1, 1), date(2027, 12, 31), "增设北门摄像机")
        assert refused(actions.set_goal(report, title="再来", carried=basis["finding"]["key"], by=desk("security_manager"))) == "plans.carried_already"
        assert ReportGoal.objects.count() == 1
        assert Entry.objects.filter(name="plans.report_submitted", payload__kind="year").count() == 1
