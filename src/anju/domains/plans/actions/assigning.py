"""The plan handed out: every sentence to a squad and an employee with a day, and the motion that it answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.people.models import Person, Post
from anju.domains.people.queries import people_with_role, working_here
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import events, queries, rules
from ..models import Clause, Motion, Plan
from .managers import MANAGERS


@action(title=_("Assign the sentence"), posts=MANAGERS, event=events.ClauseAssigned)
def assign_clause(
    clause: Clause,
    *,
    squad: Annotated[Post, Field(_("Squad or post"))],
    assignee: Annotated[Person, Field(_("Employee in charge"), query=working_here)],
    due_on: Annotated[date, Field(_("To be done by"))],
    by: Actor,
    at: datetime | None = None,
) -> Clause | Refusal:
    """Give a sentence of the plan to a squad and to one employee of it, to be done by a day of the plan's year."""
    clause = Clause.objects.select_for_update(of=("self",)).select_related("plan", "scope").get(pk=clause.pk)
    works_here = any(assignee in people_with_role(clause.scope, role) for role in (squad.role, *queries.roles_above(squad.role)))
    no = rules.may_assign(
        is_confirmed=clause.review in rules.CONFIRMED, is_here=squad.scope_id == clause.scope_id, works_here=works_here,
        due_year=due_on.year, plan_year=clause.plan.year, who=assignee.name, post=squad.name,
    )  # fmt: skip
    if no:
        return no
    clause.squad, clause.assignee, clause.due_on = squad, assignee, due_on
    clause.save(update_fields=["squad", "assignee", "due_on"])
    announce(events.ClauseAssigned(clause=clause.pk, plan=clause.plan_id, squad=squad.pk, assignee=assignee.pk, due_on=due_on), subject=clause)
    return clause


@action(title=_("Announce the assignments"), posts=MANAGERS, event=events.AssignmentsAnnounced)
def announce_assignments(plan: Plan, *, by: Actor, at: datetime | None = None) -> Plan | Refusal:
    """Announce the plan of the year with its assignments. Every sentence in force must have a squad, an employee and a day."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    open_ones = queries.unassigned(plan).count()
    if no := rules.may_announce(plan_state=plan.state, unassigned=open_ones):
        return no
    plan.assigned_at, plan.assigned_by_id = at, by.person
    plan.save(update_fields=["assigned_at", "assigned_by"])
    given = queries.confirmed(plan)
    people = given.order_by().values("assignee").distinct().count()
    announce(events.AssignmentsAnnounced(plan=plan.pk, clauses=given.count(), people=people), subject=plan)
    return plan


@action(title=_("Record a motion"), posts=(*MANAGERS, "headquarters"), event=events.MotionRecorded)
def record_motion(
    scope: Scope,
    *,
    number: Annotated[str, Field(_("Number"), max_length=40)],
    title: Annotated[str, Field(_("Title"), max_length=200)],
    body: Annotated[str, Field(_("Put forward by"), max_length=120)],
    received_on: Annotated[date, Field(_("Received on"))],
    answer_due_on: Annotated[date | None, Field(_("Answer due on"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Motion | Refusal:
    """Record a motion that the plan is to answer, as the body put it forward."""
    is_taken = Motion.objects.filter(scope=scope, number=number.strip()).exists()
    if no := rules.may_record_motion(number=number, title=title, is_taken=is_taken, received_on=received_on, answer_due_on=answer_due_on):
        return no
    motion = Motion(scope=scope, number=number.strip(), title=title.strip(), body=body.strip(), received_on=received_on, answer_due_on=answer_due_on)
    motion.save()
    announce(events.MotionRecorded(motion=motion.pk, received_on=received_on, number=motion.number, title=motion.title), subject=motion)
    return motion


@action(title=_("Link to a motion"), posts=MANAGERS, event=events.MotionLinked)
def link_motion(clause: Clause, *, motion: Annotated[Motion, Field(_("Motion"))], by: Actor, at: datetime | None = None) -> Clause | Refusal:
    """Say which motion a sentence of the plan answers; the annual report then tells how it was carried out."""
    clause = Clause.objects.select_for_update(of=("self",)).get(pk=clause.pk)
    if clause.review not in rules.CONFIRMED or motion.scope_id != clause.scope_id:
        return Refusal("plans.not_confirmed", _("Not done: only a confirmed sentence of this community's plan can be assigned or linked."))
    clause.motion = motion
    clause.save(update_fields=["motion"])
    announce(events.MotionLinked(clause=clause.pk, motion=motion.pk), subject=clause)
    return clause
