"""The verbs of the boxes at the gates."""

from .enrolling import add_edge, enrol_edge, issue_token, revoke_edge
from .merging import merge_log
from .standing import note_edge, report_fault, settle_fault
from .ways import draw_up_paper, set_ways
from .wiring import answer_try, try_wiring, unwire_lane, wire_lane

__all__ = [
    "add_edge", "answer_try", "draw_up_paper", "enrol_edge", "issue_token", "merge_log", "note_edge", "report_fault", "revoke_edge", "set_ways", "settle_fault", "try_wiring",
    "unwire_lane", "wire_lane",
]  # fmt: skip
