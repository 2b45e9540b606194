"""The verbs of the gate."""

from .body import agree_body_use, end_body_use, propose_body_use
from .car_desk import (
    fit_lane_camera,
    let_car_in,
    limit_lane,
    note_car_left,
    remove_lane_camera,
    send_car_on,
    write_up_emergency,
)
from .cars import keep_car_picture, read_car_again, see_car, warn_plate_rate
from .correcting import correct_visit, search_movements
from .credentials import issue_credential, report_credential_lost, revoke_credential
from .epidemic import record_entry_check, switch_epidemic_off, switch_epidemic_on
from .ground import add_lane, change_lane, end_release, interlock_doors, release_all, watch_lane
from .hosts import answer_for_host, answer_visit, ask_host, invite_visitor, vouch_for_visit, withdraw_invitation
from .lifting import decide_floor
from .lockdown import end_lockdown, lock_down
from .opening import explain_opening, record_going, record_opening, record_shutting
from .passing import decide_passage, let_emergency_in, release_passage
from .peaks import count_queue, drop_peak_plan, plan_peak, roster_peak, switch_peak_off, switch_peak_on
from .police import (
    answer_police_query,
    ask_police,
    connect_police_line,
    note_no_police_answer,
    remove_police_line,
    try_police_query,
)
from .procedures import check_procedure, set_procedure
from .refusing import keep_refused_entry
from .regulars import end_regular, let_regular_in, record_inquiry, register_regular
from .spotting import close_inquiry, spot_stranger
from .staying import begin_regular_stay, end_regular_stay
from .taking_in import take_in_movement, take_in_passage
from .versions import draft_rules, drop_rules, put_rules_in_force
from .visits import lapse_visit, let_visit_in, let_visit_out, note_overstay, register_visit, turn_visit_away
from .watching import agree_to_watch, answer_appeal, appeal_watch, drop_watch, end_watch, propose_watch

__all__ = [
    "fit_lane_camera", "keep_car_picture", "let_car_in", "limit_lane", "note_car_left", "read_car_again", "remove_lane_camera", "see_car", "send_car_on", "warn_plate_rate", "write_up_emergency",
    "add_lane", "agree_to_watch", "answer_appeal", "answer_for_host", "answer_visit", "appeal_watch", "ask_host", "change_lane", "decide_passage", "draft_rules",
    "drop_rules", "drop_watch", "end_regular", "end_release", "end_watch", "explain_opening", "invite_visitor", "issue_credential", "lapse_visit", "let_emergency_in",
    "let_regular_in", "let_visit_in", "let_visit_out", "note_overstay", "propose_watch", "put_rules_in_force", "record_going", "record_inquiry", "record_opening",
    "register_regular", "register_visit", "release_all", "lock_down", "end_lockdown", "release_passage", "report_credential_lost", "revoke_credential", "turn_visit_away", "vouch_for_visit",
    "withdraw_invitation", "close_inquiry", "correct_visit", "decide_floor", "keep_refused_entry", "search_movements", "spot_stranger",
    "take_in_movement", "take_in_passage", "begin_regular_stay", "end_regular_stay",
    "agree_body_use", "check_procedure", "count_queue", "drop_peak_plan", "end_body_use", "interlock_doors", "plan_peak", "propose_body_use", "record_entry_check", "record_shutting",
    "roster_peak", "set_procedure", "switch_epidemic_off", "switch_epidemic_on", "switch_peak_off", "switch_peak_on", "watch_lane",
    "answer_police_query", "ask_police", "connect_police_line", "note_no_police_answer", "remove_police_line", "try_police_query",
]  # fmt: skip
