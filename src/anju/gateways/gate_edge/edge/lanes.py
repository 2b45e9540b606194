"""What a box needs of the thing that opens: the port that every driver has, how a lane is wired, and which driver that is.

A driver tells what a relay was told and what came back; whether a bar rose and somebody went through is told by contacts and loops, never by a command.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from threading import Event
from typing import Any, Protocol

SECONDS = 3
POLL_SECONDS = 0.25
FACTS = ("listening", "opened", "closed", "passed", "shown")


class LaneFault(OSError):
    """The lane did not answer, or did not do it; `code` is silent, login, address, no_contact, not_installed, or one of `certificates.FAULTS`."""

    def __init__(self, said: str, code: str = "silent") -> None:
        super().__init__(said)
        self.code = code


class NoReceipt(LaneFault):
    """A command went out and nobody said what became of it: the bar may have risen, or not."""


class Missing(LaneFault):
    """The library that this driver needs is not installed here."""


@dataclass(frozen=True)
class Told:
    """A physical fact of a lane, one of `FACTS`. `listening` says that the line stands, `shown` is a card at its reader; `way` is in or out where the reader knows it, `cause` why it opened."""

    what: str
    secret: str = ""
    way: str = ""
    cause: str = "device"


Tell = Callable[[Told], None]


class LaneDriver(Protocol):
    """One barrier, door or turnstile. Each raises LaneFault."""

    def state(self) -> str:
        """What the bar or door says of itself now: open, closed or held. It is read, never assumed."""

    def open_once(self, decision: str) -> None:
        """Let one person or car through, for a decision that stands in the log under this id. Returns when the lane said that it did it."""

    def stay_open(self, on: bool) -> None:
        """Stand open (fire), or work as usual again. There is no way to lock it."""

    def keep_list(self, plates: Sequence[str]) -> int:
        """Replace the list by which a camera opens on its own when nobody answers it; returns how many it holds. A lane without one answers 0."""

    def watch(self, tell: Tell, stop: Event) -> None:
        """Tell what contacts, loops and readers see until `stop` is set. Returns at once where the lane tells the box's own door; raises LaneFault when it breaks off."""


@dataclass(frozen=True)
class Wire:
    """How a lane is wired, as the office wrote it. `channel` is its door or relay, `contact` and `loop` the inputs that see it (None: not wired), `unit` the number
    of the device on its bus or its serial number, `topic` where it speaks on a broker, `way` which way its reader faces ("" where it says so itself)."""

    driver: str
    address: str
    channel: int = 1
    unit: int = 0
    contact: int | None = None
    loop: int | None = None
    topic: str = ""
    way: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    authority: str = ""
    """Where this box keeps the certificate of the authority that it believes; "" for those of the machine. No snapshot says it."""


WIRED = {
    "isapi": ("isapi", "IsapiDoor"), "dahua": ("dahua", "DahuaDoor"), "modbus": ("modbus", "ModbusRelay"), "mqtt": ("mqtt", "MqttRelay"),
    "uhppoted": ("uhppote", "UhppoteDoor"), "osdp": ("osdp", "OsdpDoor"),
}  # fmt: skip
"""driver → (module below `drivers`, class). A module is read when a lane first needs it."""
PLAIN = {"http": "HttpLane", "https": "HttpLane"}


def driver_for(address: str, key: str) -> LaneDriver:
    """The driver for a lane that shows the box's own key; raises KeyError for a scheme that nobody drives."""
    scheme = address.partition(":")[0]
    if scheme == "simulated":
        return _class("simulated", "SimulatedBar", package=__package__)(address, key)
    return _class("plain", PLAIN[scheme])(address, key)


def wired(row: Mapping[str, Any], *, is_trial: bool = False, authority: str = "") -> LaneDriver:
    """The driver of a lane as the snapshot says it is wired; `is_trial` allows addresses of this machine itself. Raises LaneFault."""
    known = {one.name for one in fields(Wire)} - {"authority"}
    wire = Wire(**{name: value for name, value in row.items() if name in known}, authority=authority)
    if wire.driver not in WIRED:
        raise LaneFault(f"nobody drives {wire.driver!r}")
    try:
        return _class(*WIRED[wire.driver])(wire, is_trial=is_trial)
    except ModuleNotFoundError as missing:
        raise Missing(f"{missing.name} is not installed: pip install 'anju[doors]'", "not_installed") from None


def _class(module: str, name: str, *, package: str = f"{__package__}.drivers") -> Any:
    return getattr(importlib.import_module(f".{module}", package), name)
