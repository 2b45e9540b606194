"""What a box needs of the thing that opens: the port, and the lane that speaks plain HTTP, as the project's simulated lane does.

A driver of a maker's controller or camera is another class with these four methods; `DRIVERS` names it by the scheme of the lane's address.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from typing import Protocol

from .simulated import SimulatedBar

SECONDS = 3


class LaneFault(OSError):
    """The lane did not answer, or did not do it."""


class LaneDriver(Protocol):
    """One barrier, door or turnstile. Each raises LaneFault."""

    def state(self) -> str:
        """What the bar or door says of itself now: open, closed or held. It is read, never assumed."""

    def open_once(self) -> None:
        """Let one person or car through."""

    def stay_open(self, on: bool) -> None:
        """Stand open (fire), or work as usual again. There is no way to lock it."""

    def keep_list(self, plates: Sequence[str]) -> int:
        """Replace the list by which a camera opens on its own when nobody answers it; returns how many it holds. A lane without one answers 0."""


class HttpLane:
    """GET /state → {"bar": …}; POST /open, /stay_open {"on": …}, /list {"plates": […]} → {"holds": n}; each with the lane's key."""

    def __init__(self, address: str, key: str) -> None:
        self.address, self._key = address.rstrip("/"), key

    def state(self) -> str:
        bar = self._ask("state").get("bar")
        if bar not in ("open", "closed", "held"):
            raise LaneFault(f"{self.address} does not know its bar")
        return bar

    def open_once(self) -> None:
        self._ask("open", {})

    def stay_open(self, on: bool) -> None:
        self._ask("stay_open", {"on": on})

    def keep_list(self, plates: Sequence[str]) -> int:
        holds = self._ask("list", {"plates": list(plates)}).get("holds", 0)
        return holds if isinstance(holds, int) else 0

    def _ask(self, what: str, told: dict | None = None) -> dict:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        body = None if told is None else json.dumps(told).encode()
        try:
            with urllib.request.urlopen(urllib.request.Request(f"{self.address}/{what}", body, headers), timeout=SECONDS) as answer:
                found = json.loads(answer.read(65_536) or b"{}")
        except (OSError, ValueError) as error:
            raise LaneFault(f"{self.address}/{what}: {error}") from None
        return found if isinstance(found, dict) else {}


DRIVERS: dict[str, Callable[[str, str], LaneDriver]] = {"http": HttpLane, "https": HttpLane, "simulated": SimulatedBar}


def driver_for(address: str, key: str) -> LaneDriver:
    """The driver for a lane's address; raises KeyError for a scheme that nobody drives."""
    return DRIVERS[address.partition(":")[0]](address, key)
