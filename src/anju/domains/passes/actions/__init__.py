"""The verbs of passes, keys and found things."""

from .asking import approve_pass, ask_pass, issue_asked, issue_pass, refuse_pass
from .cabinet import add_key, change_key, withdraw_key
from .ending import (
    discard_pass,
    expire_pass,
    extend_pass,
    note_overdue,
    print_pass,
    reissue_pass,
    report_lost,
    revoke_pass,
)
from .found import (
    announce_found,
    claim_found,
    dispose_found,
    give_to_police,
    hand_out_found,
    record_found,
    refuse_claim,
)
from .lending import hand_out, lend_key, return_items
from .scanning import record_use, scan_pass, spend_pass, use_pass

__all__ = [
    "add_key", "announce_found", "approve_pass", "ask_pass", "change_key", "claim_found", "discard_pass", "dispose_found", "expire_pass", "extend_pass",
    "give_to_police", "hand_out", "hand_out_found", "issue_asked", "issue_pass", "lend_key", "note_overdue", "print_pass", "record_found", "record_use",
    "refuse_claim", "refuse_pass", "reissue_pass", "report_lost", "return_items", "revoke_pass", "scan_pass", "spend_pass", "use_pass", "withdraw_key",
]  # fmt: skip
