from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScheduledJob(models.Model):
    """When a declared job of a scope is due next, who runs it now, and how its last run ended."""

    name = models.CharField(_("Job"), max_length=80)
    scope = models.ForeignKey("kernel.Scope", models.CASCADE, related_name="+")
    next_at = models.DateTimeField(_("Next"))
    is_paused = models.BooleanField(_("Paused"), default=False)
    owner = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(_("Last start"), null=True)
    finished_at = models.DateTimeField(_("Last end"), null=True)
    failures = models.PositiveIntegerField(_("Failures in a row"), default=0)
    error = models.CharField(_("Last error"), max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "scope"], name="one_row_per_job")]
        indexes = [models.Index(fields=["next_at"], name="job_due")]

    def __str__(self) -> str:
        return self.name
