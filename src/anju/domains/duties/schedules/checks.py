"""What a schedule must satisfy to mean something exact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from anju.domains.duties.schedules.periods import Unit
from anju.domains.duties.schedules.pieces import MOST_OWED, ScheduleError, Shape, YearDay
from anju.domains.duties.schedules.rrules import parsed_rule

if TYPE_CHECKING:
    from anju.domains.duties.schedules.value import Schedule

DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def check(schedule: Schedule) -> None:
    """Raises `ScheduleError` for the first thing that is wrong."""
    for code, field in _faults(schedule):
        raise ScheduleError(code, field)
    if schedule.rule:
        parsed_rule(schedule.rule, schedule.anchor)


def _faults(schedule: Schedule) -> Iterator[tuple[str, str]]:
    yield from _faults_of_counts(schedule)
    yield from _faults_of_days(schedule)
    yield from _faults_of_windows(schedule)
    yield from _faults_of_company(schedule)


def _faults_of_counts(schedule: Schedule) -> Iterator[tuple[str, str]]:
    if not 1 <= schedule.count <= MOST_OWED:
        yield "count_out_of_range", "count"
    if schedule.most is not None and not schedule.count <= schedule.most <= MOST_OWED:
        yield "most_below_count", "most"
    codes = [part.code for part in schedule.parts]
    if len(set(codes)) != len(codes) or "" in codes or any(not 1 <= part.count <= MOST_OWED for part in schedule.parts):
        yield "bad_parts", "parts"


def _faults_of_days(schedule: Schedule) -> Iterator[tuple[str, str]]:
    if any(not 1 <= day <= 7 for day in schedule.weekdays):
        yield "bad_weekday", "weekdays"
    if any(not 1 <= day <= 31 for day in schedule.month_days):
        yield "bad_month_day", "month_days"
    if schedule.month_days and (schedule.unit.unit, schedule.unit.length) != (Unit.months, 1):
        yield "month_days_need_months", "month_days"
    if schedule.rule and (schedule.month_days or schedule.weekdays):
        yield "two_ways_to_date", "rule"


def _faults_of_windows(schedule: Schedule) -> Iterator[tuple[str, str]]:
    if schedule.month_part and not 1 <= schedule.month_part[0] <= schedule.month_part[1] <= 31:
        yield "bad_month_part", "month_part"
    if schedule.year_part and not schedule.unit.is_a_year_or_more:
        yield "year_part_needs_years", "year_part"
    for field in ("year_part", "season"):
        if not all(_is_a_day(day) for day in getattr(schedule, field) or ()):
            yield "bad_year_day", field
    if schedule.starts_on and schedule.ends_on and schedule.ends_on < schedule.starts_on:
        yield "ends_before_start", "ends_on"


def _faults_of_company(schedule: Schedule) -> Iterator[tuple[str, str]]:
    """Fields that contradict one another."""
    if schedule.unit.unit == Unit.once and not (schedule.starts_on and schedule.ends_on):
        yield "once_needs_dates", "ends_on"
    if schedule.continuous and (schedule.shape != Shape.daily or schedule.unit.unit == Unit.minutes):
        yield "continuous_needs_days", "continuous"
    if schedule.shifts and schedule.unit.unit != Unit.shift:
        yield "shifts_need_shift_period", "shifts"
    if schedule.hours and schedule.unit.unit == Unit.shift:
        yield "shift_has_its_hours", "hours"
    if schedule.due_by and (schedule.hours or schedule.unit.unit in (Unit.shift, Unit.minutes)):
        yield "due_by_has_no_day", "due_by"


def _is_a_day(day: YearDay) -> bool:
    return 1 <= day.month <= 12 and 1 <= day.day <= DAYS_IN_MONTH[day.month - 1]
