"""Reports and who writes them: the managers gather, write, approve and hand in; one monthly report comes late, and the newest is still a draft."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from anju.domains.people.queries import Post
from anju.domains.plans import actions as plans
from anju.domains.plans.queries import KINDS, Report, ReportTerms, in_force, unassigned
from anju.kernel import clock

from .world import HOUR, World

RECEIVERS = {"month": "公司总部 品质部", "quarter": "公司总部 安全管理部", "occupancy": "公司总部 客服部"}
TEXTS = {
    "improvements": "一是对未按时完成的条款逐条落实责任人，班长每日复核；\n二是夜间巡逻增加抽查，由队长每周通报；\n三是逾期事项由安全经理督办到办结。",
    "demands": "各班组组织学习，对照检查，月底前书面反馈。",
    "summary": "本半月队伍稳定，纪律良好。",
    "assessment": "全年工作按计划推进，总体平稳，问题已列入下一年度计划。",
}
REMARK = "请把逾期事项的办结时间写清楚。"
LATE_BY = timedelta(hours=30)
HANDED_OUT = 12
"""How many sentences of the plan are given to squads and employees in the demo."""


def expect(world: World, day: date) -> None:
    """Switch on what this community hands in, once; then write what is being drafted, each in its time."""
    if "reports" not in world.known:
        world.known.add("reports")
        _begin(world, day)
    for report in Report.objects.filter(scope=world.scope, state="draft", submitted_at=None).order_by("due_at", "kind"):
        if ("report", report.pk) not in world.known and report.last_on < day:
            world.known.add(("report", report.pk))
            _plan(world, report)


def _begin(world: World, day: date) -> None:
    """What an earlier run laid down stays as it is."""
    if ReportTerms.objects.filter(scope=world.scope).exists():
        return
    boss, manager = world.cast.staff["project_manager"][0], world.cast.staff["security_manager"][0]
    for kind, receiver in RECEIVERS.items():
        world.act(plans.set_report_terms, world.scope, kind=kind, receiver=receiver, owner=manager, by=boss)
    plan = in_force().first()
    post = Post.objects.filter(scope=world.scope, role="guard", state="in_use").order_by("name").first()
    if plan is None or post is None:
        return
    leaders = world.cast.staff["squad_leader"]
    for turn, clause in enumerate(unassigned(plan)[:HANDED_OUT]):
        last = date(plan.year, 12, 31) if plan.year else day
        world.act(plans.assign_clause, clause, squad=post, assignee=leaders[turn % len(leaders)], due_on=last, by=manager)


def _plan(world: World, report: Report) -> None:
    """A report is handed in two hours before it is due; the second monthly report of the history a day late."""
    at = report.due_at - 2 * HOUR
    if report.kind == "month" and report.first_on.month % 2 == 0:
        at = report.due_at + LATE_BY
    if at >= clock.now():
        world.plan(at, partial(_hand_in, world, report.pk))


def _hand_in(world: World, pk) -> None:
    """Written, remarked upon, sent, approved by somebody else, handed in, received."""
    boss, manager = world.cast.staff["project_manager"][0], world.cast.staff["security_manager"][0]
    report = Report.objects.get(pk=pk)
    if report.submitted_at is not None:
        return
    plans.gather(report, by=world.actor(manager))
    report = Report.objects.get(pk=pk)
    for section in KINDS[report.kind].sections:
        if section.must_write:
            world.act(plans.write_text, report, section=section.code, text=TEXTS[section.code], by=manager)
    for gap in report.content["gaps"]:
        world.act(plans.explain_gap, report, key=gap["key"], reason="本期没有发生需要统计的记录。", by=manager)
    if KINDS[report.kind].needs_approval:
        said = world.act(plans.remark, report, section="problems", text=REMARK, by=boss)
        if said is not None:
            world.act(plans.settle_remark, said, by=manager)
        if world.act(plans.send_report, report, by=manager) is None or world.act(plans.approve_report, report, by=boss) is None:
            return
    if world.act(plans.submit_report, report, by=manager) is not None and report.kind in ("quarter", "month"):
        world.plan(clock.now() + 20 * HOUR, partial(_receive, world, pk))


def _receive(world: World, pk) -> None:
    headquarters = world.cast.outsiders.get("headquarters")
    if headquarters is not None:
        world.act(plans.record_receipt, Report.objects.get(pk=pk), received_by="总部文员", receipt=f"收{clock.now():%m%d}", by=headquarters)
