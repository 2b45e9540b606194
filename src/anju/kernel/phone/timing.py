"""When something happened, told by a phone whose clock may be wrong. Pure.

The error of the phone's clock is measured whenever it sends: what the server's clock says less what the phone's says. Between two
measurements that differ somebody set the clock, once; an item's reading is tried with each error, and counts where it falls between the
neighbouring measurements. Where several fit, the latest counts, so that turning a clock back gains nobody a minute, and the
time is marked unsure. A second clock, which nobody can set, bounds it again: so much time has passed since, at least (it
stands still while some phones sleep, so it never says "at most"). No moment lies after now, or more than a month before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

TOLERANCE_MS = 120_000
OLDEST_MS = 31 * 86_400_000


@dataclass(frozen=True)
class Reading:
    """The error of a phone's clock, as it was measured from one moment of the server to another."""

    skew_ms: int
    since_ms: int
    until_ms: int


@dataclass(frozen=True)
class Sync:
    """The moment of sending: the server's time, and the phone's two clocks as it sent them."""

    server_ms: int
    wall_ms: int
    mono_ms: int
    boot: str

    @property
    def skew_ms(self) -> int:
        """Server less phone: minus three hours for a phone that is three hours fast."""
        return self.server_ms - self.wall_ms

    @property
    def reading(self) -> Reading:
        return Reading(self.skew_ms, self.server_ms, self.server_ms)


@dataclass(frozen=True)
class Placed:
    """Where an item stands in the server's time, and whether the phone's clocks contradict each other about it."""

    at_ms: int
    is_unsure: bool


def is_same(one: int, other: int) -> bool:
    return abs(one - other) <= TOLERANCE_MS


def joined(readings: Sequence[Reading], sync: Sync) -> list[Reading]:
    """The measurements with the present one: it prolongs the last, or begins a new one where the clock was set."""
    if readings and is_same(readings[-1].skew_ms, sync.skew_ms):
        return [*readings[:-1], Reading(sync.skew_ms, readings[-1].since_ms, sync.server_ms)]
    return [*readings, sync.reading]


def place(wall_ms: int, mono_ms: int, boot: str, *, sync: Sync, readings: Sequence[Reading]) -> Placed:
    """The moment of an item. `readings` are all measurements in order, the present one last."""
    fitting = _fitting(wall_ms, readings)
    at = max(fitting, default=wall_ms + sync.skew_ms)
    is_unsure = not fitting or not is_same(min(fitting), at)
    latest = sync.server_ms
    if boot == sync.boot and mono_ms <= sync.mono_ms:
        latest -= sync.mono_ms - mono_ms
    is_unsure = is_unsure or at > latest + TOLERANCE_MS
    at = min(at, latest)
    oldest = sync.server_ms - OLDEST_MS
    return Placed(max(at, oldest), is_unsure or at < oldest)


def _fitting(wall_ms: int, readings: Sequence[Reading]) -> list[int]:
    """The moments at which the phone can have shown this time."""
    found = []
    for place_of, reading in enumerate(readings):
        at = wall_ms + reading.skew_ms
        begins = readings[place_of - 1].until_ms if place_of else at
        ends = readings[place_of + 1].since_ms if place_of + 1 < len(readings) else reading.until_ms
        if begins - TOLERANCE_MS <= at <= ends + TOLERANCE_MS:
            found.append(at)
    return found
