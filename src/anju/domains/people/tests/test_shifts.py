"""Shift patterns and their hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from anju.domains.people import actions, queries
from anju.domains.people.models import Shift, ShiftPattern
from anju.domains.people.rules import shifts as rules
from anju.kernel import ledger
from anju.kernel.actors import Actor

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
THREE = "早班 07:00-15:00\n中班 15:00-23:00\n夜班 23:00-07:00"


def test_a_pattern_of_three_shifts_and_its_weekly_hours(inside):
    pattern = actions.define_pattern(inside, name="三班倒", shifts=THREE, crews=4, by=SYSTEM)
    assert [str(s) for s in queries.shifts_of(pattern)] == ["早班 07:00-15:00", "中班 15:00-23:00", "夜班 23:00-07:00"]
    assert queries.weekly_hours_of(pattern) == 42.0
    assert ledger.history(pattern).get().payload == {"pattern": str(pattern.id), "shifts": 3, "crews": 4, "weekly_hours": 42.0}


@pytest.mark.parametrize(("text", "crews", "hours"), [("白班 08:00-20:00\n夜班 20:00-08:00", 3, 56.0), ("常白 08:30-17:30", 1, 63.0), (THREE, 5, 33.6)])
def test_weekly_hours(text, crews, hours):
    assert rules.weekly_hours(rules.read_shifts(text), crews) == hours


def test_shifts_are_read_as_people_write_them():
    read = rules.read_shifts(" 早班：7:00至15:00 \n\n夜班 22：00 - 次日 06：00\n晚班 16:00~24:00")
    assert [(s.name, s.start, s.end, s.minutes) for s in read] == [
        ("早班", time(7), time(15), 480),
        ("夜班", time(22), time(6), 480),
        ("晚班", time(16), time(0), 480),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("早班", "people.bad_shift_line"),
        ("早班 25:00-26:00", "people.bad_shift_line"),
        ("", "people.bad_shift_count"),
        ("班 1:00-2:00\n班 2:00-3:00", "people.same_shift_twice"),
    ],
)
def test_what_is_not_a_shift_is_refused(inside, text, code):
    assert actions.define_pattern(inside, name="乱", shifts=text, by=SYSTEM).code == code
    assert ShiftPattern.objects.count() == 0


def test_a_pattern_has_one_name_and_some_crews(inside):
    actions.define_pattern(inside, name="三班倒", shifts=THREE, by=SYSTEM)
    assert actions.define_pattern(inside, name="三班倒", shifts=THREE, by=SYSTEM).code == "people.name_taken"
    assert actions.define_pattern(inside, name="零班", shifts=THREE, crews=0, by=SYSTEM).code == "people.bad_crews"
    assert Shift.objects.count() == 3


def test_changed_hours_leave_the_old_shift_to_what_was_published(inside):
    pattern = actions.define_pattern(inside, name="三班倒", shifts=THREE, by=SYSTEM)
    early = queries.shifts_of(pattern)[0]
    actions.change_pattern(pattern, shifts="早班 08:00-16:00\n中班 15:00-23:00\n夜班 23:00-07:00", by=SYSTEM)
    assert [str(s) for s in queries.shifts_of(pattern)] == ["早班 08:00-16:00", "中班 15:00-23:00", "夜班 23:00-07:00"]
    early.refresh_from_db()
    assert (early.start_time, early.is_used) == (time(7), False)
    assert actions.change_pattern(pattern, shifts="?", by=SYSTEM).code == "people.bad_shift_line"
    assert len(queries.shifts_of(pattern)) == 3


def test_a_pattern_that_posts_follow_stays(inside):
    pattern = actions.define_pattern(inside, name="三班倒", shifts=THREE, by=SYSTEM)
    post = actions.define_post(inside, name="南门岗", role="guard", pattern=pattern, by=SYSTEM)
    assert actions.retire_pattern(pattern, by=SYSTEM).code == "people.pattern_used"
    actions.retire_post(post, by=SYSTEM)
    assert actions.retire_pattern(pattern, by=SYSTEM).state == "retired"


def test_a_night_shift_ends_on_the_next_day_and_follows_the_zones_clock():
    shanghai, berlin = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
    night = rules.bounds(date(2026, 3, 5), time(23), time(7), shanghai)
    assert night == (datetime(2026, 3, 5, 15, tzinfo=UTC), datetime(2026, 3, 5, 23, tzinfo=UTC))
    start, end = rules.bounds(date(2026, 3, 28), time(22), time(6), berlin)
    assert (end - start).total_seconds() == 7 * 3600


def test_a_shift_covers_its_start_and_not_its_end():
    assert rules.covers(time(23), time(7), time(23)) and rules.covers(time(23), time(7), time(6, 59))
    assert not rules.covers(time(23), time(7), time(7))
    assert rules.covers(time(7), time(15), time(7)) and not rules.covers(time(7), time(15), time(15))
