"""The verbs of plans: take a document in, review it sentence by sentence, bring the confirmed ones to life, put the plan in force."""

from .checking import answer_statute, record_spot_check, remind
from .force import activate_plan, realise_clause, set_aside
from .generation import bring_to_life, confirm_all, realise_each
from .intake import draft_plan, propose_clauses, receive_source
from .review import accept_clause, change_clause, confirm_rest, drop_clause, merge_clause
from .taking_in import take_in

__all__ = [
    "accept_clause",
    "activate_plan",
    "answer_statute",
    "bring_to_life",
    "change_clause",
    "confirm_all",
    "confirm_rest",
    "draft_plan",
    "drop_clause",
    "merge_clause",
    "propose_clauses",
    "realise_clause",
    "realise_each",
    "receive_source",
    "record_spot_check",
    "remind",
    "set_aside",
    "take_in",
]
