"""Business days, working days and shifts of one community. Pure: days and times in, days and times out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

import chinese_calendar

ONE_DAY = timedelta(days=1)
LONGEST_HOLIDAY_DAYS = 31


class DayKind(StrEnum):
    """What sort of day it is for people who keep office hours."""

    working = "working"
    rest = "rest"
    holiday = "holiday"


class YearUnknown(Exception):
    """Nobody has told us this year's holidays, so no working day in it can be named.

    It is a finding to be shown, never a reason to guess from the weekday.
    """

    def __init__(self, year: int) -> None:
        super().__init__(f"The holidays of {year} are not known")
        self.year = year


class Holidays(Protocol):
    """Anything that can tell the kind of a day, or raises `YearUnknown`."""

    def kind(self, day: date) -> DayKind: ...


class MainlandHolidays:
    """The State Council's yearly holiday notices, as far as the library `chinesecalendar` holds them."""

    def kind(self, day: date) -> DayKind:
        return _mainland_kind(day)


@lru_cache(maxsize=4096)
def _mainland_kind(day: date) -> DayKind:
    try:
        is_off, holiday_name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        raise YearUnknown(day.year) from None
    if not is_off:
        return DayKind.working
    return DayKind.holiday if holiday_name else DayKind.rest


def weekday_kind(day: date) -> DayKind:
    """The kind of a day in a year whose exceptions are all listed and do not name it."""
    return DayKind.working if day.isoweekday() <= 5 else DayKind.rest


@dataclass(frozen=True)
class HolidayTable:
    """Imported days over another source.

    `days` are the exceptions. `years` are those whose list of exceptions is complete: in them every other
    day follows its weekday. Outside them the question goes `under`, and without it the year is unknown.
    """

    days: Mapping[date, DayKind] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    under: Holidays | None = None

    def kind(self, day: date) -> DayKind:
        if day in self.days:
            return self.days[day]
        if day.year in self.years:
            return weekday_kind(day)
        if self.under is None:
            raise YearUnknown(day.year)
        return self.under.kind(day)


@dataclass(frozen=True)
class Shift:
    """A stretch of work. One that ends at or before its start runs past midnight and belongs to the day it began."""

    code: str
    starts: time
    ends: time


TWO_SHIFTS = (Shift("day", time(8), time(20)), Shift("night", time(20), time(8)))
THREE_SHIFTS = (Shift("night", time(0), time(8)), Shift("day", time(8), time(16)), Shift("evening", time(16), time(0)))


@dataclass(frozen=True)
class Span:
    """Half-open stretch of time in UTC."""

    starts_at: datetime
    ends_at: datetime

    @property
    def seconds(self) -> float:
        return (self.ends_at - self.starts_at).total_seconds()

    def holds(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


@dataclass(frozen=True)
class Calendar:
    """How one community counts days: its zone (IANA name), its holidays and its shift pattern."""

    zone: str = "Asia/Shanghai"
    holidays: Holidays = field(default_factory=MainlandHolidays)
    shifts: tuple[Shift, ...] = TWO_SHIFTS

    def at(self, day: date, clock_time: time) -> datetime:
        """The UTC instant of a local wall clock time."""
        return datetime.combine(day, clock_time, ZoneInfo(self.zone)).astimezone(UTC)

    def midnight(self, day: date) -> datetime:
        return self.at(day, time(0))

    def local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zone))

    def day_of(self, at: datetime) -> date:
        return self.local(at).date()

    def span(self, day: date, starts: time, ends: time) -> Span:
        """The window of a day; one that ends at or before its start ends on the next day."""
        last_day = day if ends > starts else day + ONE_DAY
        return Span(self.at(day, starts), self.at(last_day, ends))

    def kind(self, day: date) -> DayKind:
        """Raises `YearUnknown`."""
        return self.holidays.kind(day)

    def is_working(self, day: date) -> bool:
        """Raises `YearUnknown`."""
        return self.kind(day) == DayKind.working

    def nearest_working_day(self, day: date, *, earlier: bool = False) -> date:
        """The day itself if people work on it, else the next one (or the last one before). Raises `YearUnknown`."""
        step = -ONE_DAY if earlier else ONE_DAY
        for _ in range(LONGEST_HOLIDAY_DAYS):
            if self.is_working(day):
                return day
            day += step
        raise ValueError(f"No working day within {LONGEST_HOLIDAY_DAYS} days of {day}")

    def shift_spans(self, day: date, codes: tuple[str, ...] = ()) -> Iterator[tuple[str, Span]]:
        """The shifts that begin on this day, all of them or those named."""
        for shift in self.shifts:
            if not codes or shift.code in codes:
                yield shift.code, self.span(day, shift.starts, shift.ends)
