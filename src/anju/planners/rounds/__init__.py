"""Patrol rounds: the shortest ones, and ones that nobody can predict.

`plan_fixed(site)` walks the shortest route again and again, `plan_random(site, seed=…)` keeps the same intervals and yet cannot be told in
advance, `plan_shuffled(site, seed=…)` is the usual half-way house (every point once a round, in a random order). Each returns a `Plan`,
the same one for the same arguments. `measure(plans)` says what somebody who watched those plans could do; `rehearse(site, planner, seed=…)`
draws a month of nights to watch and another to attack; `advise(site, seed=…)` says when the intervals leave no choice, and what to relax.

    site = Site(points=(Point("gate", 0, 40, max_gap_minutes=60), …), guards=(Guard("甲", 0, 8 * 3600, blocked=((0, 900),)),))
    plan = plan_random(site, seed=20261121, frozen=rounds_the_leader_froze)
    for round in plan.rounds: round.guard, round.start, [(visit.order, visit.point, visit.earliest, visit.latest) for visit in round.visits]
    plan.breaches   # intervals that no walk can keep, each named; empty when all are kept
"""

from __future__ import annotations

from .advice import Advice, Relaxed, advise
from .fixed import plan_fixed
from .measure import Attack, Measure, measure, rehearse
from .plan import Breach, Gap, Guard, Plan, Point, Round, Site, Visit
from .surprise import plan_random, plan_shuffled

__all__ = [
    "Advice", "Attack", "Breach", "Gap", "Guard", "Measure", "Plan", "Point", "Relaxed", "Round", "Site", "Visit",
    "advise", "measure", "plan_fixed", "plan_random", "plan_shuffled", "rehearse",
]
