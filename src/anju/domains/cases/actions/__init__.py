"""The verbs of cases."""

from .checking import (
    approve_stage,
    close_case,
    fail_recheck,
    pass_recheck,
    record_return_visit,
    refuse_stage,
    reopen_case,
    strike_off,
)
from .connecting import add_finding, answer_finding, find_responsibility, link_cases, record_answer, transfer_case
from .noting import add_evidence, add_note
from .opening import dismiss_case, merge_case, open_case
from .pressing import ask_extension, escalate_case, extend_deadline, refuse_extension, set_terms, urge_case
from .working import (
    accept_case,
    assign_case,
    finish_work,
    grade_case,
    report_progress,
    start_work,
    submit_plan,
    submit_rectification,
)

__all__ = [
    "accept_case",
    "add_evidence",
    "add_finding",
    "add_note",
    "answer_finding",
    "approve_stage",
    "ask_extension",
    "assign_case",
    "close_case",
    "dismiss_case",
    "escalate_case",
    "extend_deadline",
    "fail_recheck",
    "find_responsibility",
    "finish_work",
    "grade_case",
    "link_cases",
    "merge_case",
    "open_case",
    "pass_recheck",
    "record_answer",
    "record_return_visit",
    "refuse_extension",
    "refuse_stage",
    "reopen_case",
    "report_progress",
    "set_terms",
    "start_work",
    "strike_off",
    "submit_plan",
    "submit_rectification",
    "transfer_case",
    "urge_case",
]
