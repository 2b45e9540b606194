from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from anju.kernel.personal import PersonNameField
from anju.kernel.records import Record, StateField

from ..kinds import FEES, GROUNDS
from ..states import DeductionState, DepositState
from .tariffs import person_key


class Deposit(Record):
    """Money that belongs to who paid it and is only kept: it goes back whole, less what he agreed to."""

    number = models.CharField(_("Number"), max_length=20)
    tariff = models.ForeignKey("charges.Tariff", models.PROTECT, related_name="+", verbose_name=_("Fee item"))
    kind = models.CharField(_("Sort of fee"), max_length=24, choices=FEES)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Dwelling or place"))
    payer = person_key(_("Payer"))
    payer_name = PersonNameField(_("Payer's name"), blank=True, erase_after="personal_erase_on")
    purpose = models.CharField(_("Purpose"), max_length=200)
    amount_fen = models.BigIntegerField(_("Sum"))
    deducted_fen = models.BigIntegerField(_("Deducted"), default=0)
    returned_fen = models.BigIntegerField(_("Handed back"), default=0)
    version = models.ForeignKey("charges.TariffVersion", models.PROTECT, related_name="+", verbose_name=_("Price of a fee item"))
    state = StateField(DepositState, verbose_name=_("State"))
    opened_at = models.DateTimeField(_("Begun at"))
    opened_by = person_key(_("Opened by"))
    held_at = models.DateTimeField(_("Taken in at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Ended at"), null=True, blank=True)
    basis_label = models.CharField(_("Because of"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Deposit")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_deposit_per_number"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, deducted_fen__gte=0, returned_fen__gte=0, amount_fen__gte=F("deducted_fen") + F("returned_fen")),
                name="deposit_conserved",
            ),
        ]
        indexes = [models.Index(fields=["scope", "opened_at"], name="deposit_opened"), models.Index(fields=["scope", "place", "state"], name="deposit_place")]

    def __str__(self) -> str:
        return self.number

    @property
    def left_fen(self) -> int:
        return self.amount_fen - self.deducted_fen - self.returned_fen


class Deduction(Record):
    """A cost that is to be met from a deposit: with a reason, evidence, and the payer's yes or no."""

    deposit = models.ForeignKey("charges.Deposit", models.PROTECT, related_name="+", verbose_name=_("Deposit"))
    ground = models.CharField(_("Ground"), max_length=16, choices=GROUNDS)
    amount_fen = models.BigIntegerField(_("Sum"))
    reason = models.CharField(_("Reason"), max_length=200)
    evidence = models.ForeignKey("kernel.Blob", models.PROTECT, related_name="+", verbose_name=_("Evidence"))
    state = StateField(DeductionState, verbose_name=_("State"))
    proposed_by = person_key(_("Proposed by"))
    proposed_at = models.DateTimeField(_("Proposed at"))
    signature = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Payer's signature"))
    answered_by = person_key(_("Answered by"))
    answered_at = models.DateTimeField(_("Answered at"), null=True, blank=True)
    answer_note = models.CharField(_("Payer's words"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Deduction from a deposit")
        constraints = [models.CheckConstraint(condition=Q(amount_fen__gt=0), name="deduction_is_something")]
        indexes = [models.Index(fields=["scope", "deposit", "proposed_at"], name="deduction_deposit"), models.Index(fields=["scope", "proposed_at"], name="deduction_at")]
