"""What the labour law makes of a roster: each breach, and how many people a lawful one would take.

From the Labour Law of the PRC: eight hours a day and 44 a week on average (art. 36), one day a week without work (art. 38), at most three
hours of overtime a day and 36 a month (art. 41); forty hours a week are the State Council's norm (1995) and what a head count is reckoned
with. Hours of rest between two shifts and nights in a row have no figure in the law; they are the community's own terms.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

DAY = 24 * 60
NIGHT = (0, 5 * 60)
"""Whoever works through this part of a day works at night."""


@dataclass(frozen=True)
class Terms:
    """Minutes, save `nights`: how many in a row."""

    day: int = 8 * 60
    day_overtime: int = 3 * 60
    week: int = 44 * 60
    norm_week: int = 40 * 60
    month_overtime: int = 36 * 60
    rest: int = 11 * 60
    nights: int = 4


@dataclass(frozen=True)
class Stint:
    """One person's work from `start` to `end`, in minutes from midnight before the first day."""

    person: str
    start: int
    end: int


@dataclass(frozen=True)
class Fault:
    """`rule`: day, week, overtime, rest_day, rest or nights. `is` against `limit`, in minutes (rest_day, nights: days). `day`: where it shows."""

    rule: str
    person: str
    day: int
    amount: int
    limit: int


def faults_of(stints: Iterable[Stint], days: int, *, first_weekday: int = 0, terms: Terms = Terms()) -> list[Fault]:
    """Every breach in a period of so many days, person by person. The month's limits are taken in proportion where it is shorter or longer."""
    by_person: dict[str, list[Stint]] = {}
    for stint in stints:
        by_person.setdefault(stint.person, []).append(stint)
    found: list[Fault] = []
    for person, own in by_person.items():
        own.sort(key=lambda each: each.start)
        found += [*_days(person, own, terms), *_whole(person, own, days, terms), *_rest_days(person, own, days, first_weekday), *_rests(person, own, terms), *_nights(person, own, terms)]
    return found


def heads_needed(minutes_a_week: int, terms: Terms = Terms()) -> int:
    """How many people it takes to fill so many minutes a week when each works the norm and no overtime."""
    return math.ceil(minutes_a_week / terms.norm_week)


def _by_day(own: Sequence[Stint]) -> dict[int, int]:
    worked: dict[int, int] = {}
    for stint in own:
        worked[stint.start // DAY] = worked.get(stint.start // DAY, 0) + stint.end - stint.start
    return worked


def _days(person: str, own: Sequence[Stint], terms: Terms) -> Iterable[Fault]:
    limit = terms.day + terms.day_overtime
    return (Fault("day", person, day, minutes, limit) for day, minutes in _by_day(own).items() if minutes > limit)


def _whole(person: str, own: Sequence[Stint], days: int, terms: Terms) -> Iterable[Fault]:
    """The average week and the month's overtime: what goes beyond eight hours a day or beyond the norm of the weeks, whichever is more."""
    total = sum(stint.end - stint.start for stint in own)
    if total * 7 > terms.week * days:
        yield Fault("week", person, days - 1, total * 7 // days, terms.week)
    beyond = max(sum(max(minutes - terms.day, 0) for minutes in _by_day(own).values()), total - terms.norm_week * days // 7)
    limit = terms.month_overtime if days >= 28 else terms.month_overtime * days // 30
    if beyond > limit:
        yield Fault("overtime", person, days - 1, beyond, limit)


def _rest_days(person: str, own: Sequence[Stint], days: int, first_weekday: int) -> Iterable[Fault]:
    """Each whole week from Monday needs a day on which no stint touches."""
    touched = {day for stint in own for day in range(stint.start // DAY, (stint.end - 1) // DAY + 1)}
    for monday in range(-first_weekday % 7, days - 6, 7):
        if all(day in touched for day in range(monday, monday + 7)):
            yield Fault("rest_day", person, monday + 6, 7, 6)


def _rests(person: str, own: Sequence[Stint], terms: Terms) -> Iterable[Fault]:
    return (Fault("rest", person, after.start // DAY, after.start - before.end, terms.rest) for before, after in pairwise(own) if after.start - before.end < terms.rest)


def _nights(person: str, own: Sequence[Stint], terms: Terms) -> Iterable[Fault]:
    nights = sorted({_night(stint) for stint in own} - {None})
    run = 0
    for before, night in pairwise([-2, *nights]):
        run = run + 1 if night == before + 1 else 1
        if run == terms.nights + 1:
            yield Fault("nights", person, night, run, terms.nights)


def _night(stint: Stint) -> int | None:
    """The day whose early hours it covers."""
    first = -(-(stint.start - NIGHT[0]) // DAY)
    return first if first * DAY + NIGHT[1] <= stint.end else None
