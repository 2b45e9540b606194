"""What may be done with a plan and its reports, and how a sentence stands. Pure."""

from .assigning import may_announce, may_assign, may_record_motion
from .living import (
    CONFIRMED,
    LEAD,
    Standing,
    Tally,
    grade_of_check,
    lead_of,
    live_state,
    may_activate,
    may_confirm_rest,
    may_merge,
    may_remind,
    may_review,
    may_spot_check,
    together,
)
from .reports import (
    TEXT_LIMIT,
    due_on,
    may_comment,
    may_decide,
    may_draft,
    may_explain,
    may_publish,
    may_receive,
    may_send,
    may_set_goal,
    may_set_terms,
    may_submit,
    may_write,
    period_of,
    previous_of,
    punctuality,
)

__all__ = [
    "CONFIRMED", "LEAD", "TEXT_LIMIT", "Standing", "Tally", "due_on", "grade_of_check", "lead_of", "live_state", "may_activate", "may_announce", "may_assign", "may_comment",
    "may_confirm_rest", "may_decide", "may_draft", "may_explain", "may_merge", "may_publish", "may_receive", "may_record_motion", "may_remind", "may_review", "may_send",
    "may_set_goal", "may_set_terms", "may_spot_check", "may_submit", "may_write", "period_of", "previous_of", "punctuality", "together",
]  # fmt: skip
