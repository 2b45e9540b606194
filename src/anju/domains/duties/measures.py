"""What is counted over regular work. Dimensions: "" for all, then the kind of work, then the duty's id."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from anju.domains.duties.events import (
    AboutSlot,
    DutyPerformed,
    OccurrenceClosed,
    OccurrenceExcused,
    PerformanceConfirmed,
    PerformanceRejected,
    PresenceRecorded,
)
from anju.domains.duties.states import Grade, OccurrenceState
from anju.kernel.measures import Count, measure

_EVENTS = (
    OccurrenceClosed,
    DutyPerformed,
    PerformanceConfirmed,
    PerformanceRejected,
    OccurrenceExcused,
    PresenceRecorded,
)
_KEPT = (OccurrenceState.done, OccurrenceState.done_late)
_VOUCHED = (Grade.A, Grade.B)


@measure(
    "duties.execution_rate",
    title=_("Execution rate of regular work"),
    definition=_("Slots done, in time or later, of all slots whose time is over; excused ones are left out."),
    unit="%",
    events=_EVENTS,
)
def execution_rate(event: AboutSlot) -> Iterator[Count]:
    yield from _counted(event, _KEPT)


@measure(
    "duties.on_time_rate",
    title=_("Regular work done in time"),
    definition=_("Slots done in time, of all slots whose time is over; excused ones are left out."),
    unit="%",
    events=_EVENTS,
)
def on_time_rate(event: AboutSlot) -> Iterator[Count]:
    yield from _counted(event, (OccurrenceState.done,))


@measure(
    "duties.confirmed_rate",
    title=_("Compliance rate of regular work"),
    definition=_("Slots done for which a device, an outside party or a second person vouches, of all slots done."),
    unit="%",
    events=_EVENTS,
)
def confirmed_rate(event: AboutSlot) -> Iterator[Count]:
    for state, grade, sign in _told(event):
        if state in _KEPT:
            yield from _spread(event, sign if grade in _VOUCHED else 0, sign, grade)


def _counted(event: AboutSlot, kept: tuple[str, ...]) -> Iterator[Count]:
    for state, grade, sign in _told(event):
        if state != OccurrenceState.excused:
            yield from _spread(event, sign if state in kept else 0, sign, grade if state in kept else "")


def _told(event: AboutSlot) -> Iterator[tuple[str, str, int]]:
    """A slot enters the sums when its time is over; what is learnt later takes its old figures back first."""
    if event.was_closed:
        yield event.before, event.grade_before, -1
    if event.was_closed or isinstance(event, OccurrenceClosed):
        yield event.state, event.grade, 1


def _spread(event: AboutSlot, numerator: int, denominator: int, grade: str) -> Iterator[Count]:
    for dimension in ("", event.category, str(event.duty)):
        yield Count(numerator=numerator, denominator=denominator, dimension=dimension, when=event.on, grade=grade)
