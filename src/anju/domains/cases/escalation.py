"""The scheduled look at deadlines."""

from __future__ import annotations

from datetime import datetime

from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .actions import escalate_case
from .queries import due_for_escalation

CHUNK = 200


def escalate(scope: Scope, at: datetime) -> int:
    """Put every case that is late at `at` before the next post of its ladder; returns how many. Each case is its own transaction."""
    with view.entered(scope):
        late = list(due_for_escalation(scope, at=at)[:CHUNK])
        outcomes = [escalate_case(case, by=Actor.system("schedule"), at=at) for case in late]
    return sum(not isinstance(outcome, Refusal) for outcome in outcomes)
