"""From findings to points: an item, a sheet, several sheets, several sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from .bands import Span, band_at

ZERO = Decimal(0)
CENT = Decimal("0.01")
FEWEST_TO_TRIM = 3


@dataclass(frozen=True, kw_only=True)
class ItemTerms:
    """What an item is worth. `bands` are (from, to, points) of a rate; `levels` points by gravity."""

    shape: str = "deduct"
    full: Decimal = ZERO
    lowest: Decimal = ZERO
    unit_points: Decimal = ZERO
    batch: int = 1
    levels: Mapping[str, Decimal] = field(default_factory=dict)
    formula: str = "bands"
    bands: Sequence[Span] = ()
    is_veto: bool = False


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the scorer saw: so many findings of a gravity, or points he names, or a rate."""

    quantity: int = 0
    level: str = ""
    given: Decimal | None = None
    value: Decimal | None = None


def clamp(value: Decimal, lowest: Decimal, highest: Decimal) -> Decimal:
    return max(lowest, min(highest, value))


def item_points(terms: ItemTerms, seen: Seen) -> Decimal | None:
    """The points of an item, held between its least and its full marks; None for a rate that no band holds, or without a value."""
    if terms.shape in ("rate", "measure"):
        return _of_rate(terms, seen.value)
    if terms.shape == "give":
        return None if seen.given is None else clamp(seen.given, terms.lowest, terms.full)
    if terms.shape == "check":
        return terms.lowest if seen.quantity else terms.full
    moved = _moved(terms, seen)
    if terms.shape == "add":
        return clamp(moved, ZERO, terms.full)
    return clamp(terms.full - moved, terms.lowest, terms.full)


def _moved(terms: ItemTerms, seen: Seen) -> Decimal:
    """What is taken or added: the points named, else so much per gravity or unit, a batch at a time."""
    if seen.given is not None:
        return abs(seen.given)
    each = terms.levels.get(seen.level, terms.unit_points)
    return each * (seen.quantity // max(terms.batch, 1))


def _of_rate(terms: ItemTerms, value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    if terms.formula == "share":
        share = clamp(value, ZERO, Decimal(100)) / 100
        return clamp((terms.full * share).quantize(CENT, ROUND_HALF_UP), terms.lowest, terms.full)
    band = band_at(value, terms.bands, CENT)
    return None if band is None else clamp(Decimal(str(band.name)), terms.lowest, terms.full)


def total(points: Iterable[Decimal], *, base: Decimal, lowest: Decimal, highest: Decimal) -> Decimal:
    """The sum on its scale: never below the lowest, never above the highest."""
    return clamp(base + sum(points, ZERO), lowest, highest)


def combined(values: Sequence[Decimal], how: str) -> Decimal | None:
    """Several sheets as one figure. Trimming needs three sheets; with fewer it is the average."""
    if not values:
        return None
    if how == "latest":
        return values[-1]
    if how == "sum":
        return sum(values, ZERO)
    kept = sorted(values)[1:-1] if how == "trimmed" and len(values) >= FEWEST_TO_TRIM else list(values)
    return (sum(kept, ZERO) / len(kept)).quantize(CENT, ROUND_HALF_UP)


def weighted(by_source: Mapping[str, Decimal], weights: Mapping[str, int]) -> tuple[Decimal | None, tuple[str, ...]]:
    """The weighted figure of the sources that spoke, and those that are still missing."""
    missing = tuple(source for source in sorted(weights) if source not in by_source)
    heard = [(by_source[source], weights[source]) for source in weights if source in by_source]
    whole = sum(weight for _value, weight in heard)
    if not whole:
        return None, missing
    value = sum((value * weight for value, weight in heard), ZERO) / whole
    return value.quantize(CENT, ROUND_HALF_UP), missing


def shared(amount: Decimal, shares: Mapping[str, int]) -> dict[str, str]:
    """An amount by bearer; the last one takes what rounding leaves, so that the parts add up to the whole."""
    parts: dict[str, Decimal] = {}
    for bearer in shares:
        parts[bearer] = (amount * shares[bearer] / 100).quantize(CENT, ROUND_HALF_UP)
    if parts:
        last = list(parts)[-1]
        parts[last] += amount - sum(parts.values(), ZERO)
    return {bearer: str(part) for bearer, part in parts.items()}
