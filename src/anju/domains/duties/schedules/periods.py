"""Periods and the stretches of whole days they cut the calendar into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

DEFAULT_ANCHOR = date(2001, 1, 1)
"""A Monday and the first of a year, so that weeks, months and years without an anchor lie as people expect."""

_WRITTEN = re.compile(r"P(?:(?P<days>\d+)(?P<unit>[DWMY])|T(?P<clock>\d+)(?P<clock_unit>[HM]))")
_MOST = {"D": 366, "W": 53, "M": 60, "Y": 10, "H": 24, "MIN": 1440}


class Unit(StrEnum):
    minutes = "minutes"
    shift = "shift"
    days = "days"
    weeks = "weeks"
    half_month = "half_month"
    months = "months"
    once = "once"


@dataclass(frozen=True)
class Period:
    unit: Unit
    length: int = 1

    @property
    def is_within_a_day(self) -> bool:
        return self.unit in (Unit.minutes, Unit.shift) or (self.unit == Unit.days and self.length == 1)

    @property
    def is_a_year_or_more(self) -> bool:
        return self.unit == Unit.months and self.length >= 12


class Tile(NamedTuple):
    """Whole days, half-open: the first one and the one after the last."""

    first_on: date
    after_on: date

    @property
    def days(self) -> list[date]:
        return [self.first_on + timedelta(days=n) for n in range((self.after_on - self.first_on).days)]


def read_period(code: str, *, is_anchored: bool = False) -> Period | None:
    """A period from its key: `PT2H`, `P1D`, `P3D`, `P1W`, `P1M`, `P1Y`, `shift`, `once`; None when it is not one.

    `P15D` is the half month (1 to 15, 16 to the end) that 每半月 means, unless an anchor says "every fifteen days".
    """
    if code in ("shift", "once"):
        return Period(Unit(code))
    if code == "P15D" and not is_anchored:
        return Period(Unit.half_month)
    written = _WRITTEN.fullmatch(code)
    return _period(written) if written else None


def _period(written: re.Match[str]) -> Period | None:
    unit = written["unit"] or {"H": "H", "M": "MIN"}[written["clock_unit"]]
    length = int(written["days"] or written["clock"])
    if not 1 <= length <= _MOST[unit]:
        return None
    return {
        "MIN": Period(Unit.minutes, length),
        "H": Period(Unit.minutes, length * 60),
        "D": Period(Unit.days, length),
        "W": Period(Unit.weeks, length),
        "M": Period(Unit.months, length),
        "Y": Period(Unit.months, length * 12),
    }[unit]


def tiles(period: Period, anchor_on: date, start_on: date, end_on: date) -> Iterator[Tile]:
    """The tiles that overlap [start_on, end_on), in order; they touch one another and never overlap."""
    tile = tile_of(period, anchor_on, start_on)
    while tile.first_on < end_on:
        yield tile
        tile = tile_of(period, anchor_on, tile.after_on)


def tile_of(period: Period, anchor_on: date, day: date) -> Tile:
    """The tile a day lies in."""
    if period.unit == Unit.months:
        return _month_tile(period.length, anchor_on, day)
    if period.unit == Unit.half_month:
        return _half_month_tile(day)
    if period.unit == Unit.weeks:
        monday = anchor_on - timedelta(days=anchor_on.weekday())
        return _day_tile(period.length * 7, monday, day)
    return _day_tile(period.length, anchor_on, day)


def _day_tile(length: int, anchor_on: date, day: date) -> Tile:
    first_on = day - timedelta(days=(day - anchor_on).days % length)
    return Tile(first_on, first_on + timedelta(days=length))


def _half_month_tile(day: date) -> Tile:
    if day.day <= 15:
        return Tile(day.replace(day=1), day.replace(day=16))
    return Tile(day.replace(day=16), _month_start(_month_number(day) + 1))


def _month_tile(length: int, anchor_on: date, day: date) -> Tile:
    number = _month_number(day)
    first = number - (number - _month_number(anchor_on)) % length
    return Tile(_month_start(first), _month_start(first + length))


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month_start(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
