from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..states import PlanState
from .certificates import someone


class Study(Record):
    """A closed incident as a teaching case: what happened and what follows from it, without anybody's data."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", verbose_name=_("Case"))
    title = models.CharField(_("Title"), max_length=40)
    story = models.CharField(_("What happened"), max_length=500)
    lessons = models.CharField(_("Lessons"), max_length=500)
    published_by = someone(_("Published by"))

    class Meta:
        verbose_name = _("Teaching case")
        constraints = [models.UniqueConstraint(fields=["case"], name="one_study_a_case")]
        indexes = [models.Index(fields=["scope", "created_at"], name="study_created")]

    def __str__(self) -> str:
        return self.title


class GrowthPlan(Record):
    """What somebody is good at, what he lacks, and the hours he is to be taught for it: drawn from his results, taken on by himself.

    `strengths` and `gaps` are {course, module, score}; a gap without a score was never passed.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Person"))
    drawn_on = models.DateField(_("Drawn up on"))
    drawn_by = someone(_("Plan drawn up by"))
    strengths = models.JSONField(_("Strengths"))
    gaps = models.JSONField(_("Gaps"))
    target_hours = models.PositiveSmallIntegerField(_("Hours wanted"))
    until_on = models.DateField(pgettext_lazy("day", "Until"))
    state = StateField(PlanState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Personal training plan")
        indexes = [models.Index(fields=["scope", "drawn_on"], name="growth_plan_drawn")]

    def __str__(self) -> str:
        return f"{self.person} {self.drawn_on:%Y-%m-%d}"
