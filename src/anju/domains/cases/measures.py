"""What is counted over cases. Dimensions: "" for all, then the kind, then kind/category."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from anju.kernel.measures import Count, measure

from .events import (
    About,
    CaseClosed,
    CaseDismissed,
    CaseEscalated,
    CaseGraded,
    CaseMerged,
    CaseOpened,
    CaseReopened,
    RecheckFailed,
    ResponsibilityFound,
    ReturnVisited,
    StageReached,
    TransferAnswered,
    WorkSubmitted,
)

MAJOR = 1
"""The severity of a major incident (重大)."""
LIABLE = ("ours", "shared")
SATISFIED = 4


def _dimensions(event: About, category: str | None = None) -> Iterator[str]:
    yield ""
    yield event.kind
    if category is None:
        category = event.category
    if category:
        yield f"{event.kind}/{category}"


@measure(
    "cases.on_time_closing_rate",
    title=_("Settled in time"),
    definition=_(
        "Cases whose work was finished by the deadline, of all that were settled or whose deadline passed; an open overdue case counts against it."
    ),
    unit="%",
    events=(CaseClosed, CaseReopened, CaseEscalated, CaseDismissed, CaseMerged, CaseGraded),
)
def on_time_closing_rate(event: About) -> Iterator[Count]:
    """A missed deadline counts on the day it was missed; everything else on the day of settling."""
    match event:
        case CaseClosed(is_in_time=True):
            when, top, bottom = event.closed_at, 1, 1
        case CaseClosed(was_counted_overdue=False):
            when, top, bottom = event.closed_at, 0, 1
        case CaseReopened(was_in_time=True):
            when, top, bottom = event.closed_at, -1, -1
        case CaseReopened(was_counted_overdue=False):
            when, top, bottom = event.closed_at, 0, -1
        case CaseEscalated() if event.overdue_at:
            when, top, bottom = event.overdue_at, 0, 1
        case CaseDismissed() | CaseMerged() if event.overdue_at:
            when, top, bottom = event.overdue_at, 0, -1
        case CaseGraded() if event.overdue_at:
            yield from _moved(event, top=0, bottom=1, when=event.overdue_at)
            return
        case _:
            return
    for dimension in _dimensions(event):
        yield Count(
            numerator=top, denominator=bottom, dimension=dimension, when=when, grade=getattr(event, "grade", "")
        )


@measure(
    "cases.completion_rate",
    title=_("Completion rate"),
    definition=_(
        "Of the cases opened in the period, those settled with proof by now; dismissed and merged ones are left out."
    ),
    unit="%",
    events=(CaseOpened, CaseClosed, CaseReopened, CaseDismissed, CaseMerged, CaseGraded),
)
def completion_rate(event: About) -> Iterator[Count]:
    """Every part counts on the day of opening, so that a period's rate speaks of that period's cases."""
    if isinstance(event, CaseGraded):
        yield from _moved(event, top=0, bottom=1, when=event.opened_at)
        return
    top = {CaseClosed: 1, CaseReopened: -1}.get(type(event), 0)
    bottom = {CaseOpened: 1, CaseDismissed: -1, CaseMerged: -1}.get(type(event), 0)
    for dimension in _dimensions(event):
        yield Count(numerator=top, denominator=bottom, dimension=dimension, when=event.opened_at)


def _moved(event: CaseGraded, *, top: int, bottom: int, when: datetime) -> Iterator[Count]:
    """A case that changes its category leaves the one sum and enters the other."""
    if event.category == event.category_before:
        return
    for category, sign in ((event.category_before, -1), (event.category, 1)):
        if category:
            yield Count(
                numerator=sign * top, denominator=sign * bottom, dimension=f"{event.kind}/{category}", when=when
            )


@measure(
    "cases.found",
    title=_("Cases found"),
    definition=_("Cases opened in the period; dismissed and merged ones are left out."),
    shape="count",
    more_is_better=False,
    events=(CaseOpened, CaseDismissed, CaseMerged, CaseGraded),
)
def found(event: About) -> Iterator[Count]:
    if isinstance(event, CaseGraded):
        yield from _moved(event, top=1, bottom=0, when=event.opened_at)
        return
    for dimension in _dimensions(event):
        yield Count(numerator=1 if isinstance(event, CaseOpened) else -1, dimension=dimension, when=event.opened_at)


@measure(
    "cases.major_incidents",
    title=_("Major incidents"),
    definition=_("Incidents of severity 1, on the day they happened; a later grade moves them."),
    shape="count",
    more_is_better=False,
    events=(CaseOpened, CaseGraded, CaseDismissed, CaseMerged),
)
def major_incidents(event: About) -> Iterator[Count]:
    yield from _incidents(event, major=True)


@measure(
    "cases.ordinary_incidents",
    title=_("Ordinary incidents"),
    definition=_("Incidents of severity 2 to 4, on the day they happened; a later grade moves them."),
    shape="count",
    more_is_better=False,
    events=(CaseOpened, CaseGraded, CaseDismissed, CaseMerged),
)
def ordinary_incidents(event: About) -> Iterator[Count]:
    yield from _incidents(event, major=False)


def _incidents(event: About, *, major: bool) -> Iterator[Count]:
    """By category. What stood in the sum before leaves it, what stands in it now enters."""
    if event.kind != "incident":
        return
    now = [(event.category, event.severity, 1)]
    if isinstance(event, CaseGraded):
        now.append((event.category_before, event.severity_before, -1))
    elif not isinstance(event, CaseOpened):
        now = [(event.category, event.severity, -1)]
    for category, severity, sign in now:
        if (severity == MAJOR) is major:
            for dimension in ("", category) if category else ("",):
                yield Count(numerator=sign, dimension=dimension, when=event.opened_at)


@measure(
    "cases.liable_accidents",
    title=_("Major accidents we answer for"),
    definition=_("Incidents of severity 1 for which responsibility was found to be ours, wholly or in part."),
    shape="count",
    more_is_better=False,
    events=(ResponsibilityFound,),
)
def liable_accidents(event: ResponsibilityFound) -> Iterator[Count]:
    change = (event.liability in LIABLE) - (event.liability_before in LIABLE)
    if event.severity == MAJOR and change:
        for dimension in ("", event.category) if event.category else ("",):
            yield Count(numerator=change, dimension=dimension, when=event.opened_at, grade="B")


@measure(
    "cases.casualty_accidents",
    title=_("Accidents with casualties"),
    definition=_(
        "Incidents with a death or a serious injury on record; the dimensions deaths and injured count people."
    ),
    shape="count",
    more_is_better=False,
    events=(ResponsibilityFound,),
)
def casualty_accidents(event: ResponsibilityFound) -> Iterator[Count]:
    now, before = (event.deaths, event.injured), (event.deaths_before, event.injured_before)
    changes = {"": any(now) - any(before), "deaths": now[0] - before[0], "injured": now[1] - before[1]}
    for dimension, change in changes.items():
        if change:
            yield Count(numerator=change, dimension=dimension, when=event.opened_at, grade="B")


@measure(
    "cases.satisfaction",
    title=_("Satisfied with the work"),
    definition=_("Return visits that gave 4 or 5 of 5, of all that gave a number."),
    unit="%",
    events=(ReturnVisited,),
)
def satisfaction(event: ReturnVisited) -> Iterator[Count]:
    if event.satisfaction is None:
        return
    for dimension in _dimensions(event):
        yield Count(
            numerator=int(event.satisfaction >= SATISFIED), denominator=1, dimension=dimension, grade=event.grade
        )


@measure(
    "cases.handling_minutes",
    title=_("Handling time"),
    definition=_("Minutes from opening to finished work, averaged over settled cases."),
    shape="mean",
    unit=_("minutes"),
    more_is_better=False,
    events=(CaseClosed,),
)
def handling_minutes(event: CaseClosed) -> Iterator[Count]:
    for dimension in _dimensions(event):
        yield Count(
            numerator=event.minutes, denominator=1, dimension=dimension, when=event.closed_at, grade=event.grade
        )


@measure(
    "cases.repeats",
    title=_("Came back"),
    definition=_("Cases that came back at the same place after a like one was settled there, of all cases opened."),
    unit="%",
    more_is_better=False,
    events=(CaseOpened, CaseDismissed, CaseMerged),
)
def repeats(event: About) -> Iterator[Count]:
    is_opened = isinstance(event, CaseOpened)
    is_repeat = event.repeat_of is not None if is_opened else event.was_repeat
    sign = 1 if is_opened else -1
    for dimension in (event.kind, ""):
        yield Count(numerator=sign * is_repeat, denominator=sign, dimension=dimension, when=event.opened_at)


@measure(
    "cases.answers_in_time",
    title=_("Answered in time by other bodies"),
    definition=_("Cases handed over whose body answered by the agreed day, of all that were answered."),
    unit="%",
    events=(TransferAnswered,),
)
def answers_in_time(event: TransferAnswered) -> Iterator[Count]:
    yield Count(numerator=int(event.is_in_time), denominator=1, grade="A")


@measure(
    "cases.response_minutes",
    title=_("Response time"),
    definition=_("Minutes from the report of an incident until somebody is on the scene."),
    shape="mean",
    unit=_("minutes"),
    more_is_better=False,
    events=(StageReached,),
)
def response_minutes(event: StageReached) -> Iterator[Count]:
    if event.kind == "incident" and event.state == "on_scene":
        for dimension in ("", event.category) if event.category else ("",):
            yield Count(numerator=event.minutes, denominator=1, dimension=dimension, when=event.opened_at, grade="C")


@measure(
    "cases.return_visit_rate",
    title=_("Called back"),
    definition=_(
        "Closed repairs and complaints whose return visit was answered, of all that were closed; three failed attempts do not count."
    ),
    unit="%",
    events=(CaseClosed, CaseReopened),
)
def return_visit_rate(event: CaseClosed | CaseReopened) -> Iterator[Count]:
    if event.kind not in ("repair", "complaint"):
        return
    sign = 1 if isinstance(event, CaseClosed) else -1
    for dimension in ("", event.kind):
        yield Count(
            numerator=sign * (event.grade in ("A", "B")),
            denominator=sign,
            dimension=dimension,
            when=event.closed_at,
            grade=event.grade,
        )


@measure(
    "cases.rework_rate",
    title=_("Had to be done again"),
    definition=_(
        "Work sent back at the recheck, found unsolved at the return visit, or reopened later, of all work said to be finished."
    ),
    unit="%",
    more_is_better=False,
    events=(WorkSubmitted, RecheckFailed, ReturnVisited, CaseReopened),
)
def rework_rate(event: About) -> Iterator[Count]:
    if isinstance(event, ReturnVisited) and event.outcome != "unsolved":
        return
    is_finished = isinstance(event, WorkSubmitted)
    for dimension in _dimensions(event):
        yield Count(numerator=int(not is_finished), denominator=int(is_finished), dimension=dimension)
