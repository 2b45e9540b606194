"""What a sentence promises about time: a value that can be checked, stored as JSON and compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from functools import cached_property

from anju.domains.duties.schedules.checks import check
from anju.domains.duties.schedules.periods import DEFAULT_ANCHOR, Period, Unit, read_period
from anju.domains.duties.schedules.pieces import Bound, Days, Move, Part, ScheduleError, Shape, YearDay


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """How often, when and within what something is owed. Raises `ScheduleError` when it is not exact.

    period        `PT2H` `P1D` `P3D` `P1W` `P15D` (half month) `P1M` `P2M` `P3M` `P6M` `P1Y` `shift` `once`
    count, bound  owed in each slot; `most` also caps it ("one to two times")
    parts         owed instead of `count`, by kind
    continuous    presence without a gap through each day, shift or window
    anchor_on     where tiles of several days, weeks or months begin
    hours         the window of the day; it may cross midnight and belongs to the day it began
    due_by        the hour of the last day by which it must be done
    weekdays      1 Monday to 7 Sunday. With weeks: one slot on each; else: only on these days
    month_days    dates of a month, 31 is the last day whatever its number
    rule          an RRULE (weekly, monthly or yearly) that names the dates
    month_part    first and last day of the month in which it may be done
    year_part     first and last day of the year in which it may be done; it may run into the next year
    season        first and last day of the months in which it is owed at all; it may run into the next year
    on_days, move working days, days off or holidays; where a single date goes that is not a working day
    distinct_days two done on one day count once
    shifts        codes of the shifts concerned, all when empty
    starts_on, ends_on  the promise holds from and to these days, both included
    """

    period: str
    count: int = 1
    bound: Bound = Bound.exact
    most: int | None = None
    parts: tuple[Part, ...] = ()
    continuous: bool = False
    anchor_on: date | None = None
    hours: tuple[time, time] | None = None
    due_by: time | None = None
    weekdays: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    rule: str = ""
    month_part: tuple[int, int] | None = None
    year_part: tuple[YearDay, YearDay] | None = None
    season: tuple[YearDay, YearDay] | None = None
    on_days: Days = Days.any
    move: Move = Move.keep
    distinct_days: bool = False
    shifts: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None

    def __post_init__(self) -> None:
        check(self)

    @cached_property
    def unit(self) -> Period:
        period = read_period(self.period, is_anchored=self.anchor_on is not None)
        if period is None:
            raise ScheduleError("unknown_period", "period")
        return period

    @property
    def anchor(self) -> date:
        """Where tiles are counted from. Months and years follow the calendar, whenever the promise began."""
        if self.anchor_on or self.unit.unit not in (Unit.days, Unit.weeks):
            return self.anchor_on or DEFAULT_ANCHOR
        return self.starts_on or DEFAULT_ANCHOR

    @property
    def shape(self) -> Shape:
        if self.rule or self.month_days or (self.weekdays and self.unit.unit == Unit.weeks):
            return Shape.dated
        return Shape.daily if self.unit.is_within_a_day else Shape.tiled

    @property
    def owed_parts(self) -> tuple[Part, ...]:
        """What each slot owes; a pure limit ("at most three") owes nothing."""
        if self.parts:
            return self.parts
        return (Part("", 0 if self.bound == Bound.at_most else self.count),)

    @property
    def limit(self) -> int | None:
        return self.count if self.bound == Bound.at_most else self.most
