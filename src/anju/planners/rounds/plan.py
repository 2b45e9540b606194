"""What is planned and what comes out. All times are whole seconds from the start of the plan, all lengths metres on the site plan."""

from __future__ import annotations

from dataclasses import dataclass, field

Stretch = tuple[int, int]
"""From, until, in seconds."""


@dataclass(frozen=True)
class Gap:
    """Between `start` and `end` (seconds) no `minutes` may pass without a visit."""

    start: int
    end: int
    minutes: int


@dataclass(frozen=True)
class Point:
    """A place to visit. `max_gap_minutes`: one interval for the whole plan, one for each of several stretches, or None: whenever it suits.

    `visited`: when it was last visited before the plan, in seconds, at most 0.
    """

    id: str
    x: float
    y: float
    service_seconds: int = 30
    max_gap_minutes: int | tuple[Gap, ...] | None = 120
    visited: int = 0


@dataclass(frozen=True)
class Guard:
    """Somebody who walks rounds from `start` to `end`, and neither starts one nor is on one in a blocked stretch (handover, gate peak, meal)."""

    id: str
    start: int
    end: int
    blocked: tuple[Stretch, ...] = ()


@dataclass(frozen=True)
class Site:
    """Points, guards and how long it takes from one place to another.

    `base` is the guard room, where every round starts and ends. `walking`: seconds from each place to each, in the order base, points; without
    it the straight line at `metres_per_second`. `busy_share`: how much of his free time a guard may spend on rounds where the intervals leave
    a choice. `tolerance_seconds`: how far a visit may lie from its planned time, where the intervals leave room.
    """

    points: tuple[Point, ...]
    guards: tuple[Guard, ...]
    base: tuple[float, float] = (0.0, 0.0)
    metres_per_second: float = 1.1
    walking: tuple[tuple[int, ...], ...] | None = None
    busy_share: float = 0.75
    tolerance_seconds: int = 300


@dataclass(frozen=True)
class Visit:
    """`order` counts from 1 within the round. `planned` is the arrival; any arrival from `earliest` to `latest` keeps every interval."""

    point: str
    order: int
    planned: int
    earliest: int
    latest: int


@dataclass(frozen=True)
class Round:
    """One walk of one guard from the guard room and back; `start` and `end` are when he leaves and returns."""

    guard: str
    start: int
    end: int
    visits: tuple[Visit, ...]


@dataclass(frozen=True)
class Breach:
    """An interval that is not kept: `point` is without a visit from `since` to `until`, where `due` was the last moment."""

    point: str
    since: int
    due: int
    until: int


@dataclass(frozen=True)
class Plan:
    """Rounds by start, and the intervals they do not keep. `kind`: fixed, shuffled or random."""

    kind: str
    seed: int
    seconds: int
    rounds: tuple[Round, ...]
    breaches: tuple[Breach, ...] = field(default=())
