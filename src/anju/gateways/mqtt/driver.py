"""The house at its broker: it listens, acknowledges what is durable, and publishes what lifts a bar."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import paho.mqtt.client as mqtt
from django.db import DatabaseError, connections

from anju.dialects import vzenith
from anju.domains.devices import actions as devices
from anju.gateways.lane_cameras import bars
from anju.gateways.messages.leaving import Unreachable
from anju.kernel import clock
from anju.kernel.refusals import Refusal

from . import broker
from .broker import NoBroker
from .hearing import hear, house_password
from .rights import SUBSCRIBED

KEEP_ALIVE_S, FIRST_PAUSE_S, LONGEST_PAUSE_S = 20, 1.0, 60.0
PUBLISH_S = 3.0
_log = logging.getLogger(__name__)


class Listener:
    """One connection. A message is acknowledged once what it means is committed; what came while nobody listened is kept by the broker and comes late."""

    def __init__(self, named: str, *, name: str = "anju-house") -> None:
        self._named, self._name = named, name
        self._after = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mqtt")
        self.client: mqtt.Client | None = None
        self.is_connected, self.fault = False, ""

    def run_forever(self, stop: threading.Event) -> None:
        """Stay connected until `stop` is set; the pause between two tries grows to a minute."""
        pause = FIRST_PAUSE_S
        bars.DRIVERS["mqtt"] = self.lift
        try:
            while not stop.is_set():
                try:
                    client = self._reach()
                    while not stop.is_set() and client.loop(0.5) == mqtt.MQTT_ERR_SUCCESS:
                        pause = FIRST_PAUSE_S if self.is_connected else pause
                except NoBroker as error:
                    self._say(error.code)
                self.is_connected = False
                stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE_S)
        finally:
            bars.DRIVERS.pop("mqtt", None)
            if self.client is not None:
                self.client.disconnect()
            self._after.shutdown(wait=True)
            connections.close_all()

    def _reach(self) -> mqtt.Client:
        """Raises NoBroker."""
        where = broker.named(self._named)
        if self.client is None:
            client = broker.client_for(where, house_password(), name=self._name, clean_session=False, manual_ack=True)
            client.max_queued_messages_set(1000)
            client.on_connect, client.on_message = self._connected, self._heard
            self.client = client
        broker.connect(self.client, where, KEEP_ALIVE_S)
        return self.client

    def _say(self, code: str) -> None:
        """Once, until it is something else."""
        if code != self.fault:
            self.fault = code
            _log.warning("no MQTT broker, %s: %s; anju doctor says what to do", self._named, code)

    def _connected(self, client: mqtt.Client, _given: object, _flags: object, reason: mqtt.ReasonCode, _properties: object) -> None:
        if reason.is_failure:
            self._say("refused")
            return
        self.is_connected, self.fault = True, ""
        client.subscribe([(topic, 1) for topic in SUBSCRIBED])

    def _heard(self, client: mqtt.Client, _given: object, message: mqtt.MQTTMessage) -> None:
        """What is refused is acknowledged too, for it would be refused again; what the database did not take comes again. A retained message is an old one."""
        try:
            if not message.retain:
                self._take(message)
        except DatabaseError:
            _log.exception("a camera's message was not stored; it is asked for again")
            connections.close_all()
            client.disconnect()
            return
        except Exception:
            _log.exception("a camera's message could not be taken")
        client.ack(message.mid, message.qos)

    def _take(self, message: mqtt.MQTTMessage) -> None:
        device, heard = hear(message.topic, message.payload)
        at = clock.now()
        if isinstance(heard, Refusal):
            _log.info("a message at %s is refused: %s", message.topic[:90], heard.code)
            if device is not None and heard.code == "access.clock_wrong":
                devices.said_of(device, "clock_wrong", at)
            return
        devices.touch([device], at)
        for work in heard.after:
            self._after.submit(_in_its_time, work)

    def lift(self, bar: bars.Bar, command: str, at: datetime) -> int:
        """Publish what lifts the bar, and wait until the broker has it; the status as of a relay that answers by HTTP."""
        if not self.is_connected:
            raise Unreachable("no broker")
        sent = self.client.publish(*vzenith.lift_message(bar.serial, command, channel=bar.channel), qos=1)
        sent.wait_for_publish(PUBLISH_S)
        if not sent.is_published():
            raise Unreachable("no answer of the broker")
        return 200


def _in_its_time(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:
        connections.close_all()
        _log.exception("what follows a car at a lane could not be done")
