"""What is counted over notices, publicity, activities and reports. Dimensions: "" for all, then the level, channel, target or body."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from anju.kernel.measures import Count, measure

from .events import (
    About,
    ActivityHeld,
    BodyReportHandedIn,
    BodyReportOverdue,
    DeliveriesRecorded,
    NoticeRead,
    NoticeSent,
    NoticeShown,
    OwnerMessageAnswered,
    PublicityRecorded,
)


def _by_level(event: About, **count: int) -> Iterator[Count]:
    """All of it on the day on which the notice was sent, so that a rate never passes 100."""
    for dimension in ("", str(event.level)):
        yield Count(**count, dimension=dimension, when=event.sent_at)


@measure(
    "notices.delivered_rate",
    title=_("Notices delivered"),
    definition=_("Recipients to whom a notice was delivered by any way, each counted once, of all whom the audience had when it was sent."),
    unit="%",
    events=(NoticeSent, DeliveriesRecorded, NoticeShown, NoticeRead),
)
def delivered(event: About) -> Iterator[Count]:
    match event:
        case NoticeSent(counted=many):
            yield from _by_level(event, denominator=many, proofs=0)
        case DeliveriesRecorded(reached=many) if many:
            yield from _by_level(event, numerator=many)
        case NoticeShown(is_first=True) | NoticeRead(is_first_delivery=True):
            yield from _by_level(event, numerator=1)


@measure(
    "notices.read_rate",
    title=_("Notices read"),
    definition=_("Recipients who confirmed that they had read a notice, of all whom the audience had when it was sent."),
    unit="%",
    events=(NoticeSent, NoticeRead),
)
def read(event: About) -> Iterator[Count]:
    match event:
        case NoticeSent(counted=many):
            yield from _by_level(event, denominator=many, proofs=0)
        case NoticeRead(is_first_reading=True):
            yield from _by_level(event, numerator=1)


@measure(
    "notices.publicity",
    title=_("Publicity entries"),
    definition=_("Entries of the publicity log by the day on which they were held, in all and by channel and target."),
    shape="count",
    events=(PublicityRecorded,),
)
def publicity(event: PublicityRecorded) -> Iterator[Count]:
    for dimension in ("", event.channel, f"to/{event.target}"):
        yield Count(numerator=1, dimension=dimension, when=event.held_at, grade="B" if event.has_proof else "C")


@measure(
    "notices.satisfaction",
    title=_("Satisfaction with activities"),
    definition=_("Satisfied answers of all answers that were given after activities."),
    unit="%",
    events=(ActivityHeld,),
)
def satisfaction(event: ActivityHeld) -> Iterator[Count]:
    if event.asked_about:
        for dimension in ("", event.kind):
            yield Count(numerator=event.satisfied, denominator=event.asked_about, dimension=dimension, when=event.starts_at)


@measure(
    "notices.people_at_activities",
    title=_("People at activities"),
    definition=_("How many people came to activities that were held."),
    shape="count",
    events=(ActivityHeld,),
)
def people_at_activities(event: ActivityHeld) -> Iterator[Count]:
    for dimension in ("", event.kind):
        yield Count(numerator=event.attended, dimension=dimension, when=event.starts_at)


@measure(
    "notices.reports_in_time_rate",
    title=_("Reports in time"),
    definition=_("Reports to bodies that were handed in by their deadline, of all that were handed in or fell overdue."),
    unit="%",
    events=(BodyReportHandedIn, BodyReportOverdue),
)
def reports_in_time(event: BodyReportHandedIn | BodyReportOverdue) -> Iterator[Count]:
    """One that fell overdue counts on the day it was due; handing it in again counts nothing."""
    match event:
        case BodyReportOverdue():
            top, when = 0, event.due_at
        case BodyReportHandedIn(is_again=False, was_counted_overdue=False):
            top, when = int(event.is_in_time), event.handed_in_at
        case _:
            return
    for dimension in ("", event.body):
        yield Count(numerator=top, denominator=1, dimension=dimension, when=when)


@measure(
    "notices.adoption_rate",
    title=_("Suggestions adopted"),
    definition=_("Messages of owners that were adopted, of all that were answered."),
    unit="%",
    events=(OwnerMessageAnswered,),
)
def adopted(event: OwnerMessageAnswered) -> Iterator[Count]:
    for dimension in ("", event.channel):
        yield Count(numerator=int(event.decision == "adopted"), denominator=1, dimension=dimension)
