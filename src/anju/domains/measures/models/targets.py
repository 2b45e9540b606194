from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..periods import Period
from ..states import TargetState


class Operator(models.TextChoices):
    at_least = "ge", _("at least")
    at_most = "le", _("at most")
    exactly = "eq", _("exactly")


class Aspect(models.TextChoices):
    efficiency = "efficiency", _("Efficiency")
    quality = "quality", _("Quality")
    cost = "cost", _("Cost")


class Target(Record):
    """What a figure should reach in a period, or a milestone by a date; a node of a tree whose leaves have one owner each."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Part of")
    )
    title = models.CharField(_("Title"), max_length=120)
    measure = models.CharField(_("Measure"), max_length=80, blank=True)
    dimension = models.CharField(_("Dimension"), max_length=100, blank=True)
    op = models.CharField(_("Comparison"), max_length=2, choices=Operator.choices, default=Operator.at_least)
    value = models.DecimalField(_("Target value"), max_digits=16, decimal_places=4, null=True, blank=True)
    starts_on = models.DateField(pgettext_lazy("day", "From"))
    ends_on = models.DateField(pgettext_lazy("day", "Until"))
    aspect = models.CharField(_("Aspect"), max_length=12, choices=Aspect.choices, blank=True)
    unit_name = models.CharField(_("Unit or squad"), max_length=80, blank=True)

    floor_value = models.DecimalField(_("Contract minimum"), max_digits=16, decimal_places=4, null=True, blank=True)
    baseline_value = models.DecimalField(_("Baseline"), max_digits=16, decimal_places=4, null=True, blank=True)
    baseline_source = models.CharField(_("Source of the baseline"), max_length=200, blank=True)
    improve_percent = models.DecimalField(
        _("Improvement in percent"), max_digits=8, decimal_places=3, null=True, blank=True
    )

    basis_label = models.CharField(_("Basis"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)
    finding = models.ForeignKey(
        "cases.Finding",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Finding it follows from"),
    )
    source = models.CharField(_("Set by"), max_length=80, blank=True)

    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Accountable owner")
    )
    acceptance = models.TextField(_("Test of acceptance"), blank=True)
    state = StateField(TargetState, verbose_name=_("State"))
    set_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Set by person")
    )
    signed_at = models.DateTimeField(_("Signed"), null=True, blank=True)
    signed_terms = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("Target")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="target_ends_after_start")
        ]
        indexes = [
            models.Index(fields=["scope", "ends_on"], name="target_period"),
            models.Index(fields=["scope", "parent"], name="target_parent"),
            models.Index(fields=["scope", "owner"], name="target_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)

    @property
    def is_milestone(self) -> bool:
        """Judged by people, not by a figure."""
        return not self.measure


class TargetDependency(Record):
    """`target` cannot be reached when `needs` is missed."""

    target = models.ForeignKey("measures.Target", models.PROTECT, related_name="+")
    needs = models.ForeignKey("measures.Target", models.PROTECT, related_name="+", verbose_name=_("Needs"))

    class Meta:
        verbose_name = _("Dependency")
        constraints = [models.UniqueConstraint(fields=["target", "needs"], name="one_dependency")]
        indexes = [models.Index(fields=["scope", "needs"], name="dependency_needs")]


class ReviewOutcome(models.TextChoices):
    met = "met", _("Reached")
    partly = "partly", _("Partly reached")
    missed = "missed", _("Not reached")


class TargetReview(Record):
    """A dated judgement of a target, with the figure as it stood then."""

    target = models.ForeignKey("measures.Target", models.PROTECT, related_name="+")
    on = models.DateField(_("Day"))
    outcome = models.CharField(_("Outcome"), max_length=8, choices=ReviewOutcome.choices)
    note = models.TextField(_("Evidence"))
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Reviewed by"))
    numerator = models.BigIntegerField(_("Numerator"), null=True)
    denominator = models.BigIntegerField(_("Denominator"), null=True)

    class Meta:
        verbose_name = _("Review of a target")
        indexes = [models.Index(fields=["scope", "target", "on"], name="target_review")]


class IndexDefinition(Record):
    """A composite: weighted parts, each a measure scored from 0 to 100. A new definition is a new version; the old ones stay."""

    code = models.SlugField(_("Code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("Version"), default=1)
    title = models.CharField(_("Title"), max_length=120)
    definition = models.TextField(_("Definition"))
    standard = models.CharField(_("Standard"), max_length=120, blank=True)
    parts = models.JSONField(_("Parts"))
    is_current = models.BooleanField(_("Current"), default=True)

    class Meta:
        verbose_name = _("Index")
        constraints = [
            models.UniqueConstraint(fields=["scope", "code", "version"], name="one_index_version"),
            models.UniqueConstraint(fields=["scope", "code"], condition=Q(is_current=True), name="one_current_index"),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"
