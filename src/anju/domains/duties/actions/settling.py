"""Writes a verdict onto its occurrence: the one place where an occurrence's state changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from anju.domains.duties import rules
from anju.domains.duties.facts import owed_of, verdict_on
from anju.domains.duties.models import Occurrence

_FIELDS = [
    "state",
    "look_at",
    "on_time_count",
    "done_count",
    "waiting_count",
    "over_count",
    "grade",
    "covered_seconds",
    "longest_gap_seconds",
]


def locked(occurrence: Occurrence) -> Occurrence:
    """The row as it stands now, held until the action ends."""
    return (
        Occurrence.objects.select_for_update(of=("self",)).select_related("duty__post", "scope").get(pk=occurrence.pk)
    )


def settle(occurrence: Occurrence, now: datetime, *more_fields: str, is_closing: bool = False) -> dict[str, Any]:
    """Judge an occurrence again and save it; returns what an event about the slot says of the change.

    Only closing takes it off the clock's list, so that each is closed by its own event, however it came to be judged.
    """
    past = {
        "before": str(occurrence.state),
        "grade_before": occurrence.grade,
        "was_closed": occurrence.look_at is None,
    }
    verdict = verdict_on(occurrence, now)
    occurrence.state = str(verdict.state)
    occurrence.look_at = None if is_closing else rules.next_look_at(owed_of(occurrence), now) or occurrence.look_at
    occurrence.on_time_count, occurrence.done_count = verdict.on_time, verdict.counted
    occurrence.waiting_count, occurrence.over_count = verdict.waiting, verdict.over
    occurrence.grade = str(verdict.grade)
    occurrence.covered_seconds = int(verdict.covered.total_seconds())
    occurrence.longest_gap_seconds = int(verdict.longest_gap.total_seconds())
    occurrence.save(update_fields=[*_FIELDS, *more_fields])
    return past | {
        "occurrence": occurrence.id,
        "duty": occurrence.duty_id,
        "category": occurrence.duty.category,
        "on": occurrence.on,
        "state": occurrence.state,
        "grade": occurrence.grade,
    }
