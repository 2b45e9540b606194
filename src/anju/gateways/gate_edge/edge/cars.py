"""Cars at the lanes of a box: what a plate camera pushes becomes one passage, decided by the plate as the server would; what is not read surely is asked.

A car that nobody knows by exactly this plate is a stranger here: expected plates are held as digests, so that none can be found that is only alike.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from anju.dialects.sighting import Garbled, InputChanged, Sighting, Told
from anju.domains.access import rules as gate
from anju.domains.access.rules import looks
from anju.domains.edges.rules.log import micros, moment
from anju.gateways.http_push.claims import is_secret
from anju.gateways.lane_cameras.speaking import DIALECTS, answered, mark_of

from .clockwork import MICRO
from .deciding import ALWAYS, Judged, Shown

if TYPE_CHECKING:
    from .box import Box

REMEMBERED = 5000
NOTED_AGAIN_US = 3600 * MICRO
HEARD_SECONDS = 60


@dataclass(frozen=True)
class Camera:
    """A plate camera as the snapshot tells it: which way the cars go that it sees, whether its answers lift the bar, its inputs at the bar's end switch and loop."""

    device: str
    key: str
    lane: str
    way: str
    maker: str
    answers: bool = False
    bar: int | None = None
    loop: int | None = None


@dataclass(frozen=True)
class Heard:
    """What the camera is answered, or the `refused` code; `number` is the line for which the bar of the lane is to be lifted, decided at `us`."""

    answer: Mapping[str, Any] = field(default_factory=dict)
    refused: str = ""
    lane: str = ""
    number: int = -1
    us: int = 0


@dataclass
class _Car:
    """The car that a camera looks at since a moment: what was read, and the line that says what came of it."""

    us: int
    read: str = ""
    looks: list[list[Any]] = field(default_factory=list)
    said: tuple[str, ...] = ()
    number: int = 0
    is_settled: bool = False


class Cars:
    """`camera` says who pushes, `hear` takes the push. What is remembered of repeats stands in the log, and is known again after a start."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self._there: dict[str, _Car] = {}
        self._last: dict[str, datetime] = {}
        self._noted: dict[str, int] = {}
        self._heard: dict[str, int] = {}
        self._marks: OrderedDict[str, int] = OrderedDict()

    def camera(self, device: UUID | None, secret: str) -> Camera | None:
        """The camera that shows this key; None for whoever is no camera of this gate."""
        row = self._box.held.section("cameras").get(device.hex) if device else None
        known = {one.name: row[one.name] for one in fields(Camera) if row and one.name in row}
        return Camera(device=device.hex, **known) if row and is_secret(secret, row["key"]) else None

    def hear(self, camera: Camera, maker: str, content_type: str, body: bytes) -> Heard:
        """Take one push of a camera that signed in."""
        if camera.maker != maker or camera.lane not in self._box.lanes:
            return Heard(refused="devices.no_lane")
        try:
            told = DIALECTS[maker].read(content_type, body)
        except Garbled:
            return Heard(refused="devices.garbled")
        with self._box.lock:
            found = self._taken(camera, told)
            if not found.refused:
                self._heard[camera.device] = self._box.clock.now_us()
            return found

    def _taken(self, camera: Camera, told: Told) -> Heard:
        if isinstance(told, Sighting):
            return self._car(camera, told)
        if isinstance(told, InputChanged):
            self._input(camera, told)
        return self._answer(camera, is_open=self._is_owed(camera))

    def _answer(self, camera: Camera, *, is_open: bool = False, told: Sighting | None = None, number: int = -1) -> Heard:
        """To a camera that lifts its own bar, where no controller does, the answer is the command."""
        by_answer = camera.answers and self._box.lanes[camera.lane].driver is None
        return Heard(answered(camera.maker, is_open=is_open and by_answer, told=told), lane=camera.lane, number=number if is_open and not by_answer else -1, us=self._box.clock.now_us())

    def _is_owed(self, camera: Camera) -> bool:
        """Whether the guard let a car in that still waits for the camera's bar. It is told once."""
        lane = self._box.lanes[camera.lane]
        owed, lane.owed = lane.owed, 0 if camera.answers else lane.owed
        return camera.answers and lane.driver is None and self._box.clock.now_us() - owed <= looks.LIFT_SECONDS * MICRO

    def _input(self, camera: Camera, told: InputChanged) -> None:
        if told.is_on and told.source == camera.bar:
            self._box.opened(camera.lane)
        elif told.is_on and told.source == camera.loop:
            self._box.passed(camera.lane)

    def _car(self, camera: Camera, told: Sighting) -> Heard:
        mark = f"{camera.device}{mark_of(told)}"
        if mark in self._marks:
            return self._again(camera, told, self._marks[mark])
        now = moment(self._box.clock.now_us())
        seen_at = told.at if told.at.tzinfo else told.at.replace(tzinfo=ZoneInfo(self._box.held.section("about").get("zone", "Asia/Shanghai")))
        is_late, fault, is_doubtful = self._when(camera, seen_at, now, told.is_late)
        if fault:
            self._say_clock(camera, seen_at, now)
            return Heard(refused=f"access.{fault}")
        if is_late:
            self._box.note("car_late", lane=camera.lane, value=round((now - seen_at).total_seconds()))
            self._keep_mark(mark, 0)
            return self._answer(camera, told=told)
        self._last[camera.device] = max(seen_at, self._last.get(camera.device, seen_at))
        one = self._standing(camera, told, micros(now))
        if not one.is_settled:
            return self._looked_at(camera, told, one, mark, is_doubtful=is_doubtful)
        self._keep_mark(mark, 0)
        return self._answer(camera, told=told)

    def _when(self, camera: Camera, seen_at: datetime, now: datetime, is_late: bool) -> tuple[bool, str, bool]:
        """(told late, the fault, whether neither clock can be believed). Without a certain clock of its own the box blames no camera's."""
        if not self._box.clock.is_sure:
            return is_late, "", abs((now - seen_at).total_seconds()) > looks.LATE_SECONDS
        return *looks.told_when(seen_at, now, self._last.get(camera.device), is_late=is_late), False

    def _say_clock(self, camera: Camera, seen_at: datetime, now: datetime) -> None:
        """Written down once an hour for each camera, however often it pushes."""
        us = micros(now)
        if us - self._noted.get(camera.device, -NOTED_AGAIN_US) >= NOTED_AGAIN_US:
            self._noted[camera.device] = us
            with suppress(sqlite3.Error):
                self._box.note("camera_clock", lane=camera.lane, value=max(min(round((seen_at - now).total_seconds()), 2**31), -(2**31)))

    def _standing(self, camera: Camera, told: Sighting, us: int) -> _Car:
        """The car that this is another look at, or a new one."""
        one = self._there.get(camera.device)
        if one is None or us - one.us > looks.SAME_CAR_SECONDS * MICRO or not looks.is_same_car(one.read, told.text, sure=told.sure, is_settled=one.is_settled):
            one = self._there[camera.device] = _Car(us)
        return one

    def _looked_at(self, camera: Camera, told: Sighting, one: _Car, mark: str, *, is_doubtful: bool) -> Heard:
        one.looks = [*one.looks, [told.text, round(told.sure, 3)]][-looks.MOST_LOOKS :]
        reading = looks.reading_of(one.looks)
        plate, one.read = reading.counted, "" if reading.is_of_forces else reading.text
        one.looks = [] if reading.is_of_forces else one.looks
        shown = Shown(camera.lane, camera.way, "plate" if plate else "nothing", plate, reading.emergency, told.vehicle)
        judged, now = self._box.judged(shown)
        judged = _or_asked(judged, "plate_unread" if not plate else "clock_unsure" if is_doubtful else "")
        said = (plate, judged.decision.outcome, judged.decision.code)
        if said != one.said:
            one.number, judged = self._box.settled(shown, judged, now, camera=camera.device, read=round(reading.sure * 100), mark=mark[32:])
            one.said = said if one.number else ()
        self._keep_mark(mark, one.number)
        one.is_settled = judged.decision.is_allowed
        return self._answer(camera, is_open=judged.decision.is_allowed, told=told, number=one.number)

    def _again(self, camera: Camera, told: Sighting, number: int) -> Heard:
        """A push that is sent again is the same car: its bar is still to be lifted where nothing says that it rose, as after a start; each decision lifts once."""
        since = self._box.clock.now_us() - looks.LIFT_SECONDS * MICRO
        is_waiting = any(each == number and at >= since for each, at in self._box.lanes[camera.lane].to_open)
        return self._answer(camera, is_open=bool(number) and is_waiting, told=told, number=number)

    def _keep_mark(self, mark: str, number: int) -> None:
        self._marks[mark] = number
        while len(self._marks) > REMEMBERED:
            self._marks.popitem(last=False)

    def remember(self, line: Mapping[str, Any]) -> None:
        """What a line of the log means for the cars: this push was taken, the guard let this car in, it went through."""
        if line.get("mark"):
            self._keep_mark(f"{line['camera']}{line['mark']}", line["n"])
        elif line["kind"] == "going" and line["of"]:
            self._there = {device: one for device, one in self._there.items() if one.number != line["of"]}
        elif line["kind"] == "release":
            for one in self._there.values():
                one.is_settled = one.is_settled or one.number == line["of"]

    def lately_heard(self) -> dict[str, int]:
        """device → seconds since it was heard, of the cameras that were heard a moment ago."""
        now = self._box.clock.now_us()
        return {device: (now - us) // MICRO for device, us in list(self._heard.items()) if now - us <= HEARD_SECONDS * MICRO}


def _or_asked(judged: Judged, code: str) -> Judged:
    """What cannot be known here is asked: it opens nothing, and refuses nobody for it. Fire, help and whoever leaves go in any case."""
    is_open_question = judged.decision.code == "no_right" or (judged.decision.is_allowed and judged.decision.code not in ALWAYS)
    return replace(judged, decision=gate.Decision(gate.ASK, code, "guard")) if code and is_open_question else judged
