"""The verbs of the boxes at the gates."""

from .enrolling import add_edge, enrol_edge, issue_token, revoke_edge
from .merging import merge_log
from .standing import note_edge, report_fault, settle_fault
from .ways import draw_up_paper, set_ways

__all__ = ["add_edge", "draw_up_paper", "enrol_edge", "issue_token", "merge_log", "note_edge", "report_fault", "revoke_edge", "set_ways", "settle_fault"]
