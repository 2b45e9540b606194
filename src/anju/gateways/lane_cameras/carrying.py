"""Commands to bars on their way: carried once, written down when the relay has answered. What a guard decides at his desk is fetched from the table."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, close_old_connections, connections

from anju.domains.access import queries as lanes
from anju.domains.devices import actions as devices
from anju.domains.devices import queries
from anju.kernel import clock, doorbell
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .bars import DRIVERS, Bar, Receipt, open_barrier

GATEWAY = Actor.system("gateway")
REMEMBERED = 1000
GATHER_SECONDS = 0.05
_log = logging.getLogger(__name__)
_carried: OrderedDict[UUID, None] = OrderedDict()
_lock = threading.Lock()


def is_fresh(command: queries.Command, at: datetime) -> bool:
    return at - command.sent_at <= timedelta(seconds=lanes.LIFT_SECONDS)


def carry(camera: lanes.LaneCamera, command: queries.Command) -> None:
    """Tell the bar, and write down what its relay said. A command is carried once by this process, however often its camera repeats itself."""
    if not _first_time(command.pk):
        return
    with view.entered(camera.scope_id):
        at = clock.now()
        if not is_fresh(command, at):
            receipt = Receipt("failed", "too late")
        elif camera.way == "answer":
            receipt = Receipt("done", "answered")
        elif camera.way in DRIVERS:
            receipt = open_barrier(camera.way, bar_of(camera), command=str(command.pk), at=at)
        else:
            return
        devices.answer_command(command, outcome=receipt.outcome, receipt=receipt.note, by=GATEWAY)


def _first_time(command: UUID) -> bool:
    with _lock:
        if command in _carried:
            return False
        _carried[command] = None
        while len(_carried) > REMEMBERED:
            _carried.popitem(last=False)
        return True


def bar_of(camera: lanes.LaneCamera) -> Bar:
    """The relay of a lane's bar: at the camera, or the lane's controller."""
    device = camera.lane.device if camera.way == "relay" else camera.device
    if device is None:
        return Bar("")
    user, password = queries.login_of(device) or ("", "")
    return Bar(device.address, camera.channel, user, password, device.serial)


class Carrier:
    """Carries what was decided at a desk to bars whose relays must be told. Several may run: each command is leased by one."""

    def run_once(self) -> int:
        """How many commands were carried."""
        return sum(self._in_scope(camera.scope, camera) for camera in lanes.told_bars())

    def _in_scope(self, where: Any, camera: lanes.LaneCamera) -> int:
        carried = 0
        with view.entered(where):
            at = clock.now()
            target = camera.lane.device_id if camera.way == "relay" else camera.device_id
            since = at - timedelta(seconds=lanes.LIFT_SECONDS)
            waiting = queries.Command.objects.filter(scope=where, device=target, state="waiting", verb="open_once", sent_at__gte=since).select_related("scope", "device")
            for command in waiting.order_by("sent_at"):
                taken = devices.take_command(command, by=GATEWAY, at=at)
                if not isinstance(taken, Refusal):
                    carry(camera, taken)
                    carried += 1
        return carried

    def run_forever(self, stop: threading.Event) -> None:
        """Look whenever the ledger has grown, until `stop` is set."""
        while not stop.is_set():
            seen = doorbell.count()
            try:
                self.run_once()
                close_old_connections()
            except DatabaseError as error:
                _log.warning("the bars wait for the database: %s", error)
                connections.close_all()
                time.sleep(1)
            doorbell.wait(seen)
            stop.wait(GATHER_SECONDS)
        connections.close_all()
