from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.personal import PersonNameField
from anju.kernel.records import Record, StateField

from ..kinds import PROVIDER_CHOICES, WAYS
from ..states import MerchantState, PaymentState, ReceiptState, RefundState
from .tariffs import person_key

NOTICE_OUTCOMES = (
    ("settled", _("Payment received")),
    ("repeated", _("Told already")),
    ("wrong_amount", _("Another sum than asked for")),
    ("wrong_merchant", _("Another merchant's payment")),
    ("unknown_order", _("No such payment here")),
    ("late", _("Money after closing")),
    ("not_paid", _("Not paid")),
    ("refund_done", _("Refund confirmed")),
    ("refund_failed", _("Refund failed")),
    ("unknown_refund", _("No such refund here")),
)


class Merchant(Record):
    """A community's account with a payment provider. `sealed` holds its keys, encrypted; nobody is ever shown them."""

    way = models.CharField(_("Provider"), max_length=10, choices=PROVIDER_CHOICES)
    merchant_id = models.CharField(_("Merchant number"), max_length=40)
    app_id = models.CharField(_("App number"), max_length=40, blank=True)
    certificate_serial = models.CharField(_("Certificate serial"), max_length=64, blank=True)
    key_mark = models.CharField(_("Mark of the key"), max_length=16, blank=True)
    sealed = models.BinaryField(editable=False, null=True)
    state = StateField(MerchantState, verbose_name=_("State"))
    refused_count = models.PositiveIntegerField(_("Refused notifications"), default=0)
    refused_at = models.DateTimeField(_("Last refused notification"), null=True, blank=True)
    refused_why = models.CharField(_("Why it was refused"), max_length=24, blank=True)

    class Meta:
        verbose_name = _("Payment provider")
        constraints = [models.UniqueConstraint(fields=["scope", "way", "merchant_id"], name="one_merchant_per_number")]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.merchant_id}"


class Payment(Record):
    """Money asked for and received once. `wanted` are ids of charges and deposits it is for, in order; what is left over becomes balance."""

    number = models.CharField(_("Number"), max_length=20)
    way = models.CharField(_("Way of payment"), max_length=10, choices=WAYS)
    order_number = models.CharField(_("Order number"), max_length=32)
    amount_fen = models.BigIntegerField(_("Sum"))
    state = StateField(PaymentState, verbose_name=_("State"))
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Dwelling or place"))
    payer = person_key(_("Payer"))
    payer_name = PersonNameField(_("Payer's name"), blank=True, erase_after="personal_erase_on")
    wanted = models.JSONField(default=list, editable=False)
    merchant = models.ForeignKey("charges.Merchant", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Payment provider"))
    drawer = models.ForeignKey("charges.Drawer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cash drawer"))
    provider_number = models.CharField(_("Provider's number"), max_length=64, blank=True)
    pay_code = models.CharField(_("Code to pay by"), max_length=512, blank=True)
    trouble = models.CharField(_("Why there is no code"), max_length=200, blank=True)
    opened_at = models.DateTimeField(_("Begun at"))
    opened_by = person_key(_("Opened by"))
    expires_at = models.DateTimeField(_("Expires at"), null=True, blank=True)
    settled_at = models.DateTimeField(_("Received at"), null=True, blank=True)
    closed_at = models.DateTimeField(pgettext_lazy("payment", "Closed at"), null=True, blank=True)
    refunded_fen = models.BigIntegerField(_("Refunded"), default=0)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Payment")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_payment_per_number"),
            models.UniqueConstraint(fields=["scope", "way", "order_number"], name="one_payment_per_order"),
            models.UniqueConstraint(fields=["scope", "way", "provider_number"], condition=~Q(provider_number=""), name="one_payment_per_provider_number"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0, refunded_fen__gte=0, refunded_fen__lte=F("amount_fen")), name="refunds_within_payment"),
        ]
        indexes = [
            models.Index(fields=["scope", "opened_at"], name="payment_opened"),
            models.Index(fields=["scope", "state", "expires_at"], name="payment_state_expires"),
            models.Index(fields=["scope", "way", "settled_at"], name="payment_way_settled"),
            models.Index(fields=["scope", "place", "opened_at"], name="payment_place"),
            models.Index(fields=["scope", "drawer"], name="payment_drawer"),
        ]

    def __str__(self) -> str:
        return self.number


class Allocation(Record):
    """A part of a payment: for a charge, for a deposit, or (neither) onto the prepaid balance of its place."""

    payment = models.ForeignKey("charges.Payment", models.PROTECT, related_name="+", verbose_name=_("Payment"))
    charge = models.ForeignKey("charges.Charge", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Charge"))
    deposit = models.ForeignKey("charges.Deposit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Deposit"))
    amount_fen = models.BigIntegerField(_("Sum"))
    refunded_fen = models.BigIntegerField(_("Refunded"), default=0)

    class Meta:
        verbose_name = _("Part of a payment")
        constraints = [models.CheckConstraint(condition=Q(amount_fen__gt=0, refunded_fen__gte=0, refunded_fen__lte=F("amount_fen")), name="refunds_within_part")]
        indexes = [models.Index(fields=["scope", "payment"], name="allocation_payment"), models.Index(fields=["scope", "charge"], name="allocation_charge")]


class Balance(Record):
    """Money paid ahead for a dwelling."""

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("Dwelling or place"))
    amount_fen = models.BigIntegerField(_("Prepaid balance"), default=0)

    class Meta:
        verbose_name = _("Prepaid balance")
        constraints = [
            models.UniqueConstraint(fields=["scope", "place"], name="one_balance_per_place"),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="balance_not_below_nothing"),
        ]
        indexes = [models.Index(fields=["scope", "created_at"], name="balance_made")]


class BalanceEntry(Record):
    """What came onto a balance or went from it; the sum of its entries is the balance."""

    balance = models.ForeignKey("charges.Balance", models.PROTECT, related_name="+", verbose_name=_("Prepaid balance"))
    amount_fen = models.BigIntegerField(_("Sum"))
    payment = models.ForeignKey("charges.Payment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Payment"))
    refund = models.ForeignKey("charges.Refund", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Refund"))
    at = models.DateTimeField(_("Time"))

    class Meta:
        verbose_name = _("Entry of a balance")
        indexes = [models.Index(fields=["scope", "balance", "at"], name="balance_entry_at")]


class Receipt(Record):
    """Paper for a payment, numbered without gaps. `parts` are frozen: [[what for, fen]]."""

    number = models.CharField(_("Receipt number"), max_length=20)
    payment = models.ForeignKey("charges.Payment", models.PROTECT, related_name="+", verbose_name=_("Payment"))
    amount_fen = models.BigIntegerField(_("Sum"))
    parts = models.JSONField(default=list, editable=False)
    payer_name = PersonNameField(_("Payer's name"), blank=True, erase_after="personal_erase_on")
    state = StateField(ReceiptState, verbose_name=_("State"))
    issued_at = models.DateTimeField(_("Issued at"))
    issued_by = person_key(_("Issued by"))
    prints = models.PositiveSmallIntegerField(_("Times printed"), default=0)
    voided_at = models.DateTimeField(_("Voided at"), null=True, blank=True)
    voided_by = person_key(_("Voided by"))
    void_reason = models.CharField(_("Why it is void"), max_length=200, blank=True)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Fee receipt")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_receipt_per_number"),
            models.UniqueConstraint(fields=["payment"], condition=Q(state="valid"), name="one_valid_receipt_per_payment"),
        ]
        indexes = [models.Index(fields=["scope", "issued_at"], name="receipt_issued")]

    def __str__(self) -> str:
        return self.number


class Refund(Record):
    """Money that goes back the way it came: asked for by one, approved by another, then paid out or confirmed by the provider.

    `is_owed_less`: what goes back is also taken off the charge, so that it is not owed again.
    """

    number = models.CharField(_("Number"), max_length=20)
    payment = models.ForeignKey("charges.Payment", models.PROTECT, related_name="+", verbose_name=_("Payment"))
    part = models.ForeignKey("charges.Allocation", models.PROTECT, related_name="+", verbose_name=_("Part of a payment"))
    way = models.CharField(_("Way of payment"), max_length=10, choices=WAYS)
    amount_fen = models.BigIntegerField(_("Sum"))
    is_owed_less = models.BooleanField(_("Take it off the charge"), default=True)
    reason = models.CharField(_("Reason"), max_length=200)
    state = StateField(RefundState, verbose_name=_("State"))
    asked_by = person_key(_("Asked by"))
    asked_at = models.DateTimeField(_("Asked at"))
    answered_by = person_key(_("Approved by"))
    answered_at = models.DateTimeField(_("Approved at"), null=True, blank=True)
    answer_note = models.CharField(_("Note"), max_length=200, blank=True)
    drawer = models.ForeignKey("charges.Drawer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cash drawer"))
    provider_number = models.CharField(_("Provider's number"), max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(_("Tries"), default=0)
    trouble = models.CharField(_("Why it failed"), max_length=200, blank=True)
    done_at = models.DateTimeField(_("Refunded at"), null=True, blank=True)
    paid_by = person_key(_("Paid out by"))

    class Meta:
        verbose_name = _("Refund")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_refund_per_number"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="refund_is_something"),
        ]
        indexes = [
            models.Index(fields=["scope", "asked_at"], name="refund_asked"),
            models.Index(fields=["scope", "payment"], name="refund_payment"),
            models.Index(fields=["scope", "way", "done_at"], name="refund_way_done"),
            models.Index(fields=["scope", "drawer"], name="refund_drawer"),
        ]

    def __str__(self) -> str:
        return self.number


class ProviderNotice(Record):
    """What a provider told, once per notice, and what became of it."""

    merchant = models.ForeignKey("charges.Merchant", models.PROTECT, related_name="+", verbose_name=_("Payment provider"))
    notice_id = models.CharField(_("Notice"), max_length=64)
    order_number = models.CharField(_("Order number"), max_length=64, blank=True)
    provider_number = models.CharField(_("Provider's number"), max_length=64, blank=True)
    amount_fen = models.BigIntegerField(_("Sum"), null=True, blank=True)
    outcome = models.CharField(_("What became of it"), max_length=16, choices=NOTICE_OUTCOMES)
    payment = models.ForeignKey("charges.Payment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Payment"))
    refund = models.ForeignKey("charges.Refund", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Refund"))
    at = models.DateTimeField(_("Told at"))

    class Meta:
        verbose_name = _("Notice of a provider")
        constraints = [models.UniqueConstraint(fields=["merchant", "notice_id"], name="one_row_per_notice")]
        indexes = [models.Index(fields=["scope", "at"], name="provider_notice_at")]
