"""Where tariffs, charges, payments, refunds, deposits, receipts, drawers and differences stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class TariffState(States):
    in_use = state(_("In use"), "green", to=("withdrawn",))
    withdrawn = state(_("Taken out of use"), "grey")


class VersionState(States):
    """Proposed by one, approved by another, published: only then may it be billed."""

    proposed = state(pgettext_lazy("tariff", "To approve"), "yellow", to=("approved", "refused"))
    approved = state(pgettext_lazy("tariff", "To publish"), "blue", to=("published", "refused"))
    published = state(pgettext_lazy("tariff", "Published"), "green")
    refused = state(pgettext_lazy("tariff", "Not approved"), "grey")


class ChargeState(States):
    due = state(pgettext_lazy("charge", "Due"), "blue", to=("part_paid", "paid", "overdue", "disputed"))
    overdue = state(pgettext_lazy("charge", "Overdue"), "orange", to=("part_paid", "paid", "disputed", "due"))
    part_paid = state(pgettext_lazy("charge", "Part paid"), "yellow", to=("paid", "overdue", "disputed", "due"))
    disputed = state(pgettext_lazy("charge", "Disputed"), "yellow", to=("due", "overdue", "part_paid", "paid"))
    paid = state(pgettext_lazy("charge", "Paid"), "green", to=("due", "overdue", "part_paid"))


OWING = ("due", "overdue", "part_paid", "disputed")


class AdjustmentState(States):
    asked = state(pgettext_lazy("adjustment", "To approve"), "yellow", to=("booked", "refused"))
    booked = state(pgettext_lazy("adjustment", "Booked"), "green")
    refused = state(pgettext_lazy("adjustment", "Not approved"), "grey")


class RunState(States):
    running = state(pgettext_lazy("billing", "Being billed"), "blue", to=("done",))
    done = state(pgettext_lazy("billing", "Billed"), "green")


class PaymentState(States):
    """Open until the payer's money is here. What was closed stays closed; money that comes later becomes a difference."""

    open = state(pgettext_lazy("payment", "Waiting for payment"), "blue", to=("settled", "closed", "mismatch"))
    settled = state(pgettext_lazy("payment", "Received"), "green")
    closed = state(pgettext_lazy("payment", "Closed unpaid"), "grey", to=("settled", "mismatch"))
    mismatch = state(pgettext_lazy("payment", "To be settled by hand"), "red", to=("settled", "closed"))


class RefundState(States):
    asked = state(pgettext_lazy("refund", "To approve"), "yellow", to=("approved", "refused"))
    approved = state(pgettext_lazy("refund", "To be paid out"), "blue", to=("sent", "done", "failed"))
    sent = state(pgettext_lazy("refund", "With the provider"), "blue", to=("done", "failed"))
    done = state(pgettext_lazy("refund", "Refunded"), "green")
    failed = state(pgettext_lazy("refund", "Failed"), "red", to=("sent", "done"))
    refused = state(pgettext_lazy("refund", "Not approved"), "grey")


RESERVED = ("asked", "approved", "sent", "failed", "done")
"""Refunds that count against what was paid."""
UNDER_WAY = ("asked", "approved", "sent", "failed")


class DepositState(States):
    wanted = state(pgettext_lazy("deposit", "To be paid"), "blue", to=("held", "cancelled"))
    held = state(pgettext_lazy("deposit", "Held"), "yellow", to=("returning", "ended"))
    returning = state(pgettext_lazy("deposit", "Being handed back"), "blue", to=("held", "ended"))
    ended = state(pgettext_lazy("deposit", "Handed back"), "green")
    cancelled = state(pgettext_lazy("deposit", "Cancelled"), "grey")


class DeductionState(States):
    proposed = state(pgettext_lazy("deduction", "Waiting for the payer"), "yellow", to=("agreed", "contested"))
    agreed = state(pgettext_lazy("deduction", "Agreed"), "green")
    contested = state(pgettext_lazy("deduction", "Not agreed"), "grey")


class ReceiptState(States):
    valid = state(pgettext_lazy("receipt", "Valid"), "green", to=("void",))
    void = state(pgettext_lazy("receipt", "Void"), "red")


class DrawerState(States):
    open = state(pgettext_lazy("drawer", "Open"), "blue", to=("counted",))
    counted = state(pgettext_lazy("drawer", "Counted"), "yellow", to=("handed_over",))
    handed_over = state(pgettext_lazy("drawer", "Handed over"), "green")


class MismatchState(States):
    open = state(pgettext_lazy("difference", "To be settled"), "red", to=("settled",))
    settled = state(pgettext_lazy("difference", "Settled"), "green")


class MerchantState(States):
    on = state(pgettext_lazy("merchant", "On"), "green", to=("off",))
    off = state(pgettext_lazy("merchant", "Off"), "grey", to=("on",))
