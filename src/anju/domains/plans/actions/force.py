"""A reviewed plan comes to life and takes force."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from anju.domains.duties import actions as duties
from anju.domains.measures import actions as measures
from anju.kernel.actions import action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import events, queries, realise, rules
from ..models import Clause, FurtherDuty, Plan
from ..states import Becomes, PlanState
from .managers import MANAGERS


@action(title=_("Generate"), posts=MANAGERS, event=events.ClauseRealised)
def realise_clause(clause: Clause, *, by: Actor, at: datetime | None = None) -> Clause | Refusal:
    """Make the duties (one for each frequency) or the target that a confirmed sentence becomes. Doing it twice makes them once."""
    clause = Clause.objects.select_for_update(of=("self",)).select_related("plan", "scope").get(pk=clause.pk)
    if no := realise.unusable(clause.becomes, clause.proposal):
        return no
    if clause.becomes == Becomes.duty and clause.duty_id is None:
        if no := _make_duties(clause, by=by, at=at):
            return no
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


def _make_duties(clause: Clause, *, by: Actor, at: datetime) -> Refusal | None:
    for turn, inputs in enumerate(realise.duty_inputs(clause)):
        made = duties.create_duty(clause.scope, by=by, at=at, **inputs)
        if isinstance(made, Refusal):
            return made
        if turn:
            FurtherDuty.objects.create(scope=clause.scope, clause=clause, duty=made, turn=turn)
        else:
            clause.duty = made
    return None


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
