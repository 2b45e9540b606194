"""Whether a sentence can be given to somebody, the assignments announced, and a motion recorded."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..states import PlanState


def may_assign(*, is_confirmed: bool, is_here: bool, works_here: bool, due_year: int, plan_year: int, who: str, post: str) -> Refusal | None:
    """A confirmed sentence, a squad of this community, an employee who can fill its post, and a day within the plan's year."""
    if not is_confirmed or not is_here:
        return Refusal("plans.not_confirmed", _("Not done: only a confirmed sentence of this community's plan can be assigned or linked."))
    if not works_here:
        return Refusal("plans.not_of_the_squad", _("Not assigned: %(who)s holds no role that fills %(post)s. Choose somebody who does."), who=who, post=post)
    if plan_year and due_year != plan_year:
        return Refusal("plans.due_outside_plan", _("Not assigned: the day must lie in the plan's year %(year)s."), year=plan_year)
    return None


def may_announce(*, plan_state: str, unassigned: int) -> Refusal | None:
    if plan_state != PlanState.active:
        return Refusal("plans.not_in_force_yet", _("Not announced: the plan is not in force."))
    if unassigned:
        return Refusal("plans.unassigned_left", _("Not announced: %(count)s sentences have no squad, employee or day yet. Assign them first."), count=unassigned)
    return None


def may_record_motion(*, number: str, title: str, is_taken: bool, received_on: date, answer_due_on: date | None) -> Refusal | None:
    if not number.strip() or not title.strip():
        return Refusal("plans.motion_unnamed", _("Not recorded: a motion has a number and a title."))
    if is_taken:
        return Refusal("plans.motion_known", _("Not recorded: a motion of this number is on record already."))
    if answer_due_on is not None and answer_due_on < received_on:
        return Refusal("plans.motion_out_of_order", _("Not recorded: the answer is due after the motion came in."))
    return None
