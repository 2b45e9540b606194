"""Which whole days a schedule lies on."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from anju.domains.duties.calendar import ONE_DAY, Calendar, DayKind
from anju.domains.duties.schedules import rrules
from anju.domains.duties.schedules.periods import Tile, tile_of
from anju.domains.duties.schedules.pieces import Days, Move, YearDay
from anju.domains.duties.schedules.value import Schedule


def in_month(year: int, month: int, day: int) -> date:
    """A day of a month, its last day when the month is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def dated_days(schedule: Schedule, start_on: date, end_on: date) -> list[date]:
    """The single dates in [start_on, end_on), before any holiday moves them."""
    if schedule.rule:
        rule = rrules.parsed_rule(schedule.rule, schedule.anchor)
        return list(rrules.dates(rule, start_on, end_on))
    if schedule.month_days:
        days = {in_month(*month, day) for month in _months(start_on, end_on) for day in schedule.month_days}
        return sorted(day for day in days if start_on <= day < end_on)
    first_on = tile_of(schedule.unit, schedule.anchor, start_on).first_on
    rule = rrules.weekday_rule(schedule.unit.length, schedule.weekdays, first_on)
    return list(rrules.dates(rule, start_on, end_on))


def _months(start_on: date, end_on: date) -> Iterator[tuple[int, int]]:
    for number in range(start_on.year * 12 + start_on.month - 1, end_on.year * 12 + end_on.month):
        yield number // 12, number % 12 + 1


def named_days(schedule: Schedule, tile: Tile) -> list[date]:
    """The days of a stretch that its words allow, whatever kind of day they turn out to be."""
    return [day for day in _named_tile(schedule, tile).days if _is_named(schedule, day)]


def open_days(schedule: Schedule, calendar: Calendar, named: list[date]) -> list[date]:
    """Those of the named days on which it may be done.

    When days off take all of them, the nearest working day beyond stands in, so that nothing owed is lost.
    """
    open_ = [day for day in named if _is_right_kind(schedule, calendar, day)]
    if named and not open_ and schedule.on_days == Days.working:
        earlier = schedule.move == Move.earlier
        return [calendar.nearest_working_day(named[0] if earlier else named[-1], earlier=earlier)]
    return open_


def may_be_done_on(schedule: Schedule, calendar: Calendar, day: date) -> bool:
    """Whether a day is in season, on a named weekday, in the named part of its month and of the right kind."""
    return _is_named(schedule, day) and _is_right_kind(schedule, calendar, day)


def _named_tile(schedule: Schedule, tile: Tile) -> Tile:
    """The tile, narrowed to the part of the year that a yearly promise names (which may end in the next year)."""
    if not schedule.year_part:
        return tile
    first, last = schedule.year_part
    first_on = _on_or_after(tile.first_on, first)
    return Tile(first_on, _on_or_after(first_on, last) + ONE_DAY)


def _on_or_after(day: date, wanted: YearDay) -> date:
    this_year = in_month(day.year, wanted.month, wanted.day)
    return this_year if this_year >= day else in_month(day.year + 1, wanted.month, wanted.day)


def _is_named(schedule: Schedule, day: date) -> bool:
    if schedule.weekdays and day.isoweekday() not in schedule.weekdays:
        return False
    if schedule.month_part and not _is_in_month_part(schedule.month_part, day):
        return False
    return not schedule.season or _is_in_season(schedule.season, day)


def _is_in_month_part(part: tuple[int, int], day: date) -> bool:
    first, last = part
    return in_month(day.year, day.month, first) <= day <= in_month(day.year, day.month, last)


def _is_in_season(season: tuple[YearDay, YearDay], day: date) -> bool:
    first, last = (in_month(day.year, end.month, end.day) for end in season)
    if (season[0].month, season[0].day) <= (season[1].month, season[1].day):
        return first <= day <= last
    return day >= first or day <= last


def _is_right_kind(schedule: Schedule, calendar: Calendar, day: date) -> bool:
    if schedule.on_days == Days.any:
        return True
    kind = calendar.kind(day)
    if schedule.on_days == Days.off:
        return kind != DayKind.working
    return kind == schedule.on_days
