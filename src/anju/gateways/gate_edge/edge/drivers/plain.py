"""The lane that speaks plain HTTP, as the project's simulated lane does. What it sees it tells the box's own door."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from threading import Event

from ..lanes import SECONDS, LaneFault, NoReceipt, Tell


class HttpLane:
    """GET /state → {"bar": …}; POST /open {"decision": …}, /stay_open {"on": …}, /list {"plates": […]} → {"holds": n}; each with the lane's key."""

    def __init__(self, address: str, key: str) -> None:
        self.address, self._key = address.rstrip("/"), key

    def state(self) -> str:
        bar = self._ask("state").get("bar")
        if bar not in ("open", "closed", "held"):
            raise LaneFault(f"{self.address} does not know its bar")
        return bar

    def open_once(self, decision: str) -> None:
        try:
            self._ask("open", {"decision": decision})
        except TimeoutError as late:
            raise NoReceipt(str(late)) from None

    def stay_open(self, on: bool) -> None:
        self._ask("stay_open", {"on": on})

    def keep_list(self, plates: Sequence[str]) -> int:
        holds = self._ask("list", {"plates": list(plates)}).get("holds", 0)
        return holds if isinstance(holds, int) else 0

    def watch(self, tell: Tell, stop: Event) -> None:
        """It tells the box's own door."""

    def _ask(self, what: str, told: dict | None = None) -> dict:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        body = None if told is None else json.dumps(told).encode()
        try:
            with urllib.request.urlopen(urllib.request.Request(f"{self.address}/{what}", body, headers), timeout=SECONDS) as answer:
                found = json.loads(answer.read(65_536) or b"{}")
        except TimeoutError:
            raise
        except (OSError, ValueError) as error:
            raise LaneFault(f"{self.address}/{what}: {error}") from None
        return found if isinstance(found, dict) else {}
