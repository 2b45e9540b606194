"""UHPPOTE door controllers over UDP, with the library `uhppoted`. Their own list opens nothing here: a card that they refuse is shown to the box, which decides.

Source: the packets as documented by the uhppoted project (64 bytes: get-status 0x20, set-door-control 0x80, get-door-control 0x82, open-door 0x40, get-event 0xb0).
`unit` is the serial number, `channel` the door from 1 to 4; events: kind 1 is a card, kind 2 a door, reason 20 the exit button, direction 1 in and 2 out.
The protocol knows neither login nor signature: it belongs on a network of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event
from typing import Any

from uhppoted.uhppote import Uhppote

from ..lanes import POLL_SECONDS, SECONDS, LaneFault, NoReceipt, Tell, Told, Wire
from .contacts import Contacts
from .net import reached

STAYS_OPEN, CONTROLLED = 1, 3
OPEN_SECONDS = 5
CARD, BUTTON = 1, 20
MOST_MISSED = 10
"""A card that was shown while nobody looked opens nothing later; so many events are read to find the last ones, no more."""
_WAYS = {1: "in", 2: "out"}


class UhppoteDoor:
    """One door of a controller. It is asked four times a second; nothing has to listen for it."""

    def __init__(self, wire: Wire, *, is_trial: bool = False) -> None:
        self._wire, self._is_trial = wire, is_trial
        self._library = Uhppote()

    def state(self) -> str:
        if not self._is_open(self._status()):
            return "closed"
        told = self._asked(self._library.get_door_control, self._wire.channel)
        return "held" if told.mode == STAYS_OPEN else "open"

    def open_once(self, decision: str) -> None:
        if not self._asked(self._library.open_door, self._wire.channel).opened:
            raise LaneFault(f"{self._wire.unit} refused")

    def stay_open(self, on: bool) -> None:
        mode = STAYS_OPEN if on else CONTROLLED
        if self._asked(self._library.set_door_control, self._wire.channel, mode, OPEN_SECONDS).mode != mode:
            raise LaneFault(f"{self._wire.unit} refused")

    def keep_list(self, plates: Sequence[str]) -> int:
        return 0

    def watch(self, tell: Tell, stop: Event) -> None:
        contacts, status = Contacts(), self._status()
        contacts.seen(self._is_open(status))
        newest = status.event_index
        tell(Told("listening"))
        while not stop.wait(POLL_SECONDS):
            status = self._status()
            cause, newest = self._events(newest, status.event_index, tell), status.event_index
            for fact in contacts.seen(self._is_open(status), cause=cause):
                tell(fact)

    def _events(self, before: int, newest: int, tell: Tell) -> str:
        """Tell the cards that were shown since the last look; returns why the door opened, if it did."""
        cause = "device"
        for index in range(max(before, newest - MOST_MISSED) + 1, newest + 1):
            event = self._asked(self._library.get_event, index)
            if event.door != self._wire.channel:
                continue
            if event.event_type == CARD and not event.access_granted:
                tell(Told("shown", str(event.card), self._wire.way or _WAYS.get(event.direction, "")))
            elif event.reason == BUTTON:
                cause = "button"
        return cause

    def _is_open(self, status: Any) -> bool:
        return bool(getattr(status, f"door_{self._wire.channel}_open"))

    def _status(self) -> Any:
        return self._asked(self._library.get_status)

    def _asked(self, ask: Callable[..., Any], *given: Any) -> Any:
        """The controller's answer. Over UDP nobody says whether a request arrived, so silence is no receipt; the library raises whatever it meets."""
        host, port = reached(self._wire.address, 60_000, is_trial=self._is_trial)
        try:
            answer = ask((self._wire.unit, f"{host}:{port}", "udp"), *given, timeout=SECONDS / 2)
        except Exception as error:
            raise NoReceipt(f"{self._wire.unit}: {type(error).__name__}") from None
        if answer is None or answer.controller != self._wire.unit:
            raise LaneFault(f"{self._wire.unit}: another controller answered")
        return answer
