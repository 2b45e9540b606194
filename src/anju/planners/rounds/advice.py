"""When intervals leave the planner no choice: which points force the walk, how far they must be relaxed, and whether a second guard would do."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .ground import Ground, gaps_of
from .plan import Plan, Point, Site
from .surprise import plan_random

STEP = 1.15
MOST_STEPS = 14


@dataclass(frozen=True)
class Relaxed:
    """A point whose interval is too short: what it is, and from how many minutes on the walk is free."""

    point: str
    minutes: int
    enough_minutes: int


@dataclass(frozen=True)
class Advice:
    """What is the matter with a site, tried on the planner itself.

    is_free      two draws keep every interval and differ: the rounds are unpredictable
    broken       points whose interval not even the fixed walk keeps
    relaxed      the points to relax, each with an interval that was tried; empty where none within reach helps
    lap_minutes  how long one walk past every point takes
    guard_helps  whether the same intervals leave a choice to two guards
    """

    is_free: bool
    broken: tuple[str, ...] = ()
    relaxed: tuple[Relaxed, ...] = ()
    lap_minutes: int = 0
    guard_helps: bool = False


def advise(site: Site, *, seed: int) -> Advice:
    """Draw twice, and where that shows no choice try longer intervals, then a second guard. A few draws of the planner."""
    first, is_free = _drawn(site, seed)
    if is_free:
        return Advice(True)
    broken = tuple(dict.fromkeys(breach.point for breach in first.breaches))
    return Advice(False, broken, _relaxed(site, seed), _lap(site), _drawn(_with_second(site), seed)[1])


def _drawn(site: Site, seed: int) -> tuple[Plan, bool]:
    """A draw, and whether another one keeps every interval too and goes another way."""
    first = plan_random(site, seed=seed)
    if first.breaches or not first.rounds:
        return first, not site.points
    second = plan_random(site, seed=seed + 1)
    return first, not second.breaches and _way(first) != _way(second)


def _way(plan: Plan) -> list[str]:
    """The order of points alone: whoever knows the order knows the moment, however long the guard pauses in between."""
    return [visit.point for walk in plan.rounds for visit in walk.visits]


def _shortest(point: Point, seconds: int) -> int | None:
    return min((gap.minutes for gap in gaps_of(point, seconds)), default=None)


def _relaxed(site: Site, seed: int) -> tuple[Relaxed, ...]:
    """The points below the first common interval at which the planner has a choice."""
    seconds = max((guard.end for guard in site.guards), default=0)
    short = {point.id: minutes for point in site.points if (minutes := _shortest(point, seconds)) is not None}
    floor = float(min(short.values(), default=0))
    for _step in range(MOST_STEPS if short else 0):
        floor *= STEP
        enough = int(floor) + 1
        if 60 * enough > seconds:
            break
        tried = replace(site, points=tuple(replace(one, max_gap_minutes=enough) if short.get(one.id, enough) < enough else one for one in site.points))
        if _drawn(tried, seed)[1]:
            return tuple(Relaxed(point, minutes, enough) for point, minutes in short.items() if minutes < enough)
    return ()


def _lap(site: Site) -> int:
    ground = Ground(site)
    legs = zip(ground.tour, [*ground.tour[1:], ground.tour[0]], strict=True)
    return -(-int(sum(ground.walking[a][b] for a, b in legs) + ground.service.sum()) // 60)


def _with_second(site: Site) -> Site:
    return replace(site, guards=(*site.guards, *(replace(guard, id=f"{guard.id}+") for guard in site.guards[:1])))
