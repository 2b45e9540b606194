"""What a roster is made for, and what comes out. Days are numbered from 0, the first day of the period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Roster = dict[str, tuple[str | None, ...]]
"""For each person the shift of each day, None: off."""


@dataclass(frozen=True)
class Shift:
    """`not_before`: shifts that cannot follow on the next day, because too little rest lies between. `latest_in_run`: of days in a row at
    work, the last on which it may be given: a run that ends in nights is shorter than one by day.
    """

    id: str
    minutes: int
    not_before: frozenset[str] = frozenset()
    latest_in_run: int = 99


@dataclass(frozen=True)
class Person:
    """One person's rules, all hard. A shift that `max_shifts` leaves out may not be given at all (a certificate is missing).

    Runs that touch the ends of the period are not too short: they may go on outside it. `before`: the shifts of the last days before the
    period, the latest last; then runs are counted on from there.
    """

    id: str
    max_shifts: Mapping[str, int]
    max_minutes: int
    min_minutes: int = 0
    max_consecutive: int = 6
    min_consecutive: int = 1
    min_days_off: int = 1
    max_weekends: int = 99
    days_off: frozenset[int] = frozenset()
    before: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class Wish:
    """`wants`: to have this shift on this day, or not to have it (of any shift with `shift` None: to be off, or to work)."""

    person: str
    day: int
    shift: str | None
    weight: int = 1
    wants: bool = True


@dataclass(frozen=True)
class Cover:
    """How many are needed, and what each one too few and too many costs."""

    day: int
    shift: str
    needed: int
    under: int = 100
    over: int = 1


@dataclass(frozen=True)
class Problem:
    """`first_weekday`: 0 is a Monday. `kept`: cells that stay as they are. `previous`: a roster of which every changed cell costs `change`."""

    days: int
    shifts: tuple[Shift, ...]
    people: tuple[Person, ...]
    covers: tuple[Cover, ...]
    wishes: tuple[Wish, ...] = ()
    first_weekday: int = 0
    kept: Mapping[tuple[str, int], str | None] = field(default_factory=dict)
    previous: Roster | None = None
    change: int = 0


@dataclass(frozen=True)
class Breach:
    """A rule that this roster breaks. `rule` is a field of Person, `latest_in_run`, `succession` or `kept`; `by`: how many days, shifts, minutes too many or few."""

    rule: str
    person: str
    day: int | None
    by: int


@dataclass(frozen=True)
class Solution:
    """`cost`: cover, wishes and changes; `breaches`: empty where every rule can be kept. `bound`: no roster
    that keeps every rule costs less (0 where nothing is known). `is_best`: proven that none does.
    """

    roster: Roster
    cost: int
    breaches: tuple[Breach, ...] = ()
    is_best: bool = False
    bound: int = 0
