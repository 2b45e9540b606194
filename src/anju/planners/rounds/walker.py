"""One walker on one beat, step by step: wherever he goes next, a way to keep every interval stays open.

The invariant: after each step the guard could still go over to the safe order of his beat (`Beat.laps`), starting somewhere in it, and be at
every point before its last moment. A step after which no start would do is not taken. Blocked stretches are taken out of the clock: time
that a guard can surely use is counted as working time, and last moments are turned into it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import numpy as np

from .beats import Beat, Free, arrivals_of
from .ground import NEVER, Ground

LAP_SECONDS = (1200, 3600)
"""A round of random length ends, where it may, after this long."""

Weigh = Callable[[np.ndarray], np.ndarray]
"""From which of his points he may go to next to how much each is wanted."""


class Walker:
    """`visits` are (place, arrival) with what is certain from frozen rounds; `rounds` are (guard, start, end, visits) as walked."""

    def __init__(self, ground: Ground, beat: Beat, random: Random, way: Callable[[Walker], Weigh], frozen: Sequence[tuple[int, int]] = ()) -> None:
        self.ground, self.beat, self.random = ground, beat, random
        self.places = np.array(beat.places, dtype=np.int64)
        self.sequence = np.array([place for lap in beat.laps for place in lap], dtype=np.int64)
        self.between = ground.walking[np.ix_(self.places, self.places)]
        self.home = ground.walking[self.places, 0]
        self.service = ground.service[self.places]
        self.column = {place: at for at, place in enumerate(beat.places)}
        self._starts = np.array([self.column[place] for place in self.sequence.tolist()], dtype=np.int64)
        self._offsets = self._offsets_of_safe_way()
        self._clock = self._working_time()
        self._frozen = {place: sorted(second for each, second in frozen if each == place) for place in beat.places}
        self._windows = self._gap_arrays()
        self.last = np.array([ground.points[place - 1].visited for place in beat.places], dtype=np.int64)
        self.due = np.array([self._next_due(place, int(last)) for place, last in zip(beat.places, self.last, strict=True)], dtype=np.int64)
        self.counts = np.zeros(len(self.places), dtype=np.int64)
        self.usual_leg = max(float(np.sort(self.between, axis=1)[:, 1:4].mean()), 1.0) if len(self.places) > 1 else 1.0
        self.now, self.at = 0, 0
        self._weigh = way(self)
        self.rounds: list[tuple[str, int, int, list[tuple[int, int]]]] = []

    def walk(self) -> None:
        for stretch in self.beat.stretches:
            now = stretch.start
            while (leave := self._rest(now, stretch)) is not None and (end := self._round(leave, stretch)) is not None:
                now = end

    def _rest(self, now: int, stretch: Free) -> int | None:
        """When the next round begins: after a pause of random length, or a shorter one where the intervals do not wait."""
        share = self.ground.site.busy_share
        mean = sum(LAP_SECONDS) / 2 * (1 - share) / share
        pause = self.random.expovariate(1 / mean) if share < 1 else 0.0
        on_the_spot = max(0.0, self._lateness(0, now))
        for shorter in (1, 2, 4, 8):
            if self._lateness(0, now + int(pause / shorter)) <= on_the_spot:
                now += int(pause / shorter)
                break
        return now if now < stretch.end else None

    def _round(self, start: int, stretch: Free) -> int | None:
        """Walk one round; when he is back. None: nothing can be reached any more before the stretch ends."""
        at, leave, visits = 0, start, []
        ends_after = start + self.random.randint(*LAP_SECONDS)
        while True:
            home_at = leave + int(self.ground.walking[at, 0])
            if visits and leave >= ends_after and self._lateness(0, home_at) <= max(0.0, self._lateness(at, leave)):
                break
            column = self._next(at, leave, stretch.end)
            if column is None:
                break
            at, arrival = int(self.places[column]), leave + int(self.ground.walking[at, self.places[column]])
            visits.append((at, arrival))
            self.counts[column] += 1
            self.last[column], self.due[column] = arrival, self._next_due(at, arrival)
            leave = arrival + int(self.service[column])
        if not visits:
            return None
        self.rounds.append((stretch.guard, start, home_at, visits))
        return home_at

    def _next(self, at: int, leave: int, end: int) -> int | None:
        arrivals = leave + self.ground.walking[at, self.places]
        in_time = (arrivals + self.service + self.home <= end) & (self.places != at)
        if not in_time.any():
            return None
        lateness = self._lateness_after(arrivals)
        safe = in_time & (lateness <= max(0.0, self._lateness(at, leave)))
        if not safe.any():
            return int(np.argmin(np.where(in_time, lateness, np.inf)))
        self.now, self.at = leave, at
        weights = np.where(safe, self._weigh(safe), 0.0)
        until = np.cumsum(weights)
        return int(np.searchsorted(until, self.random.random() * until[-1], side="right").clip(0, len(weights) - 1))

    def _lateness(self, at: int, leave: int) -> float:
        """By how many seconds the best safe way from here misses a last moment; at most 0: none is missed."""
        latest = (self._worked_until(self.due) - self._offsets).min(axis=1)
        return float((self._worked(leave + self.ground.walking[at, self.sequence]) - latest).min())

    def _lateness_after(self, arrivals: np.ndarray) -> np.ndarray:
        """The same for each point, were he to visit it next."""
        room = self._worked_until(self.due) - self._offsets
        tightest = room.argmin(axis=1)
        first = room.min(axis=1)
        room[np.arange(len(room)), tightest] = np.inf
        others = np.where(tightest[None, :] == np.arange(len(self.places))[:, None], room.min(axis=1)[None, :], first[None, :])
        own = self._worked_until(self._due_after(arrivals))[:, None] - self._offsets.T
        onward = self._worked((arrivals + self.service)[:, None] + self.between[:, self._starts])
        return np.maximum(arrivals - self.due, (onward - np.minimum(others, own)).min(axis=1))

    def _worked(self, seconds: np.ndarray) -> np.ndarray:
        """Arrivals by the clock as working seconds."""
        return np.interp(seconds, self._clock[0], self._clock[2])

    def _worked_until(self, due: np.ndarray) -> np.ndarray:
        """Last moments as working seconds, at most the last one there is; what is never due stays far away."""
        last = max(self._clock[2][-2] - 1, 0)
        return np.where(due >= NEVER, float(NEVER), np.minimum(np.interp(due, self._clock[1], self._clock[2]), last))

    def _working_time(self) -> tuple[list[int], list[int], list[int]]:
        """Clock of arrivals, clock of last moments, working seconds of both.

        Surely usable is a stretch without the walk from the guard room at its start, and without one leg of the safe way, one stay and the
        way home at its end. From one stretch to the next a second is added: it keeps an arrival in the next from passing as one in this.
        """
        before = int(self.home.max(initial=0))
        legs = self.ground.walking[self.sequence, np.roll(self.sequence, -1)]
        still = int(self.service.max(initial=0)) + before
        arrivals, dues, worked = [0], [0], [0]
        for stretch in self.beat.stretches:
            start, end = stretch.start + before, stretch.end - still - int(legs.max(initial=0))
            if start < end:
                arrivals += [start, end, stretch.end - still, stretch.end - still + 1]
                dues += [start, end, stretch.end - still, stretch.end + before]
                worked += [worked[-1], worked[-1] + end - start, worked[-1] + end - start, worked[-1] + end - start + 1]
        return [*arrivals, arrivals[-1] + NEVER], [*dues, dues[-1] + NEVER], [*worked, worked[-1] + NEVER]

    def _offsets_of_safe_way(self) -> np.ndarray:
        """Row: a start in the safe order; column: a point; value: seconds from the arrival at the one to the first arrival at the other."""
        arrivals, whole = arrivals_of(self.ground, self.sequence.tolist())
        times = np.array(arrivals, dtype=float)
        return np.array([((times[self.sequence == place][None, :] - times[:, None]) % max(whole, 1)).min(axis=1) for place in self.beat.places]).T

    def _gap_arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        gaps = [self.ground.gaps[place] for place in self.beat.places]
        most = max((len(own) for own in gaps), default=0)
        rows = [[(gap.start, 60 * gap.minutes, gap.end) for gap in own] + [(0, 0, 0)] * (most - len(own)) for own in gaps]
        cube = np.array(rows, dtype=np.int64).reshape(len(gaps), most, 3)
        return cube[:, :, 0], cube[:, :, 1], cube[:, :, 2]

    def _due_after(self, arrivals: np.ndarray) -> np.ndarray:
        starts, lengths, ends = self._windows
        last = np.maximum(arrivals[:, None], starts) + lengths
        return np.where(last < ends, last, NEVER).min(axis=1, initial=NEVER)

    def _next_due(self, place: int, visited: int) -> int:
        """The last moment after a visit; visits of frozen rounds that come in time are counted as made."""
        due = self.ground.due(place, visited)
        for second in self._frozen[place]:
            if visited < second <= due:
                due = self.ground.due(place, second)
        return due
