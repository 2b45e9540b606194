"""The lawful roster by the book of a post that is kept in long shifts: hours cut to eight at most, and crews that turn forward through them.

Everybody works one part of the day, the next part on the following day, and so on, and is then off; with enough people no limit of
the law is touched. It is an example to hold beside a roster that breaks it, not the cheapest one: `solve` finds those.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from .lawful import DAY, Stint, Terms, faults_of, heads_needed

USUAL = Terms()
MORE = 4
"""So many people beyond the head count are tried; hours of rest may take one more."""


@dataclass(frozen=True)
class Turning:
    """`parts` are (start, end) in minutes from midnight; `rows` hold, for each person, the part of each day or None."""

    parts: tuple[tuple[int, int], ...]
    rows: tuple[tuple[int | None, ...], ...]

    @property
    def people(self) -> int:
        return len(self.rows)


def turning(start: int, minutes: int, *, days: int, first_weekday: int = 0, terms: Terms = USUAL) -> Turning | None:
    """One seat kept for so many `minutes` a day from `start` on, without a breach; None where no number of people nearby does it."""
    number = math.ceil(minutes / terms.day)
    edges = [start + minutes * part // number for part in range(number + 1)]
    parts = tuple(zip(edges, edges[1:], strict=False))
    least = max(heads_needed(7 * minutes, terms), number + 1)
    for people in range(least, least + MORE):
        rows = tuple(tuple(_part((day - person) % people, number) for day in range(days)) for person in range(people))
        if not faults_of(stints_of(parts, rows), days, first_weekday=first_weekday, terms=terms):
            return Turning(parts, rows)
    return None


def _part(position: int, number: int) -> int | None:
    return position if position < number else None


def stints_of(parts: tuple[tuple[int, int], ...], rows: tuple[tuple[int | None, ...], ...]) -> list[Stint]:
    """The same as work from minute to minute, by the number of the person."""
    return [Stint(str(person), DAY * day + parts[part][0], DAY * day + parts[part][1]) for person, row in enumerate(rows) for day, part in enumerate(row) if part is not None]
