"""What time it is at the gate, and whether that is certain.

After power comes back a small box often has no battery for its clock. Until the server, or a clock of its own, has told the time, it is not certain: what
depends on hours and days is then asked instead of decided. Once told, the time goes on by the steady counter, which nobody can put back.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from anju.domains.edges.rules.log import micros
from anju.kernel import clock

JUMP_US = 5_000_000
MICRO = 1_000_000


def wall_us() -> int:
    return micros(clock.machine())


def steady_us() -> int:
    return time.monotonic_ns() // 1000


class Clockwork:
    """`newest_us` is the latest moment of which the box has proof; `has_own` says that its clock has a battery."""

    def __init__(self, *, newest_us: int = 0, has_own: bool = False, wall: Callable[[], int] = wall_us, steady: Callable[[], int] = steady_us) -> None:
        self._wall, self._steady = wall, steady
        self.newest_us = newest_us
        self._last = (wall(), steady())
        self._base: int | None = self._last[0] - self._last[1] if has_own else None
        self._is_told = False
        self.prove(newest_us)

    def prove(self, us: int) -> None:
        """It is at least this late: a log or a signed paper says so. A clock of one's own that is behind it is not believed."""
        self.newest_us = max(self.newest_us, us)
        if self._base is not None and not self._is_told and self._base + self._steady() < self.newest_us:
            self._base = None

    @property
    def is_sure(self) -> bool:
        return self._base is not None

    def now_us(self) -> int:
        """Never before what is proven."""
        told = self._wall() if self._base is None else self._base + self._steady()
        return max(told, self.newest_us)

    def hear(self, server_us: int) -> int:
        """The server says what time it is: the time is certain from now on. Returns how far the box's own clock is ahead, in microseconds."""
        self._base, self._is_told = server_us - self._steady(), True
        self.newest_us = max(self.newest_us, server_us)
        return self._wall() - server_us

    def jump(self) -> int:
        """By how many seconds the box's own clock was set since the last look, 0 where it was not."""
        before, self._last = self._last, (self._wall(), self._steady())
        moved = (self._last[0] - before[0]) - (self._last[1] - before[1])
        return round(moved / MICRO) if abs(moved) > JUMP_US else 0
