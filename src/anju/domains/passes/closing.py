"""The scheduled look at windows that are over."""

from __future__ import annotations

from datetime import datetime

from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .actions import expire_pass, note_overdue
from .queries import due_at_end

CHUNK = 200


def close_due(scope: Scope, at: datetime) -> int:
    """End every pass whose window is over at `at`, or note it as overdue; returns how many. Each is its own transaction."""
    with view.entered(scope):
        due = list(due_at_end(scope, at=at).select_related("scope")[:CHUNK])
        outcomes = [(note_overdue if one.state == "out" else expire_pass)(one, by=Actor.system("schedule"), at=at) for one in due]
    return sum(not isinstance(outcome, Refusal) for outcome in outcomes)
