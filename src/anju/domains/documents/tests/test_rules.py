"""Periods and days of keeping, for every year and month there is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.domains.documents.rules import filing, periods, seeing, using

UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
YEARS = st.integers(1950, 2190)
DAYS = st.dates(date(1950, 1, 1), date(2190, 12, 31))


@UNTIMED
@given(YEARS, YEARS, st.integers(1, 100))
def test_keeping_counts_full_years_after_the_year(year, ended, years):
    until = periods.keep_until(year=year, ended_on=date(ended, 6, 1), keep_years=years)
    assert (until.month, until.day, until.year) == (12, 31, max(year, ended) + years)
    assert periods.keep_until(year=year, ended_on=None, keep_years=0) is None


@UNTIMED
@given(st.integers(1949, 2199), st.one_of(st.none(), st.integers(1, 4)), st.one_of(st.none(), st.integers(1, 12)))
def test_periods_are_read_as_they_are_written(year, quarter, month):
    text = f"{year}-Q{quarter}" if quarter else f"{year}-{month:02d}" if month else str(year)
    assert periods.year_of(text) == year
    assert periods.must_be_period(text) is None
    per = "quarter" if quarter else "month" if month else "year"
    assert periods.must_be_period(text, per) is None
    other = "month" if per == "quarter" else "quarter"
    assert periods.must_be_period(text, other).code == "documents.bad_period"


@UNTIMED
@given(st.text(max_size=12))
def test_anything_else_is_no_period(text):
    if periods.year_of(text) is None and text:
        assert periods.must_be_period(text).code == "documents.bad_period"


@UNTIMED
@given(YEARS, DAYS)
def test_only_what_is_over_is_owed(year, today):
    for per, most in (("month", 12), ("quarter", 4), ("year", 1)):
        owed = periods.periods_of(per, year, today)
        full = most if year < today.year else 0 if year > today.year else None
        assert full is None or len(owed) == full
        assert owed == sorted(owed) and all(periods.year_of(one) == year for one in owed)


@UNTIMED
@given(DAYS, st.integers(1, 60))
def test_months_later_is_the_same_day_or_the_last(day, months):
    later = periods.months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@UNTIMED
@given(st.lists(st.integers(0, 3), min_size=1, max_size=8))
def test_the_score_is_the_number_of_right_answers(right):
    questions = [{"answer": one} for one in right]
    assert using.score_of(questions, right) == len(right)
    assert using.score_of(questions, [one + 1 for one in right]) == 0


@pytest.mark.parametrize(
    ("level", "posts", "may_see", "more", "allowed"),
    [
        ("open", {"guard"}, (), {}, True), ("internal", {"guard"}, (), {}, False), ("internal", {"front_desk"}, (), {}, True),
        ("internal", {"front_desk"}, ("engineer",), {}, False), ("confidential", {"project_manager"}, ("project_manager",), {}, True),
        ("confidential", {"auditor"}, ("project_manager",), {}, False), ("confidential", {"guard"}, ("project_manager",), {"must_read": True}, True),
        ("strict", {"guard"}, ("project_manager",), {"must_read": True}, False), ("strict", {"guard"}, ("project_manager",), {"has_loan": True}, True),
        ("strict", set(), ("project_manager",), {"is_keeper": True}, True),
    ],
)  # fmt: skip
def test_who_may_read(level, posts, may_see, more, allowed):
    no = seeing.may_read(level=level, may_see=frozenset(may_see), posts=frozenset(posts), **more)
    assert (no is None) == allowed


def test_questions_are_read_from_lines():
    assert filing.questions_of("多久？ | 一月 | *一周\n") == [{"q": "多久？", "options": ["一月", "一周"], "answer": 1}]
    assert filing.questions_of("") == []
    assert filing.questions_of("多久？|一月").code == "documents.bad_question"
