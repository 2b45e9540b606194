"""What a stay costs: block after block from the entry, so that no midnight makes a seam, each capped by night and by 24 hours.

A block has the price of the moment in which it begins (day, night, holiday) and counts as soon as it has begun. The walk never looks back:
a longer stay adds blocks and never takes any away, which is why it never costs less.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

DAY_MINUTES = 24 * 60
MOST_DAYS = 366
MOST_FEN = 1_000_000
SHORTEST_BLOCK = 10


@dataclass(frozen=True, kw_only=True)
class Terms:
    """A version of a tariff. Sums in fen; `night_from` and `night_until` are minutes of the local day, equal where there is no night price.

    `first_minutes` at `first_fen` begin a stay by day; 0 minutes for none. `holiday_fen` is the block on days off, -1 for the same as else.
    `cap_fen` is the most for each 24 hours since the entry, `night_cap_fen` for one night; 0 for none. `leave_minutes`: after paying ahead.
    """

    free_minutes: int = 30
    is_free_deducted: bool = False
    first_minutes: int = 0
    first_fen: int = 0
    block_minutes: int = 60
    block_fen: int
    cap_fen: int = 0
    night_from: int = 0
    night_until: int = 0
    night_fen: int = 0
    night_cap_fen: int = 0
    holiday_fen: int = -1
    leave_minutes: int = 15


@dataclass(frozen=True, kw_only=True)
class Stay:
    """From when to when by the wall clock of the community (its zone has no summer time).

    `days_off`: holidays and weekends that the tariff may price apart. `coupon_minutes`: blocks that begin within them are a present.
    `waived_by`: the sentence of the rule that makes it free. `billed_fen`: what an earlier charge of this stay came to.
    """

    entered_at: datetime
    left_at: datetime
    days_off: frozenset[date] = frozenset()
    coupon_minutes: int = 0
    waived_by: str = ""
    billed_fen: int = 0


@dataclass(frozen=True)
class Line:
    """`what` is free, waived, blocks, night_cap, cap or before; `facts` are figures from which its sentence is made."""

    what: str
    fen: int
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Run:
    """Blocks of one price, one after another."""

    period: int
    band: str
    night: date | None
    minutes: int
    fen: int
    first: datetime
    last: datetime
    count: int = 0
    over_night: int = 0
    present: int = 0


def charge(stay: Stay, terms: Terms) -> list[Line] | Refusal:
    """The lines of a stay; their sum is what it costs, never below nothing."""
    if not timedelta(0) <= stay.left_at - stay.entered_at <= timedelta(days=MOST_DAYS):
        return Refusal("parking.bad_stay", _("Not charged: the car left before it came, or stayed longer than %(days)s days. Correct the times of the stay first."), days=MOST_DAYS)
    minutes = fraction_minutes(stay.left_at - stay.entered_at)
    if stay.waived_by:
        return [Line("waived", 0, {"minutes": minutes, "rule": stay.waived_by})]
    if minutes <= terms.free_minutes:
        return [Line("free", 0, {"minutes": minutes, "free": terms.free_minutes})]
    lines = list(_lines(stay, terms, minutes))
    before = min(stay.billed_fen, sum(one.fen for one in lines))
    return [*lines, Line("before", -before, {})] if before > 0 else lines


def fraction_minutes(length: timedelta) -> int:
    """Begun minutes count."""
    return -int(-length.total_seconds() // 60)


def _lines(stay: Stay, terms: Terms, minutes: int) -> Iterator[Line]:
    runs, nights, periods, cut = [], {}, {}, {}
    for offset, length, band, fen, moment in _blocks(stay, terms, minutes):
        period, night = offset // DAY_MINUTES + 1, _night_of(moment, terms) if band == "night" else None
        run = runs[-1] if runs else None
        if run is None or (run.period, run.band, run.night, run.minutes, run.fen) != (period, band, night, length, fen):
            runs.append(run := _Run(period, band, night, length, fen, moment, moment))
        run.count, run.last = run.count + 1, moment + timedelta(minutes=length)
        kept = fen
        if night is not None and terms.night_cap_fen:
            kept = min(fen, terms.night_cap_fen - nights.get(night, 0))
            nights[night] = nights.get(night, 0) + kept
            run.over_night += fen - kept
        if offset < _begin(terms) + stay.coupon_minutes:
            run.present, kept = run.present + kept, 0
        if terms.cap_fen:
            fits = min(kept, terms.cap_fen - periods.get(period, 0))
            periods[period] = periods.get(period, 0) + fits
            cut[period] = cut.get(period, 0) + kept - fits
    yield from _told(runs, cut, stay, terms)


def _told(runs: list[_Run], cut: Mapping[int, int], stay: Stay, terms: Terms) -> Iterator[Line]:
    """The runs as lines, each cap after what it cuts."""
    for place, run in enumerate(runs):
        shown = {"day": run.period, "band": run.band, "first": run.first.strftime("%m-%d %H:%M"), "last": run.last.strftime("%m-%d %H:%M"), "blocks": run.count,
                 "block": run.minutes, "price": run.fen}  # fmt: skip
        yield Line("blocks", run.fen * run.count, shown)
        if run.over_night:
            yield Line("night_cap", -run.over_night, {"cap": terms.night_cap_fen})
        if run.present:
            yield Line("coupon", -run.present, {"minutes": stay.coupon_minutes})
        if place + 1 == len(runs) or runs[place + 1].period != run.period:
            if over := cut.get(run.period, 0):
                yield Line("cap", -over, {"cap": terms.cap_fen, "day": run.period})


def _begin(terms: Terms) -> int:
    return terms.free_minutes if terms.is_free_deducted else 0


def _blocks(stay: Stay, terms: Terms, minutes: int) -> Iterator[tuple[int, int, str, int, datetime]]:
    """(minutes since the entry, length, band, fen, moment) of each begun block."""
    offset, is_first = _begin(terms), bool(terms.first_minutes)
    while offset < minutes:
        moment = stay.entered_at + timedelta(minutes=offset)
        band, fen = _band(moment, stay, terms)
        length = terms.block_minutes
        if is_first and band != "night":
            band, fen, length = "first", terms.first_fen, terms.first_minutes
        is_first = False
        yield offset, length, band, fen, moment
        offset += length


def _band(moment: datetime, stay: Stay, terms: Terms) -> tuple[str, int]:
    if _is_night(moment.hour * 60 + moment.minute, terms):
        return "night", terms.night_fen
    if terms.holiday_fen >= 0 and moment.date() in stay.days_off:
        return "holiday", terms.holiday_fen
    return "day", terms.block_fen


def _is_night(minute: int, terms: Terms) -> bool:
    first, last = terms.night_from, terms.night_until
    return first <= minute < last if first <= last else minute >= first or minute < last


def _night_of(moment: datetime, terms: Terms) -> date:
    """The day on which this night began."""
    is_over_midnight = terms.night_from > terms.night_until and moment.hour * 60 + moment.minute < terms.night_until
    return moment.date() - timedelta(days=1) if is_over_midnight else moment.date()


LIMITS = {
    "free_minutes": (0, DAY_MINUTES), "first_minutes": (0, DAY_MINUTES), "block_minutes": (SHORTEST_BLOCK, DAY_MINUTES), "night_from": (0, DAY_MINUTES - 1),
    "night_until": (0, DAY_MINUTES - 1), "leave_minutes": (0, 120), "holiday_fen": (-1, MOST_FEN), "block_fen": (1, MOST_FEN),
}  # fmt: skip


def fit(given: Mapping[str, Any]) -> dict[str, Any] | Refusal:
    """The kept terms of a price, whole and within sense; or what is wrong with them."""
    known = {one.name: one for one in fields(Terms)}
    if "block_fen" not in given or set(given) - set(known):
        return Refusal("parking.bad_terms", _("Not saved: press “Propose a price by stay” on the page of the fee item, and give the minutes and the price of a block."))
    for name, value in given.items():
        low, high = LIMITS.get(name, (0, MOST_FEN))
        wanted = bool if name == "is_free_deducted" else int
        if type(value) is not wanted or (wanted is int and not low <= value <= high):
            return Refusal("parking.bad_figure", _("Not saved: a block has 10 to 1,440 minutes, the day 24 hours, and sums lie between 0 and 10,000 yuan; a block is not for nothing."))
    terms = Terms(**given)
    if terms.first_fen and not terms.first_minutes:
        return Refusal("parking.first_without_minutes", _("Not saved: the first period has a price and no minutes. Give both or neither."))
    if _is_below(terms.cap_fen, terms.block_fen, terms.first_fen, terms.night_fen, terms.holiday_fen) or _is_below(terms.night_cap_fen, terms.night_fen):
        return Refusal("parking.cap_below_block", _("Not saved: the most for 24 hours or for a night lies below the price of one block. Raise it, or write 0 for none."))
    return asdict(terms)


def _is_below(cap: int, *prices: int) -> bool:
    return bool(cap) and cap < max(prices)
