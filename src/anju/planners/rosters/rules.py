"""What a roster costs and which rules it breaks, counted cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .problem import Breach, Person, Problem, Roster, Wish

SATURDAY = 5


def cost_of(problem: Problem, roster: Roster) -> int:
    """Cover, wishes and changes together."""
    return cover_cost(problem, roster) + sum(wish.weight for wish in unmet(problem, roster)) + problem.change * len(changes(problem, roster))


def cover_cost(problem: Problem, roster: Roster) -> int:
    on = Counter((day, shift) for row in roster.values() for day, shift in enumerate(row) if shift is not None)
    total = 0
    for cover in problem.covers:
        more = on[cover.day, cover.shift] - cover.needed
        total += cover.over * more if more > 0 else -cover.under * more
    return total


def unmet(problem: Problem, roster: Roster) -> list[Wish]:
    return [wish for wish in problem.wishes if _has(roster[wish.person][wish.day], wish) != wish.wants]


def _has(shift: str | None, wish: Wish) -> bool:
    return shift == wish.shift


def changes(problem: Problem, roster: Roster) -> list[tuple[str, int, str | None, str | None]]:
    """(person, day, was, is) of every cell that differs from the previous roster."""
    before = problem.previous or {}
    return [
        (person, day, was, now)
        for person, row in roster.items()
        if person in before
        for day, (was, now) in enumerate(zip(before[person], row, strict=True))
        if was != now
    ]


def breaches_of(problem: Problem, roster: Roster) -> list[Breach]:
    """Every broken rule of every person."""
    minutes = {shift.id: shift.minutes for shift in problem.shifts}
    follows = {shift.id: shift.not_before for shift in problem.shifts}
    latest = {shift.id: shift.latest_in_run for shift in problem.shifts}
    found = [Breach("kept", person, day, 1) for (person, day), shift in problem.kept.items() if roster[person][day] != shift]
    for person in problem.people:
        row = roster[person.id]
        found += _amounts(person, row, minutes, problem)
        found += _runs(person, row)
        found += _late_in_run(person, row, latest)
        whole = (*person.before[-1:], *row)
        shifted = len(whole) - len(row)
        for day, (a, b) in enumerate(zip(whole, whole[1:], strict=False), 1 - shifted):
            if a is not None and b in follows[a]:
                found.append(Breach("succession", person.id, day, 1))
    return found


def _amounts(person: Person, row: tuple, minutes: dict[str, int], problem: Problem) -> Iterator[Breach]:
    counts = Counter(shift for shift in row if shift is not None)
    for shift, count in counts.items():
        if (over := count - person.max_shifts.get(shift, 0)) > 0:
            yield Breach("max_shifts", person.id, None, over)
    worked = sum(minutes[shift] * count for shift, count in counts.items())
    if worked > person.max_minutes:
        yield Breach("max_minutes", person.id, None, worked - person.max_minutes)
    if worked < person.min_minutes:
        yield Breach("min_minutes", person.id, None, person.min_minutes - worked)
    weekends = {(day + problem.first_weekday) // 7 for day, shift in enumerate(row) if shift is not None and (day + problem.first_weekday) % 7 >= SATURDAY}
    if len(weekends) > person.max_weekends:
        yield Breach("max_weekends", person.id, None, len(weekends) - person.max_weekends)
    for day in sorted(person.days_off):
        if day < len(row) and row[day] is not None:
            yield Breach("days_off", person.id, day, 1)


def _runs(person: Person, row: tuple) -> Iterator[Breach]:
    whole = [shift is not None for shift in (*person.before, *row)]
    shifted, at = len(person.before), 0
    while at < len(whole):
        end = at
        while end < len(whole) and whole[end] == whole[at]:
            end += 1
        length, is_open = end - at, at == 0 or end == len(whole)
        least = person.min_consecutive if whole[at] else person.min_days_off
        if whole[at] and length > person.max_consecutive and end > shifted:
            yield Breach("max_consecutive", person.id, end - 1 - shifted, length - person.max_consecutive)
        if not is_open and length < least and end >= shifted:
            yield Breach("min_consecutive" if whole[at] else "min_days_off", person.id, max(at - shifted, 0), least - length)
        at = end


def _late_in_run(person: Person, row: tuple, latest: dict[str, int]) -> Iterator[Breach]:
    run = 0
    for day, shift in enumerate((*person.before, *row), -len(person.before)):
        run = run + 1 if shift is not None else 0
        if day >= 0 and shift is not None and run > latest[shift]:
            yield Breach("latest_in_run", person.id, day, run - latest[shift])
