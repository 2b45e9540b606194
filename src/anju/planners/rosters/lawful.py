"""What the labour law makes of a roster: each breach, and how many people a lawful one would take.

From the Labour Law of the PRC: eight hours a day (art. 36), each week 24 hours of rest on end (art. 38, as the Ministry of Labour explained it
in 1994), at most three hours of overtime a day and 36 a month (art. 41). Overtime begins at forty hours a week, the State Council's norm of 1995,
which is stricter than the law's own 44, so the month's overtime bounds the weeks too; the norm is also what a head count is reckoned with. Hours
of rest between two shifts and nights in a row have no figure in the law; they are the community's own terms.
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
    """`rule`: day, overtime, rest_day, rest or nights. `amount` against `limit`, in minutes (nights: how many); of a week without a day off it is
    its longest rest about a day on which no shift begins. `day`: where it shows.
    """

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
        found += [*_days(person, own, terms), *_overtime(person, own, days, terms), *_rest_days(person, own, days, first_weekday), *_rests(person, own, terms), *_nights(person, own, terms)]
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


def norm_minutes(days: int, terms: Terms = Terms()) -> int:
    """What so many days hold at the norm, without overtime."""
    return terms.norm_week * days // 7


def most_overtime(days: int, terms: Terms = Terms()) -> int:
    """Minutes of overtime that so many days allow; a calendar month has one limit, however long it is."""
    return terms.month_overtime if days >= 28 else terms.month_overtime * days // 30


def _overtime(person: str, own: Sequence[Stint], days: int, terms: Terms) -> Iterable[Fault]:
    """What goes beyond eight hours a day or beyond the norm of the weeks, whichever is more."""
    total = sum(stint.end - stint.start for stint in own)
    beyond = max(sum(max(minutes - terms.day, 0) for minutes in _by_day(own).values()), total - norm_minutes(days, terms))
    limit = most_overtime(days, terms)
    if beyond > limit:
        yield Fault("overtime", person, days - 1, beyond, limit)


def _rest_days(person: str, own: Sequence[Stint], days: int, first_weekday: int) -> Iterable[Fault]:
    """Each whole week from Monday needs a day on which no shift begins and 24 hours of rest about it."""
    starts = {stint.start // DAY for stint in own}
    for monday in range(-first_weekday % 7, days - 6, 7):
        longest = max((_rest_about(own, day) for day in range(monday, monday + 7) if day not in starts), default=0)
        if longest < DAY:
            yield Fault("rest_day", person, monday + 6, longest, DAY)


def _rest_about(own: Sequence[Stint], day: int) -> int:
    """Minutes from the end of the work begun before the day to the beginning of the work after it; from midnight and to the next one where there is none."""
    end = max((stint.end for stint in own if stint.start < day * DAY), default=day * DAY)
    return min((stint.start for stint in own if stint.start >= (day + 1) * DAY), default=end + DAY) - end


def _rests(person: str, own: Sequence[Stint], terms: Terms) -> Iterable[Fault]:
    return (Fault("rest", person, after.start // DAY, after.start - before.end, terms.rest) for before, after in pairwise(own) if after.start - before.end < terms.rest)


def _nights(person: str, own: Sequence[Stint], terms: Terms) -> Iterable[Fault]:
    nights = sorted({_night(stint) for stint in own} - {None})
    run = 0
    for before, night in pairwise([-2, *nights]):
        run = run + 1 if night == before + 1 else 1
        if run == terms.nights + 1:
            yield Fault("nights", person, night, run, terms.nights)


def is_night(start: int, end: int) -> bool:
    """Whether a shift of these minutes from midnight covers a night."""
    return _night(Stint("", start, end)) is not None


def _night(stint: Stint) -> int | None:
    """The day whose early hours it covers."""
    first = -(-(stint.start - NIGHT[0]) // DAY)
    return first if first * DAY + NIGHT[1] <= stint.end else None
