from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..records import Record, StateField
from ..states import States, state


class ImportState(States):
    matching = state(_("Columns to match"), "orange", to=("checking", "given_up"))
    checking = state(_("Being checked"), "blue", to=("checked",))
    checked = state(_("Checked"), "yellow", to=("matching", "running", "given_up"))
    running = state(_("Being imported"), "blue", to=("done",))
    done = state(_("Imported"), "green", to=("undoing",))
    undoing = state(_("Being taken back"), "blue", to=("undone",))
    undone = state(_("Taken back"), "grey")
    given_up = state(_("Given up"), "grey")


WORKING = ("checking", "running", "undoing")


class Import(Record):
    """A table on its way in. `position` is how many rows the present work has gone through; the counts are of rows.

    `mapping` says which column (counted from 0) fills which input of `action`, `fixed` what is the same for all rows; `account_id` is who
    brings the table. `source` names the program that wrote it, where it is known; `remarks` are [it agrees, sentence] about the whole of it.
    """

    screen = models.CharField(max_length=40)
    action = models.CharField(max_length=80)
    table = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, related_name="+")
    account_id = models.UUIDField(null=True)
    language = models.CharField(max_length=10)
    head = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    fixed = models.JSONField(default=dict)
    source = models.CharField(max_length=60, blank=True)
    remarks = models.JSONField(default=list)
    state = StateField(ImportState, verbose_name=_("State"))
    total = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    taken_back = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "screen", "created_at"], name="import_scope_screen")]

    @property
    def is_working(self) -> bool:
        return self.state in WORKING


class ImportPart(models.Model):
    """What became of one chunk of rows; the chunks of the check and those of the letting in need not begin at the same rows.

    `faults` are [row, column label, sentence], `bad_rows` those that may not go in, `records` the ids of what was made, `last_entry`
    the newest row of the ledger when they were: what came later is somebody's touch."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    faults = models.JSONField(default=list)
    bad_rows = models.JSONField(default=list)
    records = models.JSONField(default=list)
    last_entry = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "start"], name="one_part_per_start")]
