"""Dahua door controllers over their HTTP API. The controller's own list opens nothing here: the box decides."""

from __future__ import annotations

from threading import Event

from anju.dialects import dahua_door as dialect
from anju.dialects.sighting import Garbled

from ..lanes import LaneFault, Tell
from .http import HttpDoor


class DahuaDoor(HttpDoor):
    """`channel` is the door's number on the controller. It does not say of itself whether it was told to stay open; the driver remembers."""

    _is_held = False

    def state(self) -> str:
        try:
            told = dialect.state(self._ask(*dialect.status(self._wire.channel)))
        except Garbled:
            raise LaneFault(f"{self._wire.address} does not know its door {self._wire.channel}", "no_contact") from None
        return "held" if told == "open" and self._is_held else told

    def open_once(self, decision: str) -> None:
        self._tell(dialect.open_once(self._wire.channel))

    def stay_open(self, on: bool) -> None:
        self._tell(dialect.stay_open(self._wire.channel, on))
        self._is_held = on

    def _tell(self, request: tuple[str, str, bytes]) -> None:
        if not dialect.is_done(self._ask(*request)):
            raise LaneFault(f"{self._wire.address} refused")

    def watch(self, tell: Tell, stop: Event) -> None:
        self._listen(dialect.STREAM, dialect.event, tell, stop)
