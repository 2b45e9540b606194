from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..records import Record, StateField
from ..states import States, state


class ExportState(States):
    running = state(_("Being exported"), "blue", to=("ready", "failed"))
    ready = state(_("Ready"), "green")
    failed = state(_("Export failed"), "red")


class Export(Record):
    """A long table on its way out, for the account that asked and for nobody else, until `expires_at`.

    `filters` is the address of the list, `columns` the paths chosen for it ([] for those declared).
    `position` is how many of `total` rows are written, `parts` are the hashes of what holds them, `place` is where the next row is found (a
    code of the page, or "end"); `alive_at` moves with them, so that a dead job can be told, and `resumed` counts how often one was replaced.
    """

    screen = models.CharField(max_length=40)
    filters = models.TextField(blank=True)
    columns = models.JSONField(default=list)
    account_id = models.UUIDField()
    language = models.CharField(max_length=10)
    state = StateField(ExportState, verbose_name=_("State"))
    total = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    place = models.TextField(blank=True)
    parts = models.JSONField(default=list)
    resumed = models.PositiveSmallIntegerField(default=0)
    alive_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    table = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["scope", "account_id", "created_at"], name="export_scope_account")]


class ColumnChoice(models.Model):
    """The columns an account wants to see in a list, by their paths and in its order, whichever community it looks at."""

    account_id = models.UUIDField()
    screen = models.CharField(max_length=40)
    columns = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "screen"], name="one_choice_per_screen")]
