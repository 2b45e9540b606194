"""The verbs of reports: draft, write, remark, gather, send, approve, hand in, receive, publish, carry over, print."""

from .drafting import draft_report, miss_report, set_report_terms
from .gathering import gather
from .handing_in import approve_report, publish_report, record_receipt, send_back_report, send_report, submit_report
from .papers import advance_papers, attach_papers, make_papers
from .writing import explain_gap, keep_content, remark, set_goal, settle_remark, write_text

__all__ = [
    "advance_papers", "approve_report", "attach_papers", "draft_report", "explain_gap", "gather", "keep_content", "make_papers", "miss_report", "publish_report",
    "record_receipt", "remark", "send_back_report", "send_report", "set_goal", "set_report_terms", "settle_remark", "submit_report", "write_text",
]  # fmt: skip
