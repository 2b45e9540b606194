from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record, StateField

from ..kinds import COMMANDS
from ..states import CommandState


class Command(Record):
    """Something a device was told. Its id stays the same however often it is fetched, so that the device does it once.

    A gateway fetches it under a lease; whoever lets the lease run out without a word gets it again. `receipt` is what came back.
    """

    device = models.ForeignKey("devices.Device", models.PROTECT, related_name="+", verbose_name=_("Device"))
    verb = models.CharField(_("Command"), max_length=24, choices=list(COMMANDS.items()))
    reason = models.CharField(_("Why"), max_length=200, blank=True)
    state = StateField(CommandState, verbose_name=_("State"))
    sent_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Sent by"))
    sent_at = models.DateTimeField(_("Sent at"))
    expires_at = models.DateTimeField(_("Expires at"))
    leased_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("Times fetched"), default=0)
    taken_at = models.DateTimeField(_("Fetched at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("Accepted at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Ended at"), null=True, blank=True)
    receipt = models.CharField(_("Receipt"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Command")
        indexes = [
            models.Index(fields=["scope", "sent_at"], name="command_sent"),
            models.Index(fields=["scope", "device", "sent_at"], name="command_device"),
            models.Index(fields=["scope", "state", "expires_at"], name="command_state"),
        ]

    def __str__(self) -> str:
        return f"{self.device} {self.get_verb_display()}"
