"""Moving along the flow, in time or not."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..states import FINISHED, CaseState
from .facts import CaseFacts


def may_reach(case: CaseFacts, to: str, *, only_from: tuple[str, ...] = ()) -> Refusal | None:
    """The flow allows the step from the present stage to `to`, and the verb may take it from here (`only_from`, when it names stages)."""
    if case.flow.may(case.state, to) and (not only_from or case.state in only_from):
        return None
    return Refusal(
        "cases.not_at_this_stage",
        _(
            "Not done: case %(number)s is “%(state)s”, and “%(to)s” does not follow it. Reload the page to see what may come next."
        ),
        number=case.number,
        state=CaseState[case.state].label,
        to=CaseState[to].label,
    )


def may_change(case: CaseFacts) -> Refusal | None:
    """A case that is over keeps what it says."""
    if case.is_open:
        return None
    return Refusal(
        "cases.already_over",
        _("Nothing was changed: case %(number)s is “%(state)s”. Reopen it first, or open a new one."),
        number=case.number,
        state=CaseState[case.state].label,
    )


def may_grade(case: CaseFacts, *, severity: int, is_judged: bool, by: UUID | None) -> Refusal | None:
    """Nobody makes his own case milder, and no grade changes once responsibility was found on it."""
    if no := may_change(case):
        return no
    if not 1 <= severity <= 4:
        return Refusal("cases.unknown_severity", _("Not graded: severity is a number from 1 (critical) to 4 (low)."))
    if is_judged:
        return Refusal(
            "cases.judged_already",
            _("Not graded: responsibility for case %(number)s was found on its present grade."),
            number=case.number,
        )
    if severity > case.severity and by is not None and by in case.workers:
        return Refusal(
            "cases.own_grade",
            _("Not graded: who works on case %(number)s cannot make it milder. Ask another person."),
            number=case.number,
        )
    return None


def graded_deadline(case: CaseFacts, *, severity: int, hours: float, opened_at: datetime, at: datetime) -> datetime:
    """The first grade counts from its own moment; a graver one may only shorten; a milder one counts from the opening."""
    if case.state == "reported" or case.due_at is None:
        return at + timedelta(hours=hours)
    if severity < case.severity:
        return min(case.due_at, at + timedelta(hours=hours))
    return max(case.due_at, opened_at + timedelta(hours=hours))


def may_rectify(case: CaseFacts, *, plan_from: int, has_owner: bool, only_from: tuple[str, ...]) -> Refusal | None:
    """Rectification starts with an owner, and from a severity on with an approved plan."""
    if not has_owner:
        return Refusal(
            "cases.no_owner",
            _("Not started: case %(number)s has no owner. Name a person or a post first."),
            number=case.number,
        )
    if case.state == "graded" and case.severity <= plan_from:
        return Refusal(
            "cases.plan_not_approved",
            _(
                "Not started: the plan of rectification of case %(number)s is not approved. Submit a plan for approval first."
            ),
            number=case.number,
        )
    return may_reach(case, "rectifying", only_from=only_from)


def may_dismiss(case: CaseFacts, *, by: UUID) -> Refusal | None:
    """Nobody waves away a case that he would have to settle himself."""
    if by == case.owner:
        return Refusal(
            "cases.own_case",
            _("Not dismissed: you are the owner of case %(number)s. Ask another person to judge it."),
            number=case.number,
        )
    return may_reach(case, "dismissed")


def may_reopen(case: CaseFacts) -> Refusal | None:
    return may_reach(case, "reopened", only_from=FINISHED)


def may_urge(case: CaseFacts, *, urged_at: datetime | None, every_minutes: int, at: datetime) -> Refusal | None:
    """Urging is limited, so that it keeps its weight."""
    if no := may_change(case):
        return no
    if urged_at is None or at - urged_at >= timedelta(minutes=every_minutes):
        return None
    return Refusal(
        "cases.urged_already",
        _("Not urged: case %(number)s was urged less than %(minutes)s minutes ago. The owner has been told."),
        number=case.number,
        minutes=every_minutes,
    )


def may_ask_extension(case: CaseFacts, *, due_at: datetime, at: datetime, has_pending: bool) -> Refusal | None:
    """A later deadline is asked for before the old one has passed."""
    if no := may_change(case):
        return no
    if has_pending:
        return Refusal(
            "cases.extension_pending",
            _("Not asked: a wish for case %(number)s is still waiting for a decision."),
            number=case.number,
        )
    if case.due_at is not None and at > case.due_at:
        return Refusal(
            "cases.already_overdue",
            _("Not asked: the deadline of case %(number)s has passed. Finish the work; the delay stays on record."),
            number=case.number,
        )
    if case.due_at is not None and due_at <= case.due_at:
        return Refusal(
            "cases.not_later",
            _("Not asked: the new deadline of case %(number)s must be later than the present one."),
            number=case.number,
        )
    return None


def escalation_due(case: CaseFacts, *, at: datetime) -> int | None:
    """Minutes by which the work or the stage is late at `at`; None when nothing is late."""
    work = case.due_at if case.submitted_at is None else None
    deadlines = [deadline for deadline in (work, case.stage_due_at) if deadline is not None and deadline < at]
    if not case.is_open or not deadlines:
        return None
    return int((at - min(deadlines)).total_seconds() // 60)


def may_assign(case: CaseFacts, *, owner: bool, role: str) -> Refusal | None:
    """Somebody is named, while there is work left to do."""
    if no := may_change(case):
        return no
    if case.submitted_at is not None:
        return Refusal(
            "cases.work_finished",
            _("Not assigned: the work on case %(number)s is finished and waits for its check."),
            number=case.number,
        )
    if owner or role:
        return None
    return Refusal("cases.nobody_named", _("Not assigned: name a person or a post."))


def may_report(*, stage: str, allowed: list[str]) -> Refusal | None:
    """Stages that prove something are not reached by a mere report."""
    if stage in allowed:
        return None
    return Refusal(
        "cases.not_a_progress", _("Not recorded: this stage is not reached by a report. Use its own button.")
    )


def plan_is_whole(*, measure: str, acceptance: str) -> Refusal | None:
    if measure.strip() and acceptance.strip():
        return None
    return Refusal(
        "cases.plan_incomplete",
        _("Not submitted: a plan names the measure and the standard by which it will be accepted."),
    )


def deed_is_told(done: str) -> Refusal | None:
    if done.strip():
        return None
    return Refusal("cases.nothing_told", _("Not submitted: say what was done."))


def may_escalate(case: CaseFacts, *, overdue_minutes: int | None, level: int, levels: int) -> Refusal | None:
    if no := may_change(case):
        return no
    if overdue_minutes is None:
        return Refusal("cases.not_overdue", _("Not escalated: case %(number)s is in time."), number=case.number)
    if level >= levels:
        return Refusal(
            "cases.ladder_ended",
            _("Not escalated: case %(number)s already stands before the last post of its ladder."),
            number=case.number,
        )
    return None
