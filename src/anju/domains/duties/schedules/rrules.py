"""Dates named by an RRULE (RFC 5545), for what plain fields cannot say: the first Monday of the month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from dateutil.rrule import MONTHLY, WEEKLY, YEARLY, rrule, rrulestr

from anju.domains.duties.schedules.pieces import ScheduleError

FREQUENCIES = (WEEKLY, MONTHLY, YEARLY)


def parsed_rule(rule: str, anchor_on: date) -> rrule:
    """A weekly, monthly or yearly rule counted from its anchor. Raises `ScheduleError`."""
    try:
        parsed = rrulestr(rule, dtstart=datetime.combine(anchor_on, time()))
    except (ValueError, TypeError, KeyError) as fault:
        raise ScheduleError("bad_rule", "rule") from fault
    if getattr(parsed, "_freq", None) not in FREQUENCIES:
        raise ScheduleError("bad_rule", "rule")
    return parsed


def weekday_rule(weeks: int, weekdays: tuple[int, ...], anchor_on: date) -> rrule:
    """The given weekdays (1 Monday to 7 Sunday) of every so many weeks, from an anchor that is a Monday."""
    days = [day - 1 for day in weekdays]
    return rrule(WEEKLY, interval=weeks, byweekday=days, dtstart=datetime.combine(anchor_on, time()))


def dates(rule: rrule, start_on: date, end_on: date) -> Iterator[date]:
    """The rule's dates in [start_on, end_on)."""
    last = datetime.combine(end_on, time()) - timedelta(seconds=1)
    for at in rule.between(datetime.combine(start_on, time()), last, inc=True):
        yield at.date()
