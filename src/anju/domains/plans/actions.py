"""The verbs of plans: take a document in, review sentence by sentence, bring the confirmed ones to life, put the plan in force."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.duties import actions as duties
from anju.domains.measures import actions as measures
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from . import events, queries, realise, rules
from .models import Clause, Plan, Source, SpotCheck, StatuteAnswer
from .states import Becomes, PlanState, ReviewState

MANAGERS = ("security_manager", "project_manager")
CHUNK = 200


@action(title=_("Hand in a plan"), posts=MANAGERS, event=events.SourceReceived)
def receive_source(
    scope: Scope, *, name: str, sha256: str, size_bytes: int, lines: dict, warnings: dict, by: Actor, at: datetime | None = None
) -> Source | Refusal:
    """Keep the readable text of a document. The same document twice stays one source."""
    known = Source.objects.filter(sha256=sha256).first()
    source = known or Source(scope=scope, name=name, sha256=sha256, size_bytes=size_bytes, lines=lines, warnings=warnings)
    if known is None:
        source.save()
    announce(events.SourceReceived(source=source.id, sha256=sha256, size_bytes=size_bytes, lines=len(lines), name=name), subject=source)
    return source


@action(title=_("Draft a plan"), posts=MANAGERS, event=events.PlanDrafted)
def draft_plan(
    source: Source,
    *,
    title: str,
    year: int,
    first_line: int,
    last_line: int,
    replaces: Plan | None = None,
    by: Actor,
    at: datetime | None = None,
) -> Plan | Refusal:
    """Open the review of one plan of a document, as a first version or as the next one of a plan in force."""
    version = replaces.version + 1 if replaces else 1
    plan = Plan(scope=source.scope, source=source, title=title, year=year, version=version, replaces=replaces)
    plan.first_line, plan.last_line = first_line, last_line
    plan.save()
    announce(events.PlanDrafted(plan=plan.id, source=source.id, year=year, version=version, title=title), subject=plan)
    return plan


@action(title=_("Propose sentences"), posts=MANAGERS, event=events.ClausesProposed)
def propose_clauses(plan: Plan, *, rows: dict, by: Actor, at: datetime | None = None) -> Plan | Refusal:
    """Write up to 200 sentences with what they should become. `rows` is a list of Clause fields in order."""
    if len(rows) > CHUNK:
        return Refusal("plans.chunk_too_large", _("At most %(limit)s sentences go in at once."), limit=CHUNK)
    clauses = [Clause(scope=plan.scope, plan=plan, created_at=at, **row) for row in rows]
    Clause.objects.bulk_create(clauses)
    actionable = sum(c.becomes != Becomes.nothing for c in clauses)
    announce(events.ClausesProposed(plan=plan.id, first=clauses[0].position, last=clauses[-1].position, actionable=actionable), subject=plan)
    return plan


def _decide(clause: Clause, review: str, seen: int, by: Actor, at: datetime, **changes: Any) -> Clause | Refusal:
    clause = Clause.objects.select_for_update(of=("self",)).select_related("plan", "reviewed_by").get(pk=clause.pk)
    becomes = changes.get("becomes", clause.becomes)
    proposal = changes.get("proposal", clause.proposal)
    no = rules.may_review(
        plan_state=clause.plan.state,
        seen_revision=seen,
        revision=clause.revision,
        who=clause.reviewed_by.name if clause.reviewed_by else _("somebody"),
        becomes=becomes if review in rules.CONFIRMED else Becomes.nothing,
        has_schedule=bool(proposal.get("schedule")),
    )
    if no:
        return no
    for name, value in changes.items():
        setattr(clause, name, value)
    clause.review, clause.revision, clause.reviewed_at, clause.reviewed_by_id = review, clause.revision + 1, at, by.person
    clause.save()
    announce(
        events.ClauseReviewed(
            clause=clause.id,
            plan=clause.plan_id,
            review=review,
            becomes=clause.becomes,
            revision=clause.revision,
            merged_into=clause.merged_into_id,
        ),
        subject=clause,
    )
    return clause


@action(title=_("Confirm"), posts=MANAGERS, event=events.ClauseReviewed)
def accept_clause(clause: Clause, *, revision: int, by: Actor, at: datetime | None = None) -> Clause | Refusal:
    """Confirm the proposal as it stands."""
    return _decide(clause, str(ReviewState.accepted), revision, by, at)


@action(title=_("Change"), posts=MANAGERS, event=events.ClauseReviewed)
def change_clause(
    clause: Clause,
    *,
    revision: int,
    becomes: Becomes,
    role: str = "",
    schedule: dict | None = None,
    target: dict | None = None,
    by: Actor,
    at: datetime | None = None,
) -> Clause | Refusal:
    """Confirm the sentence as something else, or with another frequency, owner or target."""
    given = {"role": role or None, "schedule": schedule, "target": target}
    proposal = {**clause.proposal, **{key: value for key, value in given.items() if value}}
    if no := realise.unusable(becomes, proposal):
        return no
    return _decide(clause, str(ReviewState.changed), revision, by, at, becomes=becomes, proposal=proposal, doubts=[])


@action(title=_("Do not carry out"), posts=MANAGERS, event=events.ClauseReviewed)
def drop_clause(clause: Clause, *, revision: int, by: Actor, at: datetime | None = None) -> Clause | Refusal:
    """Say that this sentence asks for nothing that can be carried out."""
    return _decide(clause, str(ReviewState.dropped), revision, by, at)


@action(title=_("Merge"), posts=MANAGERS, event=events.ClauseReviewed)
def merge_clause(clause: Clause, *, into: Clause, revision: int, by: Actor, at: datetime | None = None) -> Clause | Refusal:
    """Let another sentence of the plan stand for this one too."""
    no = rules.may_merge(same_plan=clause.plan_id == into.plan_id, same_clause=clause.pk == into.pk, into_review=into.review)
    return no or _decide(clause, str(ReviewState.merged), revision, by, at, merged_into=into)


@action(title=_("Confirm the sure ones"), posts=MANAGERS, event=events.ClausesConfirmed)
def confirm_rest(plan: Plan, *, by: Actor, at: datetime | None = None) -> Plan | Refusal:
    """Confirm up to 200 undoubted sentences at once; repeat until none is left. Sentences that ask for nothing are set aside."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    left = Clause.objects.filter(plan=plan, review=ReviewState.proposed).order_by("position")
    if no := rules.may_confirm_rest(plan_state=plan.state, doubtful_open=queries.doubtful(left).count()):
        return no
    clauses = list(left[:CHUNK])
    for clause in clauses:
        asks = clause.becomes != Becomes.nothing
        clause.review = str(ReviewState.accepted if asks else ReviewState.dropped)
        clause.revision, clause.reviewed_at, clause.reviewed_by_id = clause.revision + 1, at, by.person
    Clause.objects.bulk_update(clauses, ["review", "revision", "reviewed_at", "reviewed_by"])
    announce(events.ClausesConfirmed(plan=plan.id, clauses=[c.id for c in clauses]), subject=plan)
    return plan


@action(title=_("Generate"), posts=MANAGERS, event=events.ClauseRealised)
def realise_clause(clause: Clause, *, by: Actor, at: datetime | None = None) -> Clause | Refusal:
    """Make the duty or the target that a confirmed sentence becomes. Doing it twice makes one."""
    clause = Clause.objects.select_for_update(of=("self",)).select_related("plan", "scope").get(pk=clause.pk)
    if clause.becomes == Becomes.duty and clause.duty_id is None:
        made = duties.create_duty(clause.scope, by=by, at=at, **realise.duty_inputs(clause))
        if isinstance(made, Refusal):
            return made
        clause.duty = made
    if clause.becomes == Becomes.measure and clause.target_id is None:
        made = measures.set_target(clause.scope, by=by, at=at, **realise.target_inputs(clause, at))
        if isinstance(made, Refusal):
            return made
        clause.target = made
    clause.save(update_fields=["duty", "target"])
    announce(
        events.ClauseRealised(clause=clause.id, plan=clause.plan_id, becomes=clause.becomes, duty=clause.duty_id, target=clause.target_id),
        subject=clause,
    )
    return clause


@action(title=_("Put in force"), posts=MANAGERS, event=events.PlanActivated, confirm=True)
def activate_plan(plan: Plan, *, by: Actor, at: datetime | None = None) -> Plan | Refusal:
    """Put a reviewed plan in force as a version; the version it replaces ends."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    counts = queries.review_counts(plan)
    no = rules.may_activate(
        plan_state=plan.state, open_clauses=counts.open, unrealised=queries.unrealised(plan).count(), confirmed=counts.confirmed
    )
    if no:
        return no
    plan.state, plan.activated_at = str(PlanState.active), at
    plan.save(update_fields=["state", "activated_at"])
    Plan.objects.filter(pk=plan.replaces_id).update(state=str(PlanState.superseded))
    announce(events.PlanActivated(plan=plan.id, version=plan.version, clauses=counts.confirmed, replaces=plan.replaces_id), subject=plan)
    return plan


@action(title=_("Set the draft aside"), posts=MANAGERS, event=events.PlanSetAside, confirm=True, allowed_from=("draft",))
def set_aside(plan: Plan, *, by: Actor, at: datetime | None = None) -> Plan | Refusal:
    """Put away a draft that will not be used; its sentences stay readable."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.state != PlanState.draft:
        return Refusal("plans.not_a_draft_to_drop", _("Only a draft can be set aside. A plan in force is replaced by its next version."))
    plan.state = str(PlanState.dropped)
    plan.save(update_fields=["state"])
    announce(events.PlanSetAside(plan=plan.id), subject=plan)
    return plan


@action(
    title=_("Record a spot check"),
    posts=(*MANAGERS, "squad_leader", "team_leader", "headquarters", "street_office", "auditor", "committee_member"),
    event=events.SpotCheckRecorded,
)
def record_spot_check(
    clause: Clause,
    *,
    is_passed: Annotated[bool, Field(_("Found as written"))],
    note: Annotated[str, Field(_("What was seen"), multiline=True)] = "",
    checked_at: Annotated[datetime | None, Field(_("Checked at"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> SpotCheck | Refusal:
    """Say whether a sentence that cannot be measured was found lived."""
    if no := rules.may_spot_check(becomes=clause.becomes, review=clause.review, plan_state=clause.plan.state):
        return no
    seen_at = checked_at or at
    answering = clause.proposal.get("role", "")
    grade = rules.grade_of_check(
        checker_role=queries.strongest_role(by, clause.scope, answering), answering_role=answering, entered_late=at - seen_at > timedelta(hours=24)
    )
    check = SpotCheck(scope=clause.scope, clause=clause, is_passed=is_passed, by_id=by.person, grade=grade)
    check.checked_at, check.entered_at = seen_at, clock.now()
    check.save()
    announce(events.SpotCheckRecorded(spot_check=check.id, clause=clause.id, is_passed=is_passed, grade=grade, note=note), subject=clause)
    return check


@action(title=_("Remind"), posts=MANAGERS, event=events.ReminderSent)
def remind(clause: Clause, *, by: Actor, at: datetime | None = None) -> Clause | Refusal:
    """Remind the role that answers for this sentence."""
    announce(events.ReminderSent(clause=clause.id, role=clause.proposal.get("role", "")), subject=clause)
    return clause


@action(title=_("Answer a statutory duty"), posts=MANAGERS, event=events.StatuteAnswered)
def answer_statute(
    scope: Scope, *, statute: str, applies: Annotated[bool, Field(_("Applies here"))], reason: str, by: Actor, at: datetime | None = None
) -> StatuteAnswer | Refusal:
    """Say whether a statutory duty that the plan leaves out applies here, and why."""
    if not reason.strip():
        return Refusal("plans.reason_missing", _("Not recorded: say why, an inspector will ask."))
    if statute not in queries.statute_ids():
        return Refusal("plans.statute_unknown", _("There is no statutory duty %(statute)s."), statute=statute)
    answer, _made = StatuteAnswer.objects.update_or_create(
        scope=scope, statute=statute, defaults={"applies": applies, "reason": reason}, create_defaults={"applies": applies, "reason": reason, "created_at": at}
    )
    announce(events.StatuteAnswered(statute=statute, applies=applies, reason=reason), subject=answer)
    return answer
