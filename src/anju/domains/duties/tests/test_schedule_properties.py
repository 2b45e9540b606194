"""What must hold for every schedule, whoever wrote it."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.duties.calendar import Calendar, Span
from anju.domains.duties.coverage import coverage
from anju.domains.duties.schedules import (
    Bound,
    Days,
    Move,
    Part,
    Schedule,
    YearDay,
    describe,
    from_json,
    occurrences,
    to_json,
)

SHANGHAI = Calendar()
KNOWN = st.dates(date(2024, 1, 1), date(2025, 10, 31))
LENGTHS = st.integers(1, 60)
PERIODS = st.sampled_from(
    ["PT1H", "PT2H", "PT5H", "PT45M", "P1D", "P3D", "P7D", "P1W", "P2W", "P15D", "P1M", "P2M", "P3M", "P6M", "P1Y"]
)
SHORT_MONTHS = st.builds(YearDay, st.integers(1, 12), st.sampled_from([1, 15, 28]))


@st.composite
def schedules(draw) -> Schedule:
    """Any valid schedule of the common kinds."""
    period = draw(PERIODS | st.just("shift"))
    fields = {"period": period, "count": draw(st.integers(1, 9)), "bound": draw(st.sampled_from(Bound))}
    if period == "P1W":
        fields["weekdays"] = tuple(sorted(draw(st.sets(st.integers(1, 7)))))
    if period == "P1M":
        fields["month_days"] = tuple(sorted(draw(st.sets(st.integers(1, 31), max_size=3))))
    if period != "shift" and draw(st.booleans()):
        fields["hours"] = (
            draw(st.times()).replace(second=0, microsecond=0),
            draw(st.times()).replace(second=0, microsecond=0),
        )
    if period == "P1Y" and draw(st.booleans()):
        fields["year_part"] = (draw(SHORT_MONTHS), draw(SHORT_MONTHS))
    elif draw(st.booleans()):
        fields["season"] = (draw(SHORT_MONTHS), draw(SHORT_MONTHS))
    fields["on_days"], fields["move"] = draw(st.sampled_from(Days)), draw(st.sampled_from(Move))
    if draw(st.booleans()):
        fields["parts"] = (Part("full", draw(st.integers(1, 5))), Part("spot", draw(st.integers(1, 5))))
    return Schedule(**fields)


@given(period=PERIODS, start_on=KNOWN, days=LENGTHS)
def test_plain_slots_touch_one_another_and_leave_no_gap(period, start_on, days):
    end_on = start_on + timedelta(days=days)
    slots = occurrences(Schedule(period=period), SHANGHAI, start_on, end_on)
    assert slots[0].starts_at <= SHANGHAI.midnight(start_on)
    assert slots[-1].ends_at >= SHANGHAI.midnight(end_on)
    assert all(before.ends_at == after.starts_at for before, after in itertools.pairwise(slots))


@given(schedule=schedules(), start_on=KNOWN, days=LENGTHS)
def test_slots_of_one_part_never_share_a_key_and_open_before_they_are_due(schedule, start_on, days):
    slots = occurrences(schedule, SHANGHAI, start_on, start_on + timedelta(days=days))
    assert len({slot.key for slot in slots}) == len(slots)
    assert all(slot.opens_at < slot.due_at and slot.starts_at < slot.ends_at for slot in slots)


@given(schedule=schedules(), start_on=KNOWN, days=LENGTHS, cut=st.integers(0, 60))
def test_planning_in_two_pieces_loses_and_adds_nothing(schedule, start_on, days, cut):
    end_on = start_on + timedelta(days=days)
    middle = min(end_on, start_on + timedelta(days=cut))
    whole = {slot.key: slot for slot in occurrences(schedule, SHANGHAI, start_on, end_on)}
    first = {slot.key: slot for slot in occurrences(schedule, SHANGHAI, start_on, middle)}
    second = {slot.key: slot for slot in occurrences(schedule, SHANGHAI, middle, end_on)}
    assert first | second == whole


@given(day=st.integers(1, 31), move=st.sampled_from([Move.earlier, Move.later]))
def test_a_moved_holiday_never_loses_an_occurrence(day, move):
    year = (date(2025, 2, 1), date(2026, 12, 1))
    kept = occurrences(Schedule(period="P1M", month_days=(day,)), SHANGHAI, *year)
    moved = occurrences(Schedule(period="P1M", month_days=(day,), move=move), SHANGHAI, *year)
    assert sorted(slot.key for slot in moved) == sorted(slot.key for slot in kept)
    assert all(SHANGHAI.is_working(SHANGHAI.day_of(slot.opens_at)) for slot in moved)


@given(first=st.integers(1, 31), length=st.integers(0, 9))
def test_a_window_full_of_holidays_still_owes(first, length):
    schedule = Schedule(period="P1M", month_part=(first, min(31, first + length)), on_days=Days.working)
    slots = occurrences(schedule, SHANGHAI, date(2025, 1, 1), date(2026, 12, 1))
    assert len(slots) == 23


@given(year=st.integers(2001, 2200))
def test_count_of_slots_in_any_year(year):
    start_on, end_on = date(year, 1, 1), date(year + 1, 1, 1)
    days = (end_on - start_on).days
    expected = {
        "PT2H": 12 * days,
        "P1D": days,
        "P15D": 24,
        "P1M": 12,
        "P2M": 6,
        "P3M": 4,
        "P6M": 2,
        "P1Y": 1,
        "shift": 2 * days,
    }
    counted = {period: len(occurrences(Schedule(period=period), SHANGHAI, start_on, end_on)) for period in expected}
    assert counted == expected
    threes = occurrences(Schedule(period="P3D"), SHANGHAI, start_on, end_on)
    assert 0 <= 3 * len(threes) - days <= 4


@given(schedule=schedules())
def test_json_reads_back_as_the_same_schedule(schedule):
    assert from_json(to_json(schedule)) == schedule


@given(one=schedules(), other=schedules())
@settings(max_examples=300)
def test_different_schedules_are_described_differently(one, other):
    said = [describe(schedule).say(str) for schedule in (one, other)]
    assert (said[0] == said[1]) == (_meaning(one) == _meaning(other))


def _meaning(schedule: Schedule) -> dict:
    """What the words can tell: with parts the plain count plays no role, and P7D is a week-long tile of its own."""
    stored = to_json(schedule)
    if schedule.parts:
        stored.pop("count", None)
        stored.pop("bound", None)
    return stored


@given(st.lists(st.tuples(st.integers(0, 1440), st.integers(0, 300)), max_size=12), st.integers(0, 60))
def test_covered_time_and_gaps_make_up_the_whole(stretches, tolerance):
    midnight = SHANGHAI.at(date(2026, 3, 5), time())

    def minutes(n: int) -> datetime:
        return midnight + timedelta(minutes=n)

    presences = [Span(minutes(start), minutes(start + length)) for start, length in stretches]
    whole = Span(midnight, minutes(1440))
    found = coverage(whole, presences)
    missing = sum((gap.ends_at - gap.starts_at for gap in found.gaps), timedelta())
    assert found.covered + missing == timedelta(days=1)
    tolerant = coverage(whole, presences, tolerance=timedelta(minutes=tolerance))
    assert tolerant.gaps == tuple(gap for gap in found.gaps if gap.seconds > tolerance * 60)
