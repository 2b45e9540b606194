"""A report's way: drafted, written, remarked on, sent, approved by somebody else, handed in, received; and where each step refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from anju.domains.plans import actions, queries
from anju.domains.plans.models import Report, ReportComment, ReportGap, ReportGoal, ReportText
from anju.domains.plans.schedule import draft_reports, miss_reports
from anju.kernel import clock
from anju.kernel.models import Entry
from anju.kernel.refusals import Refusal

from .conftest import AFTER, START, SYSTEM, done

DUE = datetime(2026, 10, 10, 10, tzinfo=UTC)


def refused(outcome) -> str:
    assert isinstance(outcome, Refusal), f"was done: {outcome}"
    return outcome.code


def last() -> str:
    return Entry.objects.order_by("-id").values_list("name", flat=True).first()


@pytest.mark.clause("003-327")
def test_the_quarters_report_has_its_sections_and_its_submission_is_tracked(quarter, desk):
    """1 a quarter; execution, problems, improvements, achievements; when, by whom and to whom it was handed in, and the receipt."""
    assert (quarter.first_on, quarter.last_on, quarter.due_at) == (date(2026, 7, 1), date(2026, 9, 30), DUE)
    report = desk.approved(quarter)
    assert [section["title"] for section in report.content["sections"]] == ["计划执行情况", "存在问题", "改进措施", "工作成效"]
    problems = next(part for part in report.content["sections"][1]["parts"] if part["kind"] == "table")
    assert [(row[0], row[2]) for row in problems["rows"]] == [
        ("5", "应做 13 次，已做 11 次，其中按时 11 次"),
        ("6", "应做 3 次，已做 2 次，其中按时 2 次"),
    ]
    with clock.frozen(DUE):
        report = done(actions.submit_report(report, receiver="公司总部 安全部", by=desk("security_manager")))
    assert (report.submitted_at, report.submitted_by, report.receiver, report.is_late) == (DUE, desk.person("security_manager"), "公司总部 安全部", False)
    assert queries.punctuality_of(report, DUE + timedelta(days=9)) == "in_time"
    with clock.frozen(DUE + timedelta(days=1)):
        report = done(actions.record_receipt(report, received_by="总部 李主任", receipt="AB-7", by=desk("headquarters")))
    assert (report.state, report.receipt, report.receipt_grade, report.received_at) == ("received", "AB-7", "B", DUE + timedelta(days=1))
    assert refused(actions.draft_report(desk.where, kind="quarter", on=date(2026, 8, 9), by=desk("security_manager"))) == "plans.report_exists"
    assert Report.objects.filter(kind="quarter").count() == 1
    late = Report.objects.get(pk=report.pk)
    late.submitted_at = DUE + timedelta(seconds=1)
    assert queries.punctuality_of(late, DUE + timedelta(days=9)) == "late"


def test_a_second_late_is_late(quarter, desk):
    report = desk.approved(quarter)
    with clock.frozen(DUE + timedelta(seconds=1)):
        miss_reports(desk.where)
        report = done(actions.submit_report(report, by=desk("security_manager")))
    assert report.is_late and queries.punctuality_of(report, DUE) == "late" and report.overdue_at == DUE + timedelta(seconds=1)
    event = Entry.objects.get(name="plans.report_submitted")
    assert (event.payload["is_late"], event.payload["entry"]) == (True, report.entry_id)


def test_what_was_sent_is_frozen_and_its_figures_stand_at_a_row(quarter, desk):
    report = desk.approved(quarter)
    before = (report.content, report.digest, report.entry_id)
    desk.complain(AFTER, title="新投诉")
    desk.count()
    by = desk("security_manager")
    assert refused(actions.write_text(report, section="problems", text="改了", by=by)) == "plans.report_frozen"
    assert refused(actions.keep_content(report, content={"entry": 1, "gaps": []}, by=SYSTEM)) == "plans.report_frozen"
    assert refused(actions.explain_gap(report, key="x", reason="y", by=by)) == "plans.report_frozen"
    assert refused(actions.set_goal(report, title="新目标", by=by)) == "plans.report_frozen"
    report.refresh_from_db()
    assert (report.content, report.digest, report.entry_id) == before


def test_nobody_hands_in_figures_of_his_own(quarter, desk):
    content = {"entry": 1, "gaps": [], "sections": []}
    for role in ("security_manager", "project_manager", "headquarters"):
        assert refused(actions.keep_content(quarter, content=content, by=desk(role))) == "kernel.not_permitted"
    quarter.refresh_from_db()
    assert quarter.content == {}


def test_whoever_wrote_or_sent_it_does_not_approve_it(quarter, desk):
    report = desk.written(quarter)
    done(actions.write_text(report, section="problems", text="项目经理补充。", by=desk("project_manager")))
    report = done(actions.send_report(report, by=desk("security_manager")))
    assert refused(actions.approve_report(report, by=desk("security_manager"))) == "plans.own_report"
    assert refused(actions.approve_report(report, by=desk("project_manager"))) == "plans.own_report"
    assert refused(actions.submit_report(report, by=desk("security_manager"))) == "plans.not_approved"
    report.refresh_from_db()
    assert (report.state, report.decided_at) == ("to_approve", None)
    report = done(actions.approve_report(report, by=desk("headquarters")))
    assert refused(actions.approve_report(report, by=desk("headquarters"))) == "plans.nothing_to_approve"


def test_it_is_sent_back_with_a_reason_and_gathered_anew(quarter, desk):
    report = done(actions.send_report(desk.written(quarter), by=desk("security_manager")))
    report = done(actions.send_back_report(report, reason="请补充第二条", by=desk("project_manager")))
    assert (report.state, report.sent_back_why, report.composed_at) == ("draft", "请补充第二条", None)
    assert refused(actions.send_back_report(report, reason="再来", by=desk("project_manager"))) == "plans.nothing_to_send_back"
    assert refused(actions.send_report(report, by=desk("security_manager"))) == "plans.report_not_fresh"
    assert done(actions.send_report(desk.gathered(report), by=desk("security_manager"))).state == "to_approve"


def test_gaps_texts_and_remarks_hold_it_back(quarter, desk):
    by = desk("security_manager")
    with clock.frozen(AFTER - timedelta(days=5)):
        report = desk.gathered(quarter)
        assert refused(actions.send_report(report, by=by)) == "plans.period_runs"
    report = desk.gathered(quarter)
    no = actions.send_report(report, by=by)
    assert (no.code, str(no)) == ("plans.section_unwritten", "不能送审：还没有写：改进措施。")
    done(actions.write_text(report, section="improvements", text="逐条整改", by=by))
    said = done(actions.remark(report, section="problems", text="路灯已修", by=desk("auditor")))
    assert refused(actions.send_report(report, by=by)) == "plans.remarks_open"
    assert refused(actions.remark(report, section="problems", text="  ", by=by)) == "plans.empty_remark"
    assert refused(actions.remark(report, section="nothing", text="x", by=by)) == "plans.unknown_section"
    done(actions.settle_remark(said, by=by))
    assert refused(actions.settle_remark(said, by=by)) == "plans.remark_settled_already"
    assert done(actions.send_report(report, by=by)).state == "to_approve"
    assert (ReportComment.objects.count(), ReportText.objects.count()) == (1, 1)


def test_a_figure_without_data_is_a_gap_that_somebody_explains(desk):
    desk.plan()
    with clock.frozen(AFTER):
        desk.count()
        report = desk.gathered(desk.draft())
        (gap,) = report.content["gaps"]
        assert gap["title"] == "业主满意度达到95%以上"
        done(actions.write_text(report, section="improvements", text="开展问卷", by=desk("security_manager")))
        no = actions.send_report(report, by=desk("security_manager"))
        assert (no.code, str(no)) == ("plans.gaps_open", "不能送审：1 处数据缺来源（业主满意度达到95%以上）。点开红框写明原因。")
        assert refused(actions.explain_gap(report, key="target:x", reason="没有", by=desk("security_manager"))) == "plans.no_such_gap"
        assert refused(actions.explain_gap(report, key=gap["key"], reason=" ", by=desk("security_manager"))) == "plans.no_gap_reason"
        assert not ReportGap.objects.exists()
        done(actions.explain_gap(report, key=gap["key"], reason="问卷在十月发放", by=desk("security_manager")))
        assert done(actions.send_report(report, by=desk("security_manager"))).state == "to_approve"


def test_two_people_do_not_write_over_each_other(quarter, desk):
    done(actions.write_text(quarter, section="problems", text="甲写的", by=desk("security_manager")))
    assert refused(actions.write_text(quarter, section="problems", text="乙写的", revision=0, by=desk("project_manager"))) == "plans.text_changed_meanwhile"
    assert refused(actions.write_text(quarter, section="figures", text="乙写的", by=desk("project_manager"))) == "plans.unknown_section"
    assert refused(actions.write_text(quarter, section="problems", text="长" * 20_001, revision=1, by=desk("project_manager"))) == "plans.text_too_long"
    assert list(ReportText.objects.values_list("text", "revision")) == [("甲写的", 1)]


def test_receipts_have_their_order_and_their_grade(quarter, desk):
    report = desk.approved(quarter)
    assert refused(actions.record_receipt(report, received_by="总部", by=desk("headquarters"))) == "plans.not_handed_in"
    assert refused(actions.submit_report(Report(**{**vars_of(report), "receiver": ""}), receiver="", by=desk("guard"))) == "kernel.not_permitted"
    report = done(actions.submit_report(report, by=desk("security_manager")))
    assert refused(actions.submit_report(report, by=desk("security_manager"))) == "plans.handed_in_already"
    early = report.submitted_at - timedelta(seconds=1)
    assert refused(actions.record_receipt(report, received_by="总部", received_at=early, by=desk("headquarters"))) == "plans.receipt_out_of_time"
    assert refused(actions.record_receipt(report, received_by=" ", by=desk("headquarters"))) == "plans.no_recipient"
    assert done(actions.record_receipt(report, received_by="街道办", by=desk("street_office"))).receipt_grade == "A"


def vars_of(report: Report) -> dict:
    return {name: getattr(report, name) for name in ("id", "scope", "kind", "title", "first_on", "last_on", "due_at", "state")}


def test_the_schedule_begins_what_is_owed_and_notes_what_is_missing(desk):
    desk.plan()
    done(actions.set_report_terms(desk.where, kind="month", due_days=3, owner=desk.person("squad_leader"), receiver="街道办", by=desk("project_manager")))
    with clock.frozen(datetime(2026, 8, 1, 22, tzinfo=UTC)):
        draft_reports(desk.where)
        draft_reports(desk.where)
        report = Report.objects.get()
        assert (report.kind, report.first_on, report.owner, report.receiver) == ("month", date(2026, 7, 1), desk.person("squad_leader"), "街道办")
        assert report.due_at == datetime(2026, 8, 3, 10, tzinfo=UTC) and report.title == "锦绣花园 2026年7月工作月报"
    with clock.frozen(report.due_at):
        miss_reports(desk.where)
        assert not Entry.objects.filter(name="plans.report_missed").exists()
    with clock.frozen(report.due_at + timedelta(minutes=1)):
        miss_reports(desk.where)
        miss_reports(desk.where)
        assert Entry.objects.filter(name="plans.report_missed").count() == 1
        assert [line.punctuality for line in queries.board(desk.where, at=clock.now())] == ["missing"]
        assert refused(actions.miss_report(report, by=SYSTEM)) == "plans.report_not_missing"
    with clock.frozen(datetime(2026, 10, 5, tzinfo=UTC)):
        draft_reports(desk.where)
        assert sorted(Report.objects.values_list("kind", "first_on")) == [
            ("month", date(2026, 7, 1)), ("month", date(2026, 8, 1)), ("month", date(2026, 9, 1)), ("quarter", date(2026, 7, 1)),
        ]  # fmt: skip


def test_senseless_terms_and_drafts_are_refused(desk):
    by = desk("project_manager")
    assert refused(actions.set_report_terms(desk.where, kind="never", by=by)) == "plans.unknown_report"
    assert refused(actions.set_report_terms(desk.where, kind="month", due_days=91, by=by)) == "plans.due_out_of_range"
    assert refused(actions.draft_report(desk.where, kind="never", on=START.date(), by=by)) == "plans.unknown_report"
    assert refused(actions.draft_report(desk.where, kind="month", on=date(2027, 1, 1), by=by)) == "plans.report_too_early"
    assert not Report.objects.exists() and not queries.ReportTerms.objects.exists()


def test_kinds_that_need_no_approval_are_handed_in_at_once(desk):
    desk.plan()
    with clock.frozen(START + timedelta(days=1)):
        desk.count()
        report = desk.draft("day", START.date())
        assert refused(actions.send_report(report, by=desk("squad_leader"))) == "plans.needs_no_approval"
        assert refused(actions.submit_report(report, by=desk("squad_leader"))) == "plans.report_not_fresh"
        report = done(actions.submit_report(desk.gathered(report), by=desk("squad_leader")))
        assert (report.state, report.is_late, report.receiver) == ("submitted", False, "项目经理")


def test_only_a_public_kind_that_was_handed_in_is_published(quarter, desk):
    report = done(actions.submit_report(desk.approved(quarter), by=desk("security_manager")))
    assert refused(actions.publish_report(report, where="公告栏", by=desk("project_manager"))) == "plans.not_for_the_public"
    with clock.frozen(datetime(2027, 1, 5, tzinfo=UTC)):
        year = desk.draft("year", date(2026, 12, 31))
        assert refused(actions.publish_report(year, where="公告栏", by=desk("project_manager"))) == "plans.published_too_early"
    assert not Report.objects.exclude(published_at=None).exists()


def test_a_goal_becomes_a_target_of_the_next_period(quarter, desk):
    goal = done(actions.set_goal(quarter, title="灭火器每周必查", owner=desk.person("squad_leader"), by=desk("security_manager")))
    assert (goal.target.starts_on, goal.target.ends_on, goal.target.owner) == (date(2026, 10, 1), date(2026, 12, 31), desk.person("squad_leader"))
    assert goal.target.basis_link == f"/reports/{quarter.pk}/"
    assert refused(actions.set_goal(quarter, title=" ", by=desk("security_manager"))) == "plans.empty_goal"
    assert refused(actions.set_goal(quarter, title="x", carried="target:x", by=desk("security_manager"))) == "plans.not_in_basis"
    assert ReportGoal.objects.count() == 1
