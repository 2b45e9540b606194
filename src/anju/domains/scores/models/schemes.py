"""A scheme in one version: its items, its bands, what follows, and what a person decided where the source left a gap."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..kinds import (
    CARRIES,
    COMBINES,
    EVIDENCE,
    FIELDS,
    FORMULAS,
    METHODS,
    PERIODS,
    RANKINGS,
    SHAPES,
    SUBJECTS,
    TRIGGERS,
    consequence_choices,
)
from ..states import SchemeState


def points_field(label: Any, **rest: Any) -> models.DecimalField:
    """Points with two decimals."""
    return models.DecimalField(label, max_digits=9, decimal_places=2, **rest)


class Scheme(Record):
    """What is scored, of whom, for which period and on which scale. A version in use is never changed; a new one follows it."""

    code = models.SlugField(_("Code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("Version"), default=1)
    title = models.CharField(_("Title"), max_length=120)
    note = models.TextField(_("Note"), blank=True)
    subject_kind = models.CharField(_("Who is scored"), max_length=12, choices=SUBJECTS)
    method = models.CharField(_("How it is scored"), max_length=8, choices=METHODS, default="sheets")
    period = models.CharField(_("Period"), max_length=8, choices=PERIODS)
    field = models.CharField(_("Field of work"), max_length=8, choices=FIELDS, default="property")
    base_points = points_field(_("Points at the start"), default=Decimal(0))
    lowest = points_field(_("Lowest score"), default=Decimal(0))
    highest = points_field(_("Highest score"), default=Decimal(100))
    step = points_field(_("Smallest step of the bands"), default=Decimal(1))
    combine = models.CharField(_("Several sheets"), max_length=8, choices=COMBINES, default="mean")
    rounds_per_month = models.PositiveSmallIntegerField(_("Sheets a month"), default=0)
    weights = models.JSONField(_("Weights of the sources"), default=dict, blank=True)
    ranking = models.CharField(_("How ties are ranked"), max_length=8, choices=RANKINGS, default="standard")
    carry = models.CharField(_("At the year's end"), max_length=8, choices=CARRIES, default="none")
    carry_cap = points_field(_("Carried at most"), default=Decimal(0))
    appeal_days = models.PositiveSmallIntegerField(_("Days to appeal"), default=7)
    appeal_in_working_days = models.BooleanField(_("Working days"), default=False)
    notice_working_days = models.PositiveSmallIntegerField(_("Working days to give notice"), default=3)
    recheck_percent = models.PositiveSmallIntegerField(_("Share of sheets rechecked (%)"), default=0)
    votes_needed = models.PositiveSmallIntegerField(_("Voters on a commendation"), default=0)
    ladder = models.JSONField(_("Months until a new filing"), default=list, blank=True)
    conditions = models.JSONField(_("Conditions of the register"), default=list, blank=True)
    scorers = models.CharField(_("Who scores"), max_length=200, blank=True)
    legal_note = models.TextField(_("Legal note"), blank=True)
    basis_label = models.CharField(_("Basis"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)
    from_on = models.DateField(_("In use from"), null=True, blank=True)
    until_on = models.DateField(_("In use until"), null=True, blank=True)
    template = models.CharField(_("Template"), max_length=40, blank=True)
    state = StateField(SchemeState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Scheme")
        constraints = [
            models.UniqueConstraint(fields=["scope", "code", "version"], name="one_scheme_version"),
            models.UniqueConstraint(fields=["scope", "code"], condition=Q(state="active"), name="one_active_scheme"),
            models.UniqueConstraint(fields=["scope", "code"], condition=Q(state="draft"), name="one_draft_scheme"),
            models.CheckConstraint(condition=Q(highest__gt=models.F("lowest")), name="scheme_scale"),
        ]
        indexes = [models.Index(fields=["scope", "state", "code"], name="scheme_state")]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class Item(Record):
    """One thing that is looked at, and what it is worth."""

    scheme = models.ForeignKey("scores.Scheme", models.PROTECT, related_name="+", verbose_name=_("Scheme"))
    code = models.SlugField(_("Code"), max_length=40)
    group = models.CharField(pgettext_lazy("item", "Section"), max_length=60, blank=True)
    wording = models.CharField(_("Wording"), max_length=300)
    shape = models.CharField(_("How it is scored"), max_length=8, choices=SHAPES, default="deduct")
    full_marks = points_field(_("Full marks"), default=Decimal(0))
    lowest = points_field(_("Least points"), default=Decimal(0))
    unit_points = points_field(_("Points per finding"), default=Decimal(0))
    unit_name = models.CharField(_("What is counted"), max_length=30, blank=True)
    batch = models.PositiveSmallIntegerField(_("Findings per deduction"), default=1)
    levels = models.JSONField(_("Points by gravity"), default=dict, blank=True)
    is_veto = models.BooleanField(_("One failing decides"), default=False)
    evidence = models.CharField(_("Proof asked"), max_length=8, choices=EVIDENCE, default="reason")
    measure = models.CharField(_("Measure"), max_length=80, blank=True)
    dimension = models.CharField(_("Dimension"), max_length=100, blank=True)
    formula = models.CharField(_("Formula"), max_length=8, choices=FORMULAS, default="bands")
    interval_days = models.PositiveSmallIntegerField(_("To be done every so many days"), default=0)
    legal_note = models.CharField(_("Legal note"), max_length=300, blank=True)
    basis_label = models.CharField(_("Basis"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)
    ordering = models.PositiveSmallIntegerField(_("Place in the list"), default=0)

    class Meta:
        verbose_name = _("Item")
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="one_item_code")]
        indexes = [models.Index(fields=["scope", "scheme", "ordering"], name="item_order")]

    def __str__(self) -> str:
        return f"{self.code} {self.wording}"


class Band(Record):
    """From the lowest to the highest score, both included, what it is called. With an item: from a rate to its points."""

    scheme = models.ForeignKey("scores.Scheme", models.PROTECT, related_name="+", verbose_name=_("Scheme"))
    item = models.ForeignKey(
        "scores.Item", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Item")
    )
    label = models.CharField(_("Label"), max_length=60)
    lowest = points_field(pgettext_lazy("points", "From"))
    highest = points_field(pgettext_lazy("points", "To"))
    points = points_field(_("Points"), null=True, blank=True)
    stars = models.PositiveSmallIntegerField(_("Stars"), default=0)
    colour = models.CharField(_("Colour"), max_length=8, default="blue")

    class Meta:
        verbose_name = _("Band")
        constraints = [models.CheckConstraint(condition=Q(highest__gte=models.F("lowest")), name="band_from_to")]
        indexes = [models.Index(fields=["scope", "scheme", "lowest"], name="band_scheme")]

    def __str__(self) -> str:
        return self.label


class BandDecision(Record):
    """Where the source left a gap or said two things: who decided what, and why."""

    scheme = models.ForeignKey("scores.Scheme", models.PROTECT, related_name="+", verbose_name=_("Scheme"))
    item = models.ForeignKey(
        "scores.Item", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Item")
    )
    lowest = points_field(pgettext_lazy("points", "From"))
    highest = points_field(pgettext_lazy("points", "To"))
    label = models.CharField(_("Belongs to"), max_length=60)
    reason = models.TextField(_("Reason"))
    decided_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Decided by"))
    decided_at = models.DateTimeField(pgettext_lazy("scheme", "Decided"))

    class Meta:
        verbose_name = _("Decision on a gap")
        indexes = [models.Index(fields=["scope", "scheme", "decided_at"], name="band_decision")]

    def __str__(self) -> str:
        return self.label


class Rule(Record):
    """What follows when a result or an account comes to a point. Bodies alone have money follow; nobody is removed by rank."""

    scheme = models.ForeignKey("scores.Scheme", models.PROTECT, related_name="+", verbose_name=_("Scheme"))
    label = models.CharField(_("Label"), max_length=80)
    trigger = models.CharField(pgettext_lazy("rule", "When"), max_length=10, choices=TRIGGERS)
    value = points_field(_("How much or how many"), default=Decimal(0))
    until_value = points_field(_("And less than"), null=True, blank=True)
    band = models.ForeignKey(
        "scores.Band", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Band")
    )
    floor = points_field(_("Not below this score"), null=True, blank=True)
    kind = models.CharField(_("What follows"), max_length=16, choices=consequence_choices)
    months = models.PositiveSmallIntegerField(_("Months"), default=0)
    days = models.PositiveSmallIntegerField(pgettext_lazy("points", "Days"), default=0)
    points = points_field(_("Points"), default=Decimal(0))
    amounts = models.JSONField(_("Yuan by rank"), default=list, blank=True)
    shares = models.JSONField(_("Shares in percent"), default=dict, blank=True)
    legal_note = models.CharField(_("Legal note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("What follows")
        indexes = [models.Index(fields=["scope", "scheme", "trigger"], name="rule_trigger")]

    def __str__(self) -> str:
        return self.label
