from __future__ import annotations

import pytest

from anju.domains.plans import actions
from anju.domains.plans.models import Clause, Plan
from anju.kernel import scope
from anju.surfaces.office.screens.tests.conftest import SYSTEM, Estate

TEXT = """保安部2026年度工作计划
一、目标
1. 业主满意度达到95%以上。
二、消防
1. 保安员每月对灭火器检查一次。
2. 定期检查消防通道。
3. 禁止占用消防通道。
"""


class Office(Estate):
    """The estate, with plans read in by the manager."""

    def plan(self, text: str = TEXT, where=None) -> Plan:
        where = where or self.here
        with scope.entered(where):
            (made,) = actions.take_in(where, text.encode(), name="计划.txt", year=2026, by=SYSTEM)
        return made

    def sentence(self, plan: Plan, words: str) -> Clause:
        return Clause.everywhere.get(plan=plan, text__contains=words)

    def in_force(self, plan: Plan) -> Plan:
        with scope.entered(plan.scope):
            for clause in Clause.objects.filter(plan=plan):
                if clause.doubts:
                    actions.drop_clause(clause, revision=clause.revision, by=SYSTEM)
            actions.confirm_all(plan, by=SYSTEM)
            actions.bring_to_life(plan, by=SYSTEM)
        return Plan.everywhere.get(pk=plan.pk)

    def decide(self, clause: Clause, verb: str, **more):
        return self.client.post(f"/plans/clauses/{clause.pk}/decide/", {"verb": verb, "revision": clause.revision, **more})

    def as_account(self, account) -> Office:
        self.client.force_login(account)
        return self


@pytest.fixture
def office(client, db) -> Office:
    return Office(client)
