"""From walked rounds to a plan: windows in which every interval is kept, and the intervals that no walk could keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .ground import NEVER, Ground, free_stretches
from .plan import Breach, Plan, Round, Site, Visit

Walked = tuple[str, int, int, list[tuple[int, int]]]
"""Guard, start, end, (place, arrival) of each visit."""


def without_frozen(site: Site, frozen: Iterable[Round]) -> Site:
    """The site with each guard blocked while he walks a frozen round."""
    busy: dict[str, list[tuple[int, int]]] = {}
    for each in frozen:
        busy.setdefault(each.guard, []).append((each.start, each.end))
    return replace(site, guards=tuple(replace(guard, blocked=(*guard.blocked, *busy.get(guard.id, ()))) for guard in site.guards))


def frozen_visits(ground: Ground, frozen: Iterable[Round]) -> list[tuple[int, int]]:
    """(place, second) of what frozen rounds visit; a point that is no longer on the site is left out."""
    return [(ground.number[visit.point], visit.planned) for each in frozen for visit in each.visits if visit.point in ground.number]


def finished(kind: str, seed: int, site: Site, walked: Sequence[Walked], frozen: Sequence[Round] = ()) -> Plan:
    """The plan of these rounds together with the frozen ones, which keep their windows."""
    ground = Ground(site)
    windows = _windows(ground, walked, frozen_visits(ground, frozen))
    rounds = [*(_round(ground, each, windows) for each in walked), *frozen]
    rounds.sort(key=lambda each: (each.start, each.guard))
    return Plan(kind, seed, ground.seconds, tuple(rounds), tuple(_breaches(ground, walked, frozen_visits(ground, frozen))))


def _round(ground: Ground, walked: Walked, windows: dict[tuple[int, int], tuple[int, int]]) -> Round:
    guard, start, end, visits = walked
    made = (Visit(ground.points[place - 1].id, order, arrival, *windows[place, arrival]) for order, (place, arrival) in enumerate(visits, 1))
    return Round(guard, start, end, tuple(made))


def _by_place(ground: Ground, walked: Iterable[Walked], certain: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {place: [] for place in ground.number.values()}
    for place, second in [*certain, *(visit for _, _, _, visits in walked for visit in visits)]:
        found[place].append(second)
    return {place: sorted(seconds) for place, seconds in found.items()}


def _breaches(ground: Ground, walked: Sequence[Walked], certain: list[tuple[int, int]]) -> list[Breach]:
    found = []
    for place, seconds in _by_place(ground, walked, certain).items():
        point = ground.points[place - 1]
        for since, until in zip([min(point.visited, 0), *seconds], [*seconds, ground.seconds], strict=True):
            if (due := ground.due(place, since)) < until:
                found.append(Breach(point.id, since, due, until))
    return found


def _windows(ground: Ground, walked: Sequence[Walked], certain: list[tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Earliest and latest of each (place, arrival). Of the room between two visits and their interval each gets half, up to the tolerance."""
    tolerance = ground.site.tolerance_seconds
    fixed = set(certain)
    bounds = _bounds(ground, walked)
    found = {}
    for place, seconds in _by_place(ground, walked, certain).items():
        before = min(ground.points[place - 1].visited, 0)
        early = {second: 0 if (place, second) in fixed else tolerance for second in seconds} | {before: 0}
        late = {second: 0 if (place, second) in fixed else tolerance for second in seconds}
        for a, b in zip([before, *seconds], [*seconds, ground.seconds], strict=True):
            early[a], after = _shared(ground, place, a, b, early[a], late.get(b, 0))
            late[b] = after
        for second in seconds:
            if (place, second) in bounds:
                start, end = bounds[place, second]
                found[place, second] = (max(second - early[second], start), min(second + late[second], end))
    return found


def _shared(ground: Ground, place: int, a: int, b: int, early: int, late: int) -> tuple[int, int]:
    """How much earlier the first and how much later the second of two visits may be so that the interval between them is kept."""
    room = ground.due(place, a) - b
    if room < 0:
        return 0, 0
    if room < NEVER - b:
        early, late = min(early, room // 2), min(late, room - room // 2)
    while early and ground.due(place, a - early) < b + late:
        early //= 2
    return early, late if ground.due(place, a - early) >= b + late else 0


def _bounds(ground: Ground, walked: Iterable[Walked]) -> dict[tuple[int, int], tuple[int, int]]:
    """The stretch in which each visit's guard is free: a window never reaches into what is blocked."""
    free = {guard.id: free_stretches(guard) for guard in ground.site.guards}
    return {
        visit: next(((from_, until) for from_, until in free[guard] if from_ <= start < until), (start, end))
        for guard, start, end, visits in walked
        for visit in visits
    }
