"""A problem as a CP-SAT model: whole, or only some cells of it with the others as they stand."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from ortools.sat.python import cp_model

from .problem import Person, Problem, Roster
from .rules import SATURDAY

HEAVY = 10_000
"""What one unit of a broken rule costs where rules may give way: more than any wish."""

Cell = tuple[str, int]


class Model:
    """`free`: the cells to decide (None: all); the rest stands as in `roster`. `is_soft`: rules may be broken at a heavy cost.

    `guard`: called with (rule, person, day) for each rule; the literal it returns must hold for the rule to bind.
    `cp`: the model to build into. `has_costs`: whether cover and wishes are stated at all.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        roster: Roster | None = None,
        free: Collection[Cell] | None = None,
        is_soft: bool = False,
        guard: Callable[[str, str, int | None], Any] | None = None,
        cp: cp_model.CpModel | None = None,
        has_costs: bool = True,
    ) -> None:
        self.problem, self.roster, self.is_soft, self._guard = problem, roster, is_soft, guard
        self.cp = cp or cp_model.CpModel()
        self.costs: list[Any] = []
        self.cells: dict[Cell, dict[str, Any]] = {}
        self._minutes = {shift.id: shift.minutes for shift in problem.shifts}
        self._free = free
        for person in problem.people:
            self._open(person)
        for person in problem.people:
            if any((person.id, day) in self.cells for day in range(problem.days)):
                self._bind(person)
        if has_costs:
            self._cover()
            self._wish()

    def minimise(self) -> None:
        self.cp.minimize(sum(self.costs))

    def on(self, person: str, day: int, shift: str) -> Any:
        """1 where the person has the shift: a variable, or a number where the cell is not free."""
        cell = self.cells.get((person, day))
        if cell is None:
            return int(self.roster[person][day] == shift)
        return cell.get(shift, 0)

    def at_work(self, person: str, day: int) -> Any:
        cell = self.cells.get((person, day))
        return int(self.roster[person][day] is not None) if cell is None else sum(cell.values())

    def value(self, solver: Any) -> Roster:
        """The roster of a solution."""
        found = {}
        for person in self.problem.people:
            row = [self.roster[person.id][day] if (person.id, day) not in self.cells else None for day in range(self.problem.days)]
            for day in range(self.problem.days):
                for shift, variable in self.cells.get((person.id, day), {}).items():
                    if solver.value(variable):
                        row[day] = shift
            found[person.id] = tuple(row)
        return found

    def hint(self, roster: Roster) -> None:
        for (person, day), cell in self.cells.items():
            for shift, variable in cell.items():
                self.cp.add_hint(variable, int(roster[person][day] == shift))

    def _open(self, person: Person) -> None:
        may = [shift.id for shift in self.problem.shifts if person.max_shifts.get(shift.id, 0) > 0]
        for day in range(self.problem.days):
            if self._free is not None and (person.id, day) not in self._free:
                continue
            cell = {shift: self.cp.new_bool_var(f"{person.id} {day} {shift}") for shift in may}
            self.cells[person.id, day] = cell
            self.cp.add_at_most_one(cell.values())
            if day in person.days_off:
                self._at_most(sum(cell.values()), 0, "days_off", person, day)
            if (person.id, day) in self.problem.kept:
                self._keep(person, day, cell)

    def _keep(self, person: Person, day: int, cell: dict[str, Any]) -> None:
        shift = self.problem.kept[person.id, day]
        self._at_most(sum(cell.values()) if shift is None else 1 - cell.get(shift, 0), 0, "kept", person, day)

    def _bind(self, person: Person) -> None:
        days = range(self.problem.days)
        for shift, most in person.max_shifts.items():
            if most < self.problem.days:
                self._at_most(sum(self.on(person.id, day, shift) for day in days), most, "max_shifts", person)
        minutes = sum(self.on(person.id, day, shift) * length for day in days for shift, length in self._minutes.items())
        self._at_most(minutes, person.max_minutes, "max_minutes", person)
        self._at_most(-minutes, -person.min_minutes, "min_minutes", person)
        self._successions(person)
        self._weekends(person)
        self._runs(person)

    def _successions(self, person: Person) -> None:
        last = person.before[-1] if person.before else None
        for shift in self.problem.shifts:
            for day in range(-1, self.problem.days - 1):
                now = int(last == shift.id) if day < 0 else self.on(person.id, day, shift.id)
                after = sum(self.on(person.id, day + 1, other) for other in shift.not_before)
                if not (isinstance(now, int) and now == 0) and not isinstance(after, int):
                    self._at_most(now + after, 1, "succession", person, day + 1)
                elif isinstance(after, int) and after and not isinstance(now, int):
                    self._at_most(now, 0, "succession", person, day + 1)

    def _weekends(self, person: Person) -> None:
        weekends: dict[int, list[int]] = {}
        for day in range(self.problem.days):
            if (day + self.problem.first_weekday) % 7 >= SATURDAY:
                weekends.setdefault((day + self.problem.first_weekday) // 7, []).append(day)
        if person.max_weekends >= len(weekends):
            return
        worked = []
        for number, days in weekends.items():
            is_worked = self.cp.new_bool_var(f"{person.id} weekend {number}")
            for day in days:
                self.cp.add(is_worked >= self.at_work(person.id, day))
            worked.append(is_worked)
        self._at_most(sum(worked), person.max_weekends, "max_weekends", person)

    def _runs(self, person: Person) -> None:
        before = [int(shift is not None) for shift in person.before]
        work = [*before, *(self.at_work(person.id, day) for day in range(self.problem.days))]
        first = len(before)
        for end in range(first, len(work)):
            if end >= person.max_consecutive:
                self._at_most(sum(work[end - person.max_consecutive : end + 1]), person.max_consecutive, "max_consecutive", person, end - first)
        self._late_in_run(person, work, first)
        self._not_short(person, work, first, person.min_consecutive, "min_consecutive")
        self._not_short(person, [1 - each for each in work], first, person.min_days_off, "min_days_off")

    def _late_in_run(self, person: Person, work: list[Any], first: int) -> None:
        for shift in self.problem.shifts:
            latest = shift.latest_in_run
            if latest < person.max_consecutive and person.max_shifts.get(shift.id, 0):
                for end in range(max(first, latest), len(work)):
                    self._at_most(sum(work[end - latest : end]) + self.on(person.id, end - first, shift.id), latest, "latest_in_run", person, end - first)

    def _not_short(self, person: Person, states: list[Any], first: int, least: int, rule: str) -> None:
        """No run of fewer than `least`: not out, in for that long, and out again."""
        for length in range(1, least):
            for start in range(1, len(states) - length):
                if start + length >= first:
                    within = sum(states[start : start + length])
                    self._at_most(within - states[start - 1] - states[start + length], length - 1, rule, person, max(start - first, 0))

    def _at_most(self, amount: Any, most: int, rule: str, person: Person, day: int | None = None) -> None:
        if isinstance(amount, int) and amount <= most:
            return
        if self.is_soft and rule != "max_shifts":
            over = self.cp.new_int_var(0, 100_000, "")
            unit = 60 if rule.endswith("minutes") else 1
            self.costs.append(over * (HEAVY // unit))
            amount = amount - over
        bound = self.cp.add(amount <= most)
        if self._guard is not None:
            bound.only_enforce_if(self._guard(rule, person.id, day))

    def _cover(self) -> None:
        for cover in self.problem.covers:
            on = sum(self.on(person.id, cover.day, cover.shift) for person in self.problem.people)
            if isinstance(on, int):
                continue
            few = self.cp.new_int_var(0, cover.needed, "")
            many = self.cp.new_int_var(0, len(self.problem.people), "")
            self.cp.add(on + few - many == cover.needed)
            self.costs += [few * cover.under, many * cover.over]

    def _wish(self) -> None:
        for wish in self.problem.wishes:
            if (wish.person, wish.day) in self.cells:
                has = 1 - self.at_work(wish.person, wish.day) if wish.shift is None else self.on(wish.person, wish.day, wish.shift)
                self.costs.append((1 - has if wish.wants else has) * wish.weight)
        if self.problem.previous and self.problem.change:
            for person, day in self.cells:
                if person in self.problem.previous:
                    was = self.problem.previous[person][day]
                    stays = 1 - self.at_work(person, day) if was is None else self.on(person, day, was)
                    self.costs.append((1 - stays) * self.problem.change)
