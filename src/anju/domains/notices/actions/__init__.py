"""The verbs of notices, channels, boards, publicity, activities, and what bodies and owners are owed."""

from .activities import (
    approve_activity,
    cancel_activity,
    change_activity,
    close_problem,
    conclude_activity,
    give_incentive,
    hold_activity,
    measure_awareness,
    note_problem,
    propose_activity,
    review_activity,
    sign_up,
)
from .boards import add_board, check_board, note_sheet_overdue, post_sheet, retire_board, take_down_sheet
from .channels import change_channel, connect_channel, retire_channel
from .climbing import climb_ladder, note_undelivered, write_recipients
from .delivering import record_outcomes, take_deliveries
from .owed import (
    answer_owner_message,
    hand_in_report,
    note_report_overdue,
    owe_report,
    publish_report,
    record_contact,
    record_owner_message,
    record_receipt,
    send_back_report,
    settle_refusal,
)
from .publicity import conclude_campaign, plan_campaign, record_publicity
from .reading import read_notice, show_notice
from .sending import remind_unread, send_notice, withdraw_notice

__all__ = [
    "add_board", "answer_owner_message", "approve_activity", "cancel_activity", "change_activity", "change_channel", "check_board", "climb_ladder", "close_problem",
    "conclude_activity", "conclude_campaign", "connect_channel", "give_incentive", "hand_in_report", "hold_activity", "measure_awareness", "note_problem",
    "note_report_overdue", "note_sheet_overdue", "note_undelivered", "owe_report", "plan_campaign", "post_sheet", "propose_activity", "publish_report", "read_notice",
    "record_contact", "record_outcomes", "record_owner_message", "record_publicity", "record_receipt", "remind_unread", "retire_board", "retire_channel",
    "review_activity", "send_back_report", "send_notice", "settle_refusal", "show_notice", "sign_up", "take_deliveries", "take_down_sheet", "withdraw_notice",
    "write_recipients",
]  # fmt: skip
