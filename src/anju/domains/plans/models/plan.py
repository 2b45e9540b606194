from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record, StateField

from ..states import Becomes, PlanState, ReviewState


class Source(Record):
    """A document as it was handed in. `lines` is its readable text: [{"text", "path", "line"}], in order."""

    name = models.CharField(_("File name"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField(_("Size"))
    lines = models.JSONField()
    warnings = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["scope", "sha256"], name="source_scope_hash")]

    def __str__(self) -> str:
        return self.name


class Plan(Record):
    """One work plan of a source, in one version. `first_line` and `last_line` bound it in the source's lines."""

    source = models.ForeignKey("plans.Source", models.PROTECT, related_name="+")
    title = models.CharField(_("Title"), max_length=200)
    year = models.PositiveSmallIntegerField(_("Year"))
    version = models.PositiveSmallIntegerField(_("Version"), default=1)
    replaces = models.ForeignKey("plans.Plan", models.PROTECT, null=True, related_name="+")
    state = StateField(PlanState, verbose_name=_("State"))
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()
    activated_at = models.DateTimeField(_("In force since"), null=True)
    assigned_at = models.DateTimeField(_("Assignments announced"), null=True)
    assigned_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Assignments announced by"))

    class Meta:
        indexes = [models.Index(fields=["scope", "state", "year"], name="plan_scope_state")]

    def __str__(self) -> str:
        return self.title


class Clause(Record):
    """One sentence of a plan.

    `reading` is what the plan reader found (plan_reader field names); `duty` and `target` are the objects it became. A sentence of several
    frequencies becomes further duties too (`FurtherDuty`).
    `revision` counts the reviewers' decisions, so that two people never confirm over each other.
    """

    plan = models.ForeignKey("plans.Plan", models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(_("Sentence"))
    line = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField(_("Sentence text"))
    path = models.JSONField(default=list)
    domain = models.CharField(_("Field of work"), max_length=40, blank=True)
    reading = models.JSONField(default=dict)
    becomes = StateField(Becomes, verbose_name=_("Becomes"))
    proposal = models.JSONField(default=dict)
    doubts = models.JSONField(default=list)
    confidence = models.FloatField(_("Confidence"))
    review = StateField(ReviewState, verbose_name=_("Review"))
    revision = models.PositiveIntegerField(default=0)
    reviewed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("plans.Clause", models.PROTECT, null=True, related_name="+")
    duty = models.ForeignKey("duties.Duty", models.PROTECT, null=True, related_name="+")
    target = models.ForeignKey("measures.Target", models.PROTECT, null=True, related_name="+")
    squad = models.ForeignKey("people.Post", models.PROTECT, null=True, related_name="+", verbose_name=_("Squad or post"))
    assignee = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Employee in charge"))
    due_on = models.DateField(_("To be done by"), null=True)
    motion = models.ForeignKey("plans.Motion", models.PROTECT, null=True, related_name="+", verbose_name=_("Motion"))

    class Meta:
        ordering = ["plan", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="one_clause_per_position")]
        indexes = [models.Index(fields=["scope", "plan", "position"], name="clause_scope_plan")]

    def __str__(self) -> str:
        return self.text[:60]


class FurtherDuty(Record):
    """One more duty of a sentence that names several frequencies: inspected weekly, summed up monthly."""

    clause = models.ForeignKey("plans.Clause", models.CASCADE, related_name="further")
    duty = models.ForeignKey("duties.Duty", models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clause", "turn"], name="one_further_duty_per_turn")]
        indexes = [models.Index(fields=["scope", "clause"], name="further_duty_clause")]


class Motion(Record):
    """A motion or proposal of a people's congress, a street office or an owners' assembly that sentences of the plan answer."""

    number = models.CharField(_("Number"), max_length=40)
    title = models.CharField(_("Title"), max_length=200)
    body = models.CharField(_("Put forward by"), max_length=120)
    received_on = models.DateField(_("Received on"))
    answer_due_on = models.DateField(_("Answer due on"), null=True, blank=True)

    class Meta:
        verbose_name = _("Motion")
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_motion_per_number")]
        indexes = [models.Index(fields=["scope", "-received_on"], name="motion_received")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class SpotCheck(Record):
    """Somebody looked whether a sentence that no figure can measure is lived."""

    clause = models.ForeignKey("plans.Clause", models.PROTECT, related_name="+")
    is_passed = models.BooleanField(_("Found as written"))
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(_("Checked at"))
    entered_at = models.DateTimeField(_("Entered at"))
    grade = models.CharField(_("Grade of proof"), max_length=1)

    class Meta:
        indexes = [models.Index(fields=["scope", "clause", "-checked_at"], name="spotcheck_clause")]


class StatuteAnswer(Record):
    """What a community says about a duty that the law puts on it: it applies, or it does not, and why."""

    statute = models.CharField(_("Statutory duty"), max_length=8)
    applies = models.BooleanField(_("Applies here"))
    reason = models.CharField(_("Reason"), max_length=200)
    feature = models.CharField(max_length=40, blank=True)
    duty = models.ForeignKey("duties.Duty", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "statute"], name="one_answer_per_statute")]
