"""The rush at one gate with one guard: 60 riders and 40 cars in ten minutes, simulated on the real decisions.

One hand serves riders and unknown cars in the order they come; known cars pass on their own at the lane beside him. Each service takes what a person
needs (read four digits, compare the face, press: 3 s; a car that is not known: 12 s) plus what the machine really took to decide and write, measured
here; the queue follows from both. The peer is the same queue with the machine's time left out: how long people would wait for the guard alone. Every opening belongs to a
decision: what opens without one is counted, and there must be none.
"""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from .figures import Figure

RIDERS, CARS, SECONDS, SEED = 60, 40, 600, 20260305
HAND_RIDER_S, HAND_CAR_S, UNKNOWN_CARS = 3.0, 12.0, 4


@dataclass
class Came:
    """Somebody at the gate: when he came, whether the guard's hand is needed and for how long, and what the machine does for him."""

    at_s: float
    hand_s: float
    serve: Any


def measure() -> list[Figure]:
    """Seconds that the middle and the slowest of a hundred wait, and openings nobody decided."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    waits, bare, unexplained = _Rush().run()
    return [
        Figure("rush at a gate: seconds a rider or car waits, median", "s", statistics.median(waits), "<= 1.5", statistics.median(bare), "the guard's hand alone"),
        Figure("rush at a gate: seconds waited, slowest of a hundred", "s", max(waits), "<= 1.5", max(bare), "the guard's hand alone"),
        Figure("rush at a gate: openings that nobody decided", "openings", float(unexplained), "<= 0"),
    ]


class _Rush:
    def __init__(self) -> None:
        from anju.domains.access import actions
        from anju.domains.access.models import Opening
        from anju.domains.places import actions as places
        from anju.kernel import clock, scope
        from anju.kernel.actors import Actor
        from anju.kernel.models import Scope

        self.actions, self.Opening, self.clock, self.scopes, self.by = actions, Opening, clock, scope, Actor.system("bench")
        self.scope = Scope.objects.create(kind="community", name="锦绣花园")
        with scope.entered(self.scope):
            root = places.add_place(self.scope, kind="community", code="0", name="锦绣花园", by=self.by)
            gate = places.add_place(self.scope, kind="gate", code="S", name="南门", parent=root, by=self.by)
            self.walk = actions.add_lane(self.scope, name="人行", place=gate, by=self.by)
            self.drive = actions.add_lane(self.scope, name="车道", place=gate, traffic="vehicle", by=self.by)
            self.start = clock.now()
            self.riders = [self._rider(number) for number in range(RIDERS)]
            for number in range(UNKNOWN_CARS, CARS):
                actions.issue_credential(
                    self.scope, kind="plate", secret=f"京A{number:05d}", category="staff", holder_name="车主", checked="已核", by=self.by, at=self.start
                )

    def _rider(self, number: int) -> Any:
        given = {"category": "rider", "name": "骑手", "phone": f"1390000{number:04d}", "company": "快骑", "by": self.by}
        return self.actions.register_regular(self.scope, **given)

    def run(self) -> tuple[list[float], list[float], int]:
        """Waits with the machine, waits for the hand alone, and unexplained openings."""
        lot = random.Random(SEED)
        crowd = [Came(lot.uniform(0, SECONDS), HAND_RIDER_S, self._let_in(one)) for one in self.riders]
        crowd += [Came(lot.uniform(0, SECONDS), HAND_CAR_S if number < UNKNOWN_CARS else 0.0, self._drive_in(number)) for number in range(CARS)]
        crowd.sort(key=lambda one: one.at_s)
        with self.scopes.entered(self.scope):
            took = [self._timed(one) for one in crowd]
            unexplained = self.Opening.objects.filter(scope=self.scope, is_unexplained=True).count()
            if self.Opening.objects.filter(scope=self.scope).count() != len(crowd):
                raise AssertionError("somebody who came was not let in")
        return _waits(crowd, took), _waits(crowd, [0.0] * len(crowd)), unexplained

    def _timed(self, one: Came) -> float:
        """Seconds of the machine for one who came: decided, written, opened."""
        at = self.start + timedelta(seconds=one.at_s)
        begun = time.perf_counter()
        lane = one.serve(at)
        took = time.perf_counter() - begun
        self.actions.record_opening(lane, by=self.by, at=at + timedelta(milliseconds=200))
        return took

    def _let_in(self, rider: Any) -> Any:
        def serve(at: Any) -> Any:
            done = self.actions.let_regular_in(rider, lane=self.walk, by=self.by, at=at)
            if not hasattr(done, "entered_at"):
                raise AssertionError(done)
            return self.walk

        return serve

    def _drive_in(self, number: int) -> Any:
        def serve(at: Any) -> Any:
            passage = self.actions.decide_passage(self.drive, direction="in", shown="plate", secret=f"京A{number:05d}", by=self.by, at=at)
            if not passage.may_go:
                self.actions.release_passage(passage, said_for="电话确认，访客车", by=self.by, at=at)
            return self.drive

        return serve


def _waits(crowd: list[Came], took: list[float]) -> list[float]:
    """Seconds from coming to going: whoever needs the hand waits for those before him, the others for the machine alone."""
    free_s, waits = 0.0, []
    for one, machine_s in zip(crowd, took, strict=True):
        if one.hand_s == 0.0:
            waits.append(machine_s)
            continue
        free_s = max(free_s, one.at_s) + one.hand_s + machine_s
        waits.append(free_s - one.at_s)
    return waits
