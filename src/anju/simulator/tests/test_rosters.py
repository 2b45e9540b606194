"""The roster is lawful but for one post: eleven hours of rest between two shifts, at most 44 hours a week on average, every post filled."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from anju.simulator import rosters

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = [date(2026, 8, 1) + timedelta(days=number) for number in range(112)]


@pytest.fixture(scope="module")
def shifts():
    """The spans of each person's turns, in order, over sixteen weeks."""
    found = defaultdict(list)
    for day in DAYS:
        for turn in rosters.turns_on(day):
            found[turn.role, turn.number].append(turn.span(ZONE))
    return {who: sorted(spans) for who, spans in found.items()}


def test_sixty_people_and_two_of_an_outside_firm_are_there():
    assert sum(many for _role, many in rosters.STAFF) == 60 + 2


def test_everybody_but_the_project_manager_has_turns(shifts):
    assert set(shifts) == {(role, number) for role, many in rosters.STAFF for number in range(many)} - {("project_manager", 0)}


def test_eleven_hours_lie_between_two_shifts(shifts):
    rests = {who: min(after[0] - before[1] for before, after in zip(spans, spans[1:], strict=False)) for who, spans in shifts.items()}
    assert {who: rest for who, rest in rests.items() if rest < timedelta(hours=11)} == {}


def test_nobody_works_more_than_44_hours_a_week_on_average(shifts):
    weeks = len(DAYS) / 7
    hours = {who: sum((end - start).total_seconds() for start, end in spans) / 3600 / weeks for who, spans in shifts.items()}
    assert {who: week for who, week in hours.items() if week > 44} == {("guard", 24): 84, ("guard", 25): 84}, "but for the two whom the pages show to be over it"


def test_every_place_of_every_post_is_filled_once_a_shift():
    for day in DAYS:
        filled = Counter((turn.post.name, turn.shift) for turn in rosters.turns_on(day))
        assert filled == {(post.name, shift): post.people for post in rosters.POSTS for shift in post.pattern.shifts}


def test_nobody_stands_at_two_posts_of_a_shift():
    for day in DAYS:
        doubled = Counter((turn.role, turn.number) for turn in rosters.turns_on(day))
        assert max(doubled.values()) == 1
