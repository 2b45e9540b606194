"""The doer's side: accept, grade, assign, work, say that it is done."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import CaseAccepted, CaseAssigned, CaseGraded, PlanSubmitted, StageReached, WorkStarted, WorkSubmitted
from ..kinds import category_choices
from ..models import Approval, Case, Severity, Submission
from ..states import CaseState
from ..terms import terms_of
from .holding import BODIES, DESK, LEADERS, PICTURES, STAFF, about, facts_of, held, keep_photos, move, wind

_PROGRESS = [
    (code, CaseState[code].label) for code in ("waiting_owner", "working", "on_the_way", "on_scene", "under_control")
]


@action(title=_("Accept"), posts=STAFF, event=CaseAccepted, offline=True, allowed_from=("new",))
def accept_case(case: Case, *, by: Actor, at: datetime | None = None) -> Case | Refusal:
    """Take the matter up; who accepts it stays its first contact until the end."""
    case = held(case)
    if no := rules.may_reach(facts_of(case), "working", only_from=accept_case.spec.allowed_from):
        return no
    case.first_contact_id = case.first_contact_id or by.person
    if case.owner_id is None and not case.owner_role:
        case.owner_id = by.person
    move(case, "working", at=at)
    case.save()
    waited = int((at - case.opened_at).total_seconds() // 60)
    announce(CaseAccepted(**about(case), first_contact=case.first_contact_id, waited_minutes=waited), subject=case)
    return case


@action(
    title=_("Grade"),
    posts=LEADERS,
    event=CaseGraded,
    allowed_from=("reported", "new", "raised", "graded", "working", "rectifying"),
)
def grade_case(
    case: Case,
    *,
    severity: Annotated[int, Field(_("Severity"), choices=Severity.choices)],
    category: Annotated[str, Field(_("Category"), choices=category_choices, required=False)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Case | Refusal:
    """Say how grave it is; the deadline follows from the grade."""
    case = held(case)
    facts, severity = facts_of(case), int(severity)
    if no := rules.may_grade(facts, severity=severity, is_judged=bool(case.liability), by=by.person):
        return no
    terms = terms_of(case.scope, case.kind)
    before = {"severity_before": case.severity, "category_before": case.category}
    case.severity = severity
    case.category = category or case.category
    case.due_at = rules.graded_deadline(
        facts, severity=severity, hours=terms.hours[severity], opened_at=case.opened_at, at=at
    )
    if case.state == "reported":
        move(case, "graded", at=at)
    wind(case, at=at)
    case.save()
    announce(CaseGraded(**about(case), **before, due_at=case.due_at, overdue_at=case.overdue_at), subject=case)
    return case


@action(title=_("Assign"), posts=DESK, event=CaseAssigned, linkable=True)
def assign_case(
    case: Case,
    *,
    owner: Annotated[Person | None, Field(_("Person in charge"))] = None,
    owner_role: Annotated[str, Field(_("Post in charge"), max_length=40)] = "",
    answerable: Annotated[str, Field(_("Answerable unit"), max_length=120)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Case | Refusal:
    """Name who settles it: a person, a post, or both; an incident is thereby sent."""
    case = held(case)
    if no := rules.may_assign(facts_of(case), owner=owner is not None, role=owner_role):
        return no
    case.owner, case.owner_role = owner, owner_role
    case.answerable = answerable or case.answerable
    if case.about.flow.may(case.state, "sent"):
        move(case, "sent", at=at)
    case.save()
    announce(CaseAssigned(**about(case), owner=case.owner_id, role=owner_role, due_at=case.due_at), subject=case)
    return case


@action(title=_("Submit a plan"), posts=STAFF, event=PlanSubmitted, allowed_from=("graded", "working"))
def submit_plan(
    case: Case,
    *,
    measure: Annotated[str, Field(_("Measure of rectification"), multiline=True, required=True)],
    acceptance: Annotated[str, Field(_("Standard of acceptance"), multiline=True, required=True)],
    by: Actor,
    at: datetime | None = None,
) -> Case | Refusal:
    """Put the measure and the standard it will be accepted by before a second person."""
    case = held(case)
    if no := rules.may_reach(
        facts_of(case), "to_approve", only_from=submit_plan.spec.allowed_from
    ) or rules.plan_is_whole(measure=measure, acceptance=acceptance):
        return no
    case.measure, case.acceptance = measure, acceptance
    move(case, "to_approve", at=at)
    case.save()
    Approval.objects.create(scope=case.scope, case=case, asked_by_id=by.person, asked_at=at)
    announce(PlanSubmitted(**about(case)), subject=case)
    return case


@action(
    title=_("Start work"),
    posts=STAFF,
    event=WorkStarted,
    offline=True,
    allowed_from=("graded", "sent_back", "reopened"),
)
def start_work(
    case: Case,
    *,
    measure: Annotated[str, Field(_("Measure of rectification"), multiline=True)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Case | Refusal:
    """Begin, or begin again after it was sent back or reopened."""
    case = held(case)
    facts = facts_of(case)
    to = "rectifying" if facts.flow.may(case.state, "rectifying") else "working"
    if no := _may_start(case, facts, to):
        return no
    case.measure = measure or case.measure
    move(case, to, at=at)
    case.save()
    announce(WorkStarted(**about(case)), subject=case)
    return case


def _may_start(case: Case, facts: rules.CaseFacts, to: str) -> Refusal | None:
    if to == "rectifying":
        has_owner = case.owner_id is not None or bool(case.owner_role)
        plan_from = terms_of(case.scope, case.kind).plan_from
        return rules.may_rectify(
            facts, plan_from=plan_from, has_owner=has_owner, only_from=start_work.spec.allowed_from
        )
    return rules.may_reach(facts, to, only_from=start_work.spec.allowed_from)


@action(
    title=_("Report progress"),
    posts=STAFF,
    event=StageReached,
    offline=True,
    allowed_from=("raised", "sent", "on_the_way", "on_scene", "working", "waiting_owner"),
)
def report_progress(
    case: Case, *, stage: Annotated[str, Field(_("Stage"), choices=_PROGRESS)], by: Actor, at: datetime | None = None
) -> Case | Refusal:
    """Say how far it is: on the way, on scene, under control, waiting for the owner, going on."""
    case = held(case)
    if no := rules.may_report(stage=stage, allowed=[code for code, _label in _PROGRESS]):
        return no
    if no := rules.may_reach(facts_of(case), stage, only_from=report_progress.spec.allowed_from):
        return no
    if case.owner_id is None and not case.owner_role:
        case.owner_id = by.person
    move(case, stage, at=at)
    case.save()
    minutes = int((at - case.opened_at).total_seconds() // 60)
    announce(StageReached(**about(case), state=stage, minutes=minutes), subject=case)
    return case


@action(
    title=_("Submit for recheck"),
    posts=(*STAFF, *BODIES),
    event=WorkSubmitted,
    offline=True,
    allowed_from=("rectifying", "sent_back", "working"),
)
def submit_rectification(
    case: Case,
    *,
    done: Annotated[str, Field(_("What was done"), multiline=True, required=True)],
    photos: Annotated[list[File] | None, Field(_("Photos"), accept=PICTURES)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Case | Refusal:
    """Say what was done and ask for the recheck by another person."""
    return _submit(case, "to_recheck", submit_rectification, done=done, photos=photos, by=by, at=at)


@action(
    title=_("Finish work"),
    posts=STAFF,
    event=WorkSubmitted,
    offline=True,
    allowed_from=("working", "waiting_owner", "under_control"),
)
def finish_work(
    case: Case,
    *,
    done: Annotated[str, Field(_("What was done"), multiline=True, required=True)],
    photos: Annotated[list[File] | None, Field(_("Photos"), accept=PICTURES)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Case | Refusal:
    """Say what was done; an order then waits for the return visit, an incident for its review."""
    has_review = case.about.flow.may("under_control", "to_review")
    return _submit(
        case, "to_review" if has_review else "to_call_back", finish_work, done=done, photos=photos, by=by, at=at
    )


def _submit(
    case: Case, to: str, verb: Any, *, done: str, photos: list[File] | None, by: Actor, at: datetime
) -> Case | Refusal:
    case = held(case)
    if no := rules.may_reach(facts_of(case), to, only_from=verb.spec.allowed_from) or rules.deed_is_told(done):
        return no
    Submission.objects.create(
        scope=case.scope, case=case, round=case.round, by_id=by.person, owner_id=case.owner_id, at=at, done=done
    )
    keep_photos(case, photos, text=done, by=by, at=at)
    case.submitted_at = at
    move(case, to, at=at)
    case.save()
    in_time = case.due_at is None or at <= case.due_at
    announce(WorkSubmitted(**about(case), round=case.round, state=to, is_in_time=in_time), subject=case)
    return case
