"""The verbs of the archive. Later rooms file their reports with `file_document`."""

from .archiving import archive_year, begin_arranging
from .classes import add_class, add_piece, change_class, drop_piece, load_classes, retire_class
from .deciding import approve_document, send_back_document, submit_document, withdraw_document
from .disposal import approve_disposal, destroy_documents, list_disposal, refuse_disposal
from .filing import add_part, add_version, discard_draft, file_document, register_document
from .following import add_follow_up, finish_follow_up, note_follow_up_late
from .handover import count_item, draw_handover, sign_handover
from .keeping import (
    change_document,
    check_document,
    issue_text,
    place_document,
    reclassify_document,
    record_filing,
    rename_document,
    verify_files,
)
from .lending import (
    approve_loan,
    ask_loan,
    extend_loan,
    hand_out_original,
    note_loan_late,
    refuse_loan,
    return_loan,
)
from .looking import open_document
from .reading import acknowledge_reading, hand_out_readings, note_reading_late, open_reading, require_reading

__all__ = [
    "acknowledge_reading", "add_class", "add_follow_up", "add_part", "add_piece", "add_version", "approve_disposal", "approve_document", "approve_loan",
    "archive_year", "ask_loan", "begin_arranging", "change_class", "change_document", "check_document", "count_item", "destroy_documents", "discard_draft",
    "draw_handover", "drop_piece", "extend_loan", "file_document", "finish_follow_up", "hand_out_original", "hand_out_readings", "issue_text", "list_disposal",
    "load_classes", "note_follow_up_late", "note_loan_late", "note_reading_late", "open_document", "open_reading", "place_document", "reclassify_document",
    "record_filing", "refuse_disposal", "refuse_loan", "register_document", "rename_document", "require_reading", "retire_class", "return_loan",
    "send_back_document", "sign_handover", "submit_document", "verify_files", "withdraw_document",
]  # fmt: skip
