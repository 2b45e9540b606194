"""Entropy and the attacker's chance, reckoned by hand."""

from __future__ import annotations

import pytest

from anju.planners.rounds import (
    Guard,
    Plan,
    Point,
    Round,
    Site,
    Visit,
    measure,
    plan_fixed,
    plan_random,
    plan_shuffled,
    rehearse,
)


def night(**minutes: list[int]) -> Plan:
    """Visits of points at these minutes, in one round from 0 to 120 minutes."""
    visits = sorted((60 * minute, point) for point, own in minutes.items() for minute in own)
    return Plan("hand", 0, 7200, (Round("甲", 0, 7200, tuple(Visit(point, order, at, at, at) for order, (at, point) in enumerate(visits, 1))),))


def test_a_clock_has_no_entropy_and_two_equal_returns_have_one_bit():
    found = measure([night(a=[0, 30, 60, 90, 120], b=[0, 10, 30, 40, 60])])
    assert found.entropy_by_point == {"a": 0.0, "b": 1.0}
    assert found.entropy == pytest.approx(0.5)


def test_the_attacker_by_the_clock_takes_the_hole_that_was_free_in_most_watched_nights():
    watched = [night(a=[0, 25, 50, 75, 100, 120]), night(a=[0, 25, 75, 100, 120]), night(a=[0, 25, 75, 100, 120])]
    coming = [night(a=[0, 25, 50, 75, 100, 120]), night(a=[0, 25, 75, 100, 120])]
    (attack,) = measure(watched, coming, attack_minutes=(30,)).attacks
    # Thirty free minutes from minute 26: two of three watched nights and one of two coming ones; waiting beside the point was never as good.
    assert (attack.point, attack.by, attack.after, attack.chance) == ("a", "clock", 26 * 60, 0.5)


def test_the_attacker_by_the_guard_waits_until_the_short_returns_are_over():
    # Returns of 5 and of 40 minutes by turns, shifted by night so that the clock helps little.
    watched = [night(a=[s, s + 5, s + 45, s + 50, s + 90, s + 95]) for s in range(0, 24, 2)]
    (attack,) = measure(watched, attack_minutes=(30,)).attacks
    assert (attack.by, attack.after, attack.chance) == ("guard", 5 * 60, 1.0)


def test_unpredictable_rounds_have_more_entropy_than_the_fixed_route_and_leave_the_attacker_less():
    points = tuple(Point(f"p{at}", 40 * (at % 4), 40 * (at // 4), 20, 60) for at in range(12))
    site = Site(points, (Guard("甲", 0, 6 * 3600),))
    fixed = measure([plan_fixed(site)])
    shuffled, drawn = rehearse(plan_shuffled, site, seed=4, nights=10), rehearse(plan_random, site, seed=4, nights=10)
    assert drawn.entropy > shuffled.entropy > fixed.entropy
    assert fixed.chance(10) == 1.0 > drawn.chance(10)
    assert rehearse(plan_random, site, seed=4, nights=10) == drawn
