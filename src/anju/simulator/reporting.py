"""The gateways in the present: they enrol, report, fetch commands and answer them over HTTP, as real ones would."""

from __future__ import annotations

import json
import logging
import urllib.error
import urllib.request
from datetime import timedelta
from random import Random
from typing import Any

from anju.domains.devices import actions as devices
from anju.domains.devices.queries import Contact, Device, in_service
from anju.kernel import clock
from anju.kernel.refusals import Refusal

from . import equipment
from .world import World

ROUND_TICKS = 10
LOSE_TICKS, LOST_TICKS = 600, 120
_log = logging.getLogger(__name__)


class Gateways:
    """All gateways of the community. `base` is where the product answers."""

    def __init__(self, world: World, base: str) -> None:
        self.world, self.base = world, base
        self.keys: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self.down: dict[str, int] = {}
        self._ticks = 0

    def tick(self) -> None:
        """One gateway after the other, so that each reports about once a minute; a device goes missing now and then."""
        self._ticks += 1
        gateways = list(in_service(self.world.scope).filter(kind="gateway"))
        for turn, gateway in enumerate(gateways):
            if self._ticks % ROUND_TICKS != turn % ROUND_TICKS:
                continue
            try:
                self._report(gateway)
                self._obey(gateway)
            except (OSError, ValueError) as error:
                _log.info("the gateway %s gets no answer: %s", gateway.number, error)

    def _post(self, door: str, told: dict[str, Any], number: str = "") -> tuple[int, dict[str, Any]]:
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {self.keys[number]}"} if number else {})}
        request = urllib.request.Request(f"{self.base}/ingest/{door}", json.dumps(told).encode(), headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read())

    def _enrol(self, gateway: Device) -> bool:
        if gateway.number in self.keys:
            return True
        engineer = self.world.cast.staff["engineer"][0]
        issued = devices.issue_enrolment(gateway, by=self.world.cast.actor(engineer))
        if isinstance(issued, Refusal):
            return False
        status, told = self._post("enrol", {"token": issued.shown_once})
        if status == 200:
            self.keys[gateway.number], self.numbers[gateway.number] = told["key"], told["next_number"]
        return status == 200

    def _report(self, gateway: Device) -> None:
        if not self._enrol(gateway):
            return
        behind = list(in_service(self.world.scope).filter(gateway=gateway))
        self._learn(behind)
        lot = Random(f"{self.world.seed}:{gateway.number}:{self._ticks}")
        self._lose_one(behind, lot)
        rows = [self._row(gateway, "heartbeat", {}), *(self._row(each, *self._said(each, lot)) for each in behind)]
        status, told = self._post("observations", {"sent_at": clock.now().isoformat(), "observations": rows}, gateway.number)
        if status == 401:
            del self.keys[gateway.number]
        elif status != 200:
            _log.info("%s was refused: %s", gateway.number, told.get("code"))

    def _learn(self, behind: list[Device]) -> None:
        unknown = [each for each in behind if each.number not in self.numbers]
        last = dict(Contact.objects.filter(pk__in=[each.pk for each in unknown]).values_list("pk", "last_number")) if unknown else {}
        self.numbers |= {each.number: (last.get(each.pk) or 0) + 1 for each in unknown}

    def _lose_one(self, behind: list[Device], lot: Random) -> None:
        if behind and lot.random() < ROUND_TICKS / LOSE_TICKS:
            self.down[lot.choice(behind).number] = self._ticks + LOST_TICKS
        self.down = {number: until for number, until in self.down.items() if until > self._ticks}

    def _row(self, device: Device, kind: str, values: dict[str, Any]) -> dict[str, Any]:
        number = self.numbers[device.number]
        self.numbers[device.number] = number + 1
        at = clock.now() - timedelta(seconds=1)
        return {"device": device.number, "number": number, "at": at.isoformat(), "kind": kind, "values": values}

    def _said(self, device: Device, lot: Random) -> tuple[str, dict[str, Any]]:
        if device.number in self.down:
            return "status", {"state": "network_lost"}
        if values := {name: _value(name, lot) for name, _unit in device.about.readings}:
            return "reading", values
        return "heartbeat", {}

    def _obey(self, gateway: Device) -> None:
        """Fetch what is to be done, and do it: a device that is away fails, any other obeys."""
        if gateway.number not in self.keys:
            return
        _status, told = self._post("commands", {}, gateway.number)
        for command in told.get("commands", ()):
            self._post("receipts", {"command": command["command"], "outcome": "accepted"}, gateway.number)
            is_away = command["device"] in self.down
            outcome = {"outcome": "failed", "note": "设备无响应"} if is_away else {"outcome": "done", "note": "已执行"}
            self._post("receipts", {"command": command["command"], **outcome}, gateway.number)


_RANGES = {"temperature": (18.0, 31.0), "humidity": (40.0, 75.0), "pressure": (0.35, 0.55), "current": (8.0, 14.0), "battery": (60.0, 100.0), "power": (0.0, 900.0),
           "disk_free": (12.0, 18.0), "speed": (0.0, 1.75)}  # fmt: skip


def _value(name: str, lot: Random) -> float | bool | int:
    if name == "leak":
        return False
    if name == "floor":
        return lot.randrange(-1, 13)
    low, high = _RANGES.get(name, (0.0, 1.0))
    return round(lot.uniform(low, high), 2)


def begin(world: World, base: str) -> Gateways:
    """History's last contact is now; from here on the gateways speak."""
    equipment.wake(world)
    return Gateways(world, base)
