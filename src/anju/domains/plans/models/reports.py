from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..reporting.kinds import kind_choices, kind_of
from ..states import PapersState, ReportState


class ReportTerms(Record):
    """What a community lays down for a kind of report; without it the kind's own terms hold."""

    kind = models.CharField(_("Kind of report"), max_length=20, choices=kind_choices)
    is_on = models.BooleanField(_("Handed in here"), default=True)
    since_on = models.DateField(pgettext_lazy("day", "From"))
    due_days = models.PositiveSmallIntegerField(_("Days after the period"))
    due_time = models.TimeField(_("Due at"))
    owner = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Written by"))
    receiver = models.CharField(_("Handed in to"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("Terms of a report")
        constraints = [models.UniqueConstraint(fields=["scope", "kind"], name="one_report_terms")]


class Report(Record):
    """One report over one period. `content` is what it says once it is put together: sections, figures and footnotes, frozen when it is sent.

    `entry_id` is the ledger row up to which it speaks, `seal_number` and `seal_hash` name the newest seal, `digest` the content's hash.
    """

    kind = models.CharField(_("Kind of report"), max_length=20, choices=kind_choices)
    title = models.CharField(_("Title"), max_length=200)
    first_on = models.DateField(pgettext_lazy("day", "From"))
    last_on = models.DateField(pgettext_lazy("day", "Until"))
    plan = models.ForeignKey("plans.Plan", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Plan"))
    state = StateField(ReportState, verbose_name=_("State"))
    due_at = models.DateTimeField(_("Due"))
    owner = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Written by"))
    overdue_at = models.DateTimeField(_("Missed deadline"), null=True, blank=True)

    content = models.JSONField(default=dict, editable=False)
    composed_at = models.DateTimeField(_("Figures as of"), null=True, blank=True)
    entry_id = models.BigIntegerField(_("Ledger row"), null=True, blank=True)
    seal_number = models.BigIntegerField(_("Seal"), null=True, blank=True)
    seal_hash = models.CharField(max_length=64, blank=True)
    digest = models.CharField(_("Content hash"), max_length=64, blank=True)

    sent_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Sent for approval by"))
    sent_at = models.DateTimeField(pgettext_lazy("time", "Sent for approval"), null=True, blank=True)
    decided_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Approved by"))
    decided_at = models.DateTimeField(_("Approved at"), null=True, blank=True)
    sent_back_why = models.CharField(_("Why it was sent back"), max_length=400, blank=True)

    receiver = models.CharField(_("Handed in to"), max_length=120, blank=True)
    submitted_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Handed in by"))
    submitted_at = models.DateTimeField(pgettext_lazy("time", "Handed in"), null=True, blank=True)
    received_at = models.DateTimeField(pgettext_lazy("receipt", "Received"), null=True, blank=True)
    received_by = models.CharField(_("Received by"), max_length=120, blank=True)
    receipt = models.CharField(_("Number of the receipt"), max_length=80, blank=True)
    receipt_grade = models.CharField(_("Grade of proof"), max_length=1, blank=True)
    published_at = models.DateTimeField(pgettext_lazy("time", "Published"), null=True, blank=True)
    published_where = models.CharField(_("Published where"), max_length=200, blank=True)

    papers = StateField(PapersState, verbose_name=_("Word and PDF"))
    word = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    pdf = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    papers_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("written", "Report")
        constraints = [models.UniqueConstraint(fields=["scope", "kind", "first_on"], name="one_report_per_period")]
        indexes = [
            models.Index(fields=["scope", "state", "due_at"], name="report_state_due"),
            models.Index(fields=["scope", "-last_on"], name="report_period"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self):
        """The kind's declaration."""
        return kind_of(self.kind)

    @property
    def is_frozen(self) -> bool:
        return self.state != ReportState.draft

    @property
    def is_handed_in(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_late(self) -> bool:
        return self.submitted_at is not None and self.submitted_at > self.due_at


class ReportText(Record):
    """What the manager writes in a section; figures he cannot write."""

    report = models.ForeignKey("plans.Report", models.CASCADE, related_name="+")
    section = models.CharField(max_length=20)
    text = models.TextField(_("Text"))
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Written by"))
    written_at = models.DateTimeField(_("Written"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="one_text_per_section")]


class ReportComment(Record):
    """A remark on a section, open until somebody settles it."""

    report = models.ForeignKey("plans.Report", models.CASCADE, related_name="+")
    section = models.CharField(max_length=20)
    text = models.CharField(_("Remark"), max_length=1000)
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Written by"))
    said_at = models.DateTimeField(_("Written"))
    settled_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Settled by"))
    settled_at = models.DateTimeField(pgettext_lazy("time", "Settled"), null=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "report", "said_at"], name="report_comment")]


class ReportGap(Record):
    """Why a figure that the plan asks for has no data, in the manager's words."""

    report = models.ForeignKey("plans.Report", models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    reason = models.CharField(_("Reason"), max_length=400)
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Written by"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="one_reason_per_gap")]


class ReportGoal(Record):
    """A goal set for the next period: a target, with what it follows from. `carried` is the key of the line of the report's basis."""

    report = models.ForeignKey("plans.Report", models.CASCADE, related_name="+")
    target = models.ForeignKey("measures.Target", models.PROTECT, related_name="+", verbose_name=_("Target"))
    carried = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "report"], name="report_goal")]
        constraints = [models.UniqueConstraint(fields=["report", "carried"], condition=~models.Q(carried=""), name="one_goal_per_carried")]
