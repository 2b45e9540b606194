"""The box: it decides, writes it down, then opens; and it remembers what a door did. Everything else asks it.

The order is fixed: the line is on the disk before the bar moves. What was decided and could not be opened stands there as well.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from anju.domains.access import rules as gate
from anju.domains.access.rules.looks import LIFT_SECONDS
from anju.domains.edges.rules import envelope, snapshot

from .bars import FAILED, NO_RECEIPT, Bars, Lane
from .book import Book
from .cars import Cars
from .clockwork import MICRO, Clockwork
from .deciding import ALWAYS, Judged, Now, Shown, judge
from .identity import Identity
from .lanes import LaneDriver, LaneFault, Told
from .memory import Memory

MATCH_US, PASS_US, LIFT_US = 15 * MICRO, 60 * MICRO, LIFT_SECONDS * MICRO
REMEMBERED_LINES = 5000
_log = logging.getLogger(__name__)


class Box:
    """One gate's box. `present`, `opened`, `passed`, `release` and `fire` are what lanes and guards call; `take` is for what the server sends."""

    def __init__(self, identity: Identity, book: Book, *, clock: Clockwork, drivers: Mapping[str, LaneDriver] | None = None, is_trial: bool = False, authority: str = "") -> None:
        self.identity, self.book, self.clock = identity, book, clock
        self.bars = Bars(drivers or {}, heard=self._heard, note=self.note, is_trial=is_trial, authority=authority)
        self.lanes = self.bars.lanes
        self.held, self.memory, self.cars = snapshot.NOTHING, Memory(), Cars(self)
        self.is_online, self.is_fire, self.refused = False, False, ""
        self._asked: dict[int, dict[str, Any]] = {}
        self.lock = threading.RLock()
        self._load()

    def _load(self) -> None:
        """What was known before the power went: the snapshot, if it is still the signed one, and what happened last."""
        for told in self.book.newest(1):
            self.clock.prove(told["at"])
        papers = [json.loads(kept)] if (kept := self.book.kept("snapshot")) else []
        for paper in [*papers, *json.loads(self.book.kept("changes", b"[]"))]:
            self._take(paper, is_kept=True)
        for told in self.book.newest(REMEMBERED_LINES):
            self._remember(told)
        if not self.book.is_whole():
            self.note("log_broken")

    def start(self) -> None:
        """Say that the box runs, and read every bar: what stands open without a decision is written down as such."""
        self.note("started")
        if not self.clock.is_sure:
            self.note("clock_unsure")
        for lane_id in self.bars.plain():
            if self.read_bar(lane_id) in ("open", "held"):
                self.opened(lane_id, "power")
        self.bars.wire(self.held.section("wires"))

    def read_bar(self, lane_id: str) -> str:
        before, bar = self.lanes[lane_id].bar, self.bars.read(lane_id)
        if self.lanes[lane_id].fault and (before != "unknown" or not self._is_noted(lane_id)):
            self.note("bar_unknown", lane=lane_id)
        return bar

    def _is_noted(self, lane_id: str) -> bool:
        return any(one.get("code") == "bar_unknown" and one.get("lane") == lane_id for one in self.book.newest(20))

    def _heard(self, lane_id: str, fact: Told) -> None:
        """What a wired lane sees by itself. One that is heard again stands open where a fire release goes on."""
        if fact.what == "listening" and self._is_released(lane_id):
            self.bars.stand_open(self._is_released)
        elif fact.what == "opened":
            self.opened(lane_id, fact.cause)
        elif fact.what == "closed":
            self.closed(lane_id)
        elif fact.what == "passed":
            self.passed(lane_id)
        elif fact.what == "shown":
            self.present(Shown(lane_id, fact.way or self._usual_way(lane_id), "card", fact.secret))

    def _usual_way(self, lane_id: str) -> str:
        """A reader that does not say which way it faces: the lane's only way, else in, which asks for more."""
        row = self.held.section("lanes").get(lane_id)
        return "out" if row and row["facts"]["directions"] == "out" else "in"

    def present(self, shown: Shown) -> dict[str, Any]:
        """Decide about who stands at a lane, write it down, and open where he may pass."""
        with self.lock:
            judged, now = self.judged(shown)
            number, judged = self.settled(shown, judged, now)
        receipt = self.lift(shown.lane, number) if judged.decision.is_allowed else ""
        return {**self._answer(number, judged), "receipt": receipt}

    def judged(self, shown: Shown) -> tuple[Judged, Now]:
        """The decision as things stand now. Nothing is written yet."""
        self._look_at_clock()
        now = Now(self.clock.now_us(), self.clock.is_sure, self.is_online, self.is_fire)
        return judge(shown, self.held, self.memory, now), now

    def settled(self, shown: Shown, judged: Judged, now: Now, **more: Any) -> tuple[int, Judged]:
        """The line that is on the disk now, and what counts with it: 0 where the disk takes nothing."""
        try:
            return self._write({**self._passage(shown, judged, now), **more}), judged
        except sqlite3.Error as fault:
            return 0, self._not_written(judged, fault)

    def _not_written(self, judged: Judged, fault: Exception) -> Judged:
        """A full or broken disk: fire, help and whoever leaves go all the same; for the rest the guard is asked, who writes it down."""
        _log.error("the log takes nothing: %s", fault)
        return judged if judged.decision.code in ALWAYS else replace(judged, decision=gate.Decision(gate.ASK, "not_written", "guard"))

    def _look_at_clock(self) -> None:
        if seconds := self.clock.jump():
            with suppress(sqlite3.Error):
                self.note("clock_jumped", value=seconds)

    def _passage(self, shown: Shown, judged: Judged, now: Now) -> dict[str, Any]:
        plate = ""
        if judged.plate and not judged.credential and (key := self.held.section("about").get("seal_key")):
            plate = envelope.text_of(envelope.closed(judged.plate.encode(), bytes.fromhex(key)))
        decision = judged.decision
        return {
            "kind": "passage", "at": now.us, "sure": now.is_sure, "lane": shown.lane, "way": shown.way, "category": judged.facts.category, "outcome": decision.outcome,
            "code": decision.code, "whom": decision.whom, "rules": judged.rules_version, "snapshot": self.held.number, "credential": judged.credential,
            "pass": judged.permit, "plate": plate, "facts": gate.as_json(judged.facts), "online": now.is_online,
        }  # fmt: skip

    def _answer(self, number: int, judged: Judged) -> dict[str, Any]:
        decision = judged.decision
        sentence = self.held.section("words").get(decision.code, decision.code)
        return {"number": number, "outcome": decision.outcome, "code": decision.code, "whom": decision.whom, "sentence": sentence, "notes": list(decision.notes)}

    def lift(self, lane_id: str, number: int, *, decided_us: int = 0) -> str:
        """Lift the bar for the line that decided it, and write down where nobody said that it was done. What had to wait too long lifts nothing."""
        decision = f"{self.identity.edge}:{number or f'unwritten-{self.clock.now_us()}'}"
        is_stale = bool(decided_us) and self.clock.now_us() - decided_us > LIFT_US
        receipt = FAILED if is_stale else self.bars.open(lane_id, decision)
        if receipt in (FAILED, NO_RECEIPT):
            with suppress(sqlite3.Error):
                self.note("no_receipt" if receipt == NO_RECEIPT else "not_opened", lane=lane_id, value=number)
        return receipt

    def release(self, number: int, said: str) -> dict[str, Any]:
        """The guard asked and lets him through. Raises KeyError for a passage that was not asked about here, ValueError without words."""
        if not said.strip():
            raise ValueError("say who was asked and what he said")
        with self.lock:
            lane = self._asked[number]["lane"]
            now = self.clock.now_us()
            line = self._write({"kind": "release", "at": now, "sure": self.clock.is_sure, "of": number, "said": said.strip()[:200]})
            self.lanes[lane].owed = now
        return {"number": number, "receipt": self.lift(lane, line)}

    def opened(self, lane_id: str, cause: str = "device") -> int:
        """A contact or relay says that it opened; it belongs to what was decided there within 15 seconds, else to nothing."""
        with self.lock:
            now = self.clock.now_us()
            self.lanes[lane_id].bar = "open"
            of = 0 if cause == "power" else _first(self.lanes[lane_id].to_open, now - MATCH_US, newest=True)
            return self._write({"kind": "opening", "at": now, "sure": self.clock.is_sure, "lane": lane_id, "cause": "fire" if self._is_released(lane_id) else cause, "of": of})

    def passed(self, lane_id: str) -> int:
        """A loop felt somebody go through; the first after an opening is whom it was for, the next went behind him."""
        with self.lock:
            now = self.clock.now_us()
            if self._is_released(lane_id):
                return 0
            of = _first(self.lanes[lane_id].to_go, now - PASS_US)
            return self._write({"kind": "going", "at": now, "sure": self.clock.is_sure, "lane": lane_id, "of": of})

    def closed(self, lane_id: str) -> None:
        self.lanes[lane_id].bar = "closed"

    def fire(self, on: bool) -> None:
        """The fire contact of this gate: every lane stands open, whatever anybody says, until it opens again."""
        if on == self.is_fire:
            return
        self.is_fire = on
        self.bars.stand_open(self._is_released)
        self.note("fire_on" if on else "fire_off")

    def _is_released(self, lane_id: str) -> bool:
        row = self.held.section("lanes").get(lane_id)
        return self.is_fire or bool(row and row["facts"]["is_released"])

    def take(self, paper: Mapping[str, Any]) -> bool:
        """A snapshot or change from the server; False where it is refused, which is noted and told."""
        with self.lock:
            return self._take(paper)

    def _take(self, paper: Mapping[str, Any], *, is_kept: bool = False) -> bool:
        before = self.held
        try:
            content = envelope.read("rights", self.identity.edge, paper, public_key=self.identity.public_key, with_key=self.identity.seal_key)
            now = 0 if is_kept and not self.clock.is_sure else self.clock.now_us()
            self.held = snapshot.taken(self.held, content, now_us=now)
        except (envelope.Unusable, snapshot.Refused) as fault:
            self.refused = fault.code
            if fault.code not in ("not_next", "expired"):
                self.note("snapshot_refused")
            return False
        self.refused = ""
        self.clock.prove(self.held.made_us)
        for lane_id in self.held.section("lanes"):
            self.lanes.setdefault(lane_id, Lane())
        self.memory.learn(before, self.held)
        if not is_kept:
            self._keep(content, paper)
            self._follow(before)
        return True

    def _keep(self, content: Mapping[str, Any], paper: Mapping[str, Any]) -> None:
        """Keep it for the next start, signed as it came: a full one in place of everything, a change behind it."""
        if content["kind"] == "full":
            self.book.keep("snapshot", json.dumps(dict(paper)).encode())
            self.book.keep("changes", b"[]")
        else:
            kept = json.loads(self.book.kept("changes", b"[]"))
            self.book.keep("changes", json.dumps([*kept, dict(paper)]).encode())

    def _follow(self, before: snapshot.Held) -> None:
        """What the new rights change at the lanes themselves."""
        self.bars.wire(self.held.section("wires"))
        if any(one["facts"]["is_released"] for one in (*self.held.section("lanes").values(), *before.section("lanes").values())):
            self.bars.stand_open(self._is_released)
        for lane_id, plates in self.held.section("white").items():
            lane = self.lanes.get(lane_id)
            if lane is None or lane.driver is None or before.section("white").get(lane_id) == plates:
                continue
            try:
                self.note("white_list", lane=lane_id, value=lane.driver.keep_list(plates))
            except LaneFault as fault:
                _log.warning("%s", fault)

    def hear(self, server_us: int) -> int:
        """The server's time; notes when the clock becomes certain, or was far off."""
        was_sure = self.clock.is_sure
        ahead = self.clock.hear(server_us)
        if not was_sure:
            self.note("clock_set", value=round(ahead / MICRO))
        return ahead

    def note(self, code: str, **more: Any) -> None:
        with self.lock:
            self._write({"kind": "note", "at": self.clock.now_us(), "sure": self.clock.is_sure, "code": code, **more})

    def _write(self, told: dict[str, Any]) -> int:
        number = self.book.write(told)
        self._remember({**told, "n": number})
        return number

    def _remember(self, told: Mapping[str, Any]) -> None:
        """What a line means for the next decisions; the same when it is written and when the box starts again."""
        kind, number = told["kind"], told["n"]
        lane = self.lanes.setdefault(told["lane"], Lane()) if told.get("lane") else None
        self.cars.remember(told)
        if kind == "passage" and told["outcome"] == "allowed":
            self.memory.went(told, self.held)
            lane.to_open = [*lane.to_open[-19:], (number, told["at"])]
        elif kind == "passage":
            self._asked[number] = {**{name: told[name] for name in ("lane", "way", "category", "credential", "pass")}, "n": number, "facts": {"turns": told["facts"].get("turns")}}
            if len(self._asked) > 1000:
                del self._asked[next(iter(self._asked))]
        elif kind == "release" and told["of"] in self._asked:
            asked = self._asked.pop(told["of"])
            self.memory.went({**asked, "at": told["at"]}, self.held)
            self.lanes[asked["lane"]].to_open.append((told["of"], told["at"]))
        elif kind == "opening" and told["of"]:
            lane.to_open = [one for one in lane.to_open if one[0] != told["of"]]
            lane.to_go = [*lane.to_go[-19:], (told["of"], told["at"])]
        elif kind == "going" and told["of"]:
            lane.to_go = [one for one in lane.to_go if one[0] != told["of"]]

    def standing(self) -> dict[str, Any]:
        """What the box says of itself."""
        return {
            "snapshot": self.held.number, "until_us": self.held.until_us, "unsent": self.book.unsent, "clock": "sure" if self.clock.is_sure else "unsure",
            "refused": self.refused, "is_online": self.is_online, "is_fire": self.is_fire, "last": self.book.last, "bars": {lane: one.bar for lane, one in self.lanes.items()},
            "faults": {lane: one.fault for lane, one in self.lanes.items() if one.fault}, "cameras": self.cars.lately_heard(),
        }  # fmt: skip


def _first(waiting: list[tuple[int, int]], since: int, *, newest: bool = False) -> int:
    """The number of the passage that this belongs to, 0 for none."""
    found = [number for number, at in waiting if at >= since]
    return found[-1 if newest else 0] if found else 0
