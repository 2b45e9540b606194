from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..kinds import STATEMENT_CHOICES
from ..states import MismatchState
from .tariffs import person_key

ENTERED_SORTS = (("pay", _("Payment")), ("refund", _("Refund")))
LINE_SORTS = (*ENTERED_SORTS, ("fee", _("Provider's fee")), ("other", _("Other booking")))
RESULTS = (
    ("matched", _("Matched")),
    ("missing_here", _("Missing here")),
    ("missing_there", _("Missing at the provider")),
    ("different", _("Different sum")),
)
MISMATCHES = (
    ("wrong_amount", _("Another sum than asked for")),
    ("wrong_merchant", _("Another merchant's payment")),
    ("unknown_order", _("No such payment here")),
    ("late", _("Money after closing")),
    *RESULTS[1:],
)
SETTLEMENTS = (
    ("booked", _("Book the money that came")),
    ("sent_back", _("The provider sends it back")),
    ("provider_error", _("The provider's error, put right there")),
    ("own_error", _("Our error, put right here")),
)


class StatementLine(Record):
    """A row of a provider's or a bank's statement. Sums of payments and refunds are above nothing; other money out is below."""

    way = models.CharField(_("Provider"), max_length=10, choices=STATEMENT_CHOICES)
    on = models.DateField(_("Day of the statement"))
    sort = models.CharField(_("Payment or refund"), max_length=8, choices=LINE_SORTS)
    order_number = models.CharField(_("Order number"), max_length=64)
    provider_number = models.CharField(_("Provider's number"), max_length=64, blank=True)
    amount_fen = models.BigIntegerField(_("Sum"))
    fee_fen = models.BigIntegerField(_("Provider's fee"), default=0)
    memo = models.CharField(_("Text of the booking"), max_length=120, blank=True)
    result = models.CharField(_("Result"), max_length=16, choices=RESULTS, blank=True)
    taken_at = models.DateTimeField(_("Taken in at time"))

    class Meta:
        verbose_name = _("Row of a statement")
        constraints = [models.UniqueConstraint(fields=["scope", "way", "sort", "order_number"], name="one_row_per_order")]
        indexes = [models.Index(fields=["scope", "way", "on"], name="statement_way_on"), models.Index(fields=["scope", "on"], name="statement_on")]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.order_number}"


class Reconciliation(Record):
    """One day of one provider, held against what stands here."""

    way = models.CharField(_("Provider"), max_length=10, choices=STATEMENT_CHOICES)
    on = models.DateField(_("Day of the statement"))
    rows = models.PositiveIntegerField(_("Rows of the statement"), default=0)
    matched = models.PositiveIntegerField(_("Matched"), default=0)
    missing_here = models.PositiveIntegerField(_("Missing here"), default=0)
    missing_there = models.PositiveIntegerField(_("Missing at the provider"), default=0)
    different = models.PositiveIntegerField(_("Different sum"), default=0)
    ours_fen = models.BigIntegerField(_("Our sum"), default=0)
    theirs_fen = models.BigIntegerField(_("The provider's sum"), default=0)
    others = models.PositiveIntegerField(_("Other bookings"), default=0)
    fee_fen = models.BigIntegerField(_("Provider's fees"), default=0)
    other_fen = models.BigIntegerField(_("Sum of other bookings"), default=0)
    by = person_key(_("Reconciled by"))
    at = models.DateTimeField(_("Reconciled at"))

    class Meta:
        verbose_name = _("Reconciliation")
        constraints = [models.UniqueConstraint(fields=["scope", "way", "on"], name="one_reconciliation_a_day")]
        indexes = [models.Index(fields=["scope", "on"], name="reconciliation_on")]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.on}"


class Mismatch(Record):
    """Money and books that do not agree: shown until a person settles it."""

    kind = models.CharField(_("What does not agree"), max_length=16, choices=MISMATCHES)
    way = models.CharField(_("Provider"), max_length=10, choices=STATEMENT_CHOICES)
    on = models.DateField(_("Date"))
    order_number = models.CharField(_("Order number"), max_length=64, blank=True)
    provider_number = models.CharField(_("Provider's number"), max_length=64, blank=True)
    payment = models.ForeignKey("charges.Payment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Payment"))
    refund = models.ForeignKey("charges.Refund", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Refund"))
    ours_fen = models.BigIntegerField(_("Our sum"), null=True, blank=True)
    theirs_fen = models.BigIntegerField(_("The provider's sum"), null=True, blank=True)
    state = StateField(MismatchState, verbose_name=_("State"))
    settlement = models.CharField(_("How it was settled"), max_length=16, choices=SETTLEMENTS, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    found_at = models.DateTimeField(_("Found at time"))
    settled_by = person_key(_("Settled by"))
    settled_at = models.DateTimeField(_("Settled at"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("difference", "Difference")
        indexes = [models.Index(fields=["scope", "state", "found_at"], name="mismatch_state"), models.Index(fields=["scope", "found_at"], name="mismatch_found")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.order_number}"
