"""The cheapest lawful row of one person for given prices of each day and shift: a shortest path over days, exact.

A state is the run so far (days off, or days at work with the last shift), the time worked, how often each limited shift was had, and the
weekends worked. All states of a day are one array, so a row takes milliseconds.
"""

from __future__ import annotations

import math
from functools import reduce

import numpy as np

from .problem import Person, Problem
from .rules import SATURDAY

LARGEST = 60_000
"""States a day; with more, rows are not priced."""


class Pricer:
    """`own`: (days, shifts + 1), what each choice costs this person alone (wishes, changes; infinite: not allowed); the last column is off.

    How often a shift was had is counted only where the row found without it has the shift too often: the answer is exact all the same, and
    most limits bind nobody (Righini and Salani, "New dynamic programming algorithms for the resource constrained elementary shortest path
    problem", Networks 2008). A shift of another length than the rest is counted always, since the time worked depends on it.
    """

    def __init__(self, problem: Problem, person: Person) -> None:
        self.problem, self.person = problem, person
        self.own = _own(problem, person)
        most = {shift.id: person.max_shifts.get(shift.id, 0) for shift in problem.shifts}
        self._limits = {name: count for name, count in most.items() if 0 < count < problem.days}
        lengths = [shift.minutes for shift in problem.shifts if most[shift.id] > 0]
        usual = max(lengths, key=lengths.count, default=0)
        self._always = frozenset(shift.id for shift in problem.shifts if shift.id in self._limits and shift.minutes != usual)
        self._by_counted: dict[frozenset[str], _States] = {}
        self.size = self._states(frozenset(self._limits)).size

    def best(self, prices: np.ndarray) -> tuple[float, tuple[str | None, ...]] | None:
        """The least sum of own costs and `prices` (days, shifts) over all lawful rows, and the row; None where there is none."""
        costs = self.own.copy()
        costs[:, :-1] += prices
        counted = self._always
        while True:
            found = self._states(counted).best(costs)
            broken = {name for name, most in self._limits.items() if found and found[1].count(name) > most}
            if not broken:
                return found
            counted |= broken

    def _states(self, counted: frozenset[str]) -> _States:
        if counted not in self._by_counted:
            self._by_counted[counted] = _States(self.problem, self.person, [shift.id for shift in self.problem.shifts if shift.id in counted])
        return self._by_counted[counted]


class _States:
    """The shortest path itself; `limited` are the shifts that are counted."""

    def __init__(self, problem: Problem, person: Person, limited: list[str]) -> None:
        self.problem, self.person, self.limited = problem, person, limited
        self.shifts = [shift.id for shift in problem.shifts]
        self.unit, self.steps = self._steps()
        weekends = sum((day + problem.first_weekday) % 7 == SATURDAY for day in range(problem.days)) + 1
        self.has_weekends = person.max_weekends < weekends
        self.resources = (
            person.max_minutes // self.unit + 1,
            *(person.max_shifts[name] + 1 for name in self.limited),
            person.max_weekends + 1 if self.has_weekends else 1,
            2,
        )
        self.longest, self.rest = max(person.max_consecutive, 1), max(person.min_days_off, 1)
        self.size = math.prod(self.resources) * (2 * self.longest * len(self.shifts) + self.rest)

    def _steps(self) -> tuple[int, list[int]]:
        """Minutes of one step of the time worked, and the steps of each shift.

        Where all shifts that are not limited are equally long, only those are counted: the limited ones are counted anyway.
        """
        minutes = [shift.minutes for shift in self.problem.shifts]
        free = {shift.minutes for shift in self.problem.shifts if self.person.max_shifts.get(shift.id, 0) > 0 and shift.id not in self.limited}
        if len(free) == 1:
            return free.pop(), [0 if name in self.limited else 1 for name in self.shifts]
        unit = reduce(math.gcd, minutes) or 1
        return unit, [each // unit for each in minutes]

    def _total_minutes(self) -> np.ndarray:
        """Minutes worked in each state of the resources."""
        counted = [self.unit] + [0 if any(self.steps[at] for at, each in enumerate(self.shifts) if each == name) else self._minutes(name) for name in self.limited]
        axes = [np.arange(size) * minutes for size, minutes in zip(self.resources, [*counted, 0, 0], strict=True)]
        return reduce(np.add.outer, axes)

    def _minutes(self, name: str) -> int:
        return next(shift.minutes for shift in self.problem.shifts if shift.id == name)

    def best(self, costs: np.ndarray) -> tuple[float, tuple[str | None, ...]] | None:
        days = [self._start()]
        for day in range(self.problem.days):
            days.append(self._step(days[-1], day, costs[day]))
        last = np.concatenate([each.reshape(-1, *self.resources) for each in days[-1]])  # runs off, then runs at work
        total = self._total_minutes()
        last[:, (total < self.person.min_minutes) | (total > self.person.max_minutes)] = np.inf
        at = np.unravel_index(int(last.argmin()), last.shape)
        if not np.isfinite(last[at]):
            return None
        return float(last[at]), self._row(days, costs, at)

    def _start(self) -> tuple[np.ndarray, np.ndarray]:
        off = np.full((self.rest, *self.resources), np.inf)
        work = np.full((2, self.longest, len(self.shifts), *self.resources), np.inf)
        before, none = self.person.before, (0,) * len(self.resources)
        run = 0
        while run < len(before) and (before[-1 - run] is None) == (before[-1] is None):
            run += 1
        if not before or before[-1] is None:
            off[(self.rest - 1 if run == len(before) else min(run, self.rest) - 1, *none)] = 0
        else:
            work[(int(run == len(before)), min(run, self.longest) - 1, self.shifts.index(before[-1]), *none)] = 0
        return off, work

    def _step(self, state: tuple[np.ndarray, np.ndarray], day: int, costs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        off, work = state
        if (day + self.problem.first_weekday) % 7 == 0:
            off, work = _forget_saturday(off), _forget_saturday(work)
        least = self.person.min_consecutive
        new_off, new_work = np.full_like(off, np.inf), np.full_like(work, np.inf)
        ended = np.minimum(work[0, least - 1 :].min(axis=(0, 1), initial=np.inf), work[1].min(axis=(0, 1)))
        new_off[1:] = off[:-1]
        new_off[-1] = np.minimum(new_off[-1], off[-1])
        new_off[0] = np.minimum(new_off[0], ended)
        new_off += costs[-1]
        is_free = int(day == 0 and not self.person.before)
        for at, shift in enumerate(self.problem.shifts):
            if np.isfinite(costs[at]):
                first = self._moved(off[-1], day, at)
                new_work[is_free, 0, at] = first + costs[at]
                follows = [other for other, each in enumerate(self.problem.shifts) if shift.id not in each.not_before]
                if follows and self.longest > 1:
                    new_work[:, 1:, at] = self._moved(work[:, :-1, follows].min(axis=2), day, at) + costs[at]
                new_work[:, shift.latest_in_run :, at] = np.inf
        return new_off, new_work

    def _moved(self, values: np.ndarray, day: int, at: int) -> np.ndarray:
        """The states after one more shift of this kind: more minutes, one more of a limited shift, perhaps one more weekend."""
        steps = [self.steps[at], *(int(name == self.shifts[at]) for name in self.limited)]
        out = np.full_like(values, np.inf)
        to = tuple(slice(step, None) for step in steps)
        of = tuple(slice(None, -step or None) for step in steps)
        weekday = (day + self.problem.first_weekday) % 7
        if not self.has_weekends or weekday < SATURDAY:
            out[(..., *to, slice(None), slice(None))] = values[(..., *of, slice(None), slice(None))]
        else:
            out[(..., *to, slice(1, None), int(weekday == SATURDAY))] = values[(..., *of, slice(None, -1), 0)]
            if weekday > SATURDAY:
                out[(..., *to, slice(None), 1)] = values[(..., *of, slice(None), 1)]
        return out

    def _row(self, days: list[tuple[np.ndarray, np.ndarray]], costs: np.ndarray, at: tuple[int, ...]) -> tuple[str | None, ...]:
        """Walk back from the best last state: at each day the choice whose step reaches it at its value."""
        row: list[str | None] = []
        run, resources = int(at[0]), tuple(int(each) for each in at[1:])
        for day in range(self.problem.days - 1, -1, -1):
            choice = None if run < self.rest else self.shifts[(run - self.rest) % len(self.shifts)]
            row.append(choice)
            run, resources = self._before(days, day, costs, run, resources)
        return tuple(reversed(row))

    def _before(self, days: list, day: int, costs: np.ndarray, run: int, resources: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
        off, work = days[day]
        flat = np.concatenate([off.reshape(-1, *self.resources), work.reshape(-1, *self.resources)])
        value = (days[day + 1][0].reshape(-1, *self.resources)[run] if run < self.rest else days[day + 1][1].reshape(-1, *self.resources)[run - self.rest])[resources]
        best: tuple[float, int, tuple[int, ...]] | None = None
        for earlier in self._runs_before(day, run):
            for spent in self._resources_before(day, run, resources):
                cost = float(flat[(earlier, *spent)])
                if best is None or cost < best[0]:
                    best = cost, earlier, spent
        paid = costs[day, -1] if run < self.rest else costs[day, (run - self.rest) % len(self.shifts)]
        if best is None or abs(best[0] + paid - value) > 1e-6 * max(1.0, abs(value)):
            raise RuntimeError("a row was lost on the way back")
        return best[1], best[2]

    def _runs_before(self, day: int, run: int) -> list[int]:
        count, least = len(self.shifts), self.person.min_consecutive
        if run < self.rest:
            earlier = [run - 1] if run else []
            earlier += [run] if run == self.rest - 1 else []
            if run == 0:
                earlier += [self.rest + at for at in range(2 * self.longest * count) if at >= self.longest * count or at // count >= least - 1]
            return earlier
        free, length, at = np.unravel_index(run - self.rest, (2, self.longest, count))
        if length == 0:
            return [self.rest - 1]
        follows = [other for other, each in enumerate(self.problem.shifts) if self.shifts[at] not in each.not_before]
        return [self.rest + int(np.ravel_multi_index((free, length - 1, other), (2, self.longest, count))) for other in follows]

    def _resources_before(self, day: int, run: int, resources: tuple[int, ...]) -> list[tuple[int, ...]]:
        *amounts, weekends, was_saturday = resources
        weekday = (day + self.problem.first_weekday) % 7
        if run >= self.rest:
            at = (run - self.rest) % len(self.shifts)
            amounts[0] -= self.steps[at]
            for number, name in enumerate(self.limited, 1):
                amounts[number] -= name == self.shifts[at]
            if self.has_weekends and weekday >= SATURDAY and not (weekday > SATURDAY and was_saturday):
                weekends, was_saturday = weekends - 1, 0
        if min(*amounts, weekends) < 0:
            return []
        flags = (0, 1) if weekday == 0 and not was_saturday else (was_saturday,)
        return [(*amounts, weekends, flag) for flag in flags]


def _own(problem: Problem, person: Person) -> np.ndarray:
    shifts = [shift.id for shift in problem.shifts]
    own = np.zeros((problem.days, len(shifts) + 1))
    own[:, [at for at, name in enumerate(shifts) if not person.max_shifts.get(name, 0)]] = np.inf
    own[[day for day in person.days_off if day < problem.days], :-1] = np.inf
    column = {name: at for at, name in enumerate(shifts)} | {None: len(shifts)}
    for wish in problem.wishes:
        if wish.person == person.id:
            missed = np.full(own.shape[1], wish.wants)
            missed[column[wish.shift]] = not wish.wants
            own[wish.day, missed] += wish.weight
    if problem.previous and person.id in problem.previous:
        for day, was in enumerate(problem.previous[person.id]):
            own[day] += problem.change
            own[day, column[was]] -= problem.change
    for (who, day), shift in problem.kept.items():
        if who == person.id:
            own[day, [at for name, at in column.items() if name != shift]] = np.inf
    return own


def _forget_saturday(values: np.ndarray) -> np.ndarray:
    out = np.full_like(values, np.inf)
    out[..., 0] = values.min(axis=-1)
    return out
