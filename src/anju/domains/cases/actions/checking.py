"""The second person's side: approve, recheck, call back, strike off, close, reopen."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import CaseClosed, CaseReopened, RecheckFailed, RecheckPassed, ReturnVisited, StageApproved, StageRefused
from ..models import Approval, Case, Evidence, Finding, Recheck, ReturnVisit
from ..models.proof import VisitOutcome
from ..terms import terms_of
from .holding import (
    BODIES,
    DESK,
    DWELLERS,
    LEADERS,
    MANAGERS,
    PICTURES,
    about,
    evidence_grade,
    facts_of,
    held,
    keep_photos,
    move,
)

CHECKERS = (*dict.fromkeys((*LEADERS, *MANAGERS, *BODIES)),)


@action(title=_("Approve"), posts=CHECKERS, event=StageApproved, allowed_from=("to_approve",), second_to=("cases.submit_plan",))
def approve_stage(
    case: Case, *, note: Annotated[str, Field(_("Note"), multiline=True)] = "", by: Actor, at: datetime | None = None
) -> Case | Refusal:
    """Say yes to the submitted plan or review; never to one's own."""
    case, approval = _pending(case)
    to = case.about.flow.next("to_approve")[:1]
    if no := _may_answer(case, approval, to, by):
        return no
    _answer(case, approval, to[0], is_granted=True, note=note, by=by, at=at)
    announce(StageApproved(**about(case), approval=approval.id, state=case.state), subject=case)
    return case


@action(title=_("Refuse"), posts=CHECKERS, event=StageRefused, allowed_from=("to_approve",))
def refuse_stage(
    case: Case,
    *,
    reason: Annotated[str, Field(_("Reason"), multiline=True, required=True)],
    by: Actor,
    at: datetime | None = None,
) -> Case | Refusal:
    """Send the submitted plan or review back with the reason."""
    case, approval = _pending(case)
    to = case.about.flow.next("to_approve")[1:2]
    if no := _may_answer(case, approval, to, by):
        return no
    _answer(case, approval, to[0], is_granted=False, note=reason, by=by, at=at)
    announce(StageRefused(**about(case), approval=approval.id, reason=reason), subject=case)
    return case


def _pending(case: Case) -> tuple[Case, Approval | None]:
    case = held(case)
    return case, Approval.objects.filter(scope=case.scope_id, case=case, is_granted=None).first()


def _may_answer(case: Case, approval: Approval | None, to: tuple[str, ...], by: Actor) -> Refusal | None:
    asked_by = approval.asked_by_id if approval else None
    return rules.person_needed(by.person) or rules.may_answer_plan(
        facts_of(case), asked_by=asked_by, by=by.person, to=to[0] if to else "approved"
    )


def _answer(case: Case, approval: Approval, to: str, *, is_granted: bool, note: str, by: Actor, at: datetime) -> None:
    approval.decided_by_id, approval.decided_at, approval.is_granted, approval.note = by.person, at, is_granted, note
    approval.save()
    move(case, to, at=at)
    case.save()


@action(title=_("Pass the recheck"), posts=CHECKERS, event=RecheckPassed, offline=True, allowed_from=("to_recheck",), second_to=("cases.submit_rectification",))
def pass_recheck(
    case: Case,
    *,
    note: Annotated[str, Field(_("What was seen"), multiline=True)] = "",
    photos: Annotated[list[File] | None, Field(_("Photos"), accept=PICTURES)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Case | Refusal:
    """Confirm on the spot that it is settled; the rechecker did none of the work."""
    case = held(case)
    if no := rules.person_needed(by.person) or rules.may_recheck(facts_of(case), by=by.person):
        return no
    recheck = Recheck.objects.create(
        scope=case.scope, case=case, round=case.round, by_id=by.person, at=at, is_passed=True, note=note
    )
    keep_photos(case, photos, text=note, by=by, at=at)
    move(case, "to_strike_off", at=at)
    case.save()
    announce(RecheckPassed(**about(case), recheck=recheck.id, round=case.round), subject=case)
    return case


@action(
    title=_("Send back"),
    posts=CHECKERS,
    event=RecheckFailed,
    offline=True,
    allowed_from=("to_recheck", "to_strike_off"),
)
def fail_recheck(
    case: Case,
    *,
    reason: Annotated[str, Field(_("What is missing"), multiline=True, required=True)],
    by: Actor,
    at: datetime | None = None,
) -> Case | Refusal:
    """The recheck found it not settled: the work goes on and its deadline counts again."""
    case = held(case)
    if (
        no := rules.person_needed(by.person)
        or rules.may_reach(facts_of(case), "sent_back")
        or rules.deed_is_told(reason)
    ):
        return no
    recheck = Recheck.objects.create(
        scope=case.scope, case=case, round=case.round, by_id=by.person, at=at, is_passed=False, note=reason
    )
    case.submitted_at = None
    case.round += 1
    move(case, "sent_back", at=at)
    case.save()
    announce(RecheckFailed(**about(case), recheck=recheck.id, round=recheck.round, reason=reason), subject=case)
    return case


@action(title=_("Record a return visit"), posts=(*DESK, *DWELLERS), event=ReturnVisited, allowed_from=("to_call_back",))
def record_return_visit(
    case: Case,
    *,
    outcome: Annotated[str, Field(_("Outcome"), choices=VisitOutcome.choices)],
    satisfaction: Annotated[int | None, Field(_("Satisfaction (1 to 5)"), minimum=1, maximum=5)] = None,
    said: Annotated[str, Field(_("What was said"), multiline=True)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Case | Refusal:
    """Ask the one who asked. Not solved opens the case again; not reached is kept with its time."""
    case = held(case)
    if no := rules.person_needed(by.person) or rules.may_visit(facts_of(case), by=by.person, satisfaction=satisfaction):
        return no
    visit = ReturnVisit.objects.create(
        scope=case.scope, case=case, round=case.round, by_id=by.person, at=at, outcome=outcome, satisfaction=satisfaction, said=said,
        grade=evidence_grade(case, by),
    )  # fmt: skip
    attempt = ReturnVisit.objects.filter(scope=case.scope_id, case=case, round=case.round).count()
    if outcome == VisitOutcome.unsolved:
        case.submitted_at = None
        case.round += 1
        case.reopened_times += 1
        move(case, "reopened", at=at)
    case.save()
    announce(
        ReturnVisited(
            **about(case),
            visit=visit.id,
            grade=visit.grade,
            outcome=outcome,
            attempt=attempt,
            satisfaction=satisfaction,
        ),
        subject=case,
    )
    return case


@action(title=_("Strike off"), posts=CHECKERS, event=CaseClosed, allowed_from=("to_strike_off",))
def strike_off(
    case: Case,
    *,
    result: Annotated[str, Field(_("Result"), multiline=True)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Case | Refusal:
    """End a rechecked case; it needs a passed recheck and evidence."""
    case = held(case)
    is_passed = Recheck.objects.filter(scope=case.scope_id, case=case, round=case.round, is_passed=True).exists()
    proofs = Evidence.objects.filter(scope=case.scope_id, case=case).count()
    if no := rules.person_needed(by.person) or rules.may_strike_off(
        facts_of(case), is_passed=is_passed, proofs=proofs, by=by.person
    ):
        return no
    return _settle(case, result=result, grade="B", at=at)


@action(
    title=_("Close"), posts=(*DESK, *MANAGERS), event=CaseClosed, allowed_from=("to_call_back", "to_review", "approved")
)
def close_case(
    case: Case,
    *,
    result: Annotated[str, Field(_("Result"), multiline=True)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Case | Refusal:
    """End an order after its return visit, an incident after its review, a review after its approval."""
    case = held(case)
    visits = list(ReturnVisit.objects.filter(scope=case.scope_id, case=case, round=case.round).order_by("at"))
    solved = [visit for visit in visits if visit.outcome == VisitOutcome.solved]
    no = rules.person_needed(by.person) or rules.may_close(
        facts_of(case),
        is_visited=bool(solved),
        failed_attempts=tuple(visit.at for visit in visits if visit.outcome == VisitOutcome.unreachable),
        open_findings=Finding.objects.filter(scope=case.scope_id, case=case, kind="shortfall", answer=None).count(),
        needs_liability=_needs_liability(case),
        by=by.person,
    )
    return no or _settle(case, result=result, grade=_closing_grade(case, solved), at=at)


def _needs_liability(case: Case) -> bool:
    is_grave = case.severity == 1 or case.deaths > 0 or case.injured > 0
    return case.kind == "incident" and is_grave and not case.liability


def _closing_grade(case: Case, solved: list[ReturnVisit]) -> str:
    """A when somebody outside confirmed it himself, B by a second person, C when nobody was reached."""
    if case.state != "to_call_back":
        return "B"
    if not solved:
        return "C"
    return min(visit.grade for visit in solved)


def _settle(case: Case, *, result: str, grade: str, at: datetime) -> Case:
    finished_at = case.submitted_at or at
    case.result, case.closed_at, case.closing_grade = result or case.result, at, grade
    move(case, case.about.flow.done, at=at)
    case.save()
    announce(
        CaseClosed(
            **about(case),
            state=case.state,
            closed_at=at,
            is_in_time=_is_in_time(case),
            was_counted_overdue=case.overdue_at is not None,
            minutes=int((finished_at - case.opened_at).total_seconds() // 60),
            grade=grade,
        ),
        subject=case,
    )
    return case


def _is_in_time(case: Case) -> bool:
    return case.overdue_at is None and (case.due_at is None or (case.submitted_at or case.closed_at) <= case.due_at)


@action(
    title=_("Reopen"),
    posts=(*DESK, *DWELLERS, *MANAGERS, *BODIES),
    event=CaseReopened,
    allowed_from=("closed", "struck_off", "ended"),
)
def reopen_case(
    case: Case,
    *,
    reason: Annotated[str, Field(_("Reason"), multiline=True, required=True)],
    by: Actor,
    at: datetime | None = None,
) -> Case | Refusal:
    """Take up a settled case again, with a new round and a new deadline."""
    case = held(case)
    if no := rules.may_reopen(facts_of(case)) or rules.deed_is_told(reason):
        return no
    event = CaseReopened(
        **about(case),
        closed_at=case.closed_at,
        was_in_time=_is_in_time(case),
        was_counted_overdue=case.overdue_at is not None,
        grade=case.closing_grade,
        reason=reason,
    )
    _begin_again(case, at)
    announce(event, subject=case)
    return case


def _begin_again(case: Case, at: datetime) -> None:
    case.round += 1
    case.reopened_times += 1
    case.escalation_level = 0
    case.submitted_at = case.closed_at = None
    case.due_at = terms_of(case.scope, case.kind).due_at(case.severity, at)
    move(case, "reopened", at=at)
    case.save()
