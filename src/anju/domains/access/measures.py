"""What is counted at the gates. Dimensions: "" for all, then the shift, the category, the reason or the kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.measures import Count, measure

from .events import (
    CarLetIn,
    CarSeen,
    CarSentOn,
    GoneThrough,
    MovementTakenIn,
    OpeningExplained,
    OpeningRecorded,
    PassageDecided,
    PassageTakenIn,
    VisitAnswered,
    VisitCorrected,
    VisitorLetIn,
    VisitRegistered,
)

SMART = ("card", "qr", "nfc", "face", "fingerprint")


@measure("access.execution_rate", title=_("Execution rate of the gate"),
         definition=_("Doors and bars that opened for a decision, of all that opened; who goes through behind another is an opening nobody decided."), unit="%",
         events=(OpeningRecorded, GoneThrough, MovementTakenIn), version=2)  # fmt: skip
def execution(event: OpeningRecorded | GoneThrough | MovementTakenIn) -> Iterator[Count]:
    if isinstance(event, MovementTakenIn):
        yield from _brought_home(event, is_good=not event.is_unexplained)
    elif isinstance(event, OpeningRecorded):
        yield Count(numerator=not event.is_unexplained, denominator=1, grade="A")
    elif event.opening is not None:
        yield Count(denominator=1, grade="A")


@measure("access.compliance_rate", title=_("Compliance rate of the gate"),
         definition=_("Doors and bars that opened for a decision and within the hours of the gate, of all that opened."), unit="%",
         events=(OpeningRecorded, GoneThrough, MovementTakenIn), version=2)  # fmt: skip
def compliance(event: OpeningRecorded | GoneThrough | MovementTakenIn) -> Iterator[Count]:
    if isinstance(event, MovementTakenIn):
        yield from _brought_home(event, is_good=not event.is_unexplained and not event.is_after_hours)
    elif isinstance(event, OpeningRecorded):
        yield Count(numerator=not event.is_unexplained and not event.is_after_hours, denominator=1, grade="A")
    elif event.opening is not None:
        yield Count(denominator=1, grade="A")


def _brought_home(event: MovementTakenIn, *, is_good: bool) -> Iterator[Count]:
    """An opening that a box at the gate saw counts on the day it happened."""
    if event.opening is not None:
        yield Count(numerator=is_good, denominator=1, grade="A", when=event.seen_at)


@measure("access.unexplained", title=_("Unexplained openings"), definition=_("Openings that nobody decided, by shift, until a leader explains them."),
         shape="count", more_is_better=False, events=(OpeningRecorded, GoneThrough, OpeningExplained, MovementTakenIn), version=2)  # fmt: skip
def unexplained(event: OpeningRecorded | GoneThrough | OpeningExplained | MovementTakenIn) -> Iterator[Count]:
    if isinstance(event, OpeningExplained):
        yield from (Count(numerator=-1, dimension=one, when=event.opened_at, proofs=0) for one in _turns(event.turn))
    elif isinstance(event, MovementTakenIn):
        yield from (Count(numerator=1, dimension=one, when=event.seen_at) for one in _turns(event.turn) if event.is_unexplained)
    elif event.is_unexplained if isinstance(event, OpeningRecorded) else event.opening is not None:
        yield from (Count(numerator=1, dimension=one) for one in _turns(event.turn))


def _turns(turn: int) -> tuple[str, ...]:
    """All, and the shift in whose time it was."""
    return ("", f"turn_{turn}") if turn else ("",)


@measure("access.refused", title=_("Entries refused"), definition=_("Decisions that did not let in, by their reason."), shape="count", events=(PassageDecided, PassageTakenIn),
         version=2)  # fmt: skip
def refused(event: PassageDecided | PassageTakenIn) -> Iterator[Count]:
    if event.outcome == "refused":
        yield from (Count(numerator=1, dimension=one, when=_when(event)) for one in ("", event.code))


def _when(event: PassageDecided | PassageTakenIn) -> Any:
    """What came home later counts on the day it happened; None for the event's own time."""
    return event.decided_at if isinstance(event, PassageTakenIn) else None


@measure("access.smart_rate", title=_("Use of smart access"), definition=_("Entries of residents by card, code or phone, of all entries of residents and their relatives."),
         unit="%", events=(PassageDecided, PassageTakenIn, VisitorLetIn), version=2)  # fmt: skip
def smart(event: PassageDecided | PassageTakenIn | VisitorLetIn) -> Iterator[Count]:
    if isinstance(event, VisitorLetIn):
        if event.category == "relative":
            yield Count(denominator=1)
    elif event.category == "resident" and event.direction == "in" and event.may_go:
        yield Count(numerator=event.credential_kind in SMART, denominator=1, when=_when(event))


@measure("access.manual_rate", title=_("Visits written by hand"), definition=_("Visits whose fields were typed, of all that were registered."), unit="%",
         more_is_better=False, events=(VisitRegistered,))  # fmt: skip
def manual(event: VisitRegistered) -> Iterator[Count]:
    yield Count(numerator=event.channel == "manual", denominator=1)


@measure("access.corrected_rate", title=_("Visits corrected"),
         definition=_("Visits of which something was taken down wrong, of all that were registered, by how it was taken down."), unit="%",
         more_is_better=False, events=(VisitRegistered, VisitCorrected))  # fmt: skip
def corrected(event: VisitRegistered | VisitCorrected) -> Iterator[Count]:
    is_wrong = isinstance(event, VisitCorrected)
    yield from (Count(numerator=is_wrong, denominator=not is_wrong, dimension=one) for one in ("", event.channel))


@measure("access.host_seconds", title=_("Seconds until the host answers"), definition=_("From the asking of the host to his answer."), shape="mean", unit=_("s"),
         more_is_better=False, events=(VisitAnswered,))  # fmt: skip
def host_seconds(event: VisitAnswered) -> Iterator[Count]:
    yield Count(numerator=event.seconds, denominator=1)


@measure("access.plate_rate", title=_("Plates read"), definition=_("Cars whose plate the lane camera read by itself, of all that it saw; what a guard had to correct does not count. By lane."),
         unit="%", events=(CarSeen, CarLetIn))  # fmt: skip
def plate_rate(event: CarSeen | CarLetIn) -> Iterator[Count]:
    for one in ("", event.lane.hex):
        if isinstance(event, CarLetIn):
            if event.was_misread:
                yield Count(numerator=-1, dimension=one, proofs=0)
        elif event.look == 1 or event.became_read:
            yield Count(numerator=event.became_read, denominator=event.look == 1, dimension=one, grade="A")


@measure("access.cars_refused", title=_("Cars not let in"), definition=_("Cars that the rules did not let in, by their reason."), shape="count", events=(CarSeen,))
def cars_refused(event: CarSeen) -> Iterator[Count]:
    if event.code and not event.may_go:
        yield from (Count(numerator=1, dimension=one) for one in ("", event.code))


@measure("access.car_seconds", title=_("Seconds a car waits for the guard"), definition=_("From the moment a camera saw an unknown car to the guard's decision."), shape="mean", unit=_("s"),
         more_is_better=False, events=(CarLetIn, CarSentOn))  # fmt: skip
def car_seconds(event: CarLetIn | CarSentOn) -> Iterator[Count]:
    yield Count(numerator=event.seconds, denominator=1)
