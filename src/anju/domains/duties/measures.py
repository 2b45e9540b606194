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
from anju.domains.duties.states import OccurrenceState
from anju.kernel.measures import Count, measure

_EVENTS = (
    OccurrenceClosed,
    DutyPerformed,
    PerformanceConfirmed,
    PerformanceRejected,
    OccurrenceExcused,
    PresenceRecorded,
)


@measure(
    "duties.done_rate",
    title=_("Regular work done"),
    definition=_("Slots done, in time or later, of all slots whose time is over; excused ones are left out."),
    unit="%",
    events=_EVENTS,
)
def done_rate(event: AboutSlot) -> Iterator[Count]:
    yield from _counted(event, (OccurrenceState.done, OccurrenceState.done_late))


@measure(
    "duties.on_time_rate",
    title=_("Regular work done in time"),
    definition=_("Slots done in time, of all slots whose time is over; excused ones are left out."),
    unit="%",
    events=_EVENTS,
)
def on_time_rate(event: AboutSlot) -> Iterator[Count]:
    yield from _counted(event, (OccurrenceState.done,))


def _counted(event: AboutSlot, kept: tuple[str, ...]) -> Iterator[Count]:
    """A slot enters the sums when its time is over; what is learnt later takes its old figures back first."""
    if event.was_closed:
        yield from _figures(event, event.before, event.grade_before, kept, sign=-1)
    if event.was_closed or isinstance(event, OccurrenceClosed):
        yield from _figures(event, event.state, event.grade, kept, sign=1)


def _figures(event: AboutSlot, state: str, grade: str, kept: tuple[str, ...], *, sign: int) -> Iterator[Count]:
    if state == OccurrenceState.excused:
        return
    numerator = sign if state in kept else 0
    for dimension in ("", event.category, str(event.duty)):
        yield Count(
            numerator=numerator,
            denominator=sign,
            dimension=dimension,
            when=event.on,
            grade=grade if numerator else "",
        )
