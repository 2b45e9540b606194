"""Unpredictable rounds beside the fixed route and beside every point once a lap in a random order: three sites, same guards, a month each.

Entropy of return times, and the chance of an attacker who watched thirty nights and strikes in one of thirty others; see
`anju.planners.rounds.measure` for both. Points are scattered over a square as on a site plan; every point must be seen every two hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from anju.planners.rounds import Guard, Plan, Point, Site, plan_fixed, plan_random, plan_shuffled
from anju.planners.rounds import measure as measured

from .figures import Figure

SITES = ((20, 1, 250), (60, 2, 400), (200, 5, 800))
"""Points, guards, metres on a side."""
GAP_MINUTES, NIGHTS, ATTACKS = 120, 30, (5, 10, 20)
NIGHT, HANDOVER = 8 * 3600, 900


def site_of(points: int, guards: int, side: int) -> Site:
    random = Random(points)
    blocked = ((0, HANDOVER), (NIGHT - HANDOVER, NIGHT))
    return Site(
        tuple(Point(f"{number:03d}", random.uniform(0, side), random.uniform(0, side), 30, GAP_MINUTES) for number in range(points)),
        tuple(Guard(f"guard {number}", 0, NIGHT, blocked) for number in range(guards)),
        base=(side / 2, 0),
    )


def measure() -> Iterator[Figure]:
    for site in SITES:
        yield from measure_site(*site)


def measure_site(points: int, guards: int, side: int) -> Iterator[Figure]:
    site = site_of(points, guards, side)
    ours, shuffled = ([plan(site, seed=seed) for seed in range(2 * NIGHTS)] for plan in (plan_random, plan_shuffled))
    fixed = measured([plan_fixed(site)], attack_minutes=ATTACKS)
    drawn, mixed = (measured(nights[:NIGHTS], nights[NIGHTS:], attack_minutes=ATTACKS) for nights in (ours, shuffled))
    name = f"{points} points, {guards} guard{'s' if guards > 1 else ''}"
    yield Figure(f"{name}: intervals not kept in {2 * NIGHTS} nights", "", _not_kept(site, ours), "<= 0")
    yield Figure(f"{name}: share of the night on foot", "", _on_foot(site, ours), "<= 1.15", _on_foot(site, [plan_fixed(site)]), "fixed route")
    yield Figure(f"{name}: return-time entropy above the fixed route's {fixed.entropy:.2f}", "bit", drawn.entropy - fixed.entropy, ">= 3")
    yield Figure(f"{name}: return-time entropy", "bit", drawn.entropy, ">= 0.95", mixed.entropy, "uniform random order")
    for minutes in ATTACKS:
        chance = drawn.chance(minutes)
        yield Figure(f"{name}: attacker's success in {minutes} min", "", chance, "<= 1", fixed.chance(minutes), "fixed route")
        yield Figure(f"{name}: attacker's success in {minutes} min, random order", "", chance, "<= 1", mixed.chance(minutes), "uniform random order")


def _not_kept(site: Site, plans: list[Plan]) -> int:
    """Counted here from the planned seconds, not by the planner."""
    return sum(_broken(plan, point.id) for plan in plans for point in site.points)


def _broken(plan: Plan, point: str) -> int:
    seconds = sorted(visit.planned for each in plan.rounds for visit in each.visits if visit.point == point)
    return sum(until - since > 60 * GAP_MINUTES for since, until in zip([0, *seconds], [*seconds, plan.seconds], strict=True))


def _on_foot(site: Site, plans: list[Plan]) -> float:
    walked = sum(each.end - each.start for plan in plans for each in plan.rounds)
    return walked / (len(plans) * len(site.guards) * (NIGHT - 2 * HANDOVER))
