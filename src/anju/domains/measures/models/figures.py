from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record, ScopedManager

DIMENSION = 100


class DayFigure(models.Model):
    """The sums of one measure and dimension on one local day, and the ledger position they stand at."""

    id = models.BigAutoField(primary_key=True)
    scope = models.ForeignKey("kernel.Scope", models.PROTECT, related_name="+")
    measure = models.CharField(max_length=80)
    dimension = models.CharField(max_length=DIMENSION, blank=True)
    day = models.DateField()
    numerator = models.BigIntegerField(default=0)
    denominator = models.BigIntegerField(default=0)
    grade_a = models.BigIntegerField(default=0)
    grade_b = models.BigIntegerField(default=0)
    grade_c = models.BigIntegerField(default=0)
    tx = models.BigIntegerField()
    entry_id = models.BigIntegerField()
    is_settled = models.BooleanField(default=False)
    reopened_times = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "measure", "dimension", "day"], name="one_figure_per_day")
        ]
        indexes = [models.Index(fields=["scope", "day", "measure"], name="figure_day")]

    @property
    def sums(self) -> tuple[int, int, int, int, int]:
        """Numerator, denominator and the proofs of grade A, B and C."""
        return (self.numerator, self.denominator, self.grade_a, self.grade_b, self.grade_c)


class FoldCursor(models.Model):
    """How far a measure has read the ledger in a scope, and whether its last recount agreed."""

    id = models.BigAutoField(primary_key=True)
    scope = models.ForeignKey("kernel.Scope", models.PROTECT, related_name="+")
    measure = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    tx = models.BigIntegerField(default=-1)
    entry_id = models.BigIntegerField(default=-1)
    is_trusted = models.BooleanField(default=True)
    differs_on = models.DateField(null=True)
    checked_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "measure"], name="one_cursor_per_measure")]

    @property
    def position(self) -> tuple[int, int]:
        return (self.tx, self.entry_id)


class Indicator(Record):
    """A figure that people record by hand, because nothing in the ledger shows it yet."""

    code = models.SlugField(_("Code"), max_length=40)
    title = models.CharField(_("Title"), max_length=120)
    definition = models.TextField(_("Definition"))
    shape = models.CharField(
        _("Sort of figure"), max_length=8, choices=[("rate", _("Rate")), ("count", _("Count")), ("mean", _("Mean"))]
    )
    unit = models.CharField(_("Unit of measure"), max_length=20, blank=True)
    more_is_better = models.BooleanField(_("More is better"), default=True)

    class Meta:
        verbose_name = _("Recorded indicator")
        constraints = [models.UniqueConstraint(fields=["scope", "code"], name="one_indicator_per_code")]

    def __str__(self) -> str:
        return self.title


class RecordedFigure(Record):
    """The value that stands now for an indicator, group and day, and where it comes from."""

    indicator = models.ForeignKey("measures.Indicator", models.PROTECT, related_name="+", verbose_name=_("Indicator"))
    dimension = models.CharField(_("Group"), max_length=50, blank=True)
    on = models.DateField(_("Day"))
    numerator = models.BigIntegerField(_("Numerator"))
    denominator = models.BigIntegerField(_("Denominator"), default=0)
    source = models.CharField(_("Source"), max_length=200)
    recorded_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Recorded by")
    )
    recorded_at = models.DateTimeField(_("Recorded"))

    class Meta:
        verbose_name = _("Recorded figure")
        constraints = [
            models.UniqueConstraint(fields=["scope", "indicator", "dimension", "on"], name="one_recorded_figure")
        ]
