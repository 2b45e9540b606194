"""The scheduled look at what is due: recipients still to be written, the next ways, and what fell overdue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..models import BodyReport, Notice, Posting, Recipient
from .boards import note_sheet_overdue
from .climbing import climb_ladder, note_undelivered, write_recipients
from .owed import note_report_overdue

MOST_ROUNDS = 50
CHUNK = 200


def go_on(scope: Scope, at: datetime) -> int:
    """Write recipients and climb ladders until nothing is due at `at`; returns how many steps were taken, each its own transaction."""
    steps = 0
    with view.entered(scope):
        for _round in range(MOST_ROUNDS):
            taken = sum(_done(verb, notice, at) for verb, notices in _work(scope, at) for notice in notices)
            if not taken:
                break
            steps += taken
    return steps


def _work(scope: Scope, at: datetime) -> list[tuple[Any, list[Notice]]]:
    """The verbs that have something to do, each with the notices it is due for: the most urgent first."""
    due = Recipient.objects.filter(scope=scope, next_at__lte=at).values("notice_id")
    climbing = list(Notice.objects.filter(scope=scope, pk__in=due).select_related("scope").order_by("level", "sent_at", "id")[:CHUNK])
    writing = list(Notice.objects.filter(scope=scope, state="sending").select_related("scope").order_by("level", "sent_at", "id")[:CHUNK])
    return [(note_undelivered, climbing), (climb_ladder, climbing), (write_recipients, writing)]


def _done(verb: Any, record: Any, at: datetime) -> bool:
    return not isinstance(verb(record, by=Actor.system("schedule"), at=at), Refusal)


def look_over(scope: Scope, at: datetime) -> int:
    """Note sheets that should be down and reports that are overdue; returns how many."""
    today = clock.local(scope, at).date()
    with view.entered(scope):
        sheets = list(Posting.objects.filter(scope=scope, state="up", until_on__lt=today).order_by("until_on", "id")[:CHUNK])
        reports = list(BodyReport.objects.filter(scope=scope, state="owed", due_at__lte=at).order_by("due_at", "id")[:CHUNK])
        return sum(_done(note_sheet_overdue, one, at) for one in sheets) + sum(_done(note_report_overdue, one, at) for one in reports)
