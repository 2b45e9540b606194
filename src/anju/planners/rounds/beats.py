"""Beats: each guard's share of the points, with an order of walking in which every interval is kept if he does nothing else.

Guards whose windows do not overlap follow each other on one beat. The shortest walk through all points is cut into as many pieces as there
are beats, each with an equal share of the work ("route first, cluster second", Beasley 1983). Where points of a beat have different
intervals, its order is a cycle of several laps: a point with a long interval is in every second, fourth, … lap only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .ground import Ground, free_stretches
from .plan import Guard

LAPS = 16


@dataclass(frozen=True)
class Free:
    """A stretch in which this guard may walk on this beat."""

    start: int
    end: int
    guard: str


@dataclass(frozen=True)
class Beat:
    """`laps`: the points of each lap in walking order; walking all of them and beginning again is the safe way to go on."""

    stretches: tuple[Free, ...]
    places: tuple[int, ...]
    laps: tuple[tuple[int, ...], ...]


def beats_of(ground: Ground, offset: int = 0) -> list[Beat]:
    """All beats; another `offset` (a number of points) cuts the same walk elsewhere."""
    chains = _chains(ground)
    if not chains:
        return []
    pieces = _pieces(ground, len(chains), offset)
    return [Beat(chain, tuple(piece), _laps(ground, piece)) for chain, piece in zip(chains, pieces, strict=True)]


def _chains(ground: Ground) -> list[tuple[Free, ...]]:
    chains: list[list[Guard]] = []
    for guard in sorted(ground.site.guards, key=lambda each: (each.start, each.end)):
        chain = next((chain for chain in chains if chain[-1].end <= guard.start), None)
        if chain is None:
            chains.append([guard])
        else:
            chain.append(guard)
    return [tuple(Free(start, end, guard.id) for guard in chain for start, end in free_stretches(guard)) for chain in chains]


def _pieces(ground: Ground, count: int, offset: int) -> list[list[int]]:
    tour = ground.tour
    turn = offset % len(tour) if tour else 0
    tour = tour[turn:] + tour[:turn]
    usual = min((ground.shortest_gap(place) for place in tour), default=math.inf)
    work = [_work(ground, place, before, usual) for before, place in zip([tour[-1], *tour[:-1]] if tour else [], tour, strict=True)]
    until = np.cumsum(work)
    whole = until[-1] if len(until) else 0
    shares = [min(int((total - share / 2) * count / whole), count - 1) for total, share in zip(until, work, strict=True)]
    return [[place for place, share in zip(tour, shares, strict=True) if share == at] for at in range(count)]


def _work(ground: Ground, place: int, before: int, usual: float) -> float:
    often = min(usual / ground.shortest_gap(place), 1.0) if math.isfinite(usual) else 1.0
    return max(float(ground.walking[before, place] + ground.service[place]), 1.0) * max(often, 1 / LAPS)


def _laps(ground: Ground, piece: list[int]) -> tuple[tuple[int, ...], ...]:
    """The split into laps that leaves the most room in the tightest interval."""
    shortest = min((ground.shortest_gap(place) for place in piece), default=math.inf)
    tries = [_split(ground, piece, math.inf)]
    if math.isfinite(shortest):
        tries += [_split(ground, piece, shortest * share) for share in (0.9, 0.75, 0.6, 0.45)]
    return min(tries, key=lambda laps: (_tightness(ground, laps), len(laps)))


def _split(ground: Ground, piece: list[int], lap_seconds: float) -> tuple[tuple[int, ...], ...]:
    often = {place: _every(ground.shortest_gap(place), lap_seconds) for place in piece}
    count = max(often.values(), default=1)
    turn: dict[int, int] = {}
    for every in set(often.values()):
        alike = [place for place in piece if often[place] == every]
        turn |= {place: at * every // len(alike) for at, place in enumerate(alike)}
    return tuple(tuple(place for place in piece if lap % often[place] == turn[place]) for lap in range(count))


def _every(gap: float, lap_seconds: float) -> int:
    if math.isinf(lap_seconds):
        return 1
    every = 1
    while every < LAPS and 2 * every * lap_seconds <= gap:
        every *= 2
    return every


def _tightness(ground: Ground, laps: tuple[tuple[int, ...], ...]) -> float:
    """The greatest share of an interval that its longest gap takes; the least total walk breaks ties."""
    sequence = [place for lap in laps for place in lap]
    arrivals, whole = arrivals_of(ground, sequence)
    times: dict[int, list[int]] = {}
    for place, arrival in zip(sequence, arrivals, strict=True):
        times.setdefault(place, []).append(arrival)
    gaps = {place: max(b - a for a, b in zip(own, [*own[1:], own[0] + whole], strict=True)) for place, own in times.items()}
    return max((gap / ground.shortest_gap(place) for place, gap in gaps.items()), default=0.0)


def arrivals_of(ground: Ground, sequence: list[int]) -> tuple[list[int], int]:
    """Arrivals in seconds from the arrival at the first place, and the time of the whole cycle."""
    arrivals, at = [], 0
    for place, following in zip(sequence, [*sequence[1:], *sequence[:1]], strict=True):
        arrivals.append(at)
        at += int(ground.service[place] + ground.walking[place, following])
    return arrivals, at
