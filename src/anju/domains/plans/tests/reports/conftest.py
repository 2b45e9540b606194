"""A community with a plan in force, three months of regular work and cases, and people of every post that reports need."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from PIL import Image

from anju.domains.cases import actions as cases
from anju.domains.cases.models import Case
from anju.domains.duties import actions as duties
from anju.domains.duties.models import Occurrence
from anju.domains.measures import folding
from anju.domains.people.models import Account, Membership, Person
from anju.domains.plans import actions
from anju.domains.plans.models import Clause, Plan, Report
from anju.kernel import clock, files, ledger, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

SYSTEM = Actor.system("test")
START = datetime(2026, 7, 1, 1, tzinfo=UTC)
AFTER = datetime(2026, 10, 3, 2, tzinfo=UTC)
TEXT = """保安部2026年度工作计划
一、目标
1. 业主满意度达到95%以上。
二、消防
1. 保安员每周对灭火器检查一次。
2. 保安员每月检查一次消防通道。
三、报告
1. 保安经理每季度提交工作总结报告,分析计划执行情况、存在问题及改进措施。
2. 禁止占用消防通道。
"""


class Desk:
    """Short ways to let people act in the community of these tests."""

    def __init__(self, where: Scope) -> None:
        self.where = where
        self.people: dict[str, Account] = {}

    def person(self, role: str, name: str = "") -> Person:
        return self.account(role, name).person

    def account(self, role: str, name: str = "") -> Account:
        key = name or role
        if key not in self.people:
            person = Person.everywhere.create(scope=self.where, name=name or f"{role}某")
            Membership.everywhere.create(scope=self.where, person=person, role=role, since_on=date(2020, 1, 1))
            self.people[key] = Account.everywhere.create(username=key, person=person)
        return self.people[key]

    def __call__(self, role: str, name: str = "") -> Actor:
        return Actor.of(self.account(role, name))

    def plan(self) -> Plan:
        (plan,) = actions.take_in(self.where, TEXT.encode(), name="计划.txt", year=2026, by=SYSTEM)
        for clause in Clause.objects.filter(plan=plan).exclude(doubts=[]):
            done(actions.accept_clause(clause, revision=clause.revision, by=SYSTEM))
        actions.confirm_all(plan, by=SYSTEM)
        return done(actions.bring_to_life(plan, by=SYSTEM))

    def live(self, plan: Plan, until: datetime, *, skip: int = 0) -> None:
        """Let time go by to `until`: every slot is done by its role and closed; every `skip`-th is left undone."""
        for clause in Clause.objects.filter(plan=plan).exclude(duty=None):
            duties.plan_occurrences(clause.duty, until_on=until.date() + timedelta(days=1), by=SYSTEM)
        for turn, slot in enumerate(Occurrence.objects.filter(due_at__lt=until).select_related("duty").order_by("due_at", "id"), 1):
            if slot.duty.category != "report" and not (skip and turn % skip == 0):
                with clock.frozen(max(START, slot.due_at - timedelta(hours=1))):
                    record = done(duties.perform_duty(slot, photos=[files.checked(photo())], by=self(slot.duty.role or "guard")))
                    if slot.__class__.objects.get(pk=slot.pk).waiting_count:
                        done(duties.confirm_performance(record, by=self("squad_leader", "赵班长")))
        with clock.frozen(until):
            while Occurrence.objects.filter(look_at__lte=until).exists():
                done(duties.close_due_occurrences(self.where, by=SYSTEM))

    def complain(self, at: datetime, *, settle: bool = True, title: str = "噪声") -> Case:
        with clock.frozen(at):
            case = done(cases.open_case(self.where, kind="complaint", category="security", title=title, by=self("front_desk")))
        if settle:
            with clock.frozen(at + timedelta(hours=2)):
                case = done(cases.accept_case(case, by=self("front_desk")))
                done(cases.assign_case(case, owner=self.person("engineer"), by=self("front_desk")))
                done(cases.finish_work(case, done="已劝止", by=self("engineer")))
                done(cases.record_return_visit(case, outcome="solved", satisfaction=5, by=self("front_desk")))
                case = done(cases.close_case(case, by=self("front_desk")))
        return case

    def count(self) -> None:
        folding.catch_up_fully(self.where)

    def draft(self, kind: str = "quarter", on: date = date(2026, 7, 1)) -> Report:
        return done(actions.draft_report(self.where, kind=kind, on=on, by=self("security_manager")))

    def gathered(self, report: Report) -> Report:
        return done(actions.gather(report, by=SYSTEM))

    def written(self, report: Report) -> Report:
        """Everything that must be written is, by the security manager; gaps are explained."""
        report = self.gathered(report)
        by = self("security_manager")
        for section in report.about.sections:
            if section.must_write:
                done(actions.write_text(report, section=section.code, text="加强检查，逐条整改。", by=by))
        for gap in report.content["gaps"]:
            done(actions.explain_gap(report, key=gap["key"], reason="本期未开展问卷", by=by))
        return report

    def approved(self, report: Report) -> Report:
        report = done(actions.send_report(self.written(report), by=self("security_manager")))
        return done(actions.approve_report(report, by=self("project_manager")))


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "#886644").save(made, "PNG")
    return made.getvalue()


def done(outcome):
    """What came of an action; a refusal fails the test with its sentence."""
    assert not isinstance(outcome, Refusal), str(outcome)
    return outcome


@pytest.fixture(autouse=True)
def own_rows_are_final(monkeypatch):
    """A test runs inside one transaction, whose rows PostgreSQL rightly calls unfinished; here they count as final."""
    monkeypatch.setattr(ledger, "horizon", lambda: 2**62)


@pytest.fixture
def desk(db) -> Desk:
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(where), clock.frozen(START):
        yield Desk(where)


@pytest.fixture
def quarter(desk) -> Report:
    """The report of the third quarter, drafted after it; a slot in five was missed, one complaint of two is overdue."""
    plan = desk.plan()
    desk.complain(START + timedelta(days=20))
    desk.complain(START + timedelta(days=30), settle=False, title="路灯不亮")
    desk.live(plan, AFTER, skip=5)
    with clock.frozen(AFTER):
        desk.count()
        yield desk.draft()
