"""The verbs of scores."""

from .adopting import adopt_other_template, adopt_template
from .appeals import file_appeal, record_panel, reject_appeal, uphold_appeal
from .booking import book_points, cancel_points
from .following import (
    accept_consequence,
    announce_consequence,
    cast_vote,
    enforce_consequence,
    give_notice,
    lift_consequence,
    report_consequence,
)
from .parts import add_band, add_item, add_rule, decide_range, import_item, remove_band, remove_item, remove_rule
from .rounds import (
    draw_rechecks,
    fill_from_measures,
    freeze_round,
    open_round,
    publish_round,
    recheck_sheet,
    sum_round,
)
from .schemes import activate_scheme, change_scheme, create_scheme, revise_scheme, withdraw_scheme
from .sheets import import_mark, open_sheet, score_item, submit_sheet, void_sheet
from .subjects import end_enrolment, end_filing, enrol_subject, file_own_rules, file_subject, register_subject

__all__ = [
    "accept_consequence",
    "activate_scheme",
    "add_band",
    "add_item",
    "add_rule",
    "adopt_other_template",
    "adopt_template",
    "announce_consequence",
    "book_points",
    "cancel_points",
    "cast_vote",
    "change_scheme",
    "create_scheme",
    "decide_range",
    "draw_rechecks",
    "end_enrolment",
    "end_filing",
    "enforce_consequence",
    "enrol_subject",
    "file_appeal",
    "file_own_rules",
    "file_subject",
    "fill_from_measures",
    "freeze_round",
    "give_notice",
    "import_item",
    "import_mark",
    "lift_consequence",
    "open_round",
    "open_sheet",
    "publish_round",
    "recheck_sheet",
    "record_panel",
    "register_subject",
    "reject_appeal",
    "remove_band",
    "remove_item",
    "remove_rule",
    "report_consequence",
    "revise_scheme",
    "score_item",
    "submit_sheet",
    "sum_round",
    "uphold_appeal",
    "void_sheet",
    "withdraw_scheme",
]
