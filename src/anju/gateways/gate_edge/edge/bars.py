"""The bars of a gate as its box has them: which driver each has, what it last said of itself, and that a decision opens once.

A lane is wired from the snapshot, as the office wrote it, or from the command line in a trial. Each wired lane is listened to in a thread of its own.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from .lanes import LaneDriver, LaneFault, Missing, NoReceipt, Told, wired

AGAIN_SECONDS = (0.5, 1, 2, 5, 10)
REMEMBERED = 1000
TRIES = 4
"""A reader on a bus needs a moment until it is heard."""
DONE, FAILED, NO_RECEIPT, NO_DRIVER = "done", "failed", "no_receipt", ""
SAID = {"closed": 0, "open": 1, "held": 2}
FAULTS = {"silent": -1, "not_installed": -2, "login": -3, "address": -4, "no_contact": -5, "unknown_ca": -6, "cert_expired": -7, "cert_name": -8, "no_tls": -9}
_log = logging.getLogger(__name__)


@dataclass
class Lane:
    """A lane as this box sees it: its driver, what its bar last said, and which passages wait for an opening or for somebody to go through.

    `owed` is when the guard let a car in whose camera lifts the bar by its next answer, in microseconds.
    """

    driver: LaneDriver | None = None
    bar: str = "unknown"
    to_open: list[tuple[int, int]] = field(default_factory=list)
    to_go: list[tuple[int, int]] = field(default_factory=list)
    wire: Mapping[str, Any] | None = None
    fault: str = ""
    code: str = ""
    is_lost: bool = False
    owed: int = 0
    stop: Event = field(default_factory=Event)


class Bars:
    """`heard(lane, fact)` gets what the lanes see; `note(code, lane=…, value=…)` writes into the log. Neither is called with a lock of this class held."""

    def __init__(self, drivers: Mapping[str, LaneDriver], *, heard: Callable[[str, Told], None], note: Callable[..., None], is_trial: bool = False, authority: str = "") -> None:
        self.lanes: dict[str, Lane] = {lane: Lane(driver) for lane, driver in drivers.items()}
        self._heard, self._note, self._is_trial, self._authority = heard, note, is_trial, authority
        self._opened: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def plain(self) -> Iterator[str]:
        """The lanes that tell the box's own door, and so must be read at its start."""
        return (lane_id for lane_id, lane in self.lanes.items() if lane.wire is None)

    def read(self, lane_id: str) -> str:
        """What a bar says of itself now; unknown where it does not answer."""
        lane = self.lanes[lane_id]
        if (driver := lane.driver) is None:
            return lane.bar
        try:
            self._said(lane, driver, driver.state(), "", lane.code)
        except LaneFault as fault:
            self._said(lane, driver, "unknown", str(fault), fault.code)
            _log.warning("%s", fault)
        return lane.bar

    def _said(self, lane: Lane, driver: LaneDriver, bar: str, fault: str, code: str) -> None:
        """Keep what a driver says of its bar. What was unwired while it was asked says nothing any more."""
        with self._lock:
            if lane.driver is driver:
                lane.bar, lane.fault, lane.code = bar, fault, code

    def open(self, lane_id: str, decision: str) -> str:
        """Lift a bar for a decision that stands in the log. The same decision lifts it once; no decision lifts nothing."""
        lane = self.lanes.get(lane_id)
        if lane is None or lane.driver is None or not self._first_time(decision):
            return NO_DRIVER
        try:
            lane.driver.open_once(decision)
        except NoReceipt as fault:
            _log.warning("told, and nothing came back: %s", fault)
            return NO_RECEIPT
        except LaneFault as fault:
            _log.warning("decided, but not opened: %s", fault)
            return FAILED
        return DONE

    def _first_time(self, decision: str) -> bool:
        with self._lock:
            if not decision or decision in self._opened:
                return False
            self._opened[decision] = None
            while len(self._opened) > REMEMBERED:
                self._opened.popitem(last=False)
            return True

    def stand_open(self, is_released: Callable[[str], bool]) -> None:
        for lane_id, lane in self.lanes.items():
            try:
                if lane.driver is not None:
                    lane.driver.stay_open(is_released(lane_id))
            except LaneFault as fault:
                _log.warning("%s", fault)

    def wire(self, rows: Mapping[str, Mapping[str, Any]]) -> None:
        """Follow how the office says the lanes are wired: what changed gets another driver, and what was asked to be tried is read."""
        for lane_id, lane in self.lanes.items():
            row = rows.get(lane_id)
            if row is None and lane.wire is not None:
                self._unwire(lane)
            elif row is not None:
                was = lane.wire or {}
                if {**was, "try": 0} != {**row, "try": 0}:
                    self._rewire(lane_id, lane, row)
                if row.get("try", 0) != was.get("try", 0):
                    threading.Thread(target=self._try, args=(lane_id,), name=f"try {lane_id}", daemon=True).start()
                lane.wire = row

    def _unwire(self, lane: Lane) -> None:
        lane.stop.set()
        with self._lock:
            lane.driver, lane.wire, lane.bar, lane.fault = None, None, "unknown", ""

    def _rewire(self, lane_id: str, lane: Lane, row: Mapping[str, Any]) -> None:
        self._unwire(lane)
        lane.stop = Event()
        try:
            lane.driver = wired(row, is_trial=self._is_trial, authority=self._authority)
        except LaneFault as fault:
            lane.fault, lane.code = str(fault), fault.code
            self._note("not_installed" if isinstance(fault, Missing) else "lane_lost", lane=lane_id)
            return
        threading.Thread(target=self._listen, args=(lane_id, lane, lane.driver, lane.stop), name=f"lane {lane_id}", daemon=True).start()

    def _try(self, lane_id: str) -> None:
        """Read the bar because somebody asked for it, and say what came of it. Nothing is opened."""
        lane = self.lanes[lane_id]
        for _look in range(TRIES):
            if (bar := self.read(lane_id)) != "unknown" or lane.driver is None or lane.code in ("login", "address") or lane.stop.wait(0.5):
                break
        self._note("tried", lane=lane_id, value=SAID.get(bar, FAULTS.get(lane.code, FAULTS["silent"])))

    def _listen(self, lane_id: str, lane: Lane, driver: LaneDriver, stop: Event) -> None:
        """Listen to a lane; when it breaks off say so once, and listen again."""
        failures = 0
        while not stop.is_set():
            try:
                driver.watch(lambda fact: self._fact(lane_id, lane, fact, stop), stop)
                return
            except LaneFault as fault:
                self._said(lane, driver, "unknown", str(fault), lane.code)
                if not lane.is_lost and not stop.is_set():
                    lane.is_lost = True
                    _log.warning("%s", fault)
                    self._note("lane_lost", lane=lane_id)
            except Exception:
                _log.exception("lane %s is listened to again", lane_id)
            stop.wait(AGAIN_SECONDS[min(failures, len(AGAIN_SECONDS) - 1)])
            failures = 0 if not lane.is_lost else failures + 1

    def _fact(self, lane_id: str, lane: Lane, fact: Told, stop: Event) -> None:
        """Something a lane saw. The first one behind a break says that it is back; what stands open then nobody saw rising."""
        if stop.is_set():
            return
        if lane.is_lost:
            lane.is_lost = False
            self._note("lane_back", lane=lane_id)
        self._heard(lane_id, fact)
        if fact.what == "listening" and lane.bar not in ("open", "held") and self.read(lane_id) in ("open", "held"):
            self._heard(lane_id, Told("opened", cause="power"))

    def close(self) -> None:
        for lane in self.lanes.values():
            lane.stop.set()
