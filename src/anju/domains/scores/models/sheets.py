"""A scoring of one subject in one period, its marks, its recheck; and points booked through the year."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..kinds import CHANNELS, LEVELS, MACHINE, SOURCES
from ..states import PointsState, SheetState
from .schemes import points_field


class Sheet(Record):
    """One scorer's view of one subject in one round."""

    number = models.CharField(_("Number"), max_length=16)
    scheme = models.ForeignKey("scores.Scheme", models.PROTECT, related_name="+", verbose_name=_("Scheme"))
    round = models.ForeignKey("scores.Round", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("round", "Round"))
    subject = models.ForeignKey("scores.Subject", models.PROTECT, related_name="+", verbose_name=_("Subject"))
    turn = models.PositiveSmallIntegerField(_("Which time in the month"), default=1)
    source = models.CharField(_("Source"), max_length=12, choices=[*SOURCES, MACHINE], default="review")
    scorer = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Scorer")
    )
    on = models.DateField(_("Day"))
    is_backfilled = models.BooleanField(_("Entered late"), default=False)
    points = points_field(_("Points"), default=Decimal(0))
    full = points_field(_("Of"), default=Decimal(0))
    is_vetoed = models.BooleanField(_("Vetoed"), default=False)
    opinion = models.TextField(_("Opinion"), blank=True)
    submitted_at = models.DateTimeField(_("Handed in at"), null=True, blank=True)
    state = StateField(SheetState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Score sheet")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_sheet_number"),
            models.UniqueConstraint(
                fields=["round", "subject", "source", "scorer", "on", "turn"],
                condition=~Q(state="void"),
                name="one_sheet_per_scorer",
            ),
            models.UniqueConstraint(
                fields=["round", "subject"],
                condition=Q(source="measures") & ~Q(state="void"),
                name="one_sheet_of_figures",
            ),
        ]
        indexes = [
            models.Index(fields=["scope", "round", "subject"], name="sheet_round"),
            models.Index(fields=["scope", "on"], name="sheet_on"),
        ]

    def __str__(self) -> str:
        return self.number


class Mark(Record):
    """What a sheet says on one item: how many findings, how grave, which points, why, and the photo."""

    sheet = models.ForeignKey("scores.Sheet", models.PROTECT, related_name="+", verbose_name=_("Score sheet"))
    item = models.ForeignKey("scores.Item", models.PROTECT, related_name="+", verbose_name=_("Item"))
    quantity = models.PositiveIntegerField(_("Findings"), default=0)
    level = models.CharField(_("Gravity"), max_length=10, choices=LEVELS, blank=True)
    given = points_field(_("Points named by the scorer"), null=True, blank=True)
    value = models.DecimalField(_("Value"), max_digits=16, decimal_places=4, null=True, blank=True)
    numerator = models.BigIntegerField(_("Numerator"), null=True, blank=True)
    denominator = models.BigIntegerField(_("Denominator"), null=True, blank=True)
    points = points_field(_("Points"))
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    photo = models.ForeignKey(
        "kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Photo")
    )

    class Meta:
        verbose_name = _("Mark on an item")
        constraints = [models.UniqueConstraint(fields=["sheet", "item"], name="one_mark_per_item")]
        indexes = [models.Index(fields=["scope", "item"], name="mark_item")]

    def __str__(self) -> str:
        return self.reason or str(self.points)


class SheetRecheck(Record):
    """A sheet drawn by lot and scored again by another person."""

    sheet = models.ForeignKey("scores.Sheet", models.PROTECT, related_name="+", verbose_name=_("Score sheet"))
    drawn_at = models.DateTimeField(_("Drawn"))
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Who"))
    at = models.DateTimeField(_("When"), null=True, blank=True)
    points = points_field(_("Points at the recheck"), null=True, blank=True)
    difference = points_field(_("Difference"), null=True, blank=True)
    note = models.TextField(_("Note"), blank=True)

    class Meta:
        verbose_name = _("Recheck of a sheet")
        constraints = [models.UniqueConstraint(fields=["sheet"], name="one_recheck_per_sheet")]
        indexes = [models.Index(fields=["scope", "at"], name="sheet_recheck")]


class Points(Record):
    """Points added or taken through the year, each with its reason, channel and the version of the scheme it was booked under."""

    number = models.CharField(_("Number"), max_length=16)
    scheme = models.ForeignKey("scores.Scheme", models.PROTECT, related_name="+", verbose_name=_("Scheme"))
    subject = models.ForeignKey("scores.Subject", models.PROTECT, related_name="+", verbose_name=_("Subject"))
    item = models.ForeignKey(
        "scores.Item", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Item")
    )
    year = models.PositiveSmallIntegerField(_("Year"))
    on = models.DateField(_("Day"))
    points = points_field(_("Points"))
    level = models.CharField(_("Gravity"), max_length=10, choices=LEVELS, blank=True)
    channel = models.CharField(_("Found by"), max_length=12, choices=CHANNELS, default="daily")
    institution = models.ForeignKey(
        "scores.Subject", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Institution")
    )
    reason = models.CharField(_("Reason"), max_length=300)
    photo = models.ForeignKey(
        "kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Photo or file")
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Case that shows it")
    )
    booked_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Booked by")
    )
    is_backfilled = models.BooleanField(_("Entered late"), default=False)
    state = StateField(PointsState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Booked points")
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_points_number")]
        indexes = [
            models.Index(fields=["scope", "subject", "year"], name="points_account"),
            models.Index(fields=["scope", "on"], name="points_on"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.points}"
