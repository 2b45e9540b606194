"""A reader on OSDP (IEC 60839-11-5), with the library `libosdp`: cards come in encrypted, its relay opens, its inputs are the door's contact and loop.

The line is reached through a serial device server (RS-485 over TCP). `unit` is the reader's address, `channel` its output from 1, `contact` and `loop` its inputs from
0; the password of the device is the secure channel's key (SCBK), 32 hexadecimal digits, and without it no card is taken from it. A reader reports its inputs when they
change; until it has, its bar is unknown. Source: OSDP v2.2 and the library's own documentation.
"""

from __future__ import annotations

import queue
import re
import socket
import threading
from collections.abc import Mapping, Sequence
from threading import Event
from typing import Any

import osdp

from ..lanes import POLL_SECONDS, SECONDS, LaneFault, NoReceipt, Tell, Told, Wire
from .contacts import Contacts
from .net import reached

PERMANENT_OFF, PERMANENT_ON, TIMED_ON = 1, 2, 5
PULSE_TENTHS = 10
ONLINE_SECONDS = 8
_KEY = re.compile(r"[0-9a-fA-F]{32}")


class Line(osdp.Channel):
    """The serial line behind a device server. What breaks is seen by whoever watches."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__()
        self._socket = socket.create_connection((host, port), timeout=SECONDS)
        self._socket.setblocking(False)
        self.is_broken = False

    def read(self, max_bytes: int) -> bytes:
        try:
            data = self._socket.recv(max_bytes)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        self.is_broken = self.is_broken or not data
        return data

    def write(self, buf: bytes) -> int:
        try:
            return self._socket.send(buf)
        except OSError:
            self.is_broken = True
            return 0

    def flush(self) -> None:
        pass

    def close(self) -> None:
        self._socket.close()


class OsdpDoor:
    """The panel of one reader; it runs while it is watched."""

    def __init__(self, wire: Wire, *, is_trial: bool = False) -> None:
        if not _KEY.fullmatch(wire.password):
            raise LaneFault(f"{wire.address}: the key of the secure channel is missing (32 hexadecimal digits as the device's password)", "login")
        self._wire, self._is_trial = wire, is_trial
        self._panel: osdp.ControlPanel | None = None
        self._contacts, self._inputs = Contacts(), b""
        self._facts: queue.SimpleQueue[Told] = queue.SimpleQueue()
        self._one, self._done, self._is_good, self._is_held = threading.Lock(), Event(), False, False

    def state(self) -> str:
        contact = self._input(self._wire.contact)
        if self._panel is None or contact is None:
            raise LaneFault(f"{self._wire.address} has not said how its door stands", "no_contact")
        return "closed" if not contact else "held" if self._is_held else "open"

    def open_once(self, decision: str) -> None:
        if not self._is_held:
            self._output(TIMED_ON)

    def stay_open(self, on: bool) -> None:
        self._output(PERMANENT_ON if on else PERMANENT_OFF)
        self._is_held = on

    def keep_list(self, plates: Sequence[str]) -> int:
        return 0

    def watch(self, tell: Tell, stop: Event) -> None:
        line = self._begun()
        try:
            if not self._is_online(stop):
                raise LaneFault(f"{self._wire.address}: no reader {self._wire.unit} with this key")
            tell(Told("listening"))
            while not stop.is_set():
                self._drain(tell)
                if line.is_broken or not self._panel.is_sc_active(self._wire.unit):
                    raise LaneFault(f"{self._wire.address}: reader {self._wire.unit} is gone")
        finally:
            panel, self._panel, self._inputs, self._contacts = self._panel, None, b"", Contacts()
            panel.teardown()
            line.close()

    def _begun(self) -> Line:
        host, port = reached(self._wire.address, 4001, is_trial=self._is_trial)
        try:
            line = Line(host, port)
        except OSError as error:
            raise LaneFault(f"{self._wire.address}: {type(error).__name__}") from None
        about = osdp.PDInfo(self._wire.unit, line, scbk=bytes.fromhex(self._wire.password), flags=[osdp.LibFlag.EnforceSecure])
        self._panel = osdp.ControlPanel([about], log_level=osdp.LogLevel.Alert, event_handler=self._heard, command_completion_handler=self._answered)
        self._panel.start()
        return line

    def _drain(self, tell: Tell) -> None:
        """Tell what came since; the panel's own thread must not wait for whoever hears it."""
        try:
            tell(self._facts.get(timeout=POLL_SECONDS))
        except queue.Empty:
            return

    def _is_online(self, stop: Event) -> bool:
        for _look in range(int(ONLINE_SECONDS / 0.05)):
            if self._panel.is_sc_active(self._wire.unit):
                return True
            if stop.wait(0.05):
                return True
        return False

    def _output(self, code: int) -> None:
        """One command at a time; NoReceipt where the reader did not answer it."""
        panel = self._panel
        with self._one:
            if panel is None or not panel.is_sc_active(self._wire.unit):
                raise LaneFault(f"{self._wire.address}: reader {self._wire.unit} is not there")
            self._done.clear()
            command = {"command": osdp.Command.Output, "output_no": self._wire.channel - 1, "control_code": code, "timer_count": PULSE_TENTHS}
            if not panel.submit_command(self._wire.unit, command):
                raise LaneFault(f"{self._wire.address}: reader {self._wire.unit} takes no command")
            if not self._done.wait(SECONDS) or not self._is_good:
                raise NoReceipt(f"{self._wire.address}: reader {self._wire.unit} did not answer")

    def _answered(self, _address: int, _command: Mapping[str, Any], status: int) -> None:
        self._is_good = status == osdp.CompletionStatus.Ok
        self._done.set()

    def _heard(self, _reader: int, event: Mapping[str, Any]) -> int:
        if event.get("event") == osdp.Event.CardRead and event.get("data"):
            card = event["data"].decode("ascii", "replace") if event.get("format") == osdp.CardFormat.ASCII else event["data"].hex().upper()
            self._facts.put(Told("shown", card.strip()[:64], self._wire.way))
        elif event.get("event") == osdp.Event.Status and event.get("type") == osdp.StatusReportType.Input:
            self._inputs = bytes(event.get("report", b""))
            for fact in self._contacts.seen(self._input(self._wire.contact), self._input(self._wire.loop)):
                self._facts.put(fact)
        return 0

    def _input(self, number: int | None) -> bool | None:
        return bool(self._inputs[number]) if number is not None and number < len(self._inputs) else None
