"""What is counted over passes. Dimensions: "" for all, then the kind."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from anju.kernel.measures import Count, measure

from .events import About, PassExtended, PassHandedOut, PassIssued, PassOverdue, PassReturned, PassScanned


def _both(event: About | PassScanned, **count: int) -> Iterator[Count]:
    yield Count(**count)
    if event.kind:
        yield Count(**count, dimension=event.kind)


@measure("passes.issued", title=_("Passes issued"), definition=_("Passes that were issued in the period, and keys handed out."), shape="count",
         events=(PassIssued, PassHandedOut))  # fmt: skip
def issued(event: PassIssued | PassHandedOut) -> Iterator[Count]:
    """A key is issued by handing it out; other passes were counted when they were issued."""
    if isinstance(event, PassIssued) or event.key is not None:
        yield from _both(event, numerator=1)


@measure(
    "passes.returned_on_time_rate",
    title=_("Returned on time"),
    definition=_("Keys, tools and passes that came back whole by their time, of all that came back or should have."),
    unit="%",
    events=(PassReturned, PassOverdue, PassExtended),
)
def returned_on_time(event: About) -> Iterator[Count]:
    """What is overdue counts from the day on which it should have come."""
    match event:
        case PassReturned(is_complete=True, is_in_time=True):
            yield from _both(event, numerator=1, denominator=1)
        case PassReturned(is_complete=True, was_counted_overdue=False) | PassOverdue():
            yield from _both(event, denominator=1)
        case PassExtended(overdue_at=missed) if missed:
            for dimension in ("", event.kind):
                yield Count(denominator=-1, dimension=dimension, when=missed)


@measure(
    "passes.turned_away",
    title=_("Passes turned away"),
    definition=_("Checks in the period that did not let through: forged, changed, expired, used, revoked or for another place."),
    shape="count",
    more_is_better=False,
    events=(PassScanned,),
)
def turned_away(event: PassScanned) -> Iterator[Count]:
    if event.outcome == "refused":
        yield from _both(event, numerator=1)
