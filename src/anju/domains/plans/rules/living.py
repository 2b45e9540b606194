"""What may be done with a plan, and how one of its sentences stands. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..states import Becomes, LiveState, PlanState, ReviewState

LEAD = timedelta(days=3)
"""How long before its deadline a sentence begins to press, at most; what is owed for a few hours presses in its last quarter."""
CONFIRMED = (ReviewState.accepted, ReviewState.changed)


def may_review(*, plan_state: str, seen_revision: int, revision: int, who: str, becomes: str, has_schedule: bool) -> Refusal | None:
    """Whether a reviewer may decide on a sentence that he saw at `seen_revision`."""
    if plan_state != PlanState.draft:
        return Refusal("plans.already_in_force", _("Nothing was changed: this plan is in force. Draft its next version to change a sentence."))
    if seen_revision != revision:
        return Refusal(
            "plans.reviewed_meanwhile",
            _("Nothing was changed: %(who)s decided on this sentence just before you. Look at the decision and try again."),
            who=who,
        )
    if becomes == Becomes.duty and not has_schedule:
        return Refusal("plans.no_schedule", _("Not confirmed: a duty needs a frequency. Say how often, or make it a policy."))
    return None


def may_merge(*, same_plan: bool, same_clause: bool, into_review: str) -> Refusal | None:
    """Whether a sentence may be merged into another one."""
    if same_clause:
        return Refusal("plans.merged_into_itself", _("A sentence cannot be merged into itself. Choose the one before or after it."))
    if not same_plan:
        return Refusal("plans.merged_elsewhere", _("Both sentences must stand in the same plan."))
    if into_review in (ReviewState.dropped, ReviewState.merged):
        return Refusal("plans.merged_into_dropped", _("The other sentence is not carried out itself. Confirm that one first."))
    return None


def may_confirm_rest(*, plan_state: str, doubtful_open: int) -> Refusal | None:
    """The bulk button works only after every doubtful sentence was decided by a person."""
    if plan_state != PlanState.draft:
        return Refusal("plans.already_in_force", _("Nothing was changed: this plan is in force. Draft its next version to change a sentence."))
    if doubtful_open:
        return Refusal(
            "plans.doubtful_open", _("Not confirmed: %(count)s doubtful sentences are still open. Decide on each of them first."), count=doubtful_open
        )
    return None


def may_activate(*, plan_state: str, open_clauses: int, unrealised: int, confirmed: int) -> Refusal | None:
    """Whether a plan may take force."""
    if plan_state != PlanState.draft:
        return Refusal("plans.not_a_draft", _("This plan is not a draft. Only a draft can take force."))
    if open_clauses:
        return Refusal("plans.not_reviewed", _("Not in force: %(count)s sentences are not decided yet. Finish the review first."), count=open_clauses)
    if not confirmed:
        return Refusal("plans.nothing_confirmed", _("Not in force: no sentence was confirmed. Confirm at least one."))
    if unrealised:
        return Refusal("plans.not_generated", _("Not in force: %(count)s sentences have no duty or target yet. Start the generation again."), count=unrealised)
    return None


def may_spot_check(*, becomes: str, review: str, plan_state: str) -> Refusal | None:
    """Only a confirmed policy of a plan in force is spot-checked; figures and duties prove themselves."""
    if plan_state != PlanState.active or review not in CONFIRMED:
        return Refusal("plans.not_in_force", _("Not recorded: this sentence is not in force."))
    if becomes not in (Becomes.policy, Becomes.pass_policy):
        return Refusal("plans.proves_itself", _("Not recorded: this sentence is proven by its own records, not by spot checks."))
    return None


def may_remind(*, review: str, plan_state: str) -> Refusal | None:
    """Nobody is reminded of a sentence that asks nothing of him yet."""
    if plan_state != PlanState.active or review not in CONFIRMED:
        return Refusal("plans.not_reminded", _("Nobody was reminded: this sentence is not in force."))
    return None


def grade_of_check(*, checker_role: str, answering_role: str, entered_late: bool) -> str:
    """A (甲) from an outside body, B (乙) from a second person, C (丙) when the answering post checks itself or enters it later than a day."""
    if checker_role in ("street_office", "fire_brigade", "police", "auditor", "committee_member", "owner"):
        return "C" if entered_late else "A"
    return "C" if entered_late or checker_role == answering_role else "B"


@dataclass(frozen=True)
class Tally:
    """What a period owed and what was done; `grades` counts the proofs by A (甲), B (乙) and C (丙)."""

    done: float
    owed: float
    on_time: float = 0
    grades: dict[str, int] = field(default_factory=dict)

    @property
    def is_reached(self) -> bool:
        return self.done >= self.owed


@dataclass(frozen=True)
class Standing:
    """The facts of one sentence: its last closed period, the running one, what is overdue and when the next is due.

    A measure's state is judged by its target: then `fixed` holds it and `progress` the figure.
    """

    closed: Tally | None = None
    running: Tally | None = None
    overdue: int = 0
    next_due_at: datetime | None = None
    lead: timedelta = LEAD
    fixed: str = ""
    progress: Any = None


def together(standings: Sequence[Standing]) -> Standing:
    """The facts of a sentence of several duties: it is kept only when each of them is, and broken as soon as one is.

    The closed period counts when every duty has one, or when one was not reached; what presses is the duty still open that is due first.
    """
    if len(standings) == 1:
        return standings[0]
    closed = [one.closed for one in standings if one.closed is not None]
    is_told = len(closed) == len(standings) or any(not tally.is_reached for tally in closed)
    running = [one.running for one in standings if one.running is not None]
    coming = [one for one in standings if one.next_due_at is not None]
    still = [one for one in coming if one.running is None or not one.running.is_reached]
    first = min(still or coming, key=lambda one: one.next_due_at - one.lead, default=Standing())
    return Standing(
        closed=_sum(closed) if is_told and closed else None,
        running=_sum(running) if running else None,
        overdue=sum(one.overdue for one in standings),
        next_due_at=first.next_due_at,
        lead=first.lead,
    )


def _sum(tallies: Sequence[Tally]) -> Tally:
    grades: Counter[str] = Counter()
    for tally in tallies:
        grades.update(tally.grades)
    return Tally(sum(t.done for t in tallies), sum(t.owed for t in tallies), sum(t.on_time for t in tallies), dict(grades))


def lead_of(length: timedelta) -> timedelta:
    """How long before its deadline a slot of this length begins to press."""
    return min(LEAD, length / 4)


def live_state(standing: Standing | None, *, at: datetime) -> str:
    """The one answer that all surfaces show. Proven only for a closed period whose count is reached."""
    if standing is None:
        return str(LiveState.not_applicable)
    if standing.fixed:
        return standing.fixed
    if standing.closed is not None and not standing.closed.is_reached:
        return str(LiveState.broken)
    if standing.overdue:
        return str(LiveState.late)
    open_need = standing.running is None or not standing.running.is_reached
    if standing.next_due_at is not None and open_need and standing.next_due_at - at <= standing.lead:
        return str(LiveState.due)
    if standing.closed is not None:
        return str(LiveState.proven)
    return str(LiveState.on_track)
