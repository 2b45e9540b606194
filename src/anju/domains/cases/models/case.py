from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record, StateField

from ..kinds import Kind, kind_choices, kind_of
from ..states import FINISHED, OVER, CaseState


class Severity(models.IntegerChoices):
    """How grave it is; the same four levels as alarms."""

    critical = 1, _("Critical")
    high = 2, _("High")
    medium = 3, _("Medium")
    low = 4, _("Low")


class Liability(models.TextChoices):
    """Who answers for an accident, as found after it."""

    none = "none", _("Nobody at fault")
    ours = "ours", _("Our fault")
    shared = "shared", _("Shared fault")
    other = "other", _("Somebody else's fault")


class Case(Record):
    """One matter, from the report to the proof that it is settled."""

    number = models.CharField(_("Number"), max_length=16)
    kind = models.CharField(_("Kind"), max_length=40)
    category = models.CharField(_("Category"), max_length=40, blank=True)
    title = models.CharField(_("Title"), max_length=120)
    note = models.TextField(_("Note"), blank=True)
    place = models.ForeignKey(
        "places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Place")
    )
    severity = models.PositiveSmallIntegerField(_("Severity"), choices=Severity.choices, default=Severity.medium)
    state = StateField(CaseState, verbose_name=_("State"))

    source = models.CharField(_("Source"), max_length=40, blank=True)
    basis_label = models.CharField(_("Basis"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)
    raised_by_entry = models.BigIntegerField(null=True, blank=True)

    reporter = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Reporter")
    )
    first_contact = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("First contact")
    )
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Person in charge")
    )
    owner_role = models.CharField(_("Post in charge"), max_length=40, blank=True)
    answerable = models.CharField(_("Answerable unit"), max_length=120, blank=True)

    measure = models.TextField(_("Measure of rectification"), blank=True)
    acceptance = models.TextField(_("Standard of acceptance"), blank=True)
    result = models.TextField(_("Result"), blank=True)

    opened_at = models.DateTimeField(_("Opened"))
    due_at = models.DateTimeField(_("Due"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("Work finished"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Closed at"), null=True, blank=True)
    overdue_at = models.DateTimeField(_("Missed deadline"), null=True, blank=True)
    stage_at = models.DateTimeField(_("At this stage since"))
    stage_due_at = models.DateTimeField(_("Stage due"), null=True, blank=True)
    closing_grade = models.CharField(_("Grade of proof"), max_length=1, blank=True)
    round = models.PositiveSmallIntegerField(_("Round"), default=1)

    escalation_level = models.PositiveSmallIntegerField(_("Escalation level"), default=0)
    next_escalation_at = models.DateTimeField(null=True, blank=True)
    urged_at = models.DateTimeField(_("Urged"), null=True, blank=True)
    urged_times = models.PositiveSmallIntegerField(_("Times urged"), default=0)
    reopened_times = models.PositiveSmallIntegerField(_("Times reopened"), default=0)
    repeat_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Repeat of")
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Merged into")
    )

    liability = models.CharField(_("Liability"), max_length=12, choices=Liability.choices, blank=True)
    liability_found_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    deaths = models.PositiveSmallIntegerField(_("Deaths"), default=0)
    injured = models.PositiveSmallIntegerField(_("Seriously injured"), default=0)
    loss_yuan = models.PositiveBigIntegerField(_("Loss in yuan"), default=0)

    class Meta:
        verbose_name = _("Case")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_case_per_number"),
            models.CheckConstraint(condition=Q(severity__range=(1, 4)), name="case_severity_1_to_4"),
        ]
        indexes = [
            models.Index(fields=["scope", "opened_at", "id"], name="case_opened"),
            models.Index(fields=["scope", "state", "due_at"], name="case_state_due"),
            models.Index(fields=["scope", "kind", "opened_at"], name="case_kind_opened"),
            models.Index(fields=["scope", "next_escalation_at"], name="case_escalation"),
            models.Index(fields=["scope", "owner", "state"], name="case_owner_state"),
            models.Index(fields=["scope", "place", "kind", "category"], name="case_place_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def about(self) -> Kind:
        """The kind's declaration."""
        return kind_of(self.kind)

    @property
    def kind_label(self) -> str:
        return str(dict(kind_choices())[self.kind])

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    @property
    def is_open(self) -> bool:
        return self.state not in OVER


class CasePolicy(Record):
    """A community's own terms for a kind; what is empty follows the kind's declaration."""

    kind = models.CharField(_("Kind"), max_length=40)
    hours = models.JSONField(_("Hours by severity"), default=dict, blank=True)
    stage_hours = models.JSONField(_("Hours by stage"), default=dict, blank=True)
    ladder = models.JSONField(_("Escalation posts"), default=list, blank=True)
    escalate_every_hours = models.PositiveSmallIntegerField(_("Hours between levels"), null=True, blank=True)
    urge_every_minutes = models.PositiveSmallIntegerField(_("Minutes between urgings"), null=True, blank=True)
    repeat_days = models.PositiveSmallIntegerField(_("Days within which it is a repeat"), null=True, blank=True)
    plan_from = models.PositiveSmallIntegerField(_("Plan approved from severity"), null=True, blank=True)

    class Meta:
        verbose_name = _("Terms of a kind")
        constraints = [models.UniqueConstraint(fields=["scope", "kind"], name="one_policy_per_kind")]
