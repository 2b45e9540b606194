"""The pages of reports over HTTP: what they show, what they refuse, and that other communities' reports do not exist."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from anju.domains.plans import actions, jobs
from anju.domains.plans.models import Clause, Report, ReportComment, ReportText
from anju.kernel import clock, scope
from anju.surfaces.office.screens.tests.conftest import SYSTEM


@pytest.fixture(autouse=True)
def in_2026():
    with clock.frozen(datetime(2026, 11, 21, 3, tzinfo=UTC)):
        yield


def test_the_board_shows_what_is_missing_first_and_drafts_by_hand(office):
    office.draft("month", date(2026, 9, 1))
    page = office.client.get(reverse("reports")).content.decode()
    assert "锦绣花园 2026年9月工作月报" in page and '<span class="state state-red">缺交</span>' in page.partition("<tbody>")[2]
    answer = office.client.post(reverse("reports"), {"kind": "quarter", "on": "2026-08-01"})
    made = Report.everywhere.get(kind="quarter")
    assert answer["Location"] == reverse("report", args=[made.pk])
    for given in ({"kind": "quarter", "on": "2026-08-01"}, {"kind": "nothing", "on": "2026-08-01"}, {"kind": "month", "on": "x"}, {"kind": "month", "on": "9999-12-31"}, {}):
        answer = office.client.post(reverse("reports"), given)
        assert answer.status_code == 422 and "没有" in answer.content.decode()
    assert Report.everywhere.count() == 2


def test_a_report_goes_its_whole_way_over_the_pages(office):
    report = office.draft("quarter", date(2026, 7, 1))
    page = office.client.get(reverse("report", args=[report.pk])).content.decode()
    for words in ("计划执行情况", "存在问题", "改进措施", "工作成效", "缺少来源的数据", "业主满意度达到95%以上", "生成并送审", "脚注"):
        assert words in page
    answer = office.do(report, "send")
    assert answer.status_code == 422 and "不能送审：1 处数据缺来源" in answer.content.decode()
    key = Report.everywhere.get().content["gaps"][0]["key"]
    assert office.do(report, "gap", key=key, reason="问卷未发").status_code == 302
    assert office.do(report, "text", section="improvements", text="<b>整改</b>", revision=0)["Location"].endswith("#section-improvements")
    assert "&lt;b&gt;整改&lt;/b&gt;" in office.client.get(reverse("report", args=[report.pk])).content.decode()
    assert office.do(report, "send").status_code == 302
    assert office.do(report, "approve").status_code == 422
    office.as_account(office.account("zhao", "security_manager"))
    assert "审核通过" in office.client.get(reverse("report", args=[report.pk])).content.decode()
    assert office.do(report, "approve").status_code == 302
    assert office.do(report, "submit", receiver="公司总部").status_code == 302
    assert office.do(report, "receipt", received_by="李主任", receipt="7").status_code == 302
    report = Report.everywhere.get()
    assert (report.state, report.receiver, report.receipt, report.is_late) == ("received", "公司总部", "7", True)


def test_remarks_are_written_and_settled_on_the_page(office):
    report = office.draft()
    assert office.do(report, "remark", section="problems", text="<script>alert(1)</script>").status_code == 302
    page = office.client.get(reverse("report", args=[report.pk])).content.decode()
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page
    said = ReportComment.everywhere.get()
    assert office.client.post(reverse("settle_remark", args=[said.pk])).status_code == 302
    assert office.client.post(reverse("settle_remark", args=[said.pk])).status_code == 422


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("text", {"section": "problems", "text": "x", "revision": "abc"}),
        ("text", {"section": "x" * 500, "text": "x"}),
        ("text", {"section": "problems", "text": "x" * 30_000}),
        ("text", {"section": "problems", "text": "x", "revision": "99999999999999999999"}),
        ("remark", {"section": "problems", "text": "\x00"}),
        ("gap", {}),
        ("goal", {"title": "x", "owner": "not-an-id"}),
        ("goal", {"title": "x" * 5000}),
        ("receipt", {"received_by": "x", "received_at": "yesterday"}),
        ("publish", {"where": "公告栏"}),
        ("back", {"reason": "x"}),
    ],
)
def test_senseless_input_is_answered_with_a_sentence(office, verb, given):
    report = office.draft()
    answer = office.do(report, verb, **given)
    assert answer.status_code == 422
    assert not ReportText.everywhere.exists() and Report.everywhere.get().state == "draft"


def test_what_does_not_exist_or_lies_elsewhere_is_not_there(office):
    other = office.draft(where=office.elsewhere)
    with scope.entered(office.elsewhere):
        said = actions.remark(other, section="problems", text="x", by=SYSTEM)
    assert office.client.get(reverse("report", args=[uuid4()])).status_code == 404
    for name in ("report", "report_papers"):
        assert office.client.get(reverse(name, args=[other.pk])).status_code == 404
    assert office.client.get(reverse("report_file", args=[other.pk, "pdf"])).status_code == 404
    assert office.client.post(reverse("settle_remark", args=[said.pk])).status_code == 404
    for verb in ("text", "send", "papers", "nothing"):
        assert office.do(other, verb, section="problems", text="x").status_code == 404
    report = office.draft()
    assert office.do(report, "nothing").status_code == 404
    assert office.client.get(reverse("report_file", args=[report.pk, "zip"])).status_code == 404
    assert ReportComment.everywhere.get().settled_at is None


def test_files_go_out_only_through_their_report(office):
    report = office.draft()
    with scope.entered(office.here):
        assert office.do(report, "papers").status_code == 302
        page = office.client.get(reverse("report", args=[report.pk])).content.decode()
        assert "排队中" in page and 'hx-trigger="every 1s"' in page
        jobs.print_report.call(str(report.pk))
    assert "已生成" in office.client.get(reverse("report_papers", args=[report.pk])).content.decode()
    for form, head in (("word", b"PK"), ("pdf", b"%PDF")):
        answer = office.client.get(reverse("report_file", args=[report.pk, form]))
        assert answer.status_code == 200 and b"".join(answer.streaming_content).startswith(head)
        assert "attachment" in answer["Content-Disposition"] and answer["X-Content-Type-Options"] == "nosniff"
    office.as_account(office.account("wang", "owner"))
    assert office.client.get(reverse("report_file", args=[report.pk, "pdf"])).status_code in (403, 404)
    assert office.client.get(reverse("report", args=[report.pk])).status_code in (403, 404)


@pytest.mark.clause("004-100")
def test_owners_read_the_annual_report_once_it_is_published(office):
    """Once a year the property management report is published to the owners: nobody outside reads it before, every owner after."""
    with clock.frozen(datetime(2027, 1, 8, 3, tzinfo=UTC)):
        report = office.draft("year", date(2026, 12, 31))
        owner, boss = office.account("wang", "owner"), office.account("zong", "headquarters")
        assert office.as_account(owner).client.get(reverse("report", args=[report.pk])).status_code == 404
        office.as_account(office.manager)
        office.do(report, "gap", key=Report.everywhere.get().content.get("gaps", [{"key": "x"}])[0]["key"], reason="x")
        for gap in Report.everywhere.get().content["gaps"]:
            office.do(report, "gap", key=gap["key"], reason="未做问卷")
        for section in ("assessment", "improvements"):
            assert office.do(report, "text", section=section, text="全年平稳").status_code == 302
        assert office.do(report, "send").status_code == 302
        assert office.as_account(boss).do(report, "approve").status_code == 302
        assert office.as_account(office.manager).do(report, "submit").status_code == 302
        assert office.do(report, "publish", where="单元公告栏与业主端").status_code == 302
        office.as_account(owner)
        assert "2026年年度总结报告" in office.client.get(reverse("published_reports")).content.decode()
        page = office.client.get(reverse("report", args=[report.pk])).content.decode()
        assert "全面评估" in page and "全年平稳" in page and "批注" not in page
        assert office.do(report, "publish", where="别处").status_code == 422
        assert Report.everywhere.filter(kind="year").exclude(published_at=None).count() == 1


def test_the_morning_brief_becomes_a_report(office):
    answer = office.client.post(reverse("brief_report"))
    report = Report.everywhere.get(kind="brief")
    assert answer["Location"] == reverse("report", args=[report.pk]) and report.papers == "waiting"
    office.client.post(reverse("brief_report"))
    assert Report.everywhere.filter(kind="brief").count() == 1
    page = office.client.get(reverse("report", args=[report.pk])).content.decode()
    assert "漏做" in page and "统计时段 11-20 18:00 至 11-21 08:00" in page


def test_figures_are_drawn_against_their_targets(office):
    page = office.client.get(reverse("kpis")).content.decode()
    assert "业主满意度达到95%以上" in page and "不低于 95" in page and "查看依据" in page
    asked = "?name=cases.satisfaction&from=2026-01-01&to=2026-12-31"
    page = office.client.get(reverse("figure") + asked).content.decode()
    assert "分子" in page and "账本行号" in page and "cases.return_visited" in page
    for bad in ("?name=nothing", "?name=index.x", "?name=manual.x"):
        assert office.client.get(reverse("figure") + bad).status_code == 404
    for odd in ("?name=cases.found&from=x&to=y", "?name=cases.found&from=2026-13-40&to=2026-01-01", "?name=cases.found&from=0001-01-01&to=9999-12-31", "?name=cases.found&dimension=%00'"):
        assert office.client.get(reverse("figure") + odd).status_code == 200


def test_sentences_are_handed_out_on_the_plan_page(office):
    clause = Clause.everywhere.filter(scope=office.here).exclude(duty=None).first()
    address = reverse("assign_plan", args=[clause.plan_id])
    assert "还没有分到人" in office.client.get(address).content.decode()
    answer = office.client.post(reverse("assign_clause", args=[clause.pk]), {"squad": "x", "assignee": "y", "due_on": "z"})
    assert answer.status_code == 422
    assert office.client.post(reverse("announce_plan", args=[clause.plan_id])).status_code == 422
    with scope.entered(office.elsewhere):
        (other,) = actions.take_in(office.elsewhere, "计划\n1. 每月检查一次。".encode(), name="x.txt", year=2026, by=SYSTEM)
    assert office.client.get(reverse("assign_plan", args=[other.pk])).status_code == 404
