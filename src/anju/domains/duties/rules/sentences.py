"""A schedule that means nothing exact, said to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.domains.duties.schedules import ScheduleError
from anju.kernel.refusals import Refusal

_SENTENCES = {
    "no_frequency": _("It is not said how often. Choose a period, or two dates between which it is owed once."),
    "unknown_period": _("This period is not known. Use for example PT2H, P1D, P3D, P1W, P15D, P1M, P3M, P1Y or shift."),
    "count_out_of_range": _("The number of times must lie between 1 and 1000."),
    "most_below_count": _("The most must not be less than the least."),
    "bad_parts": _("Each part needs a name of its own and a number of times."),
    "bad_weekday": _("Weekdays are numbered from 1 (Monday) to 7 (Sunday)."),
    "bad_month_day": _("Days of the month are numbered from 1 to 31; 31 is always the last day."),
    "month_days_need_months": _("Days of the month can only be named for a monthly period."),
    "two_ways_to_date": _("Name the dates either by days or by a rule, not both."),
    "bad_month_part": _("The part of the month must begin before it ends, between day 1 and day 31."),
    "year_part_needs_years": _("A part of the year can only be named for a yearly period. For months, name a season."),
    "bad_year_day": _("A day of the year is written month-day, such as 12-20."),
    "ends_before_start": _("The end lies before the beginning. Check both times."),
    "once_needs_dates": _("What is owed once needs a first and a last day."),
    "continuous_needs_days": _("A watch without a gap is planned by day or by shift."),
    "shifts_need_shift_period": _("Shifts can only be named when it is owed by the shift."),
    "shift_has_its_hours": _("A shift has its own hours. Leave the hours out."),
    "due_by_has_no_day": _("A latest hour needs whole days and no other hours."),
    "bad_rule": _("The date rule cannot be read. Use a weekly, monthly or yearly RRULE."),
    "bad_window": _("The time window cannot be read."),
}
_OTHER = _("The schedule cannot be read at “%(field)s”.")


def refused_schedule(error: ScheduleError) -> Refusal:
    """The refusal `duties.schedule_…` for an error of the schedule."""
    return Refusal(f"duties.schedule_{error.code}", _SENTENCES.get(error.code, _OTHER), field=error.field)
