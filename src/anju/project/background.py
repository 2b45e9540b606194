"""The work beside the pages in the one process: reactions, the schedule, jobs, messages, bars, the MQTT broker's messages and seals, one thread each."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, connections

from anju.gateways.lane_cameras.carrying import Carrier
from anju.gateways.lane_eyes import command as eyes
from anju.gateways.messages.driver import Sender
from anju.gateways.mqtt import broker
from anju.gateways.mqtt import driver as mqtt
from anju.kernel import doorbell
from anju.kernel.jobs import Worker
from anju.kernel.runner import Runner
from anju.kernel.schedule import Scheduler
from anju.kernel.seals import Sealer

_log = logging.getLogger(__name__)


class Background:
    """Starts the threads and ends them. Each makes itself anew after a fault, so that none dies silently."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        doorbell.connect()
        works = {"reactions": _reactions, "schedule": _schedule, "jobs": _jobs, "seals": _seals, "messages": _messages, "bars": _bars, "eyes": eyes.keep}
        if broker.address():
            works["mqtt"] = _mqtt
        self._threads = [threading.Thread(target=self._keep, args=(name, work), name=name, daemon=True) for name, work in works.items()]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Tell the threads to end, wake them, and wait a moment for each."""
        self._stop.set()
        doorbell.ring()
        for thread in self._threads:
            thread.join(timeout=5)
        doorbell.disconnect()

    def _keep(self, name: str, work: Callable[[threading.Event], None]) -> None:
        while not self._stop.is_set():
            try:
                work(self._stop)
            except Exception:
                _log.exception("the %s thread failed and begins again", name)
                self._stop.wait(2)
            finally:
                connections.close_all()


def _reactions(stop: threading.Event) -> None:
    Runner().run_forever(stop)


def _schedule(stop: threading.Event) -> None:
    Scheduler().run_forever(stop)


def _jobs(stop: threading.Event) -> None:
    Worker().run_forever(stop)


def _messages(stop: threading.Event) -> None:
    Sender().run_forever(stop)


def _bars(stop: threading.Event) -> None:
    Carrier().run_forever(stop)


def _mqtt(stop: threading.Event) -> None:
    mqtt.Listener(broker.address()).run_forever(stop)


def _seals(stop: threading.Event) -> None:
    sealer = Sealer()
    while not stop.wait(1):
        try:
            sealer.run_once()
        except DatabaseError as error:
            _log.warning("sealing waits for the database: %s", error)
            connections.close_all()
