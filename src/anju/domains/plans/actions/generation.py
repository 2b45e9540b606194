"""Bringing a reviewed plan to life: one short transaction per sentence, so that it can be interrupted and started again."""

from __future__ import annotations

from collections.abc import Iterator

from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import queries
from ..models import Clause, Plan
from .force import activate_plan, realise_clause
from .review import confirm_rest


def confirm_all(plan: Plan, *, by: Actor) -> Plan | Refusal:
    """Confirm every undoubted sentence, in chunks."""
    while queries.review_counts(plan).open:
        outcome = confirm_rest(plan, by=by)
        if isinstance(outcome, Refusal):
            return outcome
    return plan


def realise_each(plan: Plan, *, by: Actor) -> Iterator[Clause | Refusal]:
    """Make the duty or target of each confirmed sentence that has none yet; the caller shows the progress."""
    for clause in queries.unrealised(plan).select_related("scope", "plan"):
        yield realise_clause(clause, by=by)


def bring_to_life(plan: Plan, *, by: Actor) -> Plan | Refusal:
    """Make what is missing and put the plan in force; the first refusal stops it, and what was made stays."""
    for outcome in realise_each(plan, by=by):
        if isinstance(outcome, Refusal):
            return outcome
    return activate_plan(plan, by=by)
