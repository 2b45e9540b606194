"""What happened to tariffs, charges, payments, refunds, deposits, receipts and cash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anju.kernel.events import Words, event


@event("charges.tariff_added")
class TariffAdded:
    kind: str
    basis: str
    needs_consent: bool
    title: Words = ""


@event("charges.tariff_withdrawn")
class TariffWithdrawn:
    kind: str
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class AboutVersion:
    """`price` in yuan for one unit."""

    tariff: UUID
    number: int
    kind: str
    price: str
    starts_on: date


@event("charges.price_proposed")
class PriceProposed(AboutVersion):
    legal_basis: Words = ""


@event("charges.price_approved")
class PriceApproved(AboutVersion):
    note: Words = ""


@event("charges.price_refused")
class PriceRefused(AboutVersion):
    note: Words = ""


@event("charges.price_published")
class PricePublished(AboutVersion):
    published_on: date
    where: Words = ""


@event("charges.terms_set")
class ChargeTermsSet:
    alone_up_to_fen: int
    days_to_pay: int


@dataclass(frozen=True, kw_only=True)
class AboutCharge:
    """What every count over charges asks for. Sums in fen; `paid_fen` is what is paid after the event."""

    charge: UUID
    kind: str
    amount_fen: int
    paid_fen: int
    due_on: date
    place: UUID | None = None
    state: str


@event("charges.charge_issued")
class ChargeIssued(AboutCharge):
    tariff: UUID
    number: str
    lines: int
    has_consent: bool = False


@event("charges.billing_started")
class BillingStarted:
    tariff: UUID
    place: UUID
    period_from_on: date
    period_until_on: date
    dwellings: int


@event("charges.billing_ended")
class BillingEnded:
    billed: int
    left_out: int
    amount_fen: int


@event("charges.adjustment_asked")
class AdjustmentAsked(AboutCharge):
    adjustment: UUID
    sort: str
    change_fen: int
    reason: Words = ""


@event("charges.charge_adjusted")
class ChargeAdjusted(AboutCharge):
    """`is_alone`: small enough for one person."""

    adjustment: UUID
    sort: str
    change_fen: int
    is_alone: bool
    reason: Words = ""


@event("charges.adjustment_refused")
class AdjustmentRefused(AboutCharge):
    adjustment: UUID
    note: Words = ""


@event("charges.charge_disputed")
class ChargeDisputed(AboutCharge):
    why: Words = ""


@event("charges.dispute_answered")
class DisputeAnswered(AboutCharge):
    answer: Words = ""


@event("charges.charge_fell_overdue")
class ChargeFellOverdue(AboutCharge):
    pass


@dataclass(frozen=True, kw_only=True)
class AboutPayment:
    payment: UUID
    way: str
    amount_fen: int
    place: UUID | None = None


@event("charges.payment_opened")
class PaymentOpened(AboutPayment):
    merchant: UUID | None = None
    order_number: str


@event("charges.pay_code_noted")
class PayCodeNoted(AboutPayment):
    is_ready: bool
    trouble: Words = ""


@event("charges.payment_settled")
class PaymentSettled(AboutPayment):
    """`parts` are "kind of fee:fen" of what it paid; `balance_fen` became prepaid balance."""

    parts: list[str]
    balance_fen: int
    deposit_fen: int
    provider_number: str = ""
    drawer: UUID | None = None


@event("charges.provider_asked")
class ProviderAsked(AboutPayment):
    """Somebody wanted to know at once whether the money came."""


@event("charges.payment_closed")
class PaymentClosed(AboutPayment):
    why: str


@event("charges.notice_taken")
class NoticeTaken:
    """A provider told something; `outcome` says what became of it."""

    notice: UUID
    way: str
    outcome: str
    payment: UUID | None = None
    refund: UUID | None = None
    told_fen: int | None = None


@event("charges.notice_refused")
class NoticeRefused:
    """A message at the address of a provider that is not the provider's; `why` is a code. At most one row a minute."""

    way: str
    why: str
    count: int


@event("charges.merchant_set")
class MerchantSet:
    way: str
    key_mark: str
    is_on: bool


@event("charges.receipt_issued")
class ReceiptIssued:
    number: str
    payment: UUID
    amount_fen: int


@event("charges.receipt_printed")
class ReceiptPrinted:
    number: str
    layout: str
    prints: int


@event("charges.receipt_voided")
class ReceiptVoided:
    number: str
    amount_fen: int
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class AboutRefund:
    refund: UUID
    payment: UUID
    way: str
    amount_fen: int
    kind: str = ""


@event("charges.refund_asked")
class RefundAsked(AboutRefund):
    reason: Words = ""


@event("charges.refund_approved")
class RefundApproved(AboutRefund):
    note: Words = ""


@event("charges.refund_refused")
class RefundRefused(AboutRefund):
    note: Words = ""


@event("charges.refund_sent")
class RefundSent(AboutRefund):
    tries: int


@event("charges.refund_done")
class RefundDone(AboutRefund):
    provider_number: str = ""
    drawer: UUID | None = None


@event("charges.refund_failed")
class RefundFailed(AboutRefund):
    why: Words = ""


@dataclass(frozen=True, kw_only=True)
class AboutDeposit:
    deposit: UUID
    kind: str
    amount_fen: int
    left_fen: int
    place: UUID | None = None


@event("charges.deposit_opened")
class DepositOpened(AboutDeposit):
    purpose: Words = ""


@event("charges.deposit_cancelled")
class DepositCancelled(AboutDeposit):
    reason: Words = ""


@event("charges.deduction_proposed")
class DeductionProposed(AboutDeposit):
    deduction: UUID
    ground: str
    deduct_fen: int
    reason: Words = ""


@event("charges.deduction_agreed")
class DeductionAgreed(AboutDeposit):
    deduction: UUID
    ground: str
    deduct_fen: int
    is_signed: bool


@event("charges.deduction_contested")
class DeductionContested(AboutDeposit):
    deduction: UUID
    ground: str
    deduct_fen: int
    note: Words = ""


@event("charges.drawer_opened")
class DrawerOpened:
    cashier: UUID
    opening_fen: int


@event("charges.drawer_counted")
class DrawerCounted:
    cashier: UUID
    expected_fen: int
    counted_fen: int
    difference_fen: int
    reason: Words = ""


@event("charges.drawer_taken_over")
class DrawerTakenOver:
    cashier: UUID
    taken_by: UUID | None
    counted_fen: int
    difference_fen: int


@event("charges.statement_row_taken")
class StatementRowTaken:
    way: str
    on: date
    sort: str
    amount_fen: int


@event("charges.statement_row_dropped")
class StatementRowDropped:
    way: str
    on: date


@event("charges.day_reconciled")
class DayReconciled:
    way: str
    on: date
    rows: int
    matched: int
    missing_here: int
    missing_there: int
    different: int
    ours_fen: int
    theirs_fen: int
    others: int = 0
    fee_fen: int = 0
    other_fen: int = 0


@event("charges.mismatch_settled")
class MismatchSettled:
    kind: str
    settlement: str
    found_at: datetime
    payment: UUID | None = None
    theirs_fen: int | None = None
    note: Words = ""
