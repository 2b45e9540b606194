from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record, StateField

from ..kinds import BASES, FEES, ROUNDINGS
from ..states import TariffState, VersionState


def person_key(label: str) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class Tariff(Record):
    """A fee item: what is charged for and how it is measured. Its prices stand in its versions.

    `needs_consent`: the contract does not cover it, so that the payer signs before it is billed.
    """

    name = models.CharField(_("Fee item"), max_length=60)
    kind = models.CharField(_("Sort of fee"), max_length=24, choices=FEES)
    basis = models.CharField(_("Measured by"), max_length=8, choices=BASES)
    needs_consent = models.BooleanField(_("Needs the payer's signature"), default=False)
    state = StateField(TariffState, verbose_name=_("State"))
    end_reason = models.CharField(_("Reason of the end"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Fee item")
        constraints = [models.UniqueConstraint(fields=["scope", "name"], condition=Q(state="in_use"), name="one_tariff_per_name")]
        indexes = [models.Index(fields=["scope", "kind", "state"], name="tariff_kind_state")]

    def __str__(self) -> str:
        return self.name


class TariffVersion(Record):
    """The price of a fee item from a day on, until the next version begins.

    `price` is yuan for one unit (m² and month, month, piece, block of time, unit of a meter). `steps` are [[upper limit or null, price]] of
    a meter; `terms` belong to a measure of another room (`pricers`). `minimum_fen` is the least of one charge; `daily_cap_fen` the most for 24 hours of parking, 0 for none.
    `late_permille` a day of what is owed may be added after `late_after_days`, only where `late_clause` of the contract says so.
    """

    tariff = models.ForeignKey("charges.Tariff", models.PROTECT, related_name="+", verbose_name=_("Fee item"))
    number = models.PositiveSmallIntegerField(_("Version"))
    state = StateField(VersionState, verbose_name=_("State"))
    price = models.DecimalField(_("Price (yuan)"), max_digits=12, decimal_places=4, default=0)
    steps = models.JSONField(_("Steps"), default=list, blank=True)
    terms = models.JSONField(_("Terms of the measure"), default=dict, blank=True)
    minimum_fen = models.PositiveBigIntegerField(_("Least sum"), default=0)
    free_minutes = models.PositiveIntegerField(_("Free minutes"), default=0)
    is_free_deducted = models.BooleanField(_("Free minutes are taken off longer stays"), default=False)
    block_minutes = models.PositiveIntegerField(_("Minutes of a block"), default=60)
    daily_cap_fen = models.PositiveBigIntegerField(_("Most for 24 hours"), default=0)
    rounding = models.CharField(_("Rounding"), max_length=10, choices=ROUNDINGS, default="fen")
    late_permille = models.DecimalField(_("Late charge (per mille a day)"), max_digits=5, decimal_places=3, default=0)
    late_after_days = models.PositiveSmallIntegerField(_("Late charge after days"), default=0)
    late_clause = models.CharField(_("Contract clause on late payment"), max_length=200, blank=True)
    legal_basis = models.CharField(_("Basis of the price"), max_length=200)
    starts_on = models.DateField(_("Price in force from"))
    ends_on = models.DateField(_("Price in force until"), null=True, blank=True)
    proposed_by = person_key(_("Proposed by"))
    answered_by = person_key(_("Approved by"))
    answered_at = models.DateTimeField(_("Approved at"), null=True, blank=True)
    answer_note = models.CharField(_("Note"), max_length=200, blank=True)
    published_on = models.DateField(_("Made public on"), null=True, blank=True)
    published_where = models.CharField(_("Made public where"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Price of a fee item")
        constraints = [
            models.UniqueConstraint(fields=["tariff", "number"], name="one_price_per_number"),
            models.UniqueConstraint(fields=["tariff", "starts_on"], condition=Q(state="published"), name="one_price_from_a_day"),
        ]
        indexes = [models.Index(fields=["scope", "tariff", "state", "starts_on"], name="tariff_version_start"), models.Index(fields=["scope", "starts_on"], name="tariff_version_on")]

    def __str__(self) -> str:
        return f"{self.tariff.name} v{self.number}"
