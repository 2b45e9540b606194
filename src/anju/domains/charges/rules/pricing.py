"""What something costs: figures in, lines out, each with the facts that explain it. Exact until the one rounding, which is said.

A period that several versions of a tariff share is split by days, exactly: the lines are rounded together, so that they always add up to
the rounding of the exact sum, and a change of version without a change of price changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

STEPS_OF_ROUNDING = {"fen": 1, "jiao": 10, "yuan": 100, "yuan_down": 100}
DAY_MINUTES = 24 * 60
MOST_DAYS, MOST_QUANTITY = 366 * 5, Decimal(10) ** 7


@dataclass(frozen=True, kw_only=True)
class Price:
    """A version of a tariff as the rules need it; `ends_on` is its last day, None where it goes on."""

    number: int
    basis: str
    price: Decimal
    starts_on: date
    ends_on: date | None = None
    steps: tuple[tuple[Decimal | None, Decimal], ...] = ()
    minimum_fen: int = 0
    free_minutes: int = 0
    is_free_deducted: bool = False
    block_minutes: int = 60
    daily_cap_fen: int = 0
    rounding: str = "fen"
    legal_basis: str = ""
    terms: Mapping[str, Any] = field(default_factory=dict)
    version: Any = None


@dataclass(frozen=True, kw_only=True)
class Use:
    """What is to be charged: an area or a number of pieces or units (`quantity`), a period (both days counted), a stay; `facts` for a measure of another room."""

    on: date
    quantity: Decimal = Decimal(1)
    from_on: date | None = None
    until_on: date | None = None
    entered_at: datetime | None = None
    left_at: datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """`facts` hold codes and figures as text, from which `sentences.say` makes the sentence."""

    kind: str
    amount_fen: int
    facts: dict[str, Any] = field(default_factory=dict)
    version: Any = None


def price(prices: Iterable[Price], use: Use, further: Mapping[str, Callable[[Price, Use], list[Line] | Refusal]] | None = None) -> list[Line] | Refusal:
    """The lines of a charge, or why there can be none. `further` computes the measures that other rooms registered."""
    prices = sorted(prices, key=lambda one: one.starts_on)
    basis = prices[0].basis if prices else ""
    if no := _senseless(basis, use):
        return no
    if basis in ("area", "fixed"):
        parts = split(prices, use.from_on, use.until_on)
        return parts if isinstance(parts, Refusal) else _monthly(parts, use)
    current = next((one for one in reversed(prices) if one.starts_on <= use.on and (one.ends_on is None or use.on <= one.ends_on)), None)
    if current is None:
        return _none_in_force(use.on)
    lines = {"piece": _pieces, "time": _stay, "meter": _metered, **(further or {})}[basis](current, use)
    if isinstance(lines, Refusal):
        return lines
    return [*lines, *_least(current, sum(line.amount_fen for line in lines))]


def _senseless(basis: str, use: Use) -> Refusal | None:
    if not basis:
        return _none_in_force(use.on)
    if not use.quantity.is_finite() or not 0 < use.quantity <= MOST_QUANTITY or use.quantity != use.quantity.quantize(Decimal("0.0001")):
        return Refusal("charges.bad_quantity", _("Not charged: the quantity must be above nothing and sensible, with at most four decimals."))
    if basis in ("area", "fixed") and (use.from_on is None or use.until_on is None):
        return Refusal("charges.no_period", _("Not charged: this fee is by the month. Give the first and the last day."))
    if use.from_on and use.until_on and not 0 <= (use.until_on - use.from_on).days < MOST_DAYS:
        return Refusal("charges.bad_period", _("Not charged: the period must end after it begins and within five years."))
    if basis in ("time", "stay") and (use.entered_at is None or use.left_at is None or not timedelta(0) <= use.left_at - use.entered_at < timedelta(days=MOST_DAYS)):
        return Refusal("charges.bad_stay", _("Not charged: a stay needs its beginning and its end, in this order."))
    return None


def _none_in_force(on: date) -> Refusal:
    return Refusal("charges.no_price", _("Not charged: no published price of this fee was in force on %(day)s. Publish one first."), day=on.isoformat())


def split(prices: list[Price], from_on: date, until_on: date) -> list[tuple[Price, date, date]] | Refusal:
    """The period divided among the versions in force: every day once, in order."""
    parts, day = [], from_on
    while day <= until_on:
        current = next((one for one in prices if one.starts_on <= day and (one.ends_on is None or day <= one.ends_on)), None)
        if current is None:
            return _none_in_force(day)
        last = min(until_on, current.ends_on or until_on)
        parts.append((current, day, last))
        day = last + timedelta(days=1)
    return parts


def months_between(from_on: date, until_on: date) -> Fraction:
    """Months of a period, both days counted: each month's days over its length."""
    total, day = Fraction(0), from_on
    while day <= until_on:
        first_of_next = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        last = min(until_on, first_of_next - timedelta(days=1))
        length = (first_of_next - day.replace(day=1)).days
        total += Fraction((last - day).days + 1, length)
        day = first_of_next
    return total


def _monthly(parts: list[tuple[Price, date, date]], use: Use) -> list[Line]:
    quantity = use.quantity if parts[0][0].basis == "area" else Decimal(1)
    shares = [(one, first, last, months_between(first, last)) for one, first, last in parts]
    exact = [Fraction(quantity) * Fraction(one.price) * months * 100 for one, _first, _last, months in shares]
    rounding = parts[-1][0].rounding
    lines = [
        Line("price", fen, _facts(one, quantity=_text(quantity), months=_months(months), first=first.isoformat(), last=last.isoformat(), exact=_exact(sum_, fen)), one.version)
        for (one, first, last, months), sum_, fen in zip(shares, exact, together(exact, rounding), strict=True)
    ]
    return [*lines, *_least(parts[-1][0], sum(line.amount_fen for line in lines))]


def together(exact: list[Fraction], rounding: str) -> list[int]:
    """Whole fen for exact sums, rounded so that every beginning of the list adds up to the rounding of its exact sum."""
    done, total, rounded = 0, Fraction(0), []
    for one in exact:
        total += one
        rounded.append(rounded_fen(total, rounding) - done)
        done += rounded[-1]
    return rounded


def rounded_fen(exact: Fraction, rounding: str) -> int:
    """Half away from nothing, or down, to the step that the tariff says."""
    step = STEPS_OF_ROUNDING[rounding]
    ratio = exact / step
    if rounding == "yuan_down":
        return int(ratio) * step
    whole = (abs(ratio) * 2 + 1) // 2
    return int(whole if ratio >= 0 else -whole) * step


def _pieces(one: Price, use: Use) -> list[Line]:
    exact = Fraction(use.quantity) * Fraction(one.price) * 100
    fen = rounded_fen(exact, one.rounding)
    return [Line("price", fen, _facts(one, quantity=_text(use.quantity), exact=_exact(exact, fen)), one.version)]


def _metered(one: Price, use: Use) -> list[Line]:
    steps = one.steps or ((None, one.price),)
    parts, below = [], Decimal(0)
    for upper, unit_price in steps:
        reached = use.quantity if upper is None else min(use.quantity, upper)
        if reached > below:
            parts.append((reached - below, unit_price, below, upper))
        below = max(below, reached)
    exact = [Fraction(quantity) * Fraction(unit_price) * 100 for quantity, unit_price, _below, _upper in parts]
    return [
        Line("price", fen, _facts(one, quantity=_text(quantity), price=_text(unit_price), above=_text(low), upto="" if upper is None else _text(upper), exact=_exact(sum_, fen)), one.version)
        for (quantity, unit_price, low, upper), sum_, fen in zip(parts, exact, together(exact, one.rounding), strict=True)
    ]


def minutes_of(entered_at: datetime, left_at: datetime) -> int:
    """Begun minutes count."""
    return -int(-(left_at - entered_at).total_seconds() // 60)


def _stay(one: Price, use: Use) -> list[Line]:
    minutes = minutes_of(use.entered_at, use.left_at)
    told = {"minutes": str(minutes), "free": str(one.free_minutes), "block": str(one.block_minutes)}
    if minutes <= one.free_minutes:
        return [Line("price", 0, _facts(one, **told, is_free="1"), one.version)]
    charged = minutes - (one.free_minutes if one.is_free_deducted else 0)
    sums = [(day, left, blocks := -(-left // one.block_minutes), Fraction(one.price) * blocks * 100) for day, left in _days(charged)]
    capped = [min(exact, Fraction(one.daily_cap_fen)) if one.daily_cap_fen else exact for _day, _left, _blocks, exact in sums]
    return [
        Line("price", fen, _facts(one, **told, day=str(day), charged=str(left), blocks=str(blocks), cap=str(one.daily_cap_fen) if cap < exact else "", exact=_exact(cap, fen)), one.version)
        for (day, left, blocks, exact), cap, fen in zip(sums, capped, together(capped, one.rounding), strict=True)
    ]


def _days(minutes: int) -> list[tuple[int, int]]:
    """(number, minutes) of each 24 hours since the beginning."""
    whole, rest = divmod(minutes, DAY_MINUTES)
    return [(number + 1, DAY_MINUTES) for number in range(whole)] + ([(whole + 1, rest)] if rest else [])


def _least(one: Price, total: int) -> list[Line]:
    if not 0 < total < one.minimum_fen:
        return []
    return [Line("minimum", one.minimum_fen - total, {"minimum_fen": str(one.minimum_fen), "version": str(one.number)}, one.version)]


def _facts(one: Price, **more: str) -> dict[str, str]:
    facts = {"basis": one.basis, "version": str(one.number), "price": _text(one.price), "rounding": one.rounding, "legal_basis": one.legal_basis}
    return {key: value for key, value in {**facts, **more}.items() if value != ""}


def _text(number: Decimal) -> str:
    plain = f"{number.normalize():f}"
    whole, point, rest = plain.partition(".")
    return f"{whole}.{rest.ljust(2, '0')}" if point else whole


def _months(months: Fraction) -> str:
    return str(months)


def _exact(exact: Fraction, fen: int) -> str:
    """The sum before rounding, where rounding changed it: yuan with four decimals."""
    if exact == fen:
        return ""
    return f"{(Decimal(exact.numerator) / Decimal(exact.denominator) / 100).quantize(Decimal('0.0001'), ROUND_HALF_UP):f}"


def late_charge(*, permille: Decimal, after_days: int, clause: str, principal_fen: int, due_on: date, today: date, already_fen: int) -> Line | Refusal:
    """What a contract adds for late payment, less what was added before; without its clause there is nothing, and never more than the principal."""
    if not clause.strip() or permille <= 0:
        return Refusal("charges.no_late_clause", _("Not added: no clause of the contract behind this price says anything about late payment."))
    days = (today - due_on).days
    whole = min(rounded_fen(Fraction(principal_fen) * Fraction(permille) / 1000 * days, "fen"), principal_fen)
    if days <= after_days or whole <= already_fen:
        return Refusal("charges.not_late", _("Not added: nothing more is late yet by the clause of the contract."))
    return Line("late", whole - already_fen, {"owed_fen": str(principal_fen), "permille": _text(permille), "days": str(days), "clause": clause})
