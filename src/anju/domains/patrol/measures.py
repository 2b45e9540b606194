"""What is counted over patrols. Dimensions: "" for all, then the band or kind."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from anju.kernel.measures import Count, measure

from .events import FindingReported, RoundFinished, RoundMissed


@measure(
    "patrol.completion_rate",
    title=_("Patrol completion rate"),
    definition=_("Points visited in rounds that were finished or missed, of all points of these rounds; points removed meanwhile are left out."),
    unit="%",
    events=(RoundFinished, RoundMissed),
)
def completion(event: RoundFinished | RoundMissed) -> Iterator[Count]:
    """A round that nobody began counts with all its points; one under way counts when it is finished."""
    match event:
        case RoundFinished():
            parts = {"numerator": event.visited, "denominator": event.points, "grade": event.grade}
        case RoundMissed(is_begun=False):
            parts = {"numerator": 0, "denominator": event.points}
        case _:
            return
    for dimension in ("", event.band):
        yield Count(**parts, dimension=dimension, when=event.on)


@measure(
    "patrol.on_time_rate",
    title=_("Patrol points on time"),
    definition=_("Points visited within their window, of all points of finished rounds."),
    unit="%",
    events=(RoundFinished,),
)
def on_time(event: RoundFinished) -> Iterator[Count]:
    for dimension in ("", event.band):
        yield Count(numerator=event.on_time, denominator=event.points, dimension=dimension, when=event.on, grade=event.grade)


@measure("patrol.findings", title=_("Patrol findings"), definition=_("What patrols reported in the period, by kind."), shape="count", events=(FindingReported,))
def found(event: FindingReported) -> Iterator[Count]:
    for dimension in ("", event.kind):
        yield Count(numerator=1, dimension=dimension, when=event.found_at)
