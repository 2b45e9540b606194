"""What shows that a case was worked on and settled, and by whom."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record


class Grade(models.TextChoices):
    """How strong a proof is: a device or an outside party, a second person, the doer's own word."""

    device = "A", _("A: a device or an outside party")
    second = "B", _("B: a second person")
    doer = "C", _("C: the doer's own word")


class Submission(Record):
    """Somebody says the work is done. The round counts how often."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(_("Round"))
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Who"))
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Person in charge")
    )
    at = models.DateTimeField(_("When"))
    done = models.TextField(_("What was done"))

    class Meta:
        verbose_name = _("Submission")
        indexes = [models.Index(fields=["scope", "case", "at"], name="submission_case")]


class Recheck(Record):
    """A second person looked again."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(_("Round"))
    by = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Who"))
    at = models.DateTimeField(_("When"))
    is_passed = models.BooleanField(_("Passed"))
    note = models.TextField(_("Note"), blank=True)

    class Meta:
        verbose_name = _("Recheck")
        indexes = [models.Index(fields=["scope", "case", "at"], name="recheck_case")]


class VisitOutcome(models.TextChoices):
    solved = "solved", _("Solved")
    unsolved = "unsolved", _("Not solved")
    unreachable = "unreachable", _("Nobody reached")


class ReturnVisit(Record):
    """A call or visit to the one who asked. Not being reached is recorded too; three such on record may stand for an answer."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(_("Round"))
    by = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Who"))
    at = models.DateTimeField(_("When"))
    outcome = models.CharField(_("Outcome"), max_length=12, choices=VisitOutcome.choices)
    grade = models.CharField(_("Grade"), max_length=1, choices=Grade.choices)
    satisfaction = models.PositiveSmallIntegerField(_("Satisfaction (1 to 5)"), null=True, blank=True)
    said = models.TextField(_("What was said"), blank=True)

    class Meta:
        verbose_name = _("Return visit")
        indexes = [models.Index(fields=["scope", "case", "at"], name="visit_case")]


class Evidence(Record):
    """A photo, a document, a reading or a note kept with a case. Never changed and never deleted."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    stage = models.CharField(_("Stage"), max_length=24)
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Who"))
    at = models.DateTimeField(_("When"))
    grade = models.CharField(_("Grade"), max_length=1, choices=Grade.choices)
    text = models.TextField(_("What it shows"), blank=True)
    file = models.ForeignKey(
        "kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Photo or file")
    )

    class Meta:
        verbose_name = _("Evidence")
        indexes = [models.Index(fields=["scope", "case", "at"], name="evidence_case")]
