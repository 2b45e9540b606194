"""When the clock looks at planned visits."""

from __future__ import annotations

from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.schedule import every

from . import queries
from .actions import note_visit_missed


@every("renovation.close_due", minutes=5)
def close_due(scope: Scope) -> None:
    """Note the visits that nobody made in time."""
    at = clock.now()
    for visit in queries.due_visits(scope, at=at):
        note_visit_missed(visit, by=Actor.system("schedule"), at=at)
