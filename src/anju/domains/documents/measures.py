"""What is counted over documents."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from anju.kernel.measures import Count, measure

from .events import LoanLate, LoanReturned, ReadingAnswered, ReadingLate, YearArchived


@measure(
    "documents.read_on_time_rate",
    title=_("Read and acknowledged on time"),
    definition=_("Required readings acknowledged by their day, of all that were acknowledged or became overdue."),
    unit="%",
    events=(ReadingAnswered, ReadingLate),
)
def read_on_time(event: ReadingAnswered | ReadingLate) -> Iterator[Count]:
    """An overdue reading counts below the line on the day it fell overdue; its later acknowledgement does not count again."""
    if isinstance(event, ReadingLate):
        yield Count(denominator=1)
    elif event.is_passed and event.is_on_time:
        yield Count(numerator=1, denominator=1)


@measure(
    "documents.loans_back_on_time_rate",
    title=_("Documents back on time"),
    definition=_("Loans that came back by their day, of all that came back or became overdue."),
    unit="%",
    events=(LoanReturned, LoanLate),
)
def back_on_time(event: LoanReturned | LoanLate) -> Iterator[Count]:
    if isinstance(event, LoanLate):
        yield Count(denominator=1)
    elif event.is_on_time:
        yield Count(numerator=1, denominator=1)


@measure(
    "documents.archived_on_time_rate",
    title=_("Classes archived on time"),
    definition=_("Classes whose year was archived complete and by its day, of all that were archived."),
    unit="%",
    events=(YearArchived,),
)
def archived_on_time(event: YearArchived) -> Iterator[Count]:
    yield Count(numerator=int(event.is_on_time), denominator=1)
