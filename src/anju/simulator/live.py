"""The present goes on: what is due now happens, and between two such moments something that may be done early."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, close_old_connections, connections

from anju.kernel import clock
from anju.kernel import scope as view

from . import days, gatehouse, gates, lanes, matters, planning, reporting, requests
from .world import World

PAUSE_SECONDS = 6.0
EARLY_EVERY = 3
ASKED_EVERY = 25
COME_EVERY = 10
_log = logging.getLogger(__name__)


class Live:
    """Goes on with a community whose history ends now; its gateways report to `base`. One thread; the background's own threads keep clock and reactions going."""

    def __init__(self, world: World, base: str = "") -> None:
        self.world, self._ticks = world, 0
        self._day = world.local(clock.now()).date()
        # Before the background's watch looks: however long it took to get here, nothing was lost meanwhile.
        with view.entered(world.scope):
            self._gateways = reporting.begin(world, base) if base else None
            self._gatehouse = gatehouse.Gatehouse(world, base) if base else None
            planning.draft_next_month(world)
            self._lanes = lanes.Lanes(world, base) if base else None

    def run_forever(self, stop: threading.Event) -> None:
        while not stop.wait(PAUSE_SECONDS):
            try:
                self.tick()
                if self._gateways is not None:
                    with view.entered(self.world.scope):
                        self._gateways.tick()
                        self._lanes.tick()
                        self._gatehouse.tick()
                close_old_connections()
            except DatabaseError as error:
                _log.warning("the simulation waits for the database: %s", error)
                connections.close_all()
            except Exception:
                _log.exception("the simulation could not take a step and goes on with the next")
        if self._gatehouse is not None:
            self._gatehouse.stop()
        connections.close_all()

    def tick(self) -> None:
        """One look at the agenda, in the clock's present."""
        world, now = self.world, clock.now()
        self._ticks += 1
        with view.entered(world.scope):
            if (today := world.local(now).date()) != self._day:
                self._day = today
                days.morning(world)
            matters.look(world)
            for deed in world.due(now):
                deed.do()
            self._something_more()

    def _something_more(self) -> None:
        """So that the screens live: by turns something is done early, or somebody asks for something."""
        if self._ticks % ASKED_EVERY == 0 and 8 <= self.world.local(clock.now()).hour < 20:
            requests.ask_now(self.world, self._ticks)
        elif self._ticks % COME_EVERY == 0 and 7 <= self.world.local(clock.now()).hour < 22:
            gates.come_now(self.world, self._ticks)
        elif self._ticks % EARLY_EVERY == 0 and (deed := self.world.take_early(clock.now())) is not None:
            deed.do()
