"""What others may ask of the room."""

from anju.domains.duties.calendar import YearUnknown
from anju.domains.duties.facts import calendar_for, calendar_of
from anju.domains.duties.models import Duty
from anju.domains.duties.queries.board import Cell, Row, day_shown, month_board, preview
from anju.domains.duties.queries.owners import category_label, owner_of, words_of, works_here
from anju.domains.duties.queries.planning import planned_to, schedule_of_fields, to_plan
from anju.domains.duties.queries.proof import (
    Kept,
    gaps_of,
    kept_between,
    kept_each,
    performances_of,
    records_of,
    slots_for_standing,
    slots_within,
)
from anju.domains.duties.queries.today import (
    due_and_late,
    failed_between,
    next_days,
    state_of,
    to_be_done,
    today_for,
    waiting_for_second,
)

__all__ = [
    "Cell",
    "Duty",
    "Kept",
    "Row",
    "YearUnknown",
    "calendar_for",
    "calendar_of",
    "category_label",
    "day_shown",
    "due_and_late",
    "failed_between",
    "gaps_of",
    "kept_between",
    "kept_each",
    "month_board",
    "next_days",
    "owner_of",
    "performances_of",
    "preview",
    "records_of",
    "schedule_of_fields",
    "slots_for_standing",
    "slots_within",
    "state_of",
    "to_be_done",
    "planned_to",
    "to_plan",
    "today_for",
    "waiting_for_second",
    "words_of",
    "works_here",
]
