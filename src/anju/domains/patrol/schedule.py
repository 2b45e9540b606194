"""What the clock does for patrols: plan ahead, close what is over, switch timed plans, erase tracks."""

from __future__ import annotations

from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal
from anju.kernel.schedule import daily, every

from . import actions, queries, timed


@every("patrol.plan", minutes=15)
def plan(scope: Scope) -> None:
    """Write down the rounds of today and, from the evening on, of tomorrow."""
    for day, band in queries.to_plan_now(scope, clock.now()):
        actions.plan_rounds(scope, on=day, band=band, by=Actor.system("schedule"))


@every("patrol.close_rounds", minutes=5)
def close_rounds(scope: Scope) -> None:
    """Find what was left out."""
    for one in queries.over_now(scope, clock.now()):
        actions.close_round(one, by=Actor.system("schedule"))


@every("patrol.switch_timed", minutes=10)
def switch_timed(scope: Scope) -> None:
    """Special plans that go by the hour are switched on and off, and raised densities end with their last day."""
    by, now = Actor.system("schedule"), clock.now()
    for scheme in timed.to_switch_on(scope, now):
        actions.switch_on(scheme, trigger="time", by=by)
    for activation in timed.to_switch_off(scope, now):
        actions.switch_off(activation, by=by)
    for raised in timed.over(scope, now):
        actions.lower_density(raised, by=by)


@daily("patrol.erase_tracks", at="03:20")
def erase_tracks(scope: Scope) -> None:
    """Positions older than thirty days go."""
    while not isinstance(actions.erase_tracks(scope, by=Actor.system("retention")), Refusal):
        pass
