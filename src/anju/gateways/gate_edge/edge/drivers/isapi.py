"""Hikvision door controllers and turnstiles over ISAPI. The controller's own list opens nothing here: the box decides."""

from __future__ import annotations

from threading import Event

from anju.dialects import hikvision_door as dialect
from anju.dialects.sighting import Garbled

from ..lanes import LaneFault, Tell
from .http import HttpDoor


class IsapiDoor(HttpDoor):
    """`channel` is the door's number on the controller."""

    def state(self) -> str:
        try:
            return dialect.state(self._ask("GET", dialect.STATUS), self._wire.channel)
        except Garbled:
            raise LaneFault(f"{self._wire.address} does not know its door {self._wire.channel}", "no_contact") from None

    def open_once(self, decision: str) -> None:
        self._tell("open")

    def stay_open(self, on: bool) -> None:
        self._tell("alwaysOpen" if on else "close")

    def _tell(self, cmd: str) -> None:
        if not dialect.is_done(self._ask(*dialect.command(self._wire.channel, cmd))):
            raise LaneFault(f"{self._wire.address} refused")

    def watch(self, tell: Tell, stop: Event) -> None:
        self._listen(dialect.STREAM, dialect.event, tell, stop)
