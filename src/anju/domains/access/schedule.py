"""When the clock looks at visits and at the watch list."""

from __future__ import annotations

from django.utils.translation import gettext as say

from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.schedule import every

from . import queries
from .actions import end_watch, lapse_visit, note_car_left, note_overstay, warn_plate_rate

SYSTEM = Actor.system("schedule")


@every("access.close_due", minutes=1)
def close_due(scope: Scope) -> None:
    """Note who stays too long, close what nobody came for, end watch entries whose time is over, note which waiting cars drove away."""
    at = clock.now()
    for visit in queries.due_visits(scope, at=at):
        (note_overstay if visit.state == "inside" else lapse_visit)(visit, by=SYSTEM, at=at)
    for entry in queries.due_watches(scope, at=at):
        end_watch(entry, why=say("Its time is over."), by=SYSTEM, at=at)
    for sighting in queries.forgotten_cars(scope, at=at):
        note_car_left(sighting, by=SYSTEM, at=at)


@every("access.look_at_cameras", minutes=60)
def look_at_cameras(scope: Scope) -> None:
    """Say of a plate camera that it reads worse than it did."""
    at = clock.now()
    for camera in queries.cameras_of(scope):
        warn_plate_rate(camera, by=SYSTEM, at=at)
