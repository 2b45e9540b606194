"""Bands: which range of scores has which name, and where a scheme says nothing or says two things."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal


@dataclass(frozen=True)
class Span:
    """From `lowest` to `highest`, both included; `name` is whatever the caller wants back."""

    lowest: Decimal
    highest: Decimal
    name: object = ""

    def holds(self, points: Decimal) -> bool:
        return self.lowest <= points <= self.highest


def cut(points: Decimal, step: Decimal) -> Decimal:
    """The points as bands see them: cut down to whole steps, never rounded up into a better band."""
    return (points / step).to_integral_value(ROUND_FLOOR) * step


def holes(spans: Iterable[Span], lowest: Decimal, highest: Decimal, step: Decimal) -> list[Span]:
    """The ranges of the scale that no band names, in order."""
    found, at = [], lowest
    for span in sorted(spans, key=lambda one: (one.lowest, one.highest)):
        if span.lowest > at:
            found.append(Span(at, min(span.lowest - step, highest)))
        at = max(at, span.highest + step)
    if at <= highest:
        found.append(Span(at, highest))
    return [one for one in found if one.lowest <= one.highest]


def overlaps(spans: Iterable[Span]) -> list[tuple[Span, Span, Span]]:
    """The ranges that two bands name, each with its two bands."""
    ordered = sorted(spans, key=lambda one: (one.lowest, one.highest))
    return [
        (Span(second.lowest, min(first.highest, second.highest)), first, second)
        for number, first in enumerate(ordered)
        for second in ordered[number + 1 :]
        if second.lowest <= first.highest
    ]


def band_at(points: Decimal, spans: Sequence[Span], step: Decimal) -> Span | None:
    """The one band that holds the points; None where none does, or more than one."""
    held = [span for span in spans if span.holds(cut(points, step))]
    return held[0] if len(held) == 1 else None


def decided(spans: Sequence[Span], range_: Span, step: Decimal) -> list[Span]:
    """The bands after somebody decided that a range belongs to `range_.name`; what others said about it is taken from them."""
    kept: list[Span] = []
    for span in spans:
        if span.highest < range_.lowest or span.lowest > range_.highest:
            kept.append(span)
            continue
        if span.lowest < range_.lowest:
            kept.append(Span(span.lowest, range_.lowest - step, span.name))
        if span.highest > range_.highest:
            kept.append(Span(range_.highest + step, span.highest, span.name))
    return _joined([*kept, range_], step)


def _joined(spans: list[Span], step: Decimal) -> list[Span]:
    """Neighbours of the same name become one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: one.lowest):
        last = found[-1] if found else None
        if last is not None and last.name == span.name and last.highest + step >= span.lowest:
            found[-1] = Span(last.lowest, max(last.highest, span.highest), last.name)
        else:
            found.append(span)
    return found
