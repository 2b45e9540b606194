from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..states import GroupState


class TrainingGroup(Record):
    """Who runs the training of a community: the director at its head, and its members with what it sees to. One stands at a time."""

    title = models.CharField(_("Title"), max_length=60)
    head = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Head of the group"))
    members = models.JSONField(_("Members"), default=list)
    tasks = models.TextField(_("What it sees to"))
    since_on = models.DateField(_("Since"))
    until_on = models.DateField(pgettext_lazy("day", "Until"), null=True, blank=True)
    state = StateField(GroupState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Training group")
        constraints = [models.UniqueConstraint(fields=["scope"], condition=Q(state="standing"), name="one_training_group_stands")]
        indexes = [models.Index(fields=["scope", "since_on"], name="traininggroup_since")]

    def __str__(self) -> str:
        return self.title
