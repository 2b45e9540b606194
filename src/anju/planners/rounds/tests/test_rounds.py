"""Rounds keep every interval, can be walked, and are the same for the same seed."""

from __future__ import annotations

import math
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from anju.planners.rounds import Gap, Guard, Plan, Point, Round, Site, Visit, plan_fixed, plan_random, plan_shuffled

HOUR = 3600


def worst_waits(site: Site, plan: Plan) -> dict[str, int]:
    """Seconds over each point's interval, were every guard as early at one visit and as late at the next as his windows let him."""
    over = {}
    for point in site.points:
        visits = sorted(((v.earliest, v.latest, v.planned) for r in plan.rounds for v in r.visits if v.point == point.id), key=lambda v: v[2])
        gaps = point.max_gap_minutes if isinstance(point.max_gap_minutes, tuple) else (Gap(point.visited, plan.seconds, point.max_gap_minutes),)
        worst = 0
        for gap in gaps:
            since = gap.start
            for earliest, latest, _ in visits:
                if latest >= gap.end:
                    break
                worst = max(worst, latest - max(since, gap.start) - 60 * gap.minutes)
                since = max(since, earliest)
            worst = max(worst, gap.end - since - 60 * gap.minutes)
        over[point.id] = worst
    return over


def must_be_walkable(site: Site, plan: Plan) -> None:
    """Legs and stays take their time, rounds of a guard do not overlap, and none touches a blocked stretch."""
    where = {point.id: (point.x, point.y) for point in site.points}
    stay = {point.id: point.service_seconds for point in site.points}
    for guard in site.guards:
        rounds = sorted((each for each in plan.rounds if each.guard == guard.id), key=lambda each: each.start)
        for each in rounds:
            assert guard.start <= each.start <= each.end <= guard.end
            assert all(each.end <= start or each.start >= end for start, end in guard.blocked)
            assert [visit.order for visit in each.visits] == list(range(1, len(each.visits) + 1))
            at, ready = site.base, each.start
            for visit in each.visits:
                assert visit.planned >= ready + math.dist(at, where[visit.point]) / site.metres_per_second - 1e-6
                assert visit.earliest <= visit.planned <= visit.latest
                at, ready = where[visit.point], visit.planned + stay[visit.point]
            assert each.end >= ready + math.dist(at, site.base) / site.metres_per_second - 1e-6
        assert all(a.end <= b.start for a, b in zip(rounds, rounds[1:], strict=False))


@st.composite
def sites(draw) -> Site:
    metres = st.integers(0, 300)
    gaps = st.one_of(st.sampled_from([45, 60, 90, 120, 240]), st.just((Gap(HOUR, 3 * HOUR, 60), Gap(3 * HOUR, 6 * HOUR, 100))))
    count = draw(st.integers(1, 14))
    points = tuple(Point(f"p{at}", draw(metres), draw(metres), draw(st.integers(0, 60)), draw(gaps), -draw(st.integers(0, 900))) for at in range(count))
    meals = draw(st.lists(st.integers(1, 5), max_size=1))
    blocked = ((0, 900), *((hour * HOUR, hour * HOUR + 1200) for hour in meals))
    guards = draw(st.sampled_from([
        (Guard("a", 0, 6 * HOUR, blocked),),
        (Guard("a", 0, 6 * HOUR, blocked), Guard("b", 0, 6 * HOUR)),
        (Guard("a", 0, 3 * HOUR, blocked), Guard("b", 3 * HOUR, 6 * HOUR)),
    ]))
    return Site(points, guards, base=(150, 0))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(site=sites(), seed=st.integers(0, 10**6))
def test_every_interval_that_the_fixed_route_keeps_is_kept(site, seed):
    fixed = plan_fixed(site)
    must_be_walkable(site, fixed)
    for plan in (plan_random(site, seed=seed), plan_shuffled(site, seed=seed)):
        must_be_walkable(site, plan)
        over = worst_waits(site, plan)
        assert {breach.point for breach in plan.breaches} == {point for point, seconds in over.items() if seconds > 0}
        if not fixed.breaches:
            assert plan.breaches == ()


SQUARE = tuple(Point(name, x, y, 30, 60) for name, x, y in (("gate", 0, 0), ("pool", 110, 0), ("garage", 110, 110), ("roof", 0, 110)))
NIGHT = Site(SQUARE, (Guard("甲", 0, 4 * HOUR),), base=(0, 0))


def test_the_fixed_route_is_the_shortest_walk():
    site = replace(NIGHT, points=(SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]))
    first = plan_fixed(site).rounds[0]
    assert [visit.point for visit in first.visits] in (["gate", "pool", "garage", "roof"], ["gate", "roof", "garage", "pool"])
    assert first.end - first.start == 1 + 30 + 3 * (100 + 30) + 100  # the guard room is a second from the gate


def test_the_same_seed_gives_the_same_plan_and_another_gives_another():
    assert plan_random(NIGHT, seed=7) == plan_random(NIGHT, seed=7)
    assert plan_random(NIGHT, seed=7).rounds != plan_random(NIGHT, seed=8).rounds


def test_a_frozen_round_stays_and_the_others_go_around_it():
    frozen = Round("甲", HOUR, HOUR + 700, (Visit("roof", 1, HOUR + 300, HOUR + 200, HOUR + 400),))
    for plan in (plan_fixed(NIGHT, frozen=(frozen,)), plan_random(NIGHT, seed=3, frozen=(frozen,))):
        assert frozen in plan.rounds
        assert all(each is frozen or each.end <= frozen.start or each.start >= frozen.end for each in plan.rounds)
        assert plan.breaches == ()


def test_points_with_short_and_long_intervals_share_one_walk():
    far = tuple(Point(f"far{at}", 900, 60 * at, 60, 230) for at in range(12))
    site = Site((*SQUARE, *far), NIGHT.guards)
    plan = plan_random(site, seed=1)
    assert plan.breaches == ()
    counts = {point.id: sum(visit.point == point.id for each in plan.rounds for visit in each.visits) for point in site.points}
    assert min(counts[point.id] for point in SQUARE) >= 4
    assert min(counts[point.id] for point in far) >= 1


def test_what_no_walk_can_keep_is_named():
    site = replace(NIGHT, points=(Point("island", 5000, 0, 30, 60),))
    plan = plan_random(site, seed=1)
    assert plan.breaches[0].point == "island"
    assert plan.breaches[0].due == HOUR < plan.breaches[0].until
    nobody = replace(NIGHT, guards=(Guard("甲", 0, 4 * HOUR, ((0, 4 * HOUR),)),))
    assert {breach.point for breach in plan_random(nobody, seed=1).breaches} == {"gate", "pool", "garage", "roof"}
    assert plan_random(replace(NIGHT, points=()), seed=1).rounds == ()
    assert plan_random(replace(NIGHT, guards=()), seed=1).rounds == ()
