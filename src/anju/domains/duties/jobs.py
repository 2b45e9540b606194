"""What the clock does for a community: keep slots planned ahead, and go over those whose time has come."""

from __future__ import annotations

from anju.domains.duties import actions, queries
from anju.domains.duties.models import Duty
from anju.kernel import clock, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

MOST_TURNS = 100


def plan_ahead(where: Scope) -> int:
    """Plan what runs short, in chunks of one action each; returns how many actions it took. Harmless to repeat."""
    turns = 0
    with scope.entered(where):
        for duty, until_on in queries.to_plan(clock.now(), where):
            while turns < MOST_TURNS and _advances(duty, until_on):
                turns += 1
    return turns


def _advances(duty: Duty, until_on) -> bool:
    """Plan one chunk; whether there may be more to plan."""
    reached = duty.planned_until_on
    done = actions.plan_occurrences(duty, until_on=until_on, by=Actor.system("schedule"))
    return not isinstance(done, Refusal) and duty.planned_until_on != reached and duty.planned_until_on < until_on


def close_due(where: Scope) -> int:
    """Open and close what is due, in chunks of one action each; returns how many actions it took."""
    turns = 0
    with scope.entered(where):
        while turns < MOST_TURNS:
            done = actions.close_due_occurrences(where, by=Actor.system("schedule"))
            if isinstance(done, Refusal):
                break
            turns += 1
    return turns
