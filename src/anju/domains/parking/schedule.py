"""When the clock looks at visiting cars and at rights that are over."""

from __future__ import annotations

from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.schedule import every

from . import queries
from .actions import end_right, note_ran_over

SYSTEM = Actor.system("schedule")


@every("parking.close_due", minutes=5)
def close_due(scope: Scope) -> None:
    """Tell of cars that stay too long, and end rights whose last day is over."""
    at = clock.now()
    for stay in queries.ran_over(scope, at=at):
        note_ran_over(stay, by=SYSTEM, at=at)
    for right in queries.due_rights(scope, at=at):
        end_right(right, because="over", by=SYSTEM, at=at)
