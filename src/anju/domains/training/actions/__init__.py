"""The verbs of training."""

from .attending import enter_attendance, hand_in_reflection, review_essay, sign_in
from .certificates import (
    add_certificate,
    expire_certificate,
    renew_certificate,
    verify_certificate,
    warn_certificate,
    withdraw_certificate,
)
from .contests import call_deducted, enter_contest_result, set_up_group
from .courses import add_material, adopt_course, change_modules, create_course, retire_course
from .enrolling import (
    complete_enrolment,
    confirm_assessment,
    enrol,
    fail_enrolment,
    name_mentor,
    sign_off_module,
    withdraw_enrolment,
)
from .exams import begin_paper, close_exam, count_late_paper, hand_in_paper, open_exam, void_paper
from .growing import draw_up_plan, issue_certificate, publish_study, take_on_plan
from .programmes import end_programme, plan_programme, plan_sessions
from .questions import add_question, note_broken, retire_question
from .roster import (
    count_certificates,
    drop_requirement,
    note_unfit,
    require_certificate,
    require_course,
    settle_finding,
)
from .sessions import (
    call_make_up,
    call_session,
    cancel_session,
    close_session,
    move_session,
    note_session,
    open_session,
)
from .support import approve_support, ask_support, refuse_support, settle_support

__all__ = [
    "add_certificate", "add_material", "add_question", "adopt_course", "approve_support", "ask_support", "begin_paper", "call_deducted", "call_make_up", "call_session", "cancel_session", "change_modules",
    "close_exam", "close_session", "complete_enrolment", "confirm_assessment", "count_certificates", "count_late_paper", "create_course", "draw_up_plan", "drop_requirement", "end_programme", "enrol",
    "enter_attendance", "enter_contest_result", "expire_certificate", "fail_enrolment", "hand_in_paper", "hand_in_reflection", "issue_certificate", "move_session", "name_mentor", "note_broken", "note_session", "note_unfit", "open_exam", "open_session",
    "plan_programme", "plan_sessions", "publish_study", "refuse_support", "renew_certificate", "require_certificate", "require_course", "retire_course", "retire_question", "review_essay", "set_up_group",
    "settle_finding", "settle_support", "sign_in", "sign_off_module", "take_on_plan", "verify_certificate", "void_paper", "warn_certificate", "withdraw_certificate", "withdraw_enrolment",
]  # fmt: skip
