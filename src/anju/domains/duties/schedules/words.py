"""A schedule in words: sentences to be translated, with their parameters.

A phrase is data, so this stays pure; `Phrase.say(gettext)` speaks it in any language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from anju.domains.duties.schedules.periods import Period, Unit
from anju.domains.duties.schedules.pieces import Bound, Days, Move, YearDay
from anju.domains.duties.schedules.value import Schedule

Translate = Callable[[str], str]


def _(msgid: str) -> str:
    """Marks a sentence for the catalogue; it is translated when spoken."""
    return msgid


@dataclass(frozen=True)
class Phrase:
    """An English sentence to be looked up, and what stands in it; parameters may be phrases, dates, times or lists."""

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def say(self, translate: Translate) -> str:
        return translate(self.msgid) % {name: _spoken(value, translate) for name, value in self.params.items()}


def _spoken(value: Any, translate: Translate) -> Any:
    if isinstance(value, Phrase):
        return value.say(translate)
    if isinstance(value, tuple):
        return translate(_(", ")).join(str(_spoken(item, translate)) for item in value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return translate(_("%(year)s-%(month)s-%(day)s")) % {"year": value.year, "month": value.month, "day": value.day}
    if isinstance(value, YearDay):
        return translate(_("%(month)s/%(day)s")) % {"month": value.month, "day": value.day}
    return value


def describe(schedule: Schedule) -> Phrase:
    """How often, then under which conditions: "At least 2 times a year", "Once every 2 hours, 22:00 to 06:00"."""
    frequency = _frequency(schedule)
    conditions = tuple(_conditions(schedule))
    if not conditions:
        return frequency
    return Phrase(_("%(frequency)s, %(conditions)s"), {"frequency": frequency, "conditions": conditions})


_PERIODS = {
    (Unit.minutes, 60): _("an hour"),
    (Unit.shift, 1): _("a shift"),
    (Unit.days, 1): _("a day"),
    (Unit.weeks, 1): _("a week"),
    (Unit.half_month, 1): _("a half month"),
    (Unit.months, 1): _("a month"),
    (Unit.months, 3): _("a quarter"),
    (Unit.months, 6): _("a half year"),
    (Unit.months, 12): _("a year"),
}
_LONGER = {
    Unit.minutes: _("every %(n)s minutes"),
    Unit.days: _("every %(n)s days"),
    Unit.weeks: _("every %(n)s weeks"),
    Unit.months: _("every %(n)s months"),
}


def period_words(period: Period) -> Phrase:
    """ "a month", "every 2 hours"."""
    if (period.unit, period.length) in _PERIODS:
        return Phrase(_PERIODS[period.unit, period.length])
    for unit, size, words in ((Unit.minutes, 60, _("every %(n)s hours")), (Unit.months, 12, _("every %(n)s years"))):
        if period.unit == unit and period.length % size == 0:
            return Phrase(words, {"n": period.length // size})
    return Phrase(_LONGER[period.unit], {"n": period.length})


_TIMES = {
    (Bound.exact, True): _("Once %(period)s"),
    (Bound.exact, False): _("%(count)s times %(period)s"),
    (Bound.at_least, True): _("At least once %(period)s"),
    (Bound.at_least, False): _("At least %(count)s times %(period)s"),
    (Bound.at_most, True): _("At most once %(period)s"),
    (Bound.at_most, False): _("At most %(count)s times %(period)s"),
}
_PARTS = {"full": _("%(count)s full checks"), "spot": _("%(count)s spot checks")}


def _frequency(schedule: Schedule) -> Phrase:
    if schedule.continuous:
        return _continuous(schedule)
    if schedule.unit.unit == Unit.once:
        return Phrase(_("Once")) if schedule.count == 1 else Phrase(_("%(count)s times"), {"count": schedule.count})
    period = period_words(schedule.unit)
    if schedule.parts:
        parts = tuple(_part(part.code, part.count) for part in schedule.parts)
        return Phrase(_("%(parts)s %(period)s"), {"parts": parts, "period": period})
    if schedule.most is not None:
        params = {"count": schedule.count, "most": schedule.most, "period": period}
        return Phrase(_("%(count)s to %(most)s times %(period)s"), params)
    once = schedule.count == 1
    params = {"period": period} if once else {"count": schedule.count, "period": period}
    return Phrase(_TIMES[schedule.bound, once], params)


def _continuous(schedule: Schedule) -> Phrase:
    if schedule.unit.unit == Unit.shift:
        return Phrase(_("Without a gap through each shift"))
    return Phrase(_("Without a gap, each day")) if schedule.hours else Phrase(_("24 hours without a gap"))


def _part(code: str, count: int) -> Phrase:
    if code in _PARTS:
        return Phrase(_PARTS[code], {"count": count})
    number = code.removeprefix("part_")
    if number.isdecimal():
        return Phrase(_("part %(number)s %(count)s times"), {"number": number, "count": count})
    return Phrase(_("%(name)s %(count)s times"), {"name": code, "count": count})


def _conditions(schedule: Schedule) -> Iterator[Phrase]:
    yield from _conditions_of_days(schedule)
    yield from _conditions_of_hours(schedule)
    yield from _conditions_of_validity(schedule)


_WEEKDAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
_ON_DAYS = {Days.working: _("on working days"), Days.off: _("on days off"), Days.holiday: _("on public holidays")}
_MOVES = {Move.later: _("later if a holiday"), Move.earlier: _("earlier if a holiday")}


def _conditions_of_days(schedule: Schedule) -> Iterator[Phrase]:
    if schedule.weekdays:
        yield Phrase(_("on %(days)s"), {"days": tuple(Phrase(_WEEKDAYS[day - 1]) for day in schedule.weekdays)})
    if schedule.month_days:
        yield Phrase(_("on %(days)s"), {"days": tuple(_month_day(day) for day in schedule.month_days)})
    if schedule.rule:
        yield Phrase(_("on the dates of rule %(rule)s"), {"rule": schedule.rule})
    if schedule.month_part:
        first, last = schedule.month_part
        yield Phrase(_("%(first)s to %(last)s of the month"), {"first": _month_day(first), "last": _month_day(last)})
    if schedule.year_part:
        yield _year_part(*schedule.year_part)
    if schedule.season:
        first, last = schedule.season
        yield Phrase(_("in season %(first)s to %(last)s"), {"first": first, "last": last})
    if schedule.on_days != Days.any:
        yield Phrase(_ON_DAYS[schedule.on_days])
    if schedule.move != Move.keep:
        yield Phrase(_MOVES[schedule.move])


def _year_part(first: YearDay, last: YearDay) -> Phrase:
    if first == YearDay(1, 1):
        return Phrase(_("by %(last)s"), {"last": last})
    return Phrase(_("%(first)s to %(last)s"), {"first": first, "last": last})


def _month_day(day: int) -> Phrase:
    return Phrase(_("the last day")) if day == 31 else Phrase(_("day %(day)s"), {"day": day})


_SHIFTS = {"day": _("day shift"), "night": _("night shift"), "evening": _("evening shift")}


def _conditions_of_hours(schedule: Schedule) -> Iterator[Phrase]:
    if schedule.hours:
        first, last = schedule.hours
        words = _("%(first)s to %(last)s") if last > first else _("%(first)s to %(last)s the next day")
        yield Phrase(words, {"first": first, "last": last})
    if schedule.due_by:
        yield Phrase(_("by %(time)s"), {"time": schedule.due_by})
    if schedule.shifts:
        yield Phrase(_("on %(days)s"), {"days": tuple(Phrase(_SHIFTS.get(code, code)) for code in schedule.shifts)})


def _conditions_of_validity(schedule: Schedule) -> Iterator[Phrase]:
    if schedule.distinct_days:
        yield Phrase(_("on different days"))
    if schedule.anchor_on:
        yield Phrase(_("counted from %(day)s"), {"day": schedule.anchor_on})
    if schedule.starts_on:
        yield Phrase(_("from %(day)s on"), {"day": schedule.starts_on})
    if schedule.ends_on:
        yield Phrase(_("until %(day)s"), {"day": schedule.ends_on})
