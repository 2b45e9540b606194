"""Payments, receipts, refunds, drawers, providers and what does not agree."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Column, Screen, Tab

from .. import actions, queries, statements
from ..kinds import READERS
from ..models import (
    Allocation,
    Balance,
    Drawer,
    Merchant,
    Mismatch,
    Payment,
    ProviderNotice,
    Receipt,
    Reconciliation,
    Refund,
    StatementLine,
)
from ..money import yuan

MANAGERS = ("project_manager", "headquarters", "auditor")
SUM = Column("amount_fen", render=yuan)


class PaymentScreen(Screen):
    model = Payment
    name = "payments"
    title = _("Payments")
    menu = "assets"
    icon = "ti-cash"
    position = 68
    label = "number"
    posts = READERS
    columns = ("number", "way", "place", "payer_name", SUM, Column("refunded_fen", render=yuan), "state", "opened_at", "settled_at")
    filters = "state way place opened_at settled_at"
    search = "number order_number provider_number"
    order = "-opened_at"
    quick = ((_("To be settled"), "state=mismatch"), (_("Waiting for money"), "state=open"))
    facts = (
        "number", "way", "state", SUM, Column("refunded_fen", render=yuan), "place", "payer", "payer_name", "order_number", "provider_number", "merchant", "drawer",
        "opened_by", "opened_at", "expires_at", "settled_at", "closed_at", "trouble", "note",
    )  # fmt: skip
    row = (actions.issue_receipt, actions.ask_provider, actions.close_payment)
    fits: ClassVar = {actions.issue_receipt.spec.verb: lambda payment: queries.receipt_of(payment) is None}
    tabs = (
        Tab("parts", _("What it paid"), screen="payment_parts", via="payment"),
        Tab("receipts", _("Fee receipts"), screen="fee_receipts", via="payment"),
        Tab("refunds", _("Refunds"), screen="refunds", via="payment"),
    )
    empty = _("No payment yet. Take money at the cashier's desk.")


class PartScreen(Screen):
    model = Allocation
    name = "payment_parts"
    title = _("Parts of payments")
    posts = READERS
    columns = ("payment", "charge", "deposit", SUM, Column("refunded_fen", render=yuan))
    order = "-created_at"
    row = (actions.ask_refund,)
    verbs = (actions.ask_refund,)
    empty = _("This payment was not divided: its money has not come in.")


class ReceiptScreen(Screen):
    model = Receipt
    name = "fee_receipts"
    title = _("Fee receipts")
    menu = "assets"
    icon = "ti-receipt"
    position = 70
    label = "number"
    posts = READERS
    columns = ("number", "payment", "payer_name", SUM, "state", "issued_at", "issued_by", "prints")
    filters = "state issued_at"
    search = "number"
    order = "-issued_at"
    facts = ("number", "payment", "payer_name", SUM, "state", "issued_by", "issued_at", "prints", "voided_by", "voided_at", "void_reason")
    row = (actions.void_receipt,)
    empty = _("No receipt yet. Each payment brings one; numbers have no gaps.")


class RefundScreen(Screen):
    model = Refund
    name = "refunds"
    title = _("Refunds")
    menu = "assets"
    icon = "ti-cash-banknote-off"
    position = 72
    label = "number"
    posts = READERS
    columns = ("number", "payment", "way", SUM, "reason", "state", "asked_by", "answered_by", "done_at")
    filters = "state way asked_at"
    search = "number reason"
    order = "-asked_at"
    quick = ((_("Refunds to approve"), "state=asked"), (_("Failed refunds"), "state=failed"))
    facts = (
        "number", "payment", "way", SUM, "reason", "is_owed_less", "state", "asked_by", "asked_at", "answered_by", "answered_at", "answer_note", "tries", "trouble",
        "provider_number", "drawer", "paid_by", "done_at",
    )  # fmt: skip
    row = (actions.approve_refund, actions.pay_out_refund, actions.resend_refund, actions.refuse_refund)
    empty = _("No refund yet. Ask for one on the page of a payment or a deposit.")


class BalanceScreen(Screen):
    model = Balance
    name = "balances"
    title = _("Prepaid balances")
    menu = "assets"
    minor = True
    icon = "ti-pig-money"
    position = 76
    posts = READERS
    columns = ("place", SUM)
    filters = "place"
    order = "-created_at"
    empty = _("Nobody paid ahead yet. What is over at the cashier's desk becomes prepaid balance.")


class DrawerScreen(Screen):
    model = Drawer
    name = "drawers"
    title = _("Cash of the shift")
    menu = "assets"
    minor = True
    icon = "ti-building-bank"
    position = 78
    label = "number"
    posts = (*READERS, "squad_leader", "security_manager")
    columns = (
        "number", "cashier", "state", "opened_at", Column("opening_fen", render=yuan), Column("expected_fen", render=yuan), Column("counted_fen", render=yuan),
        Column("difference_fen", render=yuan), "taken_by",
    )  # fmt: skip
    filters = "state cashier opened_at"
    order = "-opened_at"
    facts = (
        "number", "cashier", "state", "opened_at", Column("opening_fen", render=yuan), Column("expected_fen", render=yuan), Column("counted_fen", render=yuan),
        Column("difference_fen", render=yuan), "difference_reason", "counted_at", "taken_by", "taken_at",
    )  # fmt: skip
    create = actions.open_drawer
    row = (actions.count_drawer, actions.take_over_drawer)
    empty = _("No drawer yet. Open yours at the beginning of the shift.")


class MerchantScreen(Screen):
    model = Merchant
    name = "merchants"
    title = _("Payment providers")
    menu = "settings"
    minor = True
    icon = "ti-plug"
    position = 61
    posts = MANAGERS
    columns = "way merchant_id key_mark state refused_count refused_at"
    order = "way"
    facts = "way merchant_id app_id certificate_serial key_mark state refused_count refused_at refused_why"
    create = actions.set_merchant
    row = (actions.switch_off_merchant,)
    empty = _("No provider yet. Money is taken in cash and by transfer; set up WeChat Pay or Alipay to be paid by phone.")


class NoticeScreen(Screen):
    model = ProviderNotice
    name = "provider_notices"
    title = _("Notices of providers")
    menu = "settings"
    minor = True
    icon = "ti-message-2"
    position = 62
    posts = READERS
    columns = ("at", "merchant", "order_number", "provider_number", SUM, "outcome", "payment", "refund")
    filters = "outcome merchant at"
    search = "order_number provider_number"
    order = "-at"
    empty = _("No provider told anything yet.")


class StatementScreen(Screen):
    model = StatementLine
    name = "statement_rows"
    title = _("Rows of statements")
    menu = "assets"
    minor = True
    icon = "ti-file-spreadsheet"
    position = 80
    posts = READERS
    columns = ("on", "way", "sort", "order_number", "provider_number", SUM, Column("fee_fen", render=yuan), "memo", "result")
    filters = "way sort result on"
    search = "order_number provider_number memo"
    order = "-on"
    quick = ((_("Not agreed"), "result=missing_here&result=different"), (_("Fees and other bookings"), "sort=fee&sort=other"))
    create = actions.take_statement_row
    row = (actions.drop_statement_row,)
    importing, undoing, reading = actions.take_file_row, actions.drop_statement_row, statements.read
    key = "on status order_number refund_number line_number provider_number amount credit debit balance"
    empty = _("No statement yet. Download yesterday's file from WeChat Pay, Alipay or the bank and import it here as it is.")


class ReconciliationScreen(Screen):
    model = Reconciliation
    name = "reconciliations"
    title = _("Daily reconciliation")
    menu = "assets"
    minor = True
    icon = "ti-scale"
    position = 82
    posts = READERS
    columns = (
        "on", "way", "rows", "matched", "missing_here", "missing_there", "different", Column("ours_fen", render=yuan), Column("theirs_fen", render=yuan), Column("fee_fen", render=yuan),
        "others", Column("other_fen", render=yuan), "by",
    )  # fmt: skip
    filters = "way on"
    order = "-on"
    create = actions.reconcile_day
    empty = _("No day was reconciled yet. Import the provider's statement, then reconcile its day.")


class MismatchScreen(Screen):
    model = Mismatch
    name = "mismatches"
    title = _("Differences")
    menu = "assets"
    minor = True
    icon = "ti-alert-triangle"
    position = 84
    posts = READERS
    columns = ("kind", "way", "on", "order_number", "payment", Column("ours_fen", render=yuan), Column("theirs_fen", render=yuan), "state", "settlement")
    filters = "state kind way on"
    search = "order_number provider_number note"
    order = "-found_at"
    quick = ((_("To be settled"), "state=open"),)
    facts = (
        "kind", "way", "on", "order_number", "provider_number", "payment", "refund", Column("ours_fen", render=yuan), Column("theirs_fen", render=yuan), "state", "settlement",
        "note", "found_at", "settled_by", "settled_at",
    )  # fmt: skip
    row = (actions.settle_mismatch,)
    empty = _("Nothing differs: what providers told agrees with what stands here.")
