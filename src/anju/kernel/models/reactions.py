from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..records import Record, StateField
from ..states import States, state


class Cursor(models.Model):
    """How far one reaction has come in one partition of scopes, and who works on it.

    The row is leased: `owner` works until `leased_until`; `fence` grows with every new owner, so that a late one cannot write.
    `tries` counts the failures at the event that comes next; `retry_at` is when it is tried again.
    """

    reaction = models.CharField(max_length=120)
    partition = models.CharField(max_length=16)
    tx = models.BigIntegerField()
    entry_id = models.BigIntegerField()
    owner = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True)
    fence = models.PositiveBigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reaction", "partition"], name="one_cursor_per_partition")]


class PoisonState(States):
    waiting = state(_("Needs you"), "red", to=("retrying", "dropped"))
    retrying = state(_("Trying again"), "blue", to=("waiting", "done"))
    done = state(_("Done"), "green")
    dropped = state(_("Dropped"), "grey")


class PoisonEvent(Record):
    """An event that a reaction could not digest in five tries: set aside and shown, so that the events behind it go on."""

    reaction = models.CharField(_("Reaction"), max_length=120)
    entry = models.ForeignKey("kernel.Entry", models.PROTECT, related_name="+")
    state = StateField(PoisonState, verbose_name=_("State"))
    error = models.CharField(_("Error"), max_length=400)
    tries = models.PositiveSmallIntegerField(_("Tries"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reaction", "entry"], name="one_poison_per_event")]
        indexes = [models.Index(fields=["scope", "state"], name="poison_scope_state")]

    def __str__(self) -> str:
        return f"{self.reaction} #{self.entry_id}"
