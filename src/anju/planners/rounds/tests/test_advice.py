"""A site whose intervals leave no choice is told so, with points and minutes that were tried."""

from __future__ import annotations

import math
from dataclasses import replace

from anju.planners.rounds import Guard, Point, Site, advise, plan_random

HOUR = 3600
NIGHT = (Guard("甲", 0, 6 * HOUR),)


def ring(minutes: int, *, points: int = 8, metres: float = 200.0) -> Site:
    """Points on a circle around the guard room; a lap takes about 23 minutes."""
    angles = [2 * math.pi * at / points for at in range(1, points + 1)]
    made = (Point(f"C-{at}", metres * math.cos(angle), metres * math.sin(angle), max_gap_minutes=minutes) for at, angle in enumerate(angles, 1))
    return Site(points=tuple(made), guards=NIGHT)


def test_long_intervals_leave_a_choice_and_nothing_is_advised():
    told = advise(ring(60), seed=3)
    assert (told.is_free, told.relaxed, told.broken) == (True, (), ())


def test_intervals_as_long_as_a_lap_leave_none_and_the_advice_was_tried():
    site = ring(24)
    told = advise(site, seed=3)
    assert (told.is_free, told.lap_minutes, told.guard_helps) == (False, 23, True)
    assert {one.point for one in told.relaxed} == {point.id for point in site.points}
    (enough,) = {one.enough_minutes for one in told.relaxed}
    assert 24 < enough <= 40 and {one.minutes for one in told.relaxed} == {24}
    assert advise(ring(enough), seed=3).is_free


def test_only_the_points_below_the_limit_are_named():
    site = ring(20)
    told = advise(replace(site, points=(replace(site.points[0], max_gap_minutes=200), *site.points[1:])), seed=5)
    assert not told.is_free
    assert {one.point for one in told.relaxed} == {f"C-{at}" for at in range(2, 9)}


def test_intervals_that_no_walk_keeps_are_named_and_what_never_helps_is_not_promised():
    told = advise(ring(15), seed=1)
    assert not told.is_free and told.broken
    alone = Site(points=(Point("C-1", 50.0, 0.0, max_gap_minutes=300),), guards=(Guard("甲", 0, HOUR, blocked=((0, HOUR),)),))
    stuck = advise(alone, seed=1)
    assert (stuck.is_free, stuck.relaxed) == (False, ())
    assert plan_random(alone, seed=1).rounds == ()
