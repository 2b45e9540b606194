"""A relay over MQTT in the dialect of Shelly's second generation: commands with an id and a receipt, status as it changes, a last will that says it is gone.

Source: Shelly API docs, "MQTT" and "RPC protocol": requests to `<topic>/rpc` as {"id", "src", "method", "params"}, the receipt at `<src>/rpc` with the same id;
`Switch.Set {"id", "on", "toggle_after"}`, `Input.GetStatus {"id"}`; `<topic>/status/input:<n>` {"state"}; `<topic>/online` true or false, retained, false as last
will. Library paho-mqtt. `channel` counts relays from 1, `contact` and `loop` count inputs from 0. A command goes with QoS 0: a broker keeps none for later.
"""

from __future__ import annotations

import json
import secrets
import ssl
import threading
from collections.abc import Mapping, Sequence
from threading import Event
from typing import Any

import paho.mqtt.client as paho

from anju.kernel import certificates
from anju.kernel.addresses import parted

from ..lanes import SECONDS, LaneFault, NoReceipt, Tell, Told, Wire
from .contacts import Contacts
from .net import reached

PULSE_SECONDS = 1
TLS_PORT = 8883
MOST_BYTES = 16_384
LOOK_SECONDS = 5


class MqttRelay:
    """One connection to the broker; every command waits for the receipt with its own id."""

    def __init__(self, wire: Wire, *, is_trial: bool = False) -> None:
        self._wire, self._is_trial, self._me = wire, is_trial, f"anju-{secrets.token_hex(6)}"
        self._client: paho.Client | None = None
        self._lock, self._waiting = threading.RLock(), {}
        self._is_connected, self._is_told, self._is_there, self._is_held = Event(), Event(), False, False
        self._contacts, self._tell, self._is_refused = Contacts(), None, False

    def state(self) -> str:
        if self._wire.contact is None:
            raise LaneFault(f"{self._wire.topic}: no contact of the bar is wired", "no_contact")
        is_up = self._asked("Input.GetStatus", {"id": self._wire.contact}).get("state")
        if not isinstance(is_up, bool):
            raise LaneFault(f"{self._wire.topic} does not know its bar")
        return "closed" if not is_up else "held" if self._is_held else "open"

    def open_once(self, decision: str) -> None:
        if not self._is_held:
            self._asked("Switch.Set", {"id": self._wire.channel - 1, "on": True, "toggle_after": PULSE_SECONDS}, number=decision)

    def stay_open(self, on: bool) -> None:
        self._asked("Switch.Set", {"id": self._wire.channel - 1, "on": on})
        self._is_held = on

    def keep_list(self, plates: Sequence[str]) -> int:
        return 0

    def watch(self, tell: Tell, stop: Event) -> None:
        self._tell = tell
        self._connected()
        try:
            if self._is_there:
                tell(Told("listening"))
            while not stop.wait(LOOK_SECONDS):
                if not self._is_connected.is_set() or not self._is_there:
                    raise LaneFault(f"{self._wire.topic} is gone from the broker")
        finally:
            self._tell = None
            if stop.is_set():
                self._drop()

    def _asked(self, method: str, params: Mapping[str, Any], *, number: str = "") -> Mapping[str, Any]:
        """What the relay answered to a request; LaneFault where it is known to be gone, NoReceipt where it said nothing in time."""
        client = self._connected()
        if not self._is_there:
            raise LaneFault(f"{self._wire.topic} is offline")
        number = number or secrets.token_hex(8)
        waits, answer = Event(), {}
        self._waiting[number] = (waits, answer)
        try:
            body = json.dumps({"id": number, "src": self._me, "method": method, "params": dict(params)})
            if client.publish(f"{self._wire.topic}/rpc", body, qos=0).rc != paho.MQTT_ERR_SUCCESS:
                raise LaneFault(f"{self._wire.address}: the broker took nothing")
            if not waits.wait(SECONDS):
                raise NoReceipt(f"{self._wire.topic} said nothing to {method}")
        finally:
            self._waiting.pop(number, None)
        if not isinstance(answer.get("result"), dict):
            raise LaneFault(f"{self._wire.topic} refused {method}")
        return answer["result"]

    def _connected(self) -> paho.Client:
        with self._lock:
            if self._client is None:
                self._client = self._begun()
        if not self._is_connected.wait(SECONDS) or not self._is_told.wait(SECONDS):
            if self._is_refused:
                raise LaneFault(f"{self._wire.address}: the broker refuses the login", "login")
            raise LaneFault(f"{self._wire.address}: no such relay at the broker" if self._is_connected.is_set() else f"{self._wire.address}: no broker answers")
        return self._client

    def _begun(self) -> paho.Client:
        host, port = reached(self._wire.address, 1883, is_trial=self._is_trial)
        client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id=self._me)
        if self._wire.user:
            client.username_pw_set(self._wire.user, self._wire.password)
        if port == TLS_PORT:
            client.tls_set_context(self._context())
        client.on_connect, client.on_disconnect, client.on_message = self._on_connect, self._on_disconnect, self._on_message
        try:
            client.connect(host, port, keepalive=10)
        except OSError as error:
            raise LaneFault(f"{self._wire.address}: {type(error).__name__}", (certificates.fault_of(error) if port == TLS_PORT else "") or "silent") from None
        client.loop_start()
        return client

    def _context(self) -> ssl.SSLContext:
        """The certificate must be that of the name that was written, whatever address it leads to."""
        try:
            return certificates.context(self._wire.authority, name=parted(self._wire.address, TLS_PORT)[0])
        except (OSError, ValueError):
            raise LaneFault("the certificate of the authority cannot be read", "unknown_ca") from None

    def _drop(self) -> None:
        with self._lock:
            if self._client is not None:
                self._client.disconnect()
                self._client.loop_stop()
            self._client = None

    def _on_connect(self, client: paho.Client, _data: Any, _flags: Any, reason: Any, _more: Any) -> None:
        self._is_refused = reason.is_failure
        if not reason.is_failure:
            client.subscribe([(f"{self._me}/rpc", 1), (f"{self._wire.topic}/online", 1), (f"{self._wire.topic}/status/#", 1)])
            self._is_connected.set()

    def _on_disconnect(self, *_told: Any) -> None:
        self._is_connected.clear()
        self._is_told.clear()
        self._is_there = False

    def _on_message(self, _client: paho.Client, _data: Any, message: paho.MQTTMessage) -> None:
        if message.topic == f"{self._wire.topic}/online":
            self._is_there = message.payload.strip() == b"true"
            self._is_told.set()
            return
        told = _object(message.payload)
        if message.topic == f"{self._me}/rpc" and (found := self._waiting.get(str(told.get("id")))):
            found[1].update(told)
            found[0].set()
        elif message.topic.startswith(f"{self._wire.topic}/status/input:") and isinstance(told.get("state"), bool):
            self._input(message.topic.rpartition(":")[2], told["state"])

    def _input(self, number: str, is_on: bool) -> None:
        contact = is_on if number == str(self._wire.contact) else None
        loop = is_on if number == str(self._wire.loop) else None
        for fact in self._contacts.seen(contact, loop):
            if self._tell is not None:
                self._tell(fact)


def _object(payload: bytes) -> dict[str, Any]:
    try:
        found = json.loads(payload) if len(payload) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}
