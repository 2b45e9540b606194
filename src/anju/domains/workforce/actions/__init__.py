"""The verbs of the workforce."""

from .. import requests as requests
from .attending import correct_attendance, draw_up_month, settle_day
from .away import come_back, give_back, step_away, take_relief
from .calling import call_in, call_out, end_call_out, report_in
from .checking import check_post, draw_checks, hold_gathering, miss_check, sign_check
from .findings import clear_finding, judge_finding, raise_finding, report_finding
from .gearing import add_gear, issue_gear, return_gear, withdraw_gear
from .handing import hand_over, take_over
from .hiring import hire, record_test, renew_contract, score_applicant, set_threshold, take_application, vet_applicant
from .leaving import ask_leave, decide_leave, withdraw_leave
from .openings import (
    choose_candidate,
    close_vacancy,
    end_applications,
    open_vacancy,
    publish_vacancy,
    score_candidate,
    stand_for,
)
from .phones import (
    enrol_post_phone,
    enter_post_phone,
    leave_post_phone,
    prepare_post_phone,
    set_pin,
    try_pin,
    withdraw_post_phone,
)
from .posting import (
    draw_up_contingency,
    enter_warning,
    receive_warning,
    set_establishment,
    set_season,
    switch_off,
    switch_on,
)
from .rostering import (
    call_ill,
    discard_roster,
    draft_roster,
    fail_roster,
    finish_roster,
    hold_back,
    keep_roster,
    publish_part,
    publish_roster,
    stop_roster,
)
from .staffing import (
    depart,
    issue_pledge,
    judge_mentoring,
    make_regular,
    note_staff,
    pair_mentor,
    sign_pledge,
    sign_task,
)
from .swapping import answer_swap, ask_swap, decide_swap
from .terms import set_terms

__all__ = [
    "choose_candidate", "close_vacancy", "end_applications", "open_vacancy", "publish_vacancy", "score_candidate", "stand_for",
    "add_gear", "answer_swap", "ask_leave", "ask_swap", "call_ill", "call_in", "call_out", "check_post", "clear_finding", "come_back", "correct_attendance", "decide_leave",
    "decide_swap", "depart", "discard_roster", "draft_roster", "draw_checks", "draw_up_contingency", "draw_up_month", "end_call_out", "enrol_post_phone", "enter_post_phone", "enter_warning", "fail_roster", "finish_roster", "give_back", "hand_over", "hire", "hold_back", "hold_gathering",
    "issue_gear", "issue_pledge", "judge_finding", "judge_mentoring", "keep_roster", "leave_post_phone", "make_regular", "miss_check", "note_staff", "pair_mentor", "prepare_post_phone", "publish_part", "publish_roster", "raise_finding", "receive_warning",
    "record_test", "renew_contract", "report_finding", "report_in", "return_gear", "score_applicant", "set_establishment", "set_pin", "set_season", "set_terms", "set_threshold",
    "settle_day", "sign_check", "sign_pledge", "sign_task", "step_away", "stop_roster", "switch_off", "switch_on", "take_application", "take_over", "take_relief", "try_pin", "vet_applicant",
    "withdraw_gear", "withdraw_leave", "withdraw_post_phone",
]  # fmt: skip
