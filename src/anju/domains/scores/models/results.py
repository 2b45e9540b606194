"""A period of a scheme, and what each subject came to in it."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..states import RoundState
from .schemes import points_field


class Round(Record):
    """One period under one version of a scheme: scored, frozen, published."""

    scheme = models.ForeignKey("scores.Scheme", models.PROTECT, related_name="+", verbose_name=_("Scheme"))
    title = models.CharField(_("Title"), max_length=140)
    first_on = models.DateField(pgettext_lazy("day", "From"))
    last_on = models.DateField(pgettext_lazy("day", "Until"))
    owed = models.PositiveIntegerField(_("To be scored"), default=0)
    scored = models.PositiveIntegerField(_("Scored"), default=0)
    mean = points_field(_("Average score"), null=True, blank=True)
    spread = points_field(_("Spread"), null=True, blank=True)
    is_uniform = models.BooleanField(_("All scored alike"), default=False)
    summed_at = models.DateTimeField(_("Summed up"), null=True, blank=True)
    frozen_at = models.DateTimeField(_("Frozen at"), null=True, blank=True)
    frozen_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Frozen by")
    )
    published_at = models.DateTimeField(_("Published at"), null=True, blank=True)
    appeal_until_on = models.DateField(_("Appeals until"), null=True, blank=True)
    state = StateField(RoundState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Round of scoring")
        constraints = [models.UniqueConstraint(fields=["scheme", "first_on"], name="one_round_per_period")]
        indexes = [models.Index(fields=["scope", "first_on"], name="round_first_on")]

    def __str__(self) -> str:
        return self.title


class Result(Record):
    """What a subject came to in a round: points, band and rank, with what was missing and what bars it from awards."""

    round = models.ForeignKey("scores.Round", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("round", "Round"))
    subject = models.ForeignKey("scores.Subject", models.PROTECT, related_name="+", verbose_name=_("Subject"))
    points = points_field(_("Points"), null=True, blank=True)
    sheet_points = points_field(_("From sheets"), null=True, blank=True)
    sheet_sum = points_field(_("Sum of all sheets"), null=True, blank=True)
    measured_points = points_field(_("From figures"), null=True, blank=True)
    booked_points = points_field(_("From booked points"), default=Decimal(0))
    restored_points = points_field(_("Restored on appeal"), default=Decimal(0))
    sheets = models.PositiveSmallIntegerField(_("Sheets"), default=0)
    sheets_owed = models.PositiveSmallIntegerField(_("Sheets owed"), default=1)
    missing = models.JSONField(_("Sources missing"), default=list, blank=True)
    band = models.ForeignKey(
        "scores.Band", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Band")
    )
    rank = models.PositiveIntegerField(_("Rank"), null=True, blank=True)
    is_vetoed = models.BooleanField(_("Vetoed"), default=False)
    is_barred = models.BooleanField(_("Barred from awards"), default=False)
    barred_by = models.CharField(_("Barred because"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("Result")
        constraints = [models.UniqueConstraint(fields=["round", "subject"], name="one_result_per_subject")]
        indexes = [
            models.Index(fields=["scope", "round", "rank"], name="result_rank"),
            models.Index(fields=["scope", "subject"], name="result_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.points}"
