"""Periods, deadlines and what stops a report, decided from plain facts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.domains.plans import rules

LENGTHS = ("day", "week", "half_month", "month", "quarter", "half", "year")
NOW = datetime(2026, 10, 3, 2, tzinfo=UTC)
WHOLE = {
    "state": "draft", "composed_at": NOW, "now": NOW, "gaps": [], "unwritten": [], "goals": 0, "must_have_goals": False, "open_remarks": 0, "has_ended": True,
}  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(LENGTHS), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_periods_hold_their_day_and_follow_each_other_without_a_gap(length, on):
    first, last = rules.period_of(length, on)
    assert first <= on <= last
    assert rules.period_of(length, first) == rules.period_of(length, last) == (first, last)
    before = rules.previous_of(length, first)
    assert before[1] == first - timedelta(days=1)
    assert rules.period_of(length, before[0]) == before


@pytest.mark.parametrize(
    ("length", "on", "expected"),
    [
        ("half_month", date(2024, 2, 15), (date(2024, 2, 1), date(2024, 2, 15))),
        ("half_month", date(2024, 2, 16), (date(2024, 2, 16), date(2024, 2, 29))),
        ("quarter", date(2026, 9, 30), (date(2026, 7, 1), date(2026, 9, 30))),
        ("half", date(2026, 1, 3), (date(2026, 1, 1), date(2026, 6, 30))),
        ("week", date(2026, 3, 1), (date(2026, 2, 23), date(2026, 3, 1))),
    ],
)
def test_periods_of_the_calendar(length, on, expected):
    assert rules.period_of(length, on) == expected


@pytest.mark.parametrize(
    ("submitted", "now", "expected"),
    [
        (timedelta(0), timedelta(5), "in_time"),
        (timedelta(microseconds=1), timedelta(5), "late"),
        (None, timedelta(microseconds=1), "missing"),
        (None, timedelta(0), "due"),
        (None, -timedelta(days=2), "due"),
        (None, -timedelta(days=2, seconds=1), "coming"),
    ],
)
def test_in_time_means_by_the_very_moment_it_is_due(submitted, now, expected):
    sent = None if submitted is None else NOW + submitted
    assert rules.punctuality(due_at=NOW, submitted_at=sent, now=NOW + now) == expected


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"state": "to_approve"}, "plans.report_sent_already"),
        ({"has_ended": False}, "plans.period_runs"),
        ({"composed_at": None}, "plans.report_not_fresh"),
        ({"composed_at": NOW - timedelta(minutes=15, seconds=1)}, "plans.report_not_fresh"),
        ({"gaps": ["满意度"]}, "plans.gaps_open"),
        ({"unwritten": ["改进措施"]}, "plans.section_unwritten"),
        ({"must_have_goals": True}, "plans.no_goals"),
        ({"must_have_goals": True, "goals": 1}, None),
        ({"open_remarks": 1}, "plans.remarks_open"),
    ],
)
def test_a_report_is_sent_whole(change, code):
    no = rules.may_send(**{**WHOLE, **change})
    assert (no.code if no else None) == code
