"""A relay with inputs over Modbus TCP: a coil lifts the bar for half a second, a discrete input says whether it is up, another one is the loop behind it.

Source: MODBUS Application Protocol V1.1b3 (read discrete inputs 0x02, write single coil 0x05) and Messaging on TCP/IP; library pymodbus. `channel` counts coils from
1, `contact` and `loop` count inputs from 0, `unit` is the unit id. An input that is on means: up, or somebody is on the loop.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from threading import Event
from typing import Any

from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ConnectionException, ModbusException

from ..lanes import POLL_SECONDS, SECONDS, LaneFault, NoReceipt, Tell, Told, Wire
from .contacts import Contacts
from .net import reached

PULSE_SECONDS = 0.5


class ModbusRelay:
    """One connection, one request at a time."""

    def __init__(self, wire: Wire, *, is_trial: bool = False) -> None:
        self._wire, self._is_trial, self._lock, self._is_held = wire, is_trial, threading.Lock(), False
        self._client: ModbusTcpClient | None = None

    def state(self) -> str:
        if self._wire.contact is None:
            raise LaneFault(f"{self._wire.address}: no contact of the bar is wired", "no_contact")
        is_up = self._input(self._wire.contact)
        return "closed" if not is_up else "held" if self._is_held else "open"

    def open_once(self, decision: str) -> None:
        if self._is_held:
            return
        self._write(True)
        try:
            Event().wait(PULSE_SECONDS)
        finally:
            try:
                self._write(False)
            except LaneFault as fault:
                raise NoReceipt(f"{self._wire.address}: the relay was closed, and nobody said that it opened again: {fault}") from None

    def stay_open(self, on: bool) -> None:
        self._write(on)
        self._is_held = on

    def keep_list(self, plates: Sequence[str]) -> int:
        return 0

    def watch(self, tell: Tell, stop: Event) -> None:
        contacts, wire = Contacts(), self._wire
        if wire.contact is None and wire.loop is None:
            return
        self._look(contacts)
        tell(Told("listening"))
        while not stop.wait(POLL_SECONDS):
            for fact in self._look(contacts):
                tell(fact)

    def _look(self, contacts: Contacts) -> list[Told]:
        return contacts.seen(*(None if one is None else self._input(one) for one in (self._wire.contact, self._wire.loop)))

    def _input(self, number: int) -> bool:
        return bool(self._asked(lambda client: client.read_discrete_inputs(number, count=1, device_id=self._wire.unit or 1)).bits[0])

    def _write(self, on: bool) -> None:
        self._asked(lambda client: client.write_coil(self._wire.channel - 1, on, device_id=self._wire.unit or 1))

    def _asked(self, ask: Callable[[ModbusTcpClient], Any]) -> Any:
        """The answer to one request. A connection that broke is made anew for the next one."""
        with self._lock:
            client = self._connected()
            try:
                answer = ask(client)
            except ConnectionException as error:
                self._drop()
                raise LaneFault(f"{self._wire.address}: {error}") from None
            except (ModbusException, OSError) as error:
                self._drop()
                raise NoReceipt(f"{self._wire.address}: {type(error).__name__}") from None
        if answer.isError():
            raise LaneFault(f"{self._wire.address}: Modbus says no ({getattr(answer, 'exception_code', '?')})")
        return answer

    def _connected(self) -> ModbusTcpClient:
        if self._client is None:
            host, port = reached(self._wire.address, 502, is_trial=self._is_trial)
            self._client = ModbusTcpClient(host, port=port, timeout=SECONDS / 2, retries=0)
        if not self._client.connect():
            self._drop()
            raise LaneFault(f"{self._wire.address} does not answer")
        return self._client

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None
