"""Exact slots of every kind of promise, on dates that can be checked on a wall calendar."""

from __future__ import annotations

import itertools
from datetime import date, time, timedelta

import pytest

from anju.domains.duties.calendar import THREE_SHIFTS, Calendar, DayKind, HolidayTable, MainlandHolidays, YearUnknown
from anju.domains.duties.schedules import Bound, Days, Move, Part, Schedule, YearDay, admits, occurrences, plan

SHANGHAI = Calendar()


def local(at, calendar=SHANGHAI) -> str:
    return f"{calendar.local(at):%m-%d %H:%M}"


def windows(schedule, start_on, end_on, calendar=SHANGHAI) -> list[tuple[str, str]]:
    slots = occurrences(schedule, calendar, start_on, end_on)
    return [(local(slot.opens_at, calendar), local(slot.due_at, calendar)) for slot in slots]


def owed(schedule, start_on, end_on, calendar=SHANGHAI) -> list[tuple[str, int]]:
    return [(slot.key, slot.owed) for slot in occurrences(schedule, calendar, start_on, end_on)]


def test_every_two_hours_tiles_the_day_and_each_tile_owes_one():
    slots = occurrences(Schedule(period="PT2H"), SHANGHAI, date(2026, 3, 5), date(2026, 3, 6))
    assert [slot.key for slot in slots] == [f"2026-03-05T{hour:02}:00" for hour in range(0, 24, 2)]
    assert {slot.owed for slot in slots} == {1}
    assert local(slots[-1].due_at) == "03-06 00:00"


def test_every_two_hours_counts_from_the_hour_its_window_begins():
    schedule = Schedule(period="PT2H", hours=(time(8), time(8)))
    slots = windows(schedule, date(2026, 3, 5), date(2026, 3, 6))
    assert (slots[0], slots[-1], len(slots)) == (("03-05 08:00", "03-05 10:00"), ("03-06 06:00", "03-06 08:00"), 12)


def test_a_night_window_belongs_to_the_day_it_began():
    slots = occurrences(
        Schedule(period="PT3H", hours=(time(22), time(6))), SHANGHAI, date(2026, 2, 28), date(2026, 3, 1)
    )
    assert [(local(slot.opens_at), local(slot.due_at)) for slot in slots] == [
        ("02-28 22:00", "03-01 01:00"),
        ("03-01 01:00", "03-01 04:00"),
        ("03-01 04:00", "03-01 06:00"),
    ]
    assert {slot.on for slot in slots} == {date(2026, 2, 28)}


def test_four_per_shift_over_two_and_over_three_shifts():
    schedule = Schedule(period="shift", count=4)
    assert owed(schedule, date(2026, 3, 31), date(2026, 4, 1)) == [("2026-03-31/day", 4), ("2026-03-31/night", 4)]
    assert windows(schedule, date(2026, 3, 31), date(2026, 4, 1))[1] == ("03-31 20:00", "04-01 08:00")
    three = Calendar(shifts=THREE_SHIFTS)
    assert windows(schedule, date(2026, 3, 31), date(2026, 4, 1), three) == [
        ("03-31 00:00", "03-31 08:00"),
        ("03-31 08:00", "03-31 16:00"),
        ("03-31 16:00", "04-01 00:00"),
    ]


def test_only_the_named_shift():
    schedule = Schedule(period="shift", shifts=("night",))
    assert owed(schedule, date(2026, 3, 1), date(2026, 3, 3)) == [("2026-03-01/night", 1), ("2026-03-02/night", 1)]


def test_two_full_checks_and_one_spot_check_a_day():
    schedule = Schedule(period="P1D", parts=(Part("full", 2), Part("spot", 1)))
    assert owed(schedule, date(2026, 3, 5), date(2026, 3, 6)) == [("2026-03-05/full", 2), ("2026-03-05/spot", 1)]


def test_first_ten_days_of_the_month_on_a_working_day_in_2026():
    schedule = Schedule(period="P1M", month_part=(1, 10), on_days=Days.working)
    assert windows(schedule, date(2026, 1, 1), date(2026, 3, 1)) == [
        ("01-04 00:00", "01-10 00:00"),  # 1 to 3 January are holidays, Sunday the 4th is worked for them
        ("02-02 00:00", "02-11 00:00"),
    ]
    assert windows(schedule, date(2026, 5, 1), date(2026, 6, 1)) == [("05-06 00:00", "05-10 00:00")]
    assert windows(schedule, date(2026, 10, 1), date(2026, 11, 1)) == [("10-08 00:00", "10-11 00:00")]


def test_a_day_off_inside_the_window_does_not_count():
    schedule = Schedule(period="P1M", month_part=(1, 10), on_days=Days.working)
    saturday, monday = SHANGHAI.at(date(2026, 8, 8), time(10)), SHANGHAI.at(date(2026, 8, 10), time(10))
    assert not admits(schedule, SHANGHAI, date(2026, 8, 1), saturday)
    assert admits(schedule, SHANGHAI, date(2026, 8, 1), monday)


def test_holidays_that_take_the_whole_window_move_it_to_the_next_working_day():
    schedule = Schedule(period="P1M", month_part=(1, 7), on_days=Days.working)
    assert windows(schedule, date(2026, 10, 1), date(2026, 11, 1)) == [("10-08 00:00", "10-09 00:00")]
    assert admits(schedule, SHANGHAI, date(2026, 10, 1), SHANGHAI.at(date(2026, 10, 8), time(9)))
    earlier = Schedule(period="P1M", month_part=(1, 7), on_days=Days.working, move=Move.earlier)
    assert windows(earlier, date(2026, 10, 1), date(2026, 11, 1)) == [("09-30 00:00", "10-01 00:00")]


def test_at_least_two_a_year_is_one_slot_that_owes_two():
    slots = occurrences(Schedule(period="P1Y", count=2, bound="min"), SHANGHAI, date(2026, 6, 1), date(2026, 6, 2))
    assert [(slot.key, slot.owed, local(slot.starts_at), local(slot.due_at)) for slot in slots] == [
        ("2026-01-01", 2, "01-01 00:00", "01-01 00:00")
    ]
    assert (slots[0].due_at - slots[0].starts_at) == timedelta(days=365)


@pytest.mark.parametrize(
    ("starts_on", "expected"),
    [
        (date(2026, 1, 1), 2),
        (date(2026, 4, 1), 2),
        (date(2026, 6, 1), 1),
        (date(2026, 9, 1), 1),
        (date(2026, 12, 20), None),
    ],
)
def test_a_promise_that_begins_inside_a_year_owes_its_rounded_share(starts_on, expected):
    slots = occurrences(
        Schedule(period="P1Y", count=2, starts_on=starts_on), SHANGHAI, date(2026, 1, 1), date(2027, 1, 1)
    )
    assert [slot.owed for slot in slots] == ([expected] if expected else [])


def test_every_three_days_is_anchored_and_survives_month_ends():
    schedule = Schedule(period="P3D", anchor_on=date(2026, 1, 1))
    keys = [key for key, _ in owed(schedule, date(2026, 1, 28), date(2026, 3, 10))]
    assert keys[:3] == ["2026-01-28", "2026-01-31", "2026-02-03"]
    assert keys[-4:] == ["2026-02-27", "2026-03-02", "2026-03-05", "2026-03-08"]


def test_twice_a_month_and_half_months():
    assert owed(Schedule(period="P1M", count=2), date(2026, 2, 1), date(2026, 3, 1)) == [("2026-02-01", 2)]
    assert windows(Schedule(period="P15D"), date(2028, 2, 1), date(2028, 3, 1)) == [
        ("02-01 00:00", "02-16 00:00"),
        ("02-16 00:00", "03-01 00:00"),
    ]


def test_fifteen_days_from_an_anchor_are_not_half_months():
    keys = [
        key for key, _ in owed(Schedule(period="P15D", anchor_on=date(2026, 1, 5)), date(2026, 1, 5), date(2026, 2, 20))
    ]
    assert keys == ["2026-01-05", "2026-01-20", "2026-02-04", "2026-02-19"]


def test_weekly_on_given_weekdays_and_in_every_second_week():
    schedule = Schedule(period="P1W", weekdays=(2, 5))
    assert [key for key, _ in owed(schedule, date(2026, 3, 1), date(2026, 3, 15))] == [
        "2026-03-03",
        "2026-03-06",
        "2026-03-10",
        "2026-03-13",
    ]
    every_other = Schedule(period="P2W", weekdays=(1,), anchor_on=date(2026, 3, 4))
    assert [key for key, _ in owed(every_other, date(2026, 3, 1), date(2026, 4, 1))] == [
        "2026-03-02",
        "2026-03-16",
        "2026-03-30",
    ]


@pytest.mark.parametrize(
    ("period", "starts"),
    [
        ("P1W", ["2025-12-29", "2026-01-05", "2026-01-12"]),
        ("P2M", ["2026-01-01", "2026-03-01", "2026-05-01", "2026-07-01", "2026-09-01", "2026-11-01"]),
        ("P3M", ["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01"]),
        ("P6M", ["2026-01-01", "2026-07-01"]),
    ],
)
def test_weeks_begin_on_monday_and_month_periods_with_the_year(period, starts):
    keys = [key for key, _ in owed(Schedule(period=period), date(2026, 1, 1), date(2027, 1, 1))]
    assert keys[: len(starts)] == starts


def test_a_service_year_may_begin_in_july():
    slots = occurrences(
        Schedule(period="P1Y", anchor_on=date(2020, 7, 1)), SHANGHAI, date(2026, 3, 1), date(2026, 3, 2)
    )
    assert [slot.key for slot in slots] == ["2025-07-01"]


def test_monthly_from_october_to_march():
    schedule = Schedule(period="P1M", season=(YearDay(10, 1), YearDay(3, 31)))
    keys = [key[:7] for key, _ in owed(schedule, date(2026, 1, 1), date(2027, 1, 1))]
    assert keys == ["2026-01", "2026-02", "2026-03", "2026-10", "2026-11", "2026-12"]


def test_a_season_cuts_the_month_it_begins_in():
    schedule = Schedule(period="P1M", season=(YearDay(11, 15), YearDay(3, 15)))
    assert windows(schedule, date(2026, 11, 1), date(2026, 12, 1)) == [("11-15 00:00", "12-01 00:00")]
    assert windows(schedule, date(2027, 3, 1), date(2027, 4, 1)) == [("03-01 00:00", "03-16 00:00")]


def test_the_thirty_first_is_the_last_day_of_every_month_and_leap_years_count():
    schedule = Schedule(period="P1M", month_days=(31,))
    keys = [key for key, _ in owed(schedule, date(2028, 1, 1), date(2028, 6, 1))]
    assert keys == ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31"]
    assert [key for key, _ in owed(schedule, date(2026, 2, 1), date(2026, 3, 1))] == ["2026-02-28"]


def test_a_date_on_a_holiday_moves_and_keeps_its_name():
    later = Schedule(period="P1M", month_days=(1,), move=Move.later)
    slots = occurrences(later, SHANGHAI, date(2026, 10, 1), date(2026, 10, 2))
    assert [(slot.key, local(slot.opens_at)) for slot in slots] == [("2026-10-01", "10-08 00:00")]
    earlier = Schedule(period="P1M", month_days=(1,), move=Move.earlier)
    assert windows(earlier, date(2026, 10, 1), date(2026, 10, 2)) == [("09-30 00:00", "10-01 00:00")]


def test_working_days_of_the_2026_spring_festival():
    days = [
        slot.key
        for slot in occurrences(
            Schedule(period="P1D", on_days="working"), SHANGHAI, date(2026, 2, 13), date(2026, 3, 2)
        )
    ]
    assert days == ["2026-02-13", "2026-02-14", "2026-02-24", "2026-02-25", "2026-02-26", "2026-02-27", "2026-02-28"]


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 1, 4), DayKind.working),
        (date(2026, 2, 15), DayKind.holiday),
        (date(2026, 4, 6), DayKind.holiday),
        (date(2026, 5, 9), DayKind.working),
        (date(2026, 9, 20), DayKind.working),
        (date(2026, 9, 25), DayKind.holiday),
        (date(2026, 10, 8), DayKind.working),
        (date(2026, 10, 10), DayKind.working),
        (date(2026, 10, 11), DayKind.rest),
    ],
)
def test_the_2026_holiday_notice(day, kind):
    assert SHANGHAI.kind(day) == kind


def test_days_off_include_weekends_and_holidays():
    schedule = Schedule(period="P1D", on_days=Days.off)
    days = [key for key, _ in owed(schedule, date(2026, 10, 5), date(2026, 10, 13))]
    assert days == ["2026-10-05", "2026-10-06", "2026-10-07", "2026-10-11"]


def test_before_the_twentieth_of_december_includes_that_day():
    schedule = Schedule(period="P1Y", year_part=(YearDay(1, 1), YearDay(12, 20)))
    assert windows(schedule, date(2026, 5, 1), date(2026, 5, 2)) == [("01-01 00:00", "12-21 00:00")]


def test_a_part_of_the_year_may_run_into_the_next():
    schedule = Schedule(period="P1Y", year_part=(YearDay(12, 15), YearDay(1, 15)))
    slots = occurrences(schedule, SHANGHAI, date(2026, 12, 31), date(2027, 1, 1))
    assert [(slot.key, slot.opens_at, slot.due_at) for slot in slots] == [
        ("2026-01-01", SHANGHAI.midnight(date(2026, 12, 15)), SHANGHAI.midnight(date(2027, 1, 16)))
    ]


def test_a_fixed_hour_for_handing_in():
    schedule = Schedule(period="P1M", month_part=(1, 5), due_by=time(17))
    assert windows(schedule, date(2026, 3, 1), date(2026, 4, 1)) == [("03-01 00:00", "03-05 17:00")]


def test_presence_without_a_gap_makes_one_stretch_a_day_or_shift():
    assert windows(Schedule(period="P1D", continuous=True), date(2026, 3, 5), date(2026, 3, 6)) == [
        ("03-05 00:00", "03-06 00:00")
    ]
    night = Schedule(period="P1D", continuous=True, hours=(time(22), time(6)))
    assert windows(night, date(2026, 3, 5), date(2026, 3, 6)) == [("03-05 22:00", "03-06 06:00")]


def test_once_between_two_dates():
    schedule = Schedule(period="once", starts_on=date(2026, 10, 25), ends_on=date(2026, 10, 31))
    assert windows(schedule, date(2026, 1, 1), date(2027, 1, 1)) == [("10-25 00:00", "11-01 00:00")]
    assert windows(schedule, date(2026, 11, 1), date(2027, 1, 1)) == []


def test_the_first_monday_by_rrule():
    schedule = Schedule(period="P1M", rule="FREQ=MONTHLY;BYDAY=1MO")
    assert [key for key, _ in owed(schedule, date(2026, 1, 1), date(2026, 5, 1))] == [
        "2026-01-05",
        "2026-02-02",
        "2026-03-02",
        "2026-04-06",
    ]


def test_a_year_without_holidays_is_never_guessed():
    schedule = Schedule(period="P1D", on_days="working")
    with pytest.raises(YearUnknown) as unknown:
        occurrences(schedule, SHANGHAI, date(2029, 12, 30), date(2030, 1, 2))
    assert unknown.value.year == 2029
    planned = plan(
        Schedule(period="P1M", month_days=(31,), move=Move.later), SHANGHAI, date(2026, 11, 1), date(2099, 1, 1)
    )
    assert [slot.key for slot in planned.slots] == ["2026-11-30", "2026-12-31"]
    assert planned.unknown_years[0] == 2027
    assert len(occurrences(Schedule(period="P1D"), SHANGHAI, date(2029, 1, 1), date(2030, 1, 1))) == 365


def test_an_imported_year_fills_the_gap_and_overrides_single_days():
    table = HolidayTable(
        {date(2031, 1, 1): DayKind.holiday, date(2026, 3, 5): DayKind.holiday}, frozenset({2031}), MainlandHolidays()
    )
    calendar = Calendar(holidays=table)
    assert [calendar.is_working(date(2031, 1, day)) for day in (1, 2, 3, 4)] == [False, True, True, False]
    assert calendar.kind(date(2026, 3, 5)) == DayKind.holiday
    assert calendar.kind(date(2026, 3, 6)) == DayKind.working
    with pytest.raises(YearUnknown):
        HolidayTable().kind(date(2026, 1, 1))


def test_wall_clock_slots_survive_a_change_of_summer_time():
    calendar = Calendar(zone="America/New_York")
    spring = occurrences(Schedule(period="PT30M"), calendar, date(2026, 3, 8), date(2026, 3, 9))
    autumn = occurrences(Schedule(period="PT2H"), calendar, date(2026, 11, 1), date(2026, 11, 2))
    for slots, hours in ((spring, 23), (autumn, 25)):
        assert all(a.ends_at == b.starts_at for a, b in itertools.pairwise(slots))
        assert slots[-1].ends_at - slots[0].starts_at == timedelta(hours=hours)
    assert len(autumn) == 12


@pytest.mark.parametrize(
    ("fields", "owed_and_most"),
    [({"count": 3, "bound": Bound.at_most}, (0, 3)), ({"count": 1, "bound": Bound.at_least, "most": 2}, (1, 2))],
)
def test_a_limit_owes_nothing_and_a_range_owes_its_least(fields, owed_and_most):
    slot = occurrences(Schedule(period="P1M", **fields), SHANGHAI, date(2026, 3, 1), date(2026, 4, 1))[0]
    assert (slot.owed, slot.most) == owed_and_most
