"""What is counted of goods. Dimensions: "" for all, then the reason or the class."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from anju.kernel.measures import Count, measure

from .events import GoodsChecked, GoodsReleased, ParcelHandedOut, ReleasePutOff, SlipsGathered, SomebodyTold


@measure("goods.slips_gathered_rate", title=_("Slips gathered"), definition=_("Slips in the squad leader's hand at the end of the shift, of those on record."), unit="%",
         events=(SlipsGathered,))  # fmt: skip
def gathered(event: SlipsGathered) -> Iterator[Count]:
    if event.slips:
        yield Count(numerator=min(event.counted, event.slips), denominator=event.slips, grade="B")


@measure("goods.released", title=_("Goods released"), definition=_("Times that things went out on a slip that fitted."), shape="count", events=(GoodsReleased,))
def released(event: GoodsReleased) -> Iterator[Count]:
    if event.outcome == "released":
        yield Count(numerator=1)


@measure("goods.stopped", title=_("Goods not passed"), definition=_("Checks at the gates after which things did not pass, by the reason."), shape="count",
         events=(GoodsReleased, GoodsChecked))  # fmt: skip
def stopped(event: GoodsReleased | GoodsChecked) -> Iterator[Count]:
    if event.outcome != "released":
        yield from (Count(numerator=1, dimension=one) for one in ("", event.code))


@measure("goods.put_off", title=_("Releases put off"), definition=_("Times that a carrier was asked to wait, by the reason."), shape="count", events=(ReleasePutOff,))
def put_off(event: ReleasePutOff) -> Iterator[Count]:
    yield from (Count(numerator=1, dimension=one) for one in ("", event.reason))


@measure("goods.police_seconds", title=_("Seconds until 110 is told"), definition=_("From a suspicious thing found at a gate to the call of 110."), shape="mean", unit=_("s"),
         more_is_better=False, events=(SomebodyTold,))  # fmt: skip
def police_seconds(event: SomebodyTold) -> Iterator[Count]:
    if event.reason == "suspicious" and event.whom == "police":
        yield Count(numerator=event.seconds, denominator=1)


@measure("goods.parcel_minutes", title=_("Minutes until a parcel is fetched"), definition=_("From its arrival at the gatehouse until it is fetched."), shape="mean", unit=_("min"),
         more_is_better=False, events=(ParcelHandedOut,))  # fmt: skip
def parcel_minutes(event: ParcelHandedOut) -> Iterator[Count]:
    yield Count(numerator=event.minutes, denominator=1)
