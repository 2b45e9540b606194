"""What the three figures count."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from anju.domains.documents import measures
from anju.domains.documents.events import LoanLate, LoanReturned, ReadingAnswered, ReadingLate, YearArchived

ABOUT = {"document": uuid4(), "klass": uuid4(), "year": 2026}
DAY = date(2026, 3, 5)


def counted(found) -> list[tuple[float, float]]:
    return [(one.numerator, one.denominator) for one in found]


def test_a_late_reading_counts_once_below_the_line():
    answer = {**ABOUT, "reading": uuid4(), "person": uuid4(), "score": 1, "asked": 1, "attempt": 1}
    assert counted(measures.read_on_time(ReadingAnswered(**answer, is_passed=True, is_on_time=True))) == [(1, 1)]
    assert counted(measures.read_on_time(ReadingAnswered(**answer, is_passed=False, is_on_time=True))) == []
    assert counted(measures.read_on_time(ReadingAnswered(**answer, is_passed=True, is_on_time=False))) == []
    assert counted(measures.read_on_time(ReadingLate(**ABOUT, reading=uuid4(), person=uuid4(), due_on=DAY))) == [(0, 1)]


def test_a_late_loan_counts_once_below_the_line():
    back = {**ABOUT, "loan": uuid4(), "days_late": 0}
    assert counted(measures.back_on_time(LoanReturned(**back, is_on_time=True))) == [(1, 1)]
    assert counted(measures.back_on_time(LoanReturned(**back, is_on_time=False))) == []
    assert counted(measures.back_on_time(LoanLate(**ABOUT, loan=uuid4(), borrower=uuid4(), due_on=DAY))) == [(0, 1)]


def test_a_year_archived_late_counts_against_the_rate():
    year = {"klass": uuid4(), "year": 2025, "documents": 4, "digest": "x"}
    assert counted(measures.archived_on_time(YearArchived(**year, is_on_time=True))) == [(1, 1)]
    assert counted(measures.archived_on_time(YearArchived(**year, is_on_time=False))) == [(0, 1)]
