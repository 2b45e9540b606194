"""No sequence of verbs, by whomever and in whatever order, settles a case without a second person; and a refusal changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.forms.models import model_to_dict
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from anju.domains.cases import actions
from anju.domains.cases.actions.holding import workers_of
from anju.domains.cases.kinds import kind_choices, kind_of
from anju.domains.cases.models import Approval, Case, Evidence, Extension, Finding, Recheck, ReturnVisit, Submission
from anju.domains.cases.states import FINISHED, CaseState
from anju.kernel import clock, scope
from anju.kernel.models import Entry, Scope
from anju.kernel.refusals import Refusal

from .conftest import START, Team

NAMES = ("李强", "王工", "赵敏")
TABLES = (Case, Approval, Evidence, Extension, Finding, Recheck, ReturnVisit, Submission, Entry)
STEPS = {
    "accept_case": {},
    "grade_case": {"severity": 3},
    "start_work": {},
    "submit_plan": {"measure": "清理", "acceptance": "通道畅通"},
    "approve_stage": {},
    "refuse_stage": {"reason": "不够"},
    "submit_rectification": {"done": "已做"},
    "finish_work": {"done": "已做"},
    "pass_recheck": {},
    "fail_recheck": {"reason": "没做完"},
    "strike_off": {},
    "close_case": {},
    "reopen_case": {"reason": "又来了"},
    "dismiss_case": {"reason": "误报"},
    "add_evidence": {"text": "照片"},
    "escalate_case": {},
    "urge_case": {},
    "find_responsibility": {"liability": "none"},
    "add_finding": {"text": "短板"},
}  # fmt: skip


ONWARD = {
    "reported": ("grade_case",),
    "graded": ("assign_case", "start_work", "submit_plan"),
    "to_approve": ("approve_stage",),
    "rectifying": ("submit_rectification",),
    "to_recheck": ("pass_recheck",),
    "sent_back": ("submit_rectification",),
    "to_strike_off": ("add_evidence", "strike_off"),
    "reopened": ("start_work", "assign_case"),
    "new": ("accept_case",),
    "working": ("submit_plan", "finish_work", "submit_rectification"),
    "to_call_back": ("record_return_visit", "close_case"),
    "approved": ("close_case",),
    "raised": ("report_progress",),
    "sent": ("report_progress",),
    "on_scene": ("report_progress",),
    "under_control": ("finish_work",),
    "to_review": ("find_responsibility", "close_case"),
}


class AnyWay(RuleBasedStateMachine):
    """One case, three people, every verb at any moment."""

    kind = ""
    ends: set[str]

    def __init__(self) -> None:
        super().__init__()
        self.where = Scope.objects.create(kind="community", name="任意")
        self.entered = scope.entered(self.where)
        self.entered.__enter__()
        self.team, self.at, self.case = Team(self.where), START, None

    def teardown(self) -> None:
        self.entered.__exit__(None, None, None)

    def snapshot(self) -> tuple:
        counts = tuple(table._base_manager.count() for table in TABLES)
        return counts, model_to_dict(Case.objects.get(pk=self.case.pk)) if self.case else None

    def do(self, verb: str, who: str, **given) -> None:
        before = self.snapshot()
        with clock.frozen(self.at):
            outcome = getattr(actions, verb)(self.case, **given, by=self.team(who, "project_manager"))
        if isinstance(outcome, Refusal):
            assert self.snapshot() == before
            assert str(outcome)
        else:
            self.case = Case.objects.get(pk=self.case.pk)

    @initialize(who=st.sampled_from(NAMES), severity=st.integers(1, 4))
    def open(self, who, severity):
        with clock.frozen(self.at):
            given = {"title": "一件事", "severity": severity, "by": self.team(who)}
            self.case = actions.open_case(self.where, kind=self.kind, **given)

    @rule(hours=st.integers(0, 60))
    def wait(self, hours):
        self.at += timedelta(hours=hours)

    @rule(owner=st.sampled_from(NAMES), who=st.sampled_from(NAMES))
    def assign(self, owner, who):
        self.do("assign_case", who, owner=self.team.person(owner))

    @rule(outcome=st.sampled_from(["solved", "unsolved", "unreachable"]), who=st.sampled_from(NAMES))
    def visit(self, outcome, who):
        self.do("record_return_visit", who, outcome=outcome)

    @rule(stage=st.sampled_from([str(state) for state in CaseState]), who=st.sampled_from(NAMES))
    def report(self, stage, who):
        self.do("report_progress", who, stage=stage)

    @rule(who=st.permutations(NAMES), times=st.integers(1, 14))
    def onward(self, who, times):
        """The verbs that lead on from here, tried by one after the other, so that ends are reached often."""
        for _turn in range(times):
            for verb in ONWARD.get(self.case.state, ()):
                for name in who:
                    self.do(verb, name, **self.given(verb))

    def given(self, verb: str) -> dict:
        if verb == "assign_case":
            return {"owner": self.team.person("王工")}
        if verb == "report_progress":
            return {"stage": {"sent": "on_scene", "on_scene": "under_control"}.get(self.case.state, "on_scene")}
        if verb == "record_return_visit":
            return {"outcome": "unreachable"}
        return STEPS[verb]

    @rule(verb=st.sampled_from(sorted(STEPS)), who=st.sampled_from(NAMES))
    def anything(self, verb, who):
        self.do(verb, who, **STEPS[verb])

    @invariant()
    def settled_only_by_a_second_person(self):
        if self.case.state not in FINISHED:
            return
        self.ends.add(self.case.state)
        case, workers = self.case, workers_of(self.case)
        closer = Entry.objects.filter(name="cases.case_closed", subject_id=case.pk).latest("id")
        assert closer.actor_id is not None
        if case.state == "struck_off":
            passed = Recheck.objects.filter(case=case, round=case.round, is_passed=True)
            assert passed.exists() and Evidence.objects.filter(case=case).exists()
            assert all(recheck.by_id not in workers for recheck in passed)
        elif case.kind == "review":
            assert Approval.objects.filter(case=case, is_granted=True).exists()
        elif case.state == "closed":
            visits = ReturnVisit.objects.filter(case=case, round=case.round)
            assert all(visit.by_id not in workers for visit in visits)
            assert visits.filter(outcome="solved").exists() or visits.filter(outcome="unreachable").count() >= 3
        assert (
            not Finding.objects.filter(case=case, kind="shortfall", answer=None).exists() or case.state == "struck_off"
        )

    @invariant()
    def a_stage_waits_for_approval_exactly_while_one_is_asked_for(self):
        assert (self.case.state == "to_approve") is Approval.objects.filter(case=self.case, is_granted=None).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("walks", [6, pytest.param(60, marks=pytest.mark.soak)])
@pytest.mark.parametrize("kind", [code for code, _label in kind_choices()])
def test_no_way_leads_round_the_second_person(kind, walks):
    walk = type("Walk", (AnyWay,), {"kind": kind, "ends": set()})
    chosen = {"max_examples": walks, "stateful_step_count": 30, "deadline": None, "derandomize": True}
    run_state_machine_as_test(walk, settings=settings(**chosen, suppress_health_check=list(HealthCheck)))
    assert walk.ends == {kind_of(kind).flow.done}, "the walk must reach its end, or it proves nothing"
