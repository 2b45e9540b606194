from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from anju.kernel.personal import PersonNameField, PlateField
from anju.kernel.records import Record, StateField

from ..kinds import FEES
from ..states import AdjustmentState, ChargeState, RunState
from .tariffs import person_key

LINE_KINDS = (
    ("price", _("Price")),
    ("minimum", _("Up to the least sum")),
    ("counter", _("Correction")),
    ("waiver", _("Waiver")),
    ("late", _("Late charge by contract")),
    ("refund", _("No longer owed after a refund")),
)
ADJUSTMENTS = (("counter", _("Correction")), ("waiver", _("Waiver")), ("late", _("Late charge by contract")))


class ChargeTerms(Record):
    """A community's own figures: up to what sum one person may correct a charge alone, and how many days people have to pay."""

    alone_up_to_fen = models.PositiveBigIntegerField(_("Corrections alone up to"), default=5_000)
    days_to_pay = models.PositiveSmallIntegerField(_("Days to pay"), default=30)

    class Meta:
        verbose_name = _("Terms of charging")
        constraints = [models.UniqueConstraint(fields=["scope"], name="one_terms_of_charging")]


class Charge(Record):
    """Something owed. Its sum is that of its lines; `paid_fen` is what was allocated to it and not refunded."""

    number = models.CharField(_("Number"), max_length=20)
    tariff = models.ForeignKey("charges.Tariff", models.PROTECT, related_name="+", verbose_name=_("Fee item"))
    kind = models.CharField(_("Sort of fee"), max_length=24, choices=FEES)
    title = models.CharField(_("For what"), max_length=120)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Dwelling or place"))
    payer = person_key(_("Payer"))
    payer_name = PersonNameField(_("Payer's name"), blank=True, erase_after="personal_erase_on")
    plate = PlateField(_("Plate"), blank=True, erase_after="personal_erase_on")
    period_from_on = models.DateField(_("Period from"), null=True, blank=True)
    period_until_on = models.DateField(_("Period until"), null=True, blank=True)
    due_on = models.DateField(_("Pay by"))
    amount_fen = models.BigIntegerField(_("Sum"))
    paid_fen = models.BigIntegerField(_("Paid"), default=0)
    state = StateField(ChargeState, verbose_name=_("State"))
    issued_at = models.DateTimeField(_("Billed at"))
    issued_by = person_key(_("Billed by"))
    consent = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Signed consent"))
    dispute = models.CharField(_("What is disputed"), max_length=400, blank=True)
    dispute_answer = models.CharField(_("Answer to the dispute"), max_length=400, blank=True)
    basis_label = models.CharField(_("Because of"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Charge")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_charge_per_number"),
            models.UniqueConstraint(
                fields=["scope", "tariff", "place", "period_from_on"], condition=Q(period_from_on__isnull=False, amount_fen__gt=0), name="billed_once_a_period"
            ),
            models.CheckConstraint(condition=Q(amount_fen__gte=0, paid_fen__gte=0, paid_fen__lte=F("amount_fen")), name="charge_paid_within_sum"),
        ]
        indexes = [
            models.Index(fields=["scope", "place", "state", "due_on"], name="charge_place_state"),
            models.Index(fields=["scope", "state", "due_on"], name="charge_state_due"),
            models.Index(fields=["scope", "issued_at"], name="charge_issued"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def owed_fen(self) -> int:
        return self.amount_fen - self.paid_fen


class ChargeLine(Record):
    """One step of a charge's sum, frozen. `facts` are the figures from which its sentence is said in the reader's language."""

    charge = models.ForeignKey("charges.Charge", models.PROTECT, related_name="+", verbose_name=_("Charge"))
    position = models.PositiveSmallIntegerField(_("Position"))
    kind = models.CharField(_("Sort of line"), max_length=10, choices=LINE_KINDS)
    amount_fen = models.BigIntegerField(_("Sum"))
    version = models.ForeignKey("charges.TariffVersion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Price of a fee item"))
    facts = models.JSONField(_("How it was computed"), default=dict)

    class Meta:
        verbose_name = _("Line of a charge")
        constraints = [models.UniqueConstraint(fields=["charge", "position"], name="one_line_per_position")]
        indexes = [models.Index(fields=["scope", "charge"], name="charge_line_scope")]


class Adjustment(Record):
    """A wish to change the sum of a charge: a correction, a waiver or a late charge; booked as a further line."""

    charge = models.ForeignKey("charges.Charge", models.PROTECT, related_name="+", verbose_name=_("Charge"))
    kind = models.CharField(_("Sort of line"), max_length=10, choices=ADJUSTMENTS)
    amount_fen = models.BigIntegerField(_("Sum"))
    reason = models.CharField(_("Reason"), max_length=200)
    facts = models.JSONField(default=dict, editable=False)
    state = StateField(AdjustmentState, verbose_name=_("State"))
    asked_by = person_key(_("Asked by"))
    asked_at = models.DateTimeField(_("Asked at"))
    answered_by = person_key(_("Approved by"))
    answered_at = models.DateTimeField(_("Approved at"), null=True, blank=True)
    answer_note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Change of a charge")
        indexes = [models.Index(fields=["scope", "state", "asked_at"], name="adjustment_state"), models.Index(fields=["scope", "charge"], name="adjustment_charge"), models.Index(fields=["scope", "asked_at"], name="adjustment_asked")]


class BillingRun(Record):
    """A month of a fee item billed for all dwellings in a place; goes on where it stopped."""

    tariff = models.ForeignKey("charges.Tariff", models.PROTECT, related_name="+", verbose_name=_("Fee item"))
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("For the dwellings of"))
    period_from_on = models.DateField(_("Period from"))
    period_until_on = models.DateField(_("Period until"))
    state = StateField(RunState, verbose_name=_("State"))
    dwellings = models.PositiveIntegerField(_("Dwellings"), default=0)
    billed = models.PositiveIntegerField(_("Charges made"), default=0)
    left_out = models.JSONField(_("Left out"), default=list, blank=True)
    amount_fen = models.BigIntegerField(_("Sum"), default=0)
    started_at = models.DateTimeField(_("Started at"))
    started_by = person_key(_("Started by"))
    ended_at = models.DateTimeField(_("Ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("Billing of a month")
        indexes = [models.Index(fields=["scope", "started_at"], name="billing_started")]
