"""When the clock looks at visits and at the watch list."""

from __future__ import annotations

from django.utils.translation import gettext as say

from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.schedule import every

from . import queries
from .actions import end_watch, lapse_visit, note_overstay

SYSTEM = Actor.system("schedule")


@every("access.close_due", minutes=1)
def close_due(scope: Scope) -> None:
    """Note who stays too long, close what nobody came for, end watch entries whose time is over."""
    at = clock.now()
    for visit in queries.due_visits(scope, at=at):
        (note_overstay if visit.state == "inside" else lapse_visit)(visit, by=SYSTEM, at=at)
    for entry in queries.due_watches(scope, at=at):
        end_watch(entry, why=say("Its time is over."), by=SYSTEM, at=at)
