from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..records import Record, StateField
from ..states import States, state


class BackupState(States):
    running = state(_("Being made"), "blue", to=("done", "failed"))
    done = state(_("Made"), "green")
    failed = state(_("Could not be made"), "red")


class Backup(Record):
    """One backup: when it was begun and finished, and what became of each copy.

    `free_bytes` is what was left on the disk of the data, night by night.
    `copies` are {"folder", "is_apart" (on another disk than the data), "fault"}; `rehearsal` is "" until a restore of it was tried,
    then "whole", or what went wrong.
    """

    state = StateField(BackupState, verbose_name=_("State"))
    name = models.CharField(_("File name"), max_length=120)
    finished_at = models.DateTimeField(_("Finished"), null=True)
    size = models.PositiveBigIntegerField(_("Size"), default=0)
    rows = models.PositiveBigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    free_bytes = models.BigIntegerField(default=0)
    copies = models.JSONField(default=list)
    error = models.CharField(_("Error"), max_length=400, blank=True)
    rehearsed_at = models.DateTimeField(_("Restore rehearsed"), null=True)
    rehearsal_seconds = models.PositiveIntegerField(default=0)
    rehearsal = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name = _("Backup")
        indexes = [models.Index(fields=["scope", "created_at"], name="backup_scope_created")]

    def __str__(self) -> str:
        return self.name
