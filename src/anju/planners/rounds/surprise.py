"""Unpredictable rounds, and the usual random order beside them.

A guard goes from point to point by a Markov choice: near points are likelier, so that he walks little, and points not seen for long are
likelier, so that none is forgotten, yet any point may come next, also the one he saw a moment ago. Lengths of rounds, pauses and the cut
between the guards' beats are drawn too. Only steps after which every interval can still be kept are drawn from (see `walker`).
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np

from .beats import beats_of
from .fixed import fixed_rounds
from .ground import Ground
from .keeping import Walked, finished, frozen_visits, without_frozen
from .plan import Plan, Round, Site
from .walker import Walker, Weigh

REACH = 0.8
"""A point this many usual legs further away is e times less likely."""
AGEING = 0.3
"""The power of the time since the last visit with which a point is wanted."""
TRIES = 4
BALANCING = 60


def plan_random(site: Site, *, seed: int, frozen: tuple[Round, ...] = ()) -> Plan:
    """Rounds that keep every interval the fixed route keeps and that nobody can tell in advance. The same seed gives the same plan.

    Where the intervals leave no choice at all, these are the fixed rounds.
    """
    return _drawn("random", site, seed, frozen, _markov)


def plan_shuffled(site: Site, *, seed: int, frozen: tuple[Round, ...] = ()) -> Plan:
    """Every point once in each lap, in an order drawn uniformly, as far as the intervals allow."""
    return _drawn("shuffled", site, seed, frozen, _shuffling)


def _drawn(kind: str, site: Site, seed: int, frozen: tuple[Round, ...], way: Callable[[Walker], Weigh]) -> Plan:
    ground = Ground(without_frozen(site, frozen))
    best: Plan | None = None
    for attempt in range(TRIES):
        random = Random(f"{kind} {seed} {attempt}")
        plan = finished(kind, seed, site, _walked(ground, random, way, frozen), frozen)
        if best is None or _late(plan) < _late(best):
            best = plan
        if not best.breaches:
            return best
    fixed = finished(kind, seed, site, [walked for beat in beats_of(ground) for walked in fixed_rounds(ground, beat)], frozen)
    return fixed if _late(fixed) < _late(best) else best


def _walked(ground: Ground, random: Random, way: Callable[[Walker], Weigh], frozen: tuple[Round, ...]) -> list[Walked]:
    walked: list[Walked] = []
    for beat in beats_of(ground, random.randrange(len(ground.points) or 1)):
        if beat.places:
            walker = Walker(ground, beat, random, way, frozen_visits(ground, frozen))
            walker.walk()
            walked += walker.rounds
    return walked


def _late(plan: Plan) -> int:
    return sum(each.until - each.due for each in plan.breaches)


def _markov(walker: Walker) -> Weigh:
    """Near and long unseen points first, but any may come, and in the long run each equally often.

    exp(-leg / reach) alone would favour points in the middle; scaled on both sides until rows and columns sum to one (Sinkhorn and Knopp
    1967) it is the chain of greatest entropy for its mean leg under which every point gets the same share of visits.
    """
    nearness = np.exp(-(walker.between + walker.between.T) / (2 * REACH * walker.usual_leg)) * (1 - np.eye(len(walker.places))) + 1e-12
    scale = np.ones(len(walker.places))
    for _ in range(BALANCING):
        scale = np.sqrt(scale / (nearness @ scale))
    chain = nearness * scale[None, :]

    def weigh(safe: np.ndarray) -> np.ndarray:
        from_here = chain[walker.column[walker.at]] if walker.at else scale
        return from_here * np.maximum(walker.now - walker.last, 1) ** AGEING

    return weigh


def _shuffling(walker: Walker) -> Weigh:
    """Each point once a lap, all with the same chance."""
    return lambda safe: (walker.counts == walker.counts[safe].min()).astype(float)
