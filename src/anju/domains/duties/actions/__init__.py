"""The room's verbs."""

from anju.domains.duties.actions.assigning import excuse_occurrence, reassign_occurrence
from anju.domains.duties.actions.calendars import import_calendar_year
from anju.domains.duties.actions.performing import perform_duty, prove_duty
from anju.domains.duties.actions.planning import close_due_occurrences, close_occurrence, plan_occurrences
from anju.domains.duties.actions.promising import (
    change_duty,
    create_duty,
    pause_duty,
    rebase_duty,
    reschedule_duty,
    resume_duty,
)
from anju.domains.duties.actions.vouching import confirm_performance, reject_performance
from anju.domains.duties.actions.watching import record_presence

__all__ = [
    "change_duty",
    "close_due_occurrences",
    "close_occurrence",
    "confirm_performance",
    "create_duty",
    "excuse_occurrence",
    "import_calendar_year",
    "pause_duty",
    "perform_duty",
    "plan_occurrences",
    "prove_duty",
    "reassign_occurrence",
    "rebase_duty",
    "record_presence",
    "reject_performance",
    "reschedule_duty",
    "resume_duty",
]
