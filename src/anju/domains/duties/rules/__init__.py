"""The room's decisions: facts in, a verdict or a refusal out. No database, no clock."""

from anju.domains.duties.rules.answers import Answered, Item, check_answers, read_items, write_items
from anju.domains.duties.rules.judging import (
    Done,
    Owed,
    Present,
    Verdict,
    is_backfilled,
    is_on_time,
    judge,
    judge_presence,
    make_up_until,
    next_look_at,
)
from anju.domains.duties.rules.permits import (
    PerformFacts,
    may_confirm,
    may_excuse,
    may_loosen,
    may_perform,
    may_reassign,
    may_record_presence,
    not_yours,
)

__all__ = [
    "Answered",
    "Done",
    "Item",
    "Owed",
    "PerformFacts",
    "Present",
    "Verdict",
    "check_answers",
    "is_backfilled",
    "is_on_time",
    "judge",
    "judge_presence",
    "make_up_until",
    "may_confirm",
    "may_excuse",
    "may_loosen",
    "may_perform",
    "may_reassign",
    "may_record_presence",
    "next_look_at",
    "not_yours",
    "read_items",
    "write_items",
]
