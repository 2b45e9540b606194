"""The verbs of charging."""

from .billing import end_billing, issue_charge, mark_overdue, start_billing
from .cash import count_drawer, open_drawer, take_over_drawer
from .changing import (
    answer_dispute,
    approve_adjustment,
    ask_adjustment,
    ask_late_charge,
    correct_charge,
    dispute_charge,
    refuse_adjustment,
)
from .deposits import agree_to_deduction, cancel_deposit, contest_deduction, open_deposit, propose_deduction
from .matching import settle_mismatch, take_notice
from .merchants import note_refused_notice, set_merchant, switch_off_merchant
from .paying import (
    ask_provider,
    close_payment,
    note_pay_code,
    open_payment,
    pay_as_test,
    pay_from_balance,
    take_payment,
)
from .receipts import issue_receipt, print_receipt, void_receipt
from .refunding import (
    approve_refund,
    ask_refund,
    hand_back_deposit,
    note_refund_failed,
    note_refund_sent,
    pay_out_refund,
    refuse_refund,
    resend_refund,
)
from .statements import drop_statement_row, reconcile_day, take_file_row, take_statement_row
from .tariffs import (
    add_tariff,
    approve_price,
    propose_price,
    publish_price,
    refuse_price,
    set_charge_terms,
    withdraw_tariff,
)

__all__ = [
    "add_tariff", "agree_to_deduction", "answer_dispute", "approve_adjustment", "approve_price", "approve_refund", "ask_adjustment", "ask_late_charge",
    "ask_provider", "ask_refund", "cancel_deposit", "close_payment", "contest_deduction", "correct_charge", "count_drawer", "dispute_charge", "drop_statement_row",
    "end_billing", "hand_back_deposit", "issue_charge", "issue_receipt", "mark_overdue", "note_pay_code", "note_refund_failed", "note_refund_sent",
    "note_refused_notice", "open_deposit", "open_drawer", "open_payment", "pay_as_test", "pay_from_balance", "pay_out_refund", "print_receipt",
    "propose_deduction", "propose_price", "publish_price", "reconcile_day", "refuse_adjustment", "refuse_price", "refuse_refund", "resend_refund",
    "set_charge_terms", "set_merchant", "settle_mismatch", "start_billing", "switch_off_merchant", "take_file_row", "take_notice", "take_over_drawer", "take_payment",
    "take_statement_row", "void_receipt", "withdraw_tariff",
]  # fmt: skip
