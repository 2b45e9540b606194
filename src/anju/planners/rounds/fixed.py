"""The fixed route: the shortest round again and again, at equal distances in time."""

from __future__ import annotations

import math

from .beats import Beat, Free, beats_of
from .ground import Ground
from .keeping import Walked, finished, without_frozen
from .plan import Plan, Round, Site


def plan_fixed(site: Site, *, frozen: tuple[Round, ...] = ()) -> Plan:
    """Each guard walks the shortest round through his points (PyVRP), as often as `busy_share` allows and the intervals demand."""
    ground = Ground(without_frozen(site, frozen))
    return finished("fixed", 0, site, [walked for beat in beats_of(ground) for walked in fixed_rounds(ground, beat)], frozen)


def fixed_rounds(ground: Ground, beat: Beat) -> list[Walked]:
    laps = [lap for lap in beat.laps if lap]
    if not laps:
        return []
    longest = max(_lap_seconds(ground, lap) for lap in laps)
    rounds: list[Walked] = []
    for stretch in beat.stretches:
        for start in _starts(stretch, longest, _headway(ground, laps, longest)):
            rounds.append(_one(ground, laps[len(rounds) % len(laps)], start, stretch.guard))
    return rounds


def _headway(ground: Ground, laps: list[tuple[int, ...]], longest: int) -> float:
    """Seconds from one start to the next."""
    often = {place: sum(place in lap for lap in laps) for lap in laps for place in lap}
    needed = min((ground.shortest_gap(place) * times / len(laps) for place, times in often.items()), default=math.inf)
    return max(longest, min(needed, longest / ground.site.busy_share))


def _starts(stretch: Free, longest: int, headway: float) -> list[int]:
    """Starts spread evenly, the first at once and the last so that it ends with the stretch."""
    room = stretch.end - stretch.start - longest
    if room < 0:
        return []
    apart = math.ceil(room / headway)
    if apart and room / apart < longest:
        apart = room // longest
    return [stretch.start + room * at // max(apart, 1) for at in range(apart + 1)]


def _lap_seconds(ground: Ground, lap: tuple[int, ...]) -> int:
    return int(sum(ground.walking[a, b] for a, b in zip((0, *lap), (*lap, 0), strict=True)) + sum(ground.service[place] for place in lap))


def _one(ground: Ground, lap: tuple[int, ...], start: int, guard: str) -> Walked:
    visits, at, now = [], 0, start
    for place in lap:
        now += int(ground.walking[at, place])
        visits.append((place, now))
        at, now = place, now + int(ground.service[place])
    return guard, start, now + int(ground.walking[at, 0]), visits
