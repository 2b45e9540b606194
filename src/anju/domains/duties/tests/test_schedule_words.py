"""Sentences in, schedules out, and words back."""

from __future__ import annotations

import tomllib
from datetime import date, time
from pathlib import Path

import pytest

from anju.domains.duties.schedules import (
    Bound,
    Days,
    Move,
    Schedule,
    ScheduleError,
    YearDay,
    describe,
    from_clause,
    from_clauses,
    from_json,
    with_parts,
)

CHINESE = tomllib.loads((Path(__file__).parents[1] / "locale.toml").read_text())


def chinese(msgid: str) -> str:
    return CHINESE[msgid]


@pytest.mark.parametrize(
    ("fields", "zh", "en"),
    [
        ({"count": 2, "period": "P1Y", "bound": "min"}, "每年至少 2 次", "At least 2 times a year"),
        ({"count": 1, "period": "PT2H", "bound": "exact"}, "每 2 小时一次", "Once every 2 hours"),
        ({"count": 4, "period": "shift"}, "每班 4 次", "4 times a shift"),
        ({"count": 1, "period": "P1M", "bound": "min"}, "每月至少 1 次", "At least once a month"),
        ({"count": 1, "period": "P15D"}, "每半月一次", "Once a half month"),
        ({"count": 1, "period": "P2M"}, "每 2 个月一次", "Once every 2 months"),
        ({"count": 1, "period": "P3D"}, "每 3 天一次", "Once every 3 days"),
        ({"count": 2, "period": "P1M"}, "每月 2 次", "2 times a month"),
        ({"period": "P3M"}, "每季度一次", "Once a quarter"),
        ({"period": "P6M"}, "每半年一次", "Once a half year"),
        ({"continuous": True}, "24 小时不间断", "24 hours without a gap"),
        ({"continuous": True, "window": ["22:00", "06:00"]}, "每天不间断（22:00 至次日 06:00）", None),
        (
            {"count": 1, "period": "P1M", "window": ["XX-01", "XX-10"], "on_days": Days.working},
            "每月一次（当月1日至10日、工作日）",
            None,
        ),
        ({"count": 1, "period": "P1M", "window": ["10", "03"]}, "每月一次（10月1日至3月31日期间）", None),
        ({"window": [None, "12-20"]}, "每年一次（12月20日前）", "Once a year, by 12/20"),
        ({"period": "P1M", "month_days": (31,), "move": Move.later}, "每月一次（最后一日、遇节假日顺延）", None),
        ({"period": "P1W", "weekdays": (1, 4)}, "每周一次（周一、周四）", "Once a week, on Mon, Thu"),
        ({"count": 1, "most": 2, "period": "P1M", "bound": "min"}, "每月 1 至 2 次", "1 to 2 times a month"),
        ({"window": ["2026-10-25", "2026-10-31"]}, "一次（2026年10月25日起、2026年10月31日止）", None),
    ],
)
def test_sentences_are_said_as_people_write_them(fields, zh, en):
    words = describe(from_clause(**fields))
    assert words.say(chinese) == zh
    assert en is None or words.say(str) == en


def test_full_and_spot_checks_are_said_together():
    schedule = with_parts(from_clause(period="P1D"), full=2, spot=1)
    assert describe(schedule).say(chinese) == "每天普查 2 次、抽查 1 次"
    assert describe(with_parts(schedule, part_1=2, 巡检=1)).say(chinese) == "每天第1项 2 次、巡检 1 次"


@pytest.mark.parametrize(
    ("window", "fields"),
    [
        (["22:00", "06:00"], {"hours": (time(22), time(6))}),
        (["18:00", "24:00"], {"hours": (time(18), time(0))}),
        ([None, "17:00"], {"due_by": time(17)}),
        (["XX-01", "XX-10"], {"month_part": (1, 10)}),
        (["11", "03"], {"season": (YearDay(11, 1), YearDay(3, 31))}),
        ([None, "2026-12-31"], {"ends_on": date(2026, 12, 31)}),
    ],
)
def test_windows_of_a_daily_promise(window, fields):
    assert from_clause(count=1, period="P1D", window=window) == Schedule(period="P1D", **fields)


def test_dates_of_the_year_mean_the_time_of_a_yearly_promise_and_the_season_of_a_monthly_one():
    assert from_clause(period="P1Y", window=["10", "11"]).year_part == (YearDay(10, 1), YearDay(11, 30))
    assert from_clause(period="P1M", window=["10", "02"]).season == (YearDay(10, 1), YearDay(2, 29))


def test_one_to_two_times_is_one_schedule_and_other_pairs_are_two():
    ranged = from_clauses([{"count": 1, "bound": "min"}, {"count": 2, "bound": "max"}], period="P1M")
    assert ranged == [Schedule(period="P1M", count=1, most=2, bound=Bound.at_least)]
    pair = from_clauses([{"count": 1, "period": "P2M"}, {"count": 1, "period": "P1Y"}])
    assert [schedule.period for schedule in pair] == ["P2M", "P1Y"]


def test_around_the_clock_with_a_frequency_keeps_the_frequency():
    assert from_clause(count=1, period="PT2H", continuous=True) == Schedule(period="PT2H")


@pytest.mark.parametrize(
    ("stored", "code"),
    [
        ({}, "no_frequency"),
        ({"period": "weekly"}, "unknown_period"),
        ({"period": "P0D"}, "unknown_period"),
        ({"period": "P1D", "count": 0}, "count_out_of_range"),
        ({"period": "P1D", "count": True}, "unreadable"),
        ({"period": "P1D", "count": 1.5}, "unreadable"),
        ({"period": "P1D", "colour": "red"}, "unknown_field"),
        ({"period": "P1D", "hours": ["25:00", "26:00"]}, "unreadable"),
        ({"period": "P1D", "hours": ["08:00"]}, "unreadable"),
        ({"period": "P1M", "count": 3, "most": 2}, "most_below_count"),
        ({"period": "P1M", "month_days": [0]}, "bad_month_day"),
        ({"period": "P1Y", "month_days": [3]}, "month_days_need_months"),
        ({"period": "P1W", "weekdays": [8]}, "bad_weekday"),
        ({"period": "P1M", "month_part": [10, 1]}, "bad_month_part"),
        ({"period": "P1M", "year_part": ["01-01", "02-01"]}, "year_part_needs_years"),
        ({"period": "P1Y", "year_part": ["01-01", "02-30"]}, "bad_year_day"),
        ({"period": "once"}, "once_needs_dates"),
        ({"period": "P1M", "continuous": True}, "continuous_needs_days"),
        ({"period": "P1D", "shifts": ["night"]}, "shifts_need_shift_period"),
        ({"period": "shift", "hours": ["08:00", "10:00"]}, "shift_has_its_hours"),
        ({"period": "PT2H", "due_by": "10:00"}, "due_by_has_no_day"),
        ({"period": "P1M", "rule": "FREQ=SECONDLY"}, "bad_rule"),
        ({"period": "P1M", "rule": "every day"}, "bad_rule"),
        ({"period": "P1D", "starts_on": "2026-03-02", "ends_on": "2026-03-01"}, "ends_before_start"),
        ({"period": "P1D", "parts": [["full", 2], ["full", 1]]}, "bad_parts"),
    ],
)
def test_what_means_nothing_exact_is_refused_by_name(stored, code):
    with pytest.raises(ScheduleError) as refused:
        from_json(stored)
    assert refused.value.code == code


def test_a_sentence_without_a_frequency_is_not_given_one():
    with pytest.raises(ScheduleError) as refused:
        from_clause(window=["08:00", "18:00"])
    assert refused.value.code == "no_frequency"
