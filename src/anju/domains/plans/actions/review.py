"""The decisions of a reviewer, sentence by sentence."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import events, queries, realise, rules
from ..models import Clause, Plan
from ..states import Becomes, ReviewState
from .intake import CHUNK
from .managers import MANAGERS

Seen = Annotated[int, Field(_("Revision that was seen"))]


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
def accept_clause(clause: Clause, *, revision: Seen, by: Actor, at: datetime | None = None) -> Clause | Refusal:
    """Confirm the proposal as it stands."""
    return _decide(clause, str(ReviewState.accepted), revision, by, at)


@action(title=_("Change"), posts=MANAGERS, event=events.ClauseReviewed)
def change_clause(
    clause: Clause,
    *,
    revision: Seen,
    becomes: Annotated[Becomes, Field(_("Becomes"))],
    role: Annotated[str, Field(_("Responsible role"))] = "",
    schedule: Annotated[dict | None, Field(_("Schedule"))] = None,
    further: Annotated[list[dict] | None, Field(_("Further frequencies"), help=_("Those beside the first that are meant too."))] = None,
    target: Annotated[dict | None, Field(_("Target value"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Clause | Refusal:
    """Confirm the sentence as something else, or with another frequency, owner or target."""
    given = {"role": role or None, "schedule": schedule, "target": target}
    proposal = {**clause.proposal, **{key: value for key, value in given.items() if value}}
    if further is not None:
        proposal["further"] = further
    if no := realise.unusable(becomes, proposal):
        return no
    return _decide(clause, str(ReviewState.changed), revision, by, at, becomes=becomes, proposal=proposal, doubts=[])


@action(title=_("Do not carry out"), posts=MANAGERS, event=events.ClauseReviewed)
def drop_clause(clause: Clause, *, revision: Seen, by: Actor, at: datetime | None = None) -> Clause | Refusal:
    """Say that this sentence asks for nothing that can be carried out."""
    return _decide(clause, str(ReviewState.dropped), revision, by, at)


@action(title=_("Merge"), posts=MANAGERS, event=events.ClauseReviewed)
def merge_clause(clause: Clause, *, into: Annotated[Clause, Field(_("Sentence that stands for it"))], revision: Seen, by: Actor, at: datetime | None = None) -> Clause | Refusal:
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
