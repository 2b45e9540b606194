"""Who was told, who agreed, and what a case is connected with."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record


class Approval(Record):
    """A stage that waits for a second person's yes."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Asked by")
    )
    asked_at = models.DateTimeField(_("Asked"))
    decided_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Decided by")
    )
    decided_at = models.DateTimeField(_("Decided"), null=True)
    is_granted = models.BooleanField(_("Granted"), null=True)
    note = models.TextField(_("Note"), blank=True)

    class Meta:
        verbose_name = _("Approval")
        indexes = [models.Index(fields=["scope", "case", "asked_at"], name="approval_case")]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(is_granted=None), name="one_pending_approval"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")), name="approval_by_another"
            ),
        ]


class Extension(Record):
    """A wish for a later deadline, granted or refused by a second person."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    due_at = models.DateTimeField(_("Wished deadline"))
    reason = models.TextField(_("Reason"))
    asked_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Asked by")
    )
    asked_at = models.DateTimeField(_("Asked"))
    decided_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Decided by")
    )
    decided_at = models.DateTimeField(_("Decided"), null=True)
    is_granted = models.BooleanField(_("Granted"), null=True)

    class Meta:
        verbose_name = _("Extension")
        indexes = [models.Index(fields=["scope", "case", "asked_at"], name="extension_case")]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(is_granted=None), name="one_pending_extension"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")), name="extension_by_another"
            ),
        ]


class Escalation(Record):
    """An overdue case, or a stage that lasts too long, was put before the next role."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(_("Level"))
    role = models.CharField(_("Post"), max_length=40)
    at = models.DateTimeField(_("When"))
    stage = models.CharField(_("Stage"), max_length=24)
    overdue_minutes = models.PositiveIntegerField(_("Minutes overdue"))

    class Meta:
        verbose_name = _("Escalation")
        indexes = [models.Index(fields=["scope", "case", "level"], name="escalation_case")]


class Relation(models.TextChoices):
    related = "related", _("Related")
    cause = "cause", _("Caused by")
    action = "action", _("Corrective action for")
    repeat = "repeat", _("Repeat of")


class CaseLink(Record):
    """`case` stands in this relation to `other`."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    other = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", verbose_name=_("Other case"))
    relation = models.CharField(_("Relation"), max_length=12, choices=Relation.choices)

    class Meta:
        verbose_name = _("Link between cases")
        constraints = [models.UniqueConstraint(fields=["case", "other", "relation"], name="one_case_link")]
        indexes = [models.Index(fields=["scope", "other"], name="case_link_other")]


class FindingKind(models.TextChoices):
    shortfall = "shortfall", _("Shortfall")
    strength = "strength", _("Strength")
    proposal = "proposal", _("Proposal")


class Finding(Record):
    """What a review, an inspection or an after-action review found; a shortfall needs a corrective action."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", verbose_name=_("Case"))
    kind = models.CharField(_("Kind"), max_length=12, choices=FindingKind.choices)
    area = models.CharField(_("Area"), max_length=40, blank=True)
    text = models.TextField(_("Finding"))
    answer = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="+", verbose_name=_("Corrective action")
    )

    class Meta:
        verbose_name = _("Finding")
        indexes = [
            models.Index(fields=["scope", "case"], name="finding_case"),
            models.Index(fields=["scope", "answer"], name="finding_answer"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Transfer(Record):
    """A case handed to a competent body outside, and what it answered."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    body = models.CharField(_("Competent body"), max_length=120)
    sent_at = models.DateTimeField(pgettext_lazy("time", "Handed over"))
    answer_due_at = models.DateTimeField(_("Answer due"), null=True, blank=True)
    answered_at = models.DateTimeField(_("Answered"), null=True, blank=True)
    answer = models.TextField(_("Answer"), blank=True)

    class Meta:
        verbose_name = _("Transfer")
        indexes = [models.Index(fields=["scope", "case", "sent_at"], name="transfer_case")]

    def __str__(self) -> str:
        return self.body
