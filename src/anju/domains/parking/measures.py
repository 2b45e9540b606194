"""What is counted in parking. Dimensions: "" for all, then the kind."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from anju.kernel.measures import Count, measure

from .events import CarChecked, OwnerTold, StayClosed, StayMended, StayOpened, ViolationRecorded, ViolationSettled


@measure("parking.entries", title=_("Cars that came in"), definition=_("Stays that a bar opened, by kind of vehicle."), shape="count", events=(StayOpened,))
def entries(event: StayOpened) -> Iterator[Count]:
    yield from (Count(numerator=1, dimension=one, grade="A") for one in {"", event.kind})


@measure("parking.whole_rate", title=_("Stays with both halves"), definition=_("Stays whose entry and exit were told by the bar, of all that ended; those put right by hand are not among them."),
         unit="%", events=(StayClosed, StayMended))  # fmt: skip
def whole(event: StayClosed | StayMended) -> Iterator[Count]:
    yield Count(numerator=isinstance(event, StayClosed) and event.state == "left", denominator=1, grade="A")


@measure("parking.charged_yuan", title=_("Parking fees billed"), definition=_("What stays came to at the exit, in yuan."), shape="count", unit=_("yuan"), events=(StayClosed, StayMended))
def charged(event: StayClosed | StayMended) -> Iterator[Count]:
    if event.amount_fen:
        yield Count(numerator=event.amount_fen / 100)


@measure("parking.violations", title=_("Parking violations"), definition=_("Violations recorded, by kind."), shape="count", more_is_better=False, events=(ViolationRecorded,))
def violations(event: ViolationRecorded) -> Iterator[Count]:
    yield from (Count(numerator=1, dimension=one, grade="A" if event.has_photo else "C") for one in ("", event.kind))


@measure("parking.repeats", title=_("Violations by repeat offenders"), definition=_("Violations of a plate that was seen before within 90 days, of all."), unit="%", more_is_better=False,
         events=(ViolationRecorded,))  # fmt: skip
def repeats(event: ViolationRecorded) -> Iterator[Count]:
    yield Count(numerator=event.repeat > 1, denominator=1)


@measure("parking.told_minutes", title=_("Minutes until the owner is told"), definition=_("From recording a violation to telling the owner."), shape="mean", unit=_("minutes"),
         more_is_better=False, events=(OwnerTold,))  # fmt: skip
def told_minutes(event: OwnerTold) -> Iterator[Count]:
    yield Count(numerator=event.minutes, denominator=1)


@measure("parking.persuaded_rate", title=_("Violations ended by persuasion"), definition=_("Violations whose driver was persuaded, of all that were settled."), unit="%",
         events=(ViolationSettled,))  # fmt: skip
def persuaded(event: ViolationSettled) -> Iterator[Count]:
    yield Count(numerator=event.outcome == "persuaded", denominator=1)


@measure("parking.bay_matches", title=_("Cars on their own bay"), definition=_("Checked cars that stood on a bay where they may stand, of all checked on a bay."), unit="%", events=(CarChecked,))
def matches(event: CarChecked) -> Iterator[Count]:
    if event.bay is not None:
        yield Count(numerator=event.is_on_own, denominator=1)
