"""The verbs of renovation."""

from .applying import add_paper, apply_renovation, change_works, tell_rules, withdraw_application
from .books import draft_rulebook, drop_rulebook, put_rulebook_in_force
from .damages import agree_compensation, confirm_repair, report_damage
from .deciding import (
    approve_application,
    issue_permit,
    pass_review,
    return_application,
    sign_agreement,
    tell_neighbours,
)
from .ending import accept_works, allow_work_again, archive_file, send_deposit_back
from .goods import check_material, declare_material, note_goods
from .neighbours import book_occasion, complain_of_works, end_occasion, staff_occasion
from .violating import (
    clear_violation,
    dissuade,
    note_put_right,
    order_stop_work,
    report_to_bodies,
    report_violation,
    serve_notice,
)
from .visiting import note_visit_missed, plan_visit, raise_rounds, take_in_round, visit_site
from .workers import end_worker, make_permit_live, record_breach, register_worker, train_worker

__all__ = [
    "accept_works", "add_paper", "agree_compensation", "allow_work_again", "apply_renovation", "approve_application", "archive_file", "book_occasion", "change_works", "check_material",
    "clear_violation", "complain_of_works", "confirm_repair", "declare_material", "dissuade", "draft_rulebook", "drop_rulebook", "end_occasion", "end_worker", "issue_permit", "make_permit_live",
    "note_goods", "note_put_right", "note_visit_missed", "order_stop_work", "pass_review", "plan_visit", "put_rulebook_in_force", "raise_rounds", "record_breach", "register_worker",
    "report_damage", "report_to_bodies", "report_violation", "return_application", "send_deposit_back", "serve_notice", "sign_agreement", "staff_occasion", "take_in_round", "tell_neighbours", "tell_rules",
    "train_worker", "visit_site", "withdraw_application",
]  # fmt: skip
